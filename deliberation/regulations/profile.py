# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a regulation says of who takes part, as one value. Pure; nothing of a comune's rules is written in code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum


class Basis(StrEnum):
    """What ties a person to the comune."""

    RESIDENT = "resident"
    DOMICILED = "domiciled"
    WORKER = "worker"
    STUDENT = "student"
    VOLUNTEER = "volunteer"
    BUSINESS_OWNER = "business_owner"


TIES = tuple(basis for basis in Basis if basis is not Basis.RESIDENT)  # those that a person declares


class CountedOn(StrEnum):
    """The day on which age and residence are looked at."""

    ROLL = "roll"  # when the roll is frozen
    VOTE = "vote"  # when the vote opens
    NOTICE = "notice"  # when the consultation is published


class YearsFor(StrEnum):
    """Of whom years of residence are asked."""

    NOBODY = ""
    NON_EU = "non_eu"
    FOREIGNERS = "foreigners"
    EVERYBODY = "everybody"


class Rule(StrEnum):
    """What can stand between a person and a vote: the first four are the regulation's, the others one vote's."""

    AGE = "age"
    BASIS = "basis"
    RESIDENCE_DAYS = "residence_days"
    RESIDENCE_YEARS = "residence_years"
    ZONE = "zone"
    ROLL = "roll"  # it is frozen, and the person is not on it
    RIGHT = "right"  # the person's right on it is suspended


WRITTEN_RULES = (Rule.BASIS, Rule.AGE, Rule.RESIDENCE_DAYS, Rule.RESIDENCE_YEARS)  # those that have an article


@dataclass(frozen=True, slots=True)
class Conditions:
    """Who may do one thing. `articles`: where the regulation says so, as 'art. 4, c. 2'; a rule may lack it.

    Days and years of residence are asked of those who take part as residents.
    """

    min_age: int = 16
    counted_on: CountedOn = CountedOn.ROLL
    bases: tuple[Basis, ...] = tuple(Basis)
    residence_days: int = 0
    residence_years: int = 0
    years_for: YearsFor = YearsFor.NOBODY
    articles: Mapping[Rule, str] = field(default_factory=dict)

    @property
    def asks_stay(self) -> bool:
        """Whether it hangs on how long somebody has lived here."""
        return bool(self.residence_days or self.residence_years)

    def from_age(self, age: int) -> Conditions:
        """The same with an age of its own, which no article of the regulation says."""
        if age == self.min_age:
            return self
        articles: dict[Rule, str] = {rule: article for rule, article in self.articles.items() if rule is not Rule.AGE}
        return replace(self, min_age=age, articles=articles)


@dataclass(frozen=True, slots=True)
class Seats:
    """Seats of a neighbourhood's body up to a number of inhabitants; None: beyond all others."""

    seats: int
    up_to: int | None = None


class GenderRule(StrEnum):
    """What is asked of a second preference; voided alone where it does not fit."""

    NONE = ""
    DIFFERENT = "different"


class CandidateOrder(StrEnum):
    """How the names on a ballot are ordered."""

    LOT = "lot"
    ALPHABETICAL = "alphabetical"


class TieBreak(StrEnum):
    """Who goes first among candidates with as many votes; asked in the order that is written."""

    UNDER_REPRESENTED = "under_represented"
    YOUNGER = "younger"
    OLDER = "older"
    LOT = "lot"


@dataclass(frozen=True, slots=True)
class Election:
    """How a neighbourhood's body is elected, as far as regulations differ. 0: not asked."""

    standing: Conditions = Conditions(min_age=18)
    signatures: int = 0
    max_preferences: int = 1
    gender_rule: GenderRule = GenderRule.NONE
    candidate_order: CandidateOrder = CandidateOrder.LOT
    seats: tuple[Seats, ...] = ()
    turnout_percent: int = 0
    tie_break: tuple[TieBreak, ...] = ()


@dataclass(frozen=True, slots=True)
class RegulationProfile:
    """A regulation. `tie_months`: how long a declared tie holds at most; `support_threshold`: signatures a proposal
    needs, 0 for none; `max_picks`: projects a voter may choose, 0 where the consultation says it; `pots_are_chosen`:
    who votes chooses the zone whose budget it is; `answer_days`: within how many days an office answers what it has
    taken in charge; `source`: where it is written.
    """

    name: str = ""
    source: str = ""
    voting: Conditions = Conditions()
    proposing: Conditions = Conditions()
    tie_months: int = 12
    support_threshold: int = 0
    max_picks: int = 0
    pots_are_chosen: bool = False
    answer_days: int = 30
    election: Election | None = None

    @property
    def ties(self) -> tuple[Basis, ...]:
        """By which declared ties somebody can vote or propose."""
        return tuple(tie for tie in TIES if tie in self.voting.bases or tie in self.proposing.bases)
