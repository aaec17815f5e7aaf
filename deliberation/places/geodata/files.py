# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Shapes from a GeoJSON or a zipped shapefile, as they stand in the file. Sizes are bounded before anything is made."""

from __future__ import annotations

import codecs
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import shapefile  # type: ignore[import-untyped]
import shapely
import shapely.geometry

from deliberation.errors import Invalid
from deliberation.places.geodata.systems import DEGREES, Bounds, bounds_of, candidates, is_degrees, known_system

MOST_BYTES = 48 * 1024 * 1024
LONGEST_WORD = len("false")  # a value that an upload can have cut in two
MOST_UNPACKED = 200 * 1024 * 1024
MOST_FEATURES = 20_000
MOST_POINTS = 3_000_000
_PARTS = (".shp", ".dbf", ".prj", ".cpg")


@dataclass(frozen=True, slots=True)
class Feature:
    """A shape of the file, by its number from 1; `shape` is None when it cannot be read as one."""

    number: int
    properties: Mapping[str, Any]
    shape: Any


@dataclass(frozen=True, slots=True)
class GeoFile:
    """What a file holds. `system` is what it says of itself, '' when it says nothing that we know."""

    features: tuple[Feature, ...]
    fields: tuple[str, ...]
    system: str
    bounds: Bounds
    kind: str  # GeoJSON or shapefile

    @property
    def likely_systems(self) -> tuple[str, ...]:
        """The systems to choose from, likeliest first; one that the file says and its numbers contradict is not one."""
        fits = candidates(self.bounds)
        if self.system and (self.system not in (DEGREES,) or is_degrees(self.bounds)):
            return (self.system, *(system for system in fits if system != self.system))
        return fits


def read_shapes(content: bytes) -> GeoFile:
    """The shapes of a file.

    Raises Invalid: geodata.empty, geodata.too_large, geodata.unreadable, geodata.cut_off (line),
    geodata.broken (line), geodata.no_features, geodata.too_many, geodata.too_detailed,
    geodata.zip_broken, geodata.no_shapefile, geodata.several_shapefiles, geodata.no_shapes.
    """
    if not content.strip():
        raise Invalid("geodata.empty")
    if len(content) > MOST_BYTES:
        raise Invalid("geodata.too_large", megabytes=MOST_BYTES // 1024 // 1024)
    if content.startswith(b"PK"):
        features, system, kind = *_from_zip(content), "shapefile"
    else:
        features, system, kind = *_from_geojson(content), "GeoJSON"
    shapes = [feature.shape for feature in features if feature.shape is not None]
    if not shapes:
        raise Invalid("geodata.no_shapes")
    if sum(shapely.get_num_coordinates(shape) for shape in shapes) > MOST_POINTS:
        raise Invalid("geodata.too_detailed", millions=MOST_POINTS // 1_000_000)
    fields: dict[str, None] = {}
    for feature in features:
        fields.update(dict.fromkeys(feature.properties))
    bounds = bounds_of(shapes)
    if kind == "GeoJSON" and not system and is_degrees(bounds):
        system = DEGREES
    return GeoFile(tuple(features), tuple(fields), system, bounds, kind)


def _from_geojson(content: bytes) -> tuple[list[Feature], str]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    collection = _json(text)
    held = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(held, list) or not held:
        raise Invalid("geodata.no_features")
    if len(held) > MOST_FEATURES:
        raise Invalid("geodata.too_many", most=MOST_FEATURES)
    return [_feature(n, raw) for n, raw in enumerate(held, 1)], _said(collection)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        if not text.lstrip().startswith("{"):
            raise Invalid("geodata.unreadable") from error
        is_at_end = error.pos >= len(text.rstrip()) - LONGEST_WORD or error.msg.startswith("Unterminated")
        raise Invalid("geodata.cut_off" if is_at_end else "geodata.broken", line=error.lineno) from error
    except (ValueError, RecursionError) as error:
        raise Invalid("geodata.unreadable") from error


def _said(collection: dict[str, Any]) -> str:
    """The system of an old GeoJSON's member 'crs'."""
    held = collection.get("crs")
    named = held.get("properties") if isinstance(held, dict) else None
    name = named.get("name") if isinstance(named, dict) else None
    if not isinstance(name, str):
        return ""
    return DEGREES if name.endswith("CRS84") else known_system(name)


def _feature(number: int, raw: Any) -> Feature:
    facts = raw.get("properties") if isinstance(raw, dict) else None
    properties = {str(key)[:80]: value for key, value in facts.items()} if isinstance(facts, dict) else {}
    try:
        shape = shapely.force_2d(shapely.geometry.shape(raw["geometry"]))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, shapely.errors.ShapelyError):
        return Feature(number, properties, None)
    return Feature(number, properties, None if shape.is_empty else shape)


def _from_zip(content: bytes) -> tuple[list[Feature], str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = _parts(packed)
    # NotImplementedError is what zipfile says of a compression that it does not know
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Invalid("geodata.zip_broken") from error
    said = parts.get(".cpg", b"").decode("ascii", "ignore").strip()
    try:
        features = list(_records(parts, _charset(said, parts[".dbf"])))
    except Invalid:  # read well, and too much of it
        raise
    except (shapefile.ShapefileException, UnicodeDecodeError, ValueError, TypeError, IndexError, OSError) as error:
        raise Invalid("geodata.unreadable") from error
    except Exception as error:  # struct.error and what a broken .dbf makes the reader meet
        raise Invalid("geodata.unreadable") from error
    return features, known_system(parts.get(".prj", b"").decode("utf-8", "ignore"))


def _parts(packed: zipfile.ZipFile) -> dict[str, bytes]:
    """The files of the one shapefile of an archive, by ending."""
    names = [n for n in packed.namelist() if not n.startswith("__MACOSX") and n.lower().endswith(_PARTS)]
    shapes = [name for name in names if name.lower().endswith(".shp")]
    if not shapes:
        raise Invalid("geodata.no_shapefile")
    if len(shapes) > 1:
        raise Invalid("geodata.several_shapefiles", names=", ".join(sorted(shapes))[:120])
    stem = shapes[0][:-4].lower()
    chosen = {name[-4:].lower(): name for name in names if name[:-4].lower() == stem}
    if ".dbf" not in chosen:
        raise Invalid("geodata.no_shapefile")
    if sum(packed.getinfo(name).file_size for name in chosen.values()) > MOST_UNPACKED:
        raise Invalid("geodata.too_large", megabytes=MOST_UNPACKED // 1024 // 1024)
    return {ending: packed.read(name) for ending, name in chosen.items()}


def _charset(said: str, dbf: bytes) -> str:
    """The charset of the texts: what the .cpg says, else UTF-8 where it fits, else what Windows writes."""
    for name in (said, f"cp{said}"):
        if name.isascii() and name not in ("", "cp"):
            try:
                return codecs.lookup(name).name
            except LookupError:
                continue
    return _guessed(dbf)


def _guessed(dbf: bytes) -> str:
    length = int.from_bytes(dbf[8:10], "little")
    try:
        dbf[length:].decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _records(parts: Mapping[str, bytes], charset: str) -> Iterator[Feature]:
    shapes, table = io.BytesIO(parts[".shp"]), io.BytesIO(parts[".dbf"])
    with shapefile.Reader(shp=shapes, dbf=table, encoding=charset, encodingErrors="replace") as reader:
        if len(reader) > MOST_FEATURES:
            raise Invalid("geodata.too_many", most=MOST_FEATURES)
        for n, record in enumerate(reader.iterShapeRecords(), 1):
            properties = {str(key)[:80]: value for key, value in record.record.as_dict().items()}
            yield _feature(n, {"geometry": record.shape.__geo_interface__, "properties": properties})
