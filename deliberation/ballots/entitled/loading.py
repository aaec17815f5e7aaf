# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A list of entitled people becomes the register, with what it says of stays does to rights in votes not closed yet."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from deliberation.actor import Actor
from deliberation.ballots import rights
from deliberation.people.register import drafts, loads
from deliberation.people.register.loads import Loaded, Source


async def apply(
    actor: Actor, source: Source, *, seen: str, older: bool = False, many_gone: bool = False, at: datetime
) -> Loaded:
    """Load a file (`loads.apply`)."""
    follow = partial(rights.follow, at=at)
    return await loads.apply(actor, source, seen=seen, older=older, many_gone=many_gone, follow=follow, at=at)


async def confirm(actor: Actor, draft: str, *, seen: str, older: bool, many_gone: bool, at: datetime) -> Loaded:
    """Load a file that waits (`drafts.open_draft`), and forget it."""
    found = await drafts.open_draft(actor, draft, at=at)
    done = await apply(actor, found.source, seen=seen, older=older, many_gone=many_gone, at=at)
    await drafts.discard(actor, draft)
    return done
