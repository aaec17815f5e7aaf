# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows of marks in compressed arrays: packed in words, gathered, places closed up, sums that stay exact."""

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


def sums(columns: Ints, amounts: Ints, m: int) -> tuple[int, ...]:
    """For each of m options the exact sum of the amounts on its entries."""
    if int(np.abs(amounts).sum()) < 2**53:
        return tuple(int(total) for total in np.bincount(columns, amounts, m))
    totals = np.zeros(m, np.int64)
    np.add.at(totals, columns, amounts)
    return tuple(totals.tolist())


def words(m: int, lengths: Ints, columns: Ints, values: Ints) -> list[npt.NDArray[np.uint64]]:
    """Each row's marks packed in as few 64-bit words as hold them: rows are equal iff their words are."""
    bits = max(1, int(values.max()).bit_length()) if len(values) else 1
    each = 64 // bits
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.intp) if len(lengths) else np.zeros(0, np.intp)
    packed = []
    for word in range(-(-m // each)):
        inside = (columns >= word * each) & (columns < (word + 1) * each)
        shift = np.where(inside, columns - word * each, 0).astype(np.uint64) * np.uint64(bits)
        parts = np.where(inside, values, 0).astype(np.uint64) << shift
        packed.append(np.add.reduceat(parts, starts) if len(starts) else np.zeros(0, np.uint64))
    return packed


def gather(m: int, lengths: Ints, columns: Ints, values: Ints, rows: Ints) -> tuple[Ints, Ints, Ints]:
    """The chosen rows, one after the other, columns increasing inside each."""
    ends = np.cumsum(lengths)
    size = lengths[rows]
    starts = np.concatenate([[0], np.cumsum(size)]).astype(np.int64)
    at = np.repeat(ends[rows] - size - starts[:-1], size) + np.arange(starts[-1])
    row = np.repeat(np.arange(len(rows), dtype=np.int64), size)
    inside = np.argsort(row * m + columns[at], kind="stable")
    return starts, columns[at][inside].astype(np.int64), values[at][inside].astype(np.int64)


def closed(rows: Ints, places: Ints) -> Ints:
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
