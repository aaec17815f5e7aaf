# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Enclosures: pictures and files that go with what people write, whichever room that is in.

The room of the subject decides who may add, see and remove; here is what is the same for all. What writes runs in a
transaction that is open, after `locked`; `prepared` is what takes time, and comes before it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deliberation.actor import Actor
from deliberation.database import lock, rows
from deliberation.errors import Conflict, Invalid
from deliberation.records import attachments, pictures
from deliberation.records.enclosed import EnclosureView, Kind, Size, State, Subject, Words, of
from deliberation.records.tables import Attachment, Enclosure
from deliberation.text import public_id as draw_id
from deliberation.text import tidy

MB = 1024 * 1024
LONGEST_WORDS, SHORTEST_DESCRIPTION = 300, 3


MOST: dict[Kind, int] = {Kind.PICTURE: 8, Kind.FILE: 5}
MOST_BYTES_OF_SUBJECT, MOST_BYTES_OF_PERSON = 30 * MB, 200 * MB
_TOO_MANY = {Kind.PICTURE: "enclosure.too_many_pictures", Kind.FILE: "enclosure.too_many_files"}


@dataclass(frozen=True, slots=True)
class Prepared:
    """An upload that was examined; `contents` are (width, height, bytes), of a file one of no width."""

    kind: Kind
    name: str
    media_type: str
    digest: str
    contents: tuple[tuple[int, int, bytes], ...]

    @property
    def size(self) -> int:
        return sum(len(content) for _, _, content in self.contents)


@dataclass(frozen=True, slots=True)
class Kept:
    """`again`: the same file was there already, a double click. `wrong`: the code of what its words lack, or ''."""

    public_id: str
    again: bool
    wrong: str


async def prepared(kind: Kind, name: str, content: bytes) -> Prepared:
    """Examine an upload: a picture is drawn again, a file must be what it says. Raises Invalid at `file`, TooMany."""
    digest = hashlib.sha256(content).hexdigest()
    try:
        if kind is Kind.PICTURE:
            drawings = await pictures.redraw(content)
            kept = tuple((drawing.width, drawing.height, drawing.content) for drawing in drawings)
            return Prepared(kind, "", pictures.MEDIA_TYPE, digest, kept)
        media_type = attachments.checked_type(name, content, attachments.DOCUMENTS)
        return Prepared(kind, attachments.safe_name(name), media_type, digest, ((0, 0, content),))
    except Invalid as wrong:
        raise wrong.at_field("file") from None


def read_words(kind: Kind, typed: Words) -> tuple[Words, dict[str, str]]:
    """The words in normal form, and field → code of what is wrong; what is wrong is left empty."""
    description, caption = (" ".join(tidy(text).split()) for text in (typed.description, typed.caption))
    wrong = {}
    if len(description) > LONGEST_WORDS:
        wrong["description"] = "enclosure.description_long"
    elif kind is Kind.PICTURE and len(description) < SHORTEST_DESCRIPTION:
        wrong["description"] = "enclosure.undescribed"
    if len(caption) > LONGEST_WORDS:
        wrong["caption"] = "enclosure.caption_long"
    read = {"description": description, "caption": caption if kind is Kind.PICTURE else ""}
    return Words(**{name: "" if name in wrong else text for name, text in read.items()}), wrong


async def locked(subject: Subject, actor: Actor) -> None:
    """Nobody else changes what goes with it, nor counts what this person has sent, until the transaction ends."""
    await lock(f"enclosures:{subject.kind}:{subject.public_id}")
    await lock(f"enclosures-of:{actor.public_id}")


async def keep(actor: Actor, subject: Subject, file: Prepared, words: Words, *, at: datetime) -> Kept:
    """Keep an upload, the last of its kind.

    Raises Conflict(enclosure.too_many_pictures | enclosure.too_many_files | enclosure.full | enclosure.your_all).
    """
    there = await of(subject)
    read, wrong = read_words(file.kind, words)
    code = next(iter(wrong.values()), "")
    for same in there:
        if same.kind is file.kind and same.digest == file.digest:
            return Kept(same.public_id, True, "" if same.is_public else code)
    await _check_room(actor, there, file)
    own_id = draw_id()
    sizes = [Size(width, height, hashlib.sha256(content).hexdigest()) for width, height, content in file.contents]
    inserted = await Enclosure.insert(
        Enclosure(
            public_id=own_id,
            subject_kind=subject.kind,
            subject=subject.public_id,
            uploader=actor.public_id,
            kind=str(file.kind),
            position=len(there) + 1,
            name=file.name,
            media_type=file.media_type,
            description=read.description,
            caption=read.caption,
            digest=file.digest,
            size=file.size,
            sizes=json.dumps([[s.width, s.height, s.digest] for s in sizes], separators=(",", ":")),
            created_at=at,
        )
    )
    for size, (width, _, content) in zip(sizes, file.contents, strict=True):
        await Attachment.insert(
            Attachment(
                public_id=draw_id(),
                name=file.name,
                media_type=file.media_type,
                size=len(content),
                sha256=size.digest,
                content=content,
                created_at=at,
                enclosure=inserted[0]["id"],
                width=width,
            )
        )
    return Kept(own_id, False, code)


async def _check_room(actor: Actor, there: tuple[EnclosureView, ...], file: Prepared) -> None:
    if sum(1 for one in there if one.kind is file.kind) >= MOST[file.kind]:
        raise Conflict(_TOO_MANY[file.kind], fields={"file": _TOO_MANY[file.kind]}, most=MOST[file.kind])
    if sum(one.size for one in there) + file.size > MOST_BYTES_OF_SUBJECT:
        most = MOST_BYTES_OF_SUBJECT // MB
        raise Conflict("enclosure.full", fields={"file": "enclosure.full"}, megabytes=most)
    found = await rows("SELECT COALESCE(SUM(size), 0) AS size FROM enclosure WHERE uploader = {}", actor.public_id)
    if int(found[0]["size"]) + file.size > MOST_BYTES_OF_PERSON:
        most = MOST_BYTES_OF_PERSON // MB
        raise Conflict("enclosure.your_all", fields={"file": "enclosure.your_all"}, megabytes=most)


async def describe(enclosure: EnclosureView, typed: Words) -> None:
    """Give it other words. Raises Invalid, at `description` or `caption`."""
    words, wrong = read_words(enclosure.kind, typed)
    if wrong:
        raise Invalid(next(iter(wrong.values())), fields=wrong)
    values: dict[Any, Any] = {"description": words.description, "caption": words.caption}
    await Enclosure.update(values).where(Enclosure.id == enclosure.row)


async def move(enclosure: EnclosureView, places: int) -> None:
    """So many places towards the end among those of its kind, or with a negative number towards the beginning."""
    order = [one.row for one in await of(enclosure.subject) if one.kind is enclosure.kind]
    if enclosure.row not in order:
        return
    wanted = min(max(0, order.index(enclosure.row) + places), len(order) - 1)
    order.remove(enclosure.row)
    order.insert(wanted, enclosure.row)
    for position, row in enumerate(order, 1):
        await Enclosure.update({Enclosure.position: position}).where(Enclosure.id == row)


async def remove(enclosure: EnclosureView) -> None:
    """Its bytes and words go for good; the row stays, and says when and what kind it was."""
    await Attachment.delete().where(Attachment.enclosure == enclosure.row)
    values: dict[Any, Any] = {"state": str(State.REMOVED), "name": "", "description": "", "caption": "", "size": 0}
    await Enclosure.update({**values, "sizes": "[]", "digest": ""}).where(Enclosure.id == enclosure.row)


async def mark_hidden(row: int, *, hidden: bool) -> None:
    """Hide it, or show it again. What was removed stays so."""
    state = State.HIDDEN if hidden else State.KEPT
    await Enclosure.update({Enclosure.state: str(state)}).where(
        (Enclosure.id == row) & (Enclosure.state != str(State.REMOVED))
    )


async def leave(uploader: str) -> None:
    """An account is deleted: what others saw stays and says no more who sent it, what nobody saw goes."""
    unseen = "subject_kind = 'proposal' AND subject IN (SELECT public_id FROM proposal WHERE state = 'draft')"
    await rows(f"DELETE FROM enclosure WHERE uploader = {{}} AND {unseen}", uploader)
    await rows("UPDATE enclosure SET uploader = '' WHERE uploader = {}", uploader)


async def forget(subject: Subject) -> None:
    """What went with something that is deleted for good: nothing of it stays."""
    await lock(f"enclosures:{subject.kind}:{subject.public_id}")
    await Enclosure.delete().where((Enclosure.subject_kind == subject.kind) & (Enclosure.subject == subject.public_id))
