# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A command that loads is killed with -9 and started again: nothing is half there, nothing twice, and it says so."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.commands.processes import ROOT, Installation, installation
from tests.imports.files import SMALL
from tests.kills.harness import KILLED, Program, moments
from tests.places import files
from tests.register.files import csv_of, resident

PEOPLE = 60
COMUNE = """format = 1
[comune]
name = "Provamare"
[zones]
file = "zone.geojson"
name = "nome"
code = "codice"
[streets]
file = "vie.csv"
name = "via"
place = "zona"
code = "codice"
first = "da"
last = "a"
parity = "lato"
[numbers]
file = "civici.csv"
street = "ODONIMO"
number = "CIVICO"
lon = "COORD_X_COMUNE"
lat = "COORD_Y_COMUNE"
code = "PROGRESSIVO_NAZIONALE"
suffix = "ESPONENTE"
"""

pytestmark = pytest.mark.long


def a_comune(folder: Path) -> str:
    folder.mkdir()
    (folder / "comune.toml").write_text(COMUNE, encoding="utf-8")
    (folder / "zone.geojson").write_bytes(files.geojson())
    (folder / "vie.csv").write_bytes(files.streets())
    (folder / "civici.csv").write_bytes(files.doors())
    return str(folder)


@pytest.fixture(scope="module")
def program() -> Iterator[Program]:
    with Program() as started:
        yield started


@pytest.fixture
def places(tmp_path: Path) -> tuple[Installation, Installation]:
    """One that is left in peace, to count its statements, and the one that is killed."""
    made = (installation(tmp_path / "whole"), installation(tmp_path / "killed"))
    for place in made:
        place.folder.mkdir()
    return made


def test_a_folder_of_a_comune_is_loaded_whole_or_not_at_all(
    program: Program, places: tuple[Installation, Installation], tmp_path: Path
) -> None:
    whole, place = places
    load = ("comune", "load", a_comune(tmp_path / "comune"), "--yes")
    program.rione(whole, "migrate")
    done = program.rione(whole, *load)
    assert (done.code, done.statements > 20) == (0, True), done.said
    program.rione(place, "migrate")
    everything = program.rione(place, *load[:3], "--dry-run", "--json").answer["sections"]
    for moment in moments(done.statements - 1, 2):
        assert program.rione(place, *load, killed_at=moment).code == KILLED
        assert program.rione(place, *load[:3], "--dry-run", "--json").answer["sections"] == everything
    assert "Done." in program.rione(place, *load).said
    assert "Nothing to change." in program.rione(place, *load).said
    assert program.rione(place, "doctor", "--journal").code == 0


def test_a_register_is_loaded_whole_or_not_at_all(
    program: Program, places: tuple[Installation, Installation], tmp_path: Path
) -> None:
    whole, place = places
    comune, file = a_comune(tmp_path / "comune"), tmp_path / "anagrafe.csv"
    file.write_bytes(csv_of(resident(zone="Borgo") for _ in range(PEOPLE)))
    load = ("register", "load", str(file), "--date", "2026-11-01", "--json")
    for each in places:
        program.rione(each, "migrate")
        assert program.rione(each, "comune", "load", comune, "--yes").code == 0
    done = program.rione(whole, *load)
    assert (done.code, done.answer["added"]) == (0, PEOPLE), done.said
    for moment in moments(done.statements, 2):
        assert program.rione(place, *load, killed_at=moment).code == KILLED
        left = program.rione(place, *load, "--dry-run").answer
        assert (left["added"], left["changed"]) in {(PEOPLE, 0), (0, 0)}
    again = program.rione(place, *load).answer
    assert again["added"] in (PEOPLE, 0)
    same = program.rione(place, *load).answer
    assert (same["added"], same["changed"], same["removed"], same["same"]) == (0, 0, 0, PEOPLE)
    assert program.rione(place, "doctor", "--journal").code == 0


def test_votes_are_imported_each_whole_and_the_next_run_goes_on(
    program: Program, places: tuple[Installation, Installation], tmp_path: Path
) -> None:
    whole, place = places
    folder = tmp_path / "votes"
    folder.mkdir()
    for name in ("Piccola_2022", "Piccola_2023"):
        text = SMALL.format(rule="greedy").replace("subunit;1 - Centro\n", "")
        (folder / f"{name}.pb").write_text(text.replace("2022", name[-4:]), encoding="utf-8")
    load = ("import", str(folder))
    program.rione(whole, "migrate")
    done = program.rione(whole, *load)
    assert done.code == 0, done.said
    expected = [finding for finding in program.rione(whole, "doctor", "--json").answer if finding["check"] == "votes"]
    assert expected[0]["ok"] is True
    program.rione(place, "migrate")
    for moment in moments(done.statements - 1, 5):
        ended = program.rione(place, *load, killed_at=moment)
        assert ended.code in (KILLED, 0)  # what is there already needs fewer statements
        assert program.rione(place, "doctor", "--journal").code == 0
    told = program.rione(place, *load)
    assert told.code == 0, told.said
    assert program.rione(place, *load).said.count("already here") == 2
    found = [finding for finding in program.rione(place, "doctor", "--json").answer if finding["check"] == "votes"]
    assert found == expected


def test_a_roll_is_frozen_whole_or_not_at_all(program: Program, places: tuple[Installation, Installation]) -> None:
    for each in places:
        program.rione(each, "migrate")
        slug = voters(each, "made", str(PEOPLE))["slug"]
    whole, place = places
    freeze = ("consultation", "freeze", slug, "--json")
    done = program.rione(whole, *freeze)
    assert (done.code, done.answer["entitled"]) == (0, PEOPLE), done.said
    frozen = voters(whole, "told")
    assert (frozen["lines"], frozen["said"]) == (PEOPLE, 1)
    left = []
    for moment in moments(done.statements - 1, 9):
        assert program.rione(place, *freeze, killed_at=moment).code == KILLED
        left.append(voters(place, "told"))
        if left[-1]["lines"]:  # the roll stood; what was killed only counted it
            break
    assert left[0] == {"lines": 0, "hash": "", "said": 0}
    assert all(one in (left[0], {**frozen, "hash": one["hash"]}) for one in left)
    if not left[-1]["lines"]:
        assert program.rione(place, *freeze).answer["entitled"] == PEOPLE
    assert voters(place, "told")["said"] == 1
    assert program.rione(place, "doctor", "--journal").code == 0


def voters(place: Installation, *words: str) -> dict[str, Any]:
    """`tests.kills.voters` on an installation."""
    command = [sys.executable, "-m", "tests.kills.voters", *words]
    environment = {**place.environment(), "PICCOLO_CONF": "web.piccolo_conf"}
    done = subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found
