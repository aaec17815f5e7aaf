# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a file says and does not keep: void ballots, counts that lie, more seats than options; told with the result."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voting import RULES, Ballot, BallotKind, Option, Profile, TiePolicy, ballots, count, digest_of
from voting.evidence import transcript
from voting.exchange import pabulib
from voting.exchange.pabulib_limits import Limits
from voting.warnings import WORDS, sentence

SEED = "5eed" * 16
HEAD = (
    "META\nkey;value\nbudget;1000\nvote_type;{kind}\nrule;greedy\n{meta}"
    "PROJECTS\nproject_id;cost\n1;600\n2;500\n3;40.5\n"
)
APPROVALS = "VOTES\nvoter_id;vote\na;1,2\nb;3\nc;\nd;1,3\ne;1,2,3\n"
POINTS = "VOTES\nvoter_id;vote;points\na;1,2;2,1\nb;3;5\nc;;\nd;1,3;1,1\ne;2;1\n"


def town(meta: str, kind: str = "approval") -> str:
    lines = "".join(f"{line}\n" for line in meta.split())
    return HEAD.format(kind=kind, meta=lines) + (POINTS if kind == "cumulative" else APPROVALS)


@pytest.mark.parametrize(
    ("kind", "meta", "void"),
    [
        ("approval", "max_length;2", "e"),
        ("approval", "max_length;1", "ade"),
        ("approval", "min_length;2", "b"),
        ("approval", "max_sum_cost;1100", "e"),
        ("approval", "max_sum_cost;1140,5", ""),
        ("approval", "max_sum_cost;640.4", "ade"),
        ("approval", "min_sum_cost;41", "b"),
        ("cumulative", "max_sum_points;3", "b"),
        ("cumulative", "min_sum_points;2", "e"),
        ("cumulative", "max_points;1", "ab"),
        ("cumulative", "min_points;2", "ade"),
        ("cumulative", "max_length;1", "ad"),
        ("approval", "", ""),
    ],
)
def test_a_ballot_beyond_a_limit_of_its_file_is_void_and_named(kind: str, meta: str, void: str) -> None:
    read = pabulib.read(town(meta, kind))
    assert (read.profile.n_invalid, read.profile.n_blank) == (len(void), 1)
    assert read.profile.n_valid == 4 - len(void)
    first_line = 13 + len(meta.split())
    named = [ballot["line"] for warning in read.warnings for ballot in warning["first"]]  # type: ignore[attr-defined]
    assert "".join("abcde"[line - first_line] for line in named) == void


def test_the_warning_says_which_limit_what_it_allows_and_what_was_found() -> None:
    [warning] = pabulib.read(town("max_sum_cost;1100")).warnings
    assert warning == {
        "code": "ballots_beyond_limits",
        "number": 1,
        "first": [{"line": 18, "limit": "max_sum_cost", "allowed": "1100", "found": "1140.5"}],
    }
    assert sentence(warning, "it") == (
        "Schede oltre i limiti del file: 1. Non valgono. Le prime: riga 18, max_sum_cost 1100, trovato 1140.5."
    )


def test_only_the_first_five_void_ballots_are_named() -> None:
    more = "".join(f"v{n};1,2\n" for n in range(9))
    [warning] = pabulib.read(town("max_length;1") + more).warnings
    assert warning["number"] == 12
    assert len(warning["first"]) == 5  # type: ignore[arg-type]


def test_other_programs_count_void_ballots_and_so_can_we() -> None:
    read = pabulib.read(town("max_length;1"), void=False)
    assert (read.profile.n_invalid, read.profile.n_valid, read.warnings) == (0, 4, ())


def test_counts_that_the_file_gets_wrong_are_told_with_the_result() -> None:
    text = town("num_votes;7 num_projects;2").replace("project_id;cost\n1;600", "project_id;cost;votes\n1;600;9")
    text = text.replace("2;500\n3;40.5", "2;500;2\n3;40.5;3")
    read = pabulib.read(text)
    assert {w["code"] for w in read.warnings} == {"num_votes", "num_projects", "votes"}
    outcome = count("greedy", read.profile, {}, None, budget=read.budget, warnings=read.warnings)
    document = outcome.as_json()
    assert document["warnings"] == [dict(w) for w in read.warnings]
    assert digest_of(document) == document["digest"]
    for language, words in (("it", "Il file dice 7 schede: sono 5."), ("en", "The file says 7 ballots: there are 5.")):
        assert words in transcript.render(document, language)
        assert transcript.render(outcome, language) == transcript.render(document, language)


def test_an_outcome_without_warnings_has_no_such_key() -> None:
    read = pabulib.read(town(""))
    assert "warnings" not in count("greedy", read.profile, {}, None, budget=read.budget).as_json()


@pytest.mark.parametrize("rule", ["block", "scottish-stv", "meek-stv", "wigm-stv", "phragmen", "equal-shares", "pav"])
def test_with_more_seats_than_options_all_are_elected_and_it_is_told(rule: str) -> None:
    kind = BallotKind.RANKING if BallotKind.RANKING in RULES[rule].kinds else BallotKind.APPROVAL
    options = [Option(name) for name in "abc"]
    voted = [(["a", "b"], 2), (["b", "c"], 1), (["a"], 1)]
    read = Profile.of(kind, options, [(ballots.parse(kind, list(marks), options), n) for marks, n in voted])
    outcome = count(rule, read, {"seats": "5"}, TiePolicy(RULES[rule].ties, SEED))
    assert sorted(outcome.winners) == ["a", "b", "c"]
    assert outcome.as_json()["warnings"] == [{"code": "fewer_options_than_seats", "seats": 5, "options": 3}]
    assert "I posti sono 5, le opzioni 3: entrano tutte." in transcript.render(outcome)
    exact = count(rule, read, {"seats": "3"}, TiePolicy(RULES[rule].ties, SEED))
    assert exact.warnings == ()


def test_every_warning_has_its_words_in_both_languages() -> None:
    assert WORDS["it"].keys() == WORDS["en"].keys()


BOUNDS = st.sampled_from(
    [
        "min_length",
        "max_length",
        "min_sum_cost",
        "max_sum_cost",
        "min_points",
        "max_points",
        "min_sum_points",
        "max_sum_points",
    ]
)


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(BOUNDS, st.fractions(0, 40, max_denominator=3), max_size=3),
    st.lists(st.dictionaries(st.sampled_from("abcd"), st.integers(1, 12)), min_size=1, max_size=6),
    st.lists(st.fractions(1, 20, max_denominator=4), min_size=4, max_size=4),
)
def test_all_ballots_at_once_are_judged_as_one_by_one(
    bounds: dict[str, Fraction], voted: list[dict[str, int]], costs: list[Fraction]
) -> None:
    options = [Option(name, cost=cost) for name, cost in zip("abcd", costs, strict=True)]
    limits = Limits(BallotKind.POINTS, bounds, dict(zip("abcd", costs, strict=True)))
    profile = Profile.of(
        BallotKind.POINTS, options, [(Ballot(BallotKind.POINTS, tuple(sorted(marks.items()))), 1) for marks in voted]
    )
    assert limits.any_beyond(profile) == any(limits.beyond(sorted(marks.items())) for marks in voted)
