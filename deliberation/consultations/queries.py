# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can be seen of consultations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from piccolo.querystring import QueryString

from deliberation.actor import Actor
from deliberation.consultations import phases as timetable
from deliberation.consultations.consultation import (
    Consultation,
    Place,
    Stage,
    lists_of,
    read,
    read_shared,
    stage_of,
    the_one,
)
from deliberation.consultations.phases import PhaseView
from deliberation.consultations.states import State
from deliberation.consultations.visibility import COUNTED, consultations_seen
from deliberation.database import rows


@dataclass(frozen=True, slots=True)
class ConsultationCard:
    """A consultation in a list, with its counts of public contributions.

    Of what was voted on and published: how many were `chosen`, out of how many (`voted_on`), what those take of the
    money.
    """

    id: int
    slug: str
    title: str
    summary: str
    state: State
    city_wide: bool
    ballot_kind: str
    budget_cents: int | None
    proposals: int
    comments: int
    result_published_at: datetime | None
    imported_from: str
    chosen: int
    voted_on: int
    chosen_cents: int
    template: str = ""
    neighbourhoods: tuple[Place, ...] = ()
    phases: tuple[PhaseView, ...] = ()

    def current(self, at: datetime) -> PhaseView | None:
        return timetable.current(self.phases, at)

    def stage(self, at: datetime) -> Stage:
        return stage_of(self.state, self.phases, at)


@dataclass(frozen=True, slots=True)
class Counts:
    """What is public in one consultation."""

    proposals: int
    comments: int
    supports: int


async def consultation(slug: str, actor: Actor) -> Consultation:
    """The consultation of that address. Raises NotFound, also for a draft that this person may not see."""
    return await the_one(QueryString("c.slug = {} AND {}", slug, consultations_seen(actor)))


async def consultations(
    actor: Actor, *, neighbourhood: str = "", with_drafts: bool = False
) -> tuple[ConsultationCard, ...]:
    """All that this person may see, newest first; of a neighbourhood (slug) also the city-wide ones.

    Drafts only when they are asked for, by the office.
    """
    here = QueryString("1 = 1")
    if neighbourhood:
        here = QueryString(
            "(c.city_wide = {} OR c.id IN (SELECT x.consultation FROM consultation_neighbourhood x "
            "JOIN neighbourhood n ON n.id = x.neighbourhood WHERE n.slug = {}))",
            True,
            neighbourhood,
        )
    found = await rows(
        f"""SELECT c.id, c.slug, c.title, c.summary, c.state, c.city_wide, c.ballot_kind, c.budget_cents,
               c.result_published_at, c.imported_from, c.template, COALESCE(p.proposals, 0) AS proposals,
               COALESCE(m.comments, 0) AS comments, COALESCE(p.chosen, 0) AS chosen,
               COALESCE(p.voted_on, 0) AS voted_on, CAST(COALESCE(p.chosen_cents, 0) AS BIGINT) AS chosen_cents,
               {lists_of()}
           FROM consultation c
           LEFT JOIN (SELECT p.consultation, COUNT(*) AS proposals,
                          SUM(CASE WHEN p.state = 'selected' THEN 1 ELSE 0 END) AS chosen,
                          SUM(CASE WHEN p.state IN ('selected', 'not_selected') THEN 1 ELSE 0 END) AS voted_on,
                          SUM(CASE WHEN p.state = 'selected' THEN p.cost_cents - p.cofinanced_cents ELSE 0 END)
                              AS chosen_cents
                      FROM proposal p
                      WHERE p.state NOT IN ('draft', 'withdrawn') AND {COUNTED}
                      GROUP BY p.consultation) p ON p.consultation = c.id
           LEFT JOIN (SELECT p.consultation, COUNT(*) AS comments FROM comment k JOIN proposal p ON p.id = k.proposal
                      WHERE k.hidden_at IS NULL AND {COUNTED} AND p.state NOT IN ('draft', 'withdrawn')
                      GROUP BY p.consultation) m ON m.consultation = c.id
           WHERE {{}} AND {{}} AND {{}} ORDER BY c.id DESC""",
        consultations_seen(actor),
        QueryString("1 = 1" if with_drafts else "c.state <> 'draft'"),
        here,
    )
    return tuple(ConsultationCard(**row | read_shared(row)) for row in found)


async def votes_to_come(*, at: datetime) -> tuple[Consultation, ...]:
    """The votes that are open or to come, the first to open first."""
    found = await read(
        QueryString(
            "c.state = 'published' AND EXISTS (SELECT 1 FROM phase f WHERE f.consultation = c.id "
            "AND f.kind = 'voting' AND f.closes_at > {})",
            at,
        )
    )
    return tuple(sorted((held for held in found if held.voting), key=_opening))


def _opening(held: Consultation) -> tuple[datetime, int]:
    assert held.voting
    return held.voting.opens_at, held.id


async def counts(id: int) -> Counts:
    """How much is public in a consultation (row id)."""
    public = f"p.consultation = {{}} AND {COUNTED} AND p.state NOT IN ('draft', 'withdrawn')"
    found = await rows(  # joined, not counted proposal by proposal: PostgreSQL would read a small table once for each
        f"""SELECT (SELECT COUNT(*) FROM proposal p WHERE {public}) AS proposals,
               (SELECT COUNT(*) FROM comment k JOIN proposal p ON p.id = k.proposal
                WHERE k.hidden_at IS NULL AND {public}) AS comments,
               (SELECT COUNT(*) FROM support s JOIN proposal p ON p.id = s.proposal WHERE {public}) AS supports""",
        id,
        id,
        id,
    )
    return Counts(**found[0])


@dataclass(frozen=True, slots=True)
class VoteAhead:
    """A vote that is open or to come. Its roll takes names until it is frozen, at the latest when the vote opens."""

    slug: str
    title: str
    min_age: int
    opens_at: datetime
    closes_at: datetime
    roll_frozen_at: datetime | None
    on_roll: bool  # this person is on its list, and the right is not suspended
    is_suspended: bool  # on its list, and the right is suspended

    @property
    def takes_names(self) -> bool:
        return self.roll_frozen_at is None

    def is_open(self, at: datetime) -> bool:
        return self.opens_at <= at < self.closes_at


async def votes_ahead(actor: Actor, *, at: datetime) -> tuple[VoteAhead, ...]:
    """The votes that reach this person's neighbourhood, or anybody's while they have declared none; soonest first."""
    here = QueryString("1 = 1")
    if actor.neighbourhood is not None:
        here = QueryString(
            "(c.city_wide = {} OR c.id IN (SELECT x.consultation FROM consultation_neighbourhood x "
            "WHERE x.neighbourhood = {}))",
            True,
            actor.neighbourhood,
        )
    found = await rows(
        "SELECT c.slug, c.title, c.min_age, f.opens_at, f.closes_at, c.roll_frozen_at, "
        "e.id IS NOT NULL AND e.suspended_at IS NULL AS on_roll, "
        "e.suspended_at IS NOT NULL AS is_suspended FROM consultation c "
        "JOIN phase f ON f.consultation = c.id AND f.kind = 'voting' "
        "LEFT JOIN roll_entry e ON e.consultation = c.id AND e.account = {} "
        "WHERE c.state = 'published' AND f.closes_at > {} AND {} ORDER BY f.opens_at, c.id",
        actor.id,
        at,
        here,
    )
    for row in found:
        row |= {"on_roll": bool(row["on_roll"]), "is_suspended": bool(row["is_suspended"])}  # SQLite says 0 and 1
    return tuple(VoteAhead(**row) for row in found)
