# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A coat of arms: whatever picture is uploaded, what is kept is a small PNG that was drawn again from its pixels."""

from __future__ import annotations

import io

from PIL import Image, UnidentifiedImageError

from deliberation.errors import Invalid

MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 16_000_000
SIDE = 256  # pixels of the longer side of what is kept: twice what the header shows
LEAST_SIDE = 32
FORMATS = ("PNG", "JPEG", "WEBP")


def redrawn(content: bytes) -> bytes:
    """A PNG of at most SIDE pixels without anything that is not a pixel: no metadata, no colour profile, no frames.

    Raises Invalid(coat.empty | coat.too_large | coat.vector | coat.unreadable | coat.too_many_pixels | coat.too_small).
    Takes up to some tenths of a second: call it in a thread.
    """
    if not content:
        raise Invalid("coat.empty", fields={"coat_of_arms": "coat.empty"})
    if len(content) > MOST_BYTES:
        raise Invalid("coat.too_large", fields={"coat_of_arms": "coat.too_large"}, megabytes=MOST_BYTES // 1024 // 1024)
    if b"<svg" in content[:4096].lower():
        raise Invalid("coat.vector", fields={"coat_of_arms": "coat.vector"})
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            width, height = picture.size
            if width * height > MOST_PIXELS:
                fields = {"coat_of_arms": "coat.too_many_pixels"}
                raise Invalid("coat.too_many_pixels", fields=fields, millions=MOST_PIXELS // 1_000_000)
            if min(width, height) < LEAST_SIDE:
                raise Invalid("coat.too_small", fields={"coat_of_arms": "coat.too_small"}, pixels=LEAST_SIDE)
            small = picture.convert("RGBA")
    except UnidentifiedImageError:
        raise Invalid("coat.unreadable", fields={"coat_of_arms": "coat.unreadable"}) from None
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):  # Pillow's, for broken files
        raise Invalid("coat.unreadable", fields={"coat_of_arms": "coat.unreadable"}) from None
    small.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    fresh = Image.new("RGBA", small.size)
    fresh.paste(small)
    kept = io.BytesIO()
    fresh.save(kept, "PNG", optimize=True)
    return kept.getvalue()
