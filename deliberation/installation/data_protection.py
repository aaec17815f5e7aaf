# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who answers for personal data and for accessibility: what the pages on privacy and accessibility say of a comune."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from deliberation.actor import Actor
from deliberation.database import lock, rows, writing
from deliberation.errors import Conflict, Invalid, NotFound
from deliberation.installation.rules import may_set_up
from deliberation.installation.tables import DataProtection
from deliberation.people import emails
from deliberation.places.queries import city
from deliberation.records import journal
from deliberation.text import tidy

LIMITS = {
    "controller": 160,
    "controller_address": 200,
    "controller_email": 254,
    "officer": 160,
    "officer_email": 254,
    "retention": 4_000,
    "accessibility_email": 254,
    "accessibility_phone": 60,
    "statement_url": 400,
}
ADDRESSES = ("controller_email", "officer_email", "accessibility_email")
NEEDED = ("controller", "controller_email", "officer_email", "retention", "accessibility_email")


@dataclass(frozen=True, slots=True)
class DataNotice:
    """What a comune says; `retention` is markdown, `statement_url` where AgID holds its statement."""

    controller: str = ""
    controller_address: str = ""
    controller_email: str = ""
    officer: str = ""
    officer_email: str = ""
    retention: str = ""
    accessibility_email: str = ""
    accessibility_phone: str = ""
    statement_url: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """What the law asks to be said and is not said yet."""
        return tuple(name for name in NEEDED if not getattr(self, name))


@dataclass(frozen=True, slots=True)
class DataNoticeView:
    """What is said, and its version; 0 while nobody has written it."""

    notice: DataNotice
    version: int


async def data_notice() -> DataNoticeView:
    """What the comune says."""
    found = await rows(f"SELECT version, {', '.join(LIMITS)} FROM data_protection")
    if not found:
        return DataNoticeView(DataNotice(), 0)
    version = int(found[0].pop("version"))
    return DataNoticeView(DataNotice(**found[0]), version)


def checked(notice: DataNotice) -> DataNotice:
    """The texts in normal form. Raises Invalid, with the fields. What is missing may be written later."""
    clean = {name: tidy(value) for name, value in asdict(notice).items()}
    fields = {name: "field.too_long" for name, limit in LIMITS.items() if len(clean[name]) > limit}
    for name in ADDRESSES:
        if clean[name] and not _is_address(clean[name]):
            fields[name] = "email.unreadable"
    if clean["statement_url"] and not _is_https(clean["statement_url"]):
        fields["statement_url"] = "settings.no_https"
    if fields:
        raise Invalid(next(iter(fields.values())), fields=fields)
    return DataNotice(**clean)


async def write(actor: Actor, notice: DataNotice, version: int, *, at: datetime) -> int:
    """Publish over the version that was seen; the new version. Raises Conflict(settings.changed)."""
    if refusal := may_set_up(actor):
        raise refusal
    clean = checked(notice)
    here = (await city()).id
    if not here:
        raise NotFound("city.unknown")
    async with writing():
        await lock("data_protection")
        row = await DataProtection.select(DataProtection.version).where(DataProtection.municipality == here).first()
        if (row["version"] if row else 0) != version:
            raise Conflict("settings.changed")
        values = {**asdict(clean), "version": version + 1, "changed_at": at}
        if row is None:
            await DataProtection.insert(DataProtection(municipality=here, **values))
        else:
            await DataProtection.update(values).where(DataProtection.municipality == here)  # type: ignore[arg-type]
        await journal.note(actor, "data_notice.written", "data_protection", "", {"version": version + 1}, at=at)
    return version + 1


def _is_address(text: str) -> bool:
    try:
        emails.normal(text)
    except Invalid:
        return False
    return True


def _is_https(text: str) -> bool:
    host = text.removeprefix("https://").split("/")[0]
    return text.startswith("https://") and "." in host and not any(c.isspace() for c in text)
