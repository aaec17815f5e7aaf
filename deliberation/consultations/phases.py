# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Phases of a consultation: which acts each allows, and which one is open at an instant.

Opening and closing are exact by comparison with the instant of the act; no act waits for a job.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PhaseKind(StrEnum):
    """The kinds of phases, in their usual order."""

    INFORMING = "informing"
    PROPOSING = "proposing"
    REVIEWING = "reviewing"
    VOTING = "voting"
    PUBLISHING = "publishing"


class Act(StrEnum):
    """What a phase may allow."""

    PROPOSE = "propose"
    SUPPORT = "support"
    COMMENT = "comment"
    ASSESS = "assess"
    VOTE = "vote"


ACTS: dict[PhaseKind, frozenset[Act]] = {
    PhaseKind.INFORMING: frozenset(),
    PhaseKind.PROPOSING: frozenset({Act.PROPOSE, Act.SUPPORT, Act.COMMENT}),
    PhaseKind.REVIEWING: frozenset({Act.ASSESS, Act.COMMENT}),
    PhaseKind.VOTING: frozenset({Act.VOTE, Act.COMMENT}),
    PhaseKind.PUBLISHING: frozenset({Act.COMMENT}),
}


@dataclass(frozen=True, slots=True)
class PhaseView:
    """A phase: open from `opens_at` (included) to `closes_at` (excluded)."""

    kind: PhaseKind
    position: int
    opens_at: datetime
    closes_at: datetime

    def is_open(self, at: datetime) -> bool:
        return self.opens_at <= at < self.closes_at


def current(phases: Sequence[PhaseView], at: datetime) -> PhaseView | None:
    """The phase that is open; the later one should two overlap."""
    return next((p for p in sorted(phases, key=lambda p: -p.position) if p.is_open(at)), None)


def following(phases: Sequence[PhaseView], at: datetime) -> PhaseView | None:
    """The next phase that opens."""
    return min((p for p in phases if p.opens_at > at), key=lambda p: (p.opens_at, p.position), default=None)


def allowing(phases: Sequence[PhaseView], act: Act, at: datetime) -> PhaseView | None:
    """The open phase that allows the act."""
    return next((p for p in phases if p.is_open(at) and act in ACTS[p.kind]), None)


def allows(phases: Sequence[PhaseView], act: Act, at: datetime) -> bool:
    return allowing(phases, act, at) is not None


def when(phases: Sequence[PhaseView], act: Act, at: datetime) -> PhaseView | None:
    """The phase that will allow the act, if it is still to come."""
    return min((p for p in phases if p.opens_at > at and act in ACTS[p.kind]), key=lambda p: p.opens_at, default=None)
