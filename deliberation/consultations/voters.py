# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may vote in one consultation: the regulation it was opened with, its own age, its days. Everybody asks here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from deliberation.clock import in_rome
from deliberation.consultations.consultation import Consultation
from deliberation.regulations.eligibility import Answer, Days, Fact, Facts, Limits, No, Unknown, Yes, answer, limits
from deliberation.regulations.profile import Conditions
from deliberation.regulations.queries import UNWRITTEN
from deliberation.regulations.reading import from_text

# Of a consultation `c`, with VOTERS_FROM.
VOTERS = "c.min_age, c.roll_frozen_at, c.published_at, v.content AS regulation, f.opens_at"
VOTERS_FROM = (
    "LEFT JOIN regulation_version v ON v.id = c.regulation "
    "LEFT JOIN phase f ON f.consultation = c.id AND f.kind = 'voting'"
)


@dataclass(frozen=True, slots=True)
class Voters:
    """The conditions of one vote, counted out for its days. `zones`: those that it asks (row ids); None: all."""

    conditions: Conditions
    limits: Limits
    zones: Collection[int] | None = None

    def answer(self, facts: Facts) -> Answer:
        """Whether the roll holds this person."""
        return answer(self.conditions, facts, self.limits, self.zones)


def voters_from(row: Mapping[str, Any], roll: datetime) -> Voters:
    """Of a row with VOTERS, for a roll frozen at that instant; where people live is left to the query."""
    profile = from_text(row["regulation"]) if row["regulation"] else UNWRITTEN.profile
    days = _days(in_rome(roll).date(), row["opens_at"], row["published_at"])
    conditions = profile.voting.from_age(row["min_age"])
    return Voters(conditions, limits(conditions, days))


def voters_of(held: Consultation, roll: date) -> Voters:
    """The same of a consultation, for a roll frozen on that day in Rome."""
    days = _days(roll, held.voting.opens_at if held.voting else None, held.published_at)
    return Voters(held.voters, limits(held.voters, days), None if held.city_wide else held.neighbourhood_ids)


def may_be_on_roll(held: Consultation, facts: Facts, at: datetime) -> Answer:
    """Whether this person will be on the roll. Before it is frozen nobody knows the day: today, or any until the vote
    opens; who comes of age between them is told so.
    """
    if held.roll_frozen_at:
        return voters_of(held, in_rome(held.roll_frozen_at).date()).answer(facts)
    today = in_rome(at).date()
    last = max(today, in_rome(held.voting.opens_at).date()) if held.voting else today
    sooner, later = voters_of(held, today).answer(facts), voters_of(held, last).answer(facts)
    if isinstance(sooner, No) and isinstance(later, Yes):
        return Unknown(Fact.ROLL_DAY, sooner.rule, sooner.article)
    return later if isinstance(sooner, No) else sooner


def _days(roll: date, opens: datetime | None, published: datetime | None) -> Days:
    return Days(
        roll=roll,
        vote=in_rome(opens).date() if opens else roll,
        notice=in_rome(published).date() if published else roll,
    )
