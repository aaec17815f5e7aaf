# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The drawings of maps: names that fit and do not touch, paths that are the shapes, nothing that the policy forbids."""

import gzip
import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
import shapely

from deliberation.places.base_files import Layer
from deliberation.places.geometry import simplify
from web.demo.city import DATA
from web.maps import texts
from web.maps.atlas import Atlas, MapLayer, outlines
from web.maps.city import city_drawing, city_ground
from web.maps.frame import FINENESS, around, holding
from web.maps.labels import Labels, Style, curve
from web.maps.projection import Projection
from web.maps.surroundings import HEIGHT, NARROW, WIDTH, surroundings
from web.maps.zones import frame_of, zone_drawing, zone_ground

ROOT = Path(__file__).parents[2]
STREET = Style("street", 11)
PLACES = {
    "Bolognina": (11.3437, 44.5085),
    "piazza Maggiore": (11.3430, 44.4938),
    "strada Maggiore": (11.3465, 44.4925),
    "Saragozza": (11.3290, 44.4895),
    "Reno": (11.2795, 44.4990),
    "Savena": (11.3790, 44.4665),
    "Colli": (11.3350, 44.4650),
}


@dataclass(frozen=True, slots=True)
class Place:
    """What an outline is made of."""

    slug: str
    name: str
    geometry: str


def atlas_of(layers: dict[Layer, bytes], zones: list[tuple[str, object]]) -> Atlas:
    places = [Place(name.lower().replace(" ", "-"), name, json.dumps(shape)) for name, shape in zones]
    projection, drawn = outlines(places)  # type: ignore[arg-type]
    return Atlas("v1", projection, {k: MapLayer(v, projection) for k, v in layers.items()}, drawn)


def box(west: float, south: float, east: float, north: float) -> object:
    return json.loads(shapely.to_geojson(shapely.box(west, south, east, north)))


@pytest.fixture(scope="module")
def bologna() -> Atlas:
    features = json.loads((DATA / "zone.geojson").read_text(encoding="utf-8"))["features"]
    shapes = simplify([feature["geometry"]["coordinates"] for feature in features])
    zones: list[tuple[str, object]] = [
        (feature["properties"]["zona"], {"type": "MultiPolygon", "coordinates": shape})
        for feature, shape in zip(features, shapes, strict=True)
    ]
    return atlas_of({layer: (DATA / "base" / f"{layer}.geojson").read_bytes() for layer in Layer}, zones)


@pytest.fixture(scope="module")
def bare() -> Atlas:
    """Two neighbourhoods of a comune that has loaded no layer."""
    return atlas_of({}, [("Nord", box(11.3, 44.45, 11.4, 44.5)), ("Sud", box(11.3, 44.4, 11.4, 44.45))])


# names


def test_widths_are_those_of_the_typeface_that_the_site_sends() -> None:
    if not (ROOT / "node_modules/bootstrap-italia").is_dir():
        pytest.skip("no node_modules here")
    assert json.loads(texts.TABLE.read_text(encoding="utf-8")) == texts.measured(ROOT / "node_modules")
    assert texts.width("Via Emilia", 10) < texts.width("Via Emilia", 10, "strong") < texts.width("VIA EMILIA", 10)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Via Giuseppe Cesare Abba", "Via G. C. Abba"),
        ("Viale Antonio Aldini", "V.le A. Aldini"),
        ("Via dell'Indipendenza", "Via dell'Indipendenza"),
        ("Via Santo Stefano", "Via Santo Stefano"),
        ("Piazza della Resistenza", "P.za della Resistenza"),
        ("Autostrada A-14 (Bo-Rn)", "A14"),
        ("Tangenziale Nord", "Tangenziale"),
    ],
)
def test_a_long_name_gets_shorter_as_people_shorten_it(name: str, short: str) -> None:
    assert texts.shortened(name) == short


def test_a_text_is_broken_between_words() -> None:
    assert texts.lines("Giardino della Montagnola", 10, "italic", 40) == ["Giardino", "della", "Montagnola"]
    assert texts.lines("Giardino della Montagnola", 10, "italic", 600) == ["Giardino della Montagnola"]


def labels(left: float = 0.0, right: float = 400.0) -> Labels:
    return Labels(around((0.0, 0.0), 400.0, 400, 300), "t", (left, right))


def test_a_name_lies_on_its_street_and_reads_from_left_to_right() -> None:
    written = labels()
    assert written.along("Via Lunga", ["Via Lunga"], [curve(np.array([[350.0, 100.0], [50.0, 100.0]]))], STREET)
    (text,) = written.texts
    assert "rotate(0.0)" in text
    assert (x := re.search(r"translate\((\S+) ([^)]+)\)", text))
    assert (float(x[1]), float(x[2])) == (pytest.approx(200, abs=6), pytest.approx(100 + 11 * 0.34, abs=0.1))


def test_a_name_that_does_not_fit_is_written_shorter_or_not_at_all() -> None:
    short = curve(np.array([[100.0, 100.0], [150.0, 100.0]]))
    written = labels()
    assert written.along("x", ["Via Giovanni Francesco Barbieri", "Via G. B."], [short], STREET)
    assert ">Via G. B.<" in written.texts[0]
    assert not written.along("y", ["Via Giovanni Francesco Barbieri"], [short], STREET)


def test_a_sharp_bend_carries_no_name_and_a_gentle_one_bends_it() -> None:
    corner = curve(np.array([[150.0, 100.0], [200.0, 100.0], [200.0, 150.0]]))
    assert not labels().along("x", ["Via Giacomo Matteotti"], [corner], STREET)
    turn = np.linspace(0, 0.5, 20)
    arc = curve(np.column_stack([100 + 300 * np.sin(turn), 300 - 300 * np.cos(turn) + 100]))
    written = labels()
    assert written.along("x", ["Via Giacomo Matteotti"], [arc], STREET)
    assert "<textPath" in written.texts[0]


def test_a_name_avoids_the_junction_of_another_street() -> None:
    line = np.array([[20.0, 100.0], [380.0, 100.0]])
    free, crossed = labels(), labels()
    free.along("x", ["Via Corta"], [curve(line)], STREET)
    crossed.along("x", ["Via Corta"], [curve(line, shapely.points([[200.0, 100.0], [20.0, 20.0]]))], STREET)
    (before,), (after,) = (re.findall(r"translate\((\S+) ", written.texts[0]) for written in (free, crossed))
    assert abs(float(before) - 200) < 8
    assert abs(float(after) - 200) > texts.width("Via Corta", 11) / 2


def test_no_name_stands_where_another_is_or_over_the_edge() -> None:
    written = labels()
    assert written.block(200, 150, ["Piazza Maggiore"], STREET)
    assert not written.block(205, 152, ["Altro"], STREET)
    assert not written.block(395, 150, ["Piazza Maggiore"], STREET)
    assert written.block(200, 180, ["Altro"], STREET)


def test_a_name_is_a_name_and_never_markup() -> None:
    written = labels()
    written.block(200, 150, ['<script>alert("1")</script>'], STREET)
    written.along("x", ["Via <b> & C."], [curve(np.array([[20.0, 100.0], [380.0, 100.0]]))], STREET)
    assert "<script" not in written.group()
    assert "Via &lt;b&gt; &amp; C." in written.group()


# shapes


def points_of(path: str) -> list[list[tuple[float, float]]]:
    """The lines of a relative path, in pixels."""
    found = []
    for part in re.findall(r"M[^M]+", path):
        start, steps = part.rstrip("z")[1:].split("l")
        x, y = map(int, start.split())
        numbers = list(map(int, re.findall(r"-?\d+", steps)))
        line = [(x, y)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            line.append((line[-1][0] + dx, line[-1][1] + dy))
        found.append([(x / FINENESS, y / FINENESS) for x, y in line])
    return found


def test_a_path_is_its_shape_within_half_a_pixel() -> None:
    frame = around((0.0, 0.0), 400.0, 400, 300)
    ring = shapely.Point(20, 30).buffer(80).difference(shapely.Point(20, 30).buffer(20))
    line = shapely.LineString([(-150, -100), (-20.3, 17.7), (-20.3, 17.7), (150, 90)])
    drawn = points_of(frame.path([ring, line]))
    assert len(drawn) == 3
    for wanted, got in zip([line, *shapely.get_rings(ring)], drawn, strict=True):
        closed = got if wanted is line else [*got, got[0]]
        assert shapely.hausdorff_distance(frame.drawn(wanted), shapely.LineString(closed)) < 0.5
    assert frame.path([ring]).count("z") == 2
    assert frame.path([]) == frame.path([shapely.Point(1, 1).buffer(0.01)]) == ""


def test_metres_are_metres() -> None:
    projection = Projection(11.34, 44.49)
    x, y = projection.place(11.35, 44.5)
    assert (x, y) == (pytest.approx(795.3, abs=0.5), pytest.approx(1111.2, abs=0.5))


def test_a_frame_holds_its_box_at_every_width_in_the_same_shape() -> None:
    for width in (700, 336):
        frame = holding((0, 0, 1000, 5000), width, margin=0.1, lowest=0.6, highest=1.05)
        assert frame.height == round(width * 1.05)
        corners = frame.pixels(np.array([[0.0, 0.0], [1000.0, 5000.0]]))
        assert corners.min() > 0
        assert corners[:, 1].max() < frame.height


# drawings


def check(drawing: str) -> ElementTree.Element:
    """Well-formed, each id once, no style, no script, nothing from elsewhere."""
    root = ElementTree.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{drawing}</svg>')
    parts = list(root.iter())
    assert [id for id, times in Counter(part.get("id") for part in parts if part.get("id")).items() if times > 1] == []
    assert not any("style" in part.attrib or part.tag.endswith(("script", "style", "image")) for part in parts)
    hrefs = {part.get("href") for part in parts if part.get("href")}
    assert hrefs <= {f"#{part.get('id')}" for part in parts if part.get("id")}
    return root


def written_in(group: ElementTree.Element) -> set[str]:
    return {"".join(text.itertext()) for text in group.iter("{http://www.w3.org/2000/svg}text")}


@pytest.mark.parametrize("place", PLACES)
def test_the_surroundings_of_a_point_weigh_under_five_kilobytes(bologna: Atlas, place: str) -> None:
    drawing = surroundings(bologna, *PLACES[place], "v")
    check(drawing.body)
    assert len(gzip.compress(drawing.body.encode(), 6)) <= 5_000


def test_the_surroundings_are_named_once_for_a_column_and_once_for_a_phone(bologna: Atlas) -> None:
    drawing = surroundings(bologna, *PLACES["Bolognina"], "v")
    root = check(drawing.body)
    wide, narrow = (
        next(part for part in root.iter() if part.get("class") == f"map-names {css}") for css in ("wide", "narrow")
    )
    assert {"Via Domenico Zampieri", "Via de' Carracci", "Scuola Federzoni"} <= written_in(wide) & written_in(narrow)
    assert len(written_in(wide)) > len(written_in(narrow)) > 5
    assert drawing.names[:2] == ("Via de' Carracci", "Via Alessandro Tiarini")
    left, right = (WIDTH - NARROW) / 2, (WIDTH + NARROW) / 2
    for text in narrow.iter("{http://www.w3.org/2000/svg}text"):
        if found := re.match(r"translate\((\S+) ([^)]+)\)", text.get("transform", "")):
            assert left < float(found[1]) < right
            assert 0 < float(found[2]) < HEIGHT


def test_a_neighbourhood_is_drawn_with_its_outline_streets_and_neighbours(bologna: Atlas) -> None:
    zone = bologna.zone("bolognina")
    assert zone
    drawing = zone_drawing(bologna, zone, "z")
    check(drawing.wide + drawing.narrow)
    check(zone_ground(bologna, zone, frame_of(zone, 700)).replace("<svg", "<g", 1).replace("</svg>", "</g>"))
    assert {"Via di Corticella", "Via de' Carracci"} <= set(drawing.names)
    assert [other.name for other in drawing.beside] == [
        "Corticella",
        "Irnerio",
        "Lame",
        "Marconi",
        "Saffi",
        "San Donato",
    ]
    assert ">Via di Corticella<" in drawing.wide
    assert len(points_of(drawing.outline)) == 1


def test_the_city_names_every_neighbourhood_at_both_widths(bologna: Atlas) -> None:
    drawing = city_drawing(bologna, "c", {"colli"})
    for names in (drawing.wide, drawing.narrow):
        said = " ".join(written_in(check(names)))
        assert all(word in said for zone in bologna.zones for word in zone.name.split())
        assert names.count('class="zone-here"') == 1
    assert set(drawing.areas) == {zone.slug for zone in bologna.zones}


def test_under_the_colours_of_a_quantity_there_is_no_green(bologna: Atlas) -> None:
    quiet, full = (city_ground(bologna, 336, greens=greens) for greens in (False, True))
    assert "#d5e4c8" in full
    assert "#d5e4c8" not in quiet
    assert len(gzip.compress(full.encode(), 9)) < 30_000


def test_a_comune_without_layers_has_outlines_and_names(bare: Atlas) -> None:
    zone = bare.zone("nord")
    assert zone
    drawing = zone_drawing(bare, zone, "z")
    assert drawing.names == ()
    assert [other.name for other in drawing.beside] == ["Sud"]
    assert {">Nord<", ">Sud<"} <= set(re.findall(r">\w+<", city_drawing(bare, "c").wide))
    check(city_ground(bare, 700, greens=True).replace("<svg", "<g", 1).replace("</svg>", "</g>"))
    assert surroundings(bare, 11.35, 44.48, "v").names == ()


def test_an_outline_that_crosses_itself_is_drawn_all_the_same() -> None:
    bow = {"type": "Polygon", "coordinates": [[[11.3, 44.4], [11.4, 44.5], [11.4, 44.4], [11.3, 44.5], [11.3, 44.4]]]}
    atlas = atlas_of({}, [("Farfalla", bow), ("Sud", box(11.3, 44.3, 11.4, 44.4))])
    assert len(city_drawing(atlas, "c").areas) == 2
    assert city_ground(atlas, 336, greens=True)
