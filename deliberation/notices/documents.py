# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Documents that the office publishes: added, renamed, removed and put back. A removed one is nobody's to download."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deliberation.actor import Actor
from deliberation.database import rows, writing
from deliberation.errors import Invalid, NotFound
from deliberation.notices.rules import may_edit_office_page
from deliberation.notices.tables import Document
from deliberation.records import attachments, journal
from deliberation.text import public_id, tidy

ACCEPTED = frozenset(
    {
        "application/pdf",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.oasis.opendocument.spreadsheet",
        "text/csv",
        "image/png",
        "image/jpeg",
    }
)
LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document in the office's list; `size` is in bytes."""

    public_id: str
    title: str
    file_name: str
    kind: str
    size: int
    published_at: datetime
    removed_at: datetime | None


async def documents(*, with_removed: bool = False) -> list[DocumentView]:
    """The documents, newest first; removed ones only for the office's own list. One statement, without the files."""
    found = await rows(
        "SELECT d.public_id, d.title, a.name AS file_name, a.media_type, a.size, d.published_at, d.removed_at "
        "FROM document d JOIN attachment a ON a.id = d.attachment "
        f"{'' if with_removed else 'WHERE d.removed_at IS NULL'} ORDER BY d.published_at DESC, d.id DESC"
    )
    return [DocumentView(kind=attachments.short(row.pop("media_type")), **row) for row in found]


async def file_of(document: str) -> attachments.File:
    """The file of a published document. Raises NotFound, also for a removed one."""
    found = await rows(
        "SELECT a.public_id FROM document d JOIN attachment a ON a.id = d.attachment "
        "WHERE d.public_id = {} AND d.removed_at IS NULL",
        document,
    )
    if not found:
        raise NotFound("document.unknown")
    return await attachments.fetch(found[0]["public_id"])


async def add(actor: Actor, title: str, file_name: str, content: bytes, *, at: datetime) -> str:
    """Publish a file; its public id. Raises Invalid(document.untitled | attachment.…)."""
    if refusal := may_edit_office_page(actor):
        raise refusal
    shown = _title(title)
    own_id = public_id()
    async with writing():
        try:
            file = await attachments.store(file_name, content, ACCEPTED, at=at)
        except Invalid as wrong:
            wrong.fields = {"file": wrong.code}
            raise
        await Document.insert(Document(public_id=own_id, title=shown, attachment=file, published_at=at))
        await journal.note(actor, "document.published", "document", own_id, at=at)
    return own_id


async def rename(actor: Actor, document: str, title: str, *, at: datetime) -> None:
    """Give a document another title."""
    await _change(actor, document, "document.renamed", {"title": _title(title)}, at=at)


async def remove(actor: Actor, document: str, *, at: datetime) -> None:
    """Take a document off the page; it can be put back."""
    await _change(actor, document, "document.removed", {"removed_at": at}, at=at)


async def restore(actor: Actor, document: str, *, at: datetime) -> None:
    """Put a removed document back."""
    await _change(actor, document, "document.restored", {"removed_at": None}, at=at)


async def _change(actor: Actor, document: str, act: str, values: dict[str, object], *, at: datetime) -> None:
    if refusal := may_edit_office_page(actor):
        raise refusal
    async with writing():
        changed = (
            await Document.update(values)  # type: ignore[arg-type]
            .where(Document.public_id == document)
            .returning(Document.public_id)
        )
        if not changed:
            raise NotFound("document.unknown")
        await journal.note(actor, act, "document", document, at=at)


def _title(title: str) -> str:
    clean = " ".join(tidy(title).split())
    if not clean:
        raise Invalid("document.untitled", fields={"title": "document.untitled"})
    if len(clean) > LONGEST_TITLE:
        raise Invalid("field.too_long", fields={"title": "field.too_long"})
    return clean
