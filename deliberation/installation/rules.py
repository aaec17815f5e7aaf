# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may set a comune up."""

from __future__ import annotations

from deliberation.actor import Actor, Role
from deliberation.errors import NotAllowed


def may_set_up(actor: Actor) -> NotAllowed | None:
    """The office of the whole city."""
    return None if actor.has_in(Role.OFFICE, None) else NotAllowed("settings.not_yours")
