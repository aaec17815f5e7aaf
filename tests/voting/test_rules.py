# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rules on the examples of the literature (methods.md §1 and §3)."""

from fractions import Fraction

import pytest

from tests.voting.examples import CYCLE, ELEVEN, ELEVEN_TURNED, SCHULZE_45, TENNESSEE, approvals, options
from voting import RULES, CountError, Option, Profile, TiePolicy, ballots, count, digest_of
from voting.engines.pairwise import pairwise
from voting.rules.rankings.schulze import strengths


def effective_votes(profile: Profile, **params: str) -> dict[str, Fraction]:
    outcome = count("equal-shares", profile, {"completion": "none", **params}, budget=1100)
    return {str(r["option"]): Fraction(str(r["effective_votes"])) for r in outcome.rounds if r["act"] == "bought"}


def test_tennessee_elects_nashville() -> None:
    outcome = count("schulze", TENNESSEE)
    assert outcome.ranking == (("N",), ("C",), ("K",), ("M",))
    assert outcome.margins == {"condorcet_winner": "N", "closest_rival": "M", "gap": 16, "switches": 9}


def test_schulze_on_45_ballots_finds_the_published_strengths() -> None:
    outcome = count("schulze", SCHULZE_45)
    assert outcome.ranking == (("E",), ("A",), ("C",), ("B",), ("D",))
    paths = strengths(pairwise(SCHULZE_45))
    at = {option.id: place for place, option in enumerate(SCHULZE_45.options)}
    known = {"EA": 25, "AE": 24, "ED": 31, "AD": 30, "BD": 33}
    assert {pair: int(paths[at[pair[0]], at[pair[1]]]) for pair in known} == known


def test_a_cycle_is_broken_at_its_weakest_duel() -> None:
    assert count("schulze", CYCLE).winners == ("A",)
    duel = {"option": "C", "rival": "A", "gap": 5, "switches": 3}
    assert count("schulze", CYCLE).margins == {"condorcet_winner": None, "closest_duel": duel}


def test_unranked_options_lose_to_ranked_ones() -> None:
    chosen = [Option(name) for name in "abc"]
    profile = Profile.of("ranking", chosen, [(ballots.parse("ranking", ["c"], chosen), 1)])
    assert pairwise(profile).tolist() == [[0, 0, 0], [0, 0, 0], [1, 1, 0]]


def test_equal_shares_on_eleven_voters() -> None:
    assert effective_votes(ELEVEN) == {"bike": 7, "play": 4, "lib": 3}
    outcome = count("equal-shares", ELEVEN, {"completion": "none"}, budget=1100)
    assert outcome.winners == ("bike", "play", "lib")
    assert outcome.evidence["endowment"] == "100"


def test_equal_shares_when_the_eleventh_voter_turns_to_the_gym() -> None:
    assert effective_votes(ELEVEN_TURNED) == {"gym": 7, "park": Fraction(70, 17), "play": Fraction(56, 17)}


def test_money_left_over_is_spent_by_votes_only_if_asked() -> None:
    profile = approvals(options("a b c", a=60, b=40, c=30), "a", "a", "a", "b", "b", "c")
    plain = count("equal-shares", profile, {"completion": "none"}, budget=100)
    full = count("equal-shares", profile, {"completion": "utilitarian"}, budget=100)
    assert plain.winners == ()
    assert full.winners == ("a", "b")


def test_everything_is_funded_when_everything_fits() -> None:
    outcome = count("equal-shares", ELEVEN, budget=5000)
    assert set(outcome.winners) == {"bike", "gym", "park", "play", "lib"}
    assert outcome.evidence["everything_fits"] is True


def test_an_option_nobody_marks_is_never_bought() -> None:
    profile = approvals(options("a b", a=10, b=10), "a")
    assert count("equal-shares", profile, budget=100).winners == ("a",)


def test_cents_and_currency_units_give_the_same_count() -> None:
    cents = approvals(options("a b c", a=60_00, b=41_00, c=30_00), "a b", "a", "a c", "b", "b c", "c", "c")
    euros = approvals(options("a b c", a=60, b=41, c=30), "a b", "a", "a c", "b", "b c", "c", "c")
    for start in ("floor", "exact"):
        first = count("equal-shares", cents, {"start": start}, budget=100_00, unit=100)
        second = count("equal-shares", euros, {"start": start}, budget=100)
        assert first.winners == second.winners
        assert Fraction(str(first.evidence["endowment"])) == 100 * Fraction(str(second.evidence["endowment"]))
    floor = count("equal-shares", cents, {"start": "floor", "completion": "none"}, budget=100_00, unit=100)
    assert floor.evidence["endowment"] == "1400"


GREEDY = approvals(options("a b c d", a=50, b=70, c=30, d=10), *["a b"] * 3, *["a"] * 2, *["c"] * 2, "b", "d")


@pytest.mark.parametrize(
    ("params", "winners"),
    [
        ({}, ("a", "c", "d")),
        ({"fit": "stop"}, ("a",)),
        ({"threshold": "2"}, ("a", "c")),
        ({"order": "votes-per-cost"}, ("a", "d", "c")),
    ],
)
def test_greedy_skips_stops_and_heeds_the_threshold(params: dict[str, str], winners: tuple[str, ...]) -> None:
    assert count("greedy", GREEDY, params, budget=100).winners == winners


def test_a_loser_is_told_what_it_lacked() -> None:
    outcome = count("greedy", GREEDY, budget=100)
    assert outcome.margins["b"] == {"left": "50", "missing": "20", "because": "too_expensive"}


def test_plurality_fills_seats_from_the_top() -> None:
    chosen = options("a b c")
    voted = [("a", 5), ("b", 3), ("c", 1), ("", 2)]
    profile = Profile.of("choice", chosen, [(ballots.parse("choice", o, chosen), n) for o, n in voted])
    outcome = count("plurality", profile, {"seats": "2"})
    assert outcome.winners == ("a", "b")
    assert outcome.margins == {"last_elected": "b", "first_excluded": "c", "votes_between": 2}
    assert (outcome.n_ballots, outcome.n_valid, outcome.n_blank) == (11, 9, 2)


@pytest.mark.parametrize("key", list(RULES))
def test_a_vote_without_ballots_is_still_counted(key: str) -> None:
    chosen = options("yes no") if key == "yes-no" else options("a b", a=10, b=20)
    for kind in sorted(RULES[key].kinds):
        profile = Profile.of(kind, chosen, [])
        outcome = count(key, profile, ties=TiePolicy.of("lot", "00"), budget=15)
        assert outcome.n_ballots == 0
        assert outcome.digest


@pytest.mark.parametrize(
    ("key", "params", "budget", "code"),
    [
        ("dice", {}, None, "unknown_rule"),
        ("schulze", {}, None, "wrong_ballot_kind"),
        ("greedy", {}, None, "budget_missing"),
        ("greedy", {"fit": "maybe"}, 10, "bad_parameter"),
        ("greedy", {"speed": "1"}, 10, "unknown_parameter"),
        ("greedy", {}, -1, "bad_budget"),
        ("equal-shares", {"increment": "0"}, 10, "bad_parameter"),
        ("equal-shares", {"increment": "1/0"}, 10, "bad_parameter"),
        ("equal-shares", {"increment": "0.00000009"}, 10, "bad_parameter"),
        ("equal-shares", {"completion": "add1"}, 10**8 + 1, "bad_parameter"),
        ("approval", {"seats": "0"}, None, "bad_parameter"),
        ("approval", {"seats": "1.5"}, None, "bad_parameter"),
    ],
)
def test_a_count_that_cannot_be_made_says_why(key: str, params: dict[str, str], budget: int, code: str) -> None:
    with pytest.raises(CountError) as caught:
        count(key, ELEVEN, params, budget=budget)
    assert caught.value.code == code


def test_an_increment_with_which_a_count_could_take_days_is_refused() -> None:
    with pytest.raises(CountError) as caught:
        count("equal-shares", ELEVEN, {"increment": "0.000001"}, budget=110_001, unit=1)
    assert caught.value.params == {"parameter": "increment", "found": "0.000001", "expected": "at least 0.01"}
    for unit, params in ((1, {"increment": "0.01"}), (1000, {"increment": "0.00001"}), (1, {"completion": "none"})):
        count("equal-shares", ELEVEN, params, TiePolicy.of("lot", "00"), budget=1100, unit=unit)


def test_options_without_cost_cannot_share_a_budget() -> None:
    with pytest.raises(CountError) as caught:
        count("greedy", approvals(options("a"), "a"), budget=10)
    assert caught.value.code == "bad_cost"


def test_a_published_outcome_carries_its_own_digest() -> None:
    document = count("equal-shares", ELEVEN, budget=1100).as_json()
    assert digest_of(document) == document["digest"]
    assert digest_of({**document, "winners": ["gym"]}) != document["digest"]
    assert digest_of({**document, "transcript": "…"}) == document["digest"]
    fields = {
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
    assert fields <= set(document)


@pytest.mark.parametrize("key", list(RULES))
def test_every_rule_describes_itself(key: str) -> None:
    rule = RULES[key]
    assert rule.key == key
    assert rule.name("it") != rule.name("en")
    assert set(rule.words["it"]) == set(rule.words["en"])
    assert rule.complete({}) == {parameter.name: parameter.default for parameter in rule.parameters}


def test_a_question_says_how_many_yes_would_have_to_be_no() -> None:
    asked = Profile.from_approvals([["yes"]] * 5 + [["no"]] * 2, options("yes no abstain"), kind="choice")
    assert count("yes-no", asked).margins == {"missing_yes": 0, "missing_voters": 0, "switches": 2}


def test_equal_shares_gives_way_to_most_votes_where_more_people_are_better_off() -> None:
    parks = [Option("A", "A", 2), Option("B", "B", 6), Option("C", "C", 2)]
    marks = [("A B", 4), ("A C", 3)]
    profile = Profile.of("approval", parks, [(ballots.parse("approval", m.split(), parks), n) for m, n in marks])
    outcome = count("equal-shares", profile, {"comparison": "true"}, budget=9)
    assert outcome.winners == ("A", "B")
    told = outcome.evidence["comparison"]
    assert (told["prefer_equal_shares"], told["prefer_greedy"], told["kept"]) == (3, 4, "greedy")


def test_phragmen_with_a_budget_breaks_ties_by_what_is_funded_already() -> None:
    people = [Option("A", "A", 10, gender="f"), Option("B", "B", 10, gender="f"), Option("C", "C", 10, gender="m")]
    marks = [(ballots.parse("approval", [mark], people), n) for mark, n in (("A", 3), ("B", 2), ("C", 2))]
    profile = Profile.of("approval", people, marks)
    for seed in ("0" * 63 + digit for digit in "01234567"):  # a lot would take B for some of them
        ties = TiePolicy.of("less_represented_gender,lot", seed)
        assert count("phragmen", profile, ties=ties, budget=20).winners == ("A", "C")
