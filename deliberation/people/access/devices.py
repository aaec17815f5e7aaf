# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Recognised browsers: a cookie left at sign-in says that this account has come in from here before.

It opens nothing. It only lets its browser be counted by itself when a password is wrong (OWASP's device cookies), so
that strangers who guess at an account slow each other down and not its owner. The cookie is signed with a key of its
own, bound to accounts by the table, new at each sign-in, and void after a new password. One browser may serve a
household: it keeps a token for each of the last few accounts.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from deliberation import keys
from deliberation.database import rows, writing
from deliberation.people.access.sessions import hashed
from deliberation.people.tables import Device

LIFETIME = timedelta(days=180)
MOST = 5
_PURPOSE = "device"


def genuine(tokens: Sequence[str]) -> tuple[str, ...]:
    """Those of the tokens in a cookie that this installation has signed; the newest first, at most five."""
    found = []
    for token in tokens[:MOST]:
        nonce, _, mac = token.partition(".")
        if mac and keys.is_mac(_PURPOSE, nonce, mac):
            found.append(token)
    return tuple(found)


async def recognised(tokens: Sequence[str], account: int, *, at: datetime) -> str:
    """The token by which this account came in from this browser before; '' when it did not. One statement."""
    hashes = [hashed(token) for token in genuine(tokens)]
    hashes += [""] * (MOST - len(hashes))
    found = await rows(
        "SELECT token_hash FROM device WHERE account = {} AND expires_at > {} AND token_hash IN ({}, {}, {}, {}, {})",
        account,
        at,
        *hashes,
    )
    return next((token for token in tokens if found and hashed(token) == found[0]["token_hash"]), "")


async def renew(tokens: Sequence[str], account: int, *, at: datetime) -> tuple[str, ...]:
    """Recognise this browser from now on: its new cookie, in which the account's old token is replaced.

    Call inside `writing()`, with a sign-in.
    """
    nonce = secrets.token_urlsafe(24)
    token = f"{nonce}.{keys.mac(_PURPOSE, nonce)}"
    kept = list(genuine(tokens))
    gone = await rows(
        "DELETE FROM device WHERE account = {} AND token_hash IN ({}, {}, {}, {}, {}) RETURNING token_hash",
        account,
        *[hashed(t) for t in kept],
        *[""] * (MOST - len(kept)),
    )
    replaced = {row["token_hash"] for row in gone}
    await Device.insert(Device(account=account, token_hash=hashed(token), created_at=at, expires_at=at + LIFETIME))
    return (token, *[t for t in kept if hashed(t) not in replaced])[:MOST]


async def count(account: int, *, at: datetime) -> int:
    """How many browsers are recognised for an account."""
    found = await rows("SELECT count(*) AS n FROM device WHERE account = {} AND expires_at > {}", account, at)
    return int(found[0]["n"])


async def forget(account: int, *, keep: Sequence[str] = ()) -> None:
    """Recognise no browser of this account any more, but the one that brought the tokens `keep`."""
    kept = [hashed(token) for token in genuine(keep)]
    async with writing():
        await rows(
            "DELETE FROM device WHERE account = {} AND token_hash NOT IN ({}, {}, {}, {}, {})",
            account,
            *kept,
            *[""] * (MOST - len(kept)),
        )


async def forget_expired(*, at: datetime) -> None:
    """Drop what has expired."""
    async with writing():
        await Device.delete().where(Device.expires_at <= at)
