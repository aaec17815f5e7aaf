# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the desk writes of a stay, and what it reads where it cannot."""

from datetime import date

import httpx

from deliberation import clock
from deliberation.actor import Role
from deliberation.people.register.stays import stay_at_desk
from deliberation.regulations.eligibility import Citizenship
from tests.regulations.places import seen, written
from tests.regulations.test_pages import told
from tests.world import a_city, a_person, post, sign_in


async def test_the_desk_writes_a_stay_only_where_a_regulation_asks_for_it(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    office, person = await a_person(None, Role.OFFICE), await a_person(world.navile)
    await seen(person)
    await sign_in(browser, office)
    home = f"/gestione/persone/{person.public_id}"
    page = f"{home}/residenza"
    assert page not in (await browser.get(home)).text
    assert "Adesso non serve" in told(await browser.get(page))
    assert (await post(browser, page, page, citizenship="eu")).status_code == 422
    await written("brescia", at=clock.now())
    assert page in (await browser.get(home)).text
    assert (await post(browser, page, page, citizenship="eu", resident_since="2999-01-01")).status_code == 422
    assert (await post(browser, page, page, citizenship="eu", resident_since="2019-05-02")).status_code == 303
    held = await stay_at_desk(office, person.public_id)
    assert held is not None
    assert (held.citizenship, held.resident_since) == (Citizenship.EU, date(2019, 5, 2))
    assert 'value="2019-05-02"' in (await browser.get(page)).text
    assert (await post(browser, page, page)).status_code == 303
    held = await stay_at_desk(office, person.public_id)
    assert held is not None
    assert (held.citizenship, held.resident_since) == (None, None)


async def test_of_an_account_that_is_nobody_yet_the_desk_reads_what_comes_first(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    person = await a_person(world.navile)
    await written("brescia", at=clock.now())
    await sign_in(browser, await a_person(None, Role.OFFICE))
    page = f"/gestione/persone/{person.public_id}/residenza"
    answer = await browser.get(page)
    assert answer.status_code == 200
    assert "Prima scrivi chi è" in told(answer)
    assert 'name="resident_since"' not in answer.text
    assert (await post(browser, "/", page, citizenship="eu")).status_code == 422
    assert (await browser.get("/gestione/persone/nessuno/residenza")).status_code == 404
