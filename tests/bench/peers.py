# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The limits that Rione is measured against: Litestar saying hello, a plain Jinja page of two hundred rows, and the
least that recording one act costs: a POST, one INSERT, its durable commit. PEER_POSTGRES names a database for the last.
"""

import asyncio
import os
import sqlite3
import tempfile
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import jinja2
from litestar import Litestar, MediaType, Request, Response, get, post

_PAGE = jinja2.Environment(autoescape=True).from_string(
    "<!DOCTYPE html><html lang='it'><head><title>{{ title }}</title></head><body><h1>{{ title }}</h1><ul>"
    "{% for row in rows %}<li><a href='/p/{{ row.id }}'>{{ row.title }}</a> {{ row.text }} <b>{{ row.n }}</b></li>"
    "{% endfor %}</ul></body></html>"
)
_ROWS = [
    {"id": n, "title": f"Proposta numero {n}", "text": "Due righe di testo & un segno.", "n": n} for n in range(200)
]


@get("/hello", media_type=MediaType.TEXT)
async def hello() -> str:
    """The least that the framework can do."""
    return "hello"


@get("/page")
async def plain_page() -> Response[str]:
    """The least that a page of two hundred rows costs."""
    return Response(_PAGE.render(title=Path(__file__).stem, rows=_ROWS), media_type=MediaType.HTML)


_INSERT = "INSERT INTO act (marks) VALUES ({})"
_TABLE = "CREATE TABLE act (id {} PRIMARY KEY, marks text)"


class Sqlite:
    """One connection in a thread of its own, synchronous as the program's."""

    def __init__(self, folder: str) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._rows = sqlite3.connect(f"{folder}/peer.sqlite", isolation_level=None, check_same_thread=False)
        for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", _TABLE.format("integer")):
            self._rows.execute(statement)

    async def record(self, marks: str) -> None:
        run = asyncio.get_running_loop().run_in_executor
        await run(self._thread, self._rows.execute, _INSERT.format("?"), (marks,))


@asynccontextmanager
async def databases(held: Litestar) -> AsyncIterator[None]:
    """Both, empty; PostgreSQL where there is one."""
    with tempfile.TemporaryDirectory(prefix="rione-peer-") as folder:
        held.state.sqlite = Sqlite(folder)
        if url := os.environ.get("PEER_POSTGRES"):
            held.state.postgres = await asyncpg.create_pool(url, min_size=10, max_size=10)
            await held.state.postgres.execute(_TABLE.format("serial"))
        yield


@post("/row/sqlite", status_code=200, media_type=MediaType.TEXT)
async def row_in_sqlite(request: Request[Any, Any, Any]) -> str:
    """The answer comes after the commit."""
    await request.app.state.sqlite.record((await request.form()).get("n", ""))
    return "recorded"


@post("/row/postgresql", status_code=200, media_type=MediaType.TEXT)
async def row_in_postgres(request: Request[Any, Any, Any]) -> str:
    """The answer comes after the commit."""
    await request.app.state.postgres.execute(_INSERT.format("$1"), (await request.form()).get("n", ""))
    return "recorded"


app = Litestar(
    [hello, plain_page, row_in_sqlite, row_in_postgres], lifespan=[databases], openapi_config=None, logging_config=None
)
