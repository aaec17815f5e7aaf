# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which consultations somebody sees, and which of their proposals are counted; who sees one is in proposals."""

from __future__ import annotations

from piccolo.querystring import QueryString

from deliberation.actor import Actor, Role
from deliberation.consultations.states import BALLOT_STATES, PUBLIC_STATES, among

# Over a proposal `p`: an option of a ballot; what lists and numbers count.
STANDS_ON_BALLOT = f"p.state IN {among(BALLOT_STATES)}"
COUNTED = f"(p.hidden_at IS NULL OR {STANDS_ON_BALLOT})"
LISTED = f"p.state IN {among(PUBLIC_STATES)}"


def consultations_seen(actor: Actor) -> QueryString:
    """The predicate over a consultation `c`."""
    return QueryString("1 = 1") if actor.has(Role.OFFICE) else QueryString("c.state <> 'draft'")
