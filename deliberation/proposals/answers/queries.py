# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can be seen of official answers: everybody sees all of them, but for the offices' addresses and hidden texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from deliberation.consultations.states import PUBLIC_STATES, among
from deliberation.database import rows
from deliberation.proposals.answers.states import AnswerState, is_late

PAGE_SIZE = 30


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer. `office_id` is the office's public id; `due_at` the last second of the last day."""

    id: int
    office_id: str
    office: str
    year: int
    number: int
    registry: str
    state: AnswerState
    taken_at: datetime
    answer_days: int
    due_at: datetime
    answered_at: datetime | None
    reasons: str
    next_steps: str
    version: int

    @property
    def label(self) -> str:
        """Its number as people say it: '12/2026'."""
        return f"{self.number}/{self.year}"

    def is_late(self, at: datetime) -> bool:
        """It is not given, and should have been."""
        return is_late(self.state, self.due_at, at)

    @property
    def was_late(self) -> bool:
        """It was given after its day."""
        return self.answered_at is not None and self.answered_at > self.due_at

    @property
    def days_taken(self) -> int:
        """Whole days from taking it in charge to the answer; 0 while there is none."""
        return (self.answered_at - self.taken_at).days if self.answered_at else 0


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An answer in a list, with the proposal that it is about."""

    answer: AnswerView
    proposal_id: str
    title: str
    consultation_slug: str
    consultation_title: str
    place: str


class Which(StrEnum):
    """Lists of answers."""

    LATE = "late"
    WAITING = "waiting"
    GIVEN = "given"


@dataclass(frozen=True, slots=True)
class Answers:
    """A page of a list, and how many each list holds. `on_time`: of the given ones."""

    items: tuple[AnswerRow, ...]
    page: int
    pages: int
    late: int
    waiting: int
    given: int
    on_time: int


_COLUMNS = (
    "w.id, o.public_id AS office_id, o.name AS office, w.year, w.number, w.registry, w.state, w.taken_at, "
    "w.answer_days, w.due_at, w.answered_at, w.reasons, w.next_steps, w.version"
)
_FROM = (
    "FROM official_answer w JOIN answering_office o ON o.id = w.office JOIN proposal p ON p.id = w.proposal "
    "JOIN consultation c ON c.id = p.consultation LEFT JOIN neighbourhood n ON n.id = p.neighbourhood "
    f"WHERE p.state IN {among(PUBLIC_STATES)} AND p.hidden_at IS NULL AND c.state NOT IN ('draft')"
)
_LATE = "w.state = 'taken' AND w.due_at < {}"
_WAITING = "w.state = 'taken' AND w.due_at >= {}"
_GIVEN = "w.state <> 'taken'"


async def answer_to(proposal: int) -> AnswerView | None:
    """The answer to a proposal (row id) that the reader may see. One statement."""
    found = await rows(
        f"SELECT {_COLUMNS} FROM official_answer w JOIN answering_office o ON o.id = w.office WHERE w.proposal = {{}}",
        proposal,
    )
    return _view(found[0]) if found else None


async def answers(which: Which, *, at: datetime, page: int = 1, size: int = PAGE_SIZE) -> Answers:
    """A page of answers to public proposals: what is due soonest first, of given ones the last. Two statements."""
    counted = await rows(
        f"SELECT coalesce(sum(CASE WHEN {_LATE} THEN 1 ELSE 0 END), 0) AS late, "
        f"coalesce(sum(CASE WHEN {_WAITING} THEN 1 ELSE 0 END), 0) AS waiting, "
        f"coalesce(sum(CASE WHEN {_GIVEN} THEN 1 ELSE 0 END), 0) AS given, "
        f"coalesce(sum(CASE WHEN {_GIVEN} AND w.answered_at <= w.due_at THEN 1 ELSE 0 END), 0) AS on_time {_FROM}",
        at,
        at,
    )
    numbers = {name: int(value) for name, value in counted[0].items()}
    pages = max(1, -(-numbers[which] // size))
    page = min(max(page, 1), pages)
    condition = {Which.LATE: _LATE, Which.WAITING: _WAITING, Which.GIVEN: _GIVEN}[which]
    order = "w.answered_at DESC, w.id DESC" if which is Which.GIVEN else "w.due_at, w.id"
    found = await rows(
        f"SELECT {_COLUMNS}, p.public_id AS proposal_id, p.title, c.slug, c.title AS consultation, n.name AS place "
        f"{_FROM} AND {condition} ORDER BY {order} LIMIT {{}} OFFSET {{}}",
        *([] if which is Which.GIVEN else [at]),
        size,
        (page - 1) * size,
    )
    return Answers(tuple(_row(row) for row in found), page, pages, **numbers)


async def dues() -> tuple[AnswerRow, ...]:
    """Everything that an office still owes, the soonest first. One statement."""
    found = await rows(
        f"SELECT {_COLUMNS}, p.public_id AS proposal_id, p.title, c.slug, c.title AS consultation, n.name AS place "
        f"{_FROM} AND w.state = 'taken' ORDER BY w.due_at, w.id LIMIT 1000"
    )
    return tuple(_row(row) for row in found)


async def late_answers(at: datetime) -> tuple[int, int]:
    """How many answers are late, and how many are owed in all."""
    found = await rows(
        f"SELECT coalesce(sum(CASE WHEN {_LATE} THEN 1 ELSE 0 END), 0) AS late, COUNT(*) AS owed {_FROM} "
        "AND w.state = 'taken'",
        at,
    )
    return int(found[0]["late"]), int(found[0]["owed"])


def _row(row: dict[str, Any]) -> AnswerRow:
    names = ("proposal_id", "title", "slug", "consultation", "place")
    proposal_id, title, slug, consultation, place = (row.pop(name) for name in names)
    return AnswerRow(_view(row), proposal_id, title, slug, consultation, place or "")


def _view(row: dict[str, Any]) -> AnswerView:
    return AnswerView(**{**row, "state": AnswerState(row["state"])})


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A public proposal that no office has taken in charge."""

    public_id: str
    title: str
    consultation: str
    place: str
    supports: int
    published_at: datetime | None


async def unanswered(*, page: int = 1, size: int = PAGE_SIZE) -> tuple[tuple[Unanswered, ...], int]:
    """A page of them, the most supported first, and how many there are. One statement."""
    found = await rows(
        "SELECT p.public_id, p.title, c.title AS consultation, n.name AS place, p.published_at, COUNT(*) OVER () AS "
        "total, (SELECT COUNT(*) FROM support s WHERE s.proposal = p.id) AS supports FROM proposal p "
        "JOIN consultation c ON c.id = p.consultation LEFT JOIN neighbourhood n ON n.id = p.neighbourhood "
        f"WHERE p.state IN {among(PUBLIC_STATES)} AND p.hidden_at IS NULL AND c.state NOT IN ('draft', 'cancelled') "
        "AND NOT EXISTS (SELECT 1 FROM official_answer w WHERE w.proposal = p.id) "
        "ORDER BY supports DESC, p.id DESC LIMIT {} OFFSET {}",
        size,
        (max(1, min(page, 10_000)) - 1) * size,
    )
    totals = [int(row.pop("total")) for row in found]
    items = tuple(Unanswered(**{**row, "place": row["place"] or ""}) for row in found)
    return items, totals[0] if totals else 0
