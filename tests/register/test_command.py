# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""rione register load: what it says, what it writes, how it ends."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from deliberation.database import rows
from deliberation.errors import CivicError
from tests import databases
from tests.databases import on_database
from tests.register.files import TODAY, csv_of, resident
from tests.world import a_city
from web.__main__ import rione
from web.commands import terminal


def run(*words: str) -> Result:
    """The command as `main` runs it; a refusal's exit code is the one that `main` leaves with."""
    result = CliRunner().invoke(rione, ["register", "load", *words])
    if isinstance(result.exception, CivicError):
        with pytest.raises(SystemExit) as left:
            terminal.explain(result.exception)
        result.exit_code = int(str(left.value.code))
    return result


def answer(*words: str) -> Any:
    return json.loads(run(*words, "--json").output)


def held() -> int:
    return len(on_database(lambda: rows("SELECT id FROM register_entry WHERE ended_by IS NULL")))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A list beside a city in a database that no pool holds open; commands open their own."""

    async def prepare() -> None:
        await a_city()

    databases.make()
    databases.empty()
    on_database(prepare)
    path = tmp_path / "anagrafe.csv"
    path.write_bytes(csv_of([resident(), resident("Verdi").at(born="31/02/1980"), resident(zone="Altrove")]))
    return path


def test_a_dry_run_says_what_would_change_line_by_line_and_writes_nothing(file: Path) -> None:
    said = answer(str(file), "--date", TODAY.isoformat(), "--dry-run")
    figures = {name: said[name] for name in ("rows", "added", "left_out", "written")}
    assert figures == {"rows": 3, "added": 1, "left_out": 2, "written": False}
    assert [(told["line"], told["fault"]) for told in said["lines"]] == [(3, "date"), (4, "zone")]
    assert held() == 0


def test_a_list_is_loaded_with_a_zone_for_what_is_unknown(file: Path) -> None:
    done = run(str(file), "--date", TODAY.isoformat(), "--zone", "zone:altrove=savena")
    assert done.exit_code == 0
    assert "3 rows: 2 new, 0 changed, 0 gone, 0 the same, 1 left out" in done.output
    assert "line 3: date 31/02/1980" in done.output
    assert held() == 2


def test_columns_of_other_names_are_mapped_and_wrong_ones_refused(file: Path) -> None:
    person = resident()
    file.write_text(f"a,b,c\n{person.code},{person.born},navile\n")
    day = ("--date", TODAY.isoformat())
    assert answer(str(file), *day)["error"]["code"] == "entitled.columns_missing"
    good = ("--map", "code=a", "--map", "born=b", "--map", "zone=c")
    assert answer(str(file), *day, *good)["added"] == 1
    assert answer(str(file), *day, *good, "--map", "name=z")["error"]["code"] == "entitled.no_such_column"
    assert run(str(file), *day, "--map", "code").exit_code == 2


def test_an_older_list_is_refused_and_loaded_when_it_is_meant(file: Path) -> None:
    run(str(file), "--date", TODAY.isoformat())
    before = (TODAY - timedelta(days=1)).isoformat()
    refused = run(str(file), "--date", before)
    assert (refused.exit_code, "--older" in refused.stderr) == (3, True)
    assert run(str(file), "--date", before, "--older").exit_code == 0


def test_citizenship_and_residence_are_read_where_a_regulation_asks(file: Path) -> None:
    from tests.register.files import with_stays
    from tests.regulations.places import written

    file.write_bytes(with_stays([(resident(), "Italia", "01/02/2010"), (resident("Verdi"), "boh", "")]))
    day = ("--date", TODAY.isoformat())
    unasked = run(str(file), *day, "--dry-run")
    assert "No regulation asks for citizenship or years of residence: neither is read or kept." in unasked.output
    assert answer(str(file), *day, "--dry-run")["without_citizenship"] is None

    async def prepare() -> None:
        await written("brescia")

    on_database(prepare)
    said = answer(str(file), *day, "--dry-run")
    assert (said["asks_stay"], said["without_citizenship"], said["without_since"]) == (True, 1, 1)
    assert [(told["line"], told["fault"], told["found"]) for told in said["lines"]] == [(3, "citizenship", "boh")]
    assert answer(str(file), *day, "--map", "citizenship=", "--dry-run")["without_citizenship"] == 2
