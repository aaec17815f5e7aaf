# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""rione register: the registry office's list of entitled people, tried out or loaded from a file."""

from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from web.commands import terminal

# What is a box on the page is an option here.
BOXES = {"entitled.older": " (Here: --older.)", "entitled.many_gone": " (Here: --many-gone.)"}


@click.group()
def register() -> None:
    """The register of entitled people."""


@register.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--date", "day", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The day of the list, as 2026-11-30."
)
@click.option("--map", "mapped", multiple=True, metavar="FIELD=COLUMN", help="A column of another name; repeatable.")
@click.option("--zone", "zoned", multiple=True, metavar="KEY=SLUG", help="Where an unknown address lies; repeatable.")
@click.option("--dry-run", is_flag=True, help="Show the differences and write nothing.")
@click.option("--older", is_flag=True, help="Go back to a list that is older than the one held.")
@click.option("--many-gone", is_flag=True, help="Load although more than a tenth of the people are missing.")
@click.option("--json", "as_json", is_flag=True, help="Answer for a program.")
def load(
    file: Path,
    day: datetime,
    mapped: tuple[str, ...],
    zoned: tuple[str, ...],
    dry_run: bool,
    older: bool,
    many_gone: bool,
    as_json: bool,
) -> None:
    """Make FILE (CSV) the register, whole: who is not in it is no longer entitled.

    Fields: code, born, and zone or street (number, suffix); surname, name and sex help to find mistakes. Where a
    regulation asks how long people have lived here also citizenship and resident_since; elsewhere neither is read.
    Lines that cannot be used are listed and left out. Exit code 3: nothing was written.
    """
    from deliberation.errors import CivicError
    from web.http.problems import words

    columns, zones = _pairs(mapped, "--map"), _pairs(zoned, "--zone")
    try:
        said = terminal.run(
            lambda: _load(file.read_bytes(), day.date(), columns, zones, dry_run, older=older, many_gone=many_gone)
        )
    except CivicError as error:
        sentence = words("en", error.code, error.parameters) + BOXES.get(error.code, "")
        if not as_json:
            terminal.stop(sentence, terminal.BAD_INPUT)
        terminal.print_json({"error": {"code": error.code, "message": sentence, "fields": error.fields}})
        raise SystemExit(terminal.BAD_INPUT) from None
    if as_json:
        terminal.print_json(said)
    else:
        _tell(said)


def _pairs(texts: tuple[str, ...], option: str) -> dict[str, str]:
    pairs = [text.partition("=") for text in texts]
    for text, (name, equals, _) in zip(texts, pairs, strict=True):
        if not name or not equals:
            raise click.UsageError(f"{option} takes NAME=VALUE, not {text!r}.")
    return {name: value for name, _, value in pairs}


async def _load(
    content: bytes,
    day: date,
    mapped: dict[str, str],
    zoned: dict[str, str],
    dry_run: bool,
    *,
    older: bool,
    many_gone: bool,
) -> dict[str, Any]:
    from deliberation import clock
    from deliberation.actor import COMMAND_LINE
    from deliberation.ballots.entitled import loading
    from deliberation.people.register import columns, loads
    from deliberation.places.queries import neighbourhood
    from deliberation.spreadsheets import read_table

    at = clock.now()
    header = read_table(content).header
    chosen = columns.chosen(header, columns.guessed(header).as_dict() | mapped)
    choices = {key: (await neighbourhood(slug)).id for key, slug in zoned.items()}
    source = loads.Source(content, day, chosen, choices)
    trial = await loads.try_out(COMMAND_LINE, source, at=at)
    said = _said(trial)
    if not dry_run:
        done = await loading.apply(
            COMMAND_LINE, source, seen=trial.seen.public_id, older=older, many_gone=many_gone, at=at
        )
        said["load"] = done.public_id or None
    return {**said, "written": not dry_run and bool(said.get("load"))}


def _said(trial: Any) -> dict[str, Any]:
    different, reading = trial.differences, trial.reading
    return {
        "rows": reading.rows,
        "held": different.held,
        "added": len(different.added),
        "changed": len(different.changed),
        "removed": len(different.removed),
        "same": different.same,
        "left_out": reading.left_out,
        "asks_stay": reading.asks_stay,
        "only_stay": different.only_stay,
        "without_citizenship": reading.without_citizenship if reading.asks_stay else None,
        "without_since": reading.without_since if reading.asks_stay else None,
        "older": trial.older,
        "cut_off": reading.is_cut_off,
        "charset": trial.charset,
        "separator": trial.separator,
        "columns": trial.columns.as_dict(),
        "counts": {str(fault): count for fault, count in reading.counts.items()},
        "lines": [asdict(told) for told in reading.told],
        "questions": [asdict(question) for question in reading.questions],
    }


def _tell(said: dict[str, Any]) -> None:
    terminal.out.print(
        f"{said['rows']} rows: {said['added']} new, {said['changed']} changed, {said['removed']} gone, "
        f"{said['same']} the same, {said['left_out']} left out"
    )
    if said["asks_stay"]:
        terminal.out.print(
            f"{said['only_stay']} changed in citizenship or beginning of residence only; the file lacks the one of "
            f"{said['without_citizenship']} people, the other of {said['without_since']}"
        )
    elif said["columns"]["citizenship"] or said["columns"]["resident_since"]:
        terminal.out.print("No regulation asks for citizenship or years of residence: neither is read or kept.")
    for question in said["questions"]:
        terminal.out.print(
            f"{question['rows']} rows, {question['fault']}: {question['found']} (--zone '{question['key']}=SLUG')",
            markup=False,
        )
    for told in said["lines"]:
        terminal.out.print(f"line {told['line']}: {told['fault']} {told['found']}".rstrip(), markup=False)
    if said["cut_off"]:
        terminal.out.print("The file ends in the middle of a row: is it whole?")
    terminal.out.print("Loaded." if said["written"] else "Nothing written.")
