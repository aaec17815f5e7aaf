# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What one connection may cost before the application sees a request.

uvicorn's httptools protocol has no limit of its own: a header may be endless, a connection may say nothing for ever,
trailers and pipelined requests are collected without end. All of that is refused here, where the bytes arrive.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_HEAD = 32 * 1024  # request line and headers, in bytes; the same for trailers and for chunks without content
MOST_HEADERS = 100
MOST_BODY = 16 * 1024 * 1024  # more than any route takes; as much is thrown away after a refusal, so that it arrives
TINY, MOST_TINY_CHUNKS = 256, 200
SMALL_REST = 64 * 1024  # of a body that was answered before it had come: it is on its way, and is read
MOST_PIPELINED = 8
MOST_CONNECTIONS = 500
HEAD_SECONDS = 15.0  # to be silent before a request, and again to send its head
BODY_SECONDS, BODY_RATE = 20.0, 2048  # to send a body, and bytes for each further second
STALLED_SECONDS = 30.0  # an answer that nobody reads
LINGER_SECONDS = 3.0  # after a refused head: the peer reads the answer before the connection is reset
LINGER_BYTES = 1024 * 1024
LINGER_PAUSE = 0.05
_PIECE = 16 * 1024
LOOK_EVERY = 3.0

_SENTENCES = {
    400: ("Non riusciamo a leggere la richiesta", "Torna indietro e riprova."),
    414: (
        "L'indirizzo è troppo lungo",
        "Può avere 2.000 caratteri prima del punto interrogativo, 8.000 dopo e 100 parametri. "
        "Torna indietro e cerca con meno parole.",
    ),
    431: (
        "La richiesta ha intestazioni troppo lunghe",
        "Le intestazioni possono pesare 32 kB in tutto ed essere 100. Cancella i cookie di questo sito e riprova.",
    ),
    503: ("Troppe persone insieme", "Il servizio è molto occupato. Riprova tra un minuto."),
}
_REASONS = {400: "Bad Request", 414: "URI Too Long", 431: "Request Header Fields Too Large", 503: "Service Unavailable"}


def refusal_page(status: int) -> bytes:
    """A page that needs nothing: no template, no style, no database. For requests that never reach the application."""
    title, text = _SENTENCES[status]
    return (
        f'<!doctype html><html lang="it"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<meta name="color-scheme" content="light dark">'
        f"<title>{title}</title><h1>{title}</h1><p>{text}</p>"
    ).encode()


REFUSAL_HEADERS = (
    ("content-type", "text/html; charset=utf-8"),
    ("cache-control", "no-store"),
    ("content-security-policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"),
    ("x-content-type-options", "nosniff"),
)


def _answer(status: int) -> bytes:
    body = refusal_page(status)
    lines = [f"HTTP/1.1 {status} {_REASONS[status]}", *(f"{name}: {value}" for name, value in REFUSAL_HEADERS)]
    if status == 503:
        lines.append("retry-after: 60")
    lines += [f"content-length: {len(body)}", "connection: close", "", ""]
    return "\r\n".join(lines).encode() + body


class _TooMuch(Exception):
    """Stops the parser from inside one of its callbacks."""


class BoundedProtocol(HttpToolsProtocol):
    """uvicorn's protocol with a limit on everything that it collects and on every wait."""

    most_connections = MOST_CONNECTIONS
    head_seconds, body_seconds, stalled_seconds = HEAD_SECONDS, BODY_SECONDS, STALLED_SECONDS
    look_every = LOOK_EVERY

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._status = 400  # of the refusal, if the parser stops
        self._refused = False  # nothing more is parsed: what still comes is thrown away
        self._linger_seconds, self._linger_bytes = LINGER_SECONDS, LINGER_BYTES
        self._close_after = False
        self._in_head = True
        self._in_body = False
        self._head_bytes = 0
        self._body_bytes = 0
        self._announced = MOST_BODY  # bytes of the body, as its head says; without a length, the most
        self._empty_bytes = 0  # framing since the last byte of a body
        self._chunks = 0
        self._tiny = 0
        self._since = 0.0
        self._stalled_since: float | None = None
        self._lingered = 0
        self._look: asyncio.TimerHandle | None = None

    # ---- the connection

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._since = self.loop.time()
        self._look = self.loop.call_later(self.look_every, self._look_at)
        if len(self.connections) > self.most_connections:
            self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._look is not None:
            self._look.cancel()
            self._look = None
        super().connection_lost(exc)

    def _make_room(self) -> None:
        """The connection that has waited longest without a whole request gives way; if there is none, the newest."""
        others = [c for c in self.connections if isinstance(c, BoundedProtocol) and c is not self]
        waiting = [c for c in others if (c.is_waiting or c._in_body) and not c.transport.is_closing()]
        if waiting:
            min(waiting, key=lambda c: c._since).transport.abort()
        else:
            self._refuse(503)

    @property
    def is_waiting(self) -> bool:
        """Whether the connection has no request that somebody works on."""
        return self._refused or (self._in_head and (self.cycle is None or self.cycle.response_complete))

    def _look_at(self) -> None:
        """Every few seconds: has this connection waited for too long?"""
        if self.transport is None or self.parser is None:
            return
        now = self.loop.time()
        if self._is_late(now):
            if self._refused or self._stalled_since is not None or self.transport.is_closing():
                self.transport.abort()
                return
            self.transport.close()
        self._look = self.loop.call_later(self.look_every, self._look_at)

    def _is_late(self, now: float) -> bool:
        waited = now - self._since
        if self._refused:
            return waited > self._linger_seconds
        if self._stalled_since is not None and now - self._stalled_since > self.stalled_seconds:
            return True
        if self.transport.is_closing():  # closed, but the last answer is not taken
            return waited > self.stalled_seconds + self.head_seconds
        if self._in_body:
            return waited > self.body_seconds + self._body_bytes / BODY_RATE and not self.flow.read_paused
        return self.is_waiting and waited > self.head_seconds

    def pause_writing(self) -> None:
        self._stalled_since = self.loop.time()
        super().pause_writing()

    def resume_writing(self) -> None:
        self._stalled_since = None
        super().resume_writing()

    # ---- what arrives

    def data_received(self, data: bytes) -> None:
        for start in range(0, len(data), _PIECE):
            if self._refused:
                self._linger(len(data) - start)
                return
            if self.transport.is_closing() or self.parser is None:
                return
            self._take(data[start : start + _PIECE] if len(data) > _PIECE else data)

    def _take(self, piece: bytes) -> None:
        was_in_head, chunks = self._in_head, self._chunks
        room = MOST_HEAD - self._head_bytes if was_in_head else len(piece)
        super().data_received(piece[:room] if room < len(piece) else piece)
        if self._refused:
            return
        if self._in_head:
            self._head_bytes += min(room, len(piece)) if was_in_head else 0
            if room < len(piece) or self._head_bytes >= MOST_HEAD:
                self._refuse(431)
            return
        self._head_bytes = 0
        self._empty_bytes = 0 if self._chunks > chunks else self._empty_bytes + len(piece)
        if self._empty_bytes > MOST_HEAD:
            self._refuse(431)
        elif self._body_bytes > MOST_BODY:
            self._refuse(400)
        elif room < len(piece):
            self._take(piece[room:])

    def send_400_response(self, msg: str) -> None:
        """The parser stopped: the request makes no sense, or a callback below had enough."""
        self._refuse(self._status)

    def _refuse(self, status: int) -> None:
        """Say why, and close; nothing more is parsed."""
        if self._refused or self.transport.is_closing():
            return
        self._refused = True
        self._since = self.loop.time()
        if self.cycle is not None:
            if not self.cycle.response_complete:
                self.cycle.disconnected = True
                self.cycle.message_event.set()
            if self.cycle.response_started if self._in_body else not self.cycle.response_complete:
                self.transport.abort()  # another answer is on its way, or has been given to this very request
                return
        self.pipeline.clear()
        self.flow.resume_reading()
        self.transport.write(_answer(status))
        self.transport.write_eof()

    def _linger(self, size: int) -> None:
        """Read a little more and throw it away: closing at once would reset the connection before the page is read."""
        self._lingered += size
        if self._lingered > self._linger_bytes:
            self.transport.abort()
        elif size and not self.transport.is_closing():  # slowly, so that fifty of them are not all that is read
            self.flow.pause_reading()
            self.loop.call_later(LINGER_PAUSE, self._read_on)

    def _read_on(self) -> None:
        if self.transport is not None and not self.transport.is_closing():
            self.flow.resume_reading()

    def eof_received(self) -> None:
        if self._refused:
            self.transport.close()

    # ---- the parser's callbacks

    def on_message_begin(self) -> None:
        super().on_message_begin()
        if len(self.pipeline) >= MOST_PIPELINED:
            raise _TooMuch
        self._in_head, self._in_body = True, False
        self._head_bytes = self._body_bytes = self._empty_bytes = self._chunks = self._tiny = 0
        self._announced = MOST_BODY
        self._since = self.loop.time()

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self._in_head or len(self.headers) >= MOST_HEADERS:  # trailers are of no use here
            self._status = 431
            raise _TooMuch
        if name.lower() == b"content-length" and value.isdigit():
            self._announced = int(value.lstrip(b"0")[:20] or b"0")
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._in_head, self._in_body = False, True
        self._since = self.loop.time()
        super().on_headers_complete()
        self._close_after, self.cycle.keep_alive = not self.cycle.keep_alive, True  # we close, when the body is through

    def on_body(self, body: bytes) -> None:
        self._chunks += 1
        self._body_bytes += len(body)
        self._tiny += len(body) < TINY
        if self._tiny > MOST_TINY_CHUNKS + self._body_bytes // TINY:
            raise _TooMuch
        super().on_body(body)

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._in_head, self._in_body = True, False
        self._since = self.loop.time()
        if self._close_after and self.cycle.response_complete:
            self.transport.close()

    def _is_on_its_way(self) -> bool:
        """Whether a small rest of the body will come. Who asked whether to send it and has the answer instead sends
        none of it, and would have the next request taken for the body."""
        if not self._in_body or (self.expect_100_continue and not self._body_bytes):
            return False
        return self._announced - self._body_bytes <= SMALL_REST

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._since = self.loop.time()
        if self.transport.is_closing() or self.pipeline or not self.cycle.response_complete:
            return
        if self._is_on_its_way():
            return  # often only a segment late; a client that may use the connection again must not find it closed
        if self._in_body:  # answered without reading to the end
            self._refused, self._linger_seconds, self._linger_bytes = True, self.body_seconds, MOST_BODY
            self.transport.write_eof()
        elif self._close_after:
            self.transport.close()
