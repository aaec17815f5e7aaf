# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office's pages of the territory: upload, columns, differences, confirmation, undo; a way out of every mistake."""

import json
import re
from html import unescape

import httpx
import pytest

from deliberation import clock
from deliberation.actor import COMMAND_LINE, Actor, Role
from deliberation.database import rows
from deliberation.places.cities import found_city
from deliberation.places.loads import loading
from deliberation.places.loads.differences import Kind
from tests.places import files
from tests.world import NOON, a_person, post, sign_in, token_of

HOME = "/gestione/territorio"


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
async def office(database: None, browser: httpx.AsyncClient) -> Actor:
    await found_city(COMMAND_LINE, "Comune di Provamare", at=NOON)
    person = await a_person(None, Role.OFFICE)
    await sign_in(browser, person)
    return person


def words(answer: httpx.Response) -> str:
    """The text of a page as it is read."""
    body = answer.text.split("<main", 1)[-1].split("</main>", 1)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


async def upload(browser: httpx.AsyncClient, path: str, name: str, content: bytes) -> httpx.Response:
    token = await token_of(browser, f"{HOME}/{path}")
    return await browser.post(
        f"{HOME}/{path}",
        data={"_csrf": token},
        files={"file": (name, content)},
        headers={"sec-fetch-site": "same-origin"},
        follow_redirects=False,
    )


async def confirm(browser: httpx.AsyncClient, page: str) -> httpx.Response:
    shown = (await browser.get(f"{page}/differenze")).text
    version = shown.split('name="version" value="', 1)[1].split('"', 1)[0]
    return await post(browser, f"{page}/differenze", f"{page}/conferma", version=version)


async def test_a_file_of_zones_goes_from_upload_to_undo(office: Actor, browser: httpx.AsyncClient) -> None:
    assert "Nessun quartiere, per ora" in words(await browser.get(HOME))
    sent = await upload(
        browser, "zone", "zone.zip", files.zipped_shapefile("EPSG:32632", names=("Borgo", "Città Alta"))
    )
    page = sent.headers["location"]
    seen = await browser.get(page)
    assert "Città Alta" in seen.text
    assert '<option value="nome" selected>' in seen.text
    shown = await post(browser, page, page, name="nome", code="codice", system="EPSG:32632")
    differences = await browser.get(shown.headers["location"])
    assert "Quartieri nuovi 2" in words(differences)
    assert (
        differences.text.count('<path class="ground ground-line-new" fill="url(#ground-new)"') == 2 + 1
    )  # and the legend
    assert (await rows("SELECT count(*) AS many FROM neighbourhood"))[0]["many"] == 0
    await confirm(browser, page)
    after = await browser.get(HOME)
    assert "2 quartieri." in words(after)
    load = page.rsplit("/", 1)[1]
    await post(browser, HOME, f"{HOME}/caricamenti/{load}/annulla")
    assert "Nessun quartiere, per ora" in words(await browser.get(HOME))


async def test_a_file_of_zones_is_seen_on_the_map_with_what_it_changes(
    office: Actor, browser: httpx.AsyncClient
) -> None:
    await loading.apply(COMMAND_LINE, Kind.ZONES, files.geojson(), files.ZONES, at=NOON)
    knot = [(12.05, 44.0), (12.07, 44.02), (12.07, 44.0), (12.05, 44.02), (12.05, 44.0)]
    wide = files.square(12.00, 44.00, 12.03, 44.02)
    ring = [(12.08, 44.0), (12.1, 44.0), (12.1, 44.02), (12.08, 44.02), (12.08, 44.0)]
    inner = files.square(12.085, 44.005, 12.095, 44.015)[::-1]
    listed = json.loads(
        files.geojson([("Borgo", "B", wide), ("Colle", "C", wide), ("Nodo", "N", knot), ("Orto", "O", ring)])
    )
    listed["features"][3]["geometry"]["coordinates"].append(inner)
    sent = await upload(browser, "zone", "zone.geojson", json.dumps(listed).encode())
    page = sent.headers["location"]
    shown = await post(browser, page, page, name="nome", code="codice", system="EPSG:4326")
    answer = await browser.get(shown.headers["location"])
    part = answer.text.split('id="confini"', 1)[1].split("</section>", 1)[0]
    drawn = re.findall(r'class="ground ground-line-(\w+)( repaired)?"[^>]*><title>([^<]*)<', part)
    assert [(ground, names, bool(mended)) for ground, mended, names in drawn] == [
        ("changed", "Borgo", False),
        ("before", "Borgo", False),
        ("new", "Colle", False),
        ("new", "Nodo", True),
        ("new", "Orto", False),
        ("gone", "Marina", False),
        ("overlap", "Borgo, Colle", False),
        ("hole", "Orto", False),
    ]
    said = words(answer)
    for words_of in (
        "quartiere nuovo",
        "cambia confine",
        "il confine di oggi",
        "nel file non c'è",
        "sta in due quartieri",
    ):
        assert words_of in said
    assert re.search(r"«Borgo» e «Colle» si sovrappongono per 5\.\d{3}\.\d{3} metri quadrati", said)
    assert re.search(r"C'è un buco di \d{3}\.\d{3} metri quadrati vicino a: Orto", said)
    assert "Guarda se la forma è giusta: Nodo" in said
    assert part.count('<text y="4">1</text>') == part.count('<text y="4">2</text>') == 2  # once a width
    assert "resta com'è" not in said


async def test_the_overview_leads_to_the_base_map(office: Actor, browser: httpx.AsyncClient) -> None:
    assert f'href="{HOME}/mappa"' in (await browser.get(HOME)).text


async def test_a_file_without_a_system_asks_for_it_and_keeps_what_was_chosen(
    office: Actor, browser: httpx.AsyncClient
) -> None:
    page = (await upload(browser, "zone", "z.zip", files.zipped_shapefile("EPSG:3003", prj=False))).headers["location"]
    assert "In quale sistema sono le coordinate?" in words(await browser.get(page))
    refused = await post(browser, page, page, name="nome", code="codice", system="")
    assert refused.status_code == 422
    at_the_field = refused.text.split('id="errore-system"')[1].split("</p>")[0]
    assert "Le coordinate sono in metri, non in gradi" in at_the_field
    assert '<option value="codice" selected>' in refused.text


@pytest.mark.parametrize(
    ("path", "name", "content", "sentence"),
    [
        ("vie", "vie.csv", b"", "Scegli il file da caricare"),
        ("vie", "vie.csv", b" \n", "Il file è vuoto"),
        ("vie", "vie.xls", b"\xd0\xcf\x11\xe0x", "Questo è un foglio di calcolo"),
        ("vie", "vie.csv", b'a;b\n1;2\n3;"x\n', "Riga 3: le virgolette non si chiudono"),
        ("zone", "z.geojson", files.geojson()[:100], "Il file dei confini finisce a metà, alla riga 1"),
        ("zone", "z.geojson", b"zona;abitanti", "Il file dei confini non si legge"),
        ("vie", "vie.csv", files.geojson(), "Questo file è un GeoJSON"),
        ("vie", "anagrafe.csv", b"nome;codice\nMaria;RSSMRA80A41A101E\n", "Riga 2: c'è un codice fiscale"),
        ("zone", "z.zip", files.zipped_shapefile("EPSG:32632")[:200], "L'archivio zip è rovinato"),
    ],
)
async def test_a_file_that_cannot_be_read_says_why_at_once(
    office: Actor, browser: httpx.AsyncClient, path: str, name: str, content: bytes, sentence: str
) -> None:
    answer = await upload(browser, path, name if content else "", content)
    assert answer.status_code == 422
    at_the_field = answer.text.split('id="errore-file"')[1].split("</p>")[0]
    assert sentence in unescape(at_the_field)


async def loaded(*kinds: Kind) -> None:
    content = {Kind.ZONES: files.geojson(), Kind.STREETS: files.streets(), Kind.NUMBERS: files.doors()}
    options = {Kind.ZONES: files.ZONES, Kind.STREETS: files.STREETS, Kind.NUMBERS: files.NUMBERS}
    for kind in kinds:
        await loading.apply(COMMAND_LINE, kind, content[kind], options[kind], at=NOON)


async def test_the_national_archives_columns_are_found_and_doubts_are_settled(
    office: Actor, browser: httpx.AsyncClient
) -> None:
    await loaded(Kind.ZONES)
    page = (await upload(browser, "civici", "INDIR.csv", files.doors())).headers["location"]
    seen = await browser.get(page)
    for column in ("PROGRESSIVO_NAZIONALE", "ODONIMO", "CIVICO", "ESPONENTE", "COORD_X_COMUNE", "COORD_Y_COMUNE"):
        assert f'<option value="{column}" selected>' in seen.text
    chosen = {
        "street": "ODONIMO",
        "number": "CIVICO",
        "suffix": "ESPONENTE",
        "code": "PROGRESSIVO_NAZIONALE",
        "lon": "COORD_X_COMUNE",
        "lat": "COORD_Y_COMUNE",
        "system": "EPSG:4326",
    }
    shown = await browser.get((await post(browser, page, page, **chosen)).headers["location"])
    assert "Riga 5: Via Roma 20 sta fra «Borgo» e «Marina»." in words(shown)
    assert "Riga 6: Viale Nuovo 5 non sta in nessun quartiere." in words(shown)
    listed = await browser.get(f"{page}/righe.csv")
    assert listed.content.decode("utf-8-sig").splitlines()[2] == "6;Riga 6: Viale Nuovo 5 non sta in nessun quartiere."
    await confirm(browser, page)
    doubts = f"{HOME}/civici-da-decidere"
    assert "Via Roma 20" in words(await browser.get(doubts))
    door = (await rows("SELECT id, also FROM house_number WHERE also IS NOT NULL"))[0]
    await post(browser, doubts, doubts, door=door["id"], zone=door["also"])
    assert "Ogni civico ha il suo quartiere" in words(await browser.get(doubts))
    again = await loading.apply(COMMAND_LINE, Kind.NUMBERS, files.doors(), files.NUMBERS, at=NOON)
    assert again.is_empty
    assert again.facts["settled"] == 1
    finder = await browser.get("/trova-il-tuo-quartiere?via=Via+Roma&numero=20")
    assert "Marina" in words(finder)
    assert "Borgo" not in words(finder).split("Via Roma", 1)[0]


async def test_residents_need_a_day_and_a_source_and_the_page_says_both(
    office: Actor, browser: httpx.AsyncClient
) -> None:
    await loaded(Kind.ZONES)
    page = (await upload(browser, "residenti", "pop.csv", files.residents())).headers["location"]
    refused = await post(browser, page, page, place="zona", residents="residenti", day="", source="")
    assert refused.status_code == 422
    assert "Scrivi chi ha contato" in words(refused)
    await post(browser, page, page, place="zona", residents="residenti", day="2026-01-01", source="Anagrafe comunale")
    await confirm(browser, page)
    assert "2.000 residenti, al 1 gennaio 2026. Fonte: Anagrafe comunale" in words(await browser.get(HOME))
    assert "Anagrafe comunale" in words(await browser.get("/quartieri/borgo"))


async def test_two_officers_at_once_and_the_second_is_told(office: Actor, browser: httpx.AsyncClient) -> None:
    page = (await upload(browser, "zone", "z.geojson", files.geojson())).headers["location"]
    await post(browser, page, page, name="nome", code="codice")
    version = (await browser.get(f"{page}/differenze")).text.split('name="version" value="', 1)[1].split('"', 1)[0]
    await loaded(Kind.ZONES)
    await post(browser, f"{page}/differenze", f"{page}/conferma", version=version)
    told = await browser.get(f"{page}/differenze")
    assert "qualcuno ha cambiato il territorio" in told.text
    assert "Questo file non cambia niente" in words(told)


async def test_a_file_is_thrown_away_and_nothing_changed(office: Actor, browser: httpx.AsyncClient) -> None:
    page = (await upload(browser, "zone", "z.geojson", files.geojson())).headers["location"]
    assert "Riprendi" in words(await browser.get(HOME))
    await post(browser, page, f"{page}/butta")
    assert "Nessun file, per ora" in words(await browser.get(HOME))
    assert (await browser.get(page)).status_code == 404


async def test_a_zone_is_merged_by_clicking_and_a_missing_reason_loses_nothing(
    office: Actor, browser: httpx.AsyncClient
) -> None:
    await loaded(Kind.ZONES)
    page = f"{HOME}/chiusure/marina"
    assert "Marina" in words(await browser.get(f"{HOME}/chiusure"))
    version = (await browser.get(page)).text.split('name="version" value="', 1)[1].split('"', 1)[0]
    refused = await post(browser, page, page, version=version, heirs="borgo", reason="")
    assert refused.status_code == 422
    assert "Scrivi il motivo" in words(refused)
    assert re.search(r'value="borgo"\s+checked', refused.text)
    await post(browser, page, page, version=version, heirs="borgo", reason="Delibera 12 del 3 novembre 2026")
    assert "Un quartiere." in words(await browser.get(HOME))
    assert "Oggi fa parte di Borgo" in words(await browser.get("/quartieri/marina"))
