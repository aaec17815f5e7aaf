# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Structured logs: text for people, JSON for programs. What is logged is listed where it is logged, never a body.

An error is logged as its kind, its codes and the lines of the program that it came through: never its text, which may
hold what a person typed (`DETAIL: Key (email)=…`), and never a variable. The same holds for the standard library's
logging, for warnings, and for what nobody caught.
"""

import json
import logging
import os
import re
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator, MutableMapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from web.settings import Settings

_CODES = ("code", "status_code", "sqlstate", "constraint_name", "table_name", "sqlite_errorname", "errno", "outage")
_TOLD = frozenset({"asyncio", "uvicorn.error"})  # whose first line holds nothing of a request
_UNTOLD = frozenset({"uvicorn.access"})  # paths, with the tokens in them
_OWN_HANDLERS = ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi")
_VALUES = re.compile(r"[(<'\":\[]")  # asyncio says "Exception in callback f('…')"
_LONGEST_CHAIN = 5


def kind(error: BaseException) -> str:
    """An error without its text: its type and its codes."""
    found = [type(error).__name__]
    for name in _CODES:
        value = getattr(error, name, None)
        if value and isinstance(value, str | int):
            found.append(f"{name}={value}")
    return " ".join(found)


def trace(error: BaseException) -> str:
    """An error, and what it came of: kinds, codes and lines of the program."""
    return "\n".join(_lines(error, 0))


def _lines(error: BaseException, depth: int) -> Iterator[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and depth < _LONGEST_CHAIN:
        yield from _lines(before, depth + 1)
        yield "which led to:"
    frames = traceback.StackSummary.extract(traceback.walk_tb(error.__traceback__))  # without values of variables
    for frame in frames:
        yield f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}'
        if frame.line:
            yield f"    {frame.line}"
    yield kind(error)
    if isinstance(error, BaseExceptionGroup) and depth < _LONGEST_CHAIN:
        for one in error.exceptions[:_LONGEST_CHAIN]:
            yield "of which:"
            yield from _lines(one, depth + 1)


def _told(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """structlog's step from `exc_info` to text."""
    found = event.pop("exc_info", None)
    error = found if isinstance(found, BaseException) else found[1] if isinstance(found, tuple) else None
    if found and error is None:
        error = sys.exc_info()[1]
    if error is not None:
        event["exception"] = trace(error)
    return event


class Bare(logging.Formatter):
    """A record of the standard library in the same form: the text as it stands in the program, without its values."""

    def __init__(self, as_json: bool) -> None:
        super().__init__()
        self.as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        fields = {
            "event": self._text(record),
            "logger": record.name,
            "level": record.levelname.lower(),
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z"),
        }
        if error is not None:
            fields["exception"] = trace(error)
        if self.as_json:
            return json.dumps(fields)
        line = f"{fields['timestamp']} [{fields['level']}] {fields['event']} logger={record.name}"
        return f"{line}\n{fields['exception']}" if error is not None else line

    @staticmethod
    def _text(record: logging.LogRecord) -> str:
        """Only a text that certainly was written by a programmer: with its values still apart, or of few loggers."""
        if not isinstance(record.msg, str):
            return type(record.msg).__name__
        if record.args or record.name in _TOLD:
            return _VALUES.split((record.msg.splitlines() or [""])[0])[0].strip()
        return f"{os.path.basename(record.pathname)}:{record.lineno}"


class _Stderr(logging.Handler):
    """Ours on the root logger, one a process."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stderr.write(f"{self.format(record)}\n")
        except Exception as error:  # logging's own answer to this prints the values
            print(f"a line of {record.name} was lost: {kind(error)}", file=sys.__stderr__)


def configure(settings: Settings) -> None:
    """Set up structlog and the standard library's logging for this process."""
    import structlog  # here, so that a small command does not wait for it

    as_json = settings.log_format == "json"
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _told,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG if settings.debug else logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = _Stderr()
    handler.setFormatter(Bare(as_json))
    handler.addFilter(lambda record: record.name not in _UNTOLD)
    root = logging.getLogger()
    root.handlers = [handler, *(one for one in root.handlers if not isinstance(one, _Stderr))]
    root.setLevel(logging.INFO if settings.debug else logging.WARNING)
    for name in _OWN_HANDLERS:  # set up by whoever started the server with its defaults: they would print values
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], True


def take_over() -> None:
    """Say in the same way what Python itself would print: errors that nobody caught, and warnings."""

    def say(text: str, error: BaseException | None = None) -> None:
        print(f"{text}\n{trace(error)}" if error is not None else text, file=sys.stderr, flush=True)

    def uncaught(_: type[BaseException], error: BaseException, __: TracebackType | None) -> None:
        if not isinstance(error, KeyboardInterrupt):
            say("uncaught", error)

    def warned(
        message: Warning | str, category: type[Warning], filename: str, lineno: int, file: Any = None, line: Any = None
    ) -> None:
        say(f"{category.__name__} at {os.path.basename(filename)}:{lineno}")

    sys.excepthook = uncaught
    threading.excepthook = lambda found: say("uncaught in a thread", found.exc_value)
    sys.unraisablehook = lambda found: say("uncaught in a finaliser", found.exc_value)
    warnings.showwarning = warned
