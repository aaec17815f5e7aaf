# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may change what the office publishes."""

from __future__ import annotations

from deliberation.actor import Actor, Role
from deliberation.errors import NotAllowed


def may_edit_office_page(actor: Actor) -> NotAllowed | None:
    """The office of the whole city: its page, its documents, the pages of the committees."""
    return None if actor.has_in(Role.OFFICE, None) else NotAllowed("office_page.not_yours")
