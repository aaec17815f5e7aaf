# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is kept of an uploaded coat of arms are its pixels, few and drawn again. No database."""

import io

import pytest
from PIL import Image, PngImagePlugin

from deliberation.errors import Invalid
from deliberation.installation import coats


def picture(size: tuple[int, int] = (600, 800), kind: str = "PNG", **options: object) -> bytes:
    held = io.BytesIO()
    Image.new("RGB" if kind == "JPEG" else "RGBA", size, "#114488").save(held, kind, **options)
    return held.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_becomes_a_small_png_of_the_same_shape(kind: str) -> None:
    with Image.open(io.BytesIO(coats.redrawn(picture(kind=kind)))) as kept:
        assert (kept.format, kept.size) == ("PNG", (192, 256))


def test_nothing_but_pixels_is_kept() -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", "<script>alert(1)</script>")
    kept = coats.redrawn(picture(pnginfo=told) + b"<?php evil ?>")
    assert b"script" not in kept
    assert b"php" not in kept


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "coat.empty"),
        (b"x" * (coats.MOST_BYTES + 1), "coat.too_large"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "coat.vector"),
        (b"%PDF-1.4", "coat.unreadable"),
        (picture()[:200], "coat.unreadable"),
        (picture((20, 20)), "coat.too_small"),
        (picture((5000, 4000)), "coat.too_many_pixels"),
        (picture(kind="GIF"), "coat.unreadable"),
    ],
)
def test_anything_else_is_refused_with_its_reason(content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        coats.redrawn(content)
    assert (refused.value.code, refused.value.fields) == (code, {"coat_of_arms": code})
