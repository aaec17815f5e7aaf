# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An empty installation shows one page; a printed link makes the first account; steps are saved one by one."""

import asyncio
import io
import re
from datetime import timedelta

import httpx
import pytest
from PIL import Image

from deliberation import clock
from deliberation.actor import Role
from deliberation.database import rows
from deliberation.errors import Conflict, NotFound
from deliberation.installation import links
from deliberation.installation.profile import profile
from deliberation.installation.steps import Progress, Step, steps
from deliberation.places.queries import city
from tests.world import a_city, a_person, post, sign_in, token_of
from web.worker import do_one

pytestmark = pytest.mark.without_comune
SETTINGS = "/gestione/impostazioni"
PASSWORD = "quattro tazze di brodo"


async def an_office(browser: httpx.AsyncClient) -> None:
    await sign_in(browser, await a_person(None, Role.OFFICE))


@pytest.mark.parametrize(
    "path", ["/", "/consultazioni", "/ufficio", "/privacy", "/quartieri/x", "/non-esiste", "/profilo"]
)
async def test_without_a_comune_every_address_shows_the_one_page(browser: httpx.AsyncClient, path: str) -> None:
    answer = await browser.get(path)
    assert answer.status_code == 503
    assert "Questo sito non è ancora pronto" in answer.text
    assert answer.headers["x-robots-tag"] == "noindex"
    assert "retry-after" in answer.headers
    assert 'href="/consultazioni"' not in answer.text


async def test_without_a_comune_health_files_sign_in_and_open_data_answer(
    browser: httpx.AsyncClient,
) -> None:
    assert (await browser.get("/healthz")).json() == {"status": "ok"}
    assert (await browser.get("/robots.txt")).status_code == 200
    assert (await browser.get("/static/non-esiste.css")).status_code == 404
    assert (await browser.get("/accesso")).status_code == 200
    assert (await browser.get("/api/v1/consultations")).json()["items"] == []


async def test_without_a_comune_the_office_is_led_to_the_first_step_and_others_are_not(
    browser: httpx.AsyncClient,
) -> None:
    await sign_in(browser, await a_person())
    assert (await browser.get("/gestione/impostazioni/comune")).status_code == 403
    assert (await browser.get("/consultazioni")).status_code == 503
    await an_office(browser)
    for path in ("/", "/gestione", SETTINGS, "/non-esiste"):
        answer = await browser.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, f"{SETTINGS}/comune"), path


async def test_the_link_makes_the_first_account_once_and_signs_it_in(browser: httpx.AsyncClient) -> None:
    path = await links.make(at=clock.now())
    assert [row["token_hash"] for row in await rows("SELECT token_hash FROM set_up_link")] != [path.rsplit("/", 1)[1]]
    weak = await post(browser, path, path, email="ufficio@comune.example", new_password="ufficio")
    assert weak.status_code == 422
    assert "ufficio@comune.example" in weak.text
    second_tab = await token_of(browser, path)
    made = await post(browser, path, path, email="Ufficio@Comune.example", new_password=PASSWORD)
    assert (made.status_code, made.headers["location"]) == (303, SETTINGS)
    assert (await browser.get("/gestione")).headers["location"] == f"{SETTINGS}/comune", "signed in, as the office"
    again = await browser.get(path)
    assert (again.status_code, again.headers["location"]) == (303, SETTINGS), "the same person is led on"
    browser.cookies.clear()
    late = await browser.get(path)
    assert late.status_code == 404
    assert "entra con quello" in late.text
    sent = await browser.post(path, data={"_csrf": second_tab, "email": "b@comune.example", "new_password": PASSWORD})
    assert sent.status_code in (403, 404)
    assert len(await rows("SELECT id FROM account")) == 1


async def test_a_link_ends_with_the_day_with_the_next_one_and_with_an_office(browser: httpx.AsyncClient) -> None:
    now = clock.now()
    first = (await links.make(at=now)).rsplit("/", 1)[1]
    second = (await links.make(at=now)).rsplit("/", 1)[1]
    with pytest.raises(NotFound):
        await links.look(first, at=now)
    await links.look(second, at=now)
    with pytest.raises(NotFound):
        await links.look(second, at=now + links.LIFETIME + timedelta(seconds=1))
    assert "rione setup-link" in (await browser.get(f"/primo-avvio/{first}")).text
    await a_person(None, Role.OFFICE)
    with pytest.raises(NotFound):
        await links.look(second, at=now)
    with pytest.raises(NotFound):
        await links.come_first(second, "a@comune.example", PASSWORD, "Test", locale="it", at=now)
    with pytest.raises(Conflict):
        await links.make(at=now)


async def test_the_first_step_founds_the_comune_with_its_look(browser: httpx.AsyncClient) -> None:
    await an_office(browser)
    fields = {"name": "Comune di Valdombra", "part": "frazione", "colour": "#c9a227", "version": "0"}
    refused = await post(browser, f"{SETTINGS}/comune", f"{SETTINGS}/comune", **fields)
    assert refused.status_code == 422
    assert 'name="shade" value="#836919"' in refused.text
    assert "Comune di Valdombra" in refused.text, "nothing typed is lost"
    assert (await city()).id == 0, "nothing is half saved"
    saved = await post(browser, f"{SETTINGS}/comune", f"{SETTINGS}/comune", **fields, shade="#836919")
    assert (saved.status_code, saved.headers["location"]) == (303, f"{SETTINGS}/luoghi")
    assert (await city()).name == "Comune di Valdombra"
    assert (await profile()).colour == "#836919"
    home = await browser.get("/")
    assert home.status_code == 200
    assert "/tema.css?v=" in home.text
    sheet = await browser.get(home.text.split('href="/tema.css', 1)[1].split('"', 1)[0].join(["/tema.css", ""]))
    assert "--brick:#836919" in sheet.text
    assert "immutable" in sheet.headers["cache-control"]


async def test_the_word_for_the_parts_is_used_everywhere_at_once(browser: httpx.AsyncClient) -> None:
    await a_city("Comune di Valdombra")
    await an_office(browser)
    assert "nel tuo quartiere" in (await browser.get("/")).text
    page = f"{SETTINGS}/comune"
    sent = await post(
        browser, page, page, name="Comune di Valdombra", part="frazione", district="municipio", version="0"
    )
    assert sent.status_code == 303
    home = (await browser.get("/")).text
    assert "nella tua frazione" in home
    assert "quartier" not in re.sub(r'(href|id)="[^"]*"', "", home)
    assert "In your village" in (await browser.get("/", headers={"accept-language": "en"})).text.replace(
        "in your", "In your"
    )
    new = "/gestione/consultazioni/nuova"
    assert (await post(browser, new, new, template="neighbourhood-budget", title="Che cosa serve?")).status_code == 303
    made = (await browser.get("/gestione/consultazioni/che-cosa-serve/testi")).text
    assert "opere fuori dalla frazione" in made


async def test_a_second_tab_overwrites_nothing_and_keeps_what_was_typed(browser: httpx.AsyncClient) -> None:
    await a_city("Comune di Uno")
    await an_office(browser)
    page = f"{SETTINGS}/comune"
    fields = {"part": "zona", "version": "0"}
    assert (await post(browser, page, page, name="Comune di Due", **fields)).status_code == 303
    late = await post(browser, page, page, name="Comune di Tre", **fields)
    assert late.status_code == 409
    assert "Comune di Tre" in late.text
    assert "Comune di Due" in late.text
    assert 'name="version" value="1"' in late.text
    assert (await city()).name == "Comune di Due"


async def test_a_coat_of_arms_is_shown_and_taken_away(browser: httpx.AsyncClient) -> None:
    await a_city()
    await an_office(browser)
    page, held = f"{SETTINGS}/comune", io.BytesIO()
    Image.new("RGB", (300, 300), "#114488").save(held, "PNG")
    data = {"_csrf": await token_of(browser, page), "name": "Bologna", "part": "quartiere", "version": "0"}
    sent = await browser.post(page, data=data, files={"coat_of_arms": ("stemma.png", held.getvalue())})
    assert sent.status_code == 303
    home = (await browser.get("/")).text
    address = "/stemma.png" + home.split('src="/stemma.png', 1)[1].split('"', 1)[0]
    shown = await browser.get(address)
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/png")
    assert (
        await post(browser, page, page, name="Bologna", part="quartiere", version="1", no_coat="1")
    ).status_code == 303
    assert (await browser.get("/stemma.png")).status_code == 404


async def test_each_step_is_saved_at_once_until_nothing_is_missing(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    await an_office(browser)
    assert "Al sito mancano ancora 6 passi" in (await browser.get("/gestione")).text
    texts = {
        "comune": {"name": "Bologna", "part": "quartiere"},
        "ufficio": {"name": "Ufficio", "opening_hours": "- lunedì", "email": "u@comune.example"},
        "regole": {"min_age": "16"},
        "privacy": {
            "controller": "Comune di Bologna",
            "controller_email": "pec@comune.example",
            "officer_email": "dpo@comune.example",
            "retention": "Un anno.",
            "accessibility_email": "barriere@comune.example",
        },
    }
    for name, fields in texts.items():
        page = f"{SETTINGS}/{name}"
        assert (await post(browser, page, page, version="0", **fields)).status_code == 303, name
    assert "dpo@comune.example" in (await browser.get("/privacy")).text
    assert "barriere@comune.example" in (await browser.get("/accessibilita")).text
    assert (await post(browser, f"{SETTINGS}/strade", f"{SETTINGS}/strade/senza")).status_code == 303
    assert (await post(browser, f"{SETTINGS}/strade", f"{SETTINGS}/luoghi/senza")).status_code == 422
    sent = await post(browser, f"{SETTINGS}/ufficio", f"{SETTINGS}/ufficio", version="1", name="Ufficio")
    assert sent.headers["location"] == f"{SETTINGS}/posta"
    half = (await browser.get(f"{SETTINGS}/ufficio")).text
    assert "Per finire questo passo manca" in half
    assert "<li>gli orari</li><li>un telefono o un indirizzo e-mail</li>" in half
    again = {**texts["ufficio"], "version": "2"}
    assert (await post(browser, f"{SETTINGS}/ufficio", f"{SETTINGS}/ufficio", **again)).status_code == 303
    found = {view.step: view.progress for view in await steps()}
    assert found.pop(Step.MAIL) is Progress.TO_DO
    assert found.pop(Step.STREETS) is Progress.WITHOUT
    assert set(found.values()) == {Progress.DONE}
    assert world.city
    desk = (await browser.get("/gestione")).text
    assert "Al sito manca ancora un passo" in desk
    assert f'<li><a href="{SETTINGS}/posta">La posta</a></li>' in desk
    assert (
        f'href="{SETTINGS}/posta">Vai al prossimo passo: La posta' in (await browser.get("/gestione/territorio")).text
    )


@pytest.mark.parametrize(
    ("step", "fields", "says"),
    [
        ("regole", {"min_age": "9"}, "da 14 a 25"),
        ("regole", {"min_age": "sedici"}, "Scrivi"),
        ("privacy", {"controller_email": "senza chiocciola"}, "non sembra completo"),
        ("privacy", {"statement_url": "form.agid.gov.it"}, "https://"),
        ("ufficio", {"name": ""}, "Scrivi il nome"),
        ("comune", {"name": "", "part": "zona"}, "Scrivi il nome del comune"),
        ("comune", {"name": "Uno", "part": "zona", "district": "zona"}, "due diversi"),
        ("comune", {"name": "Uno", "part": "contrada"}, "Scegli una parola"),
    ],
)
async def test_a_mistake_is_told_beside_its_field(
    browser: httpx.AsyncClient, step: str, fields: dict[str, str], says: str
) -> None:
    await a_city()
    await an_office(browser)
    answer = await post(browser, f"{SETTINGS}/{step}", f"{SETTINGS}/{step}", version="0", **fields)
    assert answer.status_code == 422
    assert says in answer.text


async def test_the_test_mail_goes_through_the_outbox_and_its_fate_is_told(browser: httpx.AsyncClient) -> None:
    await a_city()
    await an_office(browser)
    page = f"{SETTINGS}/posta"
    sent = await post(browser, page, page, email="io@comune.example")
    assert sent.headers["location"].startswith(page)
    assert "sta per partire" in (await browser.get(page)).text
    await asyncio.sleep(1.1)  # a job is due from the next whole second on
    assert await do_one()
    assert "non è andato a nessuno" in (await browser.get(page)).text, "null:// is no mail server"
