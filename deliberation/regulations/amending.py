# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office writes a version of the regulation. What was opened with an earlier one keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from deliberation.actor import Actor
from deliberation.clock import in_rome
from deliberation.database import lock, rows, writing
from deliberation.errors import Conflict, Invalid, NotFound
from deliberation.places.queries import city
from deliberation.records import journal
from deliberation.regulations import rules
from deliberation.regulations.profile import RegulationProfile
from deliberation.regulations.queries import fingerprint, last_number
from deliberation.regulations.reading import as_text
from deliberation.text import tidy


@dataclass(frozen=True, slots=True)
class Amendment:
    """A version to be: the rules, since when, by which act, and why."""

    profile: RegulationProfile
    valid_from: date | None
    article: str
    reason: str


async def amend(actor: Actor, change: Amendment, seen: int, *, at: datetime) -> int:
    """Write the next version over the last that was seen (its number, 0 for none); the new number.

    Raises NotAllowed, Invalid field by field, NotFound city.unknown, Conflict settings.changed where somebody wrote one
    meanwhile.
    """
    if refusal := rules.may_regulate(actor):
        raise refusal
    article, reason = tidy(change.article), tidy(change.reason)
    if wrong := rules.faults(article, reason, change.valid_from, in_rome(at).date()):
        raise Invalid(next(iter(wrong.values())), fields=wrong)
    assert change.valid_from is not None
    here = (await city()).id
    if not here:
        raise NotFound("city.unknown")
    content = as_text(change.profile)
    async with writing():
        await lock("regulation")
        if await last_number() != seen:
            raise Conflict("settings.changed")
        values = (here, seen + 1, content, change.valid_from, article, reason, actor.public_id, at)
        await rows(
            "INSERT INTO regulation_version (municipality, number, content, valid_from, article, reason, written_by, "
            "written_at) VALUES ({}, {}, {}, {}, {}, {}, {}, {})",
            *values,
        )
        detail = {
            "number": seen + 1,
            "name": change.profile.name,
            "valid_from": change.valid_from.isoformat(),
            "article": article,
            "content": fingerprint(content),
        }
        await journal.note(actor, "regulation.amended", "regulation_version", str(seen + 1), detail, at=at)
    return seen + 1
