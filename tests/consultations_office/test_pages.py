# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office in front of its pages: from an empty form to a published result."""

import html
import re
from datetime import timedelta
from pathlib import Path

import httpx

from deliberation import clock
from deliberation.actor import Role
from deliberation.consultations.consultation import stored
from tests.consultations_office.stories import DAY, a_draft, published, typed
from tests.world import NOON, World, a_city, a_person, post, sign_in
from web.words.messages.consultations import PHASE_NAMES

HERE = "/gestione/consultazioni"


async def office_at(browser: httpx.AsyncClient) -> World:
    world = await a_city()
    await sign_in(browser, await a_person(None, Role.OFFICE))
    return world


async def test_a_visitor_and_a_resident_do_not_open_the_office(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    assert (await browser.get("/gestione")).status_code == 303
    await sign_in(browser, await a_person(world.navile))
    for path in ("/gestione", f"{HERE}/nuova", f"{HERE}/x/testi", "/moderazione"):
        assert (await browser.get(path)).status_code == 403


async def test_the_office_makes_a_consultation_from_a_template_in_four_steps(browser: httpx.AsyncClient) -> None:
    world = await office_at(browser)
    new = f"{HERE}/nuova"
    answer = await post(browser, new, new, template="neighbourhood-budget", title="Bilancio 2027")
    assert answer.headers["location"] == f"{HERE}/bilancio-2027/testi"
    here = f"{HERE}/bilancio-2027"
    page = (await browser.get(f"{here}/testi")).text
    assert "Che cosa vedranno i residenti" in page
    held = await stored("bilancio-2027")
    texts = {name: getattr(held, name) for name in ("purpose", "decided_by", "out_of_scope", "privacy_notice")}
    answer = await post(
        browser,
        f"{here}/testi",
        f"{here}/testi",
        title="Bilancio 2027",
        summary="Decidi tu.",
        version=held.version,
        **texts,
    )
    assert answer.headers["location"] == f"{here}/fasi"
    start = clock.now().replace(minute=0, second=0, microsecond=0) + 40 * DAY
    dates: dict[str, object] = {}
    for n, kind in enumerate(("informing", "proposing", "reviewing", "voting", "publishing")):
        dates |= {f"{kind}-opens": typed(start + n * 10 * DAY), f"{kind}-closes": typed(start + (n + 1) * 10 * DAY)}
    answer = await post(
        browser, f"{here}/fasi", f"{here}/fasi", version=2, place="some", neighbourhoods=world.navile, **dates
    )
    assert answer.headers["location"] == f"{here}/voto", answer.text
    answer = await post(
        browser,
        f"{here}/voto",
        f"{here}/voto",
        version=3,
        rule="greedy",
        budget="48.000,50",
        min_picks="1",
        max_picks="",
        min_age="16",
        lot_source="Lotto",
        freezes_itself="1",
        **{"greedy-fit": "stop"},
    )
    assert answer.headers["location"] == f"{here}/riepilogo", answer.text
    summary = (await browser.get(f"{here}/riepilogo")).text
    assert "48.000,50" in summary
    assert "Prima di pubblicare" not in summary
    answer = await post(browser, f"{here}/riepilogo", f"{here}/riepilogo", version=4)
    assert answer.headers["location"] == here
    done = await stored("bilancio-2027")
    assert (done.state, done.rule, done.rule_parameters, done.budget_cents) == (
        "published",
        "greedy",
        {"fit": "stop"},
        4_800_050,
    )
    assert "La consultazione è pubblicata" in (await browser.get(here)).text


async def test_some_neighbourhoods_with_none_chosen_is_told_at_once_with_what_else_is_wrong(
    browser: httpx.AsyncClient,
) -> None:
    world = await office_at(browser)
    held = await a_draft(await a_person(None, Role.OFFICE), world, "gathering-ideas")
    here = f"{HERE}/{held.slug}/fasi"
    dates = {
        f"{p.kind}-{end}": typed(getattr(p, f"{end}_at") + 3650 * DAY)
        for p in held.phases
        for end in ("opens", "closes")
    }
    answer = await post(browser, here, here, version=held.version, place="some", **dates)
    assert answer.status_code == 422
    assert "Scegli almeno un quartiere, oppure tutta la città." in answer.text
    assert dates["proposing-opens"] in answer.text
    assert await stored(held.slug) == held
    both = await post(browser, here, here, version=held.version, place="some", **{**dates, "informing-opens": "domani"})
    assert "Scegli almeno un quartiere" in both.text
    assert "Scrivi giorno e ora" in both.text
    chosen = {"place": "some", "neighbourhoods": world.savena, "version": held.version}
    assert (await post(browser, here, here, **chosen, **dates)).status_code == 303
    assert (await stored(held.slug)).neighbourhood_ids == (world.savena,)


async def test_a_vote_that_could_be_counted_for_days_is_refused_before_it_begins(browser: httpx.AsyncClient) -> None:
    world = await office_at(browser)
    held = await a_draft(await a_person(None, Role.OFFICE), world)
    here = f"{HERE}/{held.slug}/voto"
    vote = {"rule": "equal-shares", "min_picks": "1", "min_age": "16", "lot_source": "Lotto", "budget": "100.000,50"}
    answer = await post(browser, here, here, version=held.version, **vote, **{"equal-shares-increment": "0.001"})
    assert answer.status_code == 422
    assert "È troppo piccolo per questa somma" in html.unescape(answer.text)
    assert 'value="0.001"' in answer.text
    assert await stored(held.slug) == held
    answer = await post(browser, here, here, version=held.version, **vote, **{"equal-shares-increment": "0.01"})
    assert answer.status_code == 303


async def test_a_title_that_is_too_long_is_refused_at_the_start_and_kept_as_it_was_typed(
    browser: httpx.AsyncClient,
) -> None:
    await office_at(browser)
    new = f"{HERE}/nuova"
    answer = await post(browser, new, new, template="neighbourhood-budget", title="a" * 161)
    assert answer.status_code == 422
    assert "Il titolo è troppo lungo: al massimo 160 caratteri." in answer.text
    assert f'value="{"a" * 161}"' in answer.text
    answer = await post(browser, new, new, template="neighbourhood-budget", title="a" * 160)
    assert answer.status_code == 303
    assert (await stored(answer.headers["location"].split("/")[3])).title == "a" * 160


async def test_a_draft_of_a_consultation_is_resumed_at_the_step_where_it_was_left(browser: httpx.AsyncClient) -> None:
    world = await office_at(browser)
    await post(browser, f"{HERE}/nuova", f"{HERE}/nuova", template="choice-of-projects", title="Che cosa prima")
    here = f"{HERE}/che-cosa-prima"

    async def resumed() -> str:
        return (await browser.get(here)).headers["location"].removeprefix(f"{here}/")

    assert await resumed() == "testi"
    held = await stored("che-cosa-prima")
    texts = {name: getattr(held, name) for name in ("title", "purpose", "decided_by", "out_of_scope", "privacy_notice")}
    await post(browser, f"{here}/testi", f"{here}/testi", summary="Decidi tu.", version=held.version, **texts)
    assert await resumed() == "fasi"
    start = clock.now().replace(minute=0, second=0, microsecond=0) + 40 * DAY
    dates: dict[str, object] = {}
    for n, kind in enumerate(("informing", "proposing", "reviewing", "voting", "publishing")):
        dates |= {f"{kind}-opens": typed(start + n * 10 * DAY), f"{kind}-closes": typed(start + (n + 1) * 10 * DAY)}
    await post(browser, f"{here}/fasi", f"{here}/fasi", version=2, place="some", **dates)
    assert await resumed() == "fasi"
    await post(browser, f"{here}/fasi", f"{here}/fasi", version=2, place="some", neighbourhoods=world.navile, **dates)
    assert await resumed() == "voto"
    vote = {"rule": "approval", "min_picks": "1", "seats": "1", "min_age": "16", "lot_source": "Lotto"}
    await post(browser, f"{here}/voto", f"{here}/voto", version=3, **vote)
    assert await resumed() == "riepilogo"


async def test_a_phase_has_one_name_for_the_office_and_for_residents(browser: httpx.AsyncClient) -> None:
    world = await office_at(browser)
    held = await published(await a_person(None, Role.OFFICE), world)
    texts = [
        (await browser.get(path)).text
        for path in (f"/consultazioni/{held.slug}", f"{HERE}/{held.slug}", f"{HERE}/{held.slug}/fasi")
    ]
    for name in PHASE_NAMES.values():
        assert [name in text for text in texts] == [True] * 3, name
    templates = (Path(__file__).parents[2] / "web" / "templates").rglob("*.html")
    for path in templates:
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"Valutazione dell.ufficio|fase di valutazione", source), path


async def test_a_date_that_happens_twice_is_asked_about_and_nothing_typed_is_lost(browser: httpx.AsyncClient) -> None:
    world = await office_at(browser)
    office = await a_person(None, Role.OFFICE)
    held = await a_draft(office, world, "gathering-ideas")
    here = f"{HERE}/{held.slug}/fasi"
    dates = {
        "informing-opens": "2030-10-27T02:30",
        "informing-closes": "2030-11-30T12:00",
        "proposing-opens": "2030-11-31T12:00",
        "proposing-closes": "2030-03-31T02:15",
        "publishing-opens": "domani",
        "publishing-closes": "2031-01-30T12:00",
    }
    answer = await post(browser, here, here, version=held.version, place="city", **dates)
    assert answer.status_code == 422
    for value in dates.values():
        assert value in answer.text
    for words in ("Quale intendi?", "non esiste nel calendario", "saltano dalle 2 alle 3", "Scrivi giorno e ora"):
        assert words in answer.text
    dates |= {
        "informing-opens-fold": "1",
        "proposing-opens": "2030-11-30T12:00",
        "proposing-closes": "2030-12-30T12:00",
        "publishing-opens": "2030-12-30T12:00",
    }
    assert (await post(browser, here, here, version=held.version, place="city", **dates)).status_code == 303
    assert (await stored(held.slug)).phases[0].opens_at.isoformat() == "2030-10-27T01:30:00+00:00"
    assert 'value="1" checked' in (await browser.get(here)).text


async def test_two_tabs_do_not_overwrite_each_other(browser: httpx.AsyncClient) -> None:
    world = await office_at(browser)
    office = await a_person(None, Role.OFFICE)
    held = await a_draft(office, world)
    here = f"{HERE}/{held.slug}/testi"
    texts = {
        name: getattr(held, name) for name in ("summary", "purpose", "decided_by", "out_of_scope", "privacy_notice")
    }
    first = await post(browser, here, here, version=held.version, title="Prima scheda", **texts)
    second = await post(browser, here, here, version=held.version, title="Seconda scheda", **texts)
    assert (first.status_code, second.status_code) == (303, 409)
    assert "Seconda scheda" in second.text
    assert "Qualcuno ha cambiato" in second.text
    assert (await stored(held.slug)).title == "Prima scheda"


async def test_a_phase_in_the_past_is_named(browser: httpx.AsyncClient) -> None:
    world = await office_at(browser)
    office = await a_person(None, Role.OFFICE)
    held = await a_draft(office, world, start=NOON - timedelta(days=900))
    here = f"{HERE}/{held.slug}"
    fields = {}
    for phase in held.phases:
        fields |= {f"{phase.kind}-opens": typed(phase.opens_at), f"{phase.kind}-closes": typed(phase.closes_at)}
    answer = await post(
        browser,
        f"{here}/fasi",
        f"{here}/fasi",
        version=held.version,
        place="some",
        neighbourhoods=str(world.navile),
        **fields,
    )
    assert answer.status_code == 422
    for name in ("Raccolta delle proposte", "Voto"):
        assert f"«{name}» finirebbe nel passato" in answer.text
