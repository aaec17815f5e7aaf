# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`rione import` and `rione tally`: real files become consultations; a broken one leaves nothing."""

import json
from pathlib import Path
from typing import Any

import click
import httpx
import pytest
from click.testing import CliRunner

from analytics import dashboards
from analytics.filters import Filter
from analytics.reads import evidence
from analytics.tallies import count_consultation
from deliberation import clock
from deliberation.ballots import queries
from deliberation.ballots.tables import Ballot, RollEntry
from deliberation.consultations.tables import Consultation
from deliberation.database import rows
from deliberation.places.tables import Neighbourhood
from tests.databases import IS_POSTGRES
from tests.guards import by_hand
from tests.imports.files import command
from tests.world import a_city
from web.__main__ import rione
from web.commands.imports import import_
from web.words.speech import Speech


def change(folder: Path, before: str, after: str) -> None:
    """Write something else in the folder's file."""
    path = next(folder.glob("*.pb"))
    path.write_text(path.read_text().replace(before, after, 1), encoding="utf-8")


async def test_a_file_becomes_a_published_consultation(
    browser: httpx.AsyncClient, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = await command(monkeypatch, "import", str(folder))
    assert done.exit_code == 0, done.output
    asked = await queries.question("bilancio-2022-centro")
    assert (asked.state, asked.kind, asked.rule, asked.budget_cents) == ("results", "approval", "greedy", 10_000)
    assert [(c.id, c.cost_cents, c.declared_votes) for c in asked.choices] == [
        ("1", 6000, 2),
        ("2", 5050, 2),
        ("3", 4000, 1),
    ]
    assert (asked.opens_at.isoformat(), asked.closes_at.isoformat()) == (
        "2022-10-02T22:00:00+00:00",
        "2022-10-31T23:00:00+00:00",
    )
    counted = await queries.turnout(asked.id)
    assert (counted.voters, counted.blank, counted.entitled) == (4, 1, None)
    text = (await browser.get("/consultazioni/bilancio-2022-centro/risultato")).text
    assert "Voti importati" in text
    assert "uguale al dato del file" in text
    assert "affluenza" not in text.casefold().split("<footer")[0]
    assert await evidence.faults() == ([], 1)
    await by_hand("UPDATE ballot SET marks = (SELECT min(marks) FROM ballot)")
    assert [fault.code for fault in (await evidence.faults())[0]] == ["ballots_imported"]


async def test_ballots_beyond_the_limits_of_a_file_are_void_and_the_result_says_so(
    browser: httpx.AsyncClient, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(folder, "max_length;2", "max_length;1")
    done = await command(monkeypatch, "import", str(folder))
    assert done.exit_code == 0, done.output
    asked = await queries.question("bilancio-2022-centro")
    [stored] = [tally for tally in await queries.outcomes(asked.id) if tally.is_official]
    void = stored.outcome["n_invalid"]
    assert void > 0
    assert await Ballot.count() == 4 - void == stored.outcome["n_ballots"] - void
    assert await RollEntry.count() == 4
    text = (await browser.get("/consultazioni/bilancio-2022-centro/risultato")).text
    assert f"Schede oltre i limiti del file: {void}. Non valgono." in text
    assert "max_length 1" in text
    assert await evidence.faults() == ([], 1)


async def test_importing_again_changes_nothing_and_a_changed_file_is_refused(
    database: None, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await command(monkeypatch, "import", str(folder))
    before = await rows("SELECT digest, computed_at FROM tally ORDER BY id")
    again = await command(monkeypatch, "import", str(folder))
    assert again.exit_code == 0
    assert await rows("SELECT digest, computed_at FROM tally ORDER BY id") == before
    assert await Ballot.count() == 4
    change(folder, "c;2,3", "c;3")
    assert (await command(monkeypatch, "import", str(folder))).exit_code == 3
    assert await Ballot.count() == 4


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("1;60;2;Parco;verde", "1;sessanta;2;Parco;verde", "line 16, cost: expected"),
        ("b;1", "b;9", "line 22"),
        ("budget;100", "budget;molti", "line 8, budget: expected"),
        ("c;2,3", "a;2,3", "«a»"),
        ("rule;greedy", "rule;estrazione", "estrazione"),
        ("2;50.50;", "2;50.505;", "50.505"),
        ("subunit;1 - Centro", "subunit;7 - Altrove", "quartiere 7"),
    ],
)
async def test_a_broken_file_leaves_nothing_behind(
    database: None,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    before: str,
    after: str,
    told: str,
) -> None:
    change(folder, before, after)
    failed = await command(monkeypatch, "import", str(folder))
    assert failed.exit_code == 3
    for table in (Consultation, RollEntry, Ballot):
        assert await table.count() == 0


async def test_another_city_is_refused_politely(database: None, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await a_city("Bologna")
    assert (await command(monkeypatch, "import", str(folder))).exit_code == 3
    assert await Consultation.count() == 0


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ([], 0),
        (["--json"], 0),
        (["--transcript"], 0),
        (["--rule", "equal-shares"], 0),
        (["--rule", "boh"], 2),
        (["--param", "fit=stop"], 0),
        (["--param", "fit"], 2),
        (["--param", "salto=si"], 2),
        (["--rule", "schulze"], 2),
        (["--ties", "refuse"], 4),
        (["--ties", "lot"], 4),
        (["--ties", "lot", "--lot-seed", "ab"], 0),
        (["--ties", "lot", "--lot-seed", "zz"], 2),
        (["--ties", "caso"], 2),
    ],
)
def test_counting_a_file_answers_with_the_promised_exit_code(folder: Path, args: list[str], code: int) -> None:
    path = next(folder.glob("*.pb"))
    if "--ties" in args or "schulze" in args:
        path.write_text(path.read_text().replace("2;50.50;2;Orto", "2;60;2;Orto"), encoding="utf-8")
    result = CliRunner().invoke(rione, ["tally", str(path), *args])
    assert result.exit_code == code, result.output


def test_a_count_for_programs_has_the_promised_fields(folder: Path) -> None:
    result = CliRunner().invoke(rione, ["tally", str(next(folder.glob("*.pb"))), "--json"])
    document: dict[str, Any] = json.loads(result.stdout)
    promised = {
        "rule",
        "params",
        "options",
        "winners",
        "ranking",
        "rounds",
        "ties",
        "totals",
        "rule_version",
        "n_ballots",
        "n_valid",
        "n_blank",
        "n_invalid",
        "margins",
        "digest",
    }
    assert promised <= set(document)
    assert document["winners"] == ["2", "3"]
    assert document["totals"] == {"1": "2", "2": "2", "3": "1"}


def test_a_file_that_cannot_be_read_is_one_line_for_a_person_and_an_error_for_a_program(folder: Path) -> None:
    path = next(folder.glob("*.pb"))
    path.write_text(path.read_text().replace("b;1", "b;9"), encoding="utf-8")
    result = CliRunner().invoke(rione, ["tally", str(path), "--json"])
    assert result.exit_code == 3
    assert json.loads(result.stdout)["error"]["line"] == 22
    assert CliRunner().invoke(rione, ["tally", str(folder / "manca.pb")]).exit_code == 3
    assert CliRunner().invoke(rione, ["tally"]).exit_code == 2


# Every vote is counted on SQLite: a count knows no engine. PostgreSQL is given the largest vote, whose rows go in
# many statements, and three of the twenty districts.
PARTS = ("", "_17_", "_7_", "_9_")
VOTES = (4532, 93 + 154 + 185 if IS_POSTGRES else 7014)  # of the whole city, of its districts
SAID = {"schede in una votazione cittadina chiusa": "4.532"} | (
    {"schede in 3 votazioni di quartiere chiuse": "432"}
    if IS_POSTGRES
    else {"proposte": "199", "schede in 20 votazioni di quartiere chiuse": "7.014"}
)


@pytest.fixture
def toulouse(data_dir: Path, tmp_path: Path) -> Path:
    """The votes of Toulouse that this engine imports, and all its districts."""
    if not IS_POSTGRES:
        return data_dir / "toulouse"
    whole = data_dir / "toulouse"
    named = [path for part in PARTS for path in whole.glob(f"France_Toulouse_2022{part}{'-*' if part else ''}.pb")]
    for path in (*named, *whole.glob("*.geojson")):
        (tmp_path / path.name).symlink_to(path)
    return tmp_path


@pytest.mark.real
@pytest.mark.long
async def test_toulouse_is_recounted_exactly(
    browser: httpx.AsyncClient, toulouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = await command(monkeypatch, "import", str(toulouse))
    assert done.exit_code == 0, done.output
    assert await Neighbourhood.count() == 20
    held = await rows("SELECT id, slug, city_wide, imported_from FROM consultation ORDER BY id")
    assert len(held) == (len(PARTS) if IS_POSTGRES else 21)
    ballots = {row["slug"]: (await queries.turnout(row["id"])).voters for row in held}
    city_wide = [row["slug"] for row in held if row["city_wide"]]
    assert [ballots[slug] for slug in city_wide] == [VOTES[0]]
    assert sum(votes for slug, votes in ballots.items() if slug not in city_wide) == VOTES[1]
    assert await RollEntry.count() == await Ballot.count() == sum(VOTES)
    told = await dashboards.city(Filter(), Speech("it"), at=clock.now())
    assert {label: value for value, label in told.numbers}.items() >= SAID.items()
    for row in held:
        asked = await queries.question_of(row["id"])
        official, other = await queries.outcomes(row["id"])
        assert (official.rule, other.rule) == ("greedy", "equal-shares")
        assert {c.id: str(c.declared_votes) for c in asked.choices} == official.outcome["totals"]
    small = next(slug for slug, votes in ballots.items() if votes == 93)
    digests = [tally.digest for tally in await queries.outcomes((await queries.question(small)).id)]
    again = await count_consultation(small, at=(await queries.question(small)).closes_at)
    assert [counted.digest for counted in again] == digests
    for slug in (small, city_wide[0]):
        page = await browser.get(f"/consultazioni/{slug}/risultato")
        assert page.status_code == 200
        assert "uguale al dato del file" in page.text


def test_the_command_is_listed() -> None:
    assert import_.name in rione.list_commands(click.Context(rione))
