# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every rule explains itself: three lines, an example that is true, a reason for every option of every outcome."""

import re

import pytest

from tests.voting.examples import example_of, options
from tests.voting.test_transcripts import CASES
from voting import RULES, Asking, Option, Profile, TiePolicy, ballots, count
from voting.words.explanations import rivals
from voting.words.sentences import Sentence


def in_words(sentence: Sentence) -> str:
    """The Italian of a sentence with something in each gap; fails where a value is missing."""
    text = sentence.many if sentence.many and sentence.number != 1 else sentence.text
    return text % {"num": sentence.number, **sentence.values}


@pytest.mark.parametrize("key", list(RULES))
def test_a_rule_says_what_it_is_in_a_summary_and_three_lines(key: str) -> None:
    told = RULES[key].explanation
    texts = [told.summary, *told.lines, told.example.text]
    assert len(told.lines) == 3
    assert all(text.endswith(".") and "%" not in text for text in texts)
    assert len({*texts}) == 5
    assert told.unit


@pytest.mark.parametrize("key", list(RULES))
def test_counting_the_ballots_of_the_example_gives_the_winners_that_it_tells(key: str) -> None:
    told = RULES[key].explanation.example
    outcome = example_of(key)
    assert set(outcome.winners) == set(told.winners)
    assert outcome.ties == ()


def test_where_it_divides_seats_and_no_money_a_rule_has_other_words() -> None:
    spoken = [rule for rule in RULES.values() if rule.of_seats]
    assert all(rule.needs_budget and Asking.GROUP in rule.offered for rule in spoken)
    for rule in spoken:
        told = rule.explained(money=False)
        assert told is rule.of_seats
        listed = [option for _, marks in told.example.ballots for option in marks]  # type: ignore[attr-defined]
        chosen = [Option(name) for name in dict.fromkeys(listed)]
        cast = [(ballots.parse(told.example.kind, marks, chosen), number) for number, marks in told.example.ballots]
        outcome = count(rule.key, Profile.of(told.example.kind, chosen, cast), told.example.params)
        assert set(outcome.winners) == set(told.example.winners)
        assert outcome.ties == ()
        assert "euro" not in " ".join((told.summary, *told.lines))


@pytest.mark.parametrize(
    ("key", "totals"),
    [
        ("plurality", {"panchine": 5, "alberi": 4, "fontana": 1}),
        ("approval", {"alberi": 2, "panchine": 1, "fontana": 1}),
        ("block", {"Ada": 3, "Bruno": 2, "Carla": 1}),
        ("score", {"alberi": 12, "panchine": 10}),
        ("cumulative", {"fontana": 14, "alberi": 6}),
        ("quadratic", {"alberi": 4, "fontana": 2}),
        ("majority-judgment", {"alberi": 2, "panchine": 1}),
        ("borda", {"alberi": 5, "panchine": 3, "fontana": 1}),
        ("irv", {"panchine": 4, "alberi": 3, "fontana": 2}),
        ("minimax", {"alberi": -1, "panchine": -3, "fontana": -5}),
        ("copeland", {"alberi": 2, "panchine": 1, "fontana": 0}),
        ("greedy", {"parco": 5, "orto": 4, "campo": 2}),
        ("knapsack", {"parco": 5, "orto": 4, "campo": 3}),
    ],
)
def test_the_totals_of_an_example_are_those_of_its_text(key: str, totals: dict[str, int]) -> None:
    assert example_of(key).totals == {option: str(total) for option, total in sorted(totals.items())}
    said = {int(number) for number in re.findall(r"\d+", RULES[key].explanation.example.text)}
    told_in_words = {"borda": {3}, "minimax": {-1, -3, -5}, "copeland": {2, 1, 0}, "block": set(), "cumulative": {6}}
    assert {abs(total) for total in totals.values()} <= said | told_in_words.get(key, set()) | {1, 2}


@pytest.mark.parametrize("key", list(RULES))
def test_every_option_of_an_example_has_a_reason(key: str) -> None:
    document = example_of(key).as_json()
    for option in document["options"]:  # type: ignore[attr-defined]
        said = RULES[key].explanation.reasons(document, option["id"])
        assert said
        assert all(in_words(sentence).endswith(".") for sentence in said)


@pytest.mark.parametrize("case", list(CASES))
def test_every_option_of_every_golden_outcome_has_a_reason(case: str) -> None:
    document = CASES[case]().as_json()
    reasons = RULES[str(document["rule"])].explanation.reasons
    for option in document["options"]:  # type: ignore[attr-defined]
        assert all(in_words(sentence) for sentence in reasons(document, option["id"]))


@pytest.mark.parametrize("key", list(RULES))
def test_a_vote_without_ballots_has_reasons_too(key: str) -> None:
    chosen = options("yes no") if key == "yes-no" else options("a b", a=10, b=20)
    for kind in sorted(RULES[key].kinds):
        document = count(key, Profile.of(kind, chosen, []), ties=TiePolicy.of("lot", "00"), budget=15).as_json()
        for option in chosen:
            assert RULES[key].explanation.reasons(document, option.id)


def test_who_reaches_no_quota_is_told_why_it_is_in_or_out() -> None:
    document = example_of("wigm-stv").as_json()
    told = {name: in_words(RULES["wigm-stv"].explanation.reasons(document, name)[0]) for name in ("Ada", "Bruno")}
    assert told["Ada"].startswith("Entra al passo 1. Voti: ")
    assert "restavano tante opzioni quanti posti" in told["Bruno"]


def test_the_office_can_choose_among_rules_in_one_order() -> None:
    """No two rules claim the same place among those for what is asked, each counts what it offers, one is first."""
    offers = [(asked, offer) for rule in RULES.values() for asked, offer in rule.offered.items()]
    assert len({(asked, offer.place) for asked, offer in offers}) == len(offers) == 24
    assert {asked for asked, offer in offers if offer.place == 1} == set(Asking)
    assert all(offer.kind in rule.kinds for rule in RULES.values() for offer in rule.offered.values())
    assert [key for key, rule in RULES.items() if not rule.offered] == ["knapsack"], "only a what-if"
    assert all(rule.beside in RULES for rule in RULES.values() if rule.beside)


def test_rivals_that_were_beaten_have_a_plural() -> None:
    assert rivals(2) == Sentence("%(num)s avversario superato", "%(num)s avversari superati", 2)
