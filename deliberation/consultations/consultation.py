# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A consultation: one value for residents, office and voters, read by one SELECT with its phases and neighbourhoods."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from piccolo.querystring import QueryString

from deliberation.consultations import phases as timetable
from deliberation.consultations.phases import Act, PhaseKind, PhaseView
from deliberation.consultations.pots.limits import SpendingLimits, stored_limits
from deliberation.consultations.pots.values import Pot, PotKind, fit
from deliberation.consultations.states import NOT_ENDED, State
from deliberation.database import is_postgres, rows
from deliberation.errors import NotFound
from deliberation.regulations.profile import Conditions
from deliberation.regulations.queries import UNWRITTEN, Regulation
from deliberation.regulations.reading import from_text
from voting import RULES
from voting.warnings import Warned


@dataclass(frozen=True, slots=True)
class Place:
    """A neighbourhood, as a consultation names it."""

    id: int
    slug: str
    name: str


class Stage(StrEnum):
    """Where a consultation stands for somebody who looks at the list."""

    OPEN = "open"
    COMING = "coming"
    ENDED = "ended"


def stage_of(state: str, stretch: tuple[PhaseView, ...], at: datetime) -> Stage:
    """Open from its first phase's opening to its last one's closing, while it is published."""
    if state not in NOT_ENDED or (stretch and at >= max(p.closes_at for p in stretch)):
        return Stage.ENDED
    return Stage.COMING if not stretch or at < min(p.opens_at for p in stretch) else Stage.OPEN


@dataclass(frozen=True, slots=True)
class Consultation:
    """All that is stored of a consultation. `neighbourhoods`: none when city-wide; money in cents."""

    id: int
    slug: str
    title: str
    summary: str
    purpose: str
    decided_by: str
    out_of_scope: str
    privacy_notice: str
    template: str
    state: State
    draft_step: str
    cancel_reason: str
    cancelled_at: datetime | None
    cancelled_ballots: int | None
    city_wide: bool
    ballot_kind: str
    rule: str
    rule_parameters: dict[str, str]
    min_picks: int
    max_picks: int | None
    seats: int
    budget_cents: int | None
    pot_kind: PotKind
    pots_are_chosen: bool
    spending_limits: SpendingLimits
    min_age: int
    support_threshold: int
    options_shuffled: bool
    freezes_itself: bool
    lot_commitment: str
    lot_secret: str
    lot_source: str
    lot_value: str
    ballot_frozen_at: datetime | None
    roll_frozen_at: datetime | None
    roll_hash: str
    published_at: datetime | None
    closed_at: datetime | None
    result_published_at: datetime | None
    imported_from: str
    warnings: tuple[Warned, ...]
    version: int
    created_at: datetime
    neighbourhoods: tuple[Place, ...]
    phases: tuple[PhaseView, ...]
    pots: tuple[Pot, ...]
    regulation: Regulation

    @property
    def voters(self) -> Conditions:
        """Who may vote: as the regulation says, from the consultation's own age."""
        return self.regulation.profile.voting.from_age(self.min_age)

    @property
    def proposers(self) -> Conditions:
        """Who may propose and support: as the regulation says, unless the consultation has an age of its own."""
        said = self.regulation.profile
        return said.proposing if self.min_age == said.voting.min_age else said.proposing.from_age(self.min_age)

    @property
    def neighbourhood_ids(self) -> tuple[int, ...]:
        return tuple(place.id for place in self.neighbourhoods)

    @property
    def largest_pot_cents(self) -> int | None:
        """The most that one project can get: of a budget in pots, what the largest holds."""
        return max((pot.amount_cents for pot in self.pots), default=self.budget_cents)

    def is_divided(self, covered: Collection[int]) -> bool:
        """Whether its pots are those of its kind of budget; `covered`: the neighbourhoods it asks (row ids)."""
        return fit(self.pot_kind, self.pots, covered, self.budget_cents)

    @property
    def has_vote(self) -> bool:
        return bool(self.ballot_kind)

    @property
    def answers(self) -> Mapping[str, str]:
        """The options that the rule itself puts on the ballot; none where proposals are voted on."""
        return RULES[self.rule].answers if self.rule in RULES else {}

    @property
    def by_gender(self) -> bool:
        """Whether who chooses several people must mix their genders, which must be known then."""
        return self.rule in RULES and RULES[self.rule].by_gender(self.rule_parameters)

    @property
    def has_begun(self) -> bool:
        """Published, whatever came after."""
        return self.state != State.DRAFT

    @property
    def voting(self) -> PhaseView | None:
        return self.phase(PhaseKind.VOTING)

    @property
    def closes_at(self) -> datetime | None:
        """When it closes: the end of the vote, or, without a vote, of the last phase that is not the results'."""
        if self.voting:
            return self.voting.closes_at
        return max((p.closes_at for p in self.phases if p.kind != PhaseKind.PUBLISHING), default=None)

    def phase(self, kind: PhaseKind) -> PhaseView | None:
        return next((p for p in self.phases if p.kind == kind), None)

    def current(self, at: datetime) -> PhaseView | None:
        return timetable.current(self.phases, at)

    def stage(self, at: datetime) -> Stage:
        return stage_of(self.state, self.phases, at)

    def allows(self, act: Act, at: datetime) -> bool:
        """Published, and a phase that allows the act is open."""
        return self.state == State.PUBLISHED and timetable.allows(self.phases, act, at)

    def reaches(self, neighbourhood: int | None) -> bool:
        """Whether it asks the people of that neighbourhood (row id)."""
        return neighbourhood is not None and (self.city_wide or neighbourhood in self.neighbourhood_ids)


EVERY = QueryString("1 = 1")
NEWEST = QueryString("c.created_at DESC")
_LISTS = ("neighbourhoods", "phases", "pots", "regulation")
_FIELDS = [f"c.{field.name}" for field in fields(Consultation) if field.name not in _LISTS]


async def stored(slug: str) -> Consultation:
    """The consultation in whatever state: who may see it is for the caller's rule. Raises NotFound."""
    return await the_one(QueryString("c.slug = {}", slug))


async def the_one(condition: QueryString) -> Consultation:
    """The consultation `c` of a condition. Raises NotFound."""
    found = await read(condition)
    if not found:
        raise NotFound("consultation.unknown")
    return found[0]


async def read(condition: QueryString, order: QueryString = NEWEST) -> tuple[Consultation, ...]:
    """The consultations `c` of a condition in that order; one statement however many."""
    found = await rows(
        f"SELECT {', '.join(_FIELDS)}, {lists_of()}, {_pots_of()}, {_regulation_of()} FROM consultation c "
        "WHERE {} ORDER BY {}",
        condition,
        order,
    )
    return tuple(Consultation(**_read(row)) for row in found)


def _read(row: dict[str, Any]) -> dict[str, Any]:
    own = {
        "rule_parameters": {name: str(value) for name, value in json.loads(row["rule_parameters"] or "{}").items()},
        "options_shuffled": bool(row["options_shuffled"]),
        "freezes_itself": bool(row["freezes_itself"]),
        "warnings": tuple(json.loads(row["warnings"])),
        "pot_kind": PotKind(row["pot_kind"]),
        "pots_are_chosen": bool(row["pots_are_chosen"]),
        "spending_limits": stored_limits(row["spending_limits"]),
        "pots": _pots(row["pots"] or "[]"),
        "regulation": _regulation(row["regulation"] or ""),
    }
    return row | own | read_shared(row)


def json_words() -> tuple[str, str, str]:
    """How this engine makes a list of rows, a row, and a row in the list."""
    sqlite, postgres = ("json_group_array", "json_array", "json(line)"), ("json_agg", "json_build_array", "line")
    return postgres if is_postgres() else sqlite


def _pots_of() -> str:
    """The column `pots` of a consultation `c`: JSON, in order."""
    every, line, value = json_words()
    return (
        f"(SELECT {every}({value}) FROM (SELECT "
        f"{line}(o.id, o.key, o.name, o.neighbourhood, o.amount_cents, o.source) AS line "
        "FROM pot o WHERE o.consultation = c.id ORDER BY o.position) lines) AS pots"
    )


def _regulation_of() -> str:
    """The column `regulation` of a consultation `c`: JSON, null where it was opened without one."""
    return (
        f"(SELECT {json_words()[1]}(v.id, v.number, v.valid_from, v.content) FROM regulation_version v "
        "WHERE v.id = c.regulation) AS regulation"
    )


# The same text is the same value, which nobody can change: a busy page reads it once and not at every request.
@lru_cache(maxsize=256)
def _regulation(text: str) -> Regulation:
    if not text:
        return UNWRITTEN
    row, number, day, content = json.loads(text)
    return Regulation(row, number, date.fromisoformat(day), from_text(content))


@lru_cache(maxsize=512)
def _pots(text: str) -> tuple[Pot, ...]:
    return tuple(Pot(*pot) for pot in json.loads(text))


@lru_cache(maxsize=2048)
def _phases(text: str) -> tuple[PhaseView, ...]:
    return tuple(
        PhaseView(PhaseKind(kind), position, instant(opens), instant(closes))
        for kind, position, opens, closes in json.loads(text)
    )


@lru_cache(maxsize=1024)
def _places(text: str) -> tuple[Place, ...]:
    return tuple(Place(*place) for place in json.loads(text))


def lists_of() -> str:
    """The columns `phases` and `neighbourhoods` of a consultation `c`: JSON, in order."""
    every, line, value = json_words()
    return (
        f"(SELECT {every}({value}) FROM (SELECT {line}(f.kind, f.position, f.opens_at, f.closes_at) AS line "
        "FROM phase f WHERE f.consultation = c.id ORDER BY f.position) lines) AS phases, "
        f"(SELECT {every}({value}) FROM (SELECT {line}(n.id, n.slug, n.name) AS line "
        "FROM consultation_neighbourhood x JOIN neighbourhood n ON n.id = x.neighbourhood "
        "WHERE x.consultation = c.id ORDER BY n.position, n.name) lines) AS neighbourhoods"
    )


def read_shared(row: dict[str, Any]) -> dict[str, Any]:
    """What a card has too: the state, whether it is city-wide, and the columns of `lists_of`."""
    return {
        "state": State(row["state"]),
        "city_wide": bool(row["city_wide"]),
        "phases": _phases(row["phases"] or "[]"),
        "neighbourhoods": _places(row["neighbourhoods"] or "[]"),
    }


def instant(text: str) -> datetime:
    """An instant out of JSON, as the engines read a column of instants."""
    found = datetime.fromisoformat(text)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
