# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Doors put into zones by their point. Pure: points and outlines in degrees go in, row ids come out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

BORDER = 2.0  # metres: nearer than that to a second zone, the point does not say which
_METRES_A_DEGREE = 111_320.0


def claims(points: Sequence[tuple[float, float]], zones: Sequence[tuple[int, Any]]) -> list[tuple[int | None, ...]]:
    """For each point the zone that holds it and a second one that claims it too; None for neither.

    Two zones claim a point that both hold, or that lies within 2 m of their border.
    """
    if not points or not zones:
        return [(None, None)] * len(points)
    middle = math.radians(sum(lat for _, lat in points) / len(points))
    scale = np.array([_METRES_A_DEGREE * math.cos(middle), _METRES_A_DEGREE])
    flat = np.array([shapely.transform(shape, lambda xy: xy * scale) for _, shape in zones], dtype=object)
    tree = shapely.STRtree(shapely.points(np.array(points) * scale))
    holding = _by_point(tree.query(flat, predicate="intersects"), len(points))
    near = _by_point(tree.query(flat, predicate="dwithin", distance=BORDER), len(points))
    found: list[tuple[int | None, ...]] = []
    for held, close in zip(holding, near, strict=True):
        ordered = held + [n for n in close if n not in held]
        ids = [zones[n][0] for n in ordered[:2]]
        found.append((*ids, *[None] * (2 - len(ids))))
    return found


def _by_point(pairs: Any, count: int) -> list[list[int]]:
    """Which zones each point met."""
    met: list[list[int]] = [[] for _ in range(count)]
    for zone, point in pairs.T.tolist():
        met[point].append(zone)
    return met
