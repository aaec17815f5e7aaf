# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What commands share: run a use case on an open database, answer people or programs, exit codes.

0 done; 1 a check failed or the database cannot be reached; 2 the command was used
wrongly; 3 the input is bad; 4 a tie is left open.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from typing import Any, NoReturn, TypeVar

from rich.console import Console

from web.http import logs

DONE, CHECK_FAILED, MISUSED, BAD_INPUT = 0, 1, 2, 3
T = TypeVar("T")
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def run(work: Callable[[], Awaitable[T]]) -> T:
    """Do some work with the database open, and close it."""
    from deliberation import database

    async def on_database() -> T:
        async with database.opened(**({"min_size": 1, "max_size": 4} if database.is_postgres() else {})):
            return await work()

    return asyncio.run(on_database())


def print_json(value: Any) -> None:
    """An answer for a program: one JSON document on stdout."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def stop(message: str, code: int) -> NoReturn:
    """One line on stderr, and leave."""
    err.print(message, markup=False)
    sys.exit(code)


def explain(error: Exception) -> NoReturn:
    """Leave with a sentence for what can happen on a healthy installation; anything else is a fault of ours."""
    import sqlite3

    import asyncpg

    from deliberation.errors import CivicError
    from deliberation.outages import Outage, Unavailable
    from web.settings import SettingsError

    if isinstance(error, CivicError):
        from web.http.problems import words

        stop(words("en", error.code, error.parameters), BAD_INPUT)
    if isinstance(error, SettingsError):
        stop(f"Setting not understood: {error}", MISUSED)
    if isinstance(error, asyncpg.UndefinedTableError) or "no such table" in str(error):
        stop("The database has no tables yet: run rione migrate.", CHECK_FAILED)
    if isinstance(error, Unavailable):
        hint = " Is it there? rione migrate makes it." if error.outage is Outage.GONE else ""
        stop(f"The database cannot be used now ({error}).{hint}", CHECK_FAILED)
    if isinstance(error, sqlite3.Error | asyncpg.PostgresError):
        stop(f"The database cannot be used: {logs.kind(error)}", CHECK_FAILED)
    if isinstance(error, OSError):
        stop(f"The database cannot be used: {type(error).__name__}: {error}", CHECK_FAILED)
    raise error
