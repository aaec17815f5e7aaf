# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can be seen of consultations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from piccolo.querystring import QueryString

from deliberation.actor import Actor
from deliberation.consultations.phases import PhaseKind, PhaseView
from deliberation.consultations.views import ConsultationCard, ConsultationView, Counts, Place, parameters_of
from deliberation.consultations.visibility import COUNTED, consultations_seen
from deliberation.database import rows
from deliberation.errors import NotFound

_COLUMNS = """c.id, c.slug, c.title, c.summary, c.purpose, c.decided_by, c.out_of_scope, c.privacy_notice, c.template,
    c.state, c.cancel_reason, c.cancelled_ballots, c.city_wide, c.ballot_kind, c.rule, c.rule_parameters, c.min_picks,
    c.max_picks, c.seats, c.budget_cents, c.min_age, c.support_threshold, c.options_shuffled, c.freezes_itself,
    c.lot_commitment, c.lot_secret, c.lot_source, c.lot_value, c.ballot_frozen_at, c.roll_frozen_at,
    c.roll_hash, c.published_at, c.closed_at, c.result_published_at, c.imported_from, c.version"""


async def consultation(slug: str, actor: Actor, *, at: datetime) -> ConsultationView:
    """The consultation of that address. Raises NotFound, also for a draft that this person may not see."""
    return await _one(QueryString("c.slug = {}", slug), actor)


async def consultation_by_id(id: int, actor: Actor, *, at: datetime) -> ConsultationView:
    """The consultation of that row. Raises NotFound."""
    return await _one(QueryString("c.id = {}", id), actor)


async def _one(condition: QueryString, actor: Actor) -> ConsultationView:
    found = await rows(
        f"SELECT {_COLUMNS} FROM consultation c WHERE {{}} AND {{}}", condition, consultations_seen(actor)
    )
    if not found:
        raise NotFound("consultation.unknown")
    row = found[0]
    places = await places_of([row["id"]])
    stretch = await phases_of([row["id"]])
    for name in ("city_wide", "options_shuffled", "freezes_itself"):
        row[name] = bool(row[name])
    row |= {"rule_parameters": parameters_of(row["rule_parameters"])}
    return ConsultationView(**row, neighbourhoods=places[row["id"]], phases=stretch[row["id"]])


async def consultations(
    actor: Actor, *, at: datetime, neighbourhood: str = "", with_drafts: bool = False
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
               c.result_published_at, c.imported_from, COALESCE(p.proposals, 0) AS proposals,
               COALESCE(m.comments, 0) AS comments
           FROM consultation c
           LEFT JOIN (SELECT p.consultation, COUNT(*) AS proposals FROM proposal p
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
    ids = [row["id"] for row in found]
    places, stretch = await places_of(ids), await phases_of(ids)
    return tuple(
        ConsultationCard(
            **{**row, "city_wide": bool(row["city_wide"])},
            neighbourhoods=places[row["id"]],
            phases=stretch[row["id"]],
        )
        for row in found
    )


async def counts(id: int) -> Counts:
    """How much is public in a consultation (row id)."""
    found = await rows(
        f"""SELECT COUNT(*) AS proposals,
               COALESCE(SUM((SELECT COUNT(*) FROM comment k WHERE k.proposal = p.id AND k.hidden_at IS NULL)), 0)
                   AS comments,
               COALESCE(SUM((SELECT COUNT(*) FROM support s WHERE s.proposal = p.id)), 0) AS supports
           FROM proposal p
           WHERE p.consultation = {{}} AND {COUNTED} AND p.state NOT IN ('draft', 'withdrawn')""",
        id,
    )
    return Counts(**{name: int(value) for name, value in found[0].items()})


async def places_of(ids: Collection[int]) -> dict[int, tuple[Place, ...]]:
    """The neighbourhoods of each consultation, in the city's order; one statement."""
    grouped: dict[int, list[Place]] = defaultdict(list)
    for row in await rows(
        "SELECT x.consultation, n.id, n.slug, n.name FROM consultation_neighbourhood x "
        "JOIN neighbourhood n ON n.id = x.neighbourhood WHERE {} ORDER BY n.position, n.name",
        _among("x.consultation", ids),
    ):
        grouped[row["consultation"]].append(Place(row["id"], row["slug"], row["name"]))
    return defaultdict(tuple, {key: tuple(value) for key, value in grouped.items()})


async def phases_of(ids: Collection[int]) -> dict[int, tuple[PhaseView, ...]]:
    """The phases of each consultation, in order; one statement."""
    grouped: dict[int, list[PhaseView]] = defaultdict(list)
    for row in await rows(
        "SELECT f.consultation, f.kind, f.position, f.opens_at, f.closes_at FROM phase f WHERE {} ORDER BY f.position",
        _among("f.consultation", ids),
    ):
        grouped[row["consultation"]].append(_phase(row))
    return defaultdict(tuple, {key: tuple(value) for key, value in grouped.items()})


def _phase(row: dict[str, Any]) -> PhaseView:
    return PhaseView(PhaseKind(row["kind"]), row["position"], row["opens_at"], row["closes_at"])


def _among(column: str, ids: Collection[int]) -> QueryString:
    return QueryString(f"{column} IN ({', '.join(str(int(id)) for id in ids)})" if ids else "1 = 0")


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
