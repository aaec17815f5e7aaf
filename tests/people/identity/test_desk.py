# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The desk's pages: a document is typed, doubts are asked about, nothing typed is lost, and the next person comes."""

import httpx

from deliberation.actor import Role
from deliberation.database import rows
from tests.people.people import count
from tests.world import NOON, a_city, a_person, document_of, post, sign_in, typed_at_desk

SEEN = NOON.isoformat()


async def test_doubts_come_back_with_what_was_typed_and_a_reason_goes_on(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    person = await a_person(world.navile, verified=False)
    await sign_in(browser, await a_person(None, Role.OFFICE))
    page = f"/gestione/persone/{person.public_id}"
    typed = typed_at_desk(document_of(person, name="Anna", fiscal_code="RSSMRA85E57A944R"), seen=SEEN)
    asked = await post(browser, page, f"{page}/verifica", **typed)
    assert asked.status_code == 422
    assert "Nome e cognome non danno le lettere" in asked.text
    assert 'value="RSSMRA85E57A944R"' in asked.text
    assert 'name="accepted" value="fiscal_code.other_name"' in asked.text
    silent = await post(browser, page, f"{page}/verifica", **typed, accepted="fiscal_code.other_name")
    assert "Scrivi perché va bene così" in silent.text
    done = await post(browser, page, f"{page}/verifica", **typed, accepted="fiscal_code.other_name", reason="Sposata")
    assert done.status_code == 303
    seen = (await browser.get(page)).text
    assert "Anna Rossi" in seen
    assert "Sposata" in seen
    assert "RSSMRA85E57A944R" not in seen


async def test_a_wrong_code_is_said_beside_its_field(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    person = await a_person(world.navile, verified=False)
    await sign_in(browser, await a_person(None, Role.OFFICE))
    page = f"/gestione/persone/{person.public_id}"
    typed = typed_at_desk(document_of(person, fiscal_code="RSSMRA85E57A944S"), seen=SEEN)
    answer = await post(browser, page, f"{page}/verifica", **typed)
    assert "carattere del codice fiscale non torna" in answer.text
    assert 'id="errore-fiscal_code"' in answer.text
    assert await count("person") == 0


async def test_a_second_account_shows_the_first_and_offers_to_merge(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    first, second = [await a_person(world.navile, verified=False) for _ in range(2)]
    await sign_in(browser, await a_person(None, Role.OFFICE))
    typed = typed_at_desk(document_of(first), seen=SEEN)
    for person, status in ((first, 303), (second, 422)):
        page = f"/gestione/persone/{person.public_id}"
        answer = await post(browser, page, f"{page}/verifica", **typed)
        assert answer.status_code == status
    (email,) = await rows("SELECT email FROM account WHERE id = {}", first.id)
    assert email["email"] in answer.text
    assert f"/gestione/persone/{second.public_id}/unisci/{first.public_id}" in answer.text


async def test_people_in_a_room_are_verified_one_after_the_other(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    people = [await a_person(world.navile, verified=False) for _ in range(3)]
    await sign_in(browser, await a_person(None, Role.OFFICE))
    room = "/gestione/persone/in-sala"
    assert "Oggi hai verificato 0 persone" in (await browser.get(room)).text
    for number, person in enumerate(people, start=1):
        found = f"{room}?q={person.public_id.upper() if number == 1 else person.pseudonym}&documento=passport"
        shown = (await browser.get(found)).text
        assert 'value="passport" checked' in shown
        action = f"/gestione/persone/{person.public_id}/verifica"
        wrong = await post(browser, found, action, **typed_at_desk(document_of(person), surname="", room=1, seen=SEEN))
        assert wrong.status_code == 422
        assert "Verifica in sala" in wrong.text
        done = await post(browser, found, action, **typed_at_desk(document_of(person), room=1, seen=SEEN))
        assert done.headers["location"] == f"{room}?documento=passport"
    after = (await browser.get(f"{room}?documento=passport")).text
    assert "Oggi hai verificato 3 persone" in after
    assert 'name="documento" value="passport"' in after
    assert "Quale di queste?" in (await browser.get(f"{room}?q=Residente")).text
    assert "già verificata" in (await browser.get(f"{room}?q={people[0].public_id}")).text
    assert "Nessuno con questi dati" in (await browser.get(f"{room}?q=nessuno%25")).text
    undeclared = await a_person()
    assert "Scrivi l'indirizzo" in (await browser.get(f"{room}?q={undeclared.public_id}")).text
