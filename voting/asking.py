# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can be asked of people, in plain words, and which rule a comune is offered for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from voting.ballots import BallotKind


class Asking(StrEnum):
    """What is asked: an answer to a question, one choice, some, an order, judgements, points, a budget, a group."""

    ANSWER = "answer"
    ONE = "one"
    SOME = "some"
    ORDER = "order"
    JUDGEMENT = "judgement"
    POINTS = "points"
    BUDGET = "budget"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Offer:
    """How a rule is offered for what is asked: its place among the choices (1 is recommended), the ballot that people
    get, parameters that are proposed instead of the rule's defaults, and which ones the office is asked for (None:
    all that have a label)."""

    place: int
    kind: BallotKind
    parameters: Mapping[str, str] = field(default_factory=dict)
    asks: tuple[str, ...] | None = None


class Trait(StrEnum):
    """What a rule may hold to, whatever the ballots: tests/laws tries each claim, and shows a case against each denial.

    MAJORITY: the first choice of more than half wins. DUELS: who beats each other one by one wins. LOSER: who loses
    to each other one by one never wins. RAISED: a vote more never makes a winner lose. GROUPS: a group that agrees
    gets its share of the seats or of the money.
    """

    MAJORITY = "majority"
    DUELS = "duels"
    LOSER = "loser"
    RAISED = "raised"
    GROUPS = "groups"
