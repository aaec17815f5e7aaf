# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Of whatever picture is sent the pixels are kept: upright, in sRGB, on white, at widths for pages. No database."""

import asyncio
import contextlib
import io

import pytest
from PIL import Image

from deliberation.errors import Invalid, TooMany
from deliberation.records import pictures
from tests.enclosures import samples


def seen(drawing: pictures.Drawing) -> Image.Image:
    return Image.open(io.BytesIO(drawing.content))


def colour_at(drawing: pictures.Drawing, x: int = 5, y: int = 5) -> tuple[int, ...]:
    found = seen(drawing).convert("RGB").getpixel((x, y))
    assert isinstance(found, tuple)
    return tuple(int(part) for part in found)


def is_about(found: tuple[int, ...], wanted: tuple[int, ...], within: int = 6) -> bool:
    return all(abs(a - b) <= within for a, b in zip(found, wanted, strict=True))


@pytest.mark.parametrize(
    ("given", "sizes"),
    [
        ((4000, 3000), [(480, 360), (960, 720), (1600, 1200)]),
        ((1200, 900), [(480, 360), (960, 720), (1200, 900)]),
        ((300, 200), [(300, 200)]),
        ((480, 100), [(480, 100)]),
        ((1000, 6000), [(400, 2400)]),
    ],
)
def test_a_picture_is_drawn_at_the_widths_that_it_fills(given: tuple[int, int], sizes: list[tuple[int, int]]) -> None:
    drawings = pictures.drawn(samples.photo(given))
    assert [(d.width, d.height) for d in drawings] == sizes
    assert [seen(d).size for d in drawings] == sizes
    assert {seen(d).format for d in drawings} == {"WEBP"}


def test_of_a_photo_neither_place_nor_maker_nor_comment_is_kept_and_it_stands_upright() -> None:
    sent = samples.with_place()
    assert b"Telefono" in sent
    assert b"Segreto" in sent
    [kept] = pictures.drawn(sent)
    assert (kept.width, kept.height) == (200, 300)
    assert b"Telefono" not in kept.content
    assert b"Segreto" not in kept.content
    assert dict(seen(kept).getexif()) == {}
    assert not {"exif", "icc_profile", "xmp", "comment"} & set(seen(kept).info)


def test_the_photo_of_an_iphone_is_read_turned_and_freed_of_its_place() -> None:
    sent = samples.IPHONE.read_bytes()
    assert b"Apple" in sent
    [kept] = pictures.drawn(sent)
    assert (kept.width, kept.height) == (120, 160)
    assert dict(seen(kept).getexif()) == {}
    assert b"Apple" not in kept.content


@pytest.mark.parametrize(
    ("content", "colour"),
    [
        (samples.plain("JPEG", mode="CMYK", colour=(0, 255, 255, 0)), (255, 0, 0)),
        (samples.plain(mode="L", colour=120), (120, 120, 120)),
        (samples.plain(mode="I;16", colour=40_000), (156, 156, 156)),
        (samples.plain(mode="1", colour=1), (255, 255, 255)),
        (samples.plain(mode="RGBA", colour=(0, 0, 0, 0)), (255, 255, 255)),
        (samples.plain(mode="LA", colour=(0, 128)), (127, 127, 127)),
        (samples.encoded(Image.new("RGB", (300, 200), (10, 120, 60)).quantize(4)), (10, 120, 60)),
        (samples.in_other_colours(), (200, 30, 30)),
    ],
    ids=["cmyk", "grey", "16 bits", "1 bit", "see-through", "half grey", "palette", "profile of other colours"],
)
def test_colours_are_right_whatever_the_file_holds(content: bytes, colour: tuple[int, int, int]) -> None:
    found = colour_at(pictures.drawn(content)[-1])
    assert is_about(found, colour), found


def test_a_colour_profile_is_applied_and_left_behind() -> None:
    wide = samples.wide_gamut()
    [with_profile] = pictures.drawn(wide)
    [without] = pictures.drawn(samples.plain("PNG", colour=(100, 200, 100)))
    assert not is_about(colour_at(with_profile), colour_at(without), within=10)
    assert "icc_profile" not in seen(with_profile).info


@pytest.mark.parametrize("kind", ["WEBP", "GIF", "PNG"])
def test_of_a_moving_picture_the_first_frame_is_kept(kind: str) -> None:
    first, then = Image.new("RGB", (100, 80), "red"), Image.new("RGB", (100, 80), "blue")
    sent = samples.encoded(first, kind, save_all=True, append_images=[then] * 3)
    [kept] = pictures.drawn(sent)
    assert is_about(colour_at(kept), (255, 0, 0))
    assert getattr(seen(kept), "n_frames", 1) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "picture.empty"),
        (bytes(pictures.MOST_BYTES + 1), "picture.too_large"),
        (samples.bomb(), "picture.too_many_pixels"),
        (samples.bomb(7_100, 7_100), "picture.too_many_pixels"),
        (samples.enormous_photo(), "picture.too_many_pixels"),
        (samples.bomb(4_900, 4_900), "picture.too_many_pixels"),
        (samples.bomb(12_000, 9_000), "picture.too_many_pixels"),
        (samples.bomb(2_000, 2_000), "picture.unreadable"),
        (samples.photo()[:4000], "picture.unreadable"),
        (samples.IPHONE.read_bytes()[:500], "picture.unreadable"),
        (samples.plain("TIFF"), "picture.unreadable"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "picture.vector"),
        (b"<html><img src=x onerror=alert(1)></html>", "picture.unreadable"),
        (samples.PDF, "picture.unreadable"),
        (samples.plain(size=(31, 200)), "picture.too_small"),
    ],
    ids=[
        "empty", "16 MB", "3.6 thousand million pixels", "51 million", "a photo of 51 million", "24 million, no photo",
        "108 million", "only a head", "cut off",
        "half an iPhone's", "TIFF", "SVG with a script", "HTML", "PDF", "31 pixels wide",
    ],
)  # fmt: skip
def test_what_is_no_picture_or_too_much_of_one_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        pictures.drawn(content)
    assert refusal.value.code == code


def test_what_is_a_picture_and_a_page_at_once_becomes_a_picture_alone() -> None:
    sent = samples.plain("GIF") + b"<script>alert(1)</script>"
    [kept] = pictures.drawn(sent)
    assert b"script" not in kept.content


@pytest.mark.parametrize("place", range(0, 2000, 97))
def test_a_file_that_is_broken_anywhere_is_refused_or_drawn_and_nothing_else(place: int) -> None:
    broken = bytearray(samples.photo((200, 150)))
    at = place % len(broken)
    broken[at : at + 3] = b"\xff\x00\xd9"
    with contextlib.suppress(Invalid):
        assert pictures.drawn(bytes(broken))


async def test_many_pictures_at_once_wait_and_the_last_are_asked_to_come_back() -> None:
    sent = samples.plain()
    answers = await asyncio.gather(
        *(pictures.redraw(sent) for _ in range(pictures.MOST_WAITING + 3)), return_exceptions=True
    )
    turned_away = [answer for answer in answers if isinstance(answer, TooMany)]
    assert len(turned_away) == 3
    assert len([answer for answer in answers if isinstance(answer, tuple)]) == pictures.MOST_WAITING
    assert await pictures.redraw(sent)
