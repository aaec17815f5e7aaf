# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names on a map: how wide they are in the site's typeface, and how they get shorter.

``python -m web.maps.texts`` measures the fonts in node_modules again and writes widths.json.
"""

import json
import re
from functools import cache, lru_cache
from pathlib import Path

TABLE = Path(__file__).with_name("widths.json")
FONTS = {"regular": "latin-ext_latin-regular", "strong": "latin-ext_latin-600", "italic": "latin-ext_latin-italic"}
FALLBACK = 0.56  # of a letter that the typeface lacks

_KINDS = (
    ("Viale ", "V.le "),
    ("Piazzale ", "P.le "),
    ("Piazzetta ", "P.tta "),
    ("Piazza ", "P.za "),
    ("Vicolo ", "Vic. "),
    ("Largo ", "L.go "),
    ("Strada ", "Str. "),
    ("Galleria ", "Gall. "),
    ("Giardino ", "Giard. "),
    ("Giardini ", "Giard. "),
)
_NOT_FIRST_NAMES = frozenset(
    {"San", "Santo", "Santa", "Sant", "Santi", "Porta", "Quattro", "Otto", "Mille", "Monte", "Ponte", "Corte", "Villa"}
    | {"Borgo", "Fratelli", "Cà"}
)


@cache
def _widths() -> dict[str, dict[str, float]]:
    """Font → character → width in ems."""
    held: dict[str, dict[str, str]] = json.loads(TABLE.read_text(encoding="utf-8"))
    return {
        font: {letter: int(width) / 1000 for width, letters in groups.items() for letter in letters}
        for font, groups in held.items()
    }


def width(text: str, size: float, font: str = "regular", spacing: float = 0.0) -> float:
    """Pixels that a text takes, `spacing` after each letter."""
    return size * _ems(text, font) + spacing * len(text)


@lru_cache(maxsize=8192)
def _ems(text: str, font: str) -> float:
    letters = _widths()[font]
    return sum(letters.get(letter, FALLBACK) for letter in text)


@lru_cache(maxsize=4096)
def shortened(name: str) -> str:
    """Via Giuseppe Cesare Abba → Via G. C. Abba, Viale → V.le; only where every word is a capitalised name."""
    if found := re.match(r"Autostrada (A)-?(\d+)", name):
        return found[1] + found[2]
    if name.startswith("Tangenziale"):
        return "Tangenziale"
    words = name.split()
    if len(words) >= 3 and all(word[0].isupper() and word.isalpha() and word not in _NOT_FIRST_NAMES for word in words):
        words = [words[0], *(f"{word[0]}." for word in words[1:-1]), words[-1]]
    short = " ".join(words)
    for whole, abbreviated in _KINDS:
        if short.startswith(whole):
            return abbreviated + short.removeprefix(whole)
    return short


def lines(text: str, size: float, font: str, widest: float) -> list[str]:
    """The text in lines of at most `widest` pixels, broken between words."""
    found: list[str] = []
    for word in text.split():
        if found and width(f"{found[-1]} {word}", size, font) <= widest:
            found[-1] += f" {word}"
        else:
            found.append(word)
    return found


def measured(packages: Path) -> dict[str, dict[str, str]]:
    """Font → thousandths of an em → the characters that are so wide."""
    from fontTools.ttLib import TTFont

    found: dict[str, dict[str, str]] = {}
    for font, name in FONTS.items():
        path = packages / f"bootstrap-italia/dist/fonts/Titillium_Web/titillium-web-v10-{name}.woff2"
        with TTFont(path) as face:
            em, advances = face["head"].unitsPerEm, face["hmtx"]
            groups: dict[int, str] = {}
            for code, glyph in sorted(face.getBestCmap().items()):
                of_em = round(advances[glyph][0] * 1000 / em)
                groups[of_em] = groups.get(of_em, "") + chr(code)
        found[font] = {str(of_em): groups[of_em] for of_em in sorted(groups)}
    return found


def main() -> None:
    """Write the table."""
    table = measured(Path(__file__).parents[2] / "node_modules")
    TABLE.write_text(json.dumps(table, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
