# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may suggest a change, answer it, take it back or go on alone with it."""

from __future__ import annotations

from datetime import datetime

from deliberation.actor import Actor
from deliberation.consultations.consultation import Consultation
from deliberation.consultations.phases import Act
from deliberation.consultations.rules import may_take_part, phase_allows
from deliberation.consultations.states import ProposalState
from deliberation.errors import CivicError, Conflict, NotAllowed
from deliberation.proposals.amendments.states import TRANSITIONS, AmendmentAct
from deliberation.proposals.amendments.views import AmendmentView
from deliberation.proposals.rules import is_author, may_keep_draft, may_revise
from deliberation.proposals.views import ProposalView


def may_suggest(actor: Actor, consultation: Consultation, proposal: ProposalView, at: datetime) -> CivicError | None:
    """Whoever may take part, but the author, while the author may still change the text."""
    if proposal.state != ProposalState.PUBLISHED or proposal.hidden_at is not None:
        return Conflict("proposal.not_open")
    if is_author(actor, proposal):
        return NotAllowed("amendment.own")
    return phase_allows(consultation, Act.PROPOSE, at) or may_take_part(actor, consultation, at)


def may_answer(
    actor: Actor, consultation: Consultation, proposal: ProposalView, amendment: AmendmentView, at: datetime
) -> CivicError | None:
    """Accept or not: the author, while the text may be changed."""
    if refusal := may_revise(actor, consultation, proposal, at):
        return refusal
    if amendment.hidden_at is not None:
        return Conflict("amendment.is_hidden")
    return _follows(amendment, AmendmentAct.ACCEPT)


def may_take_back(actor: Actor, amendment: AmendmentView) -> CivicError | None:
    """Who suggested it, as long as it has no answer."""
    return _own(actor, amendment) or _follows(amendment, AmendmentAct.WITHDRAW)


def may_stand_alone(
    actor: Actor, consultation: Consultation, amendment: AmendmentView, at: datetime
) -> CivicError | None:
    """Who suggested what was not accepted, as long as a draft may be written."""
    refusal = _own(actor, amendment) or _follows(amendment, AmendmentAct.STAND_ALONE)
    return refusal or may_keep_draft(actor, consultation, at)


def _own(actor: Actor, amendment: AmendmentView) -> CivicError | None:
    return None if actor.is_signed_in and amendment.author_id == actor.id else NotAllowed("amendment.not_yours")


def _follows(amendment: AmendmentView, act: AmendmentAct) -> CivicError | None:
    return None if (amendment.state, act) in TRANSITIONS else Conflict("amendment.decided")
