# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Answers that requests share for some seconds."""

import asyncio

import pytest

from web.http.recent import MOST, Recent


class Counting:
    """A slow answer that knows how often it was made."""

    def __init__(self) -> None:
        self.made = 0

    async def __call__(self) -> int:
        await asyncio.sleep(0.01)
        self.made += 1
        return self.made


async def test_requests_at_the_same_time_wait_for_one_answer() -> None:
    recent, make = Recent(), Counting()
    assert await asyncio.gather(*(recent.get("city", 1, make) for _ in range(20))) == [1] * 20


async def test_another_version_or_another_question_is_made_again() -> None:
    recent, make = Recent(), Counting()
    assert [await recent.get("city", 1, make), await recent.get("city", 2, make)] == [1, 2]
    assert [await recent.get("navile", 2, make), await recent.get("city", 2, make)] == [3, 2]


async def test_an_answer_is_old_after_its_seconds() -> None:
    recent, make = Recent(seconds=0.0), Counting()
    assert [await recent.get("city", 1, make), await recent.get("city", 1, make)] == [1, 2]


async def test_a_refusal_is_not_kept_and_memory_does_not_grow() -> None:
    async def refuse() -> int:
        raise KeyError("no such place")

    recent, make = Recent(), Counting()
    with pytest.raises(KeyError):
        await recent.get("nowhere", 1, refuse)
    for n in range(MOST + 3):
        await recent.get(n, 1, make)
    assert await recent.get("nowhere", 1, make) == MOST + 4
    assert await recent.get(MOST + 2, 1, make) == MOST + 3
    assert await recent.get(0, 1, make) == MOST + 5
