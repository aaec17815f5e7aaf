# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Real participatory budgets, compared with their official or peer winners (../shared/data/README.md)."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from voting import Profile, count
from voting.exchange import pabulib
from voting.exchange.pabulib import Election

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def files(data_dir: Path) -> dict[str, Path]:
    return {path.name: path for folder in ("pabulib", "toulouse") for path in (data_dir / folder).glob("*.pb")}


def election(path: Path, *, void: bool = True) -> Election:
    return pabulib.read(path.read_text(encoding="utf-8"), void=void)


def expected(data_dir: Path, name: str) -> Any:
    return json.loads((data_dir / "pabulib" / name).read_text())


def test_greedy_finds_every_official_winner(data_dir: Path, files: dict[str, Path]) -> None:
    official = expected(data_dir, "expected_greedy.json")
    wrong = []
    for name, record in official.items():
        read = election(files[name])
        rule = read.rule()
        outcome = count(rule.key, read.profile, rule.params, rule.ties, budget=read.budget)
        if sorted(outcome.winners) != sorted(record["selected"]):
            wrong.append(name)
    assert len(official) == 75
    assert not wrong


def test_equal_shares_finds_the_winners_of_two_other_programs(data_dir: Path, files: dict[str, Path]) -> None:
    records = expected(data_dir, "expected_equal_shares.json")
    params = {"satisfaction": "cost", "completion": "add1", "stop": "overspend", "start": "floor"}
    wrong = []
    for record in records:
        read = election(files[record["file"]], void=False)  # the two programs know no void ballots
        increment = str(record["increment"])
        outcome = count("equal-shares", read.profile, {**params, "increment": increment}, budget=read.budget)
        if sorted(outcome.winners) != sorted(record["winners"]):
            wrong.append(record["file"])
        assert float(str(outcome.evidence["endowment"])) == record["final_endowment"] or record["file"] in wrong
    assert len(records) == 84
    assert not wrong


def test_ballots_beyond_the_limits_of_their_file_are_void_in_four_files(files: dict[str, Path]) -> None:
    read = {name: election(path) for name, path in files.items()}
    assert {name: found.profile.n_invalid for name, found in read.items() if found.profile.n_invalid} == {
        "Poland_Warszawa_2018_Bialoleka_obszar_1.pb": 4,
        "Poland_Warszawa_2018_BoernerowoFort_RadiowoGrotyGorce.pb": 2,
        "Poland_Warszawa_2018_Saska_Kepa.pb": 1,
        "Poland_Warszawa_2018_Wawer.pb": 9,
    }
    assert all(
        found.profile.n_ballots == election(files[name], void=False).profile.n_ballots
        for name, found in read.items()
        if found.profile.n_invalid
    )


def test_wieliczka_funds_its_official_thirty_projects(files: dict[str, Path]) -> None:
    read = election(files["Poland_Wieliczka_2023_Green_Budget.pb"])
    rule = read.rule()
    outcome = count(rule.key, read.profile, rule.params, rule.ties, budget=read.budget)
    assert set(outcome.winners) == read.selected
    assert len(outcome.winners) == 30
    assert outcome.evidence["spent"] == "995079"
    assert outcome.evidence["voters_with_nothing"] == 1172
    comparison = outcome.evidence["comparison"]
    assert isinstance(comparison, dict)
    assert (comparison["prefer_equal_shares"], comparison["prefer_greedy"]) == (1615, 873)
    assert comparison["greedy_voters_with_nothing"] == 1820


def test_wieliczka_told_why_projects_lost(files: dict[str, Path]) -> None:
    """The city's page: at B/n + 164, project 21 had 93,872.57 of 100,000, 87 had 73,555.83, 16 had 49,998.29."""
    read = election(files["Poland_Wieliczka_2023_Green_Budget.pb"])
    params = {"completion": "add1", "start": "exact"}
    outcome = count("equal-shares", read.profile, params, budget=read.budget)
    money = {
        str(step["option"]): float(Fraction(str(step["money"]))) for step in outcome.rounds if step["act"] == "dropped"
    }
    assert money["21"] == pytest.approx(93_872.57, abs=0.005)
    assert money["16"] == pytest.approx(49_998.29, abs=0.005)
    assert money["87"] == pytest.approx(73_555.83, abs=0.005)


def test_wieliczka_stopped_when_exhaustive_funds_thirty_one(files: dict[str, Path]) -> None:
    read = election(files["Poland_Wieliczka_2023_Green_Budget.pb"])
    params = {"completion": "add1", "stop": "exhaustive"}
    outcome = count("equal-shares", read.profile, params, budget=read.budget)
    assert (len(outcome.winners), outcome.evidence["spent"]) == (31, "984579")


def test_toulouse_recounts_equal_the_votes_column(data_dir: Path) -> None:
    ballots = 0
    paths = sorted((data_dir / "toulouse").glob("*.pb"))
    for path in paths:
        read = election(path)
        assert read.profile.totals() == read.declared_votes, path.name
        assert not read.warnings, path.name
        ballots += read.profile.n_ballots
    assert (len(paths), ballots) == (21, 7_014 + 4_532)


def test_every_voter_of_toulouse_can_be_read_one_by_one(data_dir: Path) -> None:
    path = sorted((data_dir / "toulouse").glob("*_6_-*.pb"))[0]
    read = election(path)
    voters = list(read.voters())
    assert len({voter.id for voter in voters}) == len(voters) == read.profile.n_ballots
    again = Profile.of("approval", read.options, [(voter.ballot, 1) for voter in voters])
    assert again.digest == read.profile.digest


def test_every_file_is_read(files: dict[str, Path]) -> None:
    for path in files.values():
        assert election(path).profile.n_ballots > 0
    assert len(files) == 180
