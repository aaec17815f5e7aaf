# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many people take part, by place. Counts only: nobody is named."""

from __future__ import annotations

from deliberation.database import rows


async def verified_by_neighbourhood() -> dict[int, int]:
    """Verified accounts of each neighbourhood (row id → people). One statement."""
    found = await rows(
        "SELECT neighbourhood, count(*) AS people FROM account "
        "WHERE verified_at IS NOT NULL AND neighbourhood IS NOT NULL "
        "AND disabled_at IS NULL AND deleted_at IS NULL GROUP BY neighbourhood"
    )
    return {row["neighbourhood"]: row["people"] for row in found}
