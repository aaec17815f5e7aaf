# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whom a correction of a frozen roll is for, and until when: the rule alone."""

import pytest

from deliberation.actor import COMMAND_LINE
from deliberation.ballots.corrections.rules import Kind, Listed, may_be_corrected, reason_of
from deliberation.consultations.states import State
from deliberation.errors import Invalid
from tests.ballots.votes import CLOSES
from tests.world import NOON


def a_listed(**changes: object) -> Listed:
    facts = {
        "consultation": 1, "slug": "bilancio", "title": "", "state": State.PUBLISHED, "roll_frozen_at": NOON,
        "closes_at": CLOSES, "account": 7, "holder": "p", "pseudonym": "", "email": "", "locale": "it", "entry": 3,
        "suspended_for": "", "would_hold": True,
    }  # fmt: skip
    return Listed(**{**facts, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "changes", "code"),
    [
        (Kind.ADDED, {"entry": None}, None),
        (Kind.ADDED, {}, "roll.on_it_already"),
        (Kind.ADDED, {"suspended_for": "struck"}, "roll.struck_before"),
        (Kind.ADDED, {"entry": None, "would_hold": False}, "roll.would_not_hold"),
        (Kind.STRUCK, {}, None),
        (Kind.STRUCK, {"suspended_for": "moved"}, None),
        (Kind.STRUCK, {"suspended_for": "struck"}, "roll.struck_already"),
        (Kind.STRUCK, {"suspended_for": "merged"}, "roll.not_on_it"),
        (Kind.STRUCK, {"entry": None}, "roll.not_on_it"),
        (Kind.REINSTATED, {"suspended_for": "struck", "would_hold": False}, None),
        (Kind.REINSTATED, {}, "roll.not_struck"),
        (Kind.STRUCK, {"state": State.DRAFT, "roll_frozen_at": None}, "roll.not_frozen"),
        (Kind.STRUCK, {"state": State.CANCELLED, "roll_frozen_at": None}, "roll.vote_closed"),
        (Kind.STRUCK, {"state": State.RESULTS}, "roll.vote_closed"),
    ],
)
def test_what_may_be_corrected(kind: Kind, changes: dict[str, object], code: str | None) -> None:
    refusal = may_be_corrected(COMMAND_LINE, kind, a_listed(**changes), NOON)
    assert (refusal.code if refusal else None) == code


def test_a_reason_is_one_line_of_words() -> None:
    assert reason_of("  Deceduta \n il 3 ") == "Deceduta il 3"
    with pytest.raises(Invalid):
        reason_of("\n")
