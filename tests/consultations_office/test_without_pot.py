# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An admissible proposal that no pot takes keeps a list from being frozen: the office is told before, and mends it."""

from datetime import datetime, timedelta

import httpx
import pytest

from deliberation import clock
from deliberation.actor import Actor, Role
from deliberation.ballots import desk, lists
from deliberation.ballots.desk import Matter
from deliberation.consultations.consultation import Consultation, stored
from deliberation.consultations.tables import Consultation as Consultations
from deliberation.consultations.tables import ConsultationNeighbourhood, Pot
from deliberation.database import rows
from deliberation.errors import Invalid
from deliberation.proposals import assessments
from tests.consultations_office.stories import DAY, SECRET, a_proposal, published
from tests.world import NOON, World, a_city, a_person, post, sign_in


async def a_budget_in_pots(start: datetime = NOON) -> tuple[World, Actor, Consultation]:
    """Of Navile alone, in a pot; examined from the twentieth day after its start."""
    world = await a_city()
    office = await a_person(None, Role.OFFICE)
    held = await published(office, world, start=start)
    await Consultations.update({Consultations.pot_kind: "each"}).where(Consultations.slug == held.slug)
    pot = Pot(
        consultation=held.id,
        neighbourhood=world.navile,
        key="navile",
        name="Navile",
        amount_cents=10_000_000,
        position=1,
        source="typed",
    )
    await pot.save()
    assert await ConsultationNeighbourhood.count() == 1
    return world, office, await stored(held.slug)


async def on_the_desk(office: Actor) -> list[tuple[int, str]]:
    """How many the desk tells of, and the first of them."""
    tasks = (await desk.desk(office, at=NOON)).tasks
    return [(task.count, task.proposal) for task in tasks if task.matter is Matter.WITHOUT_POT]


async def test_the_desk_tells_it_as_soon_as_there_is_one_and_until_it_is_mended(database: None) -> None:
    world, office, held = await a_budget_in_pots()
    at = held.phases[2].opens_at
    assert held.voting is not None
    await a_proposal(held, None, "Alberi", state="admissible", cost=100)
    lost = await a_proposal(held, None, "Orto", state="admissible", cost=100, neighbourhood=world.savena)
    await a_proposal(held, None, "Da valutare", neighbourhood=world.savena)
    (task,) = [task for task in (await desk.desk(office, at=at)).tasks if task.matter is Matter.WITHOUT_POT]
    assert (task.count, task.proposal, task.due_at, task.is_late) == (1, lost, held.voting.opens_at, False)
    late = held.voting.opens_at - DAY
    assert [t.is_late for t in (await desk.desk(office, at=late)).tasks if t.matter is Matter.WITHOUT_POT] == [True]
    with pytest.raises(Invalid, match=r"ballot\.without_pot"):
        await lists.freeze(office, held.slug, SECRET, at=at)
    with pytest.raises(Invalid):
        await assessments.assess(office, lost, "admissible", 100, "", 1, at=at, zone="nessuna")
    still = await assessments.assess(office, lost, "admissible", 100, "", 1, at=at)
    assert still.is_homeless
    done = await assessments.assess(office, lost, "admissible", 100, "", 2, at=at, zone="navile")
    assert not done.is_homeless
    assert await on_the_desk(office) == []
    assert len((await lists.freeze(office, held.slug, SECRET, at=at)).option_ids) == 2


async def test_desk_and_freezing_ask_of_the_same_proposals_and_the_city_s_have_their_pot(database: None) -> None:
    world, office, held = await a_budget_in_pots()
    city = Pot(
        consultation=held.id, neighbourhood=None, key="citta", name="Città", amount_cents=1, position=2, source="typed"
    )
    await city.save()
    await a_proposal(held, None, "Ponte", state="admissible", cost=100, neighbourhood=world.savena, for_city=True)
    await a_proposal(held, None, "Nascosta", state="admissible", cost=100, neighbourhood=world.savena, hidden_at=NOON)
    lost = await a_proposal(held, None, "Orto", state="admissible", cost=100, neighbourhood=world.savena)
    refusal = lists.homeless(await stored(held.slug), await lists.admissible(held.id))
    assert refusal is not None
    assert refusal.parameters == {"titles": "Orto", "found": 1}
    assert await on_the_desk(office) == [(1, lost)]
    await Consultations.update({Consultations.ballot_frozen_at: NOON}).where(Consultations.id == held.id)
    assert await on_the_desk(office) == []


async def test_a_zone_is_not_given_to_a_proposal_that_has_its_pot(database: None) -> None:
    world, office, held = await a_budget_in_pots()
    name = await a_proposal(held, None, "Alberi")
    await assessments.assess(office, name, "admissible", 100, "", 1, at=held.phases[2].opens_at, zone="navile")
    (row,) = await rows("SELECT neighbourhood FROM proposal WHERE public_id = {}", name)
    assert row["neighbourhood"] == world.navile
    assert await on_the_desk(office) == []


async def test_desk_page_and_checklist_lead_to_the_page_where_it_is_mended(browser: httpx.AsyncClient) -> None:
    world, office, held = await a_budget_in_pots(clock.now() - timedelta(days=25))
    await a_proposal(held, None, "Alberi", state="admissible", cost=100)
    lost = await a_proposal(held, None, "Orto", state="admissible", cost=100, neighbourhood=world.savena)
    await sign_in(browser, office)
    mend, here = f"/gestione/proposte/{lost}", f"/gestione/consultazioni/{held.slug}"
    for page in ("/gestione", here, f"{here}/congela"):
        assert f'href="{mend}"' in (await browser.get(page)).text
    shown = (await browser.get(mend)).text
    assert "Così non va su nessuna somma" in shown
    wrong = await post(browser, mend, mend, verdict="admissible", cost="1", version="1", zone="altrove")
    assert "Scegli un quartiere" in wrong.text
    done = await post(browser, mend, mend, verdict="admissible", cost="1", version="1", zone="navile")
    assert done.status_code == 303
    for page in ("/gestione", here, f"{here}/congela"):
        assert f'href="{mend}"' not in (await browser.get(page)).text
