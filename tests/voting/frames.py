# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A table with what ``Profile.from_pandas`` asks of one: ``columns``, and each column by its name."""

from collections.abc import Mapping, Sequence


class DataFrame:
    """Stands for pandas.DataFrame and polars.DataFrame, which no list of ours installs."""

    def __init__(self, cells: Mapping[object, Sequence[object]]) -> None:
        self.columns = list(cells)
        self.cells = cells

    def __getitem__(self, name: object) -> Sequence[object]:
        return self.cells[name]
