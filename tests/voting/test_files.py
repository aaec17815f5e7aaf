# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files by their ending, in one shape, through the one door to the disk."""

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from tests.voting.examples import ELEVEN, TENNESSEE, TWELVE
from voting import CountError, FormatError, Profile, TieError, TiePolicy, count
from voting.exchange import blt, pabulib, preflib
from voting.exchange import csv as own_csv
from voting.exchange import json as own_json
from voting.exchange.contents import ENDINGS
from voting.exchange.elections import Election
from voting.files import read

PB = Path(__file__).parent / "pabulib" / "valid" / "approval.pb"
TIED = """META
key;value
budget;1
vote_type;approval
rule;greedy
PROJECTS
project_id;cost
a;1
b;1
VOTES
voter_id;vote;zone
1;a;Nord
2;b;Sud
"""


def election(profile: Profile, **about: object) -> Election:
    return Election(profile.options, profile, **about)  # type: ignore[arg-type]


def test_a_budget_counts_by_its_own_rule_or_by_another() -> None:
    found = read(PB)
    assert (found.rule, found.budget, found.seats) == ("greedy", 100, None)
    assert found.options == pabulib.read(PB.read_text(encoding="utf-8")).options
    assert repr(found) == "<Contents: Profile: 4 approval ballots (3 distinct) over 3 options, rule greedy, budget 100>"
    ties = TiePolicy.of("more_votes,lower_cost,lot")
    own = count("greedy", found.profile, {}, ties, budget=100, warnings=found.warnings)
    assert found.count().digest == own.digest
    shares = found.count("equal-shares", {"completion": "add1"})
    assert shares.digest == count("equal-shares", found.profile, {"completion": "add1"}, budget=100).digest


def test_a_file_of_an_election_by_transfers_brings_its_seats(tmp_path: Path) -> None:
    ward = blt.Election("Tennessee", 2, TENNESSEE.options, TENNESSEE)
    (tmp_path / "ward.BLT").write_text(blt.write(ward), encoding="utf-8")
    found = read(str(tmp_path / "ward.BLT"))
    assert found.count().params["seats"] == "2"
    assert found.count("meek-stv").params["seats"] == "2"
    assert found.count("meek-stv", {"seats": 1}).params["seats"] == "1"
    assert found.count("schulze").params["seats"] == "1"


def test_our_own_formats_hold_seats_for_every_rule_and_money_in_its_unit(tmp_path: Path) -> None:
    whole = election(ELEVEN, budget=Fraction(100000), seats=2, unit=100)
    (tmp_path / "e.csv").write_text(own_csv.write(whole), encoding="utf-8")
    (tmp_path / "e.json").write_text(own_json.write(whole), encoding="utf-8")
    for name in ("e.csv", "e.json"):
        found = read(tmp_path / name)
        assert found.election.same_as(whole)  # type: ignore[union-attr]
        assert (found.unit, found.count("greedy").inputs.unit) == (100, 100)
        assert found.count("approval").params["seats"] == "2"
        with pytest.raises(CountError, match="names no rule"):
            found.count()


@pytest.mark.parametrize(("profile", "ending"), [(TENNESSEE, "soc"), (TWELVE, "cat")])
def test_files_of_preflib_are_read_as_what_their_ending_says(profile: Profile, ending: str, tmp_path: Path) -> None:
    text = preflib.write(election(profile))
    place = tmp_path / f"e.{ending}"
    place.write_text(text, encoding="utf-8")
    assert read(place).profile.digest == preflib.read(text).profile.digest
    place.rename(tmp_path / "e.toi")
    with pytest.raises(FormatError, match="DATA TYPE"):
        read(tmp_path / "e.toi")


def test_a_column_of_a_budget_says_where_voters_live_and_a_lot_needs_its_seed(tmp_path: Path) -> None:
    place = tmp_path / "tied.pb"
    place.write_text(TIED, encoding="utf-8")
    assert read(place, "zone").profile.groups == ("Nord", "Sud")
    with pytest.raises(TieError):
        read(place).count()
    assert len(read(place).count(seed="ab").winners) == 1
    with pytest.raises(TieError, match="tie_refused"):
        read(place).count(ties=TiePolicy.of("refuse"))


def test_a_ballot_beyond_the_limits_of_its_file_is_void_unless_one_says_otherwise(tmp_path: Path) -> None:
    place = tmp_path / "limits.pb"
    place.write_text(TIED.replace("rule;greedy", "rule;greedy\nmax_length;1").replace("1;a;", "1;a,b;"), "utf-8")
    assert read(place).profile.n_invalid == 1
    assert read(place).count(seed="ab").warnings[0]["code"] == "ballots_beyond_limits"
    assert read(place, void=False).profile.n_invalid == 0


def test_a_budget_by_a_rule_that_is_not_known_here_says_so(tmp_path: Path) -> None:
    place = tmp_path / "other.pb"
    place.write_text(TIED.replace("greedy", "magic"), encoding="utf-8")
    with pytest.raises(CountError, match="'magic' is not known"):
        read(place).count()
    with pytest.raises(CountError, match="unknown_rule: rule=magic"):
        read(place).count("magic")
    assert read(place).count("greedy", seed="ab").rule == "greedy"


@pytest.mark.parametrize("name", ["e.txt", "e", "e.pb.gz"])
def test_an_ending_that_is_not_known_is_refused_with_those_that_are(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("", encoding="utf-8")
    with pytest.raises(FormatError) as caught:
        read(tmp_path / name)
    assert caught.value.expected == " ".join(ENDINGS)


def test_what_is_no_text_or_no_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "e.pb").write_bytes(b"META\nkey;value\nx;\xff\n")
    with pytest.raises(FormatError) as caught:
        read(tmp_path / "e.pb")
    assert (caught.value.line, caught.value.expected) == (3, "UTF-8")
    with pytest.raises(FormatError, match="groups"):
        read(_empty(tmp_path / "e.csv"), "zone")
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "none.pb")


def _empty(place: Path) -> Path:
    place.write_text("", encoding="utf-8")
    return place


def test_importing_voting_opens_no_door() -> None:
    doors = ("voting.files", "voting.exchange", "pandas")
    code = f"import sys, voting; print([name for name in sys.modules if name.startswith({doors})])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
