# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who sees which proposal and comment: one predicate, as SQL for lists and as Python for one thing.

A draft is its author's alone. A withdrawn or hidden proposal is seen by its author, by the office and by moderators of
its neighbourhood (a city-wide one: city-wide moderators). What stands on a ballot is always seen: when it is hidden,
everybody sees its title and why, and only those people read its text. Nothing of a draft consultation is seen but by
the office.
"""

from __future__ import annotations

from piccolo.querystring import QueryString

from deliberation.actor import Actor, Role

PUBLIC_STATES = ("published", "admissible", "inadmissible", "on_ballot", "selected", "not_selected")
BALLOT_STATES = ("on_ballot", "selected", "not_selected")
# Over a proposal `p`: an option of a ballot; what lists and numbers count.
STANDS_ON_BALLOT = f"p.state IN ({', '.join(repr(state) for state in BALLOT_STATES)})"
COUNTED = f"(p.hidden_at IS NULL OR {STANDS_ON_BALLOT})"
_PUBLIC = ", ".join(f"'{state}'" for state in PUBLIC_STATES)


def consultations_seen(actor: Actor) -> QueryString:
    """The predicate over a consultation `c`."""
    return QueryString("1 = 1") if actor.has(Role.OFFICE) else QueryString("c.state <> 'draft'")
