# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files of a small comune that is not Bologna, as offices keep them: outlines in any system, registers, counts."""

import io
import json
import zipfile
from collections.abc import Iterable
from datetime import date

import shapefile  # type: ignore[import-untyped]
from pyproj import CRS, Transformer

from deliberation.places.loads.options import NumberOptions, ResidentOptions, StreetOptions, ZoneOptions

Ring = list[tuple[float, float]]
ZONES = ZoneOptions("nome", "codice")
STREETS = StreetOptions("via", "zona", "codice", first="da", last="a", parity="lato")
NUMBERS = NumberOptions("ODONIMO", "CIVICO", "COORD_X_COMUNE", "COORD_Y_COMUNE", "PROGRESSIVO_NAZIONALE", "ESPONENTE")
RESIDENTS = ResidentOptions("zona", date(2026, 1, 1), "Anagrafe comunale", "residenti")


def square(west: float, south: float, east: float, north: float) -> Ring:
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


BORGO, MARINA = square(12.00, 44.00, 12.02, 44.02), square(12.02, 44.00, 12.04, 44.02)
TWO = (("Borgo", "B", BORGO), ("Marina", "M", MARINA))


def geojson(
    zones: Iterable[tuple[str, str, Ring]] = TWO, *, system: str = "", crs: str = "", swapped: bool = False
) -> bytes:
    """Zones as GeoJSON, in degrees or in another system; `crs` is what the file says of itself."""
    features = [
        {
            "type": "Feature",
            "properties": {"nome": name, "codice": code},
            "geometry": {"type": "Polygon", "coordinates": [_moved(ring, system, swapped)]},
        }
        for name, code, ring in zones
    ]
    said = {"crs": {"type": "name", "properties": {"name": crs}}} if crs else {}
    return json.dumps({"type": "FeatureCollection", **said, "features": features}).encode()


def zipped_shapefile(
    system: str, *, prj: bool = True, charset: str = "utf-8", names: tuple[str, str] = ("Borgo", "Marina")
) -> bytes:
    """The two zones as a shapefile in an archive, as a GIS saves them."""
    shp, shx, dbf = io.BytesIO(), io.BytesIO(), io.BytesIO()
    with shapefile.Writer(shp=shp, shx=shx, dbf=dbf, encoding=charset) as writer:
        writer.field("nome", "C", 60)
        writer.field("codice", "N", 5, 0)
        for name, number, ring in zip(names, (1, 2), (BORGO, MARINA), strict=True):
            writer.poly([_moved(ring, system, False)[::-1]])
            writer.record(name, number)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for ending, part in (("shp", shp), ("shx", shx), ("dbf", dbf)):
            archive.writestr(f"dati/zone.{ending}", part.getvalue())
        if prj:
            archive.writestr("dati/zone.prj", CRS.from_user_input(system).to_wkt("WKT1_ESRI"))
    return packed.getvalue()


def _moved(ring: Ring, system: str, swapped: bool) -> Ring:
    if system:
        change = Transformer.from_crs("EPSG:4326", system, always_xy=True)
        ring = [change.transform(x, y) for x, y in ring]
    return [(y, x) for x, y in ring] if swapped else ring


STREET_ROWS = ("1;VIA ROMA;1;19;tutti;Borgo", "1;VIA ROMA;21;99;tutti;Marina", "2;VIA DEL MARE;;;;Marina")
ANNCSU = "CODICE_COMUNE;PROGRESSIVO_NAZIONALE;ODONIMO;CIVICO;ESPONENTE;COORD_X_COMUNE;COORD_Y_COMUNE"
DOOR_ROWS = (
    "X000;1;VIA ROMA;1;;12,01000;44,01000",
    "X000;1;VIA ROMA;1;A;12,01010;44,01000",
    "X000;1;VIA ROMA;30;;12,03000;44,01000",
    "X000;1;VIA ROMA;20;;12,02000;44,01000",
    "X000;3;VIALE NUOVO;5;;12,50000;44,01000",
)


def streets(rows: Iterable[str] = STREET_ROWS) -> bytes:
    return "\r\n".join(("codice;via;da;a;lato;zona", *rows, "")).encode("cp1252")


def doors(rows: Iterable[str] = DOOR_ROWS) -> bytes:
    return "\n".join((ANNCSU, *rows, "")).encode("utf-8-sig")


def residents(rows: Iterable[str] = ("Borgo;1.200", "Marina;800")) -> bytes:
    return "\n".join(("zona;residenti", *rows, "")).encode()
