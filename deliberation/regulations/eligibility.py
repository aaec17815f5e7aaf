# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""May this person? Yes; no, and which rule says so; or not known, and what would settle it. Pure, and the only answer:
the roll, the ballot's page and the public page "Posso votare?" all ask here.

What is known of a date is an interval, so that a year of birth, "for at least five years" and "verified on that day"
are told apart from a date, and nobody is refused for what is merely not known.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from deliberation.clock import born_by
from deliberation.regulations.profile import Basis, Conditions, CountedOn, Rule, YearsFor


class Fact(StrEnum):
    """What is not known yet, in the order in which it is asked for: first who somebody is, then what the desk sees."""

    BIRTH_DATE = "birth_date"
    TIE = "tie"
    ZONE = "zone"
    IDENTITY = "identity"
    CITIZENSHIP = "citizenship"
    RESIDENT_SINCE = "resident_since"
    ROLL_DAY = "roll_day"  # age depends on the day on which the roll is frozen
    ROLL = "roll"  # it is frozen: only an account tells who is on it


class Citizenship(StrEnum):
    """As far as regulations tell them apart."""

    ITALIAN = "italian"
    EU = "eu"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Sometime:
    """A day between two days, both included; None: no bound is known."""

    earliest: date | None = None
    latest: date | None = None

    @classmethod
    def on(cls, day: date) -> Sometime:
        return cls(day, day)

    def is_by(self, day: date) -> bool | None:
        """Whether it was on that day or before; None: not known."""
        if self.latest is not None and self.latest <= day:
            return True
        return False if self.earliest is not None and self.earliest > day else None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a person. `zone` is a row id. `is_checked`: the office, or the register, has seen who it is."""

    born: Sometime = Sometime()
    has: Collection[Basis] = ()
    lacks: Collection[Basis] = ()
    citizenship: Citizenship | None = None
    resident_since: Sometime = Sometime()
    zone: int | None = None
    is_checked: bool = False


NOTHING_KNOWN = Facts()


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a consultation in Rome on which a regulation may look at people."""

    roll: date
    vote: date
    notice: date

    @classmethod
    def all_on(cls, day: date) -> Days:
        return cls(day, day, day)

    def on(self, which: CountedOn) -> date:
        return {CountedOn.ROLL: self.roll, CountedOn.VOTE: self.vote, CountedOn.NOTICE: self.notice}[which]


@dataclass(frozen=True, slots=True)
class Limits:
    """Conditions counted out for their day: the latest day of birth, and of the beginning of residence."""

    day: date
    born_by: date
    resident_by: date
    resident_long_by: date


@dataclass(frozen=True, slots=True)
class Yes:
    """This person may."""


@dataclass(frozen=True, slots=True)
class No:
    """A rule says no; `article` is '' where the regulation's is not written, or the consultation says so."""

    rule: Rule
    article: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """It hangs on something that is not known. `rule`: the one that asks for it, None for who somebody is."""

    fact: Fact
    rule: Rule | None = None
    article: str = ""


Answer = Yes | No | Unknown
YES = Yes()
_ORDER = {fact: place for place, fact in enumerate(Fact)}


def limits(conditions: Conditions, days: Days) -> Limits:
    """The days that the conditions come to."""
    day = days.on(conditions.counted_on)
    resident_by = day - timedelta(days=conditions.residence_days)
    return Limits(day, born_by(day, conditions.min_age), resident_by, born_by(resident_by, conditions.residence_years))


def answer(conditions: Conditions, facts: Facts, at: Limits, zones: Collection[int] | None = None) -> Answer:
    """Whether these conditions hold for this person. `zones`: the zones (row ids) that are asked; None: all.

    A rule that says no is told before what is not known: nobody is sent to the desk to hear no there.
    """
    found = (
        _age(conditions, facts, at),
        _tie(conditions, facts, at),
        _zone(facts, zones),
        YES if facts.is_checked else Unknown(Fact.IDENTITY),
    )
    no = next((one for one in found if isinstance(one, No)), None)
    unknown = [one for one in found if isinstance(one, Unknown)]
    return no or min(unknown, key=lambda one: _ORDER[one.fact], default=YES)


def _said(conditions: Conditions, rule: Rule, holds: bool | None, fact: Fact) -> Answer:
    article = conditions.articles.get(rule, "")
    if holds is None:
        return Unknown(fact, rule, article)
    return YES if holds else No(rule, article)


def _age(conditions: Conditions, facts: Facts, at: Limits) -> Answer:
    return _said(conditions, Rule.AGE, facts.born.is_by(at.born_by), Fact.BIRTH_DATE)


def _zone(facts: Facts, zones: Collection[int] | None) -> Answer:
    if zones is None:
        return YES
    if facts.zone is None:
        return Unknown(Fact.ZONE, Rule.ZONE)
    return YES if facts.zone in zones else No(Rule.ZONE)


def _tie(conditions: Conditions, facts: Facts, at: Limits) -> Answer:
    """By any of the ties that are allowed; residence has conditions of its own."""
    if any(basis in facts.has for basis in conditions.bases if basis is not Basis.RESIDENT):
        return YES
    of_residents: Answer = YES
    if Basis.RESIDENT in conditions.bases and Basis.RESIDENT not in facts.lacks:
        of_residents = _residence(conditions, facts, at)
        if Basis.RESIDENT in facts.has and not isinstance(of_residents, No):
            return of_residents
    unknown = [basis for basis in conditions.bases if basis not in facts.lacks and basis not in facts.has]
    if isinstance(of_residents, No):
        unknown = [basis for basis in unknown if basis is not Basis.RESIDENT]
        return _said(conditions, Rule.BASIS, None, Fact.TIE) if unknown else of_residents
    return _said(conditions, Rule.BASIS, None if unknown else False, Fact.TIE)


def _residence(conditions: Conditions, facts: Facts, at: Limits) -> Answer:
    """Of a resident: since long enough?"""
    days = YES if not conditions.residence_days else _since(conditions, Rule.RESIDENCE_DAYS, facts, at.resident_by)
    if isinstance(days, No):
        return days
    years = _years(conditions, facts, at)
    return years if isinstance(years, No) or isinstance(days, Yes) else days


def _years(conditions: Conditions, facts: Facts, at: Limits) -> Answer:
    spared = {
        YearsFor.NOBODY: frozenset(Citizenship),
        YearsFor.NON_EU: frozenset({Citizenship.ITALIAN, Citizenship.EU}),
        YearsFor.FOREIGNERS: frozenset({Citizenship.ITALIAN}),
        YearsFor.EVERYBODY: frozenset[Citizenship](),
    }[conditions.years_for]
    if conditions.years_for is YearsFor.NOBODY or not conditions.residence_years or facts.citizenship in spared:
        return YES
    found = _since(conditions, Rule.RESIDENCE_YEARS, facts, at.resident_long_by)
    if facts.citizenship is None and spared and not isinstance(found, Yes):
        return _said(conditions, Rule.RESIDENCE_YEARS, None, Fact.CITIZENSHIP)
    return found


def _since(conditions: Conditions, rule: Rule, facts: Facts, day: date) -> Answer:
    return _said(conditions, rule, facts.resident_since.is_by(day), Fact.RESIDENT_SINCE)
