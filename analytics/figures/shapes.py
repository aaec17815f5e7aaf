# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a figure looks like, as plain data: the page draws it as SVG, and plotly what somebody asks to move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

Values = Sequence[float | None]


class Tone(StrEnum):
    """What a colour means: which series, or which side. Told apart by lightness too, for paper without colours."""

    MAIN = "main"
    SECOND = "second"
    THIRD = "third"
    QUIET = "quiet"
    FOR = "for"
    AGAINST = "against"


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers in the order of the names; `tone` is one for all of them or one for each. None: nothing is known."""

    name: str
    values: Values
    tone: Tone | Sequence[Tone] = Tone.MAIN

    def tone_at(self, at: int) -> Tone:
        """The tone of one value."""
        return self.tone if isinstance(self.tone, Tone) else self.tone[at]


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars, the first name on top. `intervals` are (low, high) of the only series; shares lie in [0, 1]."""

    names: Sequence[str]
    series: Sequence[Series]
    intervals: Sequence[tuple[float, float]] | None = None
    is_share: bool = False
    is_stacked: bool = False

    @property
    def most(self) -> float:
        """The end of the longest bar or interval; 1 where nothing is known."""
        rows = zip(*(one.values for one in self.series), strict=True)
        join = sum if self.is_stacked else max
        ends = [float(join(value or 0.0 for value in row)) for row in rows]
        return max([*ends, *(high for _, high in self.intervals or ())], default=1.0) or 1.0


@dataclass(frozen=True, slots=True)
class Columns:
    """Stacked columns along steps of time."""

    names: Sequence[str]
    series: Sequence[Series]


@dataclass(frozen=True, slots=True)
class Heat:
    """Shares in [0, 1] by row and column, each with its text."""

    columns: Sequence[str]
    rows: Sequence[str]
    values: Sequence[Values]
    texts: Sequence[Sequence[str]]


Shape = Bars | Columns | Heat
