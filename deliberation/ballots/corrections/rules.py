# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""When a frozen roll may be corrected, and for whom: pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from deliberation.actor import Actor
from deliberation.ballots.rights import Reason
from deliberation.consultations import office_rules
from deliberation.consultations.states import State
from deliberation.errors import CivicError, Conflict, Invalid, NotAllowed, TooLate
from deliberation.text import tidy

LONGEST_REASON = 300


class Kind(StrEnum):
    """What a correction does. Striking undoes an addition, reinstating undoes a strike."""

    ADDED = "added"
    STRUCK = "struck"
    REINSTATED = "reinstated"


ACTS = {
    Kind.ADDED: "roll.added",
    Kind.STRUCK: "roll.struck",
    Kind.REINSTATED: "roll.reinstated",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody beside a roll. `entry` is None for who is not on it; `suspended_for` is a rights.Reason or ''.

    `would_hold`: the roll, frozen on its day, would hold this person as the account is now.
    """

    consultation: int
    slug: str
    title: str
    state: State
    roll_frozen_at: datetime | None
    closes_at: datetime
    account: int
    holder: str
    pseudonym: str
    email: str
    locale: str
    entry: int | None
    suspended_for: str
    would_hold: bool

    @property
    def may_be(self) -> Kind | None:
        """The correction that this person's place on the roll leaves possible, if any."""
        if self.entry is None:
            return Kind.ADDED if self.would_hold else None
        if self.suspended_for == Reason.MERGED:
            return None
        return Kind.REINSTATED if self.suspended_for == Reason.STRUCK else Kind.STRUCK


def may_correct(
    actor: Actor, state: State, frozen_at: datetime | None, closes_at: datetime, at: datetime
) -> CivicError | None:
    """The office corrects a frozen roll until the vote closes. At the closing instant it is what it is."""
    if refusal := office_rules.may_manage(actor):
        return refusal
    if frozen_at is None and state in (State.DRAFT, State.PUBLISHED):
        return Conflict("roll.not_frozen")
    if state != State.PUBLISHED or at >= closes_at:
        return TooLate("roll.vote_closed", closed_at=closes_at)
    return None


def may_be_corrected(actor: Actor, kind: Kind, one: Listed, at: datetime) -> CivicError | None:
    """Whether this correction can be made of this person now. Nobody corrects their own right."""
    if refusal := may_correct(actor, one.state, one.roll_frozen_at, one.closes_at, at):
        return refusal
    if one.account == actor.id:
        return NotAllowed("desk.own_account")
    if kind is one.may_be:
        return None
    if kind is Kind.ADDED:
        return _not_added(one)
    if kind is Kind.REINSTATED:
        return Conflict("roll.not_struck")
    return Conflict("roll.struck_already" if one.suspended_for == Reason.STRUCK else "roll.not_on_it")


def _not_added(one: Listed) -> CivicError:
    if one.entry is None:
        return Conflict("roll.would_not_hold")
    return Conflict("roll.struck_before" if one.suspended_for == Reason.STRUCK else "roll.on_it_already")


def reason_of(typed: str) -> str:
    """The reason in one line. Raises Invalid roll.reason_missing or roll.reason_long."""
    reason = " ".join(tidy(typed).split())
    if not reason or len(reason) > LONGEST_REASON:
        code = "roll.reason_long" if reason else "roll.reason_missing"
        raise Invalid(code, fields={"reason": code}, longest=LONGEST_REASON)
    return reason
