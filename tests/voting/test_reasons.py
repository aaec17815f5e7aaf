# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reasons say what happened: the sentence, and the numbers in it."""

from typing import Any

import pytest

from voting import RULES, Option, Profile, ballots, count
from voting.engines import most_votes
from voting.words import reasons, sentences
from voting.words.sentences import Money, Named, Number, Sentence


def by_totals(winners: str, **totals: int) -> dict[str, Any]:
    return {"winners": list(winners), "totals": {option: str(total) for option, total in totals.items()}}


def words(said: Any) -> list[str]:
    """Sentences with their values as they are, sums in cents."""
    return [_one(sentence) for sentence in said]


def _one(sentence: Sentence) -> str:
    plain = {name: _bare(value) for name, value in sentence.values.items()}
    text = sentence.many if sentence.many and sentence.number != 1 else sentence.text
    return text % {"num": sentence.number, **plain}


def _bare(value: object) -> object:
    match value:
        case Money(cents=bare) | Number(value=bare) | Named(option=bare):
            return bare
    return value


@pytest.mark.parametrize(
    ("outcome", "option", "said"),
    [
        (by_totals("a", a=3, b=2), "a", "Ha preso più voti di tutti: 3."),
        (by_totals("ab", a=3, b=3, c=1), "a", "È al posto 1 con 3 voti."),
        (by_totals("a", a=3, b=3), "b", "Aveva gli stessi voti: ha deciso il criterio di parità."),
        (by_totals("a", a=3, b=2), "b", "Gli manca 1 voto per pareggiare."),
        (by_totals("a", a=3, b=1), "b", "Gli mancano 2 voti per pareggiare."),
    ],
)
def test_most_votes(outcome: dict[str, Any], option: str, said: str) -> None:
    assert words(reasons.by_votes(outcome, option)) == [said]


def test_a_loser_of_duels_is_told_the_worst_one() -> None:
    duels = [
        {"option": "a", "rival": "b", "for": 9, "against": 1},
        {"option": "b", "rival": "c", "for": 4, "against": 6},
        {"option": "a", "rival": "c", "for": 8, "against": 2},
    ]
    outcome = {"winners": ["a"], "rounds": [{"duels": duels}]}
    assert words(reasons.by_duels(outcome, "b")) == ["Contro «a» finisce 1 a 9."]
    assert words(reasons.by_duels(outcome, "a")) == ["Vince 2 sfide su 2."]


def test_transferable_votes_tell_the_quota_that_was_reached_and_the_votes_before_an_exclusion() -> None:
    rounds = [
        {"stage": 1, "elected": ["a"], "excluded": [], "quota": "4", "tallies": {"a": "4", "b": "3", "c": "2"}},
        {"stage": 2, "elected": ["b"], "excluded": ["c"], "quota": "4", "tallies": {"a": "4", "b": "3", "c": "0"}},
    ]
    outcome = {"winners": ["a", "b"], "rounds": rounds}
    assert words(reasons.by_quota(outcome, "a")) == ["Entra al passo 1. Voti: 4. Per entrare ne servivano 4."]
    assert words(reasons.by_quota(outcome, "b")) == ["Entra al passo 2: restavano tante opzioni quanti posti. Voti: 3."]
    assert words(reasons.by_quota(outcome, "c")) == [
        "Esce al passo 2. Voti: 2. Le sue schede passano alla scelta che segue."
    ]


def test_equal_shares_tells_who_pays_what_was_left_and_the_final_comparison() -> None:
    bought = {"act": "bought", "payers": 3, "price": "50", "drained": 1, "effective_votes": "5/2"}
    rounds = [
        {**bought, "option": "a"},
        {"act": "funded", "option": "b", "left": "30", "cost": "70"},
        {**bought, "option": "c"},
    ]
    dropped = {"act": "dropped", "option": "e", "money": "40", "cost": "70"}
    rounds += [{**bought, "option": "d"}, {"act": "funded", "option": "d", "left": "30", "cost": "70"}, dropped]
    outcome = {"budget": "1000", "winners": ["a", "b", "d"], "rounds": rounds, "margins": {}}
    assert words(reasons.by_shares(outcome, "a")) == [
        "Lo pagano in 3 con 50 a testa.",
        "1 persona dà tutto ciò che le resta.",
        "Conta come 2.5 voti pieni.",
    ]
    assert words(reasons.by_shares(outcome, "b")) == ["Pagato con i soldi avanzati: restavano 100 e costa 70."]
    assert words(reasons.by_shares(outcome, "d"))[0] == "Lo pagano in 3 con 50 a testa."
    two_give_all = {**outcome, "rounds": [{**bought, "option": "a", "drained": 2}]}
    assert words(reasons.by_shares(two_give_all, "a"))[1] == "In 2 danno tutto ciò che resta loro."
    assert words(reasons.by_shares(outcome, "c")) == ["Lo decide il confronto finale tra le due regole."]


def test_phragmen_tells_of_money_where_it_spends_a_budget_and_of_people_where_it_fills_seats() -> None:
    parks = [Option("parco", "Parco", 60), Option("orto", "Orto", 30), Option("campo", "Campo", 50)]
    marks = [(ballots.parse("approval", m.split(), parks), 1) for m in ("parco orto", "orto", "orto", "campo")]
    profile = Profile.of("approval", parks, marks)
    spent = RULES["phragmen"].explanation.reasons(count("phragmen", profile, budget=100).as_json(), "orto")
    seated = RULES["phragmen"].explanation.reasons(count("phragmen", profile, {"seats": "1"}).as_json(), "orto")
    assert words(spent) != words(seated)
    assert any(isinstance(value, Money) for sentence in spent for value in sentence.values.values())
    assert words(seated) == ["Entra al passo 1: l'hanno scelta in 3."]


def test_an_exact_number_is_shown_whole_or_to_two_decimals() -> None:
    assert [sentences.shown(exact) for exact in ("6/2", "1/3", "2/3")] == [3, 0.33, 0.67]


def test_a_rule_of_one_round_counts_votes_unless_it_says_what_else() -> None:
    assert most_votes.words("Uno", "One")["it"]["unit"] == "voti"
    assert most_votes.words("Uno", "One", "punti", "points")["it"]["unit"] == "punti"
