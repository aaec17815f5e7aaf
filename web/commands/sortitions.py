# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""rione sortition: a panel drawn by lot from a list of people and a published seed; anybody draws it again."""

import csv
import io
from pathlib import Path
from typing import NoReturn

import click

from voting.errors import CountError, FormatError
from voting.exchange.elections import whole
from voting.lots.lotteries import leximin
from voting.lots.sortition import Lottery, Person, Quota, draw, stratified
from web.commands import terminal
from web.commands.refusals import sentence

QUOTAS = ("feature", "value", "least", "most")


@click.command()
@click.argument("people", type=click.Path(path_type=Path))
@click.option("--size", type=click.IntRange(min=1), required=True, help="How many people are drawn.")
@click.option("--seed", metavar="HEX", required=True, help="Seed of the public draw.")
@click.option("--by", "features", metavar="COLUMN,…", help="Strata: each gets its share of the panel.")
@click.option("--quotas", type=click.Path(path_type=Path), help="A CSV feature,value,least,most: the fairest lottery.")
@click.option("--json", "as_json", is_flag=True, help="The panel and its lottery for a program.")
def sortition(people: Path, size: int, seed: str, features: str | None, quotas: Path | None, as_json: bool) -> None:
    """Draw a panel from PEOPLE, a CSV whose first column is an id and whose others are features.

    With --quotas everybody's chance is as equal as the quotas allow (LEXIMIN); with --by the panel is in proportion
    to the strata; with neither it is a plain draw. Exit code 3: a file cannot be read, or no panel meets the quotas.
    """
    try:
        if quotas is not None and features is not None:
            raise click.UsageError("--quotas or --by, one of the two")
        found = [_person(row, line, people) for line, row in _rows(people)]
        if quotas is None:
            by = [name.strip() for name in (features or "").split(",") if name.strip()]
            _refuse_unknown(by, found, people)
            panel, lottery = stratified(found, size, by, seed), None
        else:
            wanted = [_quota(row, line, quotas) for line, row in _rows(quotas, QUOTAS)]
            _refuse_unknown([quota.feature for quota in wanted], found, people)
            lottery = leximin(found, size, wanted)
            panel = draw(lottery, seed)
    except _InFile as error:
        _stop(error.file, sentence(error), error.code, error.line, as_json)
    except CountError as error:
        _stop(people, sentence(error), error.code, None, as_json)
    except OSError as error:
        _stop(Path(str(error.filename)), f"not readable: {error.strerror}", "unreadable", None, as_json)
    if as_json:
        terminal.print_json({"panel": list(panel), "size": size, "seed": seed, **_published(lottery)})
        return
    for person in panel:
        terminal.out.print(person, markup=False)


def _published(lottery: Lottery | None) -> dict[str, object]:
    """What is published before the draw: panels by counts of groups, their tickets, each person's exact chance."""
    if lottery is None:
        return {}
    return {
        "groups": [list(group) for group in lottery.groups],
        "panels": [list(panel) for panel in lottery.panels],
        "tickets": list(lottery.tickets),
        "chances": {person: f"{c.numerator}/{c.denominator}" for person, c in lottery.chances.items()},
    }


class _InFile(FormatError):
    """A fault of one of the two files."""

    def __init__(self, file: Path, line: int, field: str, expected: str, found: str = "") -> None:
        super().__init__(line, field, expected, found)
        self.file = file


def _rows(file: Path, header: tuple[str, ...] = ()) -> list[tuple[int, dict[str, str]]]:
    """Rows by column name, each with its line; commas or semicolons. Raises _InFile, OSError."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise _InFile(file, 1, "text", "UTF-8", repr(error.object[error.start : error.start + 8])) from error
    divider = ";" if ";" in text.partition("\n")[0] else ","
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=divider, strict=True)
        columns = reader.fieldnames or []
        if not columns or len(set(columns)) < len(columns) or (header and tuple(columns) != header):
            raise _InFile(file, 1, "header", ",".join(header) or "an id and features, each once", ",".join(columns))
        rows = []
        for row in reader:
            if None in row or None in row.values():
                raise _InFile(file, reader.line_num, "row", f"{len(columns)} cells", "another number")
            rows.append((reader.line_num, {name: str(value).strip() for name, value in row.items()}))
    except csv.Error as error:
        raise _InFile(file, 1, "file", "quotes that open and close", str(error)) from error
    if not rows:
        raise _InFile(file, 1, "rows", "at least one", "none")
    return rows


def _person(row: dict[str, str], line: int, file: Path) -> Person:
    name = next(iter(row))
    if not row[name]:
        raise _InFile(file, line, name, "an id")
    return Person(row[name], {key: value for key, value in row.items() if key != name})


def _quota(row: dict[str, str], line: int, file: Path) -> Quota:
    try:
        least, most = whole(row["least"], line, "least"), whole(row["most"], line, "most")
    except FormatError as error:
        raise _InFile(file, line, error.field, error.expected, error.found) from error
    if least > most:
        raise _InFile(file, line, "least", f"up to {most}", str(least))
    return Quota(row["feature"], row["value"], least, most)


def _refuse_unknown(features: list[str], people: list[Person], file: Path) -> None:
    known = people[0].features
    for feature in features:
        if feature not in known:
            raise _InFile(file, 1, "header", f"a column {feature}", ",".join(known))


def _stop(file: Path, message: str, code: str, line: int | None, as_json: bool) -> NoReturn:
    told = f"{file}: {message}"
    if as_json:
        terminal.print_json({"error": {"code": code, "line": line, "message": told}})
    terminal.stop(told, terminal.BAD_INPUT)
