# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Doors put into zones by their point and by the register. Pure: points and outlines in degrees go in, row ids out."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import shapely

BORDER = 2.0  # metres: nearer than that to a second zone, the point does not say which
REACH = 50.0  # metres: as far from its zone as a point may lie that the register of ranges puts into it
_METRES_A_DEGREE = 111_320.0

Claim = tuple[int | None, int | None]


def claims(
    points: Sequence[tuple[float, float]], zones: Sequence[tuple[int, Any]], registered: Sequence[Collection[int]] = ()
) -> list[Claim]:
    """For each point the zone that holds it and a second one that claims it too; None for neither.

    Two zones claim a point that both hold, or that lies within 2 m of their border. Where the register of ranges gives
    the number to a zone (`registered`, for each point), that zone has it: a street that is a border has its two sides
    in two zones, and points are a few metres off. The point wins over a register that puts it more than 50 m away.
    """
    if not points or not zones:
        return [(None, None)] * len(points)
    middle = math.radians(sum(lat for _, lat in points) / len(points))
    scale = np.array([_METRES_A_DEGREE * math.cos(middle), _METRES_A_DEGREE])
    flat = np.array([shapely.transform(shape, lambda xy: xy * scale) for _, shape in zones], dtype=object)
    tree = shapely.STRtree(shapely.points(np.array(points) * scale))
    holding = _by_point(tree.query(flat, predicate="intersects"), len(points))
    near = _by_point(tree.query(flat, predicate="dwithin", distance=BORDER), len(points))
    found = [
        [zones[n][0] for n in (held + [n for n in close if n not in held])[:2]]
        for held, close in zip(holding, near, strict=True)
    ]
    elsewhere = []
    for n, named in enumerate(registered):
        if agreed := [zone for zone in found[n] if zone in named]:
            found[n] = agreed
        elif named:
            elsewhere.append(n)
    if elsewhere:
        some = shapely.STRtree(tree.geometries[elsewhere])
        reached = _by_point(some.query(flat, predicate="dwithin", distance=REACH), len(elsewhere))
        for n, close in zip(elsewhere, reached, strict=True):
            named_here = [zones[zone][0] for zone in close if zones[zone][0] in registered[n]]
            found[n] = named_here[:2] or found[n]
    return [_claim(*ids) for ids in found]


def _claim(first: int | None = None, second: int | None = None) -> Claim:
    return first, second


def _by_point(pairs: Any, count: int) -> list[list[int]]:
    """Which zones each point met."""
    met: list[list[int]] = [[] for _ in range(count)]
    for zone, point in pairs.T.tolist():
        met[point].append(zone)
    return met
