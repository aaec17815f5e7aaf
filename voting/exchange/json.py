# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Our own JSON: ``docs/formats.md`` describes it, ``docs/formats/election.schema.json`` is its schema.

The reader keeps where every option and ballot begins, so that an error names its line.
"""

import json
from collections.abc import Iterator
from typing import Any

from voting.ballots import BallotKind
from voting.canonical import exact
from voting.errors import FormatError
from voting.exchange.amounts import amount
from voting.exchange.elections import (
    FIELDS,
    MOST,
    Election,
    Row,
    ballot_at,
    kind_named,
    marks_of,
    options_of,
    profile_of,
    rows,
    texts_of,
)

FORMAT = "rione-election/1"
KEYS = ("format", "kind", "title", "seats", "budget", "unit", "options", "ballots", "invalid")
SPACE = " \t\n\r"


class JsonError(FormatError):
    """A JSON file that cannot be read."""


class _Scanner:
    """One text, read value by value; ``at`` is the place of the next one."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.decoder = json.JSONDecoder(object_pairs_hook=self._lone_keys, parse_constant=self._no_constant)

    def line(self, at: int | None = None) -> int:
        return self.text.count("\n", 0, self.at if at is None else at) + 1

    def _lone_keys(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            raise JsonError(self.line(), "object", "each key once", ", ".join(name for name, _ in pairs)[:60])
        return found

    def _no_constant(self, name: str) -> Any:
        raise JsonError(self.line(), "number", "a number", name)

    def skip(self) -> str:
        while self.at < len(self.text) and self.text[self.at] in SPACE:
            self.at += 1
        return self.text[self.at : self.at + 1]

    def take(self, mark: str, field: str) -> None:
        if self.skip() != mark:
            raise JsonError(self.line(), field, mark, self.text[self.at : self.at + 20])
        self.at += 1

    def value(self, field: str) -> Any:
        self.skip()
        try:
            found, self.at = self.decoder.raw_decode(self.text, self.at)
        except json.JSONDecodeError as error:
            raise JsonError(self.line(error.pos), field, f"JSON ({error.msg})", self.text[error.pos :][:20]) from error
        except (RecursionError, ValueError) as error:
            if isinstance(error, FormatError):
                raise
            raise JsonError(self.line(), field, "plain JSON", type(error).__name__) from error
        return found

    def items(self, opening: str, closing: str, field: str) -> Iterator[None]:
        """Stops before every item of an array or object."""
        self.take(opening, field)
        if self.skip() == closing:
            self.at += 1
            return
        while True:
            yield
            if self.skip() == closing:
                self.at += 1
                return
            self.take(",", field)


def read(text: str) -> Election:
    """The election of a text. Raises JsonError with line, field and what was expected."""
    scanner = _Scanner(text.removeprefix("\ufeff"))
    plain: dict[str, tuple[int, Any]] = {}
    listed: dict[str, list[tuple[int, Any]]] = {}
    for _ in scanner.items("{", "}", "file"):
        scanner.skip()
        line = scanner.line()
        key = scanner.value("key")
        if key not in KEYS or key in plain or key in listed:
            raise JsonError(line, "key", "each once of " + ", ".join(KEYS), str(key)[:40])
        scanner.take(":", str(key))
        if key in ("options", "ballots"):
            listed[key] = []
            for _ in scanner.items("[", "]", key):
                scanner.skip()
                listed[key].append((scanner.line(), scanner.value(key)))
        else:
            plain[key] = (line, scanner.value(key))
    if scanner.skip():
        raise JsonError(scanner.line(), "file", "nothing after the last }", scanner.text[scanner.at :][:20])
    return _election(plain, listed)


def _election(plain: dict[str, tuple[int, Any]], listed: dict[str, list[tuple[int, Any]]]) -> Election:
    for key in ("format", "kind", "options", "ballots"):
        if key not in plain and key not in listed:
            raise JsonError(1, key, f"the key {key}", "none")
    line, name = plain["format"]
    if name != FORMAT:
        raise JsonError(line, "format", FORMAT, str(name)[:40])
    kind = kind_named(str(plain["kind"][1]), plain["kind"][0])
    options = options_of([(line, _option(line, found)) for line, found in listed["options"]])
    voted = [_row(kind, options, line, found) for line, found in listed["ballots"]]
    seats = _whole(*plain["seats"], "seats", 1) if "seats" in plain else None
    invalid = _whole(*plain["invalid"], "invalid") if "invalid" in plain else 0
    budget = None
    if "budget" in plain:
        budget = amount(_text(*plain["budget"], "budget"), plain["budget"][0], "budget", ratios=True)
    unit = _whole(*plain["unit"], "unit", 1) if "unit" in plain else 1
    title = _text(*plain["title"], "title") if "title" in plain else ""
    return Election(options, profile_of(kind, options, voted, invalid), seats, budget, title, unit)


def _option(line: int, found: Any) -> dict[str, str]:
    if not isinstance(found, dict) or not set(found) <= {"id", *FIELDS}:
        raise JsonError(line, "options", "{id, " + ", ".join(FIELDS) + "}", str(found)[:60])
    return {name: _text(line, value, name) for name, value in found.items()}


def _row(kind: BallotKind, options: Any, line: int, found: Any) -> Row:
    if not isinstance(found, dict) or "marks" not in found or not set(found) <= {"marks", "weight", "group"}:
        raise JsonError(line, "ballots", "{marks, weight, group}", str(found)[:60])
    weight = _whole(line, found.get("weight", 1), "weight")
    group = _text(line, found.get("group", ""), "group")
    return Row(weight, group, ballot_at(kind, found["marks"], options, line, "marks"))


def _whole(line: int, value: Any, field: str, least: int = 0) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= MOST:
        raise JsonError(line, field, f"a whole number from {least} to {MOST}", str(value)[:40])
    return value


def _text(line: int, value: Any, field: str) -> str:
    if not isinstance(value, str) or "\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise JsonError(line, field, "a text", str(value)[:40])
    return value


def write(election: Election) -> str:
    """The file of an election, one option and one distinct ballot a line: ``read(write(e))`` holds the same."""
    profile = election.profile
    head: dict[str, object] = {"format": FORMAT, "kind": profile.kind.value}
    if election.title:
        head["title"] = election.title
    if election.seats is not None:
        head["seats"] = election.seats
    if election.budget is not None:
        head["budget"] = exact(election.budget)
    if election.unit != 1:
        head["unit"] = election.unit
    if profile.n_invalid:
        head["invalid"] = profile.n_invalid
    lines = [f" {_json(key)}: {_json(value)}," for key, value in head.items()]
    options = [f"  {_json(texts_of(option))}" for option in election.options]
    ballots = [f"  {_json(_ballot(row))}" for row in rows(profile)]
    body = [' "options": [', ",\n".join(options), " ],", ' "ballots": [', ",\n".join(ballots), " ]"]
    return "\n".join(["{", *lines, *body, "}"]) + "\n"


def _ballot(row: Row) -> dict[str, object]:
    group = {"group": row.group} if row.group else {}
    return {"marks": marks_of(row.ballot), "weight": row.weight, **group}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
