# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many ballots lie in each pot of a budget."""

from __future__ import annotations

from deliberation.ballots.queries import IN_THE_COUNT
from deliberation.database import rows


async def ballots_by_pot(consultation: int) -> dict[int, int]:
    """Pot (row id) → ballots that count."""
    found = await rows(
        f"SELECT b.pot, COUNT(*) AS n FROM ballot b WHERE b.consultation = {{}} AND b.pot IS NOT NULL "
        f"AND {IN_THE_COUNT} GROUP BY b.pot",
        consultation,
    )
    return {row["pot"]: int(row["n"]) for row in found}
