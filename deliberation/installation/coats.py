# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A coat of arms: whatever picture is uploaded, what is kept is a small PNG that was drawn again from its pixels."""

from __future__ import annotations

import io

from PIL import Image

from deliberation.errors import Invalid
from deliberation.records import pictures

MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 16_000_000
SIDE = 256  # pixels of the longer side of what is kept: twice what the header shows
LEAST_SIDE = 32
FORMATS = ("PNG", "JPEG", "WEBP")
CODES = {
    "empty": "coat.empty",
    "too_large": "coat.too_large",
    "vector": "coat.vector",
    "unreadable": "coat.unreadable",
    "too_many_pixels": "coat.too_many_pixels",
    "too_small": "coat.too_small",
}


def redrawn(content: bytes) -> bytes:
    """A PNG of at most SIDE pixels without anything that is not a pixel: no metadata, no colour profile, no frames.

    Raises Invalid(coat.empty | coat.too_large | coat.vector | coat.unreadable | coat.too_many_pixels | coat.too_small).
    Takes up to some tenths of a second: call it in a thread.
    """
    limits = {"most_bytes": MOST_BYTES, "most_pixels": MOST_PIXELS, "least_side": LEAST_SIDE}
    try:
        with pictures.opened(content, FORMATS, codes=CODES, **limits) as picture:
            small = picture.convert("RGBA")
    except Invalid as refusal:
        raise refusal.at_field("coat_of_arms") from None
    small.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    fresh = Image.new("RGBA", small.size)
    fresh.paste(small)
    kept = io.BytesIO()
    fresh.save(kept, "PNG", optimize=True)
    return kept.getvalue()
