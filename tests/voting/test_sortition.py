# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Panels drawn by lot: anyone draws them again, quotas hold, chances are as equal as they can be."""

import random
import subprocess
import sys
from fractions import Fraction

import pytest

from voting.errors import CountError, TieError
from voting.lots.lotteries import leximin
from voting.lots.sortition import Person, Quota, draw, stratified

SEED = "ab" * 32


def people(n: int) -> list[Person]:
    chance = random.Random(7)
    return [Person(f"p{at:03}", {"sex": chance.choice("fffm"), "age": chance.choice("abbbccd")}) for at in range(n)]


CITY = people(120)
QUOTAS = [Quota("sex", "f", 6, 6), Quota("sex", "m", 6, 6), *(Quota("age", age, 2, 4) for age in "abcd")]


def test_a_stratified_panel_has_its_shares_and_is_drawn_again() -> None:
    panel = stratified(CITY, 12, ["sex"], SEED)
    women = sum(person.features["sex"] == "f" for person in CITY)
    drawn = sum(person.features["sex"] == "f" for person in CITY if person.id in panel)
    assert abs(drawn - Fraction(12 * women, len(CITY))) < 1
    assert len(set(panel)) == 12
    assert stratified(CITY[::-1], 12, ["sex"], SEED) == panel
    assert stratified(CITY, 12, ["sex"], "cd" * 32) != panel


def test_every_panel_of_a_lottery_meets_the_quotas() -> None:
    lottery = leximin(CITY, 12, QUOTAS)
    for seed in ("00", "01", SEED):
        panel = draw(lottery, seed)
        assert panel == draw(lottery, seed)
        chosen = [person for person in CITY if person.id in panel]
        assert len(chosen) == 12
        for quota in QUOTAS:
            assert quota.least <= sum(p.features[quota.feature] == quota.value for p in chosen) <= quota.most


def test_chances_are_as_equal_as_the_quotas_allow() -> None:
    """Six of the few men must be drawn: men are equally likely, women too, each group at its own level."""
    lottery = leximin(CITY, 12, QUOTAS[:2])
    men = [person.id for person in CITY if person.features["sex"] == "m"]
    for person, chance in lottery.chances.items():
        level = Fraction(6, len(men)) if person in men else Fraction(6, len(CITY) - len(men))
        assert chance == level
    assert sum(lottery.chances.values()) == 12


def test_the_smallest_chance_is_the_largest_possible() -> None:
    """Two rare people who cannot both be drawn share one seat; everybody else shares the other."""
    group = [
        Person("x", {"a": "1", "b": "0"}),
        Person("y", {"a": "0", "b": "1"}),
        *(Person(f"z{n}", {"a": "0", "b": "0"}) for n in range(8)),
    ]
    lottery = leximin(group, 2, [Quota("a", "1", 0, 1), Quota("b", "1", 0, 1)])
    assert {round(float(chance), 3) for chance in lottery.chances.values()} == {0.2}


def test_quotas_that_nobody_can_meet_are_refused() -> None:
    with pytest.raises(CountError) as caught:
        leximin(CITY, 12, [Quota("sex", "f", 13, 13)])
    assert caught.value.code == "quotas_unmet"
    with pytest.raises(CountError):
        stratified(CITY[:5], 12, ["sex"], SEED)
    with pytest.raises(TieError):
        draw(leximin(CITY, 12, QUOTAS), "no seed")


def test_counting_does_not_load_scipy() -> None:
    code = (
        "import sys, voting, voting.lots.sortition, voting.lots.lotteries; "
        "print(any(n.startswith('scipy') for n in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
