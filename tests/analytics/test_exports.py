# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that spreadsheets open."""

import csv
import io

import pytest

from analytics.disclosure import HIDDEN
from analytics.exports import as_csv, harmless
from analytics.figures import Column, Figure
from web.words.speech import Speech


def a_figure(*rows: tuple[object, ...]) -> Figure:
    columns = (Column("Progetto"), Column("Costo", "euro"), Column("Quota", "share"), Column("Voti", "count"))
    return Figure("f", "t", "s", columns, rows, lambda _: {})  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["=1+1", "+39 051", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_a_formula_stays_text(text: str) -> None:
    assert harmless(text) == "'" + text


def test_fields_are_quoted_and_numbers_are_plain() -> None:
    text = as_csv(a_figure(('Piazza, "nuova"\ne bella', 48_050, 0.25, 12), ("Vuoto", None, None, HIDDEN)), Speech("it"))
    assert "\r\n" in text
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[1] == ['Piazza, "nuova"\ne bella', "480.50", "0.250000", "12"]
    assert rows[2] == ["Vuoto", "", "", "nascosto"]
