# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the queries of this room answer: frozen values, never rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from deliberation.consultations import phases as timetable
from deliberation.consultations.phases import PhaseView

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
