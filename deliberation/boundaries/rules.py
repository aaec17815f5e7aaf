# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""When a zone may end: pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from deliberation.errors import Invalid

SHORTEST_REASON = 10


def may_end(slug: str, heirs: Sequence[str], open_zones: Collection[str], reason: str, people: int) -> Invalid | None:
    """With a reason, and with zones of today that take its people; without people it may end for itself."""
    faults = {}
    if people and not heirs:
        faults["heirs"] = "boundaries.no_heir"
    if slug in heirs or any(heir not in open_zones for heir in heirs):
        faults["heirs"] = "boundaries.unknown_heir"
    if len(reason) < SHORTEST_REASON:
        faults["reason"] = "boundaries.reason_needed"
    return Invalid(next(iter(faults.values())), fields=faults) if faults else None
