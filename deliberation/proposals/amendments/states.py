# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The states of an amendment, and what leads from one to the next: a literal table."""

from __future__ import annotations

from enum import StrEnum


class AmendmentState(StrEnum):
    """Of an amendment. ALONE: it was not accepted, and who suggested it goes on with it as a proposal of their own."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    ALONE = "alone"


class AmendmentAct(StrEnum):
    """What is done with one: the first two by the proposal's author, the others by who suggested it."""

    ACCEPT = "accept"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    STAND_ALONE = "stand_alone"


TRANSITIONS: dict[tuple[AmendmentState, AmendmentAct], AmendmentState] = {
    (AmendmentState.OPEN, AmendmentAct.ACCEPT): AmendmentState.ACCEPTED,
    (AmendmentState.OPEN, AmendmentAct.REJECT): AmendmentState.REJECTED,
    (AmendmentState.OPEN, AmendmentAct.WITHDRAW): AmendmentState.WITHDRAWN,
    (AmendmentState.REJECTED, AmendmentAct.STAND_ALONE): AmendmentState.ALONE,
}
