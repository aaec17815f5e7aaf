# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a route takes in a body. Bytes and fields are counted before anything is parsed; files go to disk as they come.

Litestar reads a form of any shape up to one size for all routes, and remembers the last thousand of them. Here each
group of routes says what it takes, as `routes(Access.OFFICE, …, takes=FILES)`; one that says nothing takes a FORM.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from litestar import Request
from litestar.datastructures import FormMultiDict, UploadFile
from litestar.exceptions import HTTPException
from litestar.types import Empty
from multipart import (
    MultipartError,
    MultipartSegment,
    ParserLimitReached,
    PushMultipartParser,
)

from web.words.messages.marks import N_

KB = 1024
MOST_BOUNDARY = 200
MOST_HEADER = 16 * KB  # of a part: the longest name of a file
FORM_TYPE, FILES_TYPE = "application/x-www-form-urlencoded", "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Takes:
    """So many bytes in all and so many fields; files, only where it says so (text beside them keeps FORM's size)."""

    size: int
    fields: int
    files: bool = False


FORM = Takes(128 * KB, 200)
LONG_TEXTS = Takes(512 * KB, 1_000)
MANY_CHOICES = Takes(256 * KB, 4_000)
FILES = Takes(12 * KB * KB, 20, files=True)
TABLES = Takes(2 * KB * KB, 400, files=True)
PICTURES = Takes(16 * KB * KB, 20, files=True)
LARGEST = PICTURES.size

TOO_MANY_BYTES = N_(
    "Qui si possono mandare al massimo %(kilobytes)s kB. Torna indietro e accorcia, o scegli un file più piccolo."
)
TOO_MANY_FIELDS = N_("Qui si possono mandare al massimo %(fields)s campi. Torna indietro e mandane di meno.")
NO_FILES = N_("Torna indietro e invia il modulo senza il file.")
UNREADABLE = N_("Non riusciamo a leggere la richiesta. Torna indietro e riprova.")


class BodyRefused(HTTPException):
    """A body that is not read, or not to its end; `message` and `values` say which limit it met."""

    def __init__(self, status: int, message: str, **values: object) -> None:
        super().__init__(detail=message % values if values else message, status_code=status)
        self.message, self.values = message, values


class BoundedRequest(Request[Any, Any, Any]):
    """Litestar's request with a form that is bounded by its route."""

    __slots__ = ()

    @property
    def takes(self) -> Takes:
        found = self.route_handler.opt.get("takes", FORM)
        assert isinstance(found, Takes)
        return found

    async def form(self) -> FormMultiDict:
        """The fields and files of the body, read once a request. Raises BodyRefused (400, 413 or 415)."""
        held = self._connection_state.form
        if held is Empty:
            held = self._connection_state.form = await self._read()
        return FormMultiDict.from_form_data(held)

    async def _read(self) -> dict[str, Any]:
        kind, options = self.content_type
        if kind == FORM_TYPE:
            body = b"".join([chunk async for chunk in self._bounded()])
            await self.app.state.turns.take()
            return _grouped(_fields(body, self.takes))
        if kind == FILES_TYPE:
            if not self.takes.files:
                raise self._too_large() if self._announced() > self.takes.size else BodyRefused(415, NO_FILES)
            return _grouped(await _parts(self._bounded(), options.get("boundary", ""), self.takes))
        return {}

    def _announced(self) -> int:
        text = self.headers.get("content-length", "0")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0

    def _too_large(self) -> BodyRefused:
        return BodyRefused(413, TOO_MANY_BYTES, kilobytes=self.takes.size // KB)

    async def _bounded(self) -> AsyncIterator[bytes]:
        """The body as it comes, up to the size that the route takes: what is announced is refused unread."""
        if self._announced() > self.takes.size:
            raise self._too_large()
        size, more = 0, True
        while more:
            message = await self.receive()
            if message["type"] != "http.request":
                raise BodyRefused(400, UNREADABLE)
            chunk, more = message.get("body", b""), message.get("more_body", False)
            size += len(chunk)
            if size > self.takes.size:
                raise self._too_large()
            if chunk:
                yield chunk


def _fields(body: bytes, takes: Takes) -> list[tuple[str, Any]]:
    """The fields of an encoded form, counted by their separators first."""
    if body.count(b"&") >= takes.fields:
        raise BodyRefused(413, TOO_MANY_FIELDS, fields=takes.fields)
    return list(parse_qsl(body.decode("latin-1"), keep_blank_values=True, encoding="utf-8", errors="replace"))


async def _parts(chunks: AsyncIterator[bytes], boundary: str, takes: Takes) -> list[tuple[str, Any]]:
    """The parts of a form with files. Text is UTF-8 whatever a part says of itself, and FORM.size of it is enough."""
    if not 0 < len(boundary) <= MOST_BOUNDARY:
        raise BodyRefused(400, UNREADABLE)
    parts = _Parts()
    try:
        with PushMultipartParser(boundary, max_segment_count=takes.fields, max_header_size=MOST_HEADER) as parser:
            async for chunk in chunks:
                for event in parser.parse(chunk):
                    await parts.take(event)
    except BaseException as error:
        await parts.close()
        if isinstance(error, ParserLimitReached):
            raise BodyRefused(413, TOO_MANY_FIELDS, fields=takes.fields) from None
        if isinstance(error, MultipartError):
            raise BodyRefused(400, UNREADABLE) from None
        raise
    return parts.found


class _Parts:
    """The parts read so far: files are on their way to disk, the text of a field is held until its part ends."""

    def __init__(self) -> None:
        self.found: list[tuple[str, Any]] = []
        self._text, self._name = 0, ""
        self._held: UploadFile | bytearray | None = None

    async def take(self, event: MultipartSegment | bytearray | None) -> None:
        """The head of a part, a piece of its body, or None at its end."""
        if isinstance(event, MultipartSegment):
            self._name, self._held = event.name, _file(event) if event.filename else bytearray()
            if isinstance(self._held, UploadFile):
                self.found.append((self._name, self._held))
        elif isinstance(self._held, UploadFile):
            await (self._held.write(bytes(event)) if event else self._held.seek(0))
        elif self._held is not None:
            self._text += len(event or b"")
            if self._text > FORM.size:
                raise BodyRefused(413, TOO_MANY_BYTES, kilobytes=FORM.size // KB)
            self._held.extend(event or b"")
            if event is None:
                self.found.append((self._name, self._held.decode(errors="replace")))

    async def close(self) -> None:
        """Forgets the files."""
        for _, value in self.found:
            if isinstance(value, UploadFile):
                await value.close()


def _file(part: MultipartSegment) -> UploadFile:
    """A file that is written to disk as it comes, beyond its first megabyte."""
    return UploadFile(content_type=part.content_type or "", filename=part.filename or "", headers={})


def _grouped(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """As Litestar keeps forms: a list where a name comes more than once. Without NUL, which no text of a person has."""
    found: dict[str, list[Any]] = {}
    for name, value in pairs:
        value = value.replace("\x00", "") if isinstance(value, str) else value
        found.setdefault(name.replace("\x00", ""), []).append(value)
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}
