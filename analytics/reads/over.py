# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the roll and the ballots of a vote say whose result is public: read once a process.

The database itself refuses whatever would change it, to every process and to who writes by hand: lines of a frozen
roll, their neighbourhood and rights, and ballots of a closed vote (deliberation/schema/ddl_votes.py). Before the result
is public nothing is kept: a ballot that came with the closing may still be on its way into the table.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable
from typing import TypeVar, cast

from deliberation.consultations.consultation import Consultation
from deliberation.consultations.states import State
from deliberation.database import remembered

MOST = 512
T = TypeVar("T")


def is_kept(vote: Consultation) -> bool:
    """Whether its roll and its ballots are what they will always be."""
    return vote.state in (State.RESULTS, State.ANNULLED) and vote.roll_hash != ""


async def once(vote: Consultation, what: Hashable, read: Callable[[], Awaitable[T]]) -> T:
    """What `read` finds in the roll and the ballots of this vote, and nowhere else; `what` names it."""
    if not is_kept(vote):
        return await read()
    kept = remembered()
    key = ("vote", vote.id, vote.roll_hash, vote.closed_at, vote.imported_from, what)
    if key not in kept:
        found = await read()
        while len(kept) >= MOST:
            del kept[next(iter(kept))]
        kept[key] = found
    return cast(T, kept[key])
