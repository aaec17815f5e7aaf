# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How each option ended in a stored count, and why: the reasons are the rule's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voting import RULES
from voting.words.explanations import Document
from voting.words.sentences import Sentence, shown


@dataclass(frozen=True, slots=True)
class Standing:
    """One option in one count."""

    option: str
    total: str
    won: bool
    reasons: Sequence[Sentence]

    @property
    def amount(self) -> int | float:
        """The total as a number to be shown."""
        return shown(self.total)


def standings(outcome: Document) -> dict[str, Standing]:
    """Option id → how it ended and why."""
    winners = set(outcome["winners"])
    reasons = RULES[str(outcome["rule"])].explanation.reasons
    return {
        option: Standing(option, str(outcome["totals"][option]), option in winners, reasons(outcome, option))
        for option in (str(known["id"]) for known in outcome["options"])
    }
