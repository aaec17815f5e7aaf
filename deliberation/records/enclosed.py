# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is seen of enclosures: pictures and files that go with what people write. Their bytes are read one by one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from deliberation.database import rows
from deliberation.errors import NotFound
from deliberation.records import attachments


class Kind(StrEnum):
    """Pictures are drawn again and shown in the page; files are kept as they are, and only ever downloaded."""

    PICTURE = "picture"
    FILE = "file"


class State(StrEnum):
    """Hidden: kept, seen by its author and by who keeps order. Removed: the bytes and the words are gone."""

    KEPT = "kept"
    HIDDEN = "hidden"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Subject:
    """What enclosures go with: 'proposal' and its public id."""

    kind: str
    public_id: str


@dataclass(frozen=True, slots=True)
class Size:
    """A picture at one width, in pixels; `digest` is the SHA-256 of its bytes."""

    width: int
    height: int
    digest: str


@dataclass(frozen=True, slots=True)
class Words:
    """What a picture shows (needed: who does not see it reads this), and a line under it for everybody."""

    description: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a page needs to show a picture: `sizes` from the smallest to the largest."""

    public_id: str
    description: str
    sizes: tuple[Size, ...]

    @property
    def largest(self) -> Size:
        return self.sizes[-1]

    def path(self, size: Size) -> str:
        """The address of one width: another picture has another one."""
        return f"/allegati/{self.public_id}/{size.digest[:16]}.webp"


@dataclass(frozen=True, slots=True)
class EnclosureView:
    """One enclosure; `size` in bytes, `digest` of what was sent.

    A picture without a description is shown to nobody but its author.
    """

    row: int
    public_id: str
    subject: Subject
    kind: Kind
    state: State
    name: str
    media_type: str
    size: int
    words: Words
    digest: str
    sizes: tuple[Size, ...]

    @property
    def picture(self) -> Picture:
        return Picture(self.public_id, self.words.description, self.sizes)

    @property
    def format(self) -> str:
        """A file's kind as people name it: 'PDF'."""
        return attachments.short(self.media_type)

    @property
    def is_hidden(self) -> bool:
        return self.state is State.HIDDEN

    @property
    def is_public(self) -> bool:
        return self.state is State.KEPT and bool(self.words.description or self.kind is Kind.FILE)

    def is_seen(self, *, by_author: bool, keeps_order: bool) -> bool:
        """Whether somebody who reads the subject sees this too."""
        if self.state is State.REMOVED:
            return False
        return self.is_public or by_author or (keeps_order and self.state is State.HIDDEN)


_COLUMNS = (
    "id, public_id, subject_kind, subject, kind, state, name, media_type, size, description, caption, digest, sizes"
)


async def of(subject: Subject) -> tuple[EnclosureView, ...]:
    """What goes with it and was not removed: pictures first, each kind in its order. One statement, without bytes."""
    found = await rows(
        f"SELECT {_COLUMNS} FROM enclosure WHERE subject_kind = {{}} AND subject = {{}} AND state <> 'removed' "
        "ORDER BY kind DESC, position, id",
        subject.kind,
        subject.public_id,
    )
    return tuple(_view(row) for row in found)


async def enclosure(public_id: str) -> EnclosureView:
    """One of them, also a removed one. Raises NotFound."""
    found = await rows(f"SELECT {_COLUMNS} FROM enclosure WHERE public_id = {{}}", public_id)
    if not found:
        raise NotFound("attachment.unknown")
    return _view(found[0])


async def content(enclosure: EnclosureView, width: int) -> bytes:
    """The bytes at one of its widths; of a file, at 0. Raises NotFound."""
    found = await rows("SELECT content FROM attachment WHERE enclosure = {} AND width = {}", enclosure.row, width)
    if not found:
        raise NotFound("attachment.unknown")
    return bytes(found[0]["content"])


def cover(kind: str, subject: str) -> str:
    """SQL: the first picture of a subject of that kind, which everybody sees, for `cover_of`; `subject` is a column."""
    return (
        "(SELECT e.public_id || ' ' || e.sizes || ' ' || e.description FROM enclosure e "
        f"WHERE e.subject_kind = '{kind}' AND e.subject = {subject} AND e.kind = 'picture' AND e.state = 'kept' "
        "AND e.description <> '' ORDER BY e.position, e.id LIMIT 1)"
    )


def cover_of(text: str | None) -> Picture | None:
    """What `cover` selected."""
    if not text:
        return None
    public_id, sizes, description = text.split(" ", 2)
    return Picture(public_id, description, _sizes(sizes))


def _sizes(text: str) -> tuple[Size, ...]:
    return tuple(Size(*size) for size in json.loads(text))


def _view(row: dict[str, Any]) -> EnclosureView:
    return EnclosureView(
        row["id"],
        row["public_id"],
        Subject(row["subject_kind"], row["subject"]),
        Kind(row["kind"]),
        State(row["state"]),
        row["name"],
        row["media_type"],
        row["size"],
        Words(row["description"], row["caption"]),
        row["digest"],
        _sizes(row["sizes"]),
    )
