# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every rule has a method card in plain Italian (Gulpease ≥ 60)."""

import re
from pathlib import Path

import pytest

from voting import RULES

CARDS = Path(__file__).parents[2] / "docs" / "rules"


def gulpease(text: str) -> float:
    plain = re.sub(r"`[^`]*`|[#*|\[\]()]|^\s*[-0-9.]+\s", " ", text, flags=re.MULTILINE)
    words = re.findall(r"\w+", plain)
    sentences = [part for part in re.split(r"[.!?:\n]+", plain) if re.search(r"\w", part)]
    return 89 + (300 * len(sentences) - 10 * sum(map(len, words))) / len(words)


@pytest.mark.parametrize("key", list(RULES))
def test_every_rule_has_a_card_that_is_easy_to_read(key: str) -> None:
    card = (CARDS / f"{key}.md").read_text(encoding="utf-8")
    assert card.startswith("# ")
    assert f"(`{key}`)" in card.splitlines()[0]
    assert gulpease(card) >= 60
    for part in ("Che cos'è", "Come si conta", "Se c'è parità", "Quando usarla", "Esempio"):
        assert f"**{part}.**" in card
    for parameter in RULES[key].parameters:
        assert parameter.name == "seats" or f"`{parameter.name}" in card


def test_every_card_is_of_a_rule() -> None:
    assert {card.stem for card in CARDS.glob("*.md")} - {"README"} == set(RULES)
