# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pictures that people upload: whatever comes, what is kept was drawn again from its pixels, at widths for pages.

What a file is, is found in its bytes. Nothing but pixels passes: no position, no metadata, no colour profile (the
colours are turned into sRGB first), no second frame. Memory is bounded by MOST_PIXELS, which is read from the file's
head before anything is decoded, and by one picture at a time in a process (`redraw`).
"""

from __future__ import annotations

import asyncio
import contextlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from deliberation.errors import Invalid, TooMany

MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 50_000_000  # of what phones write
MOST_WHOLE = 24_000_000  # of formats that are decoded in one piece: WebP takes 15 bytes a pixel
IN_PARTS = ("JPEG", "MPO", "HEIF")
LEAST_SIDE = 32
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "HEIF")
WIDTHS = (480, 960, 1600)  # a phone, a phone of fine pixels or a column, the whole page
TALLEST = 2400
QUALITY = 80
MEDIA_TYPE = "image/webp"
CODES = {
    "empty": "picture.empty",
    "too_large": "picture.too_large",
    "vector": "picture.vector",
    "unreadable": "picture.unreadable",
    "too_many_pixels": "picture.too_many_pixels",
    "too_small": "picture.too_small",
}
MOST_WAITING = 6
RETRY_AFTER = 20  # seconds
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, RuntimeError)  # Pillow's, for broken files
_SRGB = ImageCms.createProfile("sRGB")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture at one width, as WebP; width and height in pixels."""

    width: int
    height: int
    content: bytes


@contextlib.contextmanager
def opened(
    content: bytes,
    formats: tuple[str, ...],
    *,
    most_bytes: int,
    most_pixels: int,
    least_side: int,
    codes: Mapping[str, str],
) -> Iterator[Image.Image]:
    """The picture, its size checked and not yet decoded; what goes wrong with it in the block is a refusal too.

    `codes` of what is Invalid: empty, too_large, vector, unreadable, too_many_pixels, too_small.
    """
    if not content:
        raise Invalid(codes["empty"])
    if len(content) > most_bytes:
        raise Invalid(codes["too_large"], megabytes=most_bytes // 1024 // 1024)
    if b"<svg" in content[:4096].lower():
        raise Invalid(codes["vector"])
    if "HEIF" in formats:
        _learn_heif()
    try:
        with Image.open(io.BytesIO(content), formats=formats) as picture:
            width, height = picture.size
            if width * height > most_pixels:
                raise Invalid(codes["too_many_pixels"], millions=most_pixels // 1_000_000)
            if min(width, height) < least_side:
                raise Invalid(codes["too_small"], pixels=least_side)
            yield picture
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):  # Pillow's own limits, above any of ours
        raise Invalid(codes["too_many_pixels"], millions=most_pixels // 1_000_000) from None
    except (UnidentifiedImageError, *_BROKEN):
        raise Invalid(codes["unreadable"]) from None


def drawn(content: bytes) -> tuple[Drawing, ...]:
    """The picture at each of WIDTHS that it fills (at least one), the smallest first; upright, in sRGB, on white.

    Raises Invalid(picture.…) as `opened` does. Up to a few seconds and some hundred MB: `redraw` is what to await.
    """
    limits = {"most_bytes": MOST_BYTES, "most_pixels": MOST_PIXELS, "least_side": LEAST_SIDE}
    with opened(content, FORMATS, codes=CODES, **limits) as picture:
        if picture.format not in IN_PARTS and picture.width * picture.height > MOST_WHOLE:
            raise Invalid(CODES["too_many_pixels"], millions=MOST_WHOLE // 1_000_000)
        whole = _upright(picture)
    largest = min(whole.width, WIDTHS[-1])
    widths = [width for width in WIDTHS if width < largest]
    return tuple(_at(whole, width) for width in (*widths, largest))


async def redraw(content: bytes) -> tuple[Drawing, ...]:
    """`drawn` in a thread, one picture at a time. Raises also TooMany(picture.busy, retry_after) when many wait."""
    queue = _queue(asyncio.get_running_loop())
    if queue.waiting >= MOST_WAITING:
        raise TooMany("picture.busy", retry_after=RETRY_AFTER)
    queue.waiting += 1
    try:
        async with queue.turn:
            return await asyncio.to_thread(drawn, content)
    finally:
        queue.waiting -= 1


class _Queue:
    """Who waits for the one place to draw in this process."""

    def __init__(self) -> None:
        self.turn, self.waiting = asyncio.Lock(), 0


@cache
def _queue(_: asyncio.AbstractEventLoop) -> _Queue:
    return _Queue()


@cache
def _learn_heif() -> None:
    """Pillow reads HEIC, as iPhones write it, from the first picture on: the library takes time and memory to load."""
    import pi_heif

    pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


def _upright(picture: Image.Image) -> Image.Image:
    """Small first, since all that follows costs by the pixel; then the right way up, in sRGB, without transparency."""
    box = (max(WIDTHS[-1], TALLEST),) * 2  # it may still be turned
    profile = picture.info.get("icc_profile")
    picture.draft(None, (box[0], box[1]))  # a JPEG is decoded at a half, a quarter or an eighth
    if picture.mode in ("P", "1", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
    elif picture.mode.startswith("I") or picture.mode == "F":
        picture = _eight_bits(picture)
    picture.thumbnail(box, Image.Resampling.LANCZOS, reducing_gap=2.0)
    turned = ImageOps.exif_transpose(picture)
    turned.thumbnail((WIDTHS[-1], TALLEST), Image.Resampling.LANCZOS)
    return _on_white(_in_srgb(turned, profile))


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Grey of sixteen bits; Pillow cuts values above 255 off where nobody divides them."""
    return picture.convert("I").point([value >> 8 for value in range(65_536)], "L")


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours as every screen shows them. A profile that is broken, or of other colours, is left aside."""
    alpha = picture.getchannel("A") if picture.mode in ("RGBA", "LA") else None
    bare = picture.convert(picture.mode[:-1]) if alpha else picture
    if profile and bare.mode in ("RGB", "L", "CMYK"):
        with contextlib.suppress(ImageCms.PyCMSError, *_BROKEN, TypeError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            changed = ImageCms.profileToProfile(bare, source, _SRGB, outputMode="RGB")
            bare = changed if changed is not None else bare
    bare = bare.convert("RGB")
    if alpha:
        bare.putalpha(alpha)
    return bare


def _on_white(picture: Image.Image) -> Image.Image:
    """New pixels with nothing else about them; what can be seen through stands on white, whatever the page's colour."""
    fresh = Image.new("RGB", picture.size, "white")
    fresh.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    return fresh


def _at(whole: Image.Image, width: int) -> Drawing:
    size = (width, max(1, round(whole.height * width / whole.width)))
    picture = whole if whole.width == width else whole.resize(size, Image.Resampling.LANCZOS)
    kept = io.BytesIO()
    picture.save(kept, "WEBP", quality=QUALITY, method=4)
    return Drawing(*picture.size, kept.getvalue())
