# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a new consultation begins: who may take part unless it says otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deliberation.actor import Actor
from deliberation.database import lock, rows, writing
from deliberation.errors import Conflict, Invalid, NotFound
from deliberation.installation.rules import may_set_up
from deliberation.installation.tables import ParticipationRules
from deliberation.places.queries import city
from deliberation.records import journal

LEAST_AGE, MOST_AGE = 14, 25


@dataclass(frozen=True, slots=True)
class RulesView:
    """The rules that hold; version 0 while nobody has looked at them."""

    min_age: int = 16
    version: int = 0


async def participation_rules() -> RulesView:
    """Today's rules: verified residents of a minimum age."""
    found = await rows("SELECT min_age, version FROM participation_rules")
    return RulesView(**found[0]) if found else RulesView()


async def rule(actor: Actor, min_age: int | None, version: int, *, at: datetime) -> int:
    """Change them over the version that was seen; the new version. Consultations that exist keep their own.

    Raises Invalid(settings.min_age), Conflict(settings.changed).
    """
    if refusal := may_set_up(actor):
        raise refusal
    if min_age is None or not LEAST_AGE <= min_age <= MOST_AGE:
        raise Invalid("settings.min_age", fields={"min_age": "settings.min_age"}, least=LEAST_AGE, most=MOST_AGE)
    here = (await city()).id
    if not here:
        raise NotFound("city.unknown")
    async with writing():
        await lock("participation_rules")
        held = await participation_rules()
        if held.version != version:
            raise Conflict("settings.changed")
        values: dict[Any, Any] = {"min_age": min_age, "version": version + 1, "changed_at": at}
        if held.version == 0:
            await ParticipationRules.insert(ParticipationRules(municipality=here, **values))
        else:
            await ParticipationRules.update(values).where(ParticipationRules.municipality == here)
        await journal.note(actor, "participation.ruled", "participation_rules", "", {"min_age": min_age}, at=at)
    return version + 1
