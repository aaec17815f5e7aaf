# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that people upload: their true type is found in the bytes, their name is made harmless."""

from __future__ import annotations

import hashlib
import io
import mimetypes
import re
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

import filetype

from deliberation.database import writing
from deliberation.errors import Invalid, NotFound
from deliberation.records.tables import Attachment
from deliberation.text import public_id as draw_id
from deliberation.text import tidy

MOST_BYTES = 10 * 1024 * 1024
LONGEST_NAME = 255  # bytes
MOST_UNPACKED, MOST_ENTRIES = 200 * 1024 * 1024, 5_000
DOCUMENTS = frozenset(
    {
        "application/pdf",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "text/csv",
        "text/plain",
    }
)
_TEXT = frozenset({"text/csv", "text/plain"})
_ARCHIVES = frozenset(kind for kind in DOCUMENTS if kind.startswith("application/vnd."))
_MACROS = frozenset({"vbaproject", "script-lc"})  # of Word and Excel, of LibreOffice
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
_SUFFIXES = {
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".webp": "image/webp",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
}


@dataclass(frozen=True, slots=True)
class File:
    """An uploaded file."""

    public_id: str
    name: str
    media_type: str
    size: int
    sha256: str
    content: bytes
    created_at: datetime


def declared_type(name: str) -> str:
    """The media type that a file name claims; '' when it claims none that we know."""
    suffix = PurePosixPath(name).suffix.lower()
    return _SUFFIXES.get(suffix) or mimetypes.guess_type(f"x{suffix}", strict=True)[0] or ""


def found_type(content: bytes, declared: str) -> str:
    """The media type found in the bytes; '' when nothing is recognised. Text is what its name says, if it is text."""
    kind = filetype.guess(content)
    if kind is not None:
        return str(kind.mime)
    if declared in _TEXT and is_text(content):
        return declared
    return "text/plain" if is_text(content) else ""


def is_text(content: bytes) -> bool:
    """UTF-8, or Latin-1 as spreadsheets still write it, without control characters."""
    return _CONTROLS.search(content) is None


def safe_name(name: str) -> str:
    """A file name without folders, line ends or characters that some system forbids, at most 160 long.

    Nor longer than LONGEST_NAME bytes, which is what file systems take.
    """
    bare = tidy(name).replace("\\", "/").rsplit("/", 1)[-1]
    bare = re.sub(r'[\n\t<>:"|?*\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]+', " ", bare)
    bare = re.sub(r" +", " ", bare).strip(" .")
    path = PurePosixPath(bare or "file")
    suffix = path.suffix[:12]
    stem = path.name[: -len(suffix)] if suffix and path.suffix == suffix else path.stem
    room = LONGEST_NAME - len(suffix.encode())
    return stem[: 160 - len(suffix)].encode()[:room].decode(errors="ignore") + suffix


def short(media_type: str) -> str:
    """A media type as people name it: 'PDF', 'PNG', 'CSV'."""
    known = {found: suffix for suffix, found in _SUFFIXES.items()}
    suffix = known.get(media_type) or mimetypes.guess_extension(media_type) or media_type.rsplit("/", 1)[-1]
    return suffix.lstrip(".").upper()


async def store(name: str, content: bytes, allowed: Collection[str], *, at: datetime) -> int:
    """Keep a file; its row id, for a foreign key.

    Raises Invalid: attachment.empty, attachment.too_large (megabytes), attachment.unknown_type,
    attachment.wrong_type (found, declared: not what the name says), attachment.not_accepted (found, accepted).
    """
    media_type = checked_type(name, content, allowed)
    file = Attachment(
        public_id=draw_id(),
        name=safe_name(name),
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        created_at=at,
    )
    async with writing():
        inserted = await Attachment.insert(file)
    return int(inserted[0]["id"])


def checked_type(name: str, content: bytes, allowed: Collection[str]) -> str:
    """The true media type of an upload, or the refusals of `store`."""
    if not content:
        raise Invalid("attachment.empty")
    if len(content) > MOST_BYTES:
        raise Invalid("attachment.too_large", megabytes=MOST_BYTES // 1024 // 1024)
    declared = declared_type(name)
    found = found_type(content, declared)
    accepted = ", ".join(sorted(short(t) for t in allowed))
    if not found:
        raise Invalid("attachment.unknown_type", accepted=accepted)
    if declared and declared != found:
        raise Invalid("attachment.wrong_type", found=short(found), declared=short(declared))
    if found not in allowed:
        raise Invalid("attachment.not_accepted", found=short(found), accepted=accepted)
    if found in _ARCHIVES:
        _check_archive(content)
    return found


def _check_archive(content: bytes) -> None:
    """A document that is an archive: only its list of contents is read here; who downloads it would unpack it.

    Raises Invalid(attachment.broken | attachment.bomb | attachment.macro).
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError):
        raise Invalid("attachment.broken") from None
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Invalid("attachment.bomb")
    if any(PurePosixPath(entry.filename).stem.lower() in _MACROS for entry in entries):
        raise Invalid("attachment.macro")


async def fetch(public_id: str) -> File:
    """A stored file. Raises NotFound."""
    row = await Attachment.select().where(Attachment.public_id == public_id).first()
    if row is None:
        raise NotFound("attachment.unknown")
    return File(
        row["public_id"],
        row["name"],
        row["media_type"],
        row["size"],
        row["sha256"],
        bytes(row["content"]),
        row["created_at"],
    )
