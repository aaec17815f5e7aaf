# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Our own CSV, one table that a spreadsheet opens; described in ``docs/formats.md``.

The header is ``row,value,group`` and then an id for each option. A row is ``kind`` (with its value), ``title``,
``seats``, ``budget``, ``unit`` or ``invalid``; or a field of the options (``name``, ``cost``, ``category``, …); or
``ballot``: how many, their group, and a mark for each option (1; a place; a number). Cells are divided by commas or, as
an Italian spreadsheet writes them, by semicolons; a first line ``sep=;`` is passed over.
"""

import csv
import io
from collections.abc import Iterator, Sequence

from voting.ballots import PICKS, BallotKind
from voting.canonical import exact
from voting.errors import FormatError
from voting.exchange.amounts import amount
from voting.exchange.elections import (
    FIELDS,
    Election,
    Row,
    ballot_at,
    kind_named,
    options_of,
    profile_of,
    rows,
    texts_of,
    whole,
)
from voting.options import Option

HEAD = ("row", "value", "group")
SINGLE = ("kind", "title", "seats", "budget", "unit", "invalid")


class CsvError(FormatError):
    """A CSV file that cannot be read."""


def read(text: str) -> Election:
    """The election of a text. Raises CsvError with line, field and what was expected."""
    table = _rows(text.removeprefix("\ufeff"))
    line, header = next(table, (1, []))
    if tuple(header[:3]) != HEAD:
        raise CsvError(line, "header", ",".join(HEAD) + " and the ids of the options", ",".join(header)[:60])
    ids = header[3:]
    single: dict[str, tuple[int, str]] = {}
    fields: dict[str, tuple[int, list[str]]] = {}
    voted: list[tuple[int, list[str]]] = []
    for line, row in table:
        if len(row) != len(header):
            raise CsvError(line, "row", f"{len(header)} cells", f"{len(row)} cells")
        name = row[0]
        if name == "ballot":
            voted.append((line, row))
        elif name in FIELDS and name not in fields:
            fields[name] = (line, row[3:])
        elif name in SINGLE and name not in single:
            single[name] = (line, row[1])
        else:
            raise CsvError(line, "row", "ballot, or each once of " + ", ".join((*SINGLE, *FIELDS)), name)
    if "kind" not in single:
        raise CsvError(1, "kind", "a row kind", "none")
    kind = kind_named(single["kind"][1], single["kind"][0])
    options = _options(ids, fields)
    ballots = [_row(kind, options, line, row) for line, row in voted]
    invalid = whole(single["invalid"][1], single["invalid"][0], "invalid") if "invalid" in single else 0
    return Election(
        options,
        profile_of(kind, options, ballots, invalid),
        whole(single["seats"][1], single["seats"][0], "seats", 1) if "seats" in single else None,
        amount(single["budget"][1], single["budget"][0], "budget", ratios=True) if "budget" in single else None,
        single["title"][1] if "title" in single else "",
        whole(single["unit"][1], single["unit"][0], "unit", 1) if "unit" in single else 1,
    )


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not empty, each with the line where it ends."""
    if "\0" in text:
        raise CsvError(text.count("\n", 0, text.index("\0")) + 1, "file", "text", "a NUL")
    first, _, rest = text.partition("\n")
    named = first.strip().lower() in ("sep=;", "sep=,")
    divider = ";" if (rest if named else first).lower().startswith("row;") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=divider, strict=True)
    if named:
        next(reader)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise CsvError(max(1, reader.line_num), "file", "quotes that open and close", str(error)) from error
        if any(row):
            yield reader.line_num, row


def _options(ids: Sequence[str], fields: dict[str, tuple[int, list[str]]]) -> tuple[Option, ...]:
    found: list[tuple[int, dict[str, str]]] = []
    for at, option in enumerate(ids):
        texts = {name: row[at] for name, (_, row) in fields.items()}
        line = fields["cost"][0] if texts.get("cost") and option.strip() else 1
        found.append((line, {"id": option, **texts}))
    return options_of(found)


def _row(kind: BallotKind, options: Sequence[Option], line: int, row: Sequence[str]) -> Row:
    weight = whole(row[1] or "1", line, "value")
    marked = {option.id: cell.strip() for option, cell in zip(options, row[3:], strict=True) if cell.strip()}
    if kind in PICKS:
        for option, cell in marked.items():
            if cell not in ("0", "1"):
                raise CsvError(line, option, "1 or nothing", cell)
        marks: object = [option for option, cell in marked.items() if cell == "1"]
    else:
        marks = {option: _number(cell, line, option) for option, cell in marked.items()}
    if kind is BallotKind.RANKING and isinstance(marks, dict) and any(place < 1 for place in marks.values()):
        raise CsvError(line, "ballot", "places from 1", str(min(marks.values())))
    return Row(weight, row[2], ballot_at(kind, marks, options, line, "ballot"))


def _number(cell: str, line: int, field: str) -> int:
    digits = cell.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
        raise CsvError(line, field, "a whole number", cell)
    return int(cell)


def write(election: Election) -> str:
    """The file of an election, one distinct ballot a row: ``read(write(e))`` holds the same."""
    profile, ids = election.profile, [option.id for option in election.options]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*HEAD, *ids])
    singles = {
        "kind": profile.kind.value,
        "title": election.title,
        "seats": "" if election.seats is None else str(election.seats),
        "budget": "" if election.budget is None else exact(election.budget),
        "unit": "" if election.unit == 1 else str(election.unit),
        "invalid": str(profile.n_invalid) if profile.n_invalid else "",
    }
    for name, value in singles.items():
        if value:
            writer.writerow([name, value, "", *("" for _ in ids)])
    texts = [texts_of(option) for option in election.options]
    for field in FIELDS:
        if any(field in known for known in texts):
            writer.writerow([field, "", "", *(known.get(field, "") for known in texts)])
    for row in rows(profile):
        marks = dict(row.ballot.marks)
        writer.writerow(["ballot", row.weight, row.group, *(marks.get(option, "") for option in ids)])
    return text.getvalue()
