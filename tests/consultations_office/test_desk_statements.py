# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office's desk asks the database nine times, however much is on it, and still tells the set-up's steps apart."""

import httpx

from deliberation.actor import SYSTEM, Role
from deliberation.database import engine
from deliberation.installation import steps
from deliberation.installation.steps import Progress, Step
from deliberation.installation.tables import DataProtection
from deliberation.notices.tables import OfficePage
from deliberation.records.tables import Job
from tests.world import NOON, a_city, a_consultation, a_person, a_proposal, sign_in


async def asked(browser: httpx.AsyncClient) -> int:
    """How many statements the desk makes."""
    assert (await browser.get("/gestione")).status_code == 200
    return len(engine().statements._seen.get() or ())


async def test_the_desk_asks_nine_times_however_much_is_on_it(browser: httpx.AsyncClient) -> None:
    world = await a_city(is_demo=True)
    await sign_in(browser, await a_person(None, Role.OFFICE))
    await browser.get("/gestione")
    few = await asked(browser)
    for n in range(5):
        held = await a_consultation(world, ("proposing", -48, -24), ("voting", 24, 48), slug=f"altra-{n}")
        for _ in range(3):
            await a_proposal(held, neighbourhood=world.navile)
    assert await asked(browser) == few == 9


async def test_each_step_of_the_set_up_is_told_by_its_own_table(database: None) -> None:
    world = await a_city()

    async def progress(step: Step) -> tuple[Progress, tuple[str, ...]]:
        view = next(view for view in await steps.steps() if view.step is step)
        return view.progress, view.lacks

    assert await progress(Step.STREETS) == (Progress.TO_DO, ())
    await steps.skip(SYSTEM, Step.STREETS, at=NOON)
    assert await progress(Step.STREETS) == (Progress.WITHOUT, ())
    assert (await progress(Step.POPULATION))[0] is Progress.DONE  # residents, of the places
    assert await progress(Step.OFFICE) == (Progress.TO_DO, ())
    await OfficePage(municipality=world.city, name="Ufficio", phone="051", changed_at=NOON).save()
    assert await progress(Step.OFFICE) == (Progress.BEGUN, ("opening_hours",))
    await OfficePage.update({OfficePage.opening_hours: "Lunedì"}, force=True)
    assert await progress(Step.OFFICE) == (Progress.DONE, ())
    assert await progress(Step.PRIVACY) == (Progress.TO_DO, ())
    await DataProtection(municipality=world.city, controller="Comune", changed_at=NOON).save()
    begun, lacks = await progress(Step.PRIVACY)
    assert begun is Progress.BEGUN
    assert "controller" not in lacks
    assert "retention" in lacks
    assert await progress(Step.MAIL) == (Progress.TO_DO, ())
    for key, state in (("test-mail/nowhere/a", "done"), ("test-mail/server/b", "dead")):
        await Job(kind="mail", key=key, state=state, created_at=NOON).save()
    assert (await progress(Step.MAIL))[0] is Progress.TO_DO
    await Job(kind="mail", key="test-mail/server/c", state="done", created_at=NOON).save()
    assert (await progress(Step.MAIL))[0] is Progress.DONE
    assert (await progress(Step.RULES))[0] is Progress.TO_DO
