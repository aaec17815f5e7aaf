# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One-time links: sent by mail, stored as a hash, good once and not for long. Looking at one does not use it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from deliberation.database import lock, rows, writing
from deliberation.errors import NotFound
from deliberation.people.access.sessions import hashed
from deliberation.people.tables import OneTimeLink


class Purpose(StrEnum):
    """What a link lets its bearer do."""

    CONFIRM = "confirm"
    RECOVER = "recover"
    MOVE = "move"


# So many links of a kind are mailed in an hour. Each lives longer: who gets no further one has some that work.
MOST_AN_HOUR = 4
LIFETIMES = {
    Purpose.CONFIRM: timedelta(hours=24),
    Purpose.RECOVER: timedelta(hours=2),
    Purpose.MOVE: timedelta(hours=24),
}


@dataclass(frozen=True, slots=True)
class Link:
    """A link that still works. `email` is the one that it will set (MOVE)."""

    account: int
    purpose: Purpose
    next_path: str
    email: str


async def make(
    account: int,
    purpose: Purpose,
    *,
    at: datetime,
    next_path: str = "",
    email: str = "",
    lifetime: timedelta | None = None,
) -> str:
    """A new link's token, which is in the mail only. Call inside `writing()`."""
    token = secrets.token_urlsafe(32)
    await OneTimeLink.insert(
        OneTimeLink(
            account=account,
            purpose=str(purpose),
            token_hash=hashed(token),
            next_path=next_path,
            email=email,
            created_at=at,
            expires_at=at + (lifetime or LIFETIMES[purpose]),
        )
    )
    return token


async def are_enough(account: int, purpose: Purpose, *, at: datetime) -> bool:
    """Whether so many links that still work were mailed in the last hour that another one would be a nuisance.

    Call inside `writing()`; until its end nobody else makes a link for this account.
    """
    await lock(f"links/{account}")
    found = await rows(
        "SELECT count(*) AS n FROM one_time_link WHERE account = {} AND purpose = {} AND used_at IS NULL "
        "AND created_at > {} AND expires_at > {}",
        account,
        str(purpose),
        at - timedelta(hours=1),
        at,
    )
    return int(found[0]["n"]) >= MOST_AN_HOUR


_COLUMNS = "account, purpose, next_path, email"


async def look(token: str, *purposes: Purpose, at: datetime) -> Link:
    """The link behind a token, unused. Raises NotFound when it was used, is too old, or never was."""
    found = await rows(
        f"SELECT {_COLUMNS} FROM one_time_link WHERE token_hash = {{}} AND used_at IS NULL AND expires_at > {{}}",
        hashed(token),
        at,
    )
    return _link(found, purposes)


async def use(token: str, *purposes: Purpose, at: datetime) -> Link:
    """Use a link up: of two at once, one gets it. Raises NotFound as `look` does."""
    async with writing():
        found = await rows(
            "UPDATE one_time_link SET used_at = {} WHERE token_hash = {} AND used_at IS NULL AND expires_at > {} "
            f"RETURNING {_COLUMNS}",
            at,
            hashed(token),
            at,
        )
        return _link(found, purposes)


def _link(found: list[dict[str, object]], purposes: tuple[Purpose, ...]) -> Link:
    links = [Link(**{**row, "purpose": Purpose(str(row["purpose"]))}) for row in found]  # type: ignore[arg-type]
    if not links or links[0].purpose not in purposes:
        raise NotFound("link.spent")
    return links[0]


async def revoke_all(account: int, *, at: datetime) -> None:
    """No link of this account works any more."""
    await rows("UPDATE one_time_link SET used_at = {} WHERE account = {} AND used_at IS NULL", at, account)
