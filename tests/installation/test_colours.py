# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A comune's colour reads on every ground of the pages, or the nearest one that does is offered. No database."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from deliberation.installation import colours
from deliberation.installation.colours import Colour
from web.maps import palette
from web.tiles import colours as map_colours
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


WHITE = Colour("#ffffff")
STYLES = Path(__file__).parents[2] / "web" / "assets" / "styles"
TOKEN = re.compile(r"--([\w-]+): ?(#[0-9a-f]{6}|hsl\([\d.]+ [\d.]+% [\d.]+%\))")
GROUNDS = ("paper", "paper-warm", "paper-deep")
WORDS = ("ok", "wait", "stop", "sky", "for", "against")


def tokens(sheet: str) -> dict[str, dict[str, Colour]]:
    """The colours of a stylesheet by scheme; what the dark one does not say again is that of the light one."""
    light, dark = sheet.split("prefers-color-scheme: dark" if "color-scheme: dark" in sheet else "color-scheme:dark", 1)
    by_day = {name: _colour(text) for name, text in TOKEN.findall(light)}
    return {"light": by_day, "dark": by_day | {name: _colour(text) for name, text in TOKEN.findall(dark)}}


def _colour(text: str) -> Colour:
    if text.startswith("#"):
        return Colour(text)
    hue, saturation, lightness = (float(part) for part in re.findall(r"[\d.]+", text))
    return colours.of_hls(hue / 360, lightness / 100, saturation / 100)


def too_faint(of: dict[str, Colour]) -> list[str]:
    """The pairs of colours that the styles lay on each other and that cannot be told apart well enough."""
    on_paper = [(text, ground) for text in ("brick", "brick-dark", "ink", "ink-soft", *WORDS) for ground in GROUNDS]
    on_soft = [(name, f"{name}-soft") for name in ("brick", *WORDS)]
    on_brick = [("paper", "brick"), ("paper", "brick-dark"), ("brick-dark", "brick-soft"), ("paper", "stop")]
    ink = [(word, f"{name}-soft") for name in ("brick", *WORDS) for word in ("ink", "ink-soft")]
    figures = [("ink", "tint-1"), ("ink", "tint-2"), ("paper", "tint-3"), ("paper", "tint-4"), ("paper", "tint-5")]
    pairs = [*on_paper, *on_soft, *on_brick, *ink, *figures]
    faint = [f"{a} on {b}" for a, b in pairs if of[a].contrast(of[b]) < 4.5]
    faint += [f"white on {name}" for name in ("head", "head-slim", "head-deep") if of[name].contrast(WHITE) < 4.5]
    lines = [(line, ground) for line in ("line-strong", "focus", "brick") for ground in (*GROUNDS, "brick-soft")]
    return faint + [f"{a} beside {b}" for a, b in lines if of[a].contrast(of[b]) < 3]


OWN_TOKENS = tokens((STYLES / "ground" / "_tokens.scss").read_text(encoding="utf-8"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pair_of_the_programs_own_colours_reads_in_both_schemes(scheme: str) -> None:
    assert too_faint(OWN_TOKENS[scheme]) == []


@given(st.integers(0, 0xFFFFFF))
@example(0xFFFF00)
@example(0x0000FF)
@example(0x00FF00)
@example(0xFF0000)
@example(0x000000)
@example(0xFFFFFF)
@settings(max_examples=300, deadline=None)
def test_whatever_colour_a_comune_has_every_pair_reads_in_both_schemes(number: int) -> None:
    own = colours.readable(Colour(f"#{number:06x}"))
    its = tokens(theme.stylesheet(own.code))
    for scheme in ("light", "dark"):
        assert too_faint(OWN_TOKENS[scheme] | its[scheme]) == [], (own.code, scheme)
    by_day, by_night = ([its[scheme][f"level-{n}"].luminance for n in range(1, 6)] for scheme in ("light", "dark"))
    assert by_day == sorted(by_day, reverse=True), "more is darker on white"
    assert by_night == sorted(by_night), "and lighter on black"


@pytest.mark.parametrize("code", ["#8f3729", "#1b5e20", "#0d47a1", "#4a148c"])
def test_a_comunes_colour_keeps_its_hue_by_day_and_by_night(code: str) -> None:
    its = tokens(theme.stylesheet(code))
    for scheme in ("light", "dark"):
        for name in ("brick", "brick-dark", "head", "tint-3"):
            away = abs(its[scheme][name].hls()[0] - Colour(code).hls()[0])
            assert min(away, 1 - away) < 0.02, (scheme, name)


@pytest.mark.parametrize("of", [map_colours.COLOURS, map_colours.NIGHT])
def test_names_on_the_moving_map_read_on_what_lies_under_them(of: dict[str, str]) -> None:
    under = {
        "text": ("ground", "built-up", "street", "main"),
        "text-strong": ("ground", "main"),
        "text-park": ("park", "woods", "green"),
        "text-water": ("water",),
        "text-place": ("ground", "built-up"),
        "text-number": ("ground", "built-up"),
    }
    pairs = [(text, ground) for text, grounds in under.items() for ground in (*grounds, "halo")]
    assert [pair for pair in pairs if Colour(of[pair[0]]).contrast(Colour(of[pair[1]])) < 4.5] == []


def test_a_comunes_stylesheet_says_what_the_programs_own_colours_say() -> None:
    """A token that were forgotten would stay brick red in a green comune."""
    own = theme.stylesheet(theme.OWN)
    red = {"brick", "head", "level", "tint"}
    for scheme in ("light", "dark"):
        named = {name for name in OWN_TOKENS[scheme] if name.split("-")[0] in red} - {"level-0"}
        assert named == set(tokens(own)[scheme])
    assert f"rgb:{','.join(str(round(c * 255)) for c in Colour(theme.OWN).channels)}" in own


def test_the_ground_of_maps_has_the_same_night_in_pages_as_in_pictures() -> None:
    sheet = (STYLES / "_maps.scss").read_text(encoding="utf-8")
    held = dict(re.findall(r"'([0-9a-f]{6})': '([0-9a-f]{6})'", sheet))
    assert held == {day[1:]: night[1:] for day, night in palette.NIGHT.items()}
    named = {value for name, value in vars(palette).items() if name.isupper() and isinstance(value, str)}
    roads = {colour for road in palette.ROADS.values() for colour in (road.fill, road.edge, road.thin)}
    assert named | roads == set(palette.NIGHT), "each colour of the day has one of the night"
    assert not set(palette.NIGHT) & set(palette.NIGHT.values())
