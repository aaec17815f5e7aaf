# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The two accounts as the desk sees them before a merger, and the mergers that there were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deliberation.actor import Actor
from deliberation.ballots.corrections.queries import open_to
from deliberation.ballots.corrections.rules import Kind
from deliberation.ballots.mergers.rules import FORGOTTEN, Side, Vote, rights_lost
from deliberation.database import rows
from deliberation.errors import NotFound
from deliberation.people import rules as people_rules

_SIDE = """
SELECT a.id, a.public_id, a.is_demo, a.person, a.verified_at IS NULL AND a.disabled_at IS NULL AS takes_home,
       EXISTS (SELECT 1 FROM role_grant g WHERE g.account = a.id AND g.revoked_at IS NULL) AS has_roles
FROM account a WHERE a.public_id = {} AND a.deleted_at IS NULL
"""
_VOTES = """
SELECT c.slug, c.title, p.closes_at, b.id IS NOT NULL AS has_ballot
FROM roll_entry e
JOIN consultation c ON c.id = e.consultation AND c.state = 'published'
JOIN phase p ON p.consultation = c.id AND p.kind = 'voting' AND p.closes_at > {}
LEFT JOIN ballot b ON b.roll_entry = e.id
WHERE e.account = {} AND e.suspended_at IS NULL ORDER BY p.closes_at, c.id
"""
_WRITTEN = """
SELECT (SELECT count(*) FROM proposal WHERE author = {}) AS proposals,
       (SELECT count(*) FROM comment WHERE author = {}) AS comments,
       (SELECT count(*) FROM support WHERE account = {}) AS supports
"""


@dataclass(frozen=True, slots=True)
class Belongings:
    """How much an account has written."""

    proposals: int
    comments: int
    supports: int


@dataclass(frozen=True, slots=True)
class Merger:
    """A merger that can still be undone."""

    public_id: str
    merged_at: datetime


async def side(public_id: str, *, at: datetime) -> Side:
    """One of the two accounts. Raises NotFound account.unknown."""
    found = await rows(_SIDE, public_id)
    if not found:
        raise NotFound("account.unknown")
    one = found[0]
    votes = [
        Vote(row["slug"], row["title"], row["closes_at"], bool(row["has_ballot"]))
        for row in await rows(_VOTES, at, one["id"])
    ]
    flags = (bool(one["is_demo"]), bool(one["has_roles"]))
    return Side(one["id"], one["public_id"], *flags, one["person"], tuple(votes), bool(one["takes_home"]))


async def rights_moved(
    actor: Actor, kept: Side, dropped: Side, *, at: datetime
) -> tuple[tuple[Vote, ...], tuple[Vote, ...]]:
    """Of the open votes where only the account that goes is on the roll: those for which the other one comes onto it,
    and those in which the person cannot vote afterwards."""
    may_be = {one.slug: one.may_be for one in await open_to(actor, kept.public_id, at=at)}
    otherwise = Kind.ADDED if kept.takes_home else None
    alone = [(vote, may_be.get(vote.slug, otherwise) is Kind.ADDED) for vote in rights_lost(kept, dropped)]
    return tuple(vote for vote, moves in alone if moves), tuple(vote for vote, moves in alone if not moves)


async def belongings(account: int) -> Belongings:
    """What an account has written and supports."""
    return Belongings(**(await rows(_WRITTEN, account, account, account))[0])


async def mergers_into(actor: Actor, account: int) -> tuple[Merger, ...]:
    """The mergers into an account that are remembered, the latest first; for the office."""
    if refusal := people_rules.may_work_at_desk(actor):
        raise refusal
    found = await rows(
        "SELECT public_id, merged_at FROM account_merger WHERE kept = {} AND undone_at IS NULL AND memory <> {} "
        "ORDER BY merged_at DESC",
        account,
        FORGOTTEN,
    )
    return tuple(Merger(row["public_id"], row["merged_at"]) for row in found)
