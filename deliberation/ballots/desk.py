# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the office sees: its desk, latest matters first, and the proposals that it examines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from deliberation.actor import Actor
from deliberation.ballots import lists
from deliberation.ballots.lists import Candidate
from deliberation.consultations import office_rules as rules
from deliberation.consultations.consultation import EVERY, Consultation, read, stored
from deliberation.consultations.phases import PhaseKind, current
from deliberation.consultations.states import BALLOT_STATES, ProposalState, State, among
from deliberation.database import rows
from deliberation.moderation.queries import reports_open
from deliberation.people.queries import UNKNOWN

SOON = timedelta(days=7)


class Matter(StrEnum):
    """Why something is on the desk."""

    NOT_FROZEN = "not_frozen"
    ROLL_NOT_FROZEN = "roll_not_frozen"
    TO_TALLY = "to_tally"
    TO_PUBLISH = "to_publish"
    WITHOUT_POT = "without_pot"
    TO_ASSESS = "to_assess"
    TO_FREEZE = "to_freeze"
    ENDING = "ending"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do. `due_at` is when it is late; past: it is late now. `proposal`: the public id of the one where to
    begin, if any."""

    matter: Matter
    slug: str
    title: str
    due_at: datetime
    is_late: bool
    count: int = 0
    phase: str = ""
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A consultation in the office's list."""

    slug: str
    title: str
    state: str
    phase: str
    until: datetime | None
    to_assess: int


@dataclass(frozen=True, slots=True)
class Desk:
    """The office's desk. `reports` wait for whoever may decide them, `own_reports` of them for this person.

    `unknown` people are verified, and nobody has written down who they are.
    """

    tasks: tuple[Task, ...]
    consultations: tuple[Row, ...]
    reports: int
    own_reports: int
    to_verify: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Examined:
    """A proposal in the office's list; `author` is the pseudonym."""

    public_id: str
    title: str
    text: str
    author: str
    place: str
    asked_cents: int | None
    cost_cents: int | None
    state: str
    assessment: str
    supports: int
    is_hidden: bool
    version: int
    published_at: datetime | None


async def desk(actor: Actor, *, at: datetime) -> Desk:
    """Everything that waits, the latest first. Raises NotAllowed."""
    if refusal := rules.may_manage(actor):
        raise refusal
    held = [d for d in await read(EVERY) if not d.imported_from]
    waiting, lost = await _to_assess(), await _without_pot(held)
    tasks = [task for d in held for task in tasks_of(d, waiting.get(d.id, 0), at, lost.get(d.id, ()))]
    tasks.sort(key=lambda task: (not task.is_late, task.due_at, task.slug))
    listed = tuple(
        Row(d.slug, d.title, d.state, now.kind if now else "", now.closes_at if now else None, waiting.get(d.id, 0))
        for d in held
        for now in (current(d.phases, at),)
    )
    return Desk(tuple(tasks), listed, *await reports_open(actor), *await _to_verify())


def tasks_of(held: Consultation, to_assess: int, at: datetime, lost: Sequence[Candidate] = ()) -> list[Task]:
    """What one consultation asks of the office at an instant."""
    if held.state != State.PUBLISHED:
        return _counting(held, at)
    return [*_freezing(held, at), *_lost(held, lost, at), *_assessing(held, to_assess, at), *_ending(held, at)]


def _task(held: Consultation, matter: Matter, due_at: datetime, is_late: bool, count: int = 0, phase: str = "") -> Task:
    return Task(matter, held.slug, held.title, due_at, is_late, count, phase)


def _counting(held: Consultation, at: datetime) -> list[Task]:
    """After the vote."""
    if held.state == State.CLOSED and held.has_vote:
        return [_task(held, Matter.TO_TALLY, held.closed_at or at, True)]
    return [_task(held, Matter.TO_PUBLISH, held.closed_at or at, True)] if held.state == State.TALLIED else []


def _freezing(held: Consultation, at: datetime) -> list[Task]:
    """List and roll must be frozen before the vote opens; the list is asked for some days earlier."""
    voting = held.voting
    if voting is None or at >= voting.closes_at:
        return []
    if at < voting.opens_at:
        soon = not held.ballot_frozen_at and voting.opens_at - at <= SOON
        return [_task(held, Matter.TO_FREEZE, voting.opens_at, False)] if soon else []
    if not held.ballot_frozen_at:
        return [_task(held, Matter.NOT_FROZEN, voting.opens_at, True)]
    return [] if held.roll_frozen_at else [_task(held, Matter.ROLL_NOT_FROZEN, voting.opens_at, True)]


def _lost(held: Consultation, lost: Sequence[Candidate], at: datetime) -> list[Task]:
    """Admissible proposals without a pot keep the list from being frozen: they are told as soon as there are some."""
    if not lost or held.voting is None:
        return []
    opens = held.voting.opens_at
    return [
        Task(
            Matter.WITHOUT_POT,
            held.slug,
            held.title,
            opens,
            at >= opens - timedelta(days=2),
            len(lost),
            proposal=lost[0].public_id,
        )
    ]


def _assessing(held: Consultation, to_assess: int, at: datetime) -> list[Task]:
    reviewing = held.phase(PhaseKind.REVIEWING)
    if not (reviewing and held.voting and to_assess) or held.ballot_frozen_at or at < reviewing.opens_at:
        return []
    return [
        _task(held, Matter.TO_ASSESS, reviewing.closes_at, at >= reviewing.closes_at - timedelta(days=2), to_assess)
    ]


def _ending(held: Consultation, at: datetime) -> list[Task]:
    now = current(held.phases, at)
    return (
        [_task(held, Matter.ENDING, now.closes_at, False, phase=now.kind)] if now and now.closes_at - at <= SOON else []
    )


async def _to_assess() -> dict[int, int]:
    found = await rows(
        "SELECT consultation, COUNT(*) AS waiting FROM proposal WHERE state = 'published' AND hidden_at IS NULL "
        "GROUP BY consultation"
    )
    return {row["consultation"]: row["waiting"] for row in found}


async def _without_pot(held: Iterable[Consultation]) -> dict[int, tuple[Candidate, ...]]:
    """What `lists.without_pot` says of each, by row id."""
    budgets = [d for d in held if d.pots]
    options = await lists.admissible(*(d.id for d in budgets))
    return {d.id: lists.without_pot(d, [option for option in options if option.consultation == d.id]) for d in budgets}


async def _to_verify() -> tuple[int, int]:
    found = await rows(
        "SELECT sum(CASE WHEN a.declared_at IS NOT NULL AND a.verified_at IS NULL AND a.disabled_at IS NULL "
        "AND a.deleted_at IS NULL THEN 1 ELSE 0 END) AS waiting, "
        f"sum(CASE WHEN {UNKNOWN} THEN 1 ELSE 0 END) AS unknown FROM account a"
    )
    return int(found[0]["waiting"] or 0), int(found[0]["unknown"] or 0)


STATES = {
    "da-valutare": (ProposalState.PUBLISHED,),
    "ammesse": (ProposalState.ADMISSIBLE,),
    "non-ammesse": (ProposalState.INADMISSIBLE,),
    "sulla-scheda": BALLOT_STATES,
}


async def examined(
    actor: Actor, slug: str, *, state: str = "", words: str = "", page: int = 1, size: int = 20
) -> tuple[Consultation, tuple[Examined, ...], int, dict[str, int]]:
    """A consultation with a page of its proposals, how many there are, and how many in each state of the filter."""
    if refusal := rules.may_manage(actor):
        raise refusal
    held = await stored(slug)
    counted = await rows(
        "SELECT state, COUNT(*) AS number FROM proposal WHERE consultation = {} "
        "AND state NOT IN ('draft', 'withdrawn') GROUP BY state",
        held.id,
    )
    numbers = {row["state"]: int(row["number"]) for row in counted}
    per_filter = {name: sum(numbers.get(s, 0) for s in states) for name, states in STATES.items()}
    wanted = STATES.get(state, tuple(s for states in STATES.values() for s in states))
    like = "%" + words.casefold().replace("\\", "").replace("%", "").replace("_", "") + "%"
    matching = "(LOWER(p.title) LIKE {} OR p.plain_text LIKE {})"
    condition = f"p.consultation = {{}} AND p.state IN {among(wanted)} AND {matching}"
    stretch = f"LIMIT {int(size)} OFFSET {int((page - 1) * size)}"
    total = await rows(f"SELECT COUNT(*) AS number FROM proposal p WHERE {condition}", held.id, like, like)
    found = await rows(
        "SELECT p.public_id, p.title, p.body AS text, a.pseudonym AS author, n.name AS place, p.asked_cents, "
        "p.cost_cents, p.state, p.assessment, p.hidden_at IS NOT NULL AS is_hidden, p.version, p.published_at, "
        "(SELECT COUNT(*) FROM support s WHERE s.proposal = p.id) AS supports "
        "FROM proposal p LEFT JOIN account a ON a.id = p.author LEFT JOIN neighbourhood n ON n.id = p.neighbourhood "
        f"WHERE {condition} ORDER BY supports DESC, p.published_at, p.id {stretch}",
        held.id,
        like,
        like,
    )
    items = tuple(
        Examined(
            **row | {"author": row["author"] or "", "place": row["place"] or "", "is_hidden": bool(row["is_hidden"])}
        )
        for row in found
    )
    return held, items, int(total[0]["number"]), per_filter
