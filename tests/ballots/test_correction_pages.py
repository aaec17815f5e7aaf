# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The roll on the office's pages: by zone before and after the freezing, corrected in two steps; what others read."""

import csv
import io
import re
from datetime import timedelta

import httpx
import pytest

from deliberation import clock
from deliberation.actor import SYSTEM, Actor, Role
from deliberation.ballots import roll
from deliberation.ballots.casting import cast
from deliberation.ballots.corrections import queries
from deliberation.ballots.queries import turnout
from deliberation.clock import in_rome
from deliberation.database import rows
from deliberation.people.tables import Account
from tests.ballots.votes import Vote, a_vote, close
from tests.world import World, a_city, a_person, document_of, post, sign_in, typed_at_desk


async def an_open_vote(**options: object) -> tuple[World, Actor, Actor, Vote]:
    """The office, a resident who has voted, and the vote, open now."""
    world = await a_city()
    office, person = await a_person(None, Role.OFFICE), await a_person(world.navile)
    now = clock.now()
    span = {"opens_at": now - timedelta(hours=1), "closes_at": now + timedelta(days=3)}
    vote = await a_vote(world, **{**span, **options})  # type: ignore[arg-type]
    await cast(person, vote.slug, ["alberi"], at=now)
    return world, office, person, vote


async def test_the_office_strikes_and_reinstates_in_two_steps_each_with_a_reason(browser: httpx.AsyncClient) -> None:
    _, office, person, vote = await an_open_vote()
    await sign_in(browser, office)
    page = f"/gestione/consultazioni/{vote.slug}/lista"
    (email,) = [row["email"] for row in await rows("SELECT email FROM account WHERE id = {}", person.id)]
    found = (await browser.get(f"{page}?q={email}")).text
    assert f'href="{page}/{person.public_id}"' in found
    asked = (await browser.get(f"{page}/{person.public_id}")).text
    assert "Perde subito il diritto di votare qui" in asked
    assert "la scheda non si cancella: è messa da parte" in asked
    nameless = await post(browser, f"{page}/{person.public_id}", f"{page}/{person.public_id}", kind="struck", reason="")
    assert nameless.status_code == 422
    assert "Scrivi il motivo" in nameless.text
    assert (await turnout(vote.id)).voters == 1
    one = f"{page}/{person.public_id}"
    assert (await post(browser, one, one, kind="struck", reason="Non abita più qui")).status_code == 303
    listed = (await browser.get(page)).text
    assert "Non abita più qui" in listed
    assert f'aria-label="Riammetti {person.pseudonym}"' in listed
    assert (await turnout(vote.id)).voters == 0
    stale = await post(browser, one, one, kind="struck", reason="Di nuovo")
    assert stale.status_code == 422
    assert "già stata tolta" in stale.text
    assert (await post(browser, one, one, kind="reinstated", reason="Era un errore")).status_code == 303
    assert (await turnout(vote.id)).voters == 1


async def test_the_desk_adds_who_was_verified_too_late(browser: httpx.AsyncClient) -> None:
    world, office, _, vote = await an_open_vote()
    late = await a_person(world.navile)
    await sign_in(browser, office)
    one = f"/gestione/consultazioni/{vote.slug}/lista/{late.public_id}"
    assert f'href="{one}"' in (await browser.get(f"/gestione/persone/{late.public_id}")).text
    assert (await post(browser, one, one, kind="added", reason="Verificata oggi")).status_code == 303
    assert (await turnout(vote.id)).entitled == 2
    assert "togli" in (await browser.get(f"/gestione/persone/{late.public_id}")).text


async def test_who_is_verified_while_people_vote_is_found_missing_at_once(browser: httpx.AsyncClient) -> None:
    world, office, _, vote = await an_open_vote()
    late = await a_person(world.navile, verified=False)
    await sign_in(browser, office)
    desk = f"/gestione/persone/{late.public_id}"
    when = (await browser.get(desk)).text.split('name="seen" value="', 1)[1].split('"', 1)[0]
    done = await post(browser, desk, f"{desk}/verifica", **typed_at_desk(document_of(late)), seen=when)
    assert done.headers["location"] == desk
    shown = (await browser.get(desk)).text
    assert "Manca però dalla lista di un voto" in shown
    assert f'href="/gestione/consultazioni/{vote.slug}/lista/{late.public_id}"' in shown


async def test_after_closing_the_page_says_why_nothing_can_be_corrected(browser: httpx.AsyncClient) -> None:
    _, office, person, vote = await an_open_vote()
    await sign_in(browser, office)
    page = f"/gestione/consultazioni/{vote.slug}/lista"
    await browser.get(page)
    await close(vote, clock.now())
    listed = (await browser.get(page)).text
    assert "da allora la lista di chi poteva votare non si corregge più" in listed
    assert 'type="search"' not in listed.split("<main", 1)[1]
    one = f"{page}/{person.public_id}"
    refused = await post(browser, one, one, kind="struck", reason="Tardi")
    assert refused.status_code == 422
    assert "non si corregge più" in refused.text
    assert (await turnout(vote.id)).voters == 1


async def test_numbers_by_zone_before_and_after_the_freezing_hide_what_is_small(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    office = await a_person(None, Role.OFFICE)
    for place, number in ((world.navile, 12), (world.savena, 3)):
        for _ in range(number):
            await a_person(place)
    now = clock.now()
    vote = await a_vote(
        world, city_wide=True, freeze=False, opens_at=now - timedelta(hours=1), closes_at=now + timedelta(days=3)
    )
    await sign_in(browser, office)
    page = f"/gestione/consultazioni/{vote.slug}/lista"
    before = (await browser.get(page)).text
    assert "Adesso ci entrerebbero 15 persone" in before
    assert before.count("nascosto") == 2
    for _ in range(5):
        await a_person(world.savena)
    assert "nascosto" not in (await browser.get(page)).text
    await roll.freeze(SYSTEM, vote.id, at=now)
    after = (await browser.get(page)).text
    assert "Persone nella lista fissata" in after
    assert len(re.findall(r'<td role="cell" class="number"[^>]*>12</td>', after)) == 2
    assert len(re.findall(r'<td role="cell" class="number"[^>]*>8</td>', after)) == 2


async def test_everybody_reads_until_when_one_can_be_added_and_where_to_ask(browser: httpx.AsyncClient) -> None:
    world, _, _, vote = await an_open_vote()
    home = f"/consultazioni/{vote.slug}"
    said = (await browser.get(home)).text
    assert "Se manchi e puoi votare qui, chiedi all'ufficio: può aggiungerti fino a" in said
    assert "Dove chiedere: orari e contatti" in said
    late = await a_person(world.navile)
    await sign_in(browser, late)
    assert "l'ufficio può aggiungere chi manca" in (await browser.get(f"{home}/vota")).text
    await close(vote, clock.now())
    assert "può aggiungerti" not in (await browser.get(home)).text


async def test_the_pages_of_a_vote_that_is_none_are_not_there(browser: httpx.AsyncClient) -> None:
    _, office, person, vote = await an_open_vote()
    await sign_in(browser, office)
    assert (await browser.get("/gestione/consultazioni/nessuna/lista")).status_code == 404
    assert (await browser.get(f"/gestione/consultazioni/{vote.slug}/lista/nessuno")).status_code == 404
    own = await browser.get(f"/gestione/consultazioni/{vote.slug}/lista/{office.public_id}")
    assert own.status_code == 403
    await sign_in(browser, person)
    assert (await browser.get(f"/gestione/consultazioni/{vote.slug}/lista")).status_code == 403


async def test_the_page_says_that_it_shows_the_latest_corrections_and_the_file_has_them_all(
    browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, office, person, vote = await an_open_vote()
    await sign_in(browser, office)
    page = f"/gestione/consultazioni/{vote.slug}/lista"
    one, file = f"{page}/{person.public_id}", f"{page}/correzioni.csv"
    assert file not in (await browser.get(page)).text
    assert (await browser.get(file)).text.splitlines() == ["\ufeffquando;che cosa;persona;codice;motivo;chi l'ha fatta"]
    await Account.update({Account.pseudonym: "=2+2"}).where(Account.id == person.id)
    for kind, reason in (("struck", "=1+1"), ("reinstated", "Era un errore; davvero"), ("struck", "Terza volta")):
        assert (await post(browser, one, one, kind=kind, reason=reason)).status_code == 303
    whole = (await browser.get(page)).text
    assert f'href="{file}"' in whole
    assert "in tutto" not in whole
    monkeypatch.setattr(queries, "LATEST", 2)
    shown = (await browser.get(page)).text
    assert "Qui vedi le ultime 2, di 3 in tutto." in shown
    assert ("Terza volta" in shown, "=1+1" in shown) == (True, False)
    answer = await browser.get(file)
    assert answer.headers["content-disposition"] == f'attachment; filename="correzioni-{vote.slug}.csv"'
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [line[1:] for line in lines[1:]] == [
        [act, "'=2+2", person.public_id, reason, office.pseudonym]
        for act, reason in (("Tolta", "'=1+1"), ("Riammessa", "Era un errore; davvero"), ("Tolta", "Terza volta"))
    ]
    made = await rows("SELECT made_at FROM roll_correction ORDER BY id")
    assert [line[0] for line in lines[1:]] == [f"{in_rome(one['made_at']):%Y-%m-%d %H:%M}" for one in made]
