# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office's pages of a consultation that runs: examined, extended, frozen, counted, cancelled."""

from datetime import timedelta

import httpx
import pytest

from deliberation import clock
from deliberation.actor import Role
from deliberation.ballots import lifecycle
from deliberation.ballots.tables import RollEntry
from deliberation.consultations.consultation import stored
from deliberation.consultations.tables import Consultation, Phase
from deliberation.database import rows
from deliberation.proposals.tables import Proposal
from tests.consultations_office.stories import DAY, SECRET, a_draft, a_frozen_vote, a_proposal, published, typed
from tests.guards import by_hand
from tests.world import World, a_city, a_person, post, sign_in

HERE = "/gestione/consultazioni"


async def office_at(browser: httpx.AsyncClient) -> World:
    world = await a_city()
    await sign_in(browser, await a_person(None, Role.OFFICE))
    return world


async def move_to_now(slug: str, kind: str) -> None:
    """Shift all the phases so that this one has been open for a minute."""
    held = await stored(slug)
    phase = next(p for p in held.phases if p.kind == kind)
    shift = clock.now().replace(microsecond=0) - timedelta(minutes=1) - phase.opens_at
    for row in await Phase.select().where(Phase.consultation == held.id):
        opens, closes = (f"'{(row[name] + shift).isoformat(sep=' ')}'" for name in ("opens_at", "closes_at"))
        await by_hand(f"UPDATE phase SET opens_at = {opens}, closes_at = {closes} WHERE id = {row['id']}")


async def test_the_office_examines_freezes_counts_and_publishes(browser: httpx.AsyncClient) -> None:
    world = await office_at(browser)
    office = await a_person(None, Role.OFFICE)
    voter = await a_person(world.navile)
    held = await published(office, world)
    here = f"{HERE}/{held.slug}"
    names = [await a_proposal(held, voter, title) for title in ("Alberi", "Panchine", "Statua")]
    await move_to_now(held.slug, "reviewing")
    assert "3 proposte da valutare" in (await browser.get("/gestione")).text
    for name, cost in ((names[0], "40.000"), (names[1], "50000,25")):
        page = f"/gestione/proposte/{name}"
        answer = await post(browser, page, page, verdict="admissible", cost=cost, version=1)
        assert answer.status_code == 303, answer.text
    page = f"/gestione/proposte/{names[2]}"
    answer = await post(browser, page, page, verdict="inadmissible", cost="uno", reasons="", version=1)
    assert answer.status_code == 422
    assert 'value="uno"' in answer.text
    answer = await post(browser, page, page, verdict="inadmissible", cost="", reasons="Fuori dal quartiere.", version=1)
    assert answer.status_code == 303
    assert "Fuori dal quartiere." in (await browser.get(f"/proposte/{names[2]}")).text
    confirm = (await browser.get(f"{here}/congela")).text
    assert "Sulla scheda vanno 2 proposte" in confirm
    assert (await post(browser, f"{here}/congela", f"{here}/congela")).status_code == 303
    fixed = await stored(held.slug)
    assert fixed.ballot_frozen_at
    assert fixed.roll_frozen_at
    assert await RollEntry.count() == 1
    await move_to_now(held.slug, "publishing")
    await lifecycle.note_phase_boundaries(clock.now(), draw=lambda: SECRET)
    assert "In ritardo" in (await browser.get("/gestione")).text
    answer = await post(browser, here, f"{here}/conta")
    assert answer.status_code in (303, 409)
    if answer.status_code == 409:  # nobody voted: every option is tied and the draw is needed
        assert (await post(browser, here, f"{here}/estrazione", lot_value="4 18 33 71 90")).status_code == 303
        assert (await post(browser, here, f"{here}/conta")).status_code == 303
    publish = f"{here}/pubblica-risultato"
    assert (await post(browser, publish, publish)).status_code == 303
    states = {row["state"] for row in await Proposal.select(Proposal.state)}
    assert states <= {"selected", "not_selected", "inadmissible"}
    assert (await stored(held.slug)).state == "results"


async def test_a_published_date_is_extended_never_shortened(browser: httpx.AsyncClient) -> None:
    world = await office_at(browser)
    office = await a_person(None, Role.OFFICE)
    held = await published(office, world, "gathering-ideas")
    await move_to_now(held.slug, "proposing")
    held = await stored(held.slug)
    here = f"{HERE}/{held.slug}/fasi"
    dates = {f"{p.kind}-{end}": typed(getattr(p, f"{end}_at")) for p in held.phases for end in ("opens", "closes")}
    last = held.phases[1].closes_at
    shorter = {**dates, "proposing-closes": typed(last - DAY)}
    answer = await post(browser, here, here, version=held.version, **shorter)
    assert answer.status_code == 422
    assert "si può solo spostare più avanti" in answer.text
    longer = {
        **dates,
        "proposing-closes": typed(last + DAY),
        "publishing-opens": typed(last + DAY),
        "publishing-closes": typed(last + 20 * DAY),
    }
    assert (await post(browser, here, here, version=held.version, **longer)).status_code == 303
    assert (await stored(held.slug)).phases[1].closes_at == last + DAY


async def test_an_open_vote_without_a_list_shouts_at_the_office(browser: httpx.AsyncClient) -> None:
    world = await office_at(browser)
    office = await a_person(None, Role.OFFICE)
    held = await published(office, world, freezes_itself=False)
    await move_to_now(held.slug, "voting")
    await lifecycle.note_phase_boundaries(clock.now(), draw=lambda: SECRET)
    for path in ("/gestione", f"{HERE}/{held.slug}"):
        assert "Il voto doveva aprire" in (await browser.get(path)).text


async def test_cancelling_asks_for_a_reason_and_shows_it(browser: httpx.AsyncClient) -> None:
    world = await office_at(browser)
    office = await a_person(None, Role.OFFICE)
    held = await published(office, world)
    here = f"{HERE}/{held.slug}/annulla"
    assert (await post(browser, here, here, version=held.version, reason=" ")).status_code == 422
    assert (await post(browser, here, here, version=held.version, reason="Niente fondi.")).status_code == 303
    assert "Niente fondi." in (await browser.get(f"{HERE}/{held.slug}")).text


@pytest.mark.parametrize("step", ["testi", "fasi", "voto", "riepilogo", "scarta", "congela", "annulla", "proposte", ""])
async def test_every_page_of_a_draft_and_of_a_running_vote_opens(browser: httpx.AsyncClient, step: str) -> None:
    world = await office_at(browser)
    office = await a_person(None, Role.OFFICE)
    draft = await a_draft(office, world)
    running = await a_frozen_vote(office, world)
    for slug in (draft.slug, running.slug):
        answer = await browser.get(f"{HERE}/{slug}/{step}".rstrip("/"), follow_redirects=True)
        assert answer.status_code == 200, (slug, step)


async def test_a_draft_is_thrown_away(browser: httpx.AsyncClient) -> None:
    world = await office_at(browser)
    draft = await a_draft(await a_person(None, Role.OFFICE), world)
    here = f"{HERE}/{draft.slug}/scarta"
    assert (await post(browser, here, here)).status_code == 303
    assert not await Consultation.exists()


async def test_the_freeze_page_says_how_many_could_vote(browser: httpx.AsyncClient) -> None:
    world = await office_at(browser)
    office = await a_person(None, Role.OFFICE)
    held = await published(office, world)
    for title, cost in (("Alberi", 100), ("Panchine", 200)):
        await a_proposal(held, None, title, state="admissible", cost=cost)
    await move_to_now(held.slug, "reviewing")
    here = f"{HERE}/{held.slug}/congela"
    assert "Adesso non potrebbe votare nessuno" in (await browser.get(here)).text
    for place, people in ((world.navile, 7), (world.savena, 12)):
        for _ in range(people):
            await a_person(place)
    assert "In questo momento sono 7 persone." in (await browser.get(here)).text
    await by_hand("UPDATE consultation SET city_wide = (1 = 1)")
    text = (await browser.get(here)).text
    assert "In questo momento sono 19 persone." in text
    assert "Chi potrebbe votare, per quartiere" in text
    assert "nascosto" not in text
    await rows("UPDATE account SET verified_at = NULL WHERE neighbourhood = {} AND id % 7 <> 0", world.navile)
    text = (await browser.get(here)).text
    assert text.count("nascosto") == 2  # the small one, and the one that would give it away
