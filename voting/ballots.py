# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ballot kinds, what makes a ballot valid, and its canonical text.

A ballot is a kind and marks ``(option id, value)``: value 1 for a pick, the place (from 1) in a ranking, the points
given, a score or a grade from 0 (the worst). A ballot without marks is blank: always valid, counted as blank.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from voting.canonical import canonical_json
from voting.errors import BallotError
from voting.options import Option


class BallotKind(StrEnum):
    """How a voter marks a ballot."""

    CHOICE = "choice"
    APPROVAL = "approval"
    RANKING = "ranking"
    BUDGET = "budget"
    POINTS = "points"
    SCORES = "scores"
    GRADES = "grades"


PICKS = frozenset({BallotKind.CHOICE, BallotKind.APPROVAL, BallotKind.BUDGET})
RATED = frozenset({BallotKind.SCORES, BallotKind.GRADES})
VALUED = RATED | {BallotKind.POINTS}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a ballot may hold. ``budget_cents`` bounds the cost of a budget basket, ``points`` the sum of points.

    ``top`` is the highest score or grade (they start at 0) and the most points that one option may get. ``credits``
    bounds the sum of squared points (quadratic voting) and lets them be negative. ``ties`` lets a ranking hold equal
    places. ``mixed``: two marks or more are not all of options of one gender. A blank ballot is valid whatever ``min``
    says.
    """

    min: int = 0
    max: int | None = None
    budget_cents: int | None = None
    points: int | None = None
    ties: bool = False
    top: int | None = None
    credits: int | None = None
    mixed: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Ballot:
    """A valid ballot: ``marks`` in canonical order (by value in a ranking, then by option id)."""

    kind: BallotKind
    marks: tuple[tuple[str, int], ...]

    def __repr__(self) -> str:
        if self.kind is BallotKind.RANKING:
            places = groupby(self.marks, key=lambda mark: mark[1])
            told = " > ".join(" = ".join(option for option, _ in tied) for _, tied in places)
        elif self.kind in VALUED:
            told = ", ".join(f"{option} {value}" for option, value in self.marks)
        else:
            told = ", ".join(self.option_ids)
        return f"<Ballot {self.kind.value}: {told or 'blank'}>"

    @property
    def is_blank(self) -> bool:
        """Whether nothing is marked."""
        return not self.marks

    @property
    def option_ids(self) -> tuple[str, ...]:
        """The marked options, in canonical order."""
        return tuple(option for option, _ in self.marks)

    def canonical(self) -> str:
        """One-line JSON, equal for equal ballots: ``{"approval":["a"]}``, ``{"ranking":[["a"],["b","c"]]}``."""
        marks: object
        if self.kind in VALUED:
            marks = dict(self.marks)
        elif self.kind is BallotKind.RANKING:
            places = sorted({place for _, place in self.marks})
            marks = [[option for option, at in self.marks if at == place] for place in places]
        else:
            marks = list(self.option_ids)
        return canonical_json({self.kind.value: marks})


def parse(
    kind: BallotKind | str,
    marks: object,
    options: Sequence[Option],
    limits: Limits | None = None,
) -> Ballot:
    """The ballot that plain marks mean, checked against the options and the limits.

    ``marks``: a list of ids (``choice`` also a single id), a mapping ``{id: true}``; for a ranking a list in order
    (an inner list is a tie) or ``{id: place}``, gaps closed, no place below 1 or above the number of options; for
    points, scores and grades ``{id: number}``. Texts of a form are read as numbers; ``""``, ``False``, ``None`` and (of
    picks and points) ``0`` mean not marked. Raises BallotError.
    """
    kind = BallotKind(kind)
    limits = limits or Limits()
    found = _READERS[kind](marks)
    if kind is BallotKind.RANKING and isinstance(marks, Mapping):
        _check_places(marks, len(options))
    known = {option.id: option for option in options}
    seen: set[str] = set()
    for option, _ in found:
        if option not in known:
            raise BallotError("unknown_option", option=option)
        if option in seen:
            raise BallotError("repeated_option", option=option)
        seen.add(option)
    _check(kind, found, known, limits)
    if limits.mixed and len(found) > 1 and len({known[option].gender for option, _ in found}) == 1:
        raise BallotError("one_gender", found=len(found))
    return _ordered(kind, found)


def read(text: str) -> Ballot:
    """The ballot of a canonical text; BallotError ``wrong_shape`` if it is not one."""
    try:
        document = json.loads(text)
        [(name, marks)] = document.items()
        kind = BallotKind(name)
    except (ValueError, AttributeError, TypeError) as error:
        raise BallotError("wrong_shape") from error
    ballot = _ordered(kind, _READERS[kind](marks))
    if ballot.canonical() != text:
        raise BallotError("wrong_shape")
    return ballot


def _ordered(kind: BallotKind, found: Iterable[tuple[str, int]]) -> Ballot:
    if kind is BallotKind.RANKING:
        return Ballot(kind, tuple(sorted(found, key=lambda mark: (mark[1], mark[0]))))
    return Ballot(kind, tuple(sorted(found)))


def _check(kind: BallotKind, found: Sequence[tuple[str, int]], known: Mapping[str, Option], limits: Limits) -> None:
    if not found:
        return
    most = 1 if kind is BallotKind.CHOICE else limits.max
    if most is not None and len(found) > most:
        raise BallotError("too_many", max=most, found=len(found))
    if len(found) < limits.min:
        raise BallotError("too_few", min=limits.min, found=len(found))
    if kind is BallotKind.RANKING and not limits.ties:
        places: set[int] = set()
        for option, place in found:
            if place in places:
                raise BallotError("rank_repeated", option=option, place=place)
            places.add(place)
    if kind is BallotKind.BUDGET and limits.budget_cents is not None:
        total = sum(known[option].cost or 0 for option, _ in found)
        if total > limits.budget_cents:
            raise BallotError("over_budget", budget_cents=limits.budget_cents, over_cents=total - limits.budget_cents)
    if kind in VALUED:
        _check_values(kind, found, limits)


def _check_values(kind: BallotKind, found: Sequence[tuple[str, int]], limits: Limits) -> None:
    signed = kind is BallotKind.POINTS and limits.credits is not None
    for option, value in found:
        if value < 0 and not signed:
            raise BallotError("negative", option=option, found=value)
        if limits.top is not None and abs(value) > limits.top:
            raise BallotError("too_high", option=option, top=limits.top, found=value)
    given = sum(abs(value) for _, value in found)
    if kind is BallotKind.POINTS and limits.points is not None and given > limits.points:
        raise BallotError("too_many_points", points=limits.points, found=given)
    spent = sum(value * value for _, value in found)
    if kind is BallotKind.POINTS and limits.credits is not None and spent > limits.credits:
        raise BallotError("too_many_credits", credits=limits.credits, found=spent)


def _check_places(marks: Mapping[object, object], most: int) -> None:
    """A place is from 1 to the number of options: "11" written for "1" would put the favourite last."""
    for option, written in marks.items():
        place = _number(option, written)
        if place == 0 and written not in ("", None) and written is not False:
            raise BallotError("negative", option=option, found=0)
        if place > most:
            raise BallotError("place_too_high", option=option, place=place, max=most)


def _number(option: object, value: object) -> int:
    if value is None or value is False or value == "":
        return 0
    if value is True or value == "on":
        return 1
    if isinstance(value, str):
        value = value.strip()
        if not (value.isascii() and value.removeprefix("-").isdigit() and len(value) <= 12):
            raise BallotError("not_a_number", option=option, found=value)
        value = int(value)
    if not isinstance(value, int):
        raise BallotError("not_a_number", option=option, found=str(value))
    return value


def _pairs(marks: Mapping[object, object]) -> list[tuple[str, int]]:
    numbers = [(_id(option), _number(option, value)) for option, value in marks.items()]
    for option, number in numbers:
        if number < 0:
            raise BallotError("negative", option=option, found=number)
    return [(option, number) for option, number in numbers if number]


def _id(option: object) -> str:
    if not isinstance(option, str):
        raise BallotError("wrong_shape")
    return option


def _listed(marks: object) -> Sequence[object]:
    if isinstance(marks, str) or not isinstance(marks, Sequence):
        raise BallotError("wrong_shape")
    return marks


def _picks(marks: object) -> list[tuple[str, int]]:
    if isinstance(marks, Mapping):
        return [(option, 1) for option, _ in _pairs(marks)]
    return [(_id(option), 1) for option in _listed(marks)]


def _choice(marks: object) -> list[tuple[str, int]]:
    if marks is None or marks == "":
        return []
    return [(marks, 1)] if isinstance(marks, str) else _picks(marks)


def _ranking(marks: object) -> list[tuple[str, int]]:
    if isinstance(marks, Mapping):
        found = _pairs(marks)
        places = {place: index for index, place in enumerate(sorted({place for _, place in found}), 1)}
        return [(option, places[place]) for option, place in found]
    ranks = [[rank] if isinstance(rank, str) else _listed(rank) for rank in _listed(marks)]
    filled = [rank for rank in ranks if rank]
    return [(_id(option), place) for place, rank in enumerate(filled, 1) for option in rank]


def _points(marks: object) -> list[tuple[str, int]]:
    if not isinstance(marks, Mapping):
        raise BallotError("wrong_shape")
    numbers = [(_id(option), _number(option, value)) for option, value in marks.items()]
    return [(option, number) for option, number in numbers if number]


def _ratings(marks: object) -> list[tuple[str, int]]:
    """Scores and grades: 0 is one of them, only ``""``, ``None`` and ``False`` mean not rated."""
    if not isinstance(marks, Mapping):
        raise BallotError("wrong_shape")
    rated = {option: value for option, value in marks.items() if value not in ("", None) and value is not False}
    return [(_id(option), _number(option, value)) for option, value in rated.items()]


_READERS = {
    BallotKind.CHOICE: _choice,
    BallotKind.APPROVAL: _picks,
    BallotKind.BUDGET: _picks,
    BallotKind.RANKING: _ranking,
    BallotKind.POINTS: _points,
    BallotKind.SCORES: _ratings,
    BallotKind.GRADES: _ratings,
}
