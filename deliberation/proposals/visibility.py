# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who sees which proposal and comment: one predicate, as SQL for lists and as Python for one thing.

A draft is its author's alone. A withdrawn or hidden proposal is seen by its author, by the office and by moderators of
its neighbourhood (a city-wide one: city-wide moderators). What stands on a ballot is always seen: when it is hidden,
everybody sees its title and why, and only those people read its text. Nothing of a draft consultation is seen but by
the office.
"""

from __future__ import annotations

from datetime import datetime

from piccolo.querystring import QueryString

from deliberation.actor import Actor, Role
from deliberation.consultations.visibility import COUNTED, LISTED, consultations_seen


def keeps_order(actor: Actor, neighbourhood: int | None) -> bool:
    """Whether this person looks after what is hidden there: the office, or a moderator of that place."""
    return actor.has(Role.OFFICE) or actor.has_in(Role.MODERATOR, neighbourhood)


def reads_text(actor: Actor, *, hidden_at: datetime | None, author: int | None, neighbourhood: int | None) -> bool:
    """Whether a person who sees a proposal reads its text too."""
    return hidden_at is None or (actor.is_signed_in and author == actor.id) or keeps_order(actor, neighbourhood)


def texts_read(actor: Actor) -> QueryString:
    """The same predicate over a proposal `p`: whose words may be searched."""
    mine = QueryString("p.author = {}", actor.id)
    return QueryString("(p.hidden_at IS NULL OR {} OR {})", mine, _order_kept(actor))


def proposals_seen(actor: Actor) -> QueryString:
    """The same predicate over a proposal `p` and its consultation `c`."""
    order = _order_kept(actor)
    return QueryString(
        f"({{}} AND (p.author = {{}} OR (p.state <> 'draft' AND ((p.state <> 'withdrawn' AND {COUNTED}) OR {{}}))))",
        consultations_seen(actor),
        actor.id,
        order,
    )


def proposals_listed(actor: Actor) -> QueryString:
    """What public lists hold: no drafts, nothing withdrawn; hidden ones that stand on a ballot, or for those who see
    them."""
    return QueryString(f"({{}} AND {LISTED})", proposals_seen(actor))


def _order_kept(actor: Actor) -> QueryString:
    reach = actor.reach(Role.MODERATOR)
    if actor.has(Role.OFFICE) or reach is None:
        return QueryString("1 = 1")
    if not reach:
        return QueryString("1 = 0")
    places = ", ".join(str(int(place)) for place in sorted(reach))
    return QueryString(f"p.neighbourhood IN ({places})")
