# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows of marks in compressed arrays: packed in words and unpacked, places closed up, sums that stay exact."""

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Smalls = npt.NDArray[np.int32]
Words = npt.NDArray[np.uint64]

CHUNK = 65_536


def sums(columns: Ints | Smalls, amounts: Ints, m: int) -> tuple[int, ...]:
    """For each of m options the exact sum of the amounts on its entries."""
    if int(np.abs(amounts).sum()) < 2**53:
        return tuple(int(total) for total in np.bincount(columns, amounts, m))
    totals = np.zeros(m, np.int64)
    np.add.at(totals, columns, amounts)
    return tuple(totals.tolist())


def width(values: Ints | Smalls) -> int:
    """Bits that hold any of the values."""
    return max(1, int(values.max()).bit_length()) if len(values) else 1


def words(m: int, bits: int, lengths: Ints, columns: Ints | Smalls, values: Ints | Smalls) -> list[Words]:
    """Each row's marks, ``bits`` an option, in as few 64-bit words as hold m: rows are equal iff their words are.

    No row may be empty. Chunks of rows keep the memory for intermediate values small.
    """
    each = 64 // bits
    packed = [np.zeros(len(lengths), np.uint64) for _ in range(-(-m // each))]
    ends = np.cumsum(lengths)
    for first in range(0, len(lengths), CHUNK):
        rows = slice(first, first + CHUNK)
        starts = ends[rows] - lengths[rows]
        marks = slice(int(starts[0]), int(ends[rows][-1]))
        word_of, place = np.divmod(columns[marks], each)
        parts = values[marks].astype(np.uint64) << (place * bits).astype(np.uint64)
        for at, word in enumerate(packed):
            inside = parts if len(packed) == 1 else np.where(word_of == at, parts, np.uint64(0))
            word[rows] = np.add.reduceat(inside, starts - starts[0])
    return packed


def unpacked(m: int, bits: int, packed: list[Words]) -> tuple[Ints, Smalls, Smalls | Ints]:
    """Starts, columns (increasing inside each row) and values of packed rows."""
    form = np.int32 if bits < 32 else np.int64
    sizes, columns, values = [np.zeros(1, np.int64)], [np.zeros(0, np.int32)], [np.zeros(0, form)]
    for first in range(0, len(packed[0]), CHUNK):
        dense = np.hstack([_opened(bits, word[first : first + CHUNK]) for word in packed])[:, :m]
        row, column = np.nonzero(dense)
        sizes.append(np.bincount(row, minlength=len(dense)))
        columns.append(column.astype(np.int32))
        values.append(dense[row, column].astype(form))
    return np.cumsum(np.concatenate(sizes)), np.concatenate(columns), np.concatenate(values)


def _opened(bits: int, word: Words) -> Words | npt.NDArray[np.uint8]:
    """The values in each word, a column each."""
    if bits == 1:
        eights = np.ascontiguousarray(word, "<u8").view(np.uint8).reshape(-1, 8)
        return np.unpackbits(eights, axis=1, bitorder="little")
    shifts = (np.arange(64 // bits) * bits).astype(np.uint64)
    return (word[:, None] >> shifts) & np.uint64((1 << bits) - 1)


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
