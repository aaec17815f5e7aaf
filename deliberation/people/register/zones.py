# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Zones that were merged into another one: who was entitled there, or declared a tie, is so in the heir.

Of a zone that was divided nobody knows who lives where: the register has no addresses. Its people are found again with
the next list, and at the desk until then.
"""

from __future__ import annotations

from deliberation.database import rows, writing


async def follow() -> None:
    """Move entries and ties out of closed zones that have one heir."""
    async with writing():
        for zone, heir in await _heirs():
            for table in ("register_entry", "self_declaration"):
                await rows(f"UPDATE {table} SET neighbourhood = {{}} WHERE neighbourhood = {{}}", heir, zone)


async def _heirs() -> list[tuple[int, int]]:
    """Closed zones that something of the register still names, each with the open zone that took all its people."""
    found = await rows("SELECT id, slug, merged_into, closed_at FROM neighbourhood")
    by_slug = {row["slug"]: row for row in found}
    named = await rows(
        "SELECT DISTINCT n.id, n.slug FROM neighbourhood n WHERE n.closed_at IS NOT NULL AND (EXISTS "
        "(SELECT 1 FROM register_entry e WHERE e.neighbourhood = n.id) OR EXISTS "
        "(SELECT 1 FROM self_declaration d WHERE d.neighbourhood = n.id AND d.state IN ('waiting', 'approved')))"
    )
    heirs = []
    for row in named:
        heir = by_slug[row["slug"]]
        for _ in by_slug:
            slugs = heir["merged_into"].split()
            if heir["closed_at"] is None or len(slugs) != 1 or slugs[0] not in by_slug:
                break
            heir = by_slug[slugs[0]]
        if heir["closed_at"] is None:
            heirs.append((int(row["id"]), int(heir["id"])))
    return heirs
