# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sessions change when what their person may do changes, and end with a suspension."""

from collections.abc import Awaitable, Callable
from datetime import date

import httpx
import pytest

from deliberation import clock
from deliberation.actor import COMMAND_LINE, Actor, Role
from deliberation.ballots import rights
from deliberation.database import rows
from deliberation.errors import Conflict, NotAllowed
from deliberation.people import accounts, credentials, roles
from deliberation.people.access import links
from deliberation.people.access.links import Purpose
from deliberation.people.access.sessions import find_session, open_session
from deliberation.people.residences import Address
from deliberation.people.verifications import WithdrawalReason
from tests.people.people import PASSWORD, TABS, count, elsewhere, enter, mails, somebody
from tests.world import NOON, World, a_city, a_person, document_of, post, sign_in, token_of

Change = Callable[[World, Actor, str], Awaitable[object]]
BORN = date(1985, 5, 17)


async def given(world: World, person: Actor, email: str) -> object:
    return await roles.appoint(COMMAND_LINE, email, Role.COUNCILLOR, [roles.CITY], at=NOON)


async def taken(world: World, person: Actor, email: str) -> object:
    return await roles.revoke(COMMAND_LINE, person.public_id, Role.MODERATOR, "", at=NOON)


async def withdrawn(world: World, person: Actor, email: str) -> object:
    return await rights.withdraw(COMMAND_LINE, person.public_id, WithdrawalReason.MISTAKE, at=NOON)


async def verified(world: World, person: Actor, email: str) -> object:
    await rows("UPDATE account SET verified_at = NULL WHERE id = {}", person.id)
    return await rights.verify(COMMAND_LINE, person.public_id, document_of(person), NOON, at=NOON)


async def corrected(world: World, person: Actor, email: str) -> object:
    address = Address(None, None, "", world.savena)
    return await rights.correct(COMMAND_LINE, person.public_id, BORN, address, at=NOON)


async def declared(world: World, person: Actor, email: str) -> object:
    return await rights.declare(person, BORN, Address(None, None, "", world.savena), at=NOON)


@pytest.mark.parametrize("change", [given, taken, withdrawn, verified, corrected, declared], ids=lambda c: c.__name__)
async def test_what_changes_a_persons_rights_gives_their_sessions_a_new_id(
    browser: httpx.AsyncClient, change: Change
) -> None:
    world = await a_city()
    person, email = await somebody(neighbourhood=world.navile)
    await rows(
        "INSERT INTO role_grant (account, role, granted_by, granted_at, revoked_by) "
        "VALUES ({}, 'moderator', 'cli', {}, '')",
        person.id,
        NOON,
    )
    stranger, _ = await somebody()
    await sign_in(browser, person)
    untouched = elsewhere(browser)
    await sign_in(untouched, stranger)
    old, theirs = browser.cookies["rione_session"], untouched.cookies["rione_session"]
    await browser.get("/profilo")
    assert browser.cookies["rione_session"] == old, "without a change it stays"
    await change(world, person, email)
    assert (await browser.get("/profilo")).status_code == 200
    new = browser.cookies["rione_session"]
    assert new != old
    assert await find_session(old, at=clock.now()) is None
    assert await find_session(new, at=clock.now()) is not None
    await browser.get("/profilo")
    assert browser.cookies["rione_session"] == new, "once"
    await untouched.get("/profilo")
    assert untouched.cookies["rione_session"] == theirs, "nobody else's"
    assert await count("session") == 2


async def test_a_form_that_was_open_when_rights_changed_is_still_taken(browser: httpx.AsyncClient) -> None:
    """The token of the form belongs to the old id, which is renewed by this very request."""
    await a_city()
    person, email = await somebody()
    await sign_in(browser, person)
    token, old = await token_of(browser, "/profilo/sessioni"), browser.cookies["rione_session"]
    await given(World(0, 0, 0), person, email)
    done = await browser.post("/avvisi/letti", data={"_csrf": token}, headers=TABS)
    assert done.status_code == 303
    assert browser.cookies["rione_session"] != old
    late = await browser.post("/avvisi/letti", data={"_csrf": token}, headers=TABS)
    assert late.status_code == 403, "the old id's token is over"


async def test_signing_in_never_takes_over_the_session_that_the_browser_brought(browser: httpx.AsyncClient) -> None:
    attacker, _ = await somebody()
    _, email = await somebody()
    await sign_in(browser, attacker)
    brought = browser.cookies["rione_session"]
    page = (await elsewhere(browser).get("/accesso")).text
    assert page
    browser.cookies.set("rione_session", "scelto-da-un-altro", domain="127.0.0.1")
    await enter(browser, email)
    assert browser.cookies["rione_session"] not in {brought, "scelto-da-un-altro"}
    assert await find_session("scelto-da-un-altro", at=clock.now()) is None


async def test_a_suspended_account_neither_signs_in_nor_acts(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    person, email = await somebody(neighbourhood=world.navile)
    await enter(browser, email)
    await credentials.ask_recovery(email, locale="it", at=clock.now())
    token = (await mails())[-1].path.rsplit("/", 1)[1]
    form = await token_of(browser, "/profilo/sessioni")
    await rights.suspend_account(COMMAND_LINE, person.public_id, at=clock.now())
    assert (await browser.get("/profilo")).headers["location"].startswith("/accesso")
    assert (await browser.post("/avvisi/letti", data={"_csrf": form}, headers=TABS)).status_code == 403
    refused = await enter(browser, email)
    assert refused.status_code == 422
    assert "sospeso" in refused.text
    assert (await enter(browser, email, "un'altra cosa")).text.count("sospeso") == 0, "only who knows the password"
    assert (await browser.get(f"/recupero/{token}")).status_code == 404
    before = len(await mails())
    await post(browser, "/recupero", "/recupero", email=email)
    assert [mail.kind for mail in (await mails())[before:]] == ["address-unknown"]
    await rights.restore_account(COMMAND_LINE, person.public_id, at=clock.now())
    assert (await enter(browser, email)).status_code == 303
    acts = [row["act"] for row in await rows("SELECT act FROM journal_entry ORDER BY sequence")]
    assert acts == ["account.suspended", "account.restored"]


async def test_a_suspension_by_hand_holds_at_every_door_too(database: None) -> None:
    """Whoever sets `disabled_at` in the database leaves sessions and links behind: they do not work."""
    person, email = await somebody()
    session = await open_session(person.id, "Test", at=NOON)
    made = {purpose: await links.make(person.id, purpose, email="x@example.org", at=NOON) for purpose in Purpose}
    await rows("UPDATE account SET disabled_at = {} WHERE id = {}", NOON, person.id)
    assert await find_session(session, at=NOON) is None
    with pytest.raises(NotAllowed, match=r"sign_in\.disabled"):
        await accounts.sign_in(email, PASSWORD, "T", from_loopback=True, at=NOON)
    with pytest.raises(Conflict, match=r"account\.gone"):
        await credentials.recover(made[Purpose.RECOVER], "cinque gatti verdi", "T", from_loopback=True, at=NOON)
    for purpose in (Purpose.CONFIRM, Purpose.MOVE):
        with pytest.raises(Conflict, match=r"account\.gone"):
            await accounts.confirm(made[purpose], PASSWORD, "T", at=NOON)
    assert await count("session") == 1


async def test_the_office_does_not_suspend_itself_or_the_last_of_its_own(database: None) -> None:
    office = await a_person(None, Role.OFFICE)
    with pytest.raises(NotAllowed, match=r"desk\.own_account"):
        await rights.suspend_account(office, office.public_id, at=NOON)
    with pytest.raises(NotAllowed, match=r"roles\.last_office"):
        await rights.suspend_account(COMMAND_LINE, office.public_id, at=NOON)
    with pytest.raises(NotAllowed):
        await rights.suspend_account(await a_person(), office.public_id, at=NOON)
    await a_person(None, Role.OFFICE)
    await rights.suspend_account(COMMAND_LINE, office.public_id, at=NOON)
