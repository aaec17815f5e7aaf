# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What residents may do in a consultation, and why not. Pure: the same predicate answers and draws the button."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from deliberation.actor import Actor, Tier
from deliberation.clock import in_rome
from deliberation.consultations.consultation import Consultation
from deliberation.consultations.phases import Act, when
from deliberation.consultations.states import NOT_ENDED, State
from deliberation.errors import CivicError, NotAllowed, TooLate
from deliberation.regulations.eligibility import Days, No, Sometime, answer, limits
from deliberation.regulations.profile import Rule

NOT_YET = {
    Act.PROPOSE: "propose.not_yet",
    Act.SUPPORT: "support.not_yet",
    Act.COMMENT: "comment.not_yet",
    Act.VOTE: "vote.not_yet",
}
CLOSED = {
    Act.PROPOSE: "propose.closed",
    Act.SUPPORT: "support.closed",
    Act.COMMENT: "comment.closed",
    Act.VOTE: "vote.closed",
}


def is_stopped(consultation: Consultation) -> CivicError | None:
    """It came to an end that is no result."""
    match consultation.state:
        case State.CANCELLED:
            return TooLate("consultation.is_cancelled")
        case State.ANNULLED:
            return TooLate("consultation.is_annulled")
    return None


def phase_allows(consultation: Consultation, act: Act, at: datetime) -> CivicError | None:
    """The consultation is published and a phase that allows the act is open."""
    if refusal := is_stopped(consultation):
        return refusal
    if consultation.allows(act, at):
        return None
    coming = consultation.state in NOT_ENDED and when(consultation.phases, act, at)
    return TooLate((NOT_YET if coming else CLOSED)[act])


def is_asked(actor: Actor, consultation: Consultation) -> CivicError | None:
    """The consultation asks this person's neighbourhood: residence is declared in one of its own."""
    if refusal := is_resident(actor):
        return refusal
    if not consultation.reaches(actor.neighbourhood):
        return NotAllowed("participation.other_neighbourhood")
    return NotAllowed("participation.birth_date_needed") if actor.birth_date is None else None


def may_take_part(actor: Actor, consultation: Consultation, at: datetime) -> CivicError | None:
    """Propose and support: where the consultation is held, unless the regulation says no today. What is merely not
    known of somebody, as since when they live here, refuses nobody."""
    if refusal := is_asked(actor, consultation):
        return refusal
    conditions, day = consultation.proposers, in_rome(at).date()
    born = Sometime.on(actor.birth_date) if actor.birth_date else Sometime()
    found = answer(conditions, replace(actor.facts, born=born), limits(conditions, Days.all_on(day)))
    if not isinstance(found, No):
        return None
    days, years = conditions.residence_days, conditions.residence_years
    return NotAllowed(_REFUSED[found.rule], age=conditions.min_age, days=days, years=years)


_REFUSED = {
    Rule.AGE: "participation.too_young",
    Rule.BASIS: "participation.no_tie",
    Rule.RESIDENCE_DAYS: "participation.too_few_days",
    Rule.RESIDENCE_YEARS: "participation.too_few_years",
}


def is_resident(actor: Actor) -> CivicError | None:
    """Signed in, with a declared residence anywhere in the city."""
    if not actor.is_signed_in:
        return NotAllowed("sign_in.needed")
    if actor.tier < Tier.DECLARED or actor.neighbourhood is None:
        return NotAllowed("participation.residence_needed")
    return None
