# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every rule has a method card in plain Italian (Gulpease ≥ 60)."""

import re
from pathlib import Path

import pytest

from tests.readability import gulpease
from voting import RULES

CARDS = Path(__file__).parents[2] / "docs" / "rules"


def running(card: str) -> str:
    """A card without its marks and its code."""
    return re.sub(r"`[^`]*`|[#*|\[\]()]|^\s*[-0-9.]+\s", " ", card, flags=re.MULTILINE)


@pytest.mark.parametrize("key", list(RULES))
def test_every_rule_has_a_card_that_is_easy_to_read(key: str) -> None:
    card = (CARDS / f"{key}.md").read_text(encoding="utf-8")
    assert card.startswith("# ")
    assert f"(`{key}`)" in card.splitlines()[0]
    assert gulpease(running(card)) >= 60
    for part in ("Che cos'è", "Come si conta", "Se c'è parità", "Quando usarla", "Esempio"):
        assert f"**{part}.**" in card
    for parameter in RULES[key].parameters:
        assert parameter.name == "seats" or f"`{parameter.name}" in card


def test_every_card_is_of_a_rule() -> None:
    assert {card.stem for card in CARDS.glob("*.md")} - {"README"} == set(RULES)
