# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signed-in browsers: opened with a fresh random id, found by its hash, listed and revoked by their owner."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from deliberation.actor import Actor, Grant, Role, Tier
from deliberation.database import rows, writing
from deliberation.errors import NotFound
from deliberation.people.register.entitled import FACTS, FACTS_FROM, facts_of
from deliberation.people.tables import Session
from deliberation.text import public_id

LIFETIME = timedelta(days=14)
SEEN_EVERY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A valid session with its person."""

    public_id: str
    actor: Actor
    unread_notices: int
    seen_at: datetime
    is_stale: bool


def hashed(token: str) -> str:
    """What is stored of a cookie or of a link."""
    return hashlib.sha256(token.encode()).hexdigest()


async def open_session(account: int, browser: str, *, at: datetime) -> str:
    """A new session; the token returned exists only in the cookie."""
    token = secrets.token_urlsafe(32)
    async with writing():
        await Session.insert(
            Session(
                public_id=public_id(),
                token_hash=hashed(token),
                account=account,
                created_at=at,
                seen_at=at,
                expires_at=at + LIFETIME,
                browser=browser[:120],
            )
        )
    return token


async def close_session(token: str) -> None:
    """Sign out this browser."""
    async with writing():
        await Session.delete().where(Session.token_hash == hashed(token))


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A browser in which a person is signed in, as they see it in their list."""

    public_id: str
    browser: str
    created_at: datetime
    seen_at: datetime


async def own_sessions(account: int, *, at: datetime) -> list[OwnSession]:
    """The person's open sessions, the last used first."""
    found = await rows(
        "SELECT public_id, browser, created_at, seen_at FROM session WHERE account = {} AND expires_at > {} "
        "ORDER BY seen_at DESC",
        account,
        at,
    )
    return [OwnSession(**row) for row in found]


async def revoke_session(account: int, public_id: str) -> None:
    """Sign out another browser of one's own. Raises NotFound for a session of somebody else."""
    async with writing():
        found = await rows(
            "DELETE FROM session WHERE account = {} AND public_id = {} RETURNING public_id", account, public_id
        )
    if not found:
        raise NotFound("session.unknown")


async def close_all(account: int, keep: str = "") -> None:
    """Sign out all browsers of a person but the one whose session is named `keep`."""
    async with writing():
        await Session.delete().where((Session.account == account) & (Session.public_id != keep))


async def mark_stale(account: int) -> None:
    """What this person may do has changed: each of their sessions gets a new id with its next page.

    Call inside the `writing()` of the act that changes it.
    """
    await Session.update({Session.is_stale: True}).where(Session.account == account)


async def renew_session(token: str, *, at: datetime) -> str:
    """A fresh random id for a session that is stale, and the old one stops working; '' when another request did it."""
    fresh = secrets.token_urlsafe(32)
    async with writing():
        found = await rows(
            "UPDATE session SET token_hash = {}, is_stale = {}, seen_at = {}, expires_at = {} "
            "WHERE token_hash = {} AND is_stale = {} RETURNING id",
            hashed(fresh),
            False,
            at,
            at + LIFETIME,
            hashed(token),
            True,
        )
    return fresh if found else ""


async def forget_expired(*, at: datetime) -> None:
    """Drop the sessions that are over."""
    async with writing():
        await Session.delete().where(Session.expires_at <= at)


_FIND = f"""
SELECT s.public_id AS session_id, s.seen_at, s.expires_at, s.is_stale, a.id, a.public_id, a.pseudonym, a.locale,
       a.is_demo, {FACTS}, g.role, g.neighbourhood AS role_place,
       (SELECT count(*) FROM notice n WHERE n.account = a.id AND n.read_at IS NULL) AS unread
FROM session s
JOIN account a ON a.id = s.account AND a.disabled_at IS NULL AND a.deleted_at IS NULL
{FACTS_FROM}
LEFT JOIN role_grant g ON g.account = a.id AND g.revoked_at IS NULL
WHERE s.token_hash = {{}} AND s.expires_at > {{}}
"""


async def find_session(token: str, *, at: datetime) -> SignedIn | None:
    """The person behind a cookie, with roles and unread notices, in one statement."""
    found = await rows(_FIND, hashed(token), at)
    if not found:
        return None
    first = found[0]
    grants = tuple(Grant(Role(row["role"]), row["role_place"]) for row in found if row["role"])
    tier = Tier.VERIFIED if first["verified_at"] else Tier.DECLARED if first["declared_at"] else Tier.ACCOUNT
    actor = Actor(
        id=first["id"],
        public_id=first["public_id"],
        pseudonym=first["pseudonym"],
        tier=tier,
        locale=first["locale"],
        neighbourhood=first["neighbourhood"],
        birth_date=first["birth_date"],
        grants=grants,
        is_demo=bool(first["is_demo"]),
        facts=facts_of(first),
    )
    if at - first["seen_at"] > SEEN_EVERY:
        async with writing():
            await Session.update({Session.seen_at: at}).where(Session.token_hash == hashed(token))
    return SignedIn(first["session_id"], actor, first["unread"], first["seen_at"], bool(first["is_stale"]))
