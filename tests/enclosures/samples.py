# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Uploads of every kind, made as they are needed; the photo of an iPhone, which nothing here can write, is a file."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

from PIL import Image, ImageCms

IPHONE = Path(__file__).parent / "phones" / "iphone.heic"  # 160 × 120, turned upright by its own rotation, with a place
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
CONTENT_TYPES = '<?xml version="1.0"?><Types/>'


def encoded(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def plain(kind: str = "PNG", size: tuple[int, int] = (300, 200), colour: object = "red", mode: str = "RGB") -> bytes:
    """One colour all over."""
    return encoded(Image.new(mode, size, colour), kind)  # type: ignore[arg-type]


def photo(size: tuple[int, int] = (2000, 1500), seed: int = 0, **options: object) -> bytes:
    """A JPEG with shapes in it, another one for each seed."""
    small = Image.effect_mandelbrot((80, 60), (-2 + seed / 50, -1.2, 1 + seed / 50, 1.2), 60).convert("RGB")
    return encoded(small.resize(size), "JPEG", quality=80, **options)


def with_place() -> bytes:
    """A JPEG that a telephone took on its side, in via Zamboni, with a comment."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    exif[0x010F] = "Telefono"
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (44.0, 29.0, 38.0), "E", (11.0, 21.0, 6.0)
    return encoded(Image.new("RGB", (300, 200), "red"), "JPEG", exif=exif, comment=b"Segreto")


def in_other_colours() -> bytes:
    """Colours swapped by a profile: what says (200, 30, 30) is meant to be something else on a screen."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    return encoded(Image.new("RGB", (300, 200), (200, 30, 30)), "JPEG", icc_profile=profile.tobytes())


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of a few bytes whose head says that it is enormous."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(10_000))) + chunk(b"IEND", b"")
    )


def enormous_photo(width: int = 8_000, height: int = 6_400) -> bytes:
    """A small JPEG whose head says that it has 51 million pixels."""
    sent = plain("JPEG")
    at = sent.index(b"\xff\xc0") + 5
    return sent[:at] + struct.pack(">HH", height, width) + sent[at + 4 :]


def document(*more: tuple[str, bytes]) -> bytes:
    """A text of Word, with these entries too."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", CONTENT_TYPES)
        package.writestr("_rels/.rels", "<Relationships/>")
        package.writestr("word/document.xml", "<w:document/>")
        for name, content in more:
            package.writestr(name, content)
    return out.getvalue()


def wide_gamut() -> bytes:
    """A PNG whose profile says that its colours were swapped: red stands where green is."""
    srgb = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack(">I", srgb[128:132])[0]
    tags = {bytes(srgb[132 + 12 * n : 136 + 12 * n]): 132 + 12 * n for n in range(count)}
    red, green = tags[b"rXYZ"], tags[b"gXYZ"]
    srgb[red + 4 : red + 12], srgb[green + 4 : green + 12] = srgb[green + 4 : green + 12], srgb[red + 4 : red + 12]
    return encoded(Image.new("RGB", (300, 200), (100, 200, 100)), "PNG", icc_profile=bytes(srgb))
