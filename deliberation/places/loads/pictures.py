# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a file of zones looks like beside the zones that are here: pieces of ground, each with what it is."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from deliberation.places.loads import zones
from deliberation.places.loads.options import ZoneOptions
from deliberation.places.loads.zones import ZoneFile, ZonePlan

MOST_MISFITS = 20  # overlaps, and holes, that are shown: the largest


class Ground(StrEnum):
    """What a piece of ground is."""

    SAME = "same"
    NEW = "new"
    CHANGED = "changed"
    BEFORE = "before"
    GONE = "gone"
    OVERLAP = "overlap"
    HOLE = "hole"


@dataclass(frozen=True, slots=True)
class Piece:
    """Ground with its shape in degrees. `names` are the zone, or those that overlap or stand around a hole.

    BEFORE is the outline that a CHANGED zone has now; `square_metres` is of overlaps and holes.
    """

    ground: Ground
    names: tuple[str, ...]
    shape: Any
    square_metres: int = 0
    is_repaired: bool = False


async def pieces(content: bytes, options: ZoneOptions) -> tuple[Piece, ...]:
    """The pieces of a file, zones first, largest misfits before smaller. Raises Invalid(geodata.…)."""
    file = await asyncio.to_thread(zones.read, content, options)
    return tuple(_pieces(file, await zones.plan(file)))


def _pieces(file: ZoneFile, plan: ZonePlan) -> Iterator[Piece]:
    mended = {finding.values.get("feature") for finding in file.found.kept if finding.code == "zones.repaired"}
    for row, zone in plan.pairs:
        was = zone.shape if zone else None
        is_other = was is not None and zones.differ(row.shape, was)
        ground = Ground.NEW if zone is None else Ground.CHANGED if is_other or was is None else Ground.SAME
        yield Piece(ground, (row.name,), row.shape, is_repaired=row.number in mended)
        if is_other:
            yield Piece(Ground.BEFORE, (row.name,), was)
    yield from (Piece(Ground.GONE, (zone.name,), zone.shape) for zone in plan.gone if zone.shape is not None)
    named = [row.name for row in file.rows]
    for overlap in file.overlaps[:MOST_MISFITS]:
        pair = (named[overlap.first], named[overlap.second])
        yield Piece(Ground.OVERLAP, pair, overlap.shape, overlap.square_metres)
    for hole in file.holes[:MOST_MISFITS]:
        around = tuple(named[n] for n in hole.around[:4])
        yield Piece(Ground.HOLE, around, hole.shape, hole.square_metres)
