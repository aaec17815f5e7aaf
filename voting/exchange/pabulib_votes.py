# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The VOTES section: ballots merged as they are read, and one strict row reader that says what is wrong and where."""

from collections import Counter
from collections.abc import Container, Mapping, Sequence

import numpy as np

from voting.ballots import BallotKind
from voting.exchange.pabulib_limits import Beyond, Limits
from voting.exchange.pabulib_sections import PabulibError, Table, listed, whole
from voting.options import Option
from voting.packing import Ints
from voting.profile import Profile

MOST_FLAGS = 50_000_000


Void = list[tuple[int, Beyond]]  # the line of a void ballot, and the limit that it exceeds


def pack(
    kind: BallotKind, options: Sequence[Option], votes: Table, groups: str | None, limits: Limits
) -> tuple[Profile, Void]:
    """The profile of the section, and its void ballots: those beyond the limits, counted as invalid.

    The usual text is read in bulk; anything unusual, a void ballot too, is read again row by row. ``groups``: the
    column that names each voter's group.
    """
    group_at = None if groups is None else votes.require(groups)
    voter_at, vote_at = votes.require("voter_id"), votes.require("vote")
    points_at = votes.require("points") if kind is BallotKind.POINTS else None
    fast = _in_bulk(kind, options, votes, voter_at, vote_at, points_at, group_at)
    if fast is not None and not limits.any_beyond(fast):
        return fast, []
    return _by_row(kind, options, votes, groups, limits)


def read_row(
    kind: BallotKind, named: Mapping[str, str], known: Container[str], line: int
) -> tuple[tuple[str, int], ...]:
    """The marks of one row, in canonical order. An approval written twice counts once. Raises PabulibError."""
    ids = listed(named["vote"])
    for option in ids:
        if option not in known:
            raise PabulibError(line, "vote", "ids of PROJECTS", option)
    if len(set(ids)) != len(ids) and kind in (BallotKind.RANKING, BallotKind.POINTS):
        raise PabulibError(line, "vote", "each project once", named["vote"])
    if kind is BallotKind.CHOICE and len(ids) > 1:
        raise PabulibError(line, "vote", "one project", named["vote"])
    if kind is BallotKind.RANKING:
        return tuple((option, place) for place, option in enumerate(ids, 1))
    if kind is BallotKind.POINTS:
        points = [whole(value, line, "points") for value in listed(named["points"])]
        if len(points) != len(ids):
            raise PabulibError(line, "points", f"{len(ids)} numbers", named["points"])
        return tuple(sorted((option, given) for option, given in zip(ids, points, strict=True) if given))
    return tuple((option, 1) for option in sorted(set(ids)))


def _in_bulk(
    kind: BallotKind,
    options: Sequence[Option],
    votes: Table,
    voter_at: int,
    vote_at: int,
    points_at: int | None,
    group_at: int | None,
) -> Profile | None:
    """The profile, or None when any line is not plain (the row reader then decides)."""
    if '"' in votes.text:
        return None
    cells = _cells(votes)
    if cells is None:
        return None
    width = len(votes.columns)
    voters, marked = cells[voter_at::width], cells[vote_at::width]
    if not _are_plain(voters):
        return None
    given = None if points_at is None else cells[points_at::width]
    of_voters = None if group_at is None else [name.strip() for name in cells[group_at::width]]
    ballots, points, names, weights = _alike(marked, given, of_voters)
    if any(number.strip() and not vote for vote, number in zip(ballots, points, strict=True)):
        return None  # points without a project: the row reader names the line
    filled = [vote for vote in ballots if vote]
    lengths = np.zeros(len(ballots), np.int64)
    try:
        lengths[[at for at, vote in enumerate(ballots) if vote]], columns = _columns(options, filled)
        values = _values(kind, lengths, [number for vote, number in zip(ballots, points, strict=True) if vote])
    except (KeyError, ValueError):
        return None
    if _is_odd(kind, len(options), lengths, columns, values):
        return None
    return Profile.packed(kind, options, lengths, columns, values, weights, *_grouped(names))


def _are_plain(voters: Sequence[str]) -> bool:
    """A line of nothing but semicolons is no ballot; 'a' and ' a' are one voter."""
    return len(set(voters)) == len(voters) and all(voter and voter == voter.strip() for voter in voters)


def _alike(
    marked: Sequence[str], given: Sequence[str] | None, of_voters: Sequence[str] | None
) -> tuple[list[str], list[str], list[str], Ints]:
    """Lines that say the same become one: projects, points and group ('' where no column has them), and how many wrote
    so. Lines with projects alone are counted as they are: most files have no more, and that takes half the time."""
    if given is None and of_voters is None:
        written = Counter(marked)
        blank = [""] * len(written)
        return list(written), blank, blank, np.array(list(written.values()), np.int64)
    blank = [""] * len(marked)
    counted = Counter(zip(marked, given or blank, of_voters or blank, strict=True))
    ballots, points, names = (list(column) for column in zip(*counted, strict=True)) if counted else ([], [], [])
    return ballots, points, names, np.array(list(counted.values()), np.int64)


def _is_odd(kind: BallotKind, n_options: int, lengths: Ints, columns: Ints, values: Ints | None) -> bool:
    """Whether some ballot is not plain: points that are missing or not positive, two choices, a project twice."""
    if values is not None and (len(values) != len(columns) or bool((values <= 0).any())):
        return True
    return (kind is BallotKind.CHOICE and bool((lengths > 1).any())) or _repeats(n_options, lengths, columns)


def _grouped(names: Sequence[str]) -> tuple[Ints | None, list[str]]:
    """The group of each row, and the groups."""
    known = sorted(set(names)) or [""]
    place = {name: at for at, name in enumerate(known)}
    return (np.array([place[name] for name in names], np.int64) if len(known) > 1 else None), known


def _columns(options: Sequence[Option], filled: Sequence[str]) -> tuple[Ints, Ints]:
    """How many ids each ballot has, and the column of each. Raises KeyError for an unknown id."""
    ids = [option.id for option in options]
    if filled and all(name.isascii() and name.isdigit() and str(int(name)) == name and len(name) <= 6 for name in ids):
        found = _numbers(";".join(filled).encode() + b";", [int(name) for name in ids])
        if found is not None:
            return found
    position = {name: at for at, name in enumerate(ids)}
    listed = ",".join(filled).split(",") if filled else []
    columns = np.fromiter(map(position.__getitem__, listed), np.int64, len(listed))
    return np.array([vote.count(",") + 1 for vote in filled], np.int64), columns


def _numbers(text: bytes, ids: Sequence[int]) -> tuple[Ints, Ints] | None:
    """The same where every id is a plain number, from the bytes; None when the ballots hold anything else."""
    data = np.frombuffer(text, np.uint8)
    digits = data - np.uint8(48)
    ends = np.flatnonzero(digits > 9)
    last = data[ends] == ord(";")
    starts = np.concatenate([[0], ends[:-1] + 1])
    sizes = ends - starts
    if not (last | (data[ends] == ord(","))).all() or sizes.min() < 1 or sizes.max() > 6:
        return None
    if ((digits[starts] == 0) & (sizes > 1)).any():
        return None
    numbers = digits[starts].astype(np.int64)
    for place in range(1, int(sizes.max())):
        longer = np.flatnonzero(sizes > place)
        numbers[longer] = numbers[longer] * 10 + digits[starts[longer] + place]
    column_of = np.full(10**6, -1, np.int64)
    column_of[ids] = np.arange(len(ids))
    columns = column_of[numbers]
    if (columns < 0).any():
        return None
    return np.diff(np.flatnonzero(last), prepend=-1), columns


def _cells(votes: Table) -> list[str] | None:
    """Every field of every line in one list, or None unless each line has a field for every column."""
    text = votes.text.rstrip("\n")
    if not text:
        return []
    data = np.frombuffer(text.encode() + b"\n", np.uint8)
    marks = data[(data == ord(";")) | (data == ord("\n"))]
    width = len(votes.columns)
    if len(marks) % width:
        return None
    ends = marks.reshape(-1, width) == ord("\n")
    if ends[:, :-1].any() or not ends[:, -1].all():
        return None
    return text.replace("\n", ";").split(";")


def _values(kind: BallotKind, lengths: Ints, points: Sequence[str]) -> Ints | None:
    if kind is BallotKind.RANKING:
        starts = np.repeat(np.cumsum(lengths) - lengths, lengths)
        return np.arange(1, len(starts) + 1, dtype=np.int64) - starts
    if kind is not BallotKind.POINTS:
        return None
    filled = lengths[lengths > 0]
    if any(text.count(",") + 1 != length for text, length in zip(points, filled.tolist(), strict=True)):
        raise ValueError("points do not match the projects")
    texts = ",".join(points).split(",") if points else []
    if not all(text.isascii() and text.isdigit() and len(text) < 10 for text in set(texts)):
        raise ValueError("points are not plain whole numbers")
    return np.fromiter(map(int, texts), np.int64, len(texts))


def _repeats(m: int, lengths: Ints, columns: Ints) -> bool:
    """Whether a row marks an option twice."""
    marks = np.repeat(np.arange(len(lengths)), lengths) * m + columns
    if len(lengths) * m <= MOST_FLAGS:
        marked = np.zeros(len(lengths) * m, bool)
        marked[marks] = True
        return int(np.count_nonzero(marked)) < len(marks)
    marks.sort()
    return bool((marks[1:] == marks[:-1]).any())


def _by_row(
    kind: BallotKind, options: Sequence[Option], votes: Table, groups: str | None, limits: Limits
) -> tuple[Profile, Void]:
    known = {option.id: at for at, option in enumerate(options)}
    seen: dict[str, int] = {}
    counted: Counter[tuple[tuple[tuple[str, int], ...], str]] = Counter()
    void: Void = []
    for line, row in votes.rows():
        named = dict(zip(votes.columns, row, strict=True))
        voter = named["voter_id"].strip()
        if voter in seen:
            raise PabulibError(line, "voter_id", "each voter once", f"{voter}, already on line {seen[voter]}")
        seen[voter] = line
        ballot = read_row(kind, named, known, line)
        if fault := limits.beyond(ballot):
            void.append((line, fault))
        else:
            counted[ballot, "" if groups is None else named[groups].strip()] += 1
    marks = [mark for ballot, _ in counted for mark in ballot]
    profile = Profile.packed(
        kind,
        options,
        np.array([len(ballot) for ballot, _ in counted], np.int64),
        np.array([known[option] for option, _ in marks], np.int64),
        np.array([value for _, value in marks], np.int64),
        np.fromiter(counted.values(), np.int64, len(counted)),
        *_grouped([group for _, group in counted]),
        n_invalid=len(void),
    )
    return profile, void
