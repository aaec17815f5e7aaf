# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Brief transactions: the same promises as all others, with one crossing to a thread to begin and one to commit."""

import asyncio
from typing import Any

import pytest

from deliberation.database import engine, is_postgres, rows, writing
from deliberation.people.tables import Attempt
from tests import databases


async def _add_one() -> None:
    async with writing(brief=True):
        found = await rows("SELECT tries FROM attempt WHERE key = 'a'" + (" FOR UPDATE" if is_postgres() else ""))
        await asyncio.sleep(0)
        await rows("UPDATE attempt SET tries = {} WHERE key = 'a'", found[0]["tries"] + 1)


async def test_a_hundred_at_once_that_read_first_all_succeed(database: None) -> None:
    await Attempt(key="a", window=0, tries=0).save()
    await asyncio.gather(*(_add_one() for _ in range(100)))
    assert await rows("SELECT tries FROM attempt") == [{"tries": 100}]


async def test_what_fails_is_undone_whole_and_the_next_one_succeeds(database: None) -> None:
    for fault in (RuntimeError, ValueError):
        with pytest.raises(fault):
            async with writing(brief=True):
                async with writing():
                    await Attempt(key="a", window=0, tries=1).save()
                raise fault
    async with writing(brief=True):
        await Attempt(key="b", window=0, tries=1).save()
    assert await rows("SELECT key FROM attempt") == [{"key": "b"}]


async def test_a_refused_statement_is_an_error_and_leaves_nothing(database: None) -> None:
    await Attempt(key="a", window=0, tries=1).save()
    with pytest.raises(Exception, match=r"(?i)unique"):
        async with writing(brief=True):
            await Attempt(key="b", window=0, tries=1).save()
            await Attempt(key="a", window=0, tries=1).save()
    assert await rows("SELECT key FROM attempt") == [{"key": "a"}]


async def test_whoever_is_cancelled_at_any_moment_leaves_all_or_nothing_and_a_free_database(database: None) -> None:
    async def both(n: int) -> None:
        async with writing(brief=True):
            await Attempt(key=f"{n}", window=0, tries=1).save()
            await asyncio.sleep(0)
            await Attempt(key=f"{n}", window=1, tries=1).save()

    for n in range(40):
        task = asyncio.create_task(both(n))
        await asyncio.sleep(n * 0.0002)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    async with asyncio.timeout(5), writing(brief=True):
        await Attempt(key="last", window=0, tries=1).save()
    assert await rows("SELECT key FROM attempt WHERE key <> 'last' GROUP BY key HAVING count(*) <> 2") == []
    assert await rows("SELECT key FROM attempt WHERE key = 'last'") == [{"key": "last"}]


@pytest.mark.skipif(databases.IS_POSTGRES, reason="about SQLite's threads")
async def test_only_the_beginning_and_the_commit_cross_to_the_writers_thread(database: None) -> None:
    crossed: list[str] = []
    async with engine().writer() as connection:  # type: ignore[union-attr]
        execute = connection._execute

        async def seen(function: Any, *args: Any, **options: Any) -> Any:
            crossed.append(str(args[0]) if args else str(function))
            return await execute(function, *args, **options)

        connection._execute = seen  # type: ignore[method-assign]
    try:
        async with writing(brief=True):
            for n in range(5):
                await rows("INSERT INTO attempt (key, \"window\", tries) VALUES ('a', {}, 1)", n)
    finally:
        del connection._execute
    assert [statement for statement in crossed if "INSERT" in statement] == []
    assert len(crossed) <= 4, crossed
