# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How each option ended in a stored count, and why: the reasons are the rule's own, what lacked was found beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analytics.whatifs import lacked
from voting import RULES
from voting.words.despite import Lacking, despite, enough
from voting.words.explanations import Document
from voting.words.sentences import Sentence, shown


@dataclass(frozen=True, slots=True)
class Standing:
    """One option in one count. `lacked`: what would have been enough; `despite`: why it lost with a higher total;
    `word`: its total where that is a grade with a word, to be translated."""

    option: str
    total: str
    won: bool
    reasons: Sequence[Sentence]
    lacked: Sequence[Sentence] = ()
    despite: Sequence[Sentence] = ()
    word: str = ""

    @property
    def amount(self) -> int | float:
        """The total as a number to be shown."""
        return shown(self.total)


def standings(outcome: Document, what_ifs: Mapping[str, Any] | None = None) -> dict[str, Standing]:
    """Option id → how it ended and why. `what_ifs`: what is kept beside the count (analytics.whatifs), if anything."""
    winners = set(outcome["winners"])
    rule = RULES[str(outcome["rule"])]
    found: dict[str, Standing] = {}
    for option in (str(known["id"]) for known in outcome["options"]):
        lacking, total = lacked(what_ifs or {}, option) or Lacking(), str(outcome["totals"][option])
        found[option] = Standing(
            option,
            total,
            option in winners,
            rule.explanation.reasons(outcome, option),
            enough(lacking),
            despite(outcome, option, lacking.paid_for),
            rule.word(outcome["params"], total),
        )
    return found
