# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A comune's colour reads on every ground of the pages, or the nearest one that does is offered. No database."""

import re

import pytest

from deliberation.installation import colours
from deliberation.installation.colours import Colour
from web.words import stylesheet as theme


def test_contrast_is_that_of_wcag() -> None:
    assert round(Colour("#000000").contrast(Colour("#ffffff")), 2) == 21.0
    assert round(Colour("#767676").contrast(Colour("#ffffff")), 2) == 4.54
    assert round(Colour("#777777").contrast(Colour("#ffffff")), 2) == 4.48
    assert round(Colour("#ff0000").contrast(Colour("#ffffff")), 2) == 4.0


@pytest.mark.parametrize(
    ("typed", "code"),
    [("#6F2A1F", "#6f2a1f"), (" 6f2a1f ", "#6f2a1f"), ("#fc0", "#ffcc00"), ("rosso", ""), ("#12345", "")],
)
def test_a_colour_is_read_as_people_write_it(typed: str, code: str) -> None:
    found = colours.read(typed)
    assert (found.code if found else "") == code


@pytest.mark.parametrize("code", ["#c9a227", "#ffff00", "#ffffff", "#00ffff", "#ff69b4", "#777777", "#7fff00"])
def test_one_that_is_too_light_is_offered_as_the_nearest_shade_that_reads(code: str) -> None:
    light = Colour(code)
    offered = colours.readable(light)
    assert not light.is_readable
    assert offered.is_readable
    hue, lightness, saturation = offered.hls()
    if saturation > 0:
        assert abs(hue - light.hls()[0]) < 0.02, "the same hue"
    assert not colours.of_hls(hue, lightness + 0.02, saturation).is_readable, "no lighter one would have been"


def test_one_that_reads_is_left_as_it_is() -> None:
    assert colours.readable(Colour("#8f3729")).code == "#8f3729"
    assert not Colour("#767676").is_readable, "4.54 on white is 4.2 on the pages' warm paper"


@pytest.mark.parametrize("code", ["#8f3729", "#006633", "#00457c", "#6b6b6b", "#896f1b", "#000000", "#5a005a"])
def test_every_shade_of_the_stylesheet_reads_where_the_styles_use_it(code: str) -> None:
    own = colours.readable(Colour(code))
    sheet = dict(re.findall(r"--([\w-]+):(#[0-9a-f]{6})", theme.stylesheet(own.code)))
    white = Colour("#ffffff")
    for name in ("brick", "brick-dark", "brick-deep"):
        assert Colour(sheet[name]).contrast(white) >= 4.5, name
    assert Colour(sheet["brick"]).contrast(Colour(sheet["brick-soft"])) >= 4.5
    lights = [Colour(sheet[f"level-{n}"]).luminance for n in range(1, 6)]
    assert lights == sorted(lights, reverse=True)
