# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every figure is: words, a table, and a drawing made from the table when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from analytics.disclosure import Hidden
from analytics.figures.drawings import plotted
from analytics.figures.shapes import Shape
from deliberation.errors import NotFound

Unit = Literal["text", "count", "share", "euro", "score"]
Cell = str | int | float | Hidden | None
Drawing = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a figure's table. Shares lie in [0, 1], money is in cents, None means not known."""

    text: str
    unit: Unit = "text"

    @property
    def kind(self) -> str:
        """How the column is aligned."""
        return "text" if self.unit == "text" else "number"


@dataclass(frozen=True, slots=True)
class Shading:
    """A map instead of a drawing: by the name of each place its level, 0 (not known) to 5, and its number in words;
    and what each level means."""

    places: Mapping[str, tuple[int, str]]
    legend: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A finding. `draw` takes the very rows of the table, so that both hold the same numbers.

    A map has no `draw`: the page draws it, shaded as `shade` says of the same rows. `finding`: what the top of the page
    says of it, with its numbers; the title where it is empty.
    """

    key: str
    title: str
    sentence: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    draw: Callable[[tuple[tuple[Cell, ...], ...]], Shape] | None
    note: str = ""
    shade: Callable[[tuple[tuple[Cell, ...], ...]], Shading] | None = None
    finding: str = ""

    def shape(self) -> Shape | None:
        """What is drawn of its rows; None of a map."""
        return self.draw(self.rows) if self.draw else None

    def drawing(self) -> Drawing:
        """{data, layout} as plotly's newPlot takes them. NotFound of a map."""
        shape = self.shape()
        if shape is None:
            raise NotFound("page.unknown")
        return plotted(shape)

    def shading(self) -> Shading | None:
        """What a map is shaded by; None of what is no map."""
        return self.shade(self.rows) if self.shade else None


def known(cell: Cell) -> float | None:
    """The number of a cell, None where it is hidden or not known."""
    return float(cell) if isinstance(cell, int | float) else None
