# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The demonstration city: Bologna's real zones, residents and streets; an office and committees that are simulated."""

from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from deliberation.actor import COMMAND_LINE
from deliberation.committees import committees, members
from deliberation.committees.queries import Seat
from deliberation.notices import documents, office_page
from deliberation.places import base_map
from deliberation.places.base_files import Layer
from deliberation.places.cities import found_city
from deliberation.places.loads import loading
from deliberation.places.loads.differences import Kind
from deliberation.places.loads.options import Options, ResidentOptions, StreetOptions, ZoneOptions
from deliberation.places.queries import NeighbourhoodView, neighbourhoods
from web.demo import office

DATA = Path(__file__).parent / "data"
ATTRIBUTION = (
    "Zone, residenti al 31 dicembre 2010 e stradario: Comune di Bologna, open data, licenza CC BY 4.0. "
    "Persone, comitati, recapiti e voti sono simulati."
)
BASE_MAP_ATTRIBUTION = "Base cartografica: Comune di Bologna, Open Data (CC BY 4.0), dati 2012 e 2024, rielaborati"
SIDES = ("pari_da", "pari_a", "dispari_da", "dispari_a")
FILES: tuple[tuple[Kind, str, Options], ...] = (
    (Kind.ZONES, "zone.geojson", ZoneOptions("zona", "cod_zona", "quartiere")),
    (
        Kind.RESIDENTS,
        "popolazione_2010_area_eta_sesso.csv",
        ResidentOptions("zona", date(2010, 12, 31), "Comune di Bologna", "residenti", sex="sesso", age="fascia_eta"),
    ),
    (Kind.STREETS, "vie_aree.csv", StreetOptions("via", "zona", "codvia", *SIDES)),
)
SEED = 20101231


async def found_bologna(at: datetime) -> int:
    """Bologna with its 18 zones, 1,742 streets, the office's page and a committee a zone; the city's row id."""
    city = await found_city(COMMAND_LINE, "Comune di Bologna", at=at, is_demo=True, attribution=ATTRIBUTION)
    for kind, name, options in FILES:
        content = (DATA / name).read_bytes()
        await loading.apply(COMMAND_LINE, kind, content, options, at=at, file_name=name)
    await load_base_map(at)
    await office_page.revise(COMMAND_LINE, office.TEXT, 0, at=at)
    for title, name, content in office.DOCUMENTS:
        await documents.add(COMMAND_LINE, title, name, content, at=at)
    random = Random(SEED)
    for place in await neighbourhoods():
        await _committee(place, random, at)
    return city


async def load_base_map(at: datetime) -> None:
    """Streets, parks, water … of the demonstration city, a file a layer."""
    for layer in Layer:
        file = (DATA / "base" / f"{layer}.geojson").read_bytes()
        await base_map.load_layer(COMMAND_LINE, layer, file, at=at, attribution=BASE_MAP_ATTRIBUTION)


async def _committee(place: NeighbourhoodView, random: Random, at: datetime) -> None:
    """Seven invented people for a zone: a spokesperson, a moderator and five members, for three years."""
    presentation = office.PRESENTATION.format(place=place.name)
    email = f"comitato.{place.slug}@comune.example"
    await committees.write(COMMAND_LINE, place, f"Comitato di {place.name}", presentation, email, at=at)
    since = at.date() - timedelta(days=random.randint(200, 500))
    until = date(since.year + 3, since.month, min(since.day, 28))
    seats = [Seat.SPOKESPERSON, Seat.MODERATOR, *[Seat.MEMBER] * 5]
    first_names = random.sample(office.FIRST_NAMES, len(seats))
    for seat, first, last in zip(seats, first_names, random.sample(office.LAST_NAMES, len(seats)), strict=True):
        await members.seat(COMMAND_LINE, place, f"{first} {last}", seat, since, until, at=at)
