# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may propose, support, comment, revise and withdraw, and when."""

from __future__ import annotations

from datetime import datetime

from deliberation.actor import Actor
from deliberation.consultations.consultation import Consultation
from deliberation.consultations.phases import Act
from deliberation.consultations.rules import is_asked, is_resident, is_stopped, may_take_part, phase_allows
from deliberation.consultations.states import (
    BALLOT_STATES,
    BEFORE_THE_BALLOT,
    PUBLIC_STATES,
    ProposalState,
    State,
)
from deliberation.errors import CivicError, Conflict, NotAllowed, TooLate
from deliberation.proposals.views import ProposalView
from deliberation.proposals.visibility import keeps_order as keeps_order


def may_propose(actor: Actor, consultation: Consultation, at: datetime) -> CivicError | None:
    return phase_allows(consultation, Act.PROPOSE, at) or may_take_part(actor, consultation, at)


def may_keep_draft(actor: Actor, consultation: Consultation, at: datetime) -> CivicError | None:
    """A draft may be written whatever the phase: nobody loses a text because the clock struck."""
    return is_stopped(consultation) or may_take_part(actor, consultation, at)


def may_support(actor: Actor, consultation: Consultation, proposal: ProposalView, at: datetime) -> CivicError | None:
    """Support and take it back; the author too."""
    if proposal.state not in PUBLIC_STATES or proposal.hidden_at is not None:
        return Conflict("proposal.not_public")
    return may_support_here(actor, consultation, at)


def may_support_here(actor: Actor, consultation: Consultation, at: datetime) -> CivicError | None:
    """Any public proposal of the consultation."""
    return phase_allows(consultation, Act.SUPPORT, at) or may_take_part(actor, consultation, at)


def may_comment(actor: Actor, consultation: Consultation, proposal: ProposalView, at: datetime) -> CivicError | None:
    """Residents of the whole city discuss, whatever neighbourhood is asked, and an option whose text is hidden too."""
    hidden = proposal.hidden_at is not None and proposal.state not in BALLOT_STATES
    if proposal.state not in PUBLIC_STATES or hidden:
        return Conflict("proposal.not_public")
    return phase_allows(consultation, Act.COMMENT, at) or is_resident(actor)


def is_author(actor: Actor, proposal: ProposalView) -> bool:
    """Whether the text is this person's."""
    return actor.is_signed_in and proposal.author_id == actor.id


def may_revise(actor: Actor, consultation: Consultation, proposal: ProposalView, at: datetime) -> CivicError | None:
    """The author, while proposals are collected."""
    if not is_author(actor, proposal):
        return NotAllowed("proposal.not_yours")
    if proposal.state != ProposalState.PUBLISHED or proposal.hidden_at is not None:
        return Conflict("proposal.not_open")
    return phase_allows(consultation, Act.PROPOSE, at)


def may_enclose(actor: Actor, consultation: Consultation, proposal: ProposalView, at: datetime) -> CivicError | None:
    """Pictures and files are part of what is proposed: they are added and changed while the text is."""
    if proposal.state == ProposalState.DRAFT and is_author(actor, proposal):
        return may_keep_draft(actor, consultation, at)
    return may_revise(actor, consultation, proposal, at)


def may_remove_enclosure(actor: Actor, consultation: Consultation, proposal: ProposalView) -> CivicError | None:
    """The author, also of what others support; once it is on the ballot, who moderates hides it."""
    if not is_author(actor, proposal):
        return NotAllowed("proposal.not_yours")
    if proposal.state in BALLOT_STATES or consultation.ballot_frozen_at is not None:
        return TooLate("enclosure.on_the_ballot")
    return None


def may_withdraw(actor: Actor, consultation: Consultation, proposal: ProposalView, at: datetime) -> CivicError | None:
    """The author, until the proposal is on the ballot."""
    if not is_author(actor, proposal):
        return NotAllowed("proposal.not_yours")
    if proposal.state == ProposalState.WITHDRAWN:
        return Conflict("proposal.is_withdrawn")
    if proposal.state not in BEFORE_THE_BALLOT or consultation.ballot_frozen_at is not None:
        return TooLate("proposal.on_the_ballot")
    return TooLate("consultation.is_over") if consultation.state != State.PUBLISHED else None


def may_go_to_vote(actor: Actor, consultation: Consultation, at: datetime) -> CivicError | None:
    """What can be said before looking at the roll, which knows the rest: the phase, the place, the identity checked."""
    if refusal := phase_allows(consultation, Act.VOTE, at) or is_asked(actor, consultation):
        return refusal
    return None if actor.is_verified else NotAllowed("participation.verification_needed")
