# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses in the site: a proposal gets its point from one without a script, scripts ask, the register changes."""

import re
from html import unescape

import httpx
import pytest

from deliberation import clock
from deliberation.actor import COMMAND_LINE
from deliberation.errors import TooMany
from deliberation.people.tables import Account
from deliberation.places import streets
from deliberation.places.addresses import register
from deliberation.places.loads import loading
from deliberation.places.loads.differences import Kind
from deliberation.places.loads.options import StreetOptions
from deliberation.places.tables import HouseNumber, Street
from deliberation.proposals.tables import Proposal
from tests.world import NOON, World, a_city, a_consultation, a_person, born_on, post, sign_in
from web.http.paces import Paces

BASE = "/consultazioni/bilancio-2026/proposte/nuova"
PLACE = f"{BASE}/luogo"
TEXT = {"title": "Panchine in piazza", "body": "Servono panchine all'ombra, per gli anziani.", "category": "ambiente"}
COLUMNS = StreetOptions("via", "zona", "codvia", "pari_da", "pari_a", "dispari_da", "dispari_a")
REGISTER = "codvia,via,zona,pari_da,pari_a,dispari_da,dispari_a\n1,VIA LUNGA,Navile,2,36,,\n2,VIA CORTA,Savena,,,1,75\n"


@pytest.fixture
async def world(database: None, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    found = await a_city()
    await loading.apply(COMMAND_LINE, Kind.STREETS, REGISTER.encode(), COLUMNS, at=NOON)
    ids = {row["name"]: row["id"] for row in await Street.select(Street.id, Street.name)}
    doors = [("Via Lunga", 12, "", 11.32), ("Via Lunga", 12, "A", 11.321), ("Via Corta", 5, "", 11.36)]
    await HouseNumber.insert(
        *(HouseNumber(street=ids[name], number=n, suffix=suffix, lon=lon, lat=44.45) for name, n, suffix, lon in doors),
        HouseNumber(street=ids["Via Corta"], number=75, suffix="", lon=12.5, lat=44.45),
    )
    await a_consultation(found, neighbourhoods=(found.navile, found.savena))
    return found


async def _writing(browser: httpx.AsyncClient, world: World) -> None:
    await sign_in(browser, await a_person(world.navile))
    await post(browser, BASE, f"{BASE}/testo", version="0", step="text", **TEXT)


def _radios(text: str) -> list[str]:
    return [unescape(value) for value in re.findall(r'name="found" value="([^"]+)"', text)]


async def test_an_address_becomes_the_point_and_the_neighbourhood_without_a_script(
    browser: httpx.AsyncClient, world: World
) -> None:
    await _writing(browser, world)
    shown = (await browser.get(PLACE)).text
    assert "Via e numero" in shown
    asked = await post(browser, PLACE, PLACE, version="1", address="corta 5", find="1", place_label="")
    assert asked.status_code == 200
    assert _radios(asked.text) == ["44.450000 11.360000 Via Corta 5"]
    kept = await post(
        browser, PLACE, PLACE, version="1", address="corta 5", found_for="corta 5", found=_radios(asked.text)[0]
    )
    assert kept.headers["location"] == f"{BASE}/costo"
    draft = await Proposal.select().first()
    assert draft is not None
    assert (draft["latitude_e6"], draft["longitude_e6"]) == (44_450_000, 11_360_000)
    assert (draft["neighbourhood"], draft["place_label"]) == (world.savena, "Via Corta 5")
    assert "Il punto: Via Corta 5" in (await browser.get(PLACE)).text


async def test_going_on_with_an_address_asks_which_one_and_keeps_the_words(
    browser: httpx.AsyncClient, world: World
) -> None:
    await _writing(browser, world)
    asked = await post(browser, PLACE, PLACE, version="1", address="via lunga", place_label="Davanti al bar")
    assert asked.status_code == 200
    assert 'value="Davanti al bar"' in asked.text
    assert "A metà della via" in asked.text
    unknown = await post(browser, PLACE, PLACE, version="1", address="via ignota", place_label="Davanti al bar")
    assert unknown.status_code == 422
    assert "Non troviamo questo indirizzo" in unknown.text
    assert "Davanti al bar" in unknown.text
    again = {"address": "via ignota", "found_for": "via ignota", "neighbourhood": "navile", "place_label": "Al bar"}
    assert (await post(browser, PLACE, PLACE, version="1", **again)).headers["location"] == f"{BASE}/costo"


async def test_an_address_outside_the_consultation_is_refused_in_plain_words(
    browser: httpx.AsyncClient, world: World
) -> None:
    await _writing(browser, world)
    found = {"address": "corta 75", "found_for": "corta 75", "found": "44.450000 12.500000 Via Corta 75"}
    refused = await post(browser, PLACE, PLACE, version="1", **found)
    assert refused.status_code == 422
    assert "fuori dai quartieri di questa consultazione" in refused.text
    assert 'value="corta 75"' in refused.text


async def test_scripts_ask_for_suggestions_and_for_a_point(browser: httpx.AsyncClient, world: World) -> None:
    found = (await browser.get("/indirizzi?testo=lunga%2012")).json()
    assert [one["text"] for one in found] == ["Via Lunga 12"]
    assert (found[0]["latitude"], found[0]["longitude"], found[0]["hint"]) == (44.45, 11.32, "")
    near = (await browser.get("/indirizzi/punto?lon=11.3603&lat=44.4506")).json()
    assert near == {"text": "vicino a Via Corta 5", "place": "savena", "place_name": "Savena"}
    assert (await browser.get("/indirizzi/punto?lon=9&lat=45")).json() == {"text": "", "place": "", "place_name": ""}
    for wrong in ("", "?lon=x&lat=1", "?lon=nan&lat=inf"):
        assert (await browser.get(f"/indirizzi/punto{wrong}")).status_code == 422


async def test_one_field_takes_street_and_number(browser: httpx.AsyncClient, world: World) -> None:
    text = unescape((await browser.get("/trova-il-tuo-quartiere?via=v.%20lunga%2012")).text)
    assert "È nel quartiere Navile" in text
    assert "Le proposte più vicine a Via Lunga 12" in text
    assert "/proposte?vicino=Via%20Lunga%2012" in text
    assert "numero=12" in unescape((await browser.get("/trova-il-tuo-quartiere/vie?via=via%20lun%2012")).text)


async def test_a_residence_takes_street_and_number_in_one_field(browser: httpx.AsyncClient, world: World) -> None:
    await sign_in(browser, await a_person())
    await post(
        browser, "/residenza", "/residenza", **born_on("birth_date", "1990-04-12"), street="via corta 5", number=""
    )
    account = await Account.select().where(Account.civic_number == 5).first()
    assert account is not None
    assert account["neighbourhood"] == world.savena


async def test_the_index_follows_the_register(world: World) -> None:
    assert (await register.search("corta 5"))[0].text == "Via Corta 5"
    again = REGISTER.replace("CORTA", "NUOVA").encode()
    await loading.apply(COMMAND_LINE, Kind.STREETS, again, COLUMNS, at=NOON)
    assert (await streets.search("nuova"))[0].name == "Via Nuova"
    assert await register.search("corta 5") == []


def test_one_origin_in_a_hurry_waits_and_the_others_do_not() -> None:
    paces = Paces()
    for _ in range(3):
        paces.take("addresses", "192.0.2.1", 3)
    with pytest.raises(TooMany):
        paces.take("addresses", "192.0.2.1", 3)
    paces.take("addresses", "192.0.2.2", 3)
