# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Outlines in any reference system: where they lie, what is broken in them, what changes when they come again."""

import io
import zipfile

import pytest

from deliberation.errors import Invalid
from deliberation.places.geodata import files as geodata
from deliberation.places.geodata.files import read_shapes
from deliberation.places.geodata.systems import candidates
from deliberation.places.loads import zones
from deliberation.places.loads.differences import Change
from deliberation.places.loads.options import ZoneOptions
from deliberation.places.loads.zones import HeldZone, ZoneFile
from tests.places.files import BORGO, MARINA, TWO, ZONES, Ring, geojson, square, zipped_shapefile

LINE: Ring = [(12.0, 44.0), (12.1, 44.0), (12.0, 44.0), (12.0, 44.0)]
SYSTEMS = ["EPSG:32632", "EPSG:32633", "EPSG:6707", "EPSG:6708", "EPSG:3003", "EPSG:3004", "EPSG:23032", "EPSG:3857"]


def centres(file: ZoneFile) -> list[float]:
    return [round(value, 4) for row in file.rows for value in (row.shape.centroid.x, row.shape.centroid.y)]


def codes(file: ZoneFile) -> list[str]:
    return list(file.found.counts)


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_shapefile_lies_where_its_prj_says(system: str) -> None:
    read = zones.read(zipped_shapefile(system), ZONES)
    assert [(row.name, row.code) for row in read.rows] == [("Borgo", "1"), ("Marina", "2")]
    assert centres(read) == pytest.approx([12.01, 44.01, 12.03, 44.01], abs=0.0002)
    assert codes(read) == ["geodata.converted"]


@pytest.mark.parametrize("system", SYSTEMS)
def test_without_a_prj_the_office_chooses_among_systems_that_fit(system: str) -> None:
    content = zipped_shapefile(system, prj=False)
    file = read_shapes(content)
    assert file.system == ""
    assert system in file.likely_systems
    with pytest.raises(Invalid, match=r"geodata\.metres"):
        zones.read(content, ZONES)
    read = zones.read(content, ZoneOptions("nome", "codice", system=system))
    assert centres(read) == pytest.approx([12.01, 44.01, 12.03, 44.01], abs=0.0002)


def test_metres_in_a_geojson_are_recognised_and_said() -> None:
    content = geojson(system="EPSG:32632")
    with pytest.raises(Invalid, match=r"geodata\.metres"):
        zones.read(content, ZONES)
    assert "EPSG:32632" in read_shapes(content).likely_systems


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:EPSG::3003", "EPSG:3003"])
def test_an_old_geojson_that_names_its_system_is_believed(name: str) -> None:
    read = zones.read(geojson(system="EPSG:3003", crs=name), ZONES)
    assert centres(read) == pytest.approx([12.01, 44.01, 12.03, 44.01], abs=0.0002)


@pytest.mark.parametrize("crs", ["", "urn:ogc:def:crs:OGC:1.3:CRS84"])
def test_latitude_before_longitude_is_put_in_order_and_said(crs: str) -> None:
    read = zones.read(geojson(swapped=True, crs=crs), ZONES)
    assert centres(read) == [12.01, 44.01, 12.03, 44.01]
    assert codes(read) == ["geodata.swapped"]


def test_a_place_outside_italy_is_not_turned() -> None:
    read = zones.read(geojson([("Capitole", "1", square(1.4, 43.5, 1.5, 43.6))]), ZONES)
    assert centres(read) == [1.45, 43.55]
    assert codes(read) == []


def test_a_system_that_puts_the_file_out_of_the_world_is_refused() -> None:
    with pytest.raises(Invalid, match=r"geodata\.(nowhere|unknown_system)"):
        zones.read(geojson(system="EPSG:3857"), ZoneOptions("nome", system="EPSG:99999"))


def test_numbers_of_no_system_have_no_candidates() -> None:
    assert candidates((9e6, 9e6, 9.1e6, 9.1e6)) == ()


@pytest.mark.parametrize("charset", ["utf-8", "cp1252"])
def test_names_of_a_shapefile_are_read_in_their_charset(charset: str) -> None:
    read = zones.read(zipped_shapefile("EPSG:32632", charset=charset, names=("Città Alta", "Però")), ZONES)
    assert [row.name for row in read.rows] == ["Città Alta", "Però"]


def test_areas_are_in_square_metres_on_the_ground() -> None:
    read = zones.read(geojson(), ZONES)
    # a hundredth of a degree at 44 degrees north: 1,111 m by 803 m
    assert [row.area for row in read.rows] == pytest.approx([4 * 1111 * 803] * 2, rel=0.003)


def test_a_polygon_that_crosses_itself_is_repaired_and_named() -> None:
    knot = [(12.0, 44.0), (12.02, 44.02), (12.02, 44.0), (12.0, 44.02), (12.0, 44.0)]
    read = zones.read(geojson([("Nodo", "1", knot)]), ZONES)
    assert [(f.code, f.values["name"]) for f in read.found.kept] == [("zones.repaired", "Nodo")]
    assert read.rows[0].shape.is_valid


def test_overlaps_and_holes_are_measured_in_square_metres() -> None:
    wide = square(12.00, 44.00, 12.021, 44.02)
    read = zones.read(geojson([("Borgo", "B", wide), ("Marina", "M", MARINA)]), ZONES)
    (overlap,) = read.found.kept
    assert (overlap.code, overlap.values["first"], overlap.values["second"]) == ("zones.overlap", "Borgo", "Marina")
    assert overlap.values["square_metres"] == pytest.approx(80.3 * 2222, rel=0.005)
    frame = [
        ("Sud", "1", square(12.00, 44.00, 12.03, 44.01)),
        ("Nord", "2", square(12.00, 44.02, 12.03, 44.03)),
        ("Ovest", "3", square(12.00, 44.01, 12.01, 44.02)),
        ("Est", "4", square(12.02, 44.01, 12.03, 44.02)),
    ]
    (hole,) = zones.read(geojson(frame), ZONES).found.kept
    assert hole.code == "zones.hole"
    assert hole.values["square_metres"] == pytest.approx(803 * 1111, rel=0.005)


@pytest.mark.parametrize(
    ("listed", "code"),
    [
        ([("", "B", BORGO)], "zones.nameless"),
        ([("Borgo", "B", BORGO), ("BORGO", "M", MARINA)], "zones.twice"),
        (
            [("Borgo", "B", BORGO), ("Linea", "L", [(12.0, 44.0), (12.1, 44.0), (12.0, 44.0), (12.0, 44.0)])],
            "zones.unusable",
        ),
    ],
)
def test_a_zone_without_a_name_or_a_polygon_blocks_the_file(listed: list[tuple[str, str, Ring]], code: str) -> None:
    found = zones.read(geojson(listed), ZONES).found
    assert [(finding.code, finding.blocks) for finding in found.kept] == [(code, True)]


def archive(**files: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name, content in files.items():
            made.writestr(name.replace("_", "."), content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b" ", "geodata.empty"),
        (b"{", "geodata.cut_off"),
        (b'{"features": [\n{"type": Feature}, {"type": "Feature"}]}', "geodata.broken"),
        (b"zona;abitanti", "geodata.unreadable"),
        (b"[]", "geodata.no_features"),
        (b'{"features": []}', "geodata.no_features"),
        (b'{"features": [3]}', "geodata.no_shapes"),
        (geojson()[:200], "geodata.cut_off"),
        (zipped_shapefile("EPSG:32632")[:300], "geodata.zip_broken"),
        (archive(leggimi_txt=b"x"), "geodata.no_shapefile"),
        (archive(zone_shp=b"x"), "geodata.no_shapefile"),
        (archive(a_shp=b"x", a_dbf=b"x", b_shp=b"x", b_dbf=b"x"), "geodata.several_shapefiles"),
        (archive(a_shp=b"x", a_dbf=b"x"), "geodata.unreadable"),
    ],
)
def test_a_file_that_is_no_file_of_outlines_says_why(content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_shapes(content)
    assert refused.value.code == code


def test_an_archive_that_swells_is_refused_before_it_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geodata, "MOST_UNPACKED", 100)
    with pytest.raises(Invalid, match=r"geodata\.too_large"):
        read_shapes(zipped_shapefile("EPSG:32632"))


def test_too_many_shapes_are_the_cause_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geodata, "MOST_FEATURES", 1)
    for content in (zipped_shapefile("EPSG:32632"), geojson()):
        with pytest.raises(Invalid) as refused:
            read_shapes(content)
        assert (refused.value.code, refused.value.parameters) == ("geodata.too_many", {"most": 1})


def test_too_many_points_are_told_as_points(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geodata, "MOST_POINTS", 9)
    for content in (zipped_shapefile("EPSG:32632"), geojson()):
        with pytest.raises(Invalid, match=r"geodata\.too_detailed"):
            read_shapes(content)


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.99])
def test_a_shapefile_that_ends_too_early_cannot_be_read(kept: float) -> None:
    with zipfile.ZipFile(io.BytesIO(zipped_shapefile("EPSG:32632"))) as whole:
        parts = {name.replace(".", "_"): whole.read(name) for name in whole.namelist()}
    [shp] = [name for name in parts if name.endswith("_shp")]
    cut = parts | {shp: parts[shp][: int(len(parts[shp]) * kept)]}
    with pytest.raises(Invalid, match=r"geodata\.unreadable"):
        read_shapes(archive(**cut))


def held(*listed: tuple[str, str, Ring]) -> list[HeldZone]:
    read = zones.read(geojson(listed), ZONES)
    return [
        HeldZone(n, row.name.lower(), row.name, row.code, row.district, row.district_code, False, row.shape)
        for n, row in enumerate(read.rows, 1)
    ]


def changes(*listed: tuple[str, str, Ring]) -> list[tuple[Change, str, str]]:
    plan = zones.compare(zones.read(geojson(listed), ZONES), held(*TWO))
    return [(named.change, named.name, named.was) for named in plan.differences.named]


def test_the_same_file_changes_nothing() -> None:
    assert changes(*TWO) == []


def test_what_changed_is_named() -> None:
    moved = square(12.02, 44.00, 12.05, 44.02)
    assert changes(("Borgo", "B", BORGO), ("Marina", "M", moved)) == [(Change.OUTLINE, "Marina", "")]
    assert changes(("Borgo Vecchio", "B", BORGO), ("Marina", "M", MARINA)) == [
        (Change.RENAMED, "Borgo Vecchio", "Borgo")
    ]
    assert changes(("Borgo Vecchio", "", BORGO), ("Marina", "", MARINA))[0] == (
        Change.RENAMED,
        "Borgo Vecchio",
        "Borgo",
    )
    assert changes(("Borgo", "B", BORGO)) == [(Change.GONE, "Marina", "")]
    third = ("Colle", "C", square(12.04, 44.0, 12.06, 44.02))
    assert changes(*TWO, third) == [(Change.NEW, "Colle", "")]
