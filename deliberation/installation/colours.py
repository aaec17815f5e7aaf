# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Colours that can be read: the contrast of WCAG 2.2, and the nearest darker shade of one that is too light."""

from __future__ import annotations

import colorsys
import re
from dataclasses import dataclass

LEAST = 4.5  # of text on its ground, WCAG 2.2, 1.4.3 (AA)
GROUNDS = ("#ffffff", "#f2ede9")  # white, under white text too, and the darkest paper of the pages
_HEX = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour as '#6f2a1f'."""

    code: str

    @property
    def channels(self) -> tuple[float, float, float]:
        """Red, green and blue, from 0 to 1."""
        red, green, blue = (int(self.code[n : n + 2], 16) / 255 for n in (1, 3, 5))
        return red, green, blue

    @property
    def luminance(self) -> float:
        """Relative luminance (WCAG 2.2), 0 for black and 1 for white."""
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in self.channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(self, other: Colour) -> float:
        """Of text in one on the other, whichever is the ground: from 1 to 21."""
        light, dark = max(self.luminance, other.luminance), min(self.luminance, other.luminance)
        return (light + 0.05) / (dark + 0.05)

    @property
    def is_readable(self) -> bool:
        """As text on every ground of the pages, and as a ground of white text."""
        return all(self.contrast(Colour(ground)) >= LEAST for ground in GROUNDS)

    def hls(self) -> tuple[float, float, float]:
        """Hue, lightness and saturation, from 0 to 1."""
        return colorsys.rgb_to_hls(*self.channels)


def read(text: str) -> Colour | None:
    """'#6F2A1F', '6f2a1f' or '#fc0' as a colour; None for anything else."""
    code = "#" + text.strip().lower().removeprefix("#")
    if len(code) == 4:
        code = "#" + "".join(c * 2 for c in code[1:])
    return Colour(code) if _HEX.fullmatch(code) else None


def of_hls(hue: float, lightness: float, saturation: float) -> Colour:
    channels = colorsys.hls_to_rgb(hue, lightness, saturation)
    return Colour("#" + "".join(f"{round(c * 255):02x}" for c in channels))


def of_luminance(hue: float, saturation: float, luminance: float) -> Colour:
    """The shade of a hue and saturation that comes nearest to a relative luminance from above (0 black, 1 white)."""
    low, high = 0.0, 1.0
    for _ in range(16):
        middle = (low + high) / 2
        if of_hls(hue, middle, saturation).luminance < luminance:
            low = middle
        else:
            high = middle
    return of_hls(hue, high, saturation)


def readable(colour: Colour) -> Colour:
    """The lightest shade of the same hue and saturation that is no lighter and reads on white."""
    if colour.is_readable:
        return colour
    hue, lightness, saturation = colour.hls()
    for step in range(1, 1001):
        if (found := of_hls(hue, lightness * (1 - step / 1000), saturation)).is_readable:
            return found
    return Colour("#000000")
