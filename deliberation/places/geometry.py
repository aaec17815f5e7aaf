# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Outlines of places: rounded, and simplified together so that neighbours keep exactly the same border."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

Point = tuple[float, float]
Line = list[Point]
MultiPolygon = list[list[Line]]

DECIMALS = 5
TOLERANCE = 0.00008


def simplify(shapes: Sequence[MultiPolygon], tolerance: float = TOLERANCE) -> list[MultiPolygon]:
    """The same shapes with fewer points, all within `tolerance` degrees (0.00008 is about 9 m) of the old lines.

    Borders are cut where more than two lines meet, and each stretch is simplified once, whichever neighbour it
    belongs to: no gaps and no overlaps appear (Douglas and Peucker 1973, on arcs as in Bostock's TopoJSON).
    """
    rounded = [[[_rounded(ring) for ring in polygon] for polygon in shape] for shape in shapes]
    links: dict[Point, set[Point]] = {}
    for shape in rounded:
        for polygon in shape:
            for ring in polygon:
                for a, b in pairwise(ring):
                    links.setdefault(a, set()).add(b)
                    links.setdefault(b, set()).add(a)
    corners = {point for point, others in links.items() if len(others) != 2}
    return [[[_simple_ring(ring, corners, tolerance) for ring in polygon] for polygon in shape] for shape in rounded]


def _rounded(ring: Sequence[Sequence[float]]) -> Line:
    line: Line = []
    for x, y, *_ in ring:
        point = (round(x, DECIMALS), round(y, DECIMALS))
        if not line or line[-1] != point:
            line.append(point)
    return line


def _simple_ring(ring: Line, corners: set[Point], tolerance: float) -> Line:
    if len(ring) < 5:
        return ring
    points = ring[:-1]
    cuts = [n for n, point in enumerate(points) if point in corners]
    if not cuts:
        cuts = [points.index(min(points))]
    if len(cuts) == 1:
        start = points[cuts[0]]
        cuts.append(points.index(max(points, key=lambda p: ((p[0] - start[0]) ** 2 + (p[1] - start[1]) ** 2, p))))
        cuts.sort()
    turned = points[cuts[0] :] + points[: cuts[0]] + [points[cuts[0]]]
    ends = [cut - cuts[0] for cut in cuts] + [len(points)]
    line: Line = [turned[0]]
    for start_at, end_at in pairwise(ends):
        line += _arc(turned[start_at : end_at + 1], tolerance)[1:]
    return line if len(line) > 3 else ring


def _arc(arc: Line, tolerance: float) -> Line:
    """An arc, simplified in the direction that both neighbours agree on."""
    if arc[::-1] < arc:
        return _peucker(arc[::-1], tolerance)[::-1]
    return _peucker(arc, tolerance)


def _peucker(line: Line, tolerance: float) -> Line:
    kept = {0, len(line) - 1}
    open_spans = [(0, len(line) - 1)]
    while open_spans:
        first, last = open_spans.pop()
        far, at = 0.0, 0
        for n in range(first + 1, last):
            distance = _distance(line[n], line[first], line[last])
            if distance > far:
                far, at = distance, n
        if far > tolerance:
            kept.add(at)
            open_spans += [(first, at), (at, last)]
    return [line[n] for n in sorted(kept)]


def _distance(p: Point, a: Point, b: Point) -> float:
    """From a point to a segment, in degrees."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    t = 0.0 if length == 0 else max(0.0, min(1.0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length))
    return float(((p[0] - a[0] - t * dx) ** 2 + (p[1] - a[1] - t * dy) ** 2) ** 0.5)
