# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where people live, and the office's desk."""

import asyncio
import re
from datetime import UTC, date, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation import clock
from deliberation.actor import Actor, Role, Tier
from deliberation.clock import age_on
from deliberation.database import rows
from deliberation.errors import Conflict, Invalid, NotAllowed, NotFound
from deliberation.people import departures, queries, residences, verifications
from deliberation.people.access.sessions import find_session, open_session
from deliberation.people.identity.facts import DocumentKind, PersonFacts
from deliberation.people.identity.persons import verify_person
from deliberation.people.residences import Address
from deliberation.people.rules import birth_date_fault
from deliberation.people.verifications import WithdrawalReason
from deliberation.places.queries import forget_city
from deliberation.places.tables import Municipality, Neighbourhood
from tests.people.people import PASSWORD, count, last_mail, somebody, streets
from tests.world import NOON, World, a_city, a_person, born_on, fiscal_code, post, sign_in, typed_at_desk

BORN = date(1990, 2, 28)
DOCUMENT = PersonFacts(DocumentKind.PASSPORT, "Maria", "Rossi", BORN, fiscal_code("Rossi", "Maria", BORN))


async def fill(browser: httpx.AsyncClient, **fields: object) -> httpx.Response:
    return await post(browser, "/residenza", "/residenza", **fields)


async def test_a_resident_declares_where_they_live_and_gets_a_name_of_the_place(browser: httpx.AsyncClient) -> None:
    await streets(await a_city())
    person = await a_person()
    await sign_in(browser, person)
    done = await fill(browser, **born_on("birth_date", "1990-02-28"), street="v. emilia levante", number="4/A")
    assert done.status_code == 303, done.text
    account = await queries.own_account(person)
    assert (account.address, account.neighbourhood_slug) == ("Via Emilia Levante 4/A", "savena")
    assert account.pseudonym.startswith("Residente di Savena · ")
    assert account.verified_at is None
    token = await open_session(person.id, "T", at=clock.now())
    signed_in = await find_session(token, at=clock.now())
    assert signed_in
    assert signed_in.actor.tier is Tier.DECLARED


async def test_a_number_on_the_border_shows_both_neighbourhoods_and_the_person_chooses(
    browser: httpx.AsyncClient,
) -> None:
    world = await a_city()
    await streets(world)
    person = await a_person()
    await sign_in(browser, person)
    typed = {**born_on("birth_date", "1990-02-28"), "street": "Via Emilia Levante", "number": "10"}
    asked = await fill(browser, **typed)
    assert asked.status_code == 422
    assert "al confine" in asked.text
    assert "Navile" in asked.text
    assert "Savena" in asked.text
    done = await fill(browser, **typed, neighbourhood=str(world.navile))
    assert done.status_code == 303
    assert (await queries.own_account(person)).neighbourhood_slug == "navile"


async def test_a_street_that_is_spelled_wrong_is_asked_and_never_taken_unasked(browser: httpx.AsyncClient) -> None:
    await streets(await a_city())
    person = await a_person()
    await sign_in(browser, person)
    typed = {**born_on("birth_date", "1990-02-28"), "street": "via emilia levannte", "number": "4"}
    asked = await fill(browser, **typed)
    assert asked.status_code == 422
    assert "Forse è quella qui sotto" in asked.text
    (street,) = re.findall(r'name="street_choice" value="(\d+)"', asked.text)
    done = await fill(browser, **typed, street_choice=street)
    assert done.status_code == 303, done.text
    assert (await queries.own_account(person)).address == "Via Emilia Levante 4"


async def test_of_streets_with_similar_names_the_person_chooses(browser: httpx.AsyncClient) -> None:
    levante = await streets(await a_city())
    await sign_in(browser, await a_person())
    typed = {**born_on("birth_date", "1990-02-28"), "street": "emilia", "number": "4"}
    asked = await fill(browser, **typed)
    assert asked.status_code == 422
    assert "Via Emilia Ponente" in asked.text
    assert (await fill(browser, **typed, street_choice=str(levante))).status_code == 303


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"street": "via che non esiste"}, "Non abbiamo trovato questa via"),
        ({"number": "999"}, "questo numero"),
        ({"number": "abc"}, "Da sistemare"),
        (born_on("birth_date", "2027-01-01"), "deve ancora venire"),
        (born_on("birth_date", "2015-01-01"), "almeno 14 anni"),
        (born_on("birth_date", "1990-02-30"), "febbraio ha 28 giorni"),
        (born_on("birth_date", "1850-01-01"), "120"),
        (born_on("birth_date", ""), "Scrivi la tua data"),
        ({"street": ""}, "Scrivi la via"),
    ],
)
async def test_what_was_typed_is_kept_when_it_cannot_be_right(
    browser: httpx.AsyncClient, wrong: dict[str, str], words: str
) -> None:
    await streets(await a_city())
    person = await a_person()
    await sign_in(browser, person)
    typed = {**born_on("birth_date", "1990-02-28"), "street": "Via Emilia Levante", "number": "4", **wrong}
    answer = await fill(browser, **typed)
    assert answer.status_code == 422
    assert words in answer.text
    for value in typed.values():
        assert f'value="{value}"' in answer.text
    assert (await queries.own_account(person)).declared_at is None


async def test_in_a_city_without_streets_the_neighbourhood_is_chosen(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    person = await a_person()
    await sign_in(browser, person)
    assert (await fill(browser, **born_on("birth_date", "1990-02-28"))).status_code == 422
    done = await fill(browser, **born_on("birth_date", "1990-02-28"), neighbourhood=str(world.savena))
    assert done.status_code == 303
    assert (await queries.own_account(person)).neighbourhood_slug == "savena"


async def test_a_city_without_streets_never_speaks_of_streets(browser: httpx.AsyncClient) -> None:
    """With one neighbourhood there is nothing to choose; with none, the office is asked."""
    await Municipality(slug="tolosa", name="Tolosa").save()
    forget_city()
    person = await a_person()
    await sign_in(browser, person)
    answer = await fill(browser, **born_on("birth_date", "1990-02-28"))
    assert answer.status_code == 422
    assert "Questo sito non ha ancora i quartieri." in answer.text
    assert "più vie con un nome simile" not in answer.text
    city = await Municipality.select(Municipality.id).first()
    assert city is not None
    await Neighbourhood(municipality=city["id"], slug="centro", name="Centro").save()
    assert (await fill(browser, **born_on("birth_date", "1990-02-28"))).status_code == 303
    assert (await queries.own_account(person)).neighbourhood_slug == "centro"


async def test_a_neighbourhood_cannot_be_chosen_against_the_register(database: None) -> None:
    world = await a_city()
    street = await streets(world)
    person = await a_person()
    await residences.declare(person, BORN, Address(street, 2, "", world.navile), at=NOON)
    assert (await queries.own_account(person)).neighbourhood_slug == "savena"
    with pytest.raises(Invalid, match=r"residence\.choose"):
        await residences.declare(person, BORN, Address(street, 10, "", None), at=NOON)
    with pytest.raises(Invalid, match=r"residence\.street_missing"):
        await residences.declare(person, BORN, Address(None, None, "", world.navile), at=NOON)


async def declared(world: World) -> tuple[Actor, int]:
    street = await streets(world)
    person = await a_person()
    await residences.declare(person, BORN, Address(street, 2, "", None), at=NOON)
    return person, street


async def test_a_change_after_verification_takes_the_verification_away(database: None) -> None:
    world = await a_city()
    person, street = await declared(world)
    office = await a_person(None, Role.OFFICE)
    await verify_person(office, person.public_id, DOCUMENT, seen=NOON, at=NOON)
    same = await residences.declare(person, BORN, Address(street, 2, "", None), at=NOON)
    assert not same.lost_verification
    assert (await queries.own_account(person)).verified_at == NOON
    moved = await residences.declare(person, BORN, Address(street, 20, "", None), at=NOON)
    assert moved.lost_verification
    assert (await queries.own_account(person)).verified_at is None


async def test_the_office_verifies_at_the_desk_and_the_journal_names_only_the_document(
    browser: httpx.AsyncClient,
) -> None:
    world = await a_city()
    person, _ = await declared(world)
    office = await a_person(None, Role.OFFICE)
    await sign_in(browser, office)
    account = await queries.own_account(person)
    assert account.email in (await browser.get("/gestione/persone")).text
    assert account.email in (await browser.get("/gestione/persone", params={"q": account.pseudonym[:18]})).text
    assert "Nessuno con questo" in (await browser.get("/gestione/persone?q=%25")).text
    page = f"/gestione/persone/{person.public_id}"
    assert (await post(browser, page, f"{page}/verifica", seen=NOON.isoformat())).status_code == 422
    typed = typed_at_desk(DOCUMENT)
    stale = await post(browser, page, f"{page}/verifica", **typed, seen=(NOON - timedelta(1)).isoformat())
    assert "cambiata mentre guardavi" in stale.text
    done = await post(
        browser, page, f"{page}/verifica", **{**typed, "document": "identity_card"}, seen=NOON.isoformat()
    )
    assert done.status_code == 303
    assert (await queries.own_account(person)).verified_at is not None
    line = (await rows("SELECT * FROM journal_entry WHERE act = 'residence.verified'"))[0]
    assert (line["subject"], line["detail"]) == (person.public_id, '{"document":"identity_card"}')
    assert (await last_mail("residence-verified")).to == account.email
    assert await count("notice") == 1
    assert (await queries.people_waiting(office)).total == 0


async def test_the_office_corrects_and_withdraws(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    person, _ = await declared(world)
    await sign_in(browser, await a_person(None, Role.OFFICE))
    page = f"/gestione/persone/{person.public_id}"
    await post(browser, page, f"{page}/verifica", **typed_at_desk(DOCUMENT), seen=NOON.isoformat())
    done = await post(
        browser,
        f"{page}/correggi",
        f"{page}/correggi",
        **born_on("birth_date", "1991-03-01"),
        street="Via Emilia Levante",
        number="30",
    )
    assert done.status_code == 303
    account = await queries.own_account(person)
    assert (account.neighbourhood_slug, account.birth_date) == ("navile", date(1991, 3, 1))
    assert account.verified_at is not None
    assert (await post(browser, f"{page}/ritira", f"{page}/ritira")).status_code == 422
    assert (await post(browser, f"{page}/ritira", f"{page}/ritira", reason="moved")).status_code == 303
    assert (await queries.own_account(person)).verified_at is None


async def test_nobody_verifies_themselves_and_only_the_office_verifies(database: None) -> None:
    world = await a_city()
    person, street = await declared(world)
    moderator = await a_person(None, Role.MODERATOR, over=world.savena)
    for actor in (person, moderator):
        with pytest.raises(NotAllowed):
            await verify_person(actor, person.public_id, DOCUMENT, seen=NOON, at=NOON)
        with pytest.raises(NotAllowed):
            await queries.people_waiting(actor)
    office = await a_person(None, Role.OFFICE)
    await residences.declare(office, BORN, Address(street, 2, "", None), at=NOON)
    with pytest.raises(NotAllowed, match=r"desk\.own_account"):
        await verify_person(office, office.public_id, DOCUMENT, seen=NOON, at=NOON)
    with pytest.raises(NotAllowed, match=r"desk\.own_account"):
        await residences.correct(office, office.public_id, BORN, Address(street, 4, "", None), at=NOON)
    with pytest.raises(Conflict, match=r"desk\.not_verified"):
        await verifications.withdraw(office, person.public_id, WithdrawalReason.MOVED, at=NOON)


@given(st.dates(date(1880, 1, 1), date(2030, 12, 31)), st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_only_ages_from_14_to_120_are_accepted(born: date, today: date) -> None:
    fault = birth_date_fault(born, today)
    assert (fault is None) == (born <= today and 14 <= age_on(born, today) <= 120)


@pytest.mark.parametrize(
    ("born", "fault"),
    [
        (date(2012, 11, 10), None),
        (date(2012, 11, 11), "birth_date.too_young"),
        (date(1905, 11, 11), None),
        (date(1905, 11, 10), "birth_date.too_old"),
        (date(2026, 11, 11), "birth_date.future"),
    ],
)
def test_the_14th_birthday_and_the_day_before_the_121st_are_accepted(born: date, fault: str | None) -> None:
    assert birth_date_fault(born, date(2026, 11, 10)) == fault


async def test_the_day_of_a_birthday_is_romes_day(database: None) -> None:
    world = await a_city()
    person, here = await a_person(), Address(None, None, "", world.navile)
    late_evening = datetime(2026, 11, 10, 23, 30, tzinfo=UTC)  # already the eleventh in Rome
    with pytest.raises(Invalid, match=r"birth_date\.too_young"):
        await residences.declare(person, date(2012, 11, 12), here, at=late_evening)
    await residences.declare(person, date(2012, 11, 11), here, at=late_evening)


async def test_nothing_personal_comes_back_to_an_account_that_was_deleted_meanwhile(database: None) -> None:
    """Two tabs, or a request that was on its way: in whatever order they end, a deleted account knows nobody."""
    world = await a_city()
    office = await a_person(None, Role.OFFICE)
    address = Address(None, None, "", world.savena)
    for _ in range(5):
        person, _ = await somebody(neighbourhood=world.navile, verified=False)
        seen = (await rows("SELECT declared_at FROM account WHERE id = {}", person.id))[0]["declared_at"]
        await asyncio.gather(
            residences.declare(person, BORN, address, at=NOON),
            departures.delete_own(person, PASSWORD, at=NOON),
            residences.correct(office, person.public_id, BORN, address, at=NOON),
            verify_person(office, person.public_id, DOCUMENT, seen=seen, at=NOON),
            return_exceptions=True,
        )
        with pytest.raises(NotFound):
            await residences.declare(person, BORN, address, at=NOON)
    left = "birth_date IS NOT NULL OR neighbourhood IS NOT NULL OR declared_at IS NOT NULL OR verified_at IS NOT NULL"
    assert await rows(f"SELECT id FROM account WHERE deleted_at IS NOT NULL AND ({left})") == []
    assert len(await rows("SELECT id FROM account WHERE deleted_at IS NOT NULL")) == 5
