# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which figure fits: what the outcome's own evidence can show, so a new rule has its figure without a word here."""

from collections.abc import Callable, Mapping

from web.figures.answers import answers
from web.figures.bars import by_votes
from web.figures.duels import duels
from web.figures.flows import transfers
from web.figures.merit import profile
from web.figures.parts import Drawn
from web.figures.reading import Reading

Draw = Callable[[Reading, str], Drawn]


def figure(reading: Reading, ident: str = "figura") -> Drawn:
    """The figure of a result, with its sentence and its tables. `ident` is unique on the page."""
    return fitting(reading)(reading, ident)


def fitting(reading: Reading) -> Draw:
    """By what the count left: answers to one question, votes that moved, grades, duels; else the totals."""
    first: Mapping[str, object] = reading.rounds[0] if reading.rounds else {}
    if "yes_needed" in first:
        return answers
    if "non_transferable" in first:
        return transfers
    if reading.rule.explanation.drawn == "totals":
        return by_votes
    if reading.evidence.get("grades"):
        return profile
    if reading.evidence.get("pairwise"):
        return duels
    return by_votes
