# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What our own files and PrefLib's hold: options, ballots, and where they say so seats, a budget and a title."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from voting.ballots import Ballot, BallotKind, Limits, parse
from voting.canonical import exact
from voting.errors import BallotError, FormatError
from voting.exchange.amounts import amount
from voting.options import Option
from voting.profile import Profile

FIELDS = ("name", "cost", "category", "zone", "born", "gender", "submitted")
LIMITS = Limits(ties=True, credits=10**18)
MOST = 10**9
EXPECTED = {
    "unknown_option": "ids of the options",
    "repeated_option": "each option once",
    "too_many": "one option",
    "not_a_number": "whole numbers",
    "negative": "numbers of at least 0",
    "place_too_high": "places up to the number of options",
    "too_many_credits": f"numbers up to {MOST}",
    "wrong_shape": "marks of this kind of ballot",
}


@dataclass(frozen=True)
class Election:
    """A file read. ``options`` in file order; ``unit`` of the file's money make one currency unit (100: cents)."""

    options: tuple[Option, ...]
    profile: Profile
    seats: int | None = None
    budget: Fraction | None = None
    title: str = ""
    unit: int = 1

    def same_as(self, other: "Election") -> bool:
        """Whether both hold the same."""
        mine, theirs = ((e.options, e.profile.digest, e.seats, e.budget, e.title, e.unit) for e in (self, other))
        return mine == theirs


@dataclass(frozen=True, slots=True)
class Row:
    """Equal ballots of one group."""

    weight: int
    group: str
    ballot: Ballot


def rows(profile: Profile) -> Iterator[Row]:
    """Every distinct ballot, blank ones last."""
    ids = [option.id for option in profile.options]
    starts, columns, values = profile.starts.tolist(), profile.columns.tolist(), profile.values.tolist()
    for row, (weight, group) in enumerate(zip(profile.weights.tolist(), profile.row_groups.tolist(), strict=True)):
        marks = [(ids[columns[at]], values[at]) for at in range(starts[row], starts[row + 1])]
        if profile.kind is BallotKind.RANKING:
            marks.sort(key=lambda mark: (mark[1], mark[0]))
        yield Row(weight, profile.groups[group], Ballot(profile.kind, tuple(marks)))
    for name, blank in zip(profile.groups, profile.blanks, strict=True):
        if blank:
            yield Row(blank, name, Ballot(profile.kind, ()))


def marks_of(ballot: Ballot) -> object:
    """The marks as plain data: a list of ids, ranks as lists, or numbers by id."""
    if ballot.kind in (BallotKind.POINTS, BallotKind.SCORES, BallotKind.GRADES):
        return dict(ballot.marks)
    if ballot.kind is BallotKind.RANKING:
        places = sorted({place for _, place in ballot.marks})
        return [[option for option, at in ballot.marks if at == place] for place in places]
    return list(ballot.option_ids)


def ballot_at(kind: BallotKind, marks: object, options: Sequence[Option], line: int, field: str) -> Ballot:
    """A ballot of a file. Raises FormatError with its line."""
    try:
        ballot = parse(kind, marks, options, LIMITS)
    except BallotError as error:
        found = error.params.get("option", error.params.get("found", ""))
        raise FormatError(line, field, EXPECTED.get(error.code, error.code), str(found)) from error
    for option, value in ballot.marks:
        if abs(value) > MOST:
            raise FormatError(line, field, f"numbers up to {MOST}", f"{option}: {value}")
    return ballot


def whole(text: str, line: int, field: str, least: int = 0) -> int:
    """A whole number. Raises FormatError."""
    if not (text.isascii() and text.isdigit() and len(text) <= 12 and int(text) >= least):
        raise FormatError(line, field, f"a whole number from {least}", text)
    return int(text)


def kind_named(name: str, line: int) -> BallotKind:
    """The ballot kind of a name. Raises FormatError."""
    try:
        return BallotKind(name)
    except ValueError as error:
        raise FormatError(line, "kind", "|".join(kind.value for kind in BallotKind), name) from error


def options_of(found: Sequence[tuple[int, dict[str, str]]]) -> tuple[Option, ...]:
    """Options from their texts by field, each with its line. Raises FormatError."""
    options: dict[str, Option] = {}
    for line, texts in found:
        known = {name: texts[name] for name in FIELDS if texts.get(name)}
        cost = amount(known.pop("cost"), line, "cost", ratios=True) if "cost" in known else None
        money = int(cost) if cost is not None and cost.denominator == 1 else cost
        identifier = texts.get("id", "")
        if not identifier.strip() or identifier in options:
            raise FormatError(line, "id", "an id of its own", identifier)
        options[identifier] = Option(identifier, cost=money, **known)
    if not options:
        raise FormatError(1, "options", "at least one option", "none")
    return tuple(options.values())


def texts_of(option: Option) -> dict[str, str]:
    """An option's known fields as texts."""
    found = {name: getattr(option, name) for name in FIELDS}
    found["cost"] = None if option.cost is None else exact(option.cost)
    return {"id": option.id, **{name: value for name, value in found.items() if value}}


def profile_of(kind: BallotKind, options: Sequence[Option], found: Sequence[Row], invalid: int) -> Profile:
    """The profile of rows read."""
    return Profile.of(kind, options, [(row.ballot, row.weight) for row in found], [row.group for row in found], invalid)


def of_orders(
    kind: BallotKind, options: Sequence[Option], found: Sequence[tuple[int, Sequence[tuple[int, int]]]]
) -> Profile:
    """The profile of (weight, ((column, value), …)) rows."""
    marks = [mark for _, listed in found for mark in listed]
    return Profile.packed(
        kind,
        options,
        np.array([len(listed) for _, listed in found], np.int64),
        np.array([column for column, _ in marks], np.int64),
        np.array([value for _, value in marks], np.int64),
        np.array([weight for weight, _ in found], np.int64),
    )
