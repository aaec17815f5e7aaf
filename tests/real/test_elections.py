# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Real STV elections: who was elected, in which order, and every stage (../shared/data/README.md)."""

import json
from pathlib import Path
from typing import Any

import pytest

from voting import Outcome, count
from voting.exchange import blt

pytestmark = pytest.mark.real


def steps(outcome: Outcome) -> Any:
    """The rounds, as plain data."""
    return outcome.rounds


def election(path: Path) -> blt.Election:
    return blt.read(path.read_text(encoding="utf-8"))


def test_351_scottish_elections_elect_whom_two_programs_agree_on(data_dir: Path) -> None:
    expected = json.loads((data_dir / "stv" / "expected_winners.json").read_text())
    wrong = []
    for name, record in expected.items():
        read = election(data_dir / "stv" / "blt" / name)
        outcome = count("scottish-stv", read.profile, {"seats": str(read.seats)})
        found = ([int(winner) for winner in outcome.winners], len(outcome.rounds), read.profile.n_ballots, read.seats)
        if found != (record["elected_in_order"], record["stages"], record["ballots"], record["seats"]):
            wrong.append(name)
    assert len(expected) == 351
    assert not wrong


def test_14_glasgow_wards_agree_at_every_stage_to_five_decimals(data_dir: Path) -> None:
    wards = sorted((data_dir / "stv" / "glasgow_2007").glob("*.expected.json"))
    for path in wards:
        stages = [step for step in json.loads(path.read_text()) if step["action"] in ("begin", "transfer")]
        read = election(path.with_name(path.name.replace(".expected.json", ".blt")))
        outcome = count("scottish-stv", read.profile, {"seats": str(read.seats)})
        ids = [option.id for option in read.options]
        found = [
            (step["quota"], step["non_transferable"], [step["tallies"][option] for option in ids])
            for step in steps(outcome)
        ]
        assert found == [(step["quota"], step["non_transferable"], step["tallies"]) for step in stages], path.name
    assert len(wards) == 14


def test_greater_pollok_is_decided_at_the_published_counts(data_dir: Path) -> None:
    """Published result of 2007: Glass elected at count 4, Morrison and O'Rourke at count 8."""
    read = election(data_dir / "stv" / "glasgow_2007" / "Greater-Pollock-2007.blt")
    outcome = count("scottish-stv", read.profile, {"seats": str(read.seats)})
    names = {option.id: option.name for option in read.options}
    at = {names[winner]: step["stage"] for step in steps(outcome) for winner in step["elected"]}
    by_family = {name.split()[-1].casefold(): stage for name, stage in at.items()}
    assert by_family["glass"] == 4
    assert by_family["morrison"] == 8


def test_every_file_is_written_and_read_again(data_dir: Path) -> None:
    files = sorted((data_dir / "stv" / "blt").glob("*.blt"))[:40]
    assert len(files) == 40
    for path in files:
        read = election(path)
        assert blt.read(blt.write(read)).profile.digest == read.profile.digest
