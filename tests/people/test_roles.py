# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who has which role, given and taken back."""

import asyncio

import httpx
import pytest

from deliberation.actor import Role
from deliberation.database import rows
from deliberation.errors import NotAllowed, NotFound
from deliberation.people import queries, roles
from tests.people.people import count, last_mail, somebody
from tests.world import NOON, a_city, a_person, post, sign_in
from web.words.messages.people import ROLES

PAGE = "/gestione/ruoli"


async def test_the_office_appoints_after_a_page_that_asks_and_the_role_holds_at_once(
    browser: httpx.AsyncClient,
) -> None:
    await a_city()
    person, email = await somebody()
    office = await a_person(None, Role.OFFICE)
    theirs = httpx.AsyncClient(transport=browser._transport, base_url=browser.base_url)
    await sign_in(theirs, person)
    assert (await theirs.get("/cruscotti")).status_code == 403
    await sign_in(browser, office)
    fields = {"email": email.upper(), "role": "councillor"}
    asked = await post(browser, PAGE, PAGE, **fields)
    assert asked.status_code == 200
    assert "Confermi" in asked.text
    assert await count("role_grant") == 1
    assert (await post(browser, PAGE, PAGE, **fields, confirmed="1")).status_code == 303
    assert (await theirs.get("/cruscotti")).status_code == 200
    assert (await last_mail("role-given")).to == email
    revoke = f"{PAGE}/revoca?persona={person.public_id}&ruolo=councillor&quartiere="
    assert "Revochi" in (await browser.get(revoke)).text
    done = await post(browser, revoke, f"{PAGE}/revoca", person=person.public_id, role="councillor", neighbourhood="")
    assert done.status_code == 303
    assert (await theirs.get("/cruscotti")).status_code == 403
    acts = [row["act"] for row in await rows("SELECT act FROM journal_entry ORDER BY sequence")]
    assert acts == ["role.granted", "role.revoked"]
    assert email not in str(await rows("SELECT * FROM journal_entry"))


async def test_a_moderator_needs_neighbourhoods(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    person, email = await somebody()
    office = await a_person(None, Role.OFFICE)
    await sign_in(browser, office)
    refused = await post(browser, PAGE, PAGE, email=email, role="moderator", confirmed="1")
    assert refused.status_code == 422
    assert "Scegli tutta la città, o almeno un quartiere" in refused.text
    assert email in refused.text
    places = [(world.navile, "navile"), (world.savena, "savena")]
    assert await roles.appoint(office, email, Role.MODERATOR, places, at=NOON) == 2
    assert await roles.appoint(office, email, Role.MODERATOR, places, at=NOON) == 0
    await roles.revoke(office, person.public_id, Role.MODERATOR, "navile", at=NOON)
    held = [h.neighbourhood_slug for h in await queries.holders(office) if h.role is Role.MODERATOR]
    assert held == ["savena"]
    with pytest.raises(NotFound):
        await roles.revoke(office, person.public_id, Role.MODERATOR, "altrove", at=NOON)
    with pytest.raises(NotFound):
        await roles.revoke(office, person.public_id, Role.MODERATOR, "", at=NOON)


async def test_an_address_without_an_account_gets_no_role(browser: httpx.AsyncClient) -> None:
    await a_city()
    await sign_in(browser, await a_person(None, Role.OFFICE))
    refused = await post(browser, PAGE, PAGE, email="nessuno@example.org", role="office", confirmed="1")
    assert refused.status_code == 422
    assert "deve prima registrarsi" in refused.text


async def test_nobody_takes_the_office_from_themselves_and_one_always_remains(database: None) -> None:
    first, second = await a_person(None, Role.OFFICE), await a_person(None, Role.OFFICE)
    with pytest.raises(NotAllowed, match=r"roles\.own_last_office"):
        await roles.revoke(first, first.public_id, Role.OFFICE, "", at=NOON)
    results = await asyncio.gather(
        roles.revoke(first, second.public_id, Role.OFFICE, "", at=NOON),
        roles.revoke(second, first.public_id, Role.OFFICE, "", at=NOON),
        return_exceptions=True,
    )
    assert sum(isinstance(result, NotAllowed) for result in results) == 1
    left = await rows("SELECT count(*) AS n FROM role_grant WHERE revoked_at IS NULL")
    assert left[0]["n"] == 1


async def test_only_the_office_appoints(database: None) -> None:
    world = await a_city()
    _, email = await somebody()
    for actor in (
        await a_person(),
        await a_person(None, Role.COUNCILLOR),
        await a_person(None, Role.MODERATOR, over=world.navile),
    ):
        with pytest.raises(NotAllowed):
            await roles.appoint(actor, email, Role.OFFICE, (), at=NOON)
        with pytest.raises(NotAllowed):
            await queries.holders(actor)


async def test_a_hundred_appointments_at_once_leave_one_grant(database: None) -> None:
    office = await a_person(None, Role.OFFICE)
    _, email = await somebody()
    new = await asyncio.gather(*(roles.appoint(office, email, Role.COUNCILLOR, (), at=NOON) for _ in range(100)))
    assert sum(new) == 1
    assert await count("role_grant") == 2


@pytest.mark.parametrize("role", list(Role))
async def test_a_person_reads_each_role_in_their_profile(browser: httpx.AsyncClient, role: Role) -> None:
    await a_city()
    await sign_in(browser, await a_person(None, role))
    said = (await browser.get("/profilo")).text.split("I tuoi incarichi")[1].split("</ul>")[0]
    assert ROLES[role][0] in said
