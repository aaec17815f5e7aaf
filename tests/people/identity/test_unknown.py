# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Accounts verified before persons were written down: the office sees them, and writes down who they are."""

from datetime import timedelta

import httpx
import pytest

from analytics.reads import evidence
from deliberation.actor import COMMAND_LINE, Actor, Role
from deliberation.ballots import desk, rights
from deliberation.ballots.queries import turnout
from deliberation.database import rows
from deliberation.errors import Conflict
from deliberation.people.identity.queries import own_identity
from deliberation.people.queries import number_unknown, people_unknown
from tests.ballots.test_rights import declared_at
from tests.ballots.votes import a_vote
from tests.people.people import mails
from tests.world import NOON, a_city, a_person, document_of, post, sign_in, typed_at_desk
from web import settings
from web.commands.health.doctor import people_are_known

LATER = NOON + timedelta(hours=1)


async def write_down(office: Actor, person: Actor, **facts: object) -> None:
    seen = await declared_at(person)
    await rights.verify(office, person.public_id, document_of(person, **facts), seen, at=LATER)  # type: ignore[arg-type]


async def test_who_they_are_is_written_down_and_the_verification_stays_as_it_was(database: None) -> None:
    world = await a_city()
    office, person = await a_person(None, Role.OFFICE), await a_person(world.navile)
    vote = await a_vote(world)
    before = await rows("SELECT verified_at FROM account WHERE id = {}", person.id)
    assert [one.public_id for one in (await people_unknown(office)).people] == [person.public_id]
    assert await own_identity(person) is None
    await write_down(office, person)
    assert await own_identity(person) is not None
    assert await rows("SELECT verified_at FROM account WHERE id = {}", person.id) == before
    assert await number_unknown() == 0
    assert [mail.kind for mail in await mails()] == []
    assert await rows("SELECT kind FROM notice WHERE account = {}", person.id) == []
    acts = [row["act"] for row in await rows("SELECT act FROM journal_entry ORDER BY sequence")]
    assert acts[-1] == "account.identified"
    assert (await turnout(vote.id)).entitled == 1
    with pytest.raises(Conflict, match=r"desk\.already_verified"):
        await write_down(office, person)


async def test_the_journal_and_the_tables_still_agree_about_who_is_verified(database: None) -> None:
    world = await a_city()
    office, person = await a_person(None, Role.OFFICE), await a_person(world.navile, verified=False)
    await write_down(office, person)
    await rows("UPDATE account SET person = NULL WHERE id = {}", person.id)
    await rows("DELETE FROM person")
    await write_down(office, person)
    found, _ = await evidence.faults()
    assert not [fault for fault in found if fault.code.startswith("verified")]


async def test_somebody_who_has_an_account_already_is_found_then(database: None) -> None:
    world = await a_city()
    office, known, other = await a_person(None, Role.OFFICE), await a_person(world.navile), await a_person(world.navile)
    await write_down(office, known)
    with pytest.raises(Conflict) as refusal:
        facts = document_of(known)
        await rights.verify(office, other.public_id, facts, await declared_at(other), at=LATER)  # type: ignore[arg-type]
    assert (refusal.value.code, refusal.value.parameters["other"]) == ("person.has_account", known.public_id)


async def test_desk_and_doctor_say_how_many_they_are(database: None) -> None:
    world = await a_city()
    office = await a_person(None, Role.OFFICE)
    assert (await people_are_known(settings.load())).ok is True
    people = [await a_person(world.navile) for _ in range(3)]
    await a_person(world.navile, is_demo=True)
    await a_person(world.navile, verified=False)
    found = await people_are_known(settings.load())
    assert found.ok is None
    assert found.says.startswith("3 verified accounts")
    assert (await desk.desk(office, at=NOON)).unknown == 3
    await rights.suspend_account(COMMAND_LINE, people[0].public_id, at=NOON)
    assert (await desk.desk(office, at=NOON)).unknown == 2


async def test_the_list_leads_to_the_desk_in_one_click(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    office, person = await a_person(None, Role.OFFICE), await a_person(world.navile)
    await sign_in(browser, office)
    assert "verificate, ma non si sa chi sono" in (await browser.get("/gestione")).text
    assert 'href="/gestione/persone?vista=senza-nome"' in (await browser.get("/gestione/persone")).text
    one = f"/gestione/persone/{person.public_id}"
    assert f'href="{one}"' in (await browser.get("/gestione/persone?vista=senza-nome")).text
    page = (await browser.get(one)).text
    assert "Scrivi chi è" in page
    when = page.split('name="seen" value="', 1)[1].split('"', 1)[0]
    done = await post(browser, one, f"{one}/verifica", **typed_at_desk(document_of(person)), seen=when)
    assert done.status_code == 303
    assert "Scrivi chi è" not in (await browser.get(one)).text
    assert "vista=senza-nome" not in (await browser.get("/gestione/persone")).text
    nobody_left = (await browser.get("/gestione/persone?vista=senza-nome")).text
    assert "Di tutte le persone verificate si sa chi sono." in nobody_left
    assert "Nessuno aspetta la verifica" not in nobody_left
    assert "non si sa chi sono" not in (await browser.get("/gestione")).text
