# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`rione import` brings its comune in by the door of folders: the one beside the files, or one written for them."""

import asyncio
from pathlib import Path

import pytest

from deliberation import clock
from deliberation.actor import COMMAND_LINE
from deliberation.ballots import queries
from deliberation.ballots.imports import import_election
from deliberation.ballots.tables import Ballot
from deliberation.consultations.imports import Source
from deliberation.consultations.tables import Consultation
from deliberation.database import rows
from deliberation.places.tables import Neighbourhood
from tests.imports.files import SMALL, command
from tests.world import a_city
from voting.exchange import pabulib
from web.commands import terminal


async def test_of_several_who_import_a_file_at_once_one_does_it_and_the_others_find_it_done(database: None) -> None:
    election = pabulib.read(SMALL.format(rule="greedy"))
    source = Source("Piccola.pb", "ab" * 32, None, "", {})
    await a_city("Piccola")
    done = await asyncio.gather(*(import_election(COMMAND_LINE, election, source, at=clock.now()) for _ in range(4)))
    assert sorted(one.is_new for one in done) == [False, False, False, True]
    assert (await Consultation.count(), await Ballot.count()) == (1, 4)


async def test_the_comune_is_written_as_a_folder_and_loaded_by_the_door_of_folders(
    database: None, folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path_factory.mktemp("comune")
    written = await command(monkeypatch, "import", str(folder), "--comune", str(target))
    assert (written.exit_code, await Neighbourhood.count()) == (0, 0), written.output
    assert {path.name for path in target.iterdir()} == {"comune.toml", "zone.geojson"}
    again = await command(monkeypatch, "import", str(folder), "--comune", str(target))
    assert (again.exit_code, "is not empty" in again.output) == (terminal.BAD_INPUT, True)
    loaded = await command(monkeypatch, "comune", "load", str(target), "--yes")
    assert loaded.exit_code == 0, loaded.output
    places = "SELECT n.name, n.code, n.geometry, m.name AS city FROM neighbourhood n, municipality m"
    held = await rows(places)
    assert [(row["name"], row["code"], row["city"]) for row in held] == [("Centro", "1", "Piccola")]
    done = await command(monkeypatch, "import", str(folder))
    assert done.exit_code == 0, done.output
    assert (await queries.question("bilancio-2022-centro")).state == "results"
    assert await rows(places) == held
    acts = await rows("SELECT count(*) AS n FROM journal_entry WHERE act = 'territory.loaded'")
    assert acts == [{"n": 1}]  # the import found the comune there


async def test_a_comune_beside_the_files_is_the_one_that_is_loaded(
    database: None, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = """format = 1
[comune]
name = "Piccola"
part = "frazione"
[zones]
file = "zone.geojson"
name = "nom_quartier"
code = "quartier"
"""
    (folder / "comune.toml").write_text(text, encoding="utf-8")
    done = await command(monkeypatch, "import", str(folder))
    assert done.exit_code == 0, done.output
    assert (await rows("SELECT part_word FROM city_profile")) == [{"part_word": "frazione"}]
    assert (await queries.question("bilancio-2022-centro")).state == "results"


async def test_a_mistake_in_the_comune_beside_the_files_is_told_with_its_line(
    database: None, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "comune.toml").write_text('format = 1\n[comune]\nname = "Piccola"\ncolor = "x"\n', encoding="utf-8")
    refused = await command(monkeypatch, "import", str(folder))
    assert refused.exit_code == terminal.BAD_INPUT
    assert "comune.toml, line 4, comune.color: unknown key" in refused.output
