# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A verified person's name is read at the desk and by the person: on no other page, file, answer, line or table."""

import re
from urllib.parse import urlsplit

import httpx
import pytest

from deliberation.actor import Role
from deliberation.database import rows
from deliberation.piccolo_app import TABLES
from tests.hostile.forms import discover
from tests.hostile.test_forms import enter
from tests.hostile.towns import a_town
from tests.people.people import mails
from tests.world import a_person, document_of, post, typed_at_desk
from web import settings
from web.http import logs

NAMES = re.compile("zwaantje|quintavalles", re.IGNORECASE)
DESK = re.compile(r"/gestione/(persone/[^/]+(/unisci/[^/]+)?|registro)$")  # the desk, and whom its register lacks


@pytest.mark.long
async def test_a_verified_persons_name_is_seen_by_the_desk_and_by_nobody_else(
    browser: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure(settings.load())  # to what is captured here
    town = await a_town()
    person = town.neighbour
    facts = document_of(person, name="Zwaantje", surname="Quintavallesi")
    await rows("UPDATE account SET verified_at = NULL WHERE id = {}", person.id)
    await enter(browser, town.office)
    page = f"/gestione/persone/{person.public_id}"
    seen = (await browser.get(page)).text.split('name="seen" value="', 1)[1].split('"', 1)[0]
    done = await post(browser, page, f"{page}/verifica", **typed_at_desk(facts, seen=seen))
    assert done.status_code == 303, done.text
    await enter(browser, person)
    assert (await post(browser, "/profilo/nome", "/profilo/nome", name="Gelso Quieto")).status_code == 303
    assert "Zwaantje Quintavallesi" in (await browser.get("/profilo")).text

    told: dict[str, set[str]] = {}
    who = ""

    async def look(response: httpx.Response) -> None:
        await response.aread()
        if NAMES.search(response.text + repr(response.headers)):
            told.setdefault(who, set()).add(urlsplit(str(response.request.url)).path)

    browser.event_hooks["response"].append(look)
    looked = 0
    trusted = await a_person(town.world.navile, Role.COUNCILLOR, Role.MODERATOR)
    starts = [f"/proposte/{town.others}", "/api/v1/proposals", f"/api/v1/proposals/{town.others}", "/dati-aperti"]
    for who, actor in {
        "visitor": None,
        "resident": town.resident,
        "councillor and moderator": trusted,
        "office": town.office,
    }.items():
        await enter(browser, actor)
        own = ["/cruscotti", "/moderazione"] if actor else []
        desk = [page, f"{page}/unisci/{town.resident.public_id}"] if who == "office" else []
        _, visited = await discover(browser, *starts, *own, *desk, each=1)
        looked += len(visited)
    assert looked > 100
    assert {path for path in told.pop("office") if not DESK.match(path)} == set()
    assert told == {}

    for table in TABLES:
        name = table._meta.tablename
        held = repr(await rows(f"SELECT * FROM {name}"))
        assert bool(NAMES.search(held)) == (name == "person"), name
    assert not NAMES.search(repr(await mails()))
    logged = "".join(capsys.readouterr())
    assert "request" in logged
    assert not NAMES.search(logged)
    assert facts.fiscal_code not in logged
