# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may change a committee's page."""

from __future__ import annotations

from deliberation.actor import Actor, Role
from deliberation.errors import NotAllowed


def may_edit_committee(actor: Actor, neighbourhood: int) -> NotAllowed | None:
    """The office that answers for the neighbourhood."""
    return None if actor.has_in(Role.OFFICE, neighbourhood) else NotAllowed("committee.not_yours")
