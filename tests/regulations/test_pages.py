# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
""" "Posso votare?" before and after signing in, and the editor."""

import re
from dataclasses import replace
from datetime import date, timedelta

import httpx
import pytest

from deliberation import clock
from deliberation.actor import SYSTEM, Role
from deliberation.ballots import roll
from deliberation.database import rows
from deliberation.regulations.presets import presets
from deliberation.regulations.profile import Basis, Conditions, CountedOn, Rule
from deliberation.regulations.queries import in_force, versions
from tests.ballots.votes import Vote, a_vote
from tests.regulations.places import written
from tests.world import World, a_city, a_person, post, sign_in

PAGE, EDITOR = "/posso-votare", "/gestione/regolamento"


async def a_running_vote(world: World, *, preset: str = "", freeze: bool = False) -> Vote:
    """A vote of Navile that opens tomorrow, under a preset."""
    now = clock.now()
    number = None
    if preset:
        await written(preset, at=now)
        number = (await in_force(clock.in_rome(now).date())).id
    vote = await a_vote(
        world,
        regulation=number,
        freeze=False,
        opens_at=now + timedelta(days=1),
        closes_at=now + timedelta(days=9),
    )
    if freeze:
        await roll.freeze(SYSTEM, vote.id, at=now)
    return vote


def told(response: httpx.Response) -> str:
    """The text of a page, one blank between words."""
    text = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", response.text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", text).replace("&#39;", "'")


async def test_a_visitor_answers_and_hears_yes_no_or_what_it_hangs_on(browser: httpx.AsyncClient) -> None:
    await a_city()
    await written("brescia", at=clock.now())
    sure = {"ties": "resident", "days": "yes"}
    yes = await post(browser, PAGE, PAGE, birth_year="1985", citizenship="italian", **sure)
    assert yes.status_code == 200
    assert "Sì." in told(yes)
    assert "Se è tutto come hai scritto" in told(yes)
    no = await post(browser, PAGE, PAGE, birth_year="1985", citizenship="other", years="no", **sure)
    assert "No. Chi non è cittadino dell'Unione europea deve abitare nel comune da almeno 5 anni." in told(no)
    young = await post(browser, PAGE, PAGE, birth_year="2015", **sure)
    assert "No. Almeno 16 anni" in told(young)
    silent = await post(browser, PAGE, PAGE, birth_year="1985", **sure)
    assert "Non lo sappiamo ancora. Dipende dalla cittadinanza" in told(silent)
    nothing = await post(browser, PAGE, PAGE)
    assert "Non lo sappiamo ancora." in told(nothing)
    neither = await post(browser, PAGE, PAGE, ties="none", birth_year="1985")
    assert "No. Chi abita nel comune." in told(neither)


async def test_citizenship_and_years_are_asked_only_where_a_rule_hangs_on_them(browser: httpx.AsyncClient) -> None:
    await a_city()
    await written("bologna", at=clock.now())
    page = (await browser.get(PAGE)).text
    assert 'name="citizenship"' not in page
    assert 'name="years"' not in page
    assert 'value="volunteer"' in page
    assert 'value="business_owner"' not in page


async def test_what_a_visitor_answers_is_kept_nowhere(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    await written("brescia", at=clock.now())
    tables = ("journal_entry", "account", "person", "session", "job", "attempt")
    before = [(await rows(f"SELECT count(*) AS n FROM {table}"))[0]["n"] for table in tables]
    answer = await post(browser, PAGE, PAGE, birth_year="1985", ties="resident", zone=world.navile)
    assert [(await rows(f"SELECT count(*) AS n FROM {table}"))[0]["n"] for table in tables] == before
    assert "1985" not in str(answer.headers)
    assert not any("1985" in value for value in browser.cookies.values())


@pytest.mark.parametrize("year", ["85", "3000", "1700", "mille"])
async def test_a_year_that_cannot_be_is_asked_again(browser: httpx.AsyncClient, year: str) -> None:
    await a_city()
    assert 'type="number"' not in (await browser.get(PAGE)).text  # which drops letters before anybody can say so
    answer = await post(browser, PAGE, PAGE, birth_year=year, ties="resident")
    assert answer.status_code == 422
    assert "quattro cifre" in answer.text or "un numero intero" in answer.text
    assert f'value="{year}"' in answer.text


async def test_each_vote_to_come_is_answered_by_its_own_rules_and_zone(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    await a_running_vote(world, preset="bologna")
    sure = {"birth_year": "1985", "ties": "worker"}
    assert "Bilancio di Navile : Sì." in told(await post(browser, PAGE, PAGE, zone=world.navile, **sure))
    elsewhere = await post(browser, PAGE, PAGE, zone=world.savena, **sure)
    assert "Bilancio di Navile : No. Questo voto è per chi abita in un altro quartiere." in told(elsewhere)
    assert "Bilancio di Navile : Non lo sappiamo ancora. Dipende dal quartiere" in told(
        await post(browser, PAGE, PAGE, **sure)
    )


async def test_nobody_is_told_no_for_a_tie_that_only_an_older_regulation_asks_for(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    await a_running_vote(world, preset="bologna")
    await written("tito", at=clock.now())
    assert Basis.WORKER not in presets()["tito"].voting.bases
    assert 'value="worker"' in (await browser.get(PAGE)).text
    answer = told(await post(browser, PAGE, PAGE, birth_year="1985", ties="worker", zone=world.navile))
    assert "La risposta No." in answer
    assert "Bilancio di Navile : Sì." in answer


async def test_of_a_frozen_roll_a_visitor_is_told_to_look_with_an_account(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    await a_running_vote(world, freeze=True)
    answer = await post(browser, PAGE, PAGE, birth_year="1985", ties="resident", zone=world.navile)
    assert "La lista di chi può votare è già chiusa: dipende se ci sei. Accedi e guarda se ci sei" in told(answer)
    await sign_in(browser, await a_person(world.navile))
    answer = await post(browser, PAGE, PAGE, birth_year="1985", ties="resident", zone=world.navile)
    assert "dipende se ci sei. Guarda che cosa sappiamo di te" in told(answer)
    assert "Accedi e guarda" not in told(answer)


async def test_a_signed_in_person_reads_the_answer_on_profile_and_consultation(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    owner, declared = await a_person(world.navile), await a_person(world.navile, verified=False)
    vote = await a_running_vote(world, preset="brescia")
    for person, answer in (
        (owner, "Non lo sappiamo ancora. Dipende dalla cittadinanza"),
        (declared, "Non lo sappiamo ancora. Manca solo una cosa: che l'ufficio sappia chi sei."),
        (await a_person(world.savena), "No. Questo voto è per chi abita in un altro quartiere."),
    ):
        await sign_in(browser, person)
        assert answer in told(await browser.get("/profilo"))
        assert answer in told(await browser.get(f"/consultazioni/{vote.slug}"))
    await sign_in(browser, owner)
    assert "Per te, con quello che l'ufficio sa oggi" in told(await browser.get(PAGE))


async def test_a_frozen_roll_decides_and_the_ballot_tells_the_rule_that_left_somebody_out(
    browser: httpx.AsyncClient,
) -> None:
    world = await a_city()
    inside, young = await a_person(world.navile), await a_person(world.navile, born=date(2015, 1, 1))
    vote = await a_running_vote(world, preset="bologna", freeze=True)
    late = await a_person(world.navile)
    for person, answer in (
        (inside, "Sì."),
        (young, "No. Almeno 16 anni"),
        (late, "No. La lista di chi può votare è già"),
    ):
        await sign_in(browser, person)
        assert answer in told(await browser.get(f"/consultazioni/{vote.slug}"))
    await rows("UPDATE phase SET opens_at = {}", clock.now() - timedelta(hours=1))
    await sign_in(browser, young)
    assert "Almeno 16 anni" in told(await browser.get(f"/consultazioni/{vote.slug}/vota"))
    await sign_in(browser, inside)
    assert (await browser.get(f"/consultazioni/{vote.slug}/vota")).status_code == 200


async def test_the_pages_ask_as_many_queries_however_many_votes(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    for slug in ("uno", "due", "tre"):
        now = clock.now()
        await a_vote(world, slug=slug, freeze=False, opens_at=now, closes_at=now + timedelta(days=3))
    await sign_in(browser, await a_person(world.navile))
    assert told(await browser.get("/profilo")).count("Bilancio di Navile :") == 3


async def test_the_office_writes_a_version_from_a_preset_and_it_is_told_in_words(browser: httpx.AsyncClient) -> None:
    await a_city()
    await sign_in(browser, await a_person(None, Role.OFFICE))
    page = (await browser.get(f"{EDITOR}?da=brescia")).text
    assert 'value="Consigli di quartiere di Brescia"' in page
    done = await post(browser, f"{EDITOR}?da=brescia", EDITOR, **typed())
    assert done.status_code == 303, told(done)
    [view] = await versions()
    assert view.regulation.profile.voting.residence_years == 5
    assert view.regulation.profile.election == presets()["brescia"].election
    assert view.reason == "Nuovo regolamento"
    shown = told(await browser.get(EDITOR))
    assert "Chi non è cittadino dell'Unione europea deve abitare nel comune da almeno 5 anni. (art. 3, c. 2)" in shown
    assert "Fino a 7.000 residenti si eleggono 7 persone." in shown
    assert "Nuovo regolamento" in shown


def typed(**changes: object) -> dict[str, object]:
    """The editor's fields as Brescia's, with a reason and an article."""
    return {
        "begun": "brescia",
        "version": "0",
        "name": "Regolamento dei quartieri",
        "bases": ["resident"],
        "min_age": "16",
        "counted_on": "vote",
        "residence_days": "15",
        "residence_years": "5",
        "years_for": "non_eu",
        "article_residence_years": "art. 3, c. 2",
        "proposing_bases": ["resident", "worker"],
        "proposing_age": "14",
        "tie_months": "12",
        "support_threshold": "0",
        "max_picks": "0",
        "valid_from": clock.in_rome(clock.now()).date().isoformat(),
        "article": "delibera 12/2026",
        "reason": "Nuovo regolamento",
        **changes,
    }


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"min_age": "9"}, "Questo valore non va bene"),
        ({"min_age": "sedici"}, "Scrivi un numero intero"),
        ({"bases": []}, "Questo valore non va bene"),
        ({"years_for": ""}, "Scrivi gli anni e a chi si chiedono"),
        ({"reason": ""}, "Scrivi il motivo"),
        ({"valid_from": "2020-01-01"}, "Questo giorno è passato"),
        ({"valid_from": "2020-13-01"}, "Scrivi un giorno"),
        ({"name": ""}, "Questo valore non va bene"),
    ],
)
async def test_what_cannot_stand_in_a_version_is_said_and_nothing_is_lost(
    browser: httpx.AsyncClient, changes: dict[str, object], says: str
) -> None:
    await a_city()
    await sign_in(browser, await a_person(None, Role.OFFICE))
    answer = await post(browser, EDITOR, EDITOR, **typed(**changes))
    assert answer.status_code == 422
    assert says in told(answer)
    assert 'value="art. 3, c. 2"' in answer.text
    assert await versions() == ()


async def test_what_the_form_does_not_ask_of_who_proposes_stays_as_it_was(browser: httpx.AsyncClient) -> None:
    await a_city()
    await sign_in(browser, await a_person(None, Role.OFFICE))
    proposing = Conditions(
        min_age=18, counted_on=CountedOn.ROLL, bases=(Basis.RESIDENT,), articles={Rule.AGE: "art. 9"}
    )
    await written(replace(presets()["brescia"], proposing=proposing), at=clock.now())
    same = {"begun": "", "proposing_bases": ["resident"], "proposing_age": "18"}
    assert (await post(browser, EDITOR, EDITOR, **typed(version="1", **same))).status_code == 303
    assert (await versions())[0].regulation.profile.proposing == proposing
    assert (
        await post(browser, EDITOR, EDITOR, **typed(version="2", **same | {"proposing_age": "16"}))
    ).status_code == 303
    assert (await versions())[0].regulation.profile.proposing == replace(proposing, min_age=16, articles={})


@pytest.mark.parametrize(
    "changes",
    [
        {"valid_from": "0001-01-01"},
        {"min_age": "-1"},
        {"min_age": "999999999"},
        {"residence_days": "-5"},
        {"residence_years": "99"},
        {"tie_months": "0"},
        {"answer_days": "0"},
        {"answer_days": "366"},
        {"version": "-1"},
        {"version": "99999999999999999999"},
        {"name": "N" * 161},
        {"article": "A" * 161},
        {"article_age": "A" * 641},
        {"bases": ["resident", "landlord"]},
        {"begun": "../../etc/passwd", "bases": ""},
    ],
)
async def test_extremes_are_refused_and_never_a_fault(browser: httpx.AsyncClient, changes: dict[str, object]) -> None:
    await a_city()
    await sign_in(browser, await a_person(None, Role.OFFICE))
    answer = await post(browser, EDITOR, EDITOR, **typed(**changes))
    assert answer.status_code in (409, 422)
    assert await versions() == ()


async def test_the_last_day_of_the_calendar_and_tags_in_articles_are_text(browser: httpx.AsyncClient) -> None:
    await a_city()
    await sign_in(browser, await a_person(None, Role.OFFICE))
    tag = "<b>art. 3</b>"
    far = await post(browser, EDITOR, EDITOR, **typed(valid_from="9999-12-31", name=tag))
    now = await post(browser, EDITOR, EDITOR, **typed(version="1", article_age=tag, reason=tag, article=tag, name=tag))
    assert (far.status_code, now.status_code) == (303, 303)
    for page in (EDITOR, PAGE):
        shown = await browser.get(page)
        assert shown.status_code == 200
        assert tag not in shown.text
        assert "&lt;b&gt;art. 3" in shown.text
    answer = await post(browser, PAGE, PAGE, birth_year="2020", ties="resident")
    assert tag not in answer.text


async def test_a_version_that_somebody_wrote_meanwhile_is_not_overwritten(browser: httpx.AsyncClient) -> None:
    await a_city()
    await sign_in(browser, await a_person(None, Role.OFFICE))
    await written("tito", at=clock.now())
    answer = await post(browser, EDITOR, EDITOR, **typed())
    assert answer.status_code == 409
    assert len(await versions()) == 1
    assert (await post(browser, EDITOR, EDITOR, **typed(version="1"))).status_code == 303


async def test_an_office_of_one_neighbourhood_reads_and_does_not_write(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    await sign_in(browser, await a_person(None, Role.OFFICE, over=world.navile))
    assert (await post(browser, EDITOR, EDITOR, **typed())).status_code == 403
    assert await versions() == ()


async def test_the_set_up_begins_from_a_preset_and_shows_what_it_means(browser: httpx.AsyncClient) -> None:
    await a_city()
    await sign_in(browser, await a_person(None, Role.OFFICE))
    step = "/gestione/impostazioni/regole"
    assert "Chi abita, lavora, studia o fa volontariato nel comune." in told(await browser.get(step))
    assert (await post(browser, step, step, preset="bologna", min_age="16", version="0")).status_code == 303
    assert [view.regulation.profile for view in await versions()] == [presets()["bologna"]]
    assert (await post(browser, step, step, preset="atlantide", min_age="16", version="1")).status_code == 422
