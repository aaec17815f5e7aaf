# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the figures are made of: texts, rectangles and ribbons of an SVG that takes any width.

Across, everything is in per cent of the figure's width; down, in pixels; letters keep their size. So the same string
reads at 320 and at 760 pixels, in a page, in a PDF and in a picture. Colours are attributes and classes: where a style
sheet reaches, its classes win (a dark scheme is a few lines of it); where none does, the attributes hold. There is no
``style``: the pages' policy forbids it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from html import escape

from markupsafe import Markup

from web.maps.texts import lines, width

NARROW = 320  # the least width, in pixels, for which lines are broken
WIDE = 640  # the width of a file of its own
SMALL, PLAIN, LARGE = 13.0, 14.5, 16.0  # sizes of letters
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

# Class → colour where no style sheet reaches; on white each text has 4.5:1, each edge 3:1.
COLOURS = {
    "f-ink": "#201b18",
    "f-soft": "#5a514b",
    "f-won": "#8e3829",
    "f-on": "#ffffff",
    "f-lost": "#efeae5",
    "f-edge": "#84776c",
    "f-1": "#f2d8cc",
    "f-2": "#e0ac98",
    "f-3": "#b05a45",
    "f-4": "#963f2d",
    "f-5": "#5f2016",
}

Number = int | float | Fraction


def n(value: Number) -> str:
    """A number of the drawing: two decimals at most, none where it is whole."""
    return f"{float(value):.2f}".rstrip("0").rstrip(".")


def p(value: Number) -> str:
    """A share of the width, from 0 to 100."""
    return f"{n(value)}%"


def attributes(css: str, *, stroke: bool = False) -> str:
    """The class with its colour, as fill or as stroke."""
    return f'class="{css}" {"stroke" if stroke else "fill"}="{COLOURS[css]}"'


def drawn_text(
    x: Number,
    y: Number,
    text: str,
    *,
    size: float = PLAIN,
    css: str = "f-ink",
    strong: bool = False,
    anchor: str = "start",
    dx: float = 0,
    lang: str = "",
) -> str:
    """A line of text at x per cent, moved by dx pixels."""
    more = f' dx="{n(dx)}"' if dx else ""
    more += "" if anchor == "start" else f' text-anchor="{anchor}"'
    more += ' font-weight="600"' if strong else ""
    more += f' lang="{lang}"' if lang else ""
    return f'<text {attributes(css)} x="{p(x)}" y="{n(y)}" font-size="{n(size)}"{more}>{escape(text)}</text>'


def box(x: Number, y: Number, across: Number, down: Number, css: str, *, edge: str = "", said: str = "") -> str:
    """A rectangle: x and width in per cent, y and height in pixels. `edge`: a broken line around it in that colour."""
    around = f' stroke="{COLOURS[edge]}" stroke-width="1.25" stroke-dasharray="4 2.5"' if edge else ""
    inside = f"><title>{escape(said)}</title></rect>" if said else "/>"
    classes = f'class="{css} {edge}-line" fill="{COLOURS[css]}"' if edge else attributes(css)
    place = f'x="{p(x)}" y="{n(y)}" width="{p(across)}" height="{n(down)}"'
    return f"<rect {classes} {place}{around}{inside}"


def rule(x: Number, y: Number, to_x: Number, to_y: Number, css: str = "f-soft", *, thick: float = 1.0) -> str:
    """A straight line, broken."""
    place = f'x1="{p(x)}" y1="{n(y)}" x2="{p(to_x)}" y2="{n(to_y)}"'
    return (
        f'<line class="{css}-line" stroke="{COLOURS[css]}" stroke-width="{n(thick)}" stroke-dasharray="5 3" {place}/>'
    )


def wrapped(text: str, widest: float, *, size: float = PLAIN, strong: bool = False, most: int = 3) -> list[str]:
    """The text in lines that fit at the narrowest; what does not fit in `most` lines ends with «…»."""
    font = "strong" if strong else "regular"
    found = [_cut(line, widest, size, font) for line in lines(text, size, font, widest)] or [""]
    if len(found) > most:
        found = [*found[: most - 1], _cut(f"{found[most - 1]} …", widest, size, font)]
    return found


def _cut(line: str, widest: float, size: float, font: str) -> str:
    if width(line, size, font) <= widest:
        return line
    while line and width(f"{line}…", size, font) > widest:
        line = line[:-1]
    return f"{line.rstrip(' …')}…"


def fits(text: str, share: Number, *, size: float = SMALL, margin: float = 6) -> bool:
    """Whether a text fits into a share (0–100) of the narrowest figure."""
    return width(text, size, "strong") + margin <= float(share) * NARROW / 100


@dataclass(slots=True)
class Canvas:
    """A figure being drawn from the top: `y` is where the next part begins."""

    ident: str
    y: float = 0.0
    parts: list[str] = field(default_factory=list)

    def add(self, *parts: str) -> None:
        """More elements."""
        self.parts += parts

    def write(self, text: str, *, css: str = "f-soft", strong: bool = False, lang: str = "", above: float = 0) -> None:
        """Lines of text over the whole width."""
        self.y += above
        for line in wrapped(text, NARROW, size=SMALL, strong=strong):
            self.y += 17
            self.add(drawn_text(0, self.y - 4, line, size=SMALL, css=css, strong=strong, lang=lang))

    def svg(self, title: str, desc: str) -> Markup:
        """The whole figure, named and described for who does not see it."""
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE}" height="{n(self.y)}" class="figure-svg" '
            f'role="img" aria-labelledby="{self.ident}-t" aria-describedby="{self.ident}-d" '
            f'font-family="Titillium Web, sans-serif">'
            f'<title id="{self.ident}-t">{escape(title)}</title><desc id="{self.ident}-d">{escape(desc)}</desc>'
        )
        return Markup(head + "".join(self.parts) + "</svg>")  # noqa: S704 — numbers, our texts and escaped names


Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers under a figure; columns are (heading, "text" or "number")."""

    caption: str
    columns: Sequence[tuple[str, str]]
    rows: Sequence[Cells]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure with the sentence that says what it shows and the same numbers as tables; `svg` is None where there is
    too much to draw."""

    ident: str
    sentence: str
    svg: Markup | None
    tables: Sequence[Table]
    note: str = ""
