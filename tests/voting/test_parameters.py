# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Parameters of a rule as values of Python: they mean what their texts mean, and floats mean nothing."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from tests.voting.examples import ELEVEN, TENNESSEE
from voting import RULES, CountError, count

SHARES = RULES["equal-shares"]


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("seats", 2, "2"),
        ("seats", np.int64(2), "2"),
        ("increment", Fraction(1, 3), "1/3"),
        ("increment", Fraction(5, 2), "2.5"),
        ("increment", Decimal("0.250"), "0.25"),
        ("comparison", True, "true"),
        ("comparison", False, "false"),
        ("zone_caps", {"Nord": 300, "Sud": Fraction(1, 2)}, "Nord=300;Sud=0.5"),
        ("zone_caps", {"Sud": 7, "Nord": 300}, "Nord=300;Sud=7"),
        ("zone_caps", " Sud = 0.50 ;; Nord=3;", "Nord=3;Sud=0.5"),
        ("zone_caps", {}, ""),
    ],
)
def test_a_value_means_its_text(name: str, value: object, text: str) -> None:
    assert SHARES.complete({name: value}) == SHARES.complete({name: text})
    assert SHARES.complete({name: value})[name] == text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("increment", 0.5),
        ("increment", np.float64(0.5)),
        ("increment", Decimal("NaN")),
        ("increment", Decimal("1e999999999")),
        ("increment", None),
        ("increment", -1),
        ("seats", Fraction(1, 2)),
        ("seats", True),
        ("comparison", 1),
        ("zone_caps", {"Nord": 0.5}),
        ("zone_caps", {"Nord": -1}),
        ("zone_caps", ["Nord"]),
        ("completion", {"add1": 1}),
    ],
)
def test_a_value_that_is_not_exact_or_not_of_its_form_is_refused(name: str, value: object) -> None:
    with pytest.raises(CountError) as caught:
        SHARES.complete({name: value})
    assert caught.value.code == "bad_parameter"
    assert caught.value.params["parameter"] == name


def test_counts_by_values_and_by_texts_have_one_digest() -> None:
    assert count("borda", TENNESSEE, {"seats": 2}).digest == count("borda", TENNESSEE, {"seats": "2"}).digest
    by_value = count("equal-shares", ELEVEN, {"increment": Fraction(1, 2), "comparison": True}, budget=1000)
    by_text = count("equal-shares", ELEVEN, {"increment": "0.5", "comparison": "true"}, budget=1000)
    assert by_value.digest == by_text.digest


def test_a_rule_says_what_it_is_and_takes() -> None:
    assert RULES["approval"].as_json() == {
        "key": "approval",
        "name": "Approvazione",
        "kinds": ["approval"],
        "parameters": [{"name": "seats", "default": "1", "choices": [], "form": "integer"}],
        "ties": ["lot"],
        "version": RULES["approval"].version,
        "needs_budget": False,
        "strict": False,
    }
