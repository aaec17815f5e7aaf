# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""BLT files (ranked ballots of STV elections): text → ballots, ballots → text.

First line ``candidates seats``; a line ``-3`` withdraws candidates; one line a ballot ``weight first second … 0`` (also
``2=3`` for equal places, ``-`` for a skipped one); a line ``0``; then a name a candidate and the title, quoted or not.
Candidates' ids are their numbers. Numbers may also be divided by commas.
"""

import re
from dataclasses import dataclass

import numpy as np

from voting.ballots import BallotKind
from voting.errors import FormatError
from voting.options import Option
from voting.packing import Ints, closed
from voting.profile import Profile

_PLAIN = re.compile(r"[0-9 \n]+")
_BALLOT = re.compile(r"[0-9]+(?:[\s,=-]+[0-9]+)*[\s,]+0|0")
_LONG = re.compile(r"[0-9]{10}")
MOST = 10_000


class BltError(FormatError):
    """A BLT file that cannot be read."""


@dataclass(frozen=True)
class Election:
    """A read file. ``withdrawn`` ids stay among the options with no vote on any ballot."""

    title: str
    seats: int
    options: tuple[Option, ...]
    profile: Profile
    withdrawn: tuple[str, ...] = ()


def read(text: str) -> Election:
    """Reads a file. Raises BltError with line, field and what was expected."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    offset, m, seats = _head(text)
    withdrawn: list[int] = []
    bulk = _plain(text, offset, m)
    if bulk is not None:
        (lengths, columns, places, weights), rest = bulk
        line_of_rest = text.count("\n") + 2 - len(rest)
    else:
        lines = text.split("\n")
        withdrawn, line = _withdrawn(lines, offset, m)
        end = _end_of_ballots(lines, line)
        lengths, columns, places, weights = _ballots(lines, line, end, m)
        rest = lines[end + 1 :]
        line_of_rest = end + 2
    if withdrawn:
        kept = ~np.isin(columns, np.array(withdrawn) - 1)
        rows = np.repeat(np.arange(len(lengths)), lengths)[kept]
        columns, places = columns[kept], closed(rows, places[kept])
        lengths = np.bincount(rows, minlength=len(lengths)).astype(np.int64)
    names, title = _names(rest, m, line_of_rest)
    options = tuple(Option(str(at + 1), name) for at, name in enumerate(names))
    profile = Profile.packed(BallotKind.RANKING, options, lengths, columns, places, weights)
    return Election(title, seats, options, profile, tuple(str(number) for number in withdrawn))


def write(election: Election) -> str:
    """The file of an election: ``read(write(e))`` holds the same ballots."""
    profile = election.profile
    number = {option.id: at for at, option in enumerate(election.options, 1)}
    of_column = [number[option.id] for option in profile.options]
    lines = [f"{len(election.options)} {election.seats}"]
    if election.withdrawn:
        lines.append(" ".join(f"-{number[option]}" for option in election.withdrawn))
    ballots = []
    for row, weight in enumerate(profile.weights.tolist()):
        span = slice(int(profile.starts[row]), int(profile.starts[row + 1]))
        by_place: dict[int, list[int]] = {}
        for column, place in zip(profile.columns[span].tolist(), profile.values[span].tolist(), strict=True):
            by_place.setdefault(place, []).append(of_column[column])
        ranks = ["=".join(map(str, sorted(by_place[place]))) for place in sorted(by_place)]
        ballots.append(f"{weight} {' '.join(ranks)} 0")
    lines += sorted(ballots)
    if profile.n_blank:
        lines.append(f"{profile.n_blank} 0")
    names = [option.name or option.id for option in election.options]
    quoted = ['"' + " ".join(name.replace('"', "'").split()) + '"' for name in [*names, election.title]]
    return "\n".join([*lines, "0", *quoted]) + "\n"


def _head(text: str) -> tuple[int, int, int]:
    for number, line in enumerate(text.split("\n", 50)[:50], 1):
        words = line.split("#", 1)[0].replace(",", " ").split()
        if not words:
            continue
        if len(words) != 2 or not all(word.isascii() and word.isdigit() for word in words):
            raise BltError(number, "header", "number of candidates and of seats", line.strip()[:60])
        m, seats = (int(word[:12]) for word in words)
        if not 1 <= m <= MOST:
            raise BltError(number, "candidates", f"1 to {MOST}", words[0][:20])
        if seats < 1:
            raise BltError(number, "seats", "at least 1", words[1])
        return number, m, seats
    raise BltError(1, "header", "number of candidates and of seats")


def _plain(text: str, offset: int, m: int) -> tuple[tuple[Ints, ...], list[str]] | None:
    """The ballots in bulk and the lines after them, when every ballot is a line of plain digits."""
    start = 0
    for _ in range(offset):
        start = text.find("\n", start) + 1
    end = text.find("\n0\n", start - 1)
    body = text[start:end]
    if not start or end < start or not _PLAIN.fullmatch(body) or _LONG.search(body):
        return None
    arrays = _in_bulk(body, body.count("\n") + 1, m)
    return None if arrays is None else (arrays, text[end + 3 :].split("\n"))


def _withdrawn(lines: list[str], first: int, m: int) -> tuple[list[int], int]:
    """Candidates of the lines ``-3``, and the line after these."""
    withdrawn: list[int] = []
    line = first
    while line < len(lines) and re.fullmatch(r"\s*-\s*\d[-\d\s,]*", lines[line]):
        for word in lines[line].replace(",", " ").split():
            if not re.fullmatch(r"-\d+", word) or not 1 <= -int(word) <= m:
                raise BltError(line + 1, "withdrawn", f"-1 to -{m}", word)
            withdrawn.append(-int(word))
        line += 1
    return withdrawn, line


def _end_of_ballots(lines: list[str], first: int) -> int:
    for at in range(first, len(lines)):
        if lines[at].split("#", 1)[0].replace(",", " ").strip() == "0":
            return at
        if lines[at].lstrip().startswith('"'):
            raise BltError(at + 1, "ballots", "a line with 0 after the last ballot", lines[at].strip()[:60])
    raise BltError(len(lines), "ballots", "a line with 0 after the last ballot")


def _ballots(lines: list[str], first: int, end: int, m: int) -> tuple[Ints, ...]:
    """Lengths, columns, places and weights, line by line."""
    lengths, columns, places, weights = [], [], [], []
    for at in range(first, end):
        words = lines[at].split("#", 1)[0].replace(",", " ").split()
        if not words:
            continue
        weight, ranks = _line(words, at + 1, m)
        weights.append(weight)
        lengths.append(sum(map(len, ranks)))
        columns += [number - 1 for rank in ranks for number in rank]
        places += [place for place, rank in enumerate(ranks, 1) for _ in rank]
    return tuple(np.array(values, np.int64) for values in (lengths, columns, places, weights))


def _in_bulk(body: str, n: int, m: int) -> tuple[Ints, ...] | None:
    """The arrays of ``n`` lines of digits, or None if any line is not ``weight numbers 0`` with each number once."""
    numbers = np.fromstring(body.replace("\n", " -1 "), np.int64, sep=" ")
    ends = np.append(np.flatnonzero(numbers == -1), len(numbers))
    starts = np.concatenate([[0], ends[:-1] + 1])
    lengths = ends - starts - 2
    if n * m > 10**9 or len(ends) != n or (lengths < 0).any() or (numbers[ends - 1] != 0).any():
        return None
    offsets = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    columns = numbers[np.repeat(starts + 1, lengths) + offsets] - 1
    if len(columns) and (columns.min() < 0 or columns.max() >= m):
        return None
    seen = np.zeros(n * m, bool)
    seen[np.repeat(np.arange(n), lengths) * m + columns] = True
    if int(np.count_nonzero(seen)) < len(columns):
        return None
    return lengths, columns, offsets + 1, numbers[starts]


def _line(words: list[str], line: int, m: int) -> tuple[int, list[list[int]]]:
    if len(words[0]) > 12 or not (words[0].isascii() and words[0].isdigit()):
        raise BltError(line, "weight", "a whole number of ballots", words[0][:20])
    if words[-1] != "0" or len(words) < 2:
        raise BltError(line, "ballot", "a 0 at the end", " ".join(words)[-40:])
    seen: set[int] = set()
    ranks: list[list[int]] = []
    for word in words[1:-1]:
        if word == "-":
            continue
        rank = []
        for part in word.split("="):
            if not (part.isascii() and part.isdigit()) or len(part) > 9 or not 1 <= int(part) <= m:
                raise BltError(line, "preference", f"a candidate's number, 1 to {m}", part[:20])
            if int(part) in seen:
                raise BltError(line, "preference", "each candidate once", part)
            seen.add(int(part))
            rank.append(int(part))
        ranks.append(rank)
    return int(words[0]), ranks


def _names(lines: list[str], m: int, first: int) -> tuple[list[str], str]:
    """A name a line, the rest of a quoted line kept (parties); several quoted names on one line are taken apart.

    Raises BltError for a ballot after the closing 0, for too few names and for anything after the title.
    """
    found: list[str] = []
    for number, line in enumerate(lines, first):
        name = line.strip()
        if not name or name.startswith("#"):
            continue
        if _BALLOT.fullmatch(name):
            raise BltError(number, "names", "no ballot after the closing 0", name[:60])
        if len(found) > m:
            raise BltError(number, "names", f"{m} names, a title, and nothing after it", name[:60])
        quoted = re.findall(r'"([^"]*)"', name)
        if len(quoted) > 1 and not re.sub(r'"[^"]*"', "", name).split("#", 1)[0].strip(" ,") and len(lines) < m:
            found += quoted
        else:
            found.append(name[1:-1] if len(quoted) == 1 and name[0] == name[-1] == '"' else name.replace('"', ""))
    if len(found) < m:
        raise BltError(first + len(lines) - 1, "names", f"{m} names and a title", f"{len(found)} lines")
    if len(found) > m + 1:
        raise BltError(first + len(lines) - 1, "names", f"{m} names and a title", f"{len(found)} names")
    return found[:m], found[m] if len(found) > m else ""
