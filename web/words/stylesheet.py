# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A comune's colour as a stylesheet, and the addresses of what it looks like: they change when it does."""

import hashlib
from functools import lru_cache

from deliberation.installation.colours import Colour, of_hls, read
from deliberation.installation.profile import Profile

# What the styles use, as lightness of the comune's own; of the soft ground, the least that it may have.
_DARK, _DEEP, _SOFT = 0.69, 0.53, 0.92
# One hue, light to dark (web/assets/styles/ground/_tokens.scss): turns of the hue, saturation, lightness.
_LEVELS = ((12, 1.02, 0.88), (8, 0.95, 0.76), (4, 0.87, 0.61), (1, 0.91, 0.45), (0, 1.05, 0.29))


@lru_cache(maxsize=8)
def stylesheet(code: str) -> str:
    """The custom properties of a colour that reads on white."""
    own = read(code) or Colour("#000000")
    hue, lightness, saturation = own.hls()

    def shade(turn: int, saturated: float, light: float) -> str:
        return of_hls((hue + turn / 360) % 1, min(light, 1), min(saturation * saturated, 1)).code

    soft = next(
        (c for n in range(9) if own.contrast(c := of_hls(hue, _SOFT + n / 100, saturation * 0.9)) >= 4.5),
        Colour("#ffffff"),
    )
    lines = [
        f"--brick:{own.code}",
        f"--brick-dark:{shade(0, 0.95, lightness * _DARK)}",
        f"--brick-deep:{shade(0, 0.87, lightness * _DEEP)}",
        f"--brick-soft:{soft.code}",
        f"--bs-primary-rgb:{','.join(str(round(c * 255)) for c in own.channels)}",
        *(f"--level-{n}:{shade(*level)}" for n, level in enumerate(_LEVELS, 1)),
    ]
    return ":root{" + ";".join(lines) + "}\n"


def stylesheet_path(of: Profile) -> str:
    """Where the comune's stylesheet is; '' where it has no colour of its own."""
    return f"/tema.css?v={version(of.colour)}" if of.colour else ""


def coat_path(of: Profile) -> str:
    return f"/stemma.png?v={of.coat_of_arms[:12]}" if of.coat_of_arms else ""


def version(colour: str) -> str:
    """What stands in the address of a colour's stylesheet."""
    return hashlib.sha256(stylesheet(colour).encode()).hexdigest()[:12]
