# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a dashboard is asked for: a consultation, a period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from deliberation.clock import in_rome


@dataclass(frozen=True, slots=True)
class Filter:
    """Empty fields filter nothing. Days are days of Rome, both included."""

    consultation: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def has_period(self) -> bool:
        """Whether it asks for some days only."""
        return self.since is not None or self.until is not None

    def has_day(self, day: date) -> bool:
        """Whether the day lies in the period."""
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)

    def has(self, instant: datetime) -> bool:
        """Whether the instant lies in the period."""
        return self.has_day(in_rome(instant).date())
