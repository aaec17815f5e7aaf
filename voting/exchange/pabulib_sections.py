# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The three sections of a ``.pb`` text as tables whose rows know their line."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from voting.ballots import BallotKind
from voting.errors import FormatError
from voting.exchange.amounts import amount

KINDS = {
    "approval": BallotKind.APPROVAL,
    "choose-1": BallotKind.CHOICE,
    "cumulative": BallotKind.POINTS,
    "scoring": BallotKind.POINTS,
    "ordinal": BallotKind.RANKING,
}
HEADINGS = ("META", "PROJECTS", "VOTES")
STRANGE = re.compile("[\0\ud800-\udfff]")
WHOLE = re.compile(r"[0-9]{1,15}(?:[.,]0{1,6})?")
THOUSANDS = re.compile(r"[0-9]+[.,]000")


class PabulibError(FormatError):
    """A ``.pb`` text that cannot be read."""


@dataclass(frozen=True, slots=True)
class Table:
    """One section: the line of its header, its column names, the text below."""

    name: str
    line: int
    columns: tuple[str, ...]
    text: str

    def require(self, column: str) -> int:
        """The column's place. Raises PabulibError."""
        if column not in self.columns:
            raise PabulibError(self.line, column, f"a column {column} in {self.name}", ";".join(self.columns))
        return self.columns.index(column)

    def rows(self, loose: bool = False) -> Iterator[tuple[int, list[str]]]:
        """Line number and fields of every row that is not empty; each must have a field for every column."""
        reader = csv.reader(self.text.split("\n"), delimiter=";", strict=True)
        while True:
            line = self.line + 1 + reader.line_num
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise PabulibError(line, self.name, "quotes that open and close", str(error)) from error
            if not any(field.strip() for field in row):
                continue
            if not loose and len(row) != len(self.columns):
                raise PabulibError(line, self.name, f"{len(self.columns)} fields", f"{len(row)} fields")
            yield line, row


def sections(text: str) -> tuple[Table, Table, Table]:
    """META, PROJECTS and VOTES. Raises PabulibError."""
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    strange = None if _plain(text) else STRANGE.search(text)
    if strange:
        raise PabulibError(text.count("\n", 0, strange.start()) + 1, "text", "Unicode text", repr(strange.group()))
    spans: list[tuple[int, int]] = []
    start = 0
    for heading in HEADINGS:
        found = re.compile(rf"^{heading}[ \t;]*$", re.IGNORECASE | re.MULTILINE).search(text, start)
        if found is None:
            raise PabulibError(text.count("\n", 0, start) + 1, heading, f"a line {heading}", "none")
        spans.append(found.span())
        start = found.end()
    tables: list[Table] = []
    for at, heading in enumerate(HEADINGS):
        end = spans[at + 1][0] if at + 1 < len(spans) else len(text)
        tables.append(_table(heading, text.count("\n", 0, spans[at][0]) + 2, text[spans[at][1] + 1 : end]))
    return tables[0], tables[1], tables[2]


def _plain(text: str) -> bool:
    """Whether every character can be written as UTF-8, and none is NUL."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def _table(heading: str, line: int, text: str) -> Table:
    header, _, body = text.partition("\n")
    columns = tuple(name.strip() for name in header.split(";"))
    if not header.strip() or len(set(columns)) != len(columns):
        raise PabulibError(line, heading, "a header with different column names", header)
    return Table(heading, line, columns, body)


def money(text: str | None, line: int, field: str) -> Fraction:
    """A positive sum of money. Raises PabulibError."""
    return amount(text, line, field, error=PabulibError)


def whole(text: str, line: int, field: str) -> int:
    """A whole number ≥ 0; ``12.0`` is one, ``1.000`` could be two. Raises PabulibError."""
    if not WHOLE.fullmatch(text.strip()) or THOUSANDS.fullmatch(text.strip()):
        raise PabulibError(line, field, "a whole number", text)
    return int(Fraction(text.strip().replace(",", ".")))


def listed(text: str) -> Sequence[str]:
    """The parts of a comma-separated field, none when it is empty."""
    return [part.strip() for part in text.split(",")] if text.strip() else []
