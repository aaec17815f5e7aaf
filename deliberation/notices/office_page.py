# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The participation office's page: what it says, and how two people edit it without losing each other's words."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from deliberation.actor import Actor
from deliberation.database import lock, writing
from deliberation.errors import Conflict, Invalid, NotFound
from deliberation.notices.rules import may_edit_office_page
from deliberation.notices.tables import OfficePage
from deliberation.places.queries import city
from deliberation.records import journal
from deliberation.text import tidy

LIMITS = {"name": 160, "introduction": 20_000, "opening_hours": 4_000, "address": 200, "phone": 60, "email": 254}


@dataclass(frozen=True, slots=True)
class OfficeText:
    """What the office writes of itself; introduction and opening hours are markdown."""

    name: str
    introduction: str = ""
    opening_hours: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class OfficePageView:
    """The page; version 0 and empty while nobody has written it."""

    text: OfficeText
    version: int
    changed_at: datetime | None


async def office_page() -> OfficePageView:
    """The office's page."""
    row = await OfficePage.select().first()
    if row is None:
        return OfficePageView(OfficeText(""), 0, None)
    text = OfficeText(**{name: row[name] for name in LIMITS})
    return OfficePageView(text, row["version"], row["changed_at"])


async def revise(actor: Actor, text: OfficeText, version: int, *, at: datetime) -> int:
    """Publish a new text over the version that the editor saw; the new version.

    Raises Conflict(office_page.changed) when somebody published meanwhile: nothing is overwritten.
    """
    if refusal := may_edit_office_page(actor):
        raise refusal
    clean = checked(text)
    municipality = (await city()).id
    if not municipality:
        raise NotFound("city.unknown")
    async with writing():
        await lock("office_page")
        row = await OfficePage.select().first()
        if (row["version"] if row else 0) != version:
            raise Conflict("office_page.changed")
        if row is None:
            await OfficePage.insert(OfficePage(municipality=municipality, **asdict(clean), version=1, changed_at=at))
        else:
            values = {**asdict(clean), "version": version + 1, "changed_at": at}
            await OfficePage.update(values).where(OfficePage.version == version)  # type: ignore[arg-type]
        await journal.note(actor, "office_page.revised", "office_page", "", {"version": version + 1}, at=at)
    return version + 1


def checked(text: OfficeText) -> OfficeText:
    """The text in normal form. Raises Invalid, with the fields that are too long or cannot be read."""
    clean = {name: tidy(value) for name, value in asdict(text).items()}
    fields = {name: "field.too_long" for name, limit in LIMITS.items() if len(clean[name]) > limit}
    if not clean["name"]:
        fields["name"] = "office_page.nameless"
    if clean["email"] and not is_address(clean["email"]):
        fields["email"] = "email.unreadable"
    if fields:
        raise Invalid(next(iter(fields.values())), fields=fields)
    return OfficeText(**clean)


def is_address(text: str) -> bool:
    """Whether a text looks like an e-mail address."""
    local, at_sign, host = text.rpartition("@")
    return bool(at_sign and local and "." in host.strip(".")) and not any(c.isspace() for c in text)
