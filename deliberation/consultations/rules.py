# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What residents may do in a consultation, and why not. Pure: the same predicate answers and draws the button."""

from __future__ import annotations

from datetime import date, datetime

from deliberation.actor import Actor, Tier
from deliberation.clock import in_rome
from deliberation.consultations.phases import Act, when
from deliberation.consultations.views import ConsultationView, ProposalView
from deliberation.consultations.visibility import BALLOT_STATES, PUBLIC_STATES
from deliberation.errors import CivicError, Conflict, NotAllowed, TooLate

BEFORE_THE_BALLOT = ("published", "admissible", "inadmissible")


def age_on(born: date, day: date) -> int:
    """Whole years; somebody born on 29 February is older from 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def phase_allows(consultation: ConsultationView, act: Act, at: datetime) -> CivicError | None:
    """The consultation is published and a phase that allows the act is open."""
    if consultation.state in ("cancelled", "annulled"):
        return TooLate(f"consultation.is_{consultation.state}")
    if consultation.allows(act, at):
        return None
    coming = consultation.state in ("draft", "published") and when(consultation.phases, act, at)
    return TooLate(f"{act}.{'not_yet' if coming else 'closed'}")


def may_take_part(actor: Actor, consultation: ConsultationView, at: datetime) -> CivicError | None:
    """The consultation asks this person: residence declared in one of its neighbourhoods, old enough today."""
    if refusal := is_resident(actor):
        return refusal
    if not consultation.reaches(actor.neighbourhood):
        return NotAllowed("participation.other_neighbourhood")
    if actor.birth_date is None:
        return NotAllowed("participation.birth_date_needed")
    if age_on(actor.birth_date, in_rome(at).date()) < consultation.min_age:
        return NotAllowed("participation.too_young", age=consultation.min_age)
    return None


def is_resident(actor: Actor) -> CivicError | None:
    """Signed in, with a declared residence anywhere in the city."""
    if not actor.is_signed_in:
        return NotAllowed("sign_in.needed")
    if actor.tier < Tier.DECLARED or actor.neighbourhood is None:
        return NotAllowed("participation.residence_needed")
    return None


def may_propose(actor: Actor, consultation: ConsultationView, at: datetime) -> CivicError | None:
    return phase_allows(consultation, Act.PROPOSE, at) or may_take_part(actor, consultation, at)


def may_keep_draft(actor: Actor, consultation: ConsultationView, at: datetime) -> CivicError | None:
    """A draft may be written whatever the phase: nobody loses a text because the clock struck."""
    if consultation.state in ("cancelled", "annulled"):
        return TooLate(f"consultation.is_{consultation.state}")
    return may_take_part(actor, consultation, at)


def may_support(
    actor: Actor, consultation: ConsultationView, proposal: ProposalView, at: datetime
) -> CivicError | None:
    """Support and take it back; the author too."""
    if proposal.state not in PUBLIC_STATES or proposal.hidden_at is not None:
        return Conflict("proposal.not_public")
    return phase_allows(consultation, Act.SUPPORT, at) or may_take_part(actor, consultation, at)


def may_comment(
    actor: Actor, consultation: ConsultationView, proposal: ProposalView, at: datetime
) -> CivicError | None:
    """Residents of the whole city discuss, whatever neighbourhood is asked, and an option whose text is hidden too."""
    hidden = proposal.hidden_at is not None and proposal.state not in BALLOT_STATES
    if proposal.state not in PUBLIC_STATES or hidden:
        return Conflict("proposal.not_public")
    return phase_allows(consultation, Act.COMMENT, at) or is_resident(actor)


def may_revise(actor: Actor, consultation: ConsultationView, proposal: ProposalView, at: datetime) -> CivicError | None:
    """The author, while proposals are collected and nobody else supports the text as it is."""
    if not actor.is_signed_in or proposal.author_id != actor.id:
        return NotAllowed("proposal.not_yours")
    if proposal.state != "published" or proposal.hidden_at is not None:
        return Conflict("proposal.not_open")
    if refusal := phase_allows(consultation, Act.PROPOSE, at):
        return refusal
    return Conflict("proposal.supported_by_others") if proposal.others_support else None


def may_withdraw(
    actor: Actor, consultation: ConsultationView, proposal: ProposalView, at: datetime
) -> CivicError | None:
    """The author, until the proposal is on the ballot."""
    if not actor.is_signed_in or proposal.author_id != actor.id:
        return NotAllowed("proposal.not_yours")
    if proposal.state == "withdrawn":
        return Conflict("proposal.is_withdrawn")
    if proposal.state not in BEFORE_THE_BALLOT or consultation.ballot_frozen_at is not None:
        return TooLate("proposal.on_the_ballot")
    return TooLate("consultation.is_over") if consultation.state != "published" else None


def may_go_to_vote(actor: Actor, consultation: ConsultationView, at: datetime) -> CivicError | None:
    """What can be said before looking at the roll: the phase, the person, the identity checked at the desk."""
    if refusal := phase_allows(consultation, Act.VOTE, at) or may_take_part(actor, consultation, at):
        return refusal
    return None if actor.is_verified else NotAllowed("participation.verification_needed")
