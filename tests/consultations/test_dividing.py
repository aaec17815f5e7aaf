# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A sum divided among neighbourhoods is exact to the cent whatever the order; limits are exact. Pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.consultations.pots.amounts import Share, by_source, by_table, divide
from deliberation.consultations.pots.limits import SpendingLimits, caps, limit_text, read_limit, stored_limits
from deliberation.consultations.pots.values import Pot, Source, fit, open_to, pot_of
from deliberation.errors import Invalid
from voting import Option

WEIGHTS = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), st.integers(1, 10**7), min_size=1, max_size=12)
CITY = Pot(1, "tutta-la-citta", "Tutta la città", None, 100_00, "equal")
BARCA, LAME = Pot(2, "barca", "Barca", 7, 60_00, "equal"), Pot(3, "lame", "Lame", 8, 40_00, "equal")


@given(st.integers(1, 10**12), WEIGHTS, st.randoms(use_true_random=False))
def test_the_parts_are_the_whole_sum_within_a_cent_of_their_quota_whatever_the_order(
    total: int, weights: dict[str, int], chance: object
) -> None:
    parts = divide(total, weights)
    assert sum(parts.values()) == total
    whole = sum(weights.values())
    assert all(0 <= parts[key] - total * weight // whole <= 1 for key, weight in weights.items())
    keys = list(weights)
    chance.shuffle(keys)  # type: ignore[attr-defined]
    assert divide(total, {key: weights[key] for key in keys}) == parts


@given(st.integers(1, 10**12), WEIGHTS)
def test_who_weighs_more_never_gets_less(total: int, weights: dict[str, int]) -> None:
    parts = divide(total, weights)
    order = sorted(weights, key=lambda key: (weights[key], parts[key]))
    assert [parts[key] for key in order] == sorted(parts.values())


def test_cents_that_are_left_go_to_the_largest_rests_and_among_equal_ones_by_name() -> None:
    assert divide(100, {"c": 1, "a": 1, "b": 1}) == {"c": 33, "a": 34, "b": 33}
    assert divide(10, {"a": 3, "b": 3, "c": 1}) == {"a": 4, "b": 4, "c": 2}


def a_share(key: str, residents: int | None, area: int | None = None) -> Share:
    return Share(len(key), key, key.capitalize(), residents, residents, area)


def test_a_division_needs_the_number_of_every_place() -> None:
    with pytest.raises(Invalid) as refusal:
        by_source(1000, Source.AREA, (a_share("barca", 10, 5), a_share("lame", 10)))
    assert (refusal.value.code, refusal.value.parameters["places"]) == ("pots.unknown_weight", "Lame")
    assert by_source(1000, Source.EQUAL, (a_share("barca", None), a_share("lame", None))) == {"barca": 500, "lame": 500}


def test_typed_amounts_are_the_whole_sum_or_say_by_how_much_they_are_not() -> None:
    among = (a_share("barca", 1), a_share("lame", 1))
    assert by_table(300_00, {"barca": "200", "lame": "100,00"}, among) == {"barca": 200_00, "lame": 100_00}
    with pytest.raises(Invalid) as low:
        by_table(301_00, {"barca": "200", "lame": "100"}, among)
    assert (low.value.code, low.value.parameters["over_cents"]) == ("pots.sum_low", 100)
    with pytest.raises(Invalid) as wrong:
        by_table(300_00, {"barca": "duecento"}, among)
    assert wrong.value.fields == {"amount-barca": "cost.unreadable", "amount-lame": "pots.amount_missing"}


def test_a_proposal_belongs_to_the_pot_of_its_neighbourhood_or_to_the_city_s() -> None:
    pots = (CITY, BARCA, LAME)
    assert pot_of(pots, 7) is BARCA
    assert pot_of(pots, None) is pot_of(pots, 7, for_city=True) is CITY
    assert pot_of((BARCA, LAME), None) is None


def test_a_person_may_vote_in_the_city_s_pot_and_their_own_or_in_any_where_voters_choose() -> None:
    pots = (CITY, BARCA, LAME)
    assert open_to(pots, 7, chosen=False) == (CITY, BARCA)
    assert open_to(pots, 9, chosen=False) == (CITY,)
    assert open_to(pots, 9, chosen=True) == pots


@pytest.mark.parametrize(
    ("kind", "pots", "covered", "total", "fits"),
    [
        ("", (), (7, 8), 200_00, True),
        ("", (BARCA,), (7,), 60_00, False),
        ("each", (BARCA, LAME), (8, 7), 100_00, True),
        ("each", (BARCA, LAME), (8, 7), 100_01, False),
        ("each", (BARCA,), (8, 7), 60_00, False),
        ("each", (CITY, BARCA, LAME), (7, 8), 200_00, False),
        ("both", (CITY, BARCA, LAME), (7, 8), 200_00, True),
        ("both", (BARCA, LAME), (7, 8), 100_00, False),
    ],
)
def test_pots_fit_when_each_place_has_one_and_they_are_the_whole_sum(
    kind: str, pots: tuple[Pot, ...], covered: tuple[int, ...], total: int, fits: bool
) -> None:
    assert fit(kind, pots, covered, total) is fits


@pytest.mark.parametrize(
    ("typed", "limit", "again"),
    [("40 %", "40%", "40 %"), ("33,5%", "33.5%", "33,5 %"), ("50.000", 50_000_00, "50000"), ("", None, "")],
)
def test_a_limit_is_a_percentage_or_a_sum(typed: str, limit: object, again: str) -> None:
    assert read_limit(typed) == limit
    assert limit_text(read_limit(typed)) == again


@pytest.mark.parametrize("typed", ["0 %", "101 %", "molto", "-3%", "4 0 %"])
def test_what_is_no_limit_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_limit(typed)
    assert refusal.value.code == "limits.unreadable"


def test_limits_become_exact_parameters_and_only_of_what_is_on_the_ballot() -> None:
    limits = stored_limits(SpendingLimits({"sport": "33.5%", "verde": 20_000_00}, "40%").as_text())
    options = [Option("a", category="sport", zone="barca"), Option("b", category="cultura", zone="lame")]
    assert caps(limits, 100_01, options, one_place=False) == {
        "category_caps": "sport=33.50335",
        "zone_caps": "barca=40.004;lame=40.004",
    }
    assert caps(limits, 100_01, options, one_place=True) == {"category_caps": "sport=33.50335"}
    assert caps(SpendingLimits(), 100_00, options, one_place=False) == {}
