# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is shown of an amendment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deliberation.proposals.amendments.states import AmendmentState
from deliberation.records.comparisons import carried


@dataclass(frozen=True, slots=True)
class Wording:
    """The two parts of a proposal that others may suggest to change."""

    title: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentView:
    """A suggested change. `author` is a pseudonym, `author_id` its row id: for rules, never shown.

    `base` is the text (number `base_number`) that it was written on, `suggested` what it would be, `now` how the
    proposal reads. `adopted_number`: the text of the proposal that came of it.
    """

    id: int
    public_id: str
    author: str
    author_id: int | None
    reason: str
    state: AmendmentState
    answer: str
    base_number: int
    adopted_number: int | None
    created_at: datetime
    decided_at: datetime | None
    hidden_at: datetime | None
    base: Wording
    suggested: Wording
    now: Wording
    is_old: bool

    @property
    def result(self) -> Wording | None:
        """The text of now with the change in it; None where the words that it changes are no longer there."""
        if not self.is_old:
            return self.suggested
        title = carried(self.base.title, self.suggested.title, self.now.title)
        body = carried(self.base.body, self.suggested.body, self.now.body)
        return None if title is None or body is None else Wording(title, body)
