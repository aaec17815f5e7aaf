# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The states of consultations, and of the proposals that stand in them. What is stored are their values."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class State(StrEnum):
    """Of a consultation; office_rules.TRANSITIONS says which follows which."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"
    TALLIED = "tallied"
    RESULTS = "results"
    CANCELLED = "cancelled"
    ANNULLED = "annulled"


class ProposalState(StrEnum):
    """Of a proposal."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ADMISSIBLE = "admissible"
    INADMISSIBLE = "inadmissible"
    ON_BALLOT = "on_ballot"
    SELECTED = "selected"
    NOT_SELECTED = "not_selected"
    WITHDRAWN = "withdrawn"


NOT_ENDED = (State.DRAFT, State.PUBLISHED)
STOPPED = (State.CANCELLED, State.ANNULLED)
WITH_A_COUNT = (State.TALLIED, State.RESULTS, State.ANNULLED)
VERDICTS = (ProposalState.ADMISSIBLE, ProposalState.INADMISSIBLE)
BEFORE_THE_BALLOT = (ProposalState.PUBLISHED, *VERDICTS)
BALLOT_STATES = (ProposalState.ON_BALLOT, ProposalState.SELECTED, ProposalState.NOT_SELECTED)
PUBLIC_STATES = (*BEFORE_THE_BALLOT, *BALLOT_STATES)


def among(states: Iterable[str]) -> str:
    """What stands after IN."""
    return "(" + ", ".join(f"'{state}'" for state in states) + ")"


class Gender(StrEnum):
    """Of a candidate, as the office reads it on the document; '' where nobody needs it."""

    WOMAN = "f"
    MAN = "m"
    OTHER = "x"
