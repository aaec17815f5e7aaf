# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""rione import: a folder of Pabulib files and polygons becomes a city whose votes are already cast.

The city comes in by the one door there is, a comune's folder (web/comune): the one that the files lie in, or one that
is written for them.
"""

import hashlib
import json
import re
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from deliberation.consultations.states import State
from voting.errors import FormatError
from voting.exchange import pabulib
from web.commands import terminal
from web.commands.refusals import sentence

if TYPE_CHECKING:
    from web.comune.folder import Folder

NAME, CODE = "nom_quartier", "quartier"


@dataclass(frozen=True)
class File:
    """A file read: its name, SHA-256 and election."""

    name: str
    sha256: str
    election: pabulib.Election

    @property
    def number(self) -> str | None:
        """The district's number: in the subunit, else in the file's name; None for a city-wide vote."""
        from deliberation.consultations.imports import unit_number

        found = re.search(r"_(\d+)_-_", self.name)
        return unit_number(self.election.meta.get("subunit", "")) or (found.group(1) if found else None)


@click.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--comune",
    "target",
    type=click.Path(file_okay=False, path_type=Path),
    help="Only write the comune of these files into this folder, for rione comune load.",
)
def import_(folder: Path, target: Path | None) -> None:
    """Import a folder of Pabulib files (.pb) into an empty database, with their comune.

    The comune is the folder's comune.toml (docs/formats/comune.md); without one it is made of the files' city and of
    the one GeoJSON of districts, and loaded as rione comune load would.

    Every file becomes a closed consultation with anonymous ballots, counted, with its result published. A file that
    is already here is left as it is. Exit code 3: a file cannot be read, and nothing of it is kept.
    """
    from web import settings

    settings.load()  # a mistake in them is told before much is read
    started = time.perf_counter()
    files = [_read(path) for path in sorted(folder.glob("*.pb"), key=_order)]
    if not files:
        terminal.stop(f"{folder}: expected at least one .pb file, found none", terminal.BAD_INPUT)
    cities = {file.election.meta.get("unit", "") for file in files}
    if len(cities) != 1 or not (city := cities.pop()):
        terminal.stop(f"{folder}: expected files of one city (META unit), found {sorted(cities)}", terminal.BAD_INPUT)
    if target:
        _write(target, city, folder)
        return
    terminal.out.print(f"{len(files)} files read, {sum(f.election.profile.n_ballots for f in files)} ballots")
    comune = _comune(city, folder)
    terminal.run(lambda: _import_all(city, comune, files))
    terminal.out.print(f"Done in {time.perf_counter() - started:.1f} s")


def _comune(city: str, folder: Path) -> "Folder":
    """The comune of the files, as a folder says it: their own, or one that is written for them."""
    from web.comune import folder as comunes
    from web.comune.fields import FolderError

    try:
        if (folder / comunes.NAME).is_file():
            return comunes.read(folder)
        with TemporaryDirectory(prefix="rione-") as made:
            _written(Path(made), city, folder)
            return comunes.read(Path(made))
    except FolderError as error:
        terminal.stop(f"{folder}: {error}", terminal.BAD_INPUT)


def _write(target: Path, city: str, folder: Path) -> None:
    if target.exists() and any(target.iterdir()):
        terminal.stop(f"{target} is not empty: choose another one.", terminal.BAD_INPUT)
    terminal.out.print(f"{target}: {', '.join(_written(target, city, folder))}", markup=False)


def _written(target: Path, city: str, folder: Path) -> list[str]:
    """A comune's folder with the name that the files give and the districts beside them; the names of its files."""
    from web.comune.saving import Written

    made = Written(target)
    made.table("comune", {"name": city})
    if districts := _districts(folder):
        made.table("zones", {"file": made.file("zone.geojson", districts.encode()), "name": NAME, "code": CODE})
    return made.finish()


def _order(path: Path) -> tuple[int, str]:
    found = re.search(r"_(\d+)_-_", path.name)
    return (int(found.group(1)) if found else 10**6, path.name)


def _read(path: Path) -> File:
    try:
        content = path.read_bytes()
        return File(path.name, hashlib.sha256(content).hexdigest(), pabulib.read(content.decode("utf-8-sig")))
    except FormatError as error:
        terminal.stop(f"{path}, {sentence(error)}", terminal.BAD_INPUT)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        terminal.stop(f"{path}, line {line}: expected UTF-8 text", terminal.BAD_INPUT)


def _districts(folder: Path) -> str:
    """The polygons in the order of their numbers, as GeoJSON text; '' without a file."""
    found = sorted(folder.glob("*.geojson"))
    if not found:
        return ""
    try:
        collection: dict[str, Any] = json.loads(found[0].read_text(encoding="utf-8"))
        features = sorted(collection["features"], key=lambda feature: int(feature["properties"][CODE]))
    except (ValueError, KeyError, TypeError) as error:
        terminal.stop(f"{found[0]}: expected features with a number in {CODE!r}: {error}", terminal.BAD_INPUT)
    return json.dumps({**collection, "features": features})


async def _import_all(name: str, comune: "Folder", files: list[File]) -> None:
    from deliberation import clock

    at = clock.now()
    places = await _city(name, comune, at)
    for number, file in enumerate(files, 1):
        text = await _import_one(file, places, at)
        terminal.out.print(f"[{number}/{len(files)}] {text}", markup=False)


async def _city(name: str, comune: "Folder", at: datetime) -> dict[str, tuple[int, str]]:
    """The city and its districts, loaded if the database is empty: code → row id and name."""
    from deliberation.actor import COMMAND_LINE
    from deliberation.errors import Conflict
    from deliberation.places.queries import city, neighbourhoods
    from web.comune import loading

    here = await city()
    if here.id and here.name != name:
        raise Conflict("import.another_city", name=here.name)
    if not here.id:
        try:
            await loading.load(COMMAND_LINE, comune, at=at)
        except loading.SectionError as error:
            raise error.refusal from error
    found = await neighbourhoods()
    terminal.out.print(f"City: {name}, {len(found)} districts", markup=False)
    return {place.code: (place.id, place.name) for place in found}


async def _import_one(file: File, places: dict[str, tuple[int, str]], at: datetime) -> str:
    """One file, counted and published; the line that tells it."""
    from analytics.tallies import count_consultation
    from deliberation.actor import COMMAND_LINE
    from deliberation.ballots import queries, tallies
    from deliberation.ballots.imports import import_election
    from deliberation.consultations.imports import Source
    from deliberation.errors import Conflict, Invalid

    if file.number is not None and file.number not in places:
        raise Invalid("import.unknown_district", file=file.name, number=file.number)
    place, name = places[file.number] if file.number is not None else (None, "")
    source = Source(file.name, file.sha256, place, name, {code: row for code, (row, _) in places.items()})
    made = await import_election(COMMAND_LINE, file.election, source, at=at)
    if not made.is_new and made.state == State.RESULTS:
        return f"{made.slug}: already here"
    counts = await count_consultation(made.slug, at=at, actor=COMMAND_LINE)
    try:
        await tallies.publish(COMMAND_LINE, made.slug, at=at)
    except Conflict as refusal:
        if refusal.code != "result.published_already":
            raise
        return f"{made.slug}: already here"  # another run was faster
    asked = await queries.question(made.slug)
    totals = counts[0].outcome["totals"]
    assert isinstance(totals, dict)
    declared = [(choice.declared_votes, totals[choice.id]) for choice in asked.choices]
    known = [(votes, total) for votes, total in declared if votes is not None]
    equal = sum(str(votes) == total for votes, total in known)
    recount = f", recount equal to the file for {equal} of {len(known)} projects" if known else ""
    return f"{made.slug}: {file.election.profile.n_ballots} ballots, {len(asked.choices)} projects{recount}"
