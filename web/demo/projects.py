# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The real project titles of Bologna's participatory budgets; what the source does not give is drawn from the seed."""

import csv
from dataclasses import dataclass
from pathlib import Path
from random import Random

DATA = Path(__file__).parent / "data" / "bilancio_partecipativo" / "progetti.csv"


@dataclass(frozen=True, slots=True)
class Project:
    """A title with its year; the cost is always simulated (the sources give none)."""

    year: int
    district: str
    place: str
    title: str
    cost_cents: int


def projects(random: Random) -> list[Project]:
    """All titles, in the order of the file."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return [
            Project(
                int(row["edizione"]),
                row["quartiere"],
                row["zona_bp"],
                row["progetto"].replace(" [titolo troncato nella fonte]", ""),
                random.randint(12, 95) * 1_000_00,
            )
            for row in csv.DictReader(file)
        ]
