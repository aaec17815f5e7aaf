# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A tie is declared until a day, decided by the desk, and ends by itself."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import httpx
import pytest

from deliberation.actor import COMMAND_LINE, Actor, Role
from deliberation.ballots import rights
from deliberation.ballots.entitled import ties
from deliberation.ballots.roll import freeze
from deliberation.database import rows
from deliberation.errors import CivicError, Conflict, Invalid, NotAllowed
from deliberation.people.identity.facts import DocumentKind, PersonFacts
from deliberation.people.register import bases, declarations
from deliberation.people.register.declarations import Tie, last_day
from deliberation.people.register.states import TieState
from deliberation.regulations.profile import Basis
from tests.people.people import mails
from tests.regulations.places import written
from tests.world import NOON, World, a_city, a_consultation, a_person, born_on, post, sign_in

BORN = date(1985, 5, 17)
UNTIL = date(2027, 3, 31)
FACTS = PersonFacts(
    DocumentKind.PASSPORT, "Ana", "Popescu", BORN, accepted=frozenset({"fiscal_code.missing"}), reason="Senza codice"
)


async def a_city_of_workers() -> World:
    world = await a_city()
    await bases.allow(COMMAND_LINE, {Basis.WORKER: 12}, at=NOON)
    return world


def tie(world: World) -> Tie:
    return Tie(Basis.WORKER, "Officine Rossi", world.savena, BORN, UNTIL)


async def declared(world: World, who: Actor, days: int = 0) -> str:
    await declarations.declare(who, tie(world), at=NOON + timedelta(days=days))
    found = await declarations.own(who)
    assert found is not None
    return found.public_id


async def approved(world: World) -> Actor:
    """Somebody whose tie was approved and who was verified with a document."""
    who = await a_person(None)
    await ties.approve(COMMAND_LINE, await declared(world, who), at=NOON)
    await rights.verify(COMMAND_LINE, who.public_id, FACTS, None, at=NOON)
    return who


async def state_of(who: Actor) -> TieState:
    found = await declarations.own(who)
    assert found is not None
    return found.state


async def verified(who: Actor) -> bool:
    return (await rows("SELECT verified_at FROM account WHERE id = {}", who.id))[0]["verified_at"] is not None


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        (date(2026, 11, 10), 12, date(2027, 11, 10)),
        (date(2026, 11, 10), 2, date(2027, 1, 10)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_the_last_day_is_so_many_months_away_and_exists(day: date, months: int, last: date) -> None:
    assert last_day(day, months) == last


async def test_by_default_only_residents_take_part(database: None) -> None:
    world = await a_city()
    with pytest.raises(Invalid, match=r"declaration\.basis"):
        await declared(world, await a_person(None))


async def test_what_is_declared_is_checked_field_by_field(database: None) -> None:
    world = await a_city_of_workers()
    who = await a_person(None)
    wrong = replace(tie(world), basis=Basis.STUDENT, venue=" ", born=date(2030, 1, 1), until=NOON.date())
    with pytest.raises(Invalid) as refused:
        await declarations.declare(who, wrong, at=NOON)
    assert set(refused.value.fields) == {"basis", "venue", "born", "until"}
    with pytest.raises(Invalid, match=r"declaration\.until_far"):
        await declarations.declare(who, replace(tie(world), until=date(2027, 11, 11)), at=NOON)


async def test_an_approved_tie_and_a_document_give_a_vote_where_one_works(database: None) -> None:
    world = await a_city_of_workers()
    who = await approved(world)
    assert await verified(who)
    view = await freeze(COMMAND_LINE, await a_consultation(world, neighbourhoods=(world.savena,)), at=NOON)
    assert view.size == 1
    assert [mail.kind for mail in await mails()][:1] == ["declaration-approved"]


async def test_the_desk_refuses_with_a_reason_and_another_one_may_be_made(database: None) -> None:
    world = await a_city_of_workers()
    who = await a_person(None)
    id = await declared(world, who)
    with pytest.raises(Invalid, match=r"declaration\.reason_missing"):
        await ties.refuse(COMMAND_LINE, id, " ", at=NOON)
    await ties.refuse(COMMAND_LINE, id, "Manca la lettera.", at=NOON)
    (mail,) = await mails()
    assert (mail.kind, mail.parameters["reason"]) == ("declaration-refused", "Manca la lettera.")
    with pytest.raises(Conflict, match=r"declaration\.decided"):
        await ties.approve(COMMAND_LINE, id, at=NOON)
    assert (await rows("SELECT birth_date FROM self_declaration"))[0]["birth_date"] is None
    await declared(world, who)
    assert await state_of(who) is TieState.WAITING


async def test_one_declaration_waits_at_a_time_and_may_be_taken_back(database: None) -> None:
    world = await a_city_of_workers()
    who = await a_person(None)
    await declared(world, who)
    with pytest.raises(Conflict, match=r"declaration\.open"):
        await declared(world, who)
    await declarations.withdraw(who, at=NOON)
    assert await state_of(who) is TieState.WITHDRAWN
    with pytest.raises(Conflict, match=r"declaration\.none"):
        await declarations.withdraw(who, at=NOON)


async def test_a_verified_resident_needs_no_declaration(database: None) -> None:
    world = await a_city_of_workers()
    with pytest.raises(Conflict, match=r"declaration\.verified"):
        await declared(world, await a_person(world.navile))


async def test_nobody_decides_their_own_and_only_the_office_decides(database: None) -> None:
    world = await a_city_of_workers()
    officer = await a_person(None, Role.OFFICE)
    id = await declared(world, officer)
    with pytest.raises(NotAllowed, match=r"desk\.own_account"):
        await ties.approve(officer, id, at=NOON)
    with pytest.raises(NotAllowed):
        await ties.approve(await a_person(world.navile), id, at=NOON)


async def test_a_tie_is_told_thirty_days_before_its_end_once_and_ends_with_the_right_to_vote(database: None) -> None:
    world = await a_city_of_workers()
    who = await approved(world)
    hours = 24 * 200
    vote = await a_consultation(world, ("voting", 0, hours), neighbourhoods=(world.savena,))
    await freeze(COMMAND_LINE, vote, at=NOON)
    before = len(await mails())
    for day in (date(2027, 2, 27), date(2027, 3, 1), date(2027, 3, 2), UNTIL):
        await ties.keep(at=NOON + (day - NOON.date()))
    assert [mail.kind for mail in (await mails())[before:]] == ["declaration-ending"]
    assert await verified(who)
    after = NOON + (UNTIL - NOON.date()) + timedelta(days=1)
    for _ in range(2):
        await ties.keep(at=after)
    assert await state_of(who) is TieState.EXPIRED
    assert not await verified(who)
    assert [right.suspended_for for right in await rights.rights(who.public_id, at=after)] == ["expired"]


async def test_of_workers_that_tell_at_once_one_tells_by_mail_and_in_the_notices(database: None) -> None:
    world = await a_city_of_workers()
    who = await approved(world)
    before = len(await mails())
    soon = NOON + (UNTIL - NOON.date()) - timedelta(days=30)
    await ties.keep(at=soon - timedelta(days=1))
    assert len(await mails()) == before
    await asyncio.gather(*(ties.keep(at=soon) for _ in range(4)))
    assert [mail.kind for mail in (await mails())[before:]] == ["declaration-ending"]
    told = await rows("SELECT kind FROM notice WHERE account = {} AND kind = 'declaration.ending'", who.id)
    assert len(told) == 1


async def test_in_its_last_month_a_tie_is_renewed_and_holds_without_a_gap(database: None) -> None:
    world = await a_city_of_workers()
    who = await approved(world)
    with pytest.raises(Conflict, match=r"declaration\.holds"):
        await declared(world, who, 30)
    late = NOON + timedelta(days=120)
    await declarations.declare(who, replace(tie(world), until=date(2028, 1, 31)), at=late)
    assert await verified(who)
    found = await declarations.own(who)
    assert found is not None
    await ties.approve(COMMAND_LINE, found.public_id, at=late)
    await ties.keep(at=NOON + (UNTIL - NOON.date()) + timedelta(days=5))
    assert await verified(who)


async def test_who_has_become_a_resident_meanwhile_keeps_the_vote(database: None) -> None:
    from deliberation.people.residences import Address

    world = await a_city_of_workers()
    who = await approved(world)
    await rights.correct(COMMAND_LINE, who.public_id, BORN, Address(None, None, "", world.navile), at=NOON)
    await rows("UPDATE account SET declared_at = {} WHERE id = {}", NOON + timedelta(days=1), who.id)
    await ties.keep(at=NOON + (UNTIL - NOON.date()) + timedelta(days=1))
    assert await state_of(who) is TieState.EXPIRED
    assert await verified(who)


async def test_who_leaves_takes_the_declaration_along(database: None) -> None:
    from deliberation.people.access.passwords import hash_password
    from deliberation.people.departures import delete_own

    world = await a_city_of_workers()
    who = await a_person(None, password_hash=await hash_password("quattro cavalli blu"))
    await declared(world, who)
    await delete_own(who, "quattro cavalli blu", at=NOON)
    assert await rows("SELECT id FROM self_declaration") == []


async def test_months_are_bounded(database: None) -> None:
    for months in (0, 37):
        with pytest.raises(CivicError, match=r"basis\.months"):
            await bases.allow(COMMAND_LINE, {Basis.WORKER: months}, at=NOON)


async def test_where_the_regulation_says_the_ties_the_desk_reads_them_and_the_way_to_change_them(
    browser: httpx.AsyncClient,
) -> None:
    await a_city()
    desk = "/gestione/registro/dichiarazioni"
    await sign_in(browser, await a_person(None, Role.OFFICE))
    assert 'name="months"' in (await browser.get(desk)).text
    await written("bologna", at=NOON)
    page = (await browser.get(desk)).text
    assert 'name="months"' not in page
    assert "fa volontariato" in page
    assert "/gestione/regolamento" in page
    late = await post(browser, "/", f"{desk}/titoli", bases="student", months="9")
    assert late.status_code == 422
    assert "si cambiano con una nuova versione" in late.text


async def test_all_of_it_is_done_by_pages(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    officer, who = await a_person(None, Role.OFFICE), await a_person(None)
    own, desk = "/verifica/dichiarazione", "/gestione/registro/dichiarazioni"
    await sign_in(browser, officer)
    assert (await post(browser, desk, f"{desk}/titoli", bases="student", months="0")).status_code == 422
    assert (await post(browser, desk, f"{desk}/titoli", bases="student", months="9")).status_code == 303
    await sign_in(browser, who)
    refused = await post(browser, own, own, venue="Liceo", **born_on("born", "2001-01-31"))
    assert refused.status_code == 422
    assert 'value="Liceo"' in refused.text
    from deliberation import clock

    until = (clock.now() + timedelta(days=90)).date().isoformat()
    typed = {"basis": "student", "venue": "Liceo", "neighbourhood": str(world.savena), **born_on("born", "2001-01-31")}
    assert (await post(browser, own, own, **typed, until=until)).status_code == 303
    assert "aspetta l'ufficio" in (await browser.get(own)).text.replace("&#39;", "'")
    await sign_in(browser, officer)
    found = await declarations.own(who)
    assert found is not None
    there = f"{desk}/{found.public_id}"
    assert "Liceo" in (await browser.get(there)).text
    assert (await post(browser, there, f"{there}/rifiuta", reason="")).status_code == 422
    done = await post(browser, there, f"{there}/approva")
    assert done.headers["location"] == f"/gestione/persone/{who.public_id}"
    assert "Liceo" in (await browser.get(desk)).text
