# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Somebody new is led through residence and verification, and back to where they were going."""

from datetime import date, timedelta

import httpx

from deliberation import clock
from deliberation.actor import COMMAND_LINE
from deliberation.ballots import rights
from deliberation.consultations.queries import votes_ahead
from deliberation.database import rows
from tests.people.people import somebody, streets
from tests.world import NOON, World, a_city, a_consultation, a_person, born_on, document_of, post, sign_in

HERE = "/benvenuto?next=%2Fconsultazioni%2Fidee"


async def consultations(world: World) -> None:
    """Ideas of Navile that are open, a vote of Navile to come, one of Savena, and one whose roll is closed."""
    hours = int((clock.now() - NOON).total_seconds() // 3600)
    await a_consultation(world, ("proposing", hours - 24, hours + 24), slug="idee", title="Idee per Navile")
    ahead = ("voting", hours + 24, hours + 48)
    await a_consultation(world, ahead, slug="navile", title="Voto di Navile", min_age=16)
    await a_consultation(world, ahead, slug="savena", title="Voto di Savena", neighbourhoods=(world.savena,))
    open_now = ("voting", hours - 24, hours + 24)
    await a_consultation(
        world, open_now, slug="citta", title="Voto della città", neighbourhoods=(), roll_frozen_at=NOON
    )


async def test_a_newcomer_is_led_from_residence_to_verification_and_back(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    await streets(world)
    await consultations(world)
    person, _ = await somebody()
    await sign_in(browser, person)
    first = (await browser.get(HERE)).text
    assert "Manca un passo per partecipare" in first
    assert "sostenere le proposte" in first
    assert "commentare, votare" not in first
    assert "la lista prende nomi al più tardi fino a" in first
    assert "la lista è già chiusa" in first
    form = first.split('href="/residenza', 1)[1].split('"', 1)[0]
    page = f"/residenza{form}"
    done = await post(
        browser,
        page,
        page,
        **born_on("birth_date", "1990-04-12"),
        street="via emilia ponente",
        number="",
        neighbourhood="x",
    )
    assert done.status_code == 422
    done = await post(
        browser, page, page, **born_on("birth_date", "1990-04-12"), street="via emilia levante", number="50"
    )
    assert (done.status_code, done.headers["location"]) == (303, HERE)
    second = (await browser.get(HERE)).text
    assert "Per votare manca la verifica" in second
    assert 'href="/consultazioni/idee"' in second
    assert "Voto di Navile" in second
    assert "Voto di Savena" not in second
    seen = (await rows("SELECT declared_at FROM account WHERE id = {}", person.id))[0]["declared_at"]
    await rights.verify(
        COMMAND_LINE, person.public_id, document_of(person, birth_date=date(1990, 4, 12)), seen, at=clock.now()
    )
    third = (await browser.get(HERE)).text
    assert "la tua residenza è verificata" in third
    assert "commentare, votare" not in third, "verified after the roll was closed"
    assert "guarda un tuo documento" not in third


async def test_the_welcome_leads_to_no_other_site_and_only_whoever_is_in(browser: httpx.AsyncClient) -> None:
    await a_city()
    assert (await browser.get("/benvenuto")).headers["location"].startswith("/accesso")
    await sign_in(browser, await a_person())
    text = (await browser.get("/benvenuto?next=//evil.example/x")).text
    assert "evil.example" not in text
    assert "In questo momento non c'è nulla di aperto." in text


async def test_votes_ahead_are_those_of_the_persons_neighbourhood_and_not_over(database: None) -> None:
    world = await a_city()
    await consultations(world)
    now = clock.now()
    somewhere = await a_person(world.savena)
    assert [vote.slug for vote in await votes_ahead(somewhere, at=now)] == ["citta", "savena"]
    nowhere = await votes_ahead(await a_person(), at=now)
    assert [(vote.slug, vote.takes_names) for vote in nowhere] == [("citta", False), ("navile", True), ("savena", True)]
    assert nowhere[0].is_open(now)
    assert await votes_ahead(somewhere, at=now + timedelta(days=3)) == ()
