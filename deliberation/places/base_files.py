# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A layer of the base map as a file: GeoJSON or shapefile in, the same shapes with two properties out. Pure."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import shapely

from deliberation.errors import Invalid
from deliberation.places.geodata.files import read_shapes
from deliberation.places.geodata.systems import DEGREES, in_degrees, known_system
from deliberation.text import plain, tidy

DECIMALS = 5  # about a metre
LARGEST = 40_000_000
LONGEST_NAME = 120


class Layer(StrEnum):
    """What a base map is made of, from the ground up."""

    BOUNDARY = "boundary"
    BUILT_UP = "built_up"
    WOODS = "woods"
    PARKS = "parks"
    WATER = "water"
    RAILWAY = "railway"
    CYCLE_PATHS = "cycle_paths"
    STREETS = "streets"
    PLACES = "places"


AREA, LINE, POINT = "area", "line", "point"
SHAPES: Mapping[Layer, frozenset[str]] = {
    Layer.BOUNDARY: frozenset({AREA}),
    Layer.BUILT_UP: frozenset({AREA}),
    Layer.WOODS: frozenset({AREA}),
    Layer.PARKS: frozenset({AREA}),
    Layer.WATER: frozenset({AREA, LINE}),
    Layer.RAILWAY: frozenset({AREA, LINE}),
    Layer.CYCLE_PATHS: frozenset({LINE}),
    Layer.STREETS: frozenset({LINE}),
    Layer.PLACES: frozenset({POINT}),
}
_KINDS = {"Polygon": AREA, "MultiPolygon": AREA, "LineString": LINE, "MultiLineString": LINE, "Point": POINT}

# What comuni and OpenStreetMap call a thing → the class that is drawn; a word that is not here gets the usual class.
USUAL: Mapping[Layer, str] = {Layer.STREETS: "local", Layer.PARKS: "garden", Layer.PLACES: "place"}
CLASSES: Mapping[Layer, Mapping[str, str]] = {
    Layer.STREETS: {
        "motorway": "motorway autostrada tangenziale trunk raccordo",
        "ramp": "ramp svincolo motorway_link trunk_link primary_link secondary_link",
        "main": "main principale primary strada_statale statale viale scorrimento",
        "secondary": "secondary secondaria tertiary provinciale interquartiere",
        "local": "local locale residential unclassified living_street comunale urbana quartiere",
        "square": "square piazza pedestrian",
        "minor": "minor minore service footway path track steps cycleway vicinale privata pedonale",
    },
    Layer.PARKS: {
        "park": "park parco villa nature_reserve",
        "garden": "garden giardino",
        "green": "green area_verde arredo_stradale lungofiume piazza scuola centro grass aiuola",
    },
    Layer.PLACES: {
        "library": "library biblioteca",
        "nursery": "nursery nido_d_infanzia nido kindergarten sezione_primavera piccolo_gruppo_educativo",
        "school": "school scuola scuola_dell_infanzia scuola_primaria scuola_secondaria_di_primo_grado "
        "scuola_secondaria_di_secondo_grado college university",
    },
}
_CLASS_OF = {
    layer: {word: class_name for class_name, words in named.items() for word in words.split()}
    for layer, named in CLASSES.items()
}
_NAMES = ("name", "nome", "via", "denominazione", "toponimo", "desvia", "nome_via", "descrizione")
_CLASSES = ("class", "classe", "tipo", "highway", "fclass", "tipologia", "categoria")


@dataclass(frozen=True, slots=True)
class Columns:
    """The properties of a file that hold a thing's name and its class; '' for none."""

    name: str = ""
    class_name: str = ""


@dataclass(frozen=True, slots=True)
class LayerFile:
    """A layer as it is stored: GeoJSON, gzip, each feature with `name` and `class`, degrees with five decimals."""

    content: bytes
    features: int
    named: int


def read_layer(layer: Layer, content: bytes, columns: Columns | None = None, system: str = "") -> LayerFile:
    """A GeoJSON or a zipped shapefile as a layer. Without `columns` the likely ones are taken; without `system` (as
    EPSG:32632) the one that the file says, or degrees.

    Raises Invalid(base_map.…) with the number of the feature.
    """
    opened = _opened(content)
    columns = _columns([facts for facts, _ in opened.features], columns or Columns())
    held = [(n, facts, _checked(layer, n, shape)) for n, (facts, shape) in enumerate(opened.features, 1)]
    shapes = _rounded(_in_degrees([shape for _, _, shape in held], system or opened.system))
    features: list[tuple[Any, str, str]] = []
    for (n, facts, _), shape in zip(held, shapes, strict=True):
        if shape.is_empty:
            continue  # smaller than a metre
        _inside(n, shape)
        features.append((shape, _name(facts.get(columns.name)), _class(layer, facts.get(columns.class_name))))
    if not features:
        raise Invalid("base_map.no_features")
    return LayerFile(_packed(features), len(features), sum(bool(name) for _, name, _ in features))


@dataclass(frozen=True, slots=True)
class _Opened:
    """The properties and shapes of a file, and the reference system that it says."""

    features: list[tuple[Mapping[str, Any], Any]]
    system: str


def _opened(content: bytes) -> _Opened:
    if len(content) > LARGEST:
        raise Invalid("base_map.too_large", megabytes=LARGEST // 1_000_000)
    if content.startswith(b"PK"):
        try:
            packed = read_shapes(content)
        except Invalid as refusal:
            raise Invalid("base_map.bad_zip") from refusal
        return _Opened([(feature.properties, feature.shape) for feature in packed.features], packed.system)
    try:
        collection = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Invalid("base_map.unreadable") from error
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or not features:
        raise Invalid("base_map.no_features")
    return _Opened([_facts_and_shape(feature) for feature in features], _said(collection))


def _facts_and_shape(feature: Any) -> tuple[Mapping[str, Any], Any]:
    try:
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
    except (KeyError, TypeError, ValueError, shapely.GEOSException):
        return {}, None
    facts = feature.get("properties")
    return facts if isinstance(facts, dict) else {}, shape


def _said(collection: Mapping[str, Any]) -> str:
    """The system in an old GeoJSON's member 'crs'."""
    try:
        name = str(collection["crs"]["properties"]["name"])
    except (KeyError, TypeError):
        return ""
    return DEGREES if name.endswith("CRS84") else known_system(name)


def _columns(features: Sequence[Mapping[str, Any]], chosen: Columns) -> Columns:
    """The chosen columns, or those that seem to hold name and class."""
    found: dict[str, None] = {}
    for facts in features:
        found.update(dict.fromkeys(facts))
    for column in (chosen.name, chosen.class_name):
        if column and column not in found:
            raise Invalid("base_map.no_column", column=column[:60], found=", ".join(found)[:200] or "–")
    by_word = {plain(name).replace(" ", "_"): name for name in reversed(found)}
    guessed = [next((by_word[word] for word in words if word in by_word), "") for words in (_NAMES, _CLASSES)]
    return Columns(chosen.name or guessed[0], chosen.class_name or guessed[1])


def _checked(layer: Layer, n: int, shape: Any) -> Any:
    """The shape of a feature, of a sort that the layer draws."""
    kind = _KINDS.get(shape.geom_type) if shape is not None and not shape.is_empty else None
    if kind is None:
        raise Invalid("base_map.bad_feature", feature=n)
    if kind not in SHAPES[layer]:
        raise Invalid("base_map.wrong_shape", feature=n)
    return shape


def _in_degrees(shapes: Sequence[Any], system: str) -> Sequence[Any]:
    try:
        return in_degrees(shapes, system).shapes
    except Invalid as refusal:
        raise Invalid("base_map.not_degrees", fields={"system": "base_map.not_degrees"}) from refusal


def _rounded(shapes: Sequence[Any]) -> Any:
    """Without heights, rounded, mended where a polygon crosses itself. Empty where nothing is left."""
    flat = shapely.transform(shapely.force_2d(np.array(shapes, dtype=object)), lambda c: np.round(c, DECIMALS))
    flat = shapely.simplify(flat, 0)  # doubled points, and points on a straight line
    broken = (shapely.get_dimensions(flat) == 2) & ~shapely.is_valid(flat)
    flat[broken] = shapely.make_valid(flat[broken], method="structure", keep_collapsed=False)
    return flat


def _inside(n: int, shape: Any) -> None:
    west, south, east, north = shape.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise Invalid("base_map.bad_feature", feature=n)


def _name(value: object) -> str:
    return tidy(str(value))[:LONGEST_NAME] if isinstance(value, str | int) else ""


def _class(layer: Layer, value: object) -> str:
    word = plain(str(value or "")).replace(" ", "_")
    return _CLASS_OF.get(layer, {}).get(word, USUAL.get(layer, ""))


def _packed(features: Sequence[tuple[Any, str, str]]) -> bytes:
    lines = []
    for shape, name, class_name in features:
        facts = {key: value for key, value in (("name", name), ("class", class_name)) if value}
        lines.append(
            f'{{"type":"Feature","properties":{json.dumps(facts, ensure_ascii=False, separators=(",", ":"))},'
            f'"geometry":{shapely.to_geojson(shape)}}}'
        )
    body = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    return gzip.compress(body.encode(), 6, mtime=0)
