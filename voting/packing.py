# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows of marks in compressed arrays: packed in words and unpacked, places closed up, sums that stay exact."""

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Smalls = npt.NDArray[np.int32]
Words = npt.NDArray[np.uint64]

CHUNK = 65_536


def sums(columns: Ints | Smalls, amounts: Ints, m: int) -> tuple[int, ...]:
    """For each of m options the sum of the amounts on its entries, exact because all together stay below 2⁵³."""
    return tuple(np.bincount(columns, amounts, m).astype(np.int64).tolist())


def shift(values: Ints | Smalls) -> int:
    """What is added to every value so that a mark is at least 1: scores may be 0, quadratic votes negative."""
    return max(0, 1 - int(values.min())) if len(values) else 0


def width(values: Ints | Smalls, up: int = 0) -> int:
    """Bits that hold any of the values, moved up."""
    return max(1, (int(values.max()) + up).bit_length()) if len(values) else 1


def words(
    m: int, bits: int, lengths: Ints, columns: Ints | Smalls, values: Ints | Smalls | None, rank: Ints, up: int = 0
) -> list[Words]:
    """Each row's marks, ``bits`` an option, in as few 64-bit words as hold m: rows are equal iff their words are.

    ``rank`` moves columns to their place, ``up`` is added to values (all 1 if None). No row may be empty. Chunks of
    rows keep the memory for intermediate values small.
    """
    each = 64 // bits
    packed = [np.zeros(len(lengths), np.uint64) for _ in range(-(-m // each))]
    ends = np.cumsum(lengths)
    for first in range(0, len(lengths), CHUNK):
        rows = slice(first, first + CHUNK)
        starts = ends[rows] - lengths[rows]
        marks = slice(int(starts[0]), int(ends[rows][-1]))
        word_of, place = np.divmod(rank[columns[marks]], each)
        shifts = (place * bits).astype(np.uint64)
        parts = np.uint64(1) << shifts if values is None else (values[marks] + up).astype(np.uint64) << shifts
        for at, word in enumerate(packed):
            inside = parts if len(packed) == 1 else np.where(word_of == at, parts, np.uint64(0))
            word[rows] = np.add.reduceat(inside, starts - starts[0])
    return packed


def order_words(m: int, bits: int, orders: npt.NDArray[np.integer], rank: Ints) -> tuple[list[Words], bool]:
    """Rankings given as rows of positions in order, −1 after the last, as words; and whether every row is sound.

    A row is unsound if it holds a position twice, or one that is not an option, or one after a −1.
    """
    each = 64 // bits
    mask = np.uint64((1 << bits) - 1)
    packed = [np.zeros(len(orders), np.uint64) for _ in range(-(-m // each))]
    sound = not orders.size or (int(orders.min()) >= -1 and int(orders.max()) < m)
    for first in range(0, len(orders) if sound else 0, CHUNK):
        rows = slice(first, first + CHUNK)
        ended = np.zeros(len(orders[rows]), bool)
        for place in range(orders.shape[1]):
            column = orders[rows, place]
            marked = column >= 0
            sound = sound and not (marked & ended).any()
            ended |= ~marked
            at = rank[np.where(marked, column, 0)]
            shifts = ((at % each) * bits).astype(np.uint64)
            part = np.where(marked, np.uint64(place + 1) << shifts, np.uint64(0))
            for word_at, word in enumerate(packed):
                inside = marked & (at // each == word_at)
                sound = sound and not (inside & ((word[rows] >> shifts) & mask > 0)).any()
                word[rows] += np.where(inside, part, np.uint64(0))
    return packed, sound


def merged(packed: list[Words], row_groups: Ints | None, weights: Ints | None) -> tuple[list[Words], Ints, Ints]:
    """Distinct rows of words with their groups and summed weights (1 each if None).

    In order of group, then of the value of the last option, then of the one before it, and so on (none comes first).
    """
    n = len(packed[0])
    if not n:
        return packed, np.zeros(0, np.int64), np.zeros(0, np.int64)
    if len(packed) == 1 and row_groups is None and weights is None:
        ordered = [np.sort(packed[0])]
        heads = _heads(ordered)
        return [ordered[0][heads]], np.zeros(len(heads), np.int64), np.diff(heads, append=n)
    keys: list[Words | Ints] = [*packed, *([] if row_groups is None else [row_groups])]
    rows = np.argsort(keys[0]) if len(keys) == 1 else np.lexsort(keys)
    heads = _heads([key[rows] for key in keys])
    kept = rows[heads]
    sizes = np.diff(heads, append=n) if weights is None else np.add.reduceat(weights[rows], heads)
    groups = np.zeros(len(heads), np.int64) if row_groups is None else row_groups[kept]
    return [word[kept] for word in packed], groups, sizes.astype(np.int64)


def fingerprint(arrays: Sequence[Ints | Smalls]) -> str:
    """SHA-256 over whole numbers of eight bytes each, the lowest byte first, one array after the other."""
    text = hashlib.sha256()
    for numbers in arrays:
        for first in range(0, len(numbers), CHUNK):
            text.update(np.ascontiguousarray(numbers[first : first + CHUNK], "<i8").data)
    return text.hexdigest()


def _heads(keys: Sequence[Words | Ints]) -> npt.NDArray[np.intp]:
    """Where rows that are in order differ from the one before."""
    first = np.ones(len(keys[0]), bool)
    first[1:] = False
    for key in keys:
        first[1:] |= key[1:] != key[:-1]
    return np.flatnonzero(first)


def unpacked(m: int, bits: int, packed: list[Words], up: int = 0) -> tuple[Ints, Smalls, Smalls | Ints]:
    """Starts, columns (increasing inside each row) and values of packed rows."""
    form = np.int32 if bits < 32 else np.int64
    n = len(packed[0])
    starts = np.zeros(n + 1, np.int64)
    for first in range(0, n, CHUNK):
        dense = _dense(m, bits, packed, first)
        starts[first + 1 : first + 1 + len(dense)] = np.count_nonzero(dense, axis=1)
    np.cumsum(starts, out=starts)
    columns, values = np.empty(starts[-1], np.int32), np.empty(starts[-1], form)
    for first in range(0, n, CHUNK):
        dense = _dense(m, bits, packed, first)
        marks = slice(int(starts[first]), int(starts[first + len(dense)]))
        marked = np.flatnonzero(dense)
        columns[marks] = marked % m
        values[marks] = dense.reshape(-1)[marked].astype(form) - up
    return starts, columns, values


def _dense(m: int, bits: int, packed: list[Words], first: int) -> Words | npt.NDArray[np.uint8]:
    parts = [_opened(bits, word[first : first + CHUNK]) for word in packed]
    return np.ascontiguousarray((parts[0] if len(parts) == 1 else np.hstack(parts))[:, :m])


def _opened(bits: int, word: Words) -> Words | npt.NDArray[np.uint8]:
    """The values in each word, a column each."""
    if bits == 1:
        eights = np.ascontiguousarray(word, "<u8").view(np.uint8).reshape(-1, 8)
        return np.unpackbits(eights, axis=1, bitorder="little")
    shifts = (np.arange(64 // bits) * bits).astype(np.uint64)
    opened = (word[:, None] >> shifts) & np.uint64((1 << bits) - 1)
    return opened.astype(np.uint8) if bits <= 8 else opened


def closed(rows: Ints, places: Ints | Smalls) -> Ints:
    """Places renumbered 1, 2, … inside each row, ties kept."""
    order = np.lexsort((places, rows))
    sorted_rows, sorted_places = rows[order], places[order]
    step = np.ones(len(order), np.int64)
    step[1:] = (sorted_places[1:] != sorted_places[:-1]) | (sorted_rows[1:] != sorted_rows[:-1])
    running = np.cumsum(step)
    opens = np.ones(len(order), bool)
    opens[1:] = sorted_rows[1:] != sorted_rows[:-1]
    base = np.maximum.accumulate(np.where(opens, running, 0))
    places = np.empty(len(order), np.int64)
    places[order] = running - base + 1
    return places


def orders(m: int, starts: Ints, columns: Smalls, places: Smalls | Ints) -> tuple[npt.NDArray[np.integer], bool]:
    """Rankings as a matrix, the column at each place in order, then m (at least once); and whether places repeat.

    Places may have gaps. With equal places the matrix means nothing.
    """
    lengths = np.diff(starts)
    n = len(lengths)
    form = np.uint8 if m < 255 else np.int32
    matrix = np.full((n, int(lengths.max(initial=0)) + 1), m, form)
    flat, across = matrix.reshape(-1), matrix.shape[1]
    for first in range(0, n, CHUNK):
        part = slice(int(starts[first]), int(starts[min(first + CHUNK, n)]))
        sizes = lengths[first : first + CHUNK]
        place = places[part]
        if len(place) and (np.maximum.reduceat(place, starts[first : first + len(sizes)] - part.start) > sizes).any():
            place = closed(np.repeat(np.arange(len(sizes)), sizes), place)
        heads = np.arange(first, first + len(sizes)) * across - 1
        flat[np.repeat(heads, sizes) + place] = columns[part]
    return matrix, int(np.count_nonzero(matrix != m)) < len(columns)
