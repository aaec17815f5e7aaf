# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a person may not know is on no page, in no JSON and in no file, and cannot be reached by its identifier."""

import httpx
import pytest

from deliberation.actor import Actor, Role
from deliberation.database import rows
from tests.hostile.forms import OWN, discover
from tests.hostile.test_forms import enter
from tests.hostile.towns import SECRETS, Town, a_town
from tests.world import a_person

API = (
    "/api/v1/proposals",
    "/api/v1/consultations",
    "/api/v1/neighbourhoods",
    "/api/v1/proposals?consultation=idee",
    "/api/v1/proposals?state=draft",
    "/api/v1/consultations?state=draft",
    "/proposte?stato=draft",
    "/proposte?q=segreta",
    "/consultazioni?concluse=1",
)


def hidden_from_residents(town: Town) -> list[str]:
    """Addresses of what only its author, its moderators or the office see."""
    draft = town.unpublished
    return [
        f"/proposte/{town.sketch}",
        f"/proposte/{town.hidden}",
        f"/proposte/{town.unpublished_proposal}",
        f"/proposte/{town.sketch}/modifica",
        f"/proposte/{town.hidden}/modifica",
        f"/proposte/bozze/{town.sketch}/elimina",
        f"/documenti/{town.removed}",
        f"/consultazioni/{draft}",
        f"/consultazioni/{draft}/vota",
        f"/consultazioni/{draft}/proposte/nuova",
        f"/consultazioni/{draft}/risultato",
        f"/api/v1/consultations/{draft}",
        f"/api/v1/consultations/{draft}/results",
        f"/api/v1/proposals/{town.sketch}",
        f"/api/v1/proposals/{town.hidden}",
        "/consultazioni/contata/risultato",
        f"/api/v1/proposals/{town.unpublished_proposal}",
        "/api/v1/consultations/contata/results",
        "/consultazioni/contata/risultato/greedy/esito.json",
        "/consultazioni/contata/risultato/greedy/verbale.txt",
    ]


async def outsiders(town: Town) -> dict[str, Actor | None]:
    savena = town.world.savena
    return {
        "visitor": None,
        "resident": await a_person(town.world.navile),
        "moderator elsewhere": town.elsewhere,
        "councillor": await a_person(savena, Role.COUNCILLOR),
    }


@pytest.mark.parametrize("who", ["visitor", "resident", "moderator elsewhere", "councillor"])
async def test_no_page_and_no_file_tells_a_secret(browser: httpx.AsyncClient, who: str) -> None:
    town = await a_town()
    await enter(browser, (await outsiders(town))[who])
    answer = f"/proposte/{town.others}/rispondi/{town.hidden_comment}"
    _, visited = await discover(browser, *API, answer, *(["/cruscotti"] if who == "councillor" else []), each=6)
    told = []
    for address in visited:
        text = (await browser.get(address)).text
        told += [(address, secret) for secret in SECRETS if secret in text]
    assert len(visited) > 40
    assert told == []


@pytest.mark.parametrize("who", ["visitor", "resident", "moderator elsewhere", "councillor"])
async def test_an_identifier_opens_nothing_that_is_not_ones_own(browser: httpx.AsyncClient, who: str) -> None:
    town = await a_town()
    await enter(browser, (await outsiders(town))[who])
    for address in hidden_from_residents(town):
        answer = await browser.get(address)
        sent_to_sign_in = who == "visitor" and answer.status_code == 303
        assert sent_to_sign_in or answer.status_code in (403, 404), (address, answer.status_code)
        assert not [secret for secret in SECRETS if secret in answer.text], address


async def test_nobody_acts_on_what_belongs_to_another(browser: httpx.AsyncClient) -> None:
    town = await a_town()
    session = (await rows("SELECT public_id FROM session WHERE account = {}", town.resident.id))[0]["public_id"]
    notice = (await rows("SELECT public_id FROM notice WHERE account = {}", town.resident.id))[0]["public_id"]
    decision = (await rows("SELECT public_id FROM decision ORDER BY id"))[0]["public_id"]
    attempts = {
        town.neighbour: [
            f"/profilo/sessioni/{session}/chiudi",
            f"/avvisi/{notice}/apri",
            f"/proposte/bozze/{town.sketch}/elimina",
            f"/proposte/{town.own}/modifica",
            f"/proposte/{town.own}/ritira",
            f"/consultazioni/{town.unpublished}/proposte/nuova/testo",
            f"/consultazioni/{town.unpublished}/vota/registra",
            f"/proposte/{town.sketch}/sostegno",
            f"/proposte/{town.sketch}/commenti",
            f"/proposte/{town.unpublished_proposal}/commenti",
        ],
        town.elsewhere: [
            f"/moderazione/proposta/{town.own}",
            f"/moderazione/proposta/{town.hidden}",
            f"/moderazione/commento/{town.hidden_comment}",
            f"/moderazione/decisioni/{decision}/annulla",
            f"/proposte/{town.hidden}/sostegno",
        ],
    }
    before = await state()
    for person, addresses in attempts.items():
        token = await enter(browser, person)
        for address in addresses:
            body = f"_csrf={token}&title=Preso&body=Preso&act=restore&reason=rules&version=1&scelte=alberi"
            answer = await browser.post(address, content=body, headers=OWN)
            assert answer.status_code in (403, 404, 409, 422), (address, answer.status_code)
            assert not [secret for secret in SECRETS if secret in answer.text], address
    assert await state() == before


async def state() -> list[object]:
    """What the attempts would have changed."""
    return [
        await rows(statement)
        for statement in (
            "SELECT public_id, title, body, state, hidden_at FROM proposal ORDER BY id",
            "SELECT public_id, body, hidden_at FROM comment ORDER BY id",
            "SELECT proposal, account FROM support ORDER BY id",
            "SELECT public_id, read_at FROM notice ORDER BY id",
            "SELECT public_id, act FROM decision ORDER BY id",
        )
    ]
