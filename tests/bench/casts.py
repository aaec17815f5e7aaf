# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Casts a second. A cast is one person's act: the ballot sent, recorded, and the page that says so read to its end.

The ballots were opened before the clock starts. Connections stay open, as browsers and a proxy keep them; a voter uses
one for both requests, and AT_ONCE voters are at it together. Answers are not compressed, as in the table's other rows.
"""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode, urlsplit

import uvloop

AT_ONCE = 16
RECORDED = b"registrato"
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
_LOCATION = re.compile(rb"\r\nlocation: (\S+)", re.IGNORECASE)
_TOKEN = re.compile(rb'name="_csrf" value="([^"]+)"')
One = TypeVar("One")
Got = TypeVar("Got")


@dataclass(frozen=True, slots=True)
class Paper:
    """A ballot that is open on somebody's screen: the session, and the form as it will be sent."""

    session: str
    fields: bytes


class Line:
    """One connection that stays open."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def ask(self, method: str, path: str, session: str = "", form: bytes = b"") -> tuple[bytes, bytes]:
        """Head and body of an answer. Raises RuntimeError when it is a refusal or an error."""
        kind = f"content-type: application/x-www-form-urlencoded\r\ncontent-length: {len(form)}\r\n" if form else ""
        self._writer.write(
            f"{method} {path} HTTP/1.1\r\nhost: bench\r\nsec-fetch-site: same-origin\r\n"
            f"cookie: rione_session={session}\r\n{kind}\r\n".encode()
            + form
        )
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        body = await self._reader.readexactly(int(length[1]) if length else 0)
        if head.split(b" ", 2)[1] >= b"400":
            raise RuntimeError(f"{method} {path}: {head.decode()}")
        return head, body

    async def close(self) -> None:
        self._writer.close()
        await self._writer.wait_closed()


async def _each(address: str, todo: Iterable[One], act: Callable[[Line, One], Awaitable[Got]]) -> list[Got]:
    """One after the other on each of AT_ONCE lines, whoever is next."""
    waiting, got = iter(todo), []
    parts = urlsplit(address)

    async def work() -> None:
        line = Line(*await asyncio.open_connection(parts.hostname, parts.port))
        for one in waiting:
            got.append(await act(line, one))
        await line.close()

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    return got


def opened(address: str, vote: str, sessions: Sequence[str]) -> list[Paper]:
    """The ballots of these people, each with a choice."""

    async def one(line: Line, voter: tuple[int, str]) -> Paper:
        n, session = voter
        _, page = await line.ask("GET", vote, session)
        token = _TOKEN.search(page)
        if token is None:
            raise RuntimeError("a ballot did not open")
        return Paper(session, urlencode({"_csrf": token[1].decode(), "scelte": str(n % 10 + 1)}).encode())

    return uvloop.run(_each(address, enumerate(sessions), one))


def cast(address: str, vote: str, papers: Sequence[Paper]) -> float:
    """Seconds in which all are recorded and everybody has read so."""

    async def one(line: Line, paper: Paper) -> None:
        head, _ = await line.ask("POST", f"{vote}/registra", paper.session, paper.fields)
        where = _LOCATION.search(head)
        _, page = await line.ask("GET", where[1].decode() if where else vote, paper.session)
        if RECORDED not in page:
            raise RuntimeError("a ballot was not recorded")

    started = time.perf_counter()
    uvloop.run(_each(address, papers, one))
    return time.perf_counter() - started


def post(address: str, path: str, times: int) -> float:
    """Seconds in which so many small forms are answered: the peer that records a row for each."""

    async def one(line: Line, n: int) -> None:
        await line.ask("POST", path, form=b"n=%d" % n)

    started = time.perf_counter()
    uvloop.run(_each(address, range(times), one))
    return time.perf_counter() - started
