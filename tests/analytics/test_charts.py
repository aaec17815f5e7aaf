# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The dashboards' figures as the server draws them: the numbers of their tables, in any width, without a style."""

from xml.etree import ElementTree as ET

import pytest

from analytics import dashboards
from analytics.figures.shapes import Bars, Columns, Heat
from analytics.filters import Filter
from tests.analytics.town import NOW, a_town
from web.figures.charts import MOST_COLUMNS, MOST_ROWS, chart
from web.words.speech import Speech

ITALIAN = Speech("it")
SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> list[str]:
    return ["".join(one.itertext()) for one in ET.fromstring(svg).iter(f"{SVG}text")]


async def test_every_figure_is_drawn_with_the_numbers_of_its_table(database: None) -> None:
    await a_town()
    seen = set[type]()
    for found in (
        await dashboards.city(Filter(), ITALIAN, at=NOW),
        await dashboards.neighbourhood("colli", Filter(), ITALIAN, at=NOW),
    ):
        for figure in found.figures():
            drawn, shape = chart(figure, ITALIAN), figure.shape()
            if drawn is None or shape is None:
                assert figure.shading()
                continue
            seen.add(type(shape))
            assert drawn.svg is not None
            said = " ".join([*texts(drawn.svg), ET.fromstring(drawn.svg).findtext(f"{SVG}desc") or ""])
            numbers = [value for row in _values(shape) for value in row if value is not None]
            is_share = isinstance(shape, Heat) or (isinstance(shape, Bars) and shape.is_share)
            write = ITALIAN.percent if is_share else ITALIAN.number
            for value in numbers:
                assert (str(round(100 * value)) if isinstance(shape, Heat) else write(value)) in said, figure.key
            assert "style" not in drawn.svg
            assert len(drawn.svg) < 20_000
    assert seen == {Bars, Columns, Heat}


def _values(shape: Bars | Columns | Heat) -> list[list[float | None]]:
    return [list(row) for row in (shape.values if isinstance(shape, Heat) else (one.values for one in shape.series))]


async def test_a_heat_map_has_a_list_of_its_extremes_for_narrow_screens(database: None) -> None:
    await a_town()
    figure = (await dashboards.city(Filter(), ITALIAN, at=NOW)).figure("accordo-bilancio")
    drawn = chart(figure, ITALIAN)
    assert drawn is not None
    assert [name for name, _ in drawn.lines] == [row[0] for row in figure.rows]
    cells = [float(str(cell)) for cell in figure.rows[0][1:]]
    for end in (min(cells), max(cells)):
        assert ITALIAN.percent(end) in drawn.lines[0][1]
        assert figure.columns[1 + cells.index(end)].text in drawn.lines[0][1]


@pytest.mark.parametrize(("columns", "rows"), [(MOST_COLUMNS + 1, 3), (3, MOST_ROWS + 1)])
def test_a_heat_map_that_nobody_could_read_is_a_list_at_every_width(columns: int, rows: int) -> None:
    from analytics.figures import Column, Figure

    names = [f"colonna {n}" for n in range(columns)]
    table = tuple((f"riga {n}", *(0.5 for _ in names)) for n in range(rows))
    shape = Heat(names, [str(row[0]) for row in table], [[0.5] * columns] * rows, [["50 %"] * columns] * rows)
    heads = (Column("Riga"), *(Column(name, "share") for name in names))
    figure = Figure("molte", "Molte", "", heads, table, lambda _: shape)
    drawn = chart(figure, ITALIAN)
    assert drawn is not None
    assert drawn.svg is None
    assert drawn.lines[0] == ("riga 0", "50 % dappertutto")
