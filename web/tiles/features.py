# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is in the tiles, and from which zoom: the base layers as lines of GeoJSON for tippecanoe. Pure.

The zoom is written on each feature, so that the style stays simple. Properties: `n` name, `c` class, `m` size.
"""

import json
import math
from collections.abc import Iterable, Iterator
from typing import Any

import shapely

from deliberation.places.addresses.index import METRES_A_DEGREE
from deliberation.places.base_files import Layer

LEAST_ZOOM, MOST_ZOOM = 9, 15
STREETS = {"motorway": 9, "main": 9, "secondary": 11, "ramp": 12, "local": 13, "square": 13, "minor": 14}
# Areas by their size in square metres: from which zoom they are worth their bytes.
LARGE, MEDIUM = 60_000, 6_000
NAMED_PARKS = ((150_000, 12), (40_000, 13), (0, 14))
Numbers = Iterable[tuple[int, int, str, float, float]]


def lines(layer: Layer, geojson: bytes) -> Iterator[str]:
    """The features of a stored layer."""
    for feature in json.loads(geojson)["features"]:
        geometry, facts = feature["geometry"], feature["properties"]
        name, class_name = facts.get("name", ""), facts.get("class", "")
        shape = shapely.from_geojson(json.dumps(geometry))
        size = _square_metres(shape)
        properties = {key: value for key, value in (("n", name), ("c", class_name)) if value}
        if layer is Layer.PARKS:
            properties.pop("n", None)
            if name and class_name != "green":
                yield _park_name(shape, name, size)
        yield _line(layer.value, geometry, properties, _zoom(layer, shape, class_name, size, bool(name)))


def number_lines(numbers: Numbers) -> Iterator[str]:
    """House numbers, at the last zoom; those with a letter stand too close to one another to be read."""
    for _, number, suffix, longitude, latitude in numbers:
        if not suffix:
            point = {"type": "Point", "coordinates": [round(longitude, 5), round(latitude, 5)]}
            yield _line("numbers", point, {"n": str(number)}, MOST_ZOOM)


def _zoom(layer: Layer, shape: Any, class_name: str, size: float, is_named: bool) -> int:
    is_line = "Line" in shape.geom_type
    match layer:
        case Layer.STREETS:
            return STREETS.get(class_name, 13)
        case Layer.PARKS:
            return 10 if size > LARGE else 12 if size > MEDIUM else 13
        case Layer.WOODS:
            return LEAST_ZOOM if size > LARGE else 11
        case Layer.WATER:
            return 13 if is_line else LEAST_ZOOM if is_named else 12
        case Layer.RAILWAY:
            return 10 if is_line else 13
        case Layer.CYCLE_PATHS | Layer.PLACES:
            return 14
        case _:
            return LEAST_ZOOM


def _park_name(shape: Any, name: str, size: float) -> str:
    """A name where there is most room for it."""
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    x, y = shapely.maximum_inscribed_circle(largest, tolerance=0.0001).coords[0]
    point = {"type": "Point", "coordinates": [round(x, 5), round(y, 5)]}
    zoom = next(zoom for least, zoom in NAMED_PARKS if size >= least)
    return _line("park_names", point, {"n": name, "m": round(size / 100)}, zoom)


def _square_metres(shape: Any) -> float:
    """About: a degree is as long as it is in the middle of the shape."""
    if shape.is_empty:
        return 0.0
    middle = math.radians((shape.bounds[1] + shape.bounds[3]) / 2)
    return float(shape.area) * METRES_A_DEGREE**2 * math.cos(middle)


def _line(layer: str, geometry: Any, properties: dict[str, Any], zoom: int) -> str:
    feature = {"type": "Feature", "tippecanoe": {"layer": layer, "minzoom": zoom}, "geometry": geometry}
    return json.dumps({**feature, "properties": properties}, ensure_ascii=False, separators=(",", ":"))
