# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is said of a choice and of money, in the reader's language."""

from dataclasses import replace

import pytest

from deliberation.ballots.questions import Choice
from deliberation.consultations.consultation import Place
from tests.ballots.test_rules import ASKED
from voting.words.sentences import Money, tell
from web.words.choices import about
from web.words.sentences import told

NAVILE, SAVENA = Place(1, "navile", "Navile"), Place(2, "savena", "Savena")
TREES = Choice(
    id="alberi",
    public_id="a1",
    title="Alberi",
    category="",
    place="Navile",
    place_slug="navile",
    cost_cents=48_000_00,
    cost_is_simulated=False,
    declared_votes=None,
    hidden_reason="",
    hidden_note="",
)


@pytest.mark.parametrize(
    ("places", "said"),
    [((), "Navile · 48.000\xa0€"), ((NAVILE, SAVENA), "Navile · 48.000\xa0€"), ((NAVILE,), "48.000\xa0€")],
)
def test_a_place_is_named_where_there_are_several(places: tuple[Place, ...], said: str) -> None:
    assert about(TREES, "it", replace(ASKED, neighbourhoods=places)).replace(" €", "\xa0€") == said


def test_a_cost_of_the_demo_is_called_simulated_where_it_is_shown() -> None:
    simulated = replace(TREES, cost_is_simulated=True)
    assert about(simulated, "it", ASKED).endswith("€ (costo simulato)")
    assert about(simulated, "en", ASKED).endswith("€ (simulated cost)")
    assert about(simulated, "it", ASKED, cost=False) == "Navile"
    assert about(replace(simulated, cost_cents=None), "it", ASKED) == "Navile"
    assert "simulato" not in about(TREES, "it", ASKED)


@pytest.mark.parametrize(("locale", "money"), [("it", "48.000"), ("en", "48,000")])
def test_money_is_written_as_the_reader_writes_it(locale: str, money: str) -> None:
    assert money in about(TREES, locale, ASKED)
    assert money in told([tell("Costa %(cost)s.", cost=Money(48_000_00))], locale)
