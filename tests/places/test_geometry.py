# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Outlines stay joined when they are simplified, and become paths of one map."""

import json
import re
from itertools import pairwise

from deliberation.places.geometry import MultiPolygon, simplify
from web.demo.city import DATA
from web.maps import draw


def _zones() -> list[MultiPolygon]:
    collection = json.loads((DATA / "zone.geojson").read_text(encoding="utf-8"))
    return [feature["geometry"]["coordinates"] for feature in collection["features"]]


def _edges(shapes: list[MultiPolygon]) -> list[frozenset[tuple[float, float]]]:
    return [
        frozenset((tuple(a), tuple(b)))
        for shape in shapes
        for polygon in shape
        for ring in polygon
        for a, b in pairwise(ring)
    ]


def _area(shapes: list[MultiPolygon]) -> float:
    rings = [ring for shape in shapes for polygon in shape for ring in polygon]
    return sum(abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))) / 2 for ring in rings)


def test_neighbours_keep_the_same_border() -> None:
    edges = _edges(simplify(_zones()))
    shared = len(edges) - len(set(edges))
    assert max(edges.count(edge) for edge in set(edges)) == 2
    assert shared > 0
    # What is not shared is one closed line around the city: as many edges meet in every point of it.
    outside = [edge for edge in set(edges) if edges.count(edge) == 1]
    points = [point for edge in outside for point in edge]
    assert all(points.count(point) % 2 == 0 for point in set(points))


def test_simplifying_keeps_the_area_and_drops_points() -> None:
    before, after = _zones(), simplify(_zones())
    assert abs(_area(after) / _area(before) - 1) < 0.001
    assert len(_edges(after)) < len(_edges(before)) / 4


def test_every_ring_stays_closed() -> None:
    rings = [ring for shape in simplify(_zones()) for polygon in shape for ring in polygon]
    assert all(ring[0] == ring[-1] and len(ring) >= 4 for ring in rings)


SQUARE = '{"type":"MultiPolygon","coordinates":[[[[%s,44.4],[%s,44.4],[%s,44.5],[%s,44.5],[%s,44.4]]]]}'


def _square(west: float, east: float) -> str:
    return SQUARE % (west, east, east, west, west)


def test_a_degree_east_is_shorter_than_a_degree_north() -> None:
    view = draw([("a", "A", _square(11.3, 11.4), None, "", "/a")])
    x, y, width, height = (float(n) for n in view.view_box.split())
    west, south, east, north = view.bounds
    assert (x, y) == (0, 0)
    assert 1.39 < (height / (north - south)) / (width / (east - west)) < 1.41


def test_values_fall_into_classes_and_the_legend_says_which() -> None:
    areas = [(str(n), str(n), _square(11 + n / 10, 11.1 + n / 10), float(n), str(n), "/") for n in range(10)]
    view = draw(areas, value_in_words=lambda value: f"{value:.0f}")
    assert [area.class_name for area in view.areas] == [f"level-{n // 2 + 1}" for n in range(10)]
    assert view.legend[0] == ("level-1", "0 – 1")
    assert len(view.legend) == 5


def test_an_unknown_value_is_level_0_and_equal_values_share_a_class() -> None:
    areas = [
        ("a", "A", _square(11, 11.1), 2.0, "2", "/"),
        ("b", "B", _square(11.1, 11.2), 2.0, "2", "/"),
        ("c", "C", _square(11.2, 11.3), None, "", "/"),
    ]
    view = draw(areas, unknown="non si sa")
    assert view.areas[0].class_name == view.areas[1].class_name != "level-0"
    assert view.areas[2].class_name == "level-0"
    assert view.legend[-1] == ("level-0", "non si sa")


def test_a_path_has_only_numbers() -> None:
    (area,) = draw([("a", "A", _square(11.3, 11.4), None, "", "/a")]).areas
    assert re.fullmatch(r"(M|L|Z|-?\d+\.\d| )+", area.path)
