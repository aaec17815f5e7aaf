# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who answers proposals. Pure."""

from __future__ import annotations

from deliberation.actor import Actor, Role
from deliberation.consultations.states import PUBLIC_STATES
from deliberation.errors import CivicError, Conflict, NotAllowed
from deliberation.proposals.views import ProposalView


def may_keep_offices(actor: Actor) -> CivicError | None:
    """The list of offices is the whole city's."""
    return None if actor.has_in(Role.OFFICE, None) else NotAllowed("office_page.not_yours")


def may_answer(actor: Actor, proposal: ProposalView) -> CivicError | None:
    """The office, where the proposal is public; nobody answers their own."""
    if not actor.has(Role.OFFICE):
        return NotAllowed("role.needed")
    if actor.is_signed_in and proposal.author_id == actor.id:
        return NotAllowed("answer.own")
    if proposal.state not in PUBLIC_STATES or proposal.hidden_at is not None:
        return Conflict("proposal.not_public")
    return None
