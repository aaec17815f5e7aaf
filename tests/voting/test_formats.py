# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""PrefLib, CSV, JSON and written Pabulib: the folder is the assertion, round trips are equal, damage never crashes."""

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.laws.profiles import SEED, Vote, approvals, numbers, rankings
from voting import FormatError, Option, Profile, TiePolicy, ballots, count
from voting.evidence import transcript
from voting.exchange import csv as own_csv
from voting.exchange import json as own_json
from voting.exchange import pabulib, pabulib_writing, preflib
from voting.exchange.elections import Election

HERE = Path(__file__).parent
CORPUS = HERE / "corpora"
GOLDEN = HERE.parent / "goldens" / "voting" / "format_errors.txt"
SCHEMAS = HERE.parents[1] / "docs" / "formats"
NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def read(ending: str, text: str) -> Election:
    readers: dict[str, Callable[[str], Election]] = {"csv": own_csv.read, "json": own_json.read}
    return readers[ending](text) if ending in readers else preflib.read(text, ending)


def valid() -> list[Path]:
    return sorted((CORPUS / "valid").iterdir())


@pytest.mark.parametrize("path", valid(), ids=lambda path: path.name)
def test_a_valid_file_is_the_same_after_a_round_trip(path: Path) -> None:
    election = read(path.suffix[1:], text_of(path))
    assert election.profile.n_ballots
    assert own_csv.read(own_csv.write(election)).same_as(election)
    assert own_json.read(own_json.write(election)).same_as(election)
    if path.suffix[1:] in preflib.TYPES:
        written = preflib.write(election)
        assert preflib.read(written, preflib.type_of(written)).same_as(election)


def test_every_invalid_file_gives_one_error_with_line_field_and_expectation(regenerate: bool) -> None:
    lines = []
    for path in sorted((CORPUS / "invalid").iterdir()):
        with pytest.raises(FormatError) as caught:
            read(path.suffix[1:], text_of(path))
        error = caught.value
        lines.append(f"{path.name}: line {error.line}, {error.field}: expected {error.expected}; {error.found!r}\n")
    if regenerate:
        GOLDEN.write_text("".join(lines), encoding="utf-8")
    assert GOLDEN.read_text(encoding="utf-8") == "".join(lines)


@st.composite
def elections(draw: st.DrawFn) -> Election:
    vote: Vote = draw(
        st.one_of(
            approvals(),
            approvals("choice"),
            approvals("budget"),
            rankings(),
            numbers("scores"),
            numbers("grades"),
            numbers("points", -3),
        )
    )
    extra = st.none() | NAMES.filter(bool)
    options = [Option(o, draw(NAMES), cost, category=draw(extra), zone=draw(extra)) for o, cost in vote.costs.items()]
    limits = ballots.Limits(ties=True, credits=10**6)
    listed = [(ballots.parse(vote.kind, mark, options, limits), draw(st.integers(1, 3))) for mark in vote.marks]
    groups = draw(st.lists(NAMES, min_size=len(listed), max_size=len(listed)))
    profile = Profile.of(vote.kind, options, listed, groups, draw(st.integers(0, 2)))
    seats = draw(st.none() | st.integers(1, 5))
    return Election(tuple(options), profile, seats, None, draw(NAMES))


@given(election=elections())
@settings(max_examples=300, deadline=None)
def test_any_election_is_the_same_after_a_round_trip(election: Election) -> None:
    assert own_csv.read(own_csv.write(election)).same_as(election)
    assert own_json.read(own_json.write(election)).same_as(election)


@given(vote=st.one_of(rankings(), rankings(strict=True), approvals(), numbers("grades")))
@settings(max_examples=200, deadline=None)
def test_preflib_keeps_rankings_approvals_and_grades(vote: Vote) -> None:
    options = [Option(str(at)) for at in range(1, len(vote.costs) + 1)]
    fresh = {old: option.id for old, option in zip(vote.costs, options, strict=True)}
    profile = Profile.of(
        vote.kind, options, [(ballots.parse(vote.kind, _renamed(m, fresh), options, LOOSE), 1) for m in vote.marks]
    )
    written = preflib.write(Election(tuple(options), profile))
    again = preflib.read(written, preflib.type_of(written))
    known = {row: profile.dense()[row].tolist() for row in range(len(profile.weights))}
    assert {row: again.profile.dense()[row].tolist() for row in range(len(again.profile.weights))} == known
    assert again.profile.n_blank == profile.n_blank


LOOSE = ballots.Limits(ties=True)


def _renamed(mark: object, fresh: dict[str, str]) -> object:
    if isinstance(mark, dict):
        return {fresh[name]: value for name, value in mark.items()}
    return [_renamed(part, fresh) if isinstance(part, list) else fresh[str(part)] for part in mark]  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", sorted((HERE / "pabulib" / "valid").glob("*.pb")), ids=lambda path: path.stem)
def test_written_pabulib_is_the_same_election(path: Path) -> None:
    election = pabulib.read(text_of(path))
    again = pabulib.read(pabulib_writing.write(election))
    for name in ("meta", "options", "budget", "declared_votes", "declared_scores", "selected", "warnings"):
        assert getattr(again, name) == getattr(election, name)
    assert again.profile.digest == election.profile.digest
    assert list(again.voters()) == list(election.voters())


@given(vote=st.one_of(approvals(), approvals("choice"), rankings(strict=True), numbers("points", 1)))
@settings(max_examples=200, deadline=None)
def test_a_profile_written_as_pabulib_holds_the_same_votes(vote: Vote) -> None:
    profile = vote.profile()
    again = pabulib.read(
        pabulib_writing.write_profile(profile, vote.options, vote.options[0].cost or 1, {"rule": "greedy"})
    )
    assert again.profile.digest == profile.digest


@given(data=st.data())
@settings(max_examples=400, deadline=None)
def test_damaged_text_is_an_error_or_an_election_never_a_crash(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(valid()))
    text = text_of(path)
    at = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(at, min(len(text), at + 12)))
    damage = data.draw(st.text(st.sampled_from(list('0123456789;:,"{}[]#\n\r \0ab\udcff⅕-')), max_size=6))
    try:
        election = read(path.suffix[1:], text[:at] + damage + text[end:])
    except FormatError:
        return
    assert election.profile.n_ballots >= 0


def test_our_json_follows_its_published_schema() -> None:
    schema = json.loads((SCHEMAS / "election.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for path in valid():
        if path.suffix == ".json":
            jsonschema.validate(json.loads(text_of(path)), schema)
        jsonschema.validate(json.loads(own_json.write(read(path.suffix[1:], text_of(path)))), schema)


@given(vote=approvals())
@settings(max_examples=30, deadline=None)
def test_every_outcome_follows_its_published_schema(vote: Vote) -> None:
    schema = json.loads((SCHEMAS / "outcome.schema.json").read_text(encoding="utf-8"))
    for rule in ("approval", "greedy", "equal-shares", "phragmen", "knapsack"):
        outcome = count(rule, vote.profile(), ties=TiePolicy(("lot",), SEED), budget=vote.budget)
        jsonschema.validate(json.loads(json.dumps(outcome.as_json())), schema)


def test_an_outcome_with_a_corrected_roll_follows_it_too_and_says_nothing_where_nothing_was_corrected() -> None:
    schema = json.loads((SCHEMAS / "outcome.schema.json").read_text(encoding="utf-8"))
    roll = {"frozen": 9, "added": 2, "struck": 1, "merged": 0, "reinstated": 3, "entitled": 10}
    found = count("approval", PICKED, roll=roll, set_aside={"struck": 5}).as_json()
    jsonschema.validate(json.loads(json.dumps(found)), schema)
    assert found["roll"] == roll
    plain = count("approval", PICKED)
    assert "roll" not in plain.as_json()
    assert plain.digest != found["digest"]
    told = transcript.render(found, "it")
    assert "Chi poteva votare: 10. Nella lista fissata erano 9. Aggiunte dopo: 2; tolte: 1;" in told
    assert "(tolta dalla lista di chi vota 5)" in told


OPTIONS = [
    Option("1", "Alberi  nuovi", cost=300, category="Verde", zone="Nord"),
    Option("2", cost=250),
    Option("3", "Luci", cost=1),
]
PICKED = Profile.from_approvals([["1"], ["2", "1"], []], OPTIONS[:2], groups=["Nord", "Sud", ""], weights=[2, 1, 1])
RANKED = Profile.from_rankings([["1", "2"], ["2"], []], OPTIONS[:2], weights=[2, 1, 1])


@pytest.mark.parametrize(
    ("write", "text"),
    [
        (
            lambda: pabulib_writing.write_profile(PICKED, OPTIONS, Fraction(1001, 2), {"rule": "greedy"}),
            [
                "META",
                "key;value",
                "rule;greedy",
                "budget;500.5",
                "vote_type;approval",
                "num_projects;3",
                "num_votes;4",
                "PROJECTS",
                "project_id;cost;name;category;district;votes",
                "1;300;Alberi nuovi;Verde;Nord;3",
                "2;250;;;;1",
                "3;1;Luci;;;",
                "VOTES",
                "voter_id;vote;neighborhood",
                "1;1;Nord",
                "2;1;Nord",
                "3;1,2;Sud",
                "4;;",
                "",
            ],
        ),
        (
            lambda: own_csv.write(Election(tuple(OPTIONS[:2]), PICKED, 2, None, "Un parco")),
            [
                "row,value,group,1,2\r",
                "kind,approval,,,\r",
                "title,Un parco,,,\r",
                "seats,2,,,\r",
                "name,,,Alberi  nuovi,\r",
                "cost,,,300,250\r",
                "category,,,Verde,\r",
                "zone,,,Nord,\r",
                "ballot,2,Nord,1,\r",
                "ballot,1,Sud,1,1\r",
                "ballot,1,,,\r",
                "",
            ],
        ),
        (
            lambda: own_json.write(Election(tuple(OPTIONS[:2]), PICKED, 2, None, "Un parco")),
            [
                "{",
                ' "format": "rione-election/1",',
                ' "kind": "approval",',
                ' "title": "Un parco",',
                ' "seats": 2,',
                ' "options": [',
                '  {"id": "1", "name": "Alberi  nuovi", "cost": "300", "category": "Verde", "zone": "Nord"},',
                '  {"id": "2", "cost": "250"}',
                " ],",
                ' "ballots": [',
                '  {"marks": ["1"], "weight": 2, "group": "Nord"},',
                '  {"marks": ["1", "2"], "weight": 1, "group": "Sud"},',
                '  {"marks": [], "weight": 1}',
                " ]",
                "}",
                "",
            ],
        ),
        (
            lambda: preflib.write(Election(tuple(OPTIONS[:2]), RANKED, None, None, "Un parco")),
            [
                "# TITLE: Un parco",
                "# DATA TYPE: soi",
                "# NUMBER ALTERNATIVES: 2",
                "# NUMBER VOTERS: 4",
                "# NUMBER UNIQUE ORDERS: 3",
                "# ALTERNATIVE NAME 1: Alberi nuovi",
                "# ALTERNATIVE NAME 2: 2",
                "2: 1,2",
                "1: 2",
                "1:",
                "",
            ],
        ),
        (
            lambda: preflib.write(Election(tuple(OPTIONS[:2]), PICKED, None, None, "Un parco")),
            [
                "# TITLE: Un parco",
                "# DATA TYPE: cat",
                "# NUMBER ALTERNATIVES: 2",
                "# NUMBER VOTERS: 4",
                "# NUMBER UNIQUE ORDERS: 3",
                "# NUMBER CATEGORIES: 2",
                "# CATEGORY NAME 1: 1",
                "# CATEGORY NAME 2: 2",
                "# ALTERNATIVE NAME 1: Alberi nuovi",
                "# ALTERNATIVE NAME 2: 2",
                "2: 1,2",
                "1: {1,2},{}",
                "1: {},{1,2}",
                "",
            ],
        ),
    ],
)
def test_what_is_written_is_this_letter_by_letter(write: Callable[[], str], text: list[str]) -> None:
    assert write().split("\n") == text


@pytest.mark.parametrize("form", [own_csv, own_json])
def test_a_cost_that_is_no_whole_number_is_read_as_it_is(form: Any) -> None:
    options = [Option("1", cost=Fraction(3, 2)), Option("2", cost=300)]
    profile = Profile.from_approvals([["1"]], options)
    assert [option.cost for option in form.read(form.write(Election(profile.options, profile))).options] == [1.5, 300]
