# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What both engines share: a current transaction bound to its task, statements as text, and a counter of them."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
from functools import lru_cache
from typing import Any

from piccolo.engine.exceptions import TransactionError
from piccolo.querystring import QueryString, Selectable


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


class Statement(QueryString):
    """A QueryString of values alone. Its text is made once a process: Piccolo parses it at every use."""

    __slots__ = ()

    def __init__(self, template: str, *values: Any) -> None:
        self.template, self.args, self.columns = template, values, ()
        self.query_type, self.table = "generic", None
        self._alias = self._frozen_compiled_strings = None

    def compile_string(self, engine_type: str = "postgres") -> tuple[str, list[Any]]:
        return _compiled(self.template, len(self.args), engine_type), list(self.args)


@lru_cache(maxsize=1024)
def _compiled(template: str, values: int, engine_type: str) -> str:
    return QueryString(template, *[None] * values).compile_string(engine_type)[0]


def statement(template: str, *values: Any) -> QueryString:
    """The text with `{}` placeholders and its values, of which some may be statements or columns themselves."""
    composed = any(Selectable in type(value).__mro__ for value in values)  # an abstract class is slow to ask
    return QueryString(template, *values) if composed else Statement(template, *values)
