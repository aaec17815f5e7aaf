# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Password hashes: argon2id, 19 MiB, two passes, one lane (OWASP), in a thread and never more than two at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import cache
from typing import TypeVar
from weakref import WeakKeyDictionary

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from deliberation.text import normal

T = TypeVar("T")
AT_ONCE = 2
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, hash_len=32, salt_len=16, type=Type.ID)
_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


async def hash_password(password: str) -> str:
    """What is stored of a password."""
    text = _normal(password)
    return await _in_turn(lambda: _HASHER.hash(text))


async def matches(password_hash: str, password: str) -> bool:
    """Whether the password is the one that was hashed. An empty hash costs the same time and matches nothing."""
    text = _normal(password)

    def verify() -> bool:
        try:
            return _HASHER.verify(password_hash or _no_hash(), text) and bool(password_hash)
        except (VerificationError, InvalidHashError):
            return False

    return await _in_turn(verify)


def is_outdated(password_hash: str) -> bool:
    """Whether it was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(password_hash)


def _normal(password: str) -> str:
    """The same password from any keyboard (NFKC)."""
    return normal("NFKC", password)


@cache
def _no_hash() -> str:
    return _HASHER.hash("nobody's password")


async def _in_turn(work: Callable[[], T]) -> T:
    turn = _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE))
    async with turn:
        return await asyncio.to_thread(work)
