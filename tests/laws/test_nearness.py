# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is told to be enough is enough, and where it is called the least nothing less is."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import HealthCheck, assume, given, settings

from tests.laws.profiles import lot, profile_of
from tests.laws.test_whatifs import a_loser, counts
from voting import RULES, Option
from voting.evidence.nearness import lacking
from voting.evidence.whatifs import Asked, MoreVoters, at_cost

SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])


def wins_with(asked: Asked, option: str, more: int) -> bool:
    voters = MoreVoters(asked.profile, option, bool(asked.params.get("group_weights")))
    return option in replace(asked, profile=voters.by(more)).winners()


def wins_at(asked: Asked, option: str, cost: Fraction) -> bool:
    return option in replace(asked, profile=at_cost(asked.profile, option, cost)).winners()


@given(asked=counts())
@SLOW
def test_with_so_many_more_votes_it_wins_and_with_one_less_it_does_not(asked: Asked) -> None:
    loser = a_loser(asked)
    found = lacking(asked, loser.id)
    assume("votes" in found)
    enough = found["votes"]
    assert isinstance(enough, int)
    assert wins_with(asked, loser.id, enough)
    assert enough == 1 or not wins_with(asked, loser.id, enough - 1)
    if found["votes_least"]:
        assert not any(wins_with(asked, loser.id, fewer) for fewer in range(1, enough))


@given(asked=counts())
@SLOW
def test_at_so_much_less_it_wins_and_a_least_cut_is_the_least(asked: Asked) -> None:
    loser = a_loser(asked)
    found = lacking(asked, loser.id)
    whole = Fraction(loser.cost or 0)
    if "cut" not in found:
        assert not wins_at(asked, loser.id, Fraction(1)) or whole <= 1
        return
    cut = Fraction(str(found["cut"]))
    assert 0 < cut < whole
    assert wins_at(asked, loser.id, whole - cut)
    if found["cut_least"]:
        assert not any(wins_at(asked, loser.id, Fraction(cost)) for cost in range(int(whole - cut) + 1, int(whole)))


def test_where_fewer_votes_might_do_a_large_number_is_called_enough_and_not_the_least() -> None:
    options = [Option("a", cost=100), Option("b", cost=100)]
    profile = profile_of("approval", options, [["a"], ["b"]], [60, 5])
    found = {}
    for rule in ("greedy", "equal-shares"):
        policy, params = lot(*RULES[rule].ties[:-1]), RULES[rule].complete({})
        found[rule] = lacking(Asked(rule, profile, params, policy, Fraction(100)), "b")
    assert found["greedy"]["votes_least"] is True
    assert found["equal-shares"]["votes_least"] is False
    assert int(str(found["greedy"]["votes"])) in (55, 56)


def test_a_cost_beyond_all_money_is_never_outvoted() -> None:
    options = [Option("a", cost=5), Option("b", cost=90)]
    policy = lot(*RULES["greedy"].ties[:-1])
    params = RULES["greedy"].complete({})
    asked = Asked("greedy", profile_of("approval", options, [["a"], ["b"]]), params, policy, Fraction(10))
    assert lacking(asked, "b") == {"never": "budget", "cut": "85", "cut_least": True}
