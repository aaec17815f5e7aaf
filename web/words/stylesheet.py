# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A comune's colour as a stylesheet, and the addresses of what it looks like: they change when it does."""

import hashlib
from functools import lru_cache

from deliberation.installation.colours import Colour, of_hls, of_luminance, read
from deliberation.installation.profile import Profile

OWN = "#8f3729"  # the program's, where a comune has chosen none
# What the styles use, as lightness of the comune's own; of the soft ground, the least that it may have.
_DARK, _DEEP, _SOFT = 0.69, 0.53, 0.92
# One hue, light to dark (web/assets/styles/ground/_tokens.scss): turns of the hue, saturation, lightness.
_LEVELS = ((12, 1.02, 0.88), (8, 0.95, 0.76), (4, 0.87, 0.61), (1, 0.91, 0.45), (0, 1.05, 0.29))
# Shades by luminance, so that contrast is the same whatever the hue. Figures: ink reads on the first two, paper on the
# others, which is 0.18 and darker by day, 0.22 and lighter by night.
_TINTS = (0.72, 0.5, 0.165, 0.085, 0.03)
_NIGHT = {
    "brick": 0.37,
    "brick-dark": 0.53,
    "brick-soft": 0.018,
    "head": 0.03,
    "head-slim": 0.018,
    "head-deep": 0.01,
    "level-1": 0.026,
    "level-2": 0.065,
    "level-3": 0.13,
    "level-4": 0.25,
    "level-5": 0.5,
    "tint-1": 0.026,
    "tint-2": 0.062,
    "tint-3": 0.25,
    "tint-4": 0.38,
    "tint-5": 0.58,
}
_PALER = 0.8  # of the saturation: a colour that shines in the dark is softer


@lru_cache(maxsize=8)
def stylesheet(code: str) -> str:
    """The custom properties of a colour that reads on white, by day and by night."""
    own = read(code) or Colour("#000000")
    hue, lightness, saturation = own.hls()

    def shade(turn: int, saturated: float, light: float) -> str:
        return of_hls((hue + turn / 360) % 1, min(light, 1), min(saturation * saturated, 1)).code

    soft = next(
        (c for n in range(9) if own.contrast(c := of_hls(hue, _SOFT + n / 100, saturation * 0.9)) >= 4.5),
        Colour("#ffffff"),
    )
    dark = shade(0, 0.95, lightness * _DARK)
    by_day = [
        f"--brick:{own.code}",
        f"--brick-dark:{dark}",
        f"--brick-soft:{soft.code}",
        f"--head:{own.code}",
        f"--head-slim:{dark}",
        f"--head-deep:{shade(0, 0.87, lightness * _DEEP)}",
        f"--bs-primary-rgb:{','.join(str(round(c * 255)) for c in own.channels)}",
        *(f"--level-{n}:{shade(*level)}" for n, level in enumerate(_LEVELS, 1)),
        *(f"--tint-{n}:{of_luminance(hue, saturation, light).code}" for n, light in enumerate(_TINTS, 1)),
    ]
    by_night = [f"--{name}:{_by_night(own, name).code}" for name in _NIGHT]
    dark_scheme = "@media screen and (prefers-color-scheme:dark)"
    return f":root{{{';'.join(by_day)}}}\n{dark_scheme}{{:root{{{';'.join(by_night)}}}}}\n"


def _by_night(own: Colour, name: str) -> Colour:
    hue, _, saturation = own.hls()
    return of_luminance(hue, saturation * _PALER, _NIGHT[name])


@lru_cache(maxsize=8)
def night_head(code: str) -> str:
    """The header's colour in a dark scheme, for the browser's own bar."""
    return _by_night(read(code) or Colour(OWN), "head").code


def stylesheet_path(of: Profile) -> str:
    """Where the comune's stylesheet is; '' where it has no colour of its own."""
    return f"/tema.css?v={version(of.colour)}" if of.colour else ""


def coat_path(of: Profile) -> str:
    return f"/stemma.png?v={of.coat_of_arms[:12]}" if of.coat_of_arms else ""


def version(colour: str) -> str:
    """What stands in the address of a colour's stylesheet."""
    return hashlib.sha256(stylesheet(colour).encode()).hexdigest()[:12]
