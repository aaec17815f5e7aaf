# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""No hidden number can be worked out from what is published."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.disclosure import HIDDEN, THRESHOLD, hidden_rows, pooled, protect, stepped

counts = st.lists(st.integers(0, 40), min_size=1, max_size=8)


@given(counts)
def test_small_cells_are_hidden_and_shown_ones_are_exact(cells: list[int]) -> None:
    for count, shown in zip(cells, protect(cells), strict=True):
        assert shown is HIDDEN or shown == count
        assert not 0 < count < THRESHOLD or shown is HIDDEN


@given(counts)
def test_no_hidden_cell_follows_from_the_total_by_subtraction(cells: list[int]) -> None:
    shown = protect(cells)
    hidden = [at for at, cell in enumerate(shown) if cell is HIDDEN]
    if not hidden:
        return
    left = sum(cells) - sum(cell for cell in shown if isinstance(cell, int))
    if len(hidden) == len(cells) and (len(cells) == 1 or left < THRESHOLD + len(hidden) - 1):
        return  # everything is hidden: nothing but the public total is known
    assert len(hidden) >= 2
    least = 1  # a reader may know that zeros are shown
    widest = left - least * (len(hidden) - 1)
    assert widest - least + 1 >= THRESHOLD


@given(st.lists(st.integers(0, 8), min_size=2, max_size=4))
@settings(max_examples=40, deadline=None)
def test_another_town_with_the_same_published_table_always_exists(cells: list[int]) -> None:
    shown = protect(cells)
    for at in (at for at, cell in enumerate(shown) if cell is HIDDEN):
        values = {
            guess[at]
            for guess in product(range(sum(cells) + 1), repeat=len(cells))
            if sum(guess) == sum(cells) and all(c is HIDDEN or c == g for c, g in zip(shown, guess, strict=True))
        }
        assert len(values) > 1 or len(cells) == 1


@given(st.integers(0, 10_000), st.integers(2, 20))
def test_one_more_person_moves_a_live_number_by_a_step_or_not_at_all(count: int, step: int) -> None:
    assert stepped(count + 1, step) - stepped(count, step) in (0, step)
    assert stepped(count, step) <= count < stepped(count, step) + step


crossed = st.integers(2, 6).flatmap(
    lambda columns: st.lists(st.tuples(st.integers(0, 80), *[st.floats(0, 1)] * 5), min_size=columns, max_size=columns)
)


@given(crossed)
def test_a_crossed_table_shows_no_small_and_no_unanimous_group(columns: list[tuple[int, ...]]) -> None:
    voters = {f"q{at}": int(column[0]) for at, column in enumerate(columns)}
    votes = {
        f"o{row}": {f"q{at}": round(column[0] * column[row + 1]) for at, column in enumerate(columns)}
        for row in range(5)
    }
    table = pooled(votes, voters)
    if table is None:
        return
    assert len(table.columns) >= 2
    assert len(table.pooled) != 1  # one pooled column would be that column
    for row in table.votes:
        for cell, voted in zip(row, table.voters, strict=True):
            assert THRESHOLD <= cell <= voted - THRESHOLD
    for name, row in zip(table.rows, table.votes, strict=True):
        assert sum(row) == sum(votes[name].values())  # the pool is what is missing to the public total


@given(crossed, st.integers(0, 5))
def test_a_column_that_is_hidden_elsewhere_is_not_told_by_its_shares(columns: list[tuple[int, ...]], at: int) -> None:
    """A share of 28 voters is a fraction over 28: whoever hides the 28 hides the share."""
    voters = {f"q{n}": int(column[0]) for n, column in enumerate(columns)}
    votes = {
        f"o{row}": {f"q{n}": round(column[0] * column[row + 1]) for n, column in enumerate(columns)} for row in range(5)
    }
    table = pooled(votes, voters, unpublished={f"q{at}"})
    assert table is None or f"q{at}" not in table.columns


rolls = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=6)


@given(rolls)
def test_rows_that_tell_what_people_did_are_hidden_with_enough_others(rows: list[tuple[int, int]]) -> None:
    hidden = hidden_rows(rows, lambda row: min(row) < THRESHOLD)
    assert all(at in hidden for at, row in enumerate(rows) if min(row) < THRESHOLD)
    if hidden and len(hidden) < len(rows):
        assert len(hidden) >= 2
        for column in range(2):
            assert sum(rows[at][column] for at in hidden) >= THRESHOLD + len(hidden) - 1
