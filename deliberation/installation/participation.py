# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The shortest way to a regulation: a minimum age, and for the rest what holds already."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from deliberation.actor import Actor
from deliberation.clock import in_rome
from deliberation.errors import Invalid
from deliberation.people.register import bases
from deliberation.regulations.amending import Amendment, amend
from deliberation.regulations.presets import presets
from deliberation.regulations.profile import Basis, RegulationProfile
from deliberation.regulations.queries import in_force, last_number
from deliberation.regulations.rules import LONGEST_REASON

LEAST_AGE, MOST_AGE = 14, 25
NAME = "Regole della partecipazione"


@dataclass(frozen=True, slots=True)
class RulesView:
    """The minimum age that holds, and the number of the last version; 0 while nobody has looked at the rules."""

    min_age: int = 16
    version: int = 0


async def participation_rules(*, at: datetime) -> RulesView:
    """Who may take part as far as one number says it."""
    held = await in_force(in_rome(at).date())
    return RulesView(held.profile.voting.min_age, await last_number())


async def rule(actor: Actor, min_age: int | None, version: int, *, at: datetime) -> int:
    """A version of the regulation with another age, over the last that was seen; its number.

    Raises Invalid(settings.min_age), Conflict(settings.changed).
    """
    if min_age is None or not LEAST_AGE <= min_age <= MOST_AGE:
        raise Invalid("settings.min_age", fields={"min_age": "settings.min_age"}, least=LEAST_AGE, most=MOST_AGE)
    today = in_rome(at).date()
    held = await in_force(today)
    before = held.profile if held.number else await _first()
    profile = replace(before, voting=before.voting.from_age(min_age), proposing=before.proposing.from_age(min_age))
    reason = f"Età minima: {min_age} anni"
    return await amend(actor, Amendment(profile, today, "", reason), version, at=at)


async def begin_from(actor: Actor, key: str, version: int, *, at: datetime) -> int:
    """A version as another comune wrote it, from today, over the last that was seen; its number.

    Raises Invalid(regulation.preset), Conflict(settings.changed).
    """
    if key not in presets():
        raise Invalid("regulation.preset", fields={"preset": "regulation.preset"})
    held = presets()[key]
    change = Amendment(held, in_rome(at).date(), "", f"Si comincia da: {held.name}"[:LONGEST_REASON])
    return await amend(actor, change, version, at=at)


async def _first() -> RegulationProfile:
    """Residents, and the ties that the office has allowed already."""
    ties = await bases.allowed_so_far()
    both = replace(RegulationProfile().voting, bases=(Basis.RESIDENT, *ties))
    return RegulationProfile(name=NAME, voting=both, proposing=both, tie_months=max(ties.values(), default=12))
