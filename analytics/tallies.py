# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Counting a consultation: its ballots under its own rule and, for budgets, under the other rule beside it.

After it, as a job: what a loser lacked and what other rules choose, which take up to hundreds of counts more.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from importlib.metadata import version
from typing import Any

from analytics import whatifs
from analytics.disclosure import THRESHOLD
from deliberation.actor import SYSTEM, Actor
from deliberation.ballots import queries, tallies
from deliberation.ballots.corrections.queries import numbers
from deliberation.ballots.questions import Question
from deliberation.ballots.results import findings
from deliberation.ballots.results.findings import Unfound
from deliberation.ballots.rules import may_count
from deliberation.ballots.tallies import Counted
from deliberation.consultations.pots.values import Pot
from deliberation.database import reading
from deliberation.errors import Conflict
from voting import RULES, CountError, Outcome, Profile, TieError, TiePolicy, count, seed_of_lot
from voting.evidence import transcript
from voting.evidence.outcome import Inputs
from voting.evidence.whatifs import Asked

CENTS = 100
TURN = 1.0  # seconds after which a part ends, so that phases and mails are not held up; one option may take longer


async def count_consultation(
    slug: str, *, at: datetime, compare: bool = True, actor: Actor = SYSTEM
) -> tuple[Counted, ...]:
    """Counts a closed consultation and stores the counts, the official one first; of a budget in pots, pot by pot.

    Raises NotFound vote.unknown, NotAllowed, TooLate tally.not_closed, Conflict tally.lot_needed (a tie waits for
    the public draw), tally.impossible (the rule cannot count these ballots) or tally.differs.
    """
    asked = await queries.question(slug)
    if refusal := may_count(actor, asked):
        raise refusal
    counts: list[Counted] = []
    roll = (await numbers(asked.id)).as_minutes()
    entitled = (await queries.turnout(asked.id)).entitled
    for here in papers(asked):
        async with reading():
            profile = await queries.profile_of(here)
            aside = told(await queries.set_aside(here.id, here.pot.id if here.pot else None))
        counts += await asyncio.to_thread(counted, here, profile, aside, roll, entitled, compare=compare)
    await tallies.store(actor, asked.id, counts, at=at)
    return tuple(counts)


def papers(asked: Question) -> tuple[Question, ...]:
    """What is counted by itself: the whole vote, or each of its pots that has a project."""
    if not asked.pots:
        return (asked,)
    return tuple(here for pot in asked.pots if (here := asked.in_pot(pot)).choices)


def told(aside: Mapping[str, int]) -> dict[str, int]:
    """Ballots set aside as the minutes tell them: by reason only if no reason is of fewer than five people."""
    if all(n >= THRESHOLD for n in aside.values()):
        return dict(aside)
    return {"": sum(aside.values())}


def counted(
    asked: Question,
    profile: Profile,
    aside: Mapping[str, int] | None = None,
    roll: Mapping[str, int] | None = None,
    entitled: int | None = None,
    *,
    compare: bool = True,
) -> tuple[Counted, ...]:
    """The official count and, for a budget, the other budget rule with its default parameters.

    `aside`: the ballots set aside, as `told`; `roll`: a corrected roll, as `Numbers.as_minutes`; `entitled`: how many
    could vote, None where it is not known.
    """
    made = [_one(asked, profile, asked.rule, official_parameters(asked, entitled), aside, roll, is_official=True)]
    other = RULES[asked.rule].beside
    if compare and other and asked.budget_cents and profile.kind in RULES[other].kinds:
        with contextlib.suppress(Conflict):  # a comparison that would need a draw is left out
            made.append(_one(asked, profile, other, asked.caps, aside, roll, is_official=False))
    return tuple(made)


def official_parameters(asked: Question, entitled: int | None = None) -> dict[str, str]:
    """The rule's parameters as the consultation fixes them; `seats` has a column of its own, and money has no seats.

    A rule with a quorum is told how many could vote.
    """
    rule = RULES[asked.rule]
    names = {parameter.name for parameter in rule.parameters}
    of_money = asked.budget_cents is not None and rule.takes_budget(asked.rule_parameters)
    seats = {"seats": str(asked.seats)} if "seats" in names and not of_money else {}
    given = {name: value for name, value in asked.rule_parameters.items() if name in names}
    known = {"entitled": str(entitled)} if "entitled" in names and entitled is not None else {}
    return {**seats, **given, **known, **(asked.caps if of_money else {})}


def tie_policy(asked: Question, rule: str) -> TiePolicy:
    """The rule's criteria, with the seed of the public draw once both of its halves are known."""
    drawn = asked.lot_secret and asked.lot_value
    seed = seed_of_lot(asked.slug, asked.lot_secret, asked.lot_value) if drawn else None
    return TiePolicy(RULES[rule].ties, seed)


def _one(
    asked: Question,
    profile: Profile,
    rule: str,
    params: dict[str, str],
    aside: Mapping[str, int] | None,
    roll: Mapping[str, int] | None,
    *,
    is_official: bool,
) -> Counted:
    try:
        policy = tie_policy(asked, rule)
        outcome = count(
            rule,
            profile,
            params,
            policy,
            budget=asked.budget_cents,
            unit=CENTS,
            set_aside=aside,
            roll=roll,
            warnings=asked.warnings,
        )
    except TieError as error:
        raise Conflict("tally.lot_needed", source=asked.lot_source, tied=error.params.get("tied")) from error
    except CountError as error:
        raise Conflict("tally.impossible", reason=error.code) from error
    return _written(outcome, is_official, asked.pot, whatifs.at_once(outcome) if is_official else {})


def _written(outcome: Outcome, is_official: bool, pot: Pot | None, what_ifs: Mapping[str, object]) -> Counted:
    document = outcome.as_json()
    return Counted(
        outcome.rule,
        outcome.params,
        is_official,
        document,
        transcript.render(document, "it"),
        transcript.render(document, "en"),
        outcome.digest,
        version("rione"),
        pot,
        what_ifs,
    )


async def look(payload: Mapping[str, Any], at: datetime) -> None:
    """Find out one more part, keep it and queue the next; nothing where all is found. The job of `findings.JOB`."""
    slug = str(payload["consultation"])
    unfound = await findings.next_unfound(slug)
    if unfound is None:
        return
    asked = await queries.question(slug)
    here = next(one for one in papers(asked) if (one.pot.key if one.pot else "") == unfound.pot)
    async with reading():
        profile = await queries.profile_of(here)
    found, is_whole = await asyncio.to_thread(_more, here, profile, unfound)
    await findings.keep(slug, unfound.tally, found, is_whole=is_whole, at=at)


def _more(here: Question, profile: Profile, unfound: Unfound) -> tuple[dict[str, object], bool]:
    """Of ballots that are no longer those of the count nothing is said: who counts them again queues that."""
    outcome, until = unfound.outcome, time.monotonic() + TURN
    budget = Fraction(outcome["budget"]) if "budget" in outcome else None
    unit = int(outcome.get("unit", CENTS))
    if Inputs(profile, budget, unit).digest != outcome["input"]:
        return unfound.found, True
    policy = tie_policy(here, unfound.rule)
    asked = Asked(unfound.rule, profile, outcome["params"], policy, budget, unit)
    return whatifs.further(asked, outcome, unfound.found, lambda: time.monotonic() > until)
