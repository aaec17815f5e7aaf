# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ballots as programs hold them: lists of ids, places, numbers by id, or a table with a column for each option.

An id is a text, a whole number (its digits are the id) or the Option itself. Faults say a ballot's ``index``, from 0.
A table is anything with ``columns`` that gives a column by its name, as pandas and polars do; neither is imported here.
"""

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from voting.ballots import PICKS, VALUED, Ballot, BallotKind, Limits, parse
from voting.errors import BallotError, CountError
from voting.options import Option

Given = TypeVar("Given")
Read = TypeVar("Read")
Named = Option | str | int
LIMITS = Limits(ties=True, credits=10**18)


class Papers(NamedTuple):
    """What ``Profile.of`` takes."""

    kind: BallotKind
    options: list[Option]
    ballots: list[tuple[Ballot, int]]
    groups: list[str] | None


def listed(
    kind: BallotKind | str,
    kinds: frozenset[BallotKind],
    ballots: Iterable[object],
    options: Iterable[Named] | None,
    weights: Iterable[int] | None,
    groups: Iterable[str] | None,
) -> Papers:
    """The papers of one object a ballot. Raises BallotError, CountError wrong_ballot_kind, bad_profile."""
    kind = BallotKind(kind)
    if kind not in kinds:
        expected = "|".join(sorted(kinds))
        raise CountError("wrong_ballot_kind", expected=expected, found=kind.value)
    read = _ranks if kind is BallotKind.RANKING else _numbers if kind in VALUED else _ids
    marks = [_at(index, read, ballot) for index, ballot in enumerate(ballots)]
    chosen = _options(options) if options is not None else [Option(name) for name in sorted(_mentioned(marks))]
    return _papers(kind, chosen, marks, weights, groups)


def tabled(
    frame: object, kind: BallotKind | str, options: Iterable[Named] | None, weights: object, groups: object
) -> Papers:
    """The papers of a table, one row a ballot; ``weights`` and ``groups`` name a column. Raises as ``listed`` does."""
    kind = BallotKind(kind)
    names = list(getattr(frame, "columns", ()))
    if not names:
        raise CountError("bad_profile", reason="a table has columns, each read by its name", found=type(frame).__name__)
    beside = [name for name in (weights, groups) if name is not None]
    given = [name for name in names if name not in beside] if options is None else list(options)
    chosen = _options(given)
    of_id = {id_of(name): name for name in names if isinstance(name, Option | str | int)}
    columns = [_column(frame, names, of_id.get(option.id, option.id)) for option in chosen]
    rows = [
        {option.id: cell for option, cell in zip(chosen, row, strict=True) if cell not in (None, "")}
        for row in zip(*columns, strict=True)
    ]
    if kind in PICKS:
        rows = [_at(index, _ticked, row) for index, row in enumerate(rows)]
    voices = None if weights is None else _column(frame, names, weights)
    places = None if groups is None else ["" if cell is None else str(cell) for cell in _column(frame, names, groups)]
    return _papers(kind, chosen, rows, voices, places)


def _papers(
    kind: BallotKind,
    options: Sequence[Option],
    marks: Sequence[object],
    weights: Iterable[object] | None,
    groups: Iterable[str] | None,
) -> Papers:
    voices = [1 for _ in marks] if weights is None else [_weight(weight) for weight in weights]
    if len(voices) != len(marks):
        raise CountError("bad_profile", reason="one weight for each ballot")
    ballots = [_at(index, lambda mark: parse(kind, mark, options, LIMITS), mark) for index, mark in enumerate(marks)]
    cast = list(zip(ballots, voices, strict=True))
    return Papers(kind, list(options), cast, None if groups is None else list(groups))


def _at(index: int, read: Callable[[Given], Read], marks: Given) -> Read:
    try:
        return read(marks)
    except BallotError as error:
        raise BallotError(error.code, **error.params, index=index) from error


def _options(given: Iterable[Named]) -> list[Option]:
    return [option if isinstance(option, Option) else Option(id_of(option)) for option in given]


def id_of(option: object) -> str:
    """The id that names an option. Raises BallotError wrong_shape."""
    if isinstance(option, Option):
        return option.id
    if isinstance(option, str):
        return option
    number = _whole(option)
    if not isinstance(number, int) or isinstance(number, bool):
        raise BallotError("wrong_shape", found=repr(option)[:60], expected="an id: a text, a whole number or an Option")
    return str(number)


def _items(marks: object, expected: str) -> Iterator[object]:
    if isinstance(marks, str | bytes | Mapping) or not isinstance(marks, Iterable):
        raise BallotError("wrong_shape", found=repr(marks)[:60], expected=expected)
    return iter(marks)


def _ids(marks: object) -> list[str]:
    return [id_of(option) for option in _items(marks, "ids of options, like ['a', 'b']")]


def _ranks(marks: object) -> object:
    """A ranking in order, an inner list or set being a tie, or places by id."""
    if isinstance(marks, Mapping):
        return _numbers(marks)
    ranks = _items(marks, "ids in order, like ['a', ['b', 'c']], or places, like {'a': 1}")
    alone = (Option, str, int)
    return [
        [id_of(rank)]
        if isinstance(rank, alone) or not isinstance(rank, Iterable)
        else [id_of(option) for option in rank]
        for rank in ranks
    ]


def _numbers(marks: object) -> dict[str, object]:
    if not isinstance(marks, Mapping):
        raise BallotError("wrong_shape", found=repr(marks)[:60], expected="numbers by id, like {'a': 3}")
    return {id_of(option): _whole(value) for option, value in marks.items()}


def _mentioned(marks: Iterable[object]) -> set[str]:
    found: set[str] = set()
    for ballot in marks:
        for option in ballot if isinstance(ballot, Iterable) else ():
            found.update([option] if isinstance(option, str) else option)
    return found


def _whole(value: object) -> object:
    """Whole numbers of any library as Python's; anything else as it is, to be refused where it is used."""
    if isinstance(value, bool):
        return value
    try:
        return operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        return value


def _weight(value: object) -> int:
    number = _whole(value)
    if isinstance(number, bool) or not isinstance(number, int):
        raise CountError("bad_weight", found=str(value)[:60])
    return number


def _ticked(row: dict[str, object]) -> dict[str, object]:
    for option, cell in row.items():
        if cell not in (0, 1):
            raise BallotError("too_high", option=option, top=1, found=str(cell)[:60])
    return row


def _column(frame: object, names: Sequence[object], name: object) -> list[object]:
    if names.count(name) != 1:
        reason = "no column of that name" if name not in names else "two columns of one name"
        raise CountError("bad_profile", reason=reason, column=str(name))
    column = frame[name]  # type: ignore[index]
    return [_cell(value) for value in (column.tolist() if hasattr(column, "tolist") else column)]


def _cell(value: object) -> object:
    """A cell as Python holds it: None where it is missing (NaN, NA, NaT), whole floats as whole numbers."""
    try:
        if value != value:
            return None
    except TypeError:  # the truth of pandas' NA
        return None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return _whole(value)
