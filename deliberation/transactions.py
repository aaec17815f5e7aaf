# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What both engines share: a current transaction bound to its task, and a counter of statements."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
from typing import Any

from piccolo.engine.exceptions import TransactionError


class TaskBound:
    """The current transaction, which a spawned task never inherits (context variables are copied by create_task)."""

    def __init__(self, name: str) -> None:
        self._held: contextvars.ContextVar[Any] = contextvars.ContextVar(name, default=None)

    def get(self) -> Any:
        held = self._held.get()
        if held is None:
            return None
        transaction, owner = held
        if transaction._closed:
            return None
        if owner is not asyncio.current_task():
            raise TransactionError("a query in a child task of an open transaction: await it in the same task")
        return transaction

    def set(self, transaction: Any) -> contextvars.Token[Any]:
        return self._held.set((transaction, asyncio.current_task()))

    def reset(self, token: contextvars.Token[Any]) -> None:
        with contextlib.suppress(ValueError):
            self._held.reset(token)


class StatementCounter:
    """Counts the SQL statements run while a page is made; the access log and the benchmarks read it."""

    def __init__(self) -> None:
        self._seen: contextvars.ContextVar[list[str] | None] = contextvars.ContextVar("statements", default=None)

    def start(self) -> list[str]:
        seen: list[str] = []
        self._seen.set(seen)
        return seen

    def add(self, statement: str) -> None:
        seen = self._seen.get()
        if seen is not None:
            seen.append(statement)
