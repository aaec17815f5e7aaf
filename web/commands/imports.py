# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""rione import: a folder of Pabulib files and polygons becomes a city whose votes are already cast."""

import hashlib
import json
import re
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from deliberation.consultations.states import State
from voting.errors import FormatError
from voting.exchange import pabulib
from web.commands import terminal
from web.commands.refusals import sentence

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
def import_(folder: Path) -> None:
    """Import a folder of Pabulib files (.pb) and one GeoJSON of districts into an empty database.

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
    terminal.out.print(f"{len(files)} files read, {sum(f.election.profile.n_ballots for f in files)} ballots")
    terminal.run(lambda: _import_all(city, _districts(folder), files))
    terminal.out.print(f"Done in {time.perf_counter() - started:.1f} s")


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


async def _import_all(name: str, districts: str, files: list[File]) -> None:
    from deliberation import clock

    at = clock.now()
    places = await _city(name, districts, at)
    for number, file in enumerate(files, 1):
        text = await _import_one(file, places, at)
        terminal.out.print(f"[{number}/{len(files)}] {text}", markup=False)


async def _city(name: str, districts: str, at: datetime) -> dict[str, tuple[int, str]]:
    """The city and its districts, made if the database is empty: code → row id and name."""
    from deliberation.actor import COMMAND_LINE
    from deliberation.database import rows
    from deliberation.errors import Conflict
    from deliberation.places.loads.differences import Kind
    from deliberation.places.loads.options import ZoneOptions
    from deliberation.places.queries import city
    from web.comune import folder, loading

    here = await city()
    if here.id and here.name != name:
        raise Conflict("import.another_city", name=here.name)
    if not here.id:
        outlines = folder.PlaceFile(Kind.ZONES, "districts.geojson", districts.encode(), ZoneOptions(NAME, CODE))
        made = folder.Folder(folder.City(name), places=(outlines,) if districts else ())
        try:
            await loading.load(COMMAND_LINE, made, at=at)
        except loading.SectionError as error:
            raise error.refusal from error
    found = await rows("SELECT id, code, name FROM neighbourhood")
    terminal.out.print(f"City: {name}, {len(found)} districts", markup=False)
    return {row["code"]: (row["id"], row["name"]) for row in found}


async def _import_one(file: File, places: dict[str, tuple[int, str]], at: datetime) -> str:
    """One file, counted and published; the line that tells it."""
    from analytics.tallies import count_consultation
    from deliberation.actor import COMMAND_LINE
    from deliberation.ballots import queries, tallies
    from deliberation.ballots.imports import import_election
    from deliberation.consultations.imports import Source
    from deliberation.errors import Invalid

    if file.number is not None and file.number not in places:
        raise Invalid("import.unknown_district", file=file.name, number=file.number)
    place, name = places[file.number] if file.number is not None else (None, "")
    source = Source(file.name, file.sha256, place, name, {code: row for code, (row, _) in places.items()})
    made = await import_election(COMMAND_LINE, file.election, source, at=at)
    if not made.is_new and made.state == State.RESULTS:
        return f"{made.slug}: already here"
    counts = await count_consultation(made.slug, at=at, actor=COMMAND_LINE)
    await tallies.publish(COMMAND_LINE, made.slug, at=at)
    asked = await queries.question(made.slug)
    totals = counts[0].outcome["totals"]
    assert isinstance(totals, dict)
    declared = [(choice.declared_votes, totals[choice.id]) for choice in asked.choices]
    known = [(votes, total) for votes, total in declared if votes is not None]
    equal = sum(str(votes) == total for votes, total in known)
    recount = f", recount equal to the file for {equal} of {len(known)} projects" if known else ""
    return f"{made.slug}: {file.election.profile.n_ballots} ballots, {len(asked.choices)} projects{recount}"
