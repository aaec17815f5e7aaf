# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rate limits, kept in the database so that all processes share them."""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from deliberation import keys
from deliberation.database import rows
from deliberation.errors import TooMany

_TAKE = """
INSERT INTO attempt (key, "window", tries) VALUES ({}, {}, 1)
ON CONFLICT (key, "window") DO UPDATE SET tries = attempt.tries + 1
RETURNING tries
"""
KEPT = timedelta(days=2)


async def take(key: str, limit: int, seconds: int, *, at: datetime) -> None:
    """Count one attempt; more than `limit` in a window of `seconds` raise TooMany with `retry_after` seconds.

    Call it before `writing()`: an attempt counts even when what follows is refused. Windows are aligned to the clock.
    """
    moment = int(at.timestamp())
    window = moment - moment % seconds
    found = await rows(_TAKE, key[:160], window)
    if found[0]["tries"] > limit:
        raise TooMany("rate.limited", retry_after=window + seconds - moment)


async def is_within(what: str, whom: str, limit: int, seconds: int, *, at: datetime) -> bool:
    """Count one time and say whether the limit holds, for what is left undone without a word (a mail too many)."""
    try:
        await take(key_of(what, whom), limit, seconds, at=at)
    except TooMany:
        return False
    return True


def key_of(what: str, whom: str) -> str:
    """The key of an address or of an account, as 'sign-in:2c26b46b68ffc68f'.

    Who it was can be found out by trying every address, but only with the secret of the installation.
    """
    return f"{what}:{keys.mac('limits', whom)[:32]}"


def network(address: str) -> str:
    """What counts as one origin: an IPv4 address, or the /64 that one IPv6 connection usually owns."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(IPv6Address(int(found) >> 64 << 64)) + "/64" if isinstance(found, IPv6Address) else str(found)


def site(address: str) -> str:
    """The /48 around an IPv6 address, which one subscriber may own; '' for every other address."""
    try:
        found = ip_address(address.removesuffix("/64"))
    except ValueError:
        return ""
    return str(IPv6Address(int(found) >> 80 << 80)) + "/48" if isinstance(found, IPv6Address) else ""


async def forget_old(*, at: datetime) -> None:
    """Drop the windows that no limit looks at any more."""
    await rows('DELETE FROM attempt WHERE "window" < {}', int((at - KEPT).timestamp()))
