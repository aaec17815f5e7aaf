# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""When two accounts may become one: pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from deliberation.actor import Actor
from deliberation.errors import CivicError, Conflict, Invalid, NotAllowed
from deliberation.people import rules

UNDOABLE = timedelta(days=30)
FORGOTTEN = "{}"  # the memory of a merger that is not undone any more


@dataclass(frozen=True, slots=True)
class Vote:
    """A vote that has not closed in which an account stands on the roll. `has_ballot`: one that counts was cast."""

    slug: str
    title: str
    closes_at: datetime
    has_ballot: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two accounts. `person` is None while nobody was seen; `votes` are those where its right stands.

    `takes_home`: it is in use and not verified, so that it would take the verified home of the other one.
    """

    id: int
    public_id: str
    is_demo: bool
    has_roles: bool
    person: int | None
    votes: tuple[Vote, ...]
    takes_home: bool = False

    def has_ballot(self, slug: str) -> bool:
        return any(vote.slug == slug and vote.has_ballot for vote in self.votes)


def may_merge(actor: Actor, kept: Side, dropped: Side) -> CivicError | None:
    """The office makes two accounts of one person one. Of the ballots in one open vote at most one stands.

    A frozen roll names accounts, and a ballot belongs to its line: what the account that goes has cast cannot be given
    to the other one, so the account that voted is the one to keep.
    """
    if refusal := rules.may_work_at_desk(actor):
        return refusal
    if kept.id == dropped.id:
        return Invalid("merge.same_account")
    if actor.id in (kept.id, dropped.id):
        return NotAllowed("desk.own_account")
    if kept.is_demo != dropped.is_demo:
        return Conflict("merge.demo")
    if dropped.has_roles:
        return Conflict("merge.has_roles")
    if kept.person is not None and dropped.person is not None and kept.person != dropped.person:
        return Conflict("merge.two_people")
    return _ballots(kept, dropped)


def _ballots(kept: Side, dropped: Side) -> CivicError | None:
    cast = [vote for vote in dropped.votes if vote.has_ballot]
    for vote in cast:
        if kept.has_ballot(vote.slug):
            return Conflict("merge.two_ballots", title=vote.title)
    if not cast:
        return None
    if any(vote.has_ballot for vote in kept.votes):
        return Conflict("merge.both_voted", title=cast[0].title)
    return Conflict("merge.keep_the_other", title=cast[0].title)


def rights_lost(kept: Side, dropped: Side) -> tuple[Vote, ...]:
    """Open votes for which only the account that goes is on the roll."""
    own = {vote.slug for vote in kept.votes}
    return tuple(vote for vote in dropped.votes if vote.slug not in own)


def may_undo(actor: Actor, kept: int, merged_at: datetime, is_remembered: bool, at: datetime) -> CivicError | None:
    """The office takes a merger back within a month: later what it needs is forgotten."""
    if refusal := rules.may_work_at_desk(actor):
        return refusal
    if actor.id == kept:
        return NotAllowed("desk.own_account")
    return None if is_remembered and at - merged_at <= UNDOABLE else Conflict("merge.too_old")
