# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A profile as data: TOML tables in a file, canonical JSON in the database. Every word of it is checked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

from deliberation.regulations.profile import (
    WRITTEN_RULES,
    Basis,
    CandidateOrder,
    Conditions,
    CountedOn,
    Election,
    GenderRule,
    RegulationProfile,
    Rule,
    Seats,
    TieBreak,
    YearsFor,
)
from voting.canonical import canonical_json

LEAST_AGE, MOST_AGE = 14, 99  # nobody younger than 14 has an account
LONGEST = 160
_Choice = TypeVar("_Choice", bound=StrEnum)


class Unreadable(ValueError):
    """A value that a profile cannot have: its key, as 'voting.min_age', and what was expected."""

    def __init__(self, key: str, expected: str) -> None:
        super().__init__(f"{key}: expected {expected}")
        self.key, self.expected = key, expected


class _Reader:
    """One table of a profile; what is not asked for by the end is not known."""

    def __init__(self, held: Any, key: str = "") -> None:
        if not isinstance(held, Mapping):
            raise Unreadable(key, "a table")
        self._held, self._key, self._asked = held, key, set[str]()

    def name(self, key: str) -> str:
        return f"{self._key}.{key}" if self._key else key

    def has(self, key: str) -> bool:
        return key in self._held

    def take(self, key: str, default: Any) -> Any:
        self._asked.add(key)
        return self._held.get(key, default)

    def text(self, key: str, default: str = "") -> str:
        found = self.take(key, default)
        if not isinstance(found, str) or len(found) > LONGEST * 4:
            raise Unreadable(self.name(key), f"text of at most {LONGEST * 4} characters")
        return found

    def whole(self, key: str, default: int, least: int, most: int) -> int:
        found = self.take(key, default)
        if not isinstance(found, int) or isinstance(found, bool) or not least <= found <= most:
            raise Unreadable(self.name(key), f"a whole number from {least} to {most}")
        return found

    def truth(self, key: str) -> bool:
        found = self.take(key, False)
        if not isinstance(found, bool):
            raise Unreadable(self.name(key), "true or false")
        return found

    def one_of(self, key: str, kind: type[_Choice], default: _Choice) -> _Choice:
        return self._chosen(self.take(key, str(default)), key, kind)

    def many_of(self, key: str, kind: type[_Choice], default: tuple[_Choice, ...]) -> tuple[_Choice, ...]:
        found = self.take(key, [str(one) for one in default])
        if not isinstance(found, list) or not found:
            raise Unreadable(self.name(key), "a list that is not empty")
        chosen = {self._chosen(one, key, kind) for one in found}
        return tuple(one for one in kind if one in chosen)

    def in_order(self, key: str, kind: type[_Choice]) -> tuple[_Choice, ...]:
        found = self.take(key, [])
        if not isinstance(found, list):
            raise Unreadable(self.name(key), "a list")
        return tuple(dict.fromkeys(self._chosen(one, key, kind) for one in found))

    def table(self, key: str) -> _Reader:
        return _Reader(self.take(key, {}), self.name(key))

    def tables(self, key: str) -> list[_Reader]:
        found = self.take(key, [])
        if not isinstance(found, list):
            raise Unreadable(self.name(key), "a list of tables")
        return [_Reader(one, self.name(key)) for one in found]

    def end(self) -> None:
        """Raises Unreadable for a key that nobody has asked for."""
        for key in self._held:
            if key not in self._asked:
                raise Unreadable(self.name(str(key)), f"one of {', '.join(sorted(self._asked))}")

    def _chosen(self, found: Any, key: str, kind: type[_Choice]) -> _Choice:
        if not isinstance(found, str) or found not in set(kind):
            raise Unreadable(self.name(key), f"one of {', '.join(repr(str(one)) for one in kind)}")
        return kind(found)


def profile_from(held: Any, key: str = "") -> RegulationProfile:
    """The profile of a table. Raises Unreadable. Who may propose, if nothing is said, is who may vote."""
    table = _Reader(held, key)
    name = table.text("name").strip()
    if not name or len(name) > LONGEST:
        raise Unreadable(table.name("name"), f"a name of at most {LONGEST} characters")
    voting = _conditions(table.table("voting"), Conditions())
    profile = RegulationProfile(
        name=name,
        source=table.text("source").strip(),
        voting=voting,
        proposing=_conditions(table.table("proposing"), voting),
        tie_months=table.whole("tie_months", 12, 1, 36),
        support_threshold=table.whole("support_threshold", 0, 0, 100_000),
        max_picks=table.whole("max_picks", 0, 0, 99),
        pots_are_chosen=table.truth("pots_are_chosen"),
        answer_days=table.whole("answer_days", 30, 1, 365),
        election=_election(table.table("election"), voting) if table.has("election") else None,
    )
    table.end()
    return profile


def _conditions(table: _Reader, default: Conditions) -> Conditions:
    articles = table.table("articles")
    said = {rule: articles.text(rule).strip() for rule in WRITTEN_RULES if articles.has(rule)}
    articles.end()
    found = Conditions(
        min_age=table.whole("min_age", default.min_age, LEAST_AGE, MOST_AGE),
        counted_on=table.one_of("counted_on", CountedOn, default.counted_on),
        bases=table.many_of("bases", Basis, default.bases),
        residence_days=table.whole("residence_days", default.residence_days, 0, 366),
        residence_years=table.whole("residence_years", default.residence_years, 0, 20),
        years_for=table.one_of("years_for", YearsFor, default.years_for),
    )
    table.end()
    if bool(found.residence_years) != bool(found.years_for):
        raise Unreadable(table.name("years_for"), "both, of whom and residence_years, or neither")
    kept = {rule: text for rule, text in default.articles.items() if _says(rule, found) == _says(rule, default)}
    return replace(found, articles={rule: text for rule, text in {**kept, **said}.items() if text})


def _says(rule: Rule, held: Conditions) -> tuple[object, ...]:
    """What an article on this rule would have to say."""
    return {
        Rule.AGE: (held.min_age, held.counted_on),
        Rule.BASIS: held.bases,
        Rule.RESIDENCE_DAYS: (held.residence_days, held.counted_on),
        Rule.RESIDENCE_YEARS: (held.residence_years, held.years_for),
    }[rule]


def _election(table: _Reader, voting: Conditions) -> Election:
    found = Election(
        standing=_conditions(table.table("standing"), voting),
        signatures=table.whole("signatures", 0, 0, 10_000),
        max_preferences=table.whole("max_preferences", 1, 1, 20),
        gender_rule=table.one_of("gender_rule", GenderRule, GenderRule.NONE),
        candidate_order=table.one_of("candidate_order", CandidateOrder, CandidateOrder.LOT),
        seats=tuple(_seats(one) for one in table.tables("seats")),
        turnout_percent=table.whole("turnout_percent", 0, 0, 100),
        tie_break=table.in_order("tie_break", TieBreak),
    )
    table.end()
    steps = [step.up_to for step in found.seats]
    bounds = [bound for bound in steps if bound is not None]
    if bounds != sorted(set(bounds)) or None in steps[:-1]:
        raise Unreadable(table.name("seats"), "steps of inhabitants that grow, the last without a bound")
    return found


def _seats(table: _Reader) -> Seats:
    up_to = table.whole("up_to", 0, 0, 10_000_000)
    found = Seats(table.whole("seats", 0, 1, 99), up_to or None)
    table.end()
    return found


def as_data(profile: RegulationProfile) -> dict[str, Any]:
    """The profile as the tables that `profile_from` reads; what is none or empty is left out."""
    election = profile.election
    return _filled(
        {
            "name": profile.name,
            "source": profile.source,
            "voting": _conditions_data(profile.voting),
            "proposing": _conditions_data(profile.proposing),
            "tie_months": profile.tie_months,
            "support_threshold": profile.support_threshold,
            "max_picks": profile.max_picks,
            "pots_are_chosen": profile.pots_are_chosen,
            "answer_days": profile.answer_days,
            "election": _election_data(election) if election else {},
        }
    )


def _conditions_data(held: Conditions) -> dict[str, Any]:
    # Every value is written: what is left out of `proposing` would be read as what `voting` says.
    return {
        "min_age": held.min_age,
        "counted_on": str(held.counted_on),
        "bases": [str(basis) for basis in held.bases],
        "residence_days": held.residence_days,
        "residence_years": held.residence_years,
        "years_for": str(held.years_for),
        "articles": {str(rule): held.articles.get(rule, "") for rule in WRITTEN_RULES},
    }


def _election_data(held: Election) -> dict[str, Any]:
    return _filled(
        {
            "standing": _conditions_data(held.standing),
            "signatures": held.signatures,
            "max_preferences": held.max_preferences,
            "gender_rule": str(held.gender_rule),
            "candidate_order": str(held.candidate_order),
            "seats": [_filled({"seats": step.seats, "up_to": step.up_to}) for step in held.seats],
            "turnout_percent": held.turnout_percent,
            "tie_break": [str(one) for one in held.tie_break],
        }
    )


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in ("", None, 0, False, [], {})}


def as_text(profile: RegulationProfile) -> str:
    """The profile as it is stored: canonical JSON."""
    return canonical_json(as_data(profile))


@lru_cache(maxsize=64)
def from_text(text: str) -> RegulationProfile:
    """A stored profile."""
    return profile_from(json.loads(text))
