# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the queries of this room answer: frozen values, never rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from deliberation.consultations import phases as timetable
from deliberation.consultations.phases import Act, PhaseView

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A page of a list; pages count from 1, and there is always at least one."""

    items: tuple[T, ...]
    total: int
    page: int
    size: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


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
    if state not in {"draft", "published"} or (stretch and at >= max(p.closes_at for p in stretch)):
        return Stage.ENDED
    return Stage.COMING if not stretch or at < min(p.opens_at for p in stretch) else Stage.OPEN


@dataclass(frozen=True, slots=True)
class ConsultationView:
    """A consultation with its neighbourhoods (none when city-wide) and phases, as one person may see it."""

    id: int
    slug: str
    title: str
    summary: str
    purpose: str
    decided_by: str
    out_of_scope: str
    privacy_notice: str
    template: str
    state: str
    cancel_reason: str
    cancelled_ballots: int | None
    city_wide: bool
    ballot_kind: str
    rule: str
    rule_parameters: Mapping[str, object]
    min_picks: int
    max_picks: int | None
    seats: int
    budget_cents: int | None
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
    version: int
    neighbourhoods: tuple[Place, ...] = ()
    phases: tuple[PhaseView, ...] = ()

    def current(self, at: datetime) -> PhaseView | None:
        return timetable.current(self.phases, at)

    def stage(self, at: datetime) -> Stage:
        return stage_of(self.state, self.phases, at)

    def allows(self, act: Act, at: datetime) -> bool:
        """Published, and a phase that allows the act is open."""
        return self.state == "published" and timetable.allows(self.phases, act, at)

    def reaches(self, neighbourhood: int | None) -> bool:
        """Whether it asks the people of that neighbourhood (row id)."""
        return neighbourhood is not None and (self.city_wide or any(p.id == neighbourhood for p in self.neighbourhoods))


@dataclass(frozen=True, slots=True)
class ConsultationCard:
    """A consultation in a list, with its counts of public contributions."""

    id: int
    slug: str
    title: str
    summary: str
    state: str
    city_wide: bool
    ballot_kind: str
    budget_cents: int | None
    proposals: int
    comments: int
    result_published_at: datetime | None
    imported_from: str
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


@dataclass(frozen=True, slots=True)
class ProposalCard:
    """A proposal in a list. `author` is a pseudonym, empty when nobody's; counts leave hidden comments out."""

    id: int
    public_id: str
    title: str
    excerpt: str
    consultation_slug: str
    consultation_title: str
    place: Place | None
    category: str
    state: str
    asked_cents: int | None
    cost_cents: int | None
    cost_is_simulated: bool
    supports: int
    comments: int
    author: str
    is_mine: bool
    is_hidden: bool
    published_at: datetime | None
    option_id: str

    @property
    def shown_cents(self) -> int | None:
        """The assessed cost when there is one, else what the author asked for."""
        return self.cost_cents if self.cost_cents is not None else self.asked_cents


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal's page. `author_id` is the row id of the account: for rules, never shown.

    What stands on a ballot is seen although it is hidden: without `may_read` its text and its place are empty.
    """

    id: int
    public_id: str
    consultation_id: int
    consultation_slug: str
    place: Place | None
    author_id: int | None
    author: str
    title: str
    body: str
    category: str
    place_label: str
    latitude: float | None
    longitude: float | None
    asked_cents: int | None
    cost_cents: int | None
    cost_is_simulated: bool
    state: str
    assessment: str
    option_id: str
    declared_votes: int | None
    version: int
    created_at: datetime
    changed_at: datetime
    published_at: datetime | None
    hidden_at: datetime | None
    may_read: bool
    hidden_reason: str
    hidden_note: str
    supports: int
    others_support: int
    i_support: bool

    @property
    def shown_cents(self) -> int | None:
        return self.cost_cents if self.cost_cents is not None else self.asked_cents


@dataclass(frozen=True, slots=True)
class CommentView:
    """A remark with its answers. A hidden one carries its reason; its text only for those who may see it."""

    id: str
    row: int
    author: str
    at: datetime
    body: str
    stance: str
    depth: int
    is_mine: bool
    hidden_reason: str
    may_read: bool
    replies: tuple[CommentView, ...] = field(default=())

    @property
    def answers(self) -> int:
        """All answers below it."""
        return sum(1 + reply.answers for reply in self.replies)

    @property
    def public(self) -> int:
        """How many of the thread's comments are not hidden."""
        return (not self.hidden_reason) + sum(reply.public for reply in self.replies)


def parameters_of(text: str) -> Mapping[str, object]:
    """The JSON column of a rule's parameters."""
    found = json.loads(text or "{}")
    return found if isinstance(found, dict) else {}
