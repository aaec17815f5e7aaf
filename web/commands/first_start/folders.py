# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""rione comune: a comune from a folder, and back into one."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from web.commands import terminal

if TYPE_CHECKING:
    from web.comune.folder import Folder
    from web.comune.loading import Difference

FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group()
def comune() -> None:
    """The comune as a folder: comune.toml and its files, described in docs/formats/comune.md."""


@comune.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option(
    "--json", "as_json", is_flag=True, help="Answer for a program; asks nothing, and changes only with --yes."
)
def load(folder: Path, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Check FOLDER, show what it changes in the database, and change it in one go.

    Exit code 3: something cannot be loaded, and nothing was changed.
    """
    from web.comune.fields import FolderError
    from web.comune.folder import read

    try:
        found = read(folder)
    except FolderError as error:
        _stop(str(error), as_json)
    is_trial = dry_run or not yes
    changes = _loaded(found, is_trial, as_json)
    if as_json:
        terminal.print_json({"changed": not is_trial, "sections": [asdict(one) for one in changes]})
        return
    _show(changes)
    if not any(one.lines for one in changes):
        terminal.out.print("Nothing to change.", markup=False)
    elif not is_trial:
        terminal.out.print("Done.", markup=False)
    elif not dry_run and click.confirm("Change it?"):
        _loaded(found, False, as_json)
        terminal.out.print("Done.", markup=False)


@comune.command()
@click.argument("folder", type=FOLDER)
@click.option("--json", "as_json", is_flag=True, help="Answer for a program.")
def save(folder: Path, as_json: bool) -> None:
    """Write the comune of the database into FOLDER, which must be empty or not there."""
    from web.comune.saving import save as write

    if folder.exists() and any(folder.iterdir()):
        _stop(f"{folder} is not empty: choose another one.", as_json)
    files = terminal.run(lambda: write(folder))
    if as_json:
        terminal.print_json({"folder": str(folder), "files": files})
    else:
        terminal.out.print(f"{folder}: {', '.join(files)}", markup=False)


def _loaded(found: "Folder", is_trial: bool, as_json: bool) -> "list[Difference]":
    from deliberation import clock
    from deliberation.actor import COMMAND_LINE
    from web.comune import loading
    from web.http.problems import words

    try:
        return terminal.run(lambda: loading.load(COMMAND_LINE, found, at=clock.now(), dry_run=is_trial))
    except loading.SectionError as error:
        refusal = error.refusal
        place = f" line {line}:" if (line := refusal.parameters.get("line")) else ""
        _stop(f"[{error.section}]{place} {words('en', refusal.code, refusal.parameters)}", as_json)


def _show(changes: "list[Difference]") -> None:
    for one in changes:
        terminal.out.print(f"[{one.section}]", markup=False)
        for line in one.lines:
            terminal.out.print(f"  {line}", markup=False)
        for note in one.notes:
            terminal.out.print(f"  note: {note}", markup=False)


def _stop(message: str, as_json: bool) -> NoReturn:
    if as_json:
        terminal.print_json({"error": {"code": "folder", "message": message}})
    terminal.stop(message, terminal.BAD_INPUT)
