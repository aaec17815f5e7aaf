# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A budget in pots on the pages: divided by the office, voted by residents, results together and one by one."""

import re
from datetime import timedelta

import httpx

from analytics.tallies import count_consultation
from deliberation import clock
from deliberation.actor import SYSTEM, Actor, Role
from deliberation.ballots import tallies
from deliberation.ballots.casting import cast
from deliberation.consultations.consultation import stored
from deliberation.database import rows
from tests.ballots.pots import a_divided_vote, people_of
from tests.ballots.test_ballot_pages import send
from tests.ballots.test_pots import stored_ballots
from tests.ballots.votes import CLOSES, Vote, close
from tests.consultations_office.stories import a_draft
from tests.results.afterwards import work
from tests.world import NOON, World, a_city, a_person, post, sign_in

ZONES = "/consultazioni/zone"


async def an_open_vote(browser: httpx.AsyncClient, *, both: bool = False, chosen: bool = False) -> Actor:
    """Somebody of Navile, signed in before a vote in pots that is open now."""
    world = await a_city()
    (person,), _ = await people_of(world)
    now = clock.now()
    await a_divided_vote(
        world, both=both, chosen=chosen, opens_at=now - timedelta(hours=1), closes_at=now + timedelta(days=3)
    )
    await sign_in(browser, person)
    return person


async def test_a_resident_finds_the_ballot_of_their_own_pot_with_its_sum(browser: httpx.AsyncClient) -> None:
    await an_open_vote(browser)
    page = (await browser.get(f"{ZONES}/vota")).text
    assert "Voti per Navile" in page
    assert 'data-budget="8000000"' in page
    assert "Progetto alberi" in page
    assert "Progetto orto" not in page
    await send(browser, f"{ZONES}/vota/registra", {"scelte": ["alberi"], "per": "navile"})
    assert await stored_ballots() == [("navile", '{"budget":["alberi"]}')]
    refused = await browser.get(f"{ZONES}/vota?per=savena")
    assert refused.status_code == 403
    assert "La somma di Savena la decide chi abita lì." in refused.text


async def test_with_two_ballots_a_person_sees_which_is_still_to_do(browser: httpx.AsyncClient) -> None:
    await an_open_vote(browser, both=True)
    first = (await browser.get(f"{ZONES}/vota")).text
    assert first.count("Da votare") == 2
    done = await send(browser, f"{ZONES}/vota/registra", {"scelte": ["luci"], "per": "navile"})
    assert done.headers["location"] == f"{ZONES}/vota/registrato?per=navile"
    told = (await browser.get(done.headers["location"])).text
    assert "Hai un'altra scheda" in told
    assert f'{ZONES}/vota?per=tutta-la-citta"' in told
    await send(browser, f"{ZONES}/vota/registra", {"scelte": ["tram"], "per": "tutta-la-citta"})
    assert "Da votare" not in (await browser.get(f"{ZONES}/vota")).text
    assert "Progetto tram" in (await browser.get(f"{ZONES}/vota/registrato?per=tutta-la-citta")).text


async def test_where_voters_choose_the_summary_says_for_whom_and_a_change_of_pot_is_told(
    browser: httpx.AsyncClient,
) -> None:
    await an_open_vote(browser, chosen=True)
    choice = (await browser.get(f"{ZONES}/vota")).text
    assert "Per quale quartiere voti?" in choice
    assert 'value="navile" required checked' in choice
    without = await send(browser, f"{ZONES}/vota/riepilogo", {"scelte": ["orto"]})
    assert "Scegli prima per quale quartiere voti." in without.text
    summary = await send(browser, f"{ZONES}/vota/riepilogo", {"scelte": ["orto"], "per": "savena"})
    assert "Voti per Savena" in summary.text
    assert "Hai scelto questo quartiere" in summary.text
    assert 'name="per" value="savena"' in summary.text
    await send(browser, f"{ZONES}/vota/registra", {"scelte": ["orto"], "per": "savena"})
    other = (await browser.get(f"{ZONES}/vota?per=navile")).text
    assert "Hai già votato per Savena" in other
    moved = await send(browser, f"{ZONES}/vota/riepilogo", {"scelte": ["alberi"], "per": "navile"})
    assert "Il voto che avevi registrato per Savena non conta più" in moved.text
    await send(browser, f"{ZONES}/vota/registra", {"scelte": ["alberi"], "per": "navile"})
    assert await stored_ballots() == [("navile", '{"budget":["alberi"]}')]


async def test_choices_kept_for_one_pot_are_not_those_of_another(browser: httpx.AsyncClient) -> None:
    await an_open_vote(browser, both=True)
    await send(browser, f"{ZONES}/vota/riepilogo", {"scelte": ["alberi"], "per": "navile"})
    assert 'value="alberi" checked' in (await browser.get(f"{ZONES}/vota?per=navile")).text
    assert "checked" not in (await browser.get(f"{ZONES}/vota?per=tutta-la-citta")).text
    assert "Voti per Navile" in (await browser.get(f"{ZONES}/vota/riepilogo")).text


async def a_result(navile: int = 6, savena: int = 6, *, limits: str = "{}", **options: bool) -> tuple[World, Vote]:
    """Everybody votes for the first project of their pot; one more on each roll stays at home five times over."""
    world = await a_city()
    here, there = await people_of(world, navile + 5, savena + 5)
    vote = await a_divided_vote(world, limits=limits, **options)
    for person in here[:navile]:
        await cast(person, vote.slug, ["alberi"], at=NOON, pot="navile")
    for person in there[:savena]:
        await cast(person, vote.slug, ["pista"], at=NOON, pot="savena")
    await close(vote)
    await count_consultation(vote.slug, at=CLOSES)
    await tallies.publish(SYSTEM, vote.slug, at=CLOSES)
    return world, vote


def reason_of(title: str, page: str) -> str:
    """The last paragraph of a project in the list of reasons."""
    return re.findall(r"<p>([^<]*)</p>", page.split(f"<h3>{title}</h3>", 1)[1].split("</li>", 1)[0])[-1]


async def test_all_pots_stand_on_one_page_and_each_opens_its_own_result(browser: httpx.AsyncClient) -> None:
    _, vote = await a_result()
    page = (await browser.get(f"{ZONES}/risultato")).text
    digest, winners = await tallies.official_result(vote.id)
    assert f"Finanziati {len(winners)} progetti su 4" in page
    assert digest in page
    assert f'href="{ZONES}/risultato/somme/navile"' in page
    assert "54,5" in page  # 6 of 11 in each pot, and 12 of 22 in all
    own = (await browser.get(f"{ZONES}/risultato/somme/savena")).text
    assert "Progetto pista" in own
    assert "Progetto alberi" not in own
    assert "Hanno votato 6 persone, su 11 che potevano." in own
    document = (await browser.get(f"{ZONES}/risultato/somme/savena/greedy/esito.json")).json()
    assert document["n_ballots"] == 6
    over_all = (await browser.get(f"{ZONES}/risultato/somme.json")).json()
    assert over_all["digest"] == digest
    assert over_all["pots"]["savena"] == document["digest"]
    for ending in ("verbale.txt", "esito.csv"):
        assert (await browser.get(f"{ZONES}/risultato/somme/savena/greedy/{ending}")).status_code == 200
    assert (await browser.get(f"{ZONES}/risultato/greedy/esito.json")).status_code == 404
    nowhere = await browser.get(f"{ZONES}/risultato/somme/nessuna")
    assert (nowhere.status_code, "Il risultato non c'è ancora" in nowhere.text) == (404, False)
    api = (await browser.get("/api/v1/consultations/zone/results")).json()
    assert (api["digest"], api["official"]) == (digest, None)
    assert [pot["pot"] for pot in api["pots"]] == ["navile", "savena"]


async def test_a_pot_with_few_ballots_says_what_is_funded_and_no_number(browser: httpx.AsyncClient) -> None:
    world, _ = await a_result(savena=3)
    page = (await browser.get(f"{ZONES}/risultato")).text
    assert "nascosto" in page
    assert "Senza i quartieri in cui hanno votato in pochi" in page
    own = (await browser.get(f"{ZONES}/risultato/somme/savena")).text
    assert "Hanno votato in pochi" in own
    assert "Progetto pista" in own
    assert "n_ballots" not in own
    assert "Pista: 3" not in own
    hidden = f"{ZONES}/risultato/somme/savena/greedy/esito.json"
    assert (await browser.get(hidden)).status_code == 404
    assert (await browser.get(f"{ZONES}/risultato/somme/navile/greedy/esito.json")).status_code == 200
    api = (await browser.get("/api/v1/consultations/zone/results")).json()
    assert [pot["official"] is None for pot in api["pots"]] == [False, True]
    assert api["turnout"]["ballots"] == 6
    assert [place["turnout"] is None for place in api["turnout_by_neighbourhood"]] == [False, True]
    await sign_in(browser, await a_person(world.navile, Role.OFFICE))
    assert (await browser.get(hidden)).status_code == 200


async def test_the_most_voted_project_of_a_pot_reads_that_it_lost_by_its_category_s_limit(
    browser: httpx.AsyncClient,
) -> None:
    await a_result(limits='{"categories":{"sport":"60%"}}')
    await work(CLOSES)
    page = (await browser.get(f"{ZONES}/risultato/somme/navile")).text.replace("\xa0", " ")
    assert reason_of("Progetto alberi", page) == (
        "Costa 50.000 € e il tetto per «Sport e gioco» aveva ancora 48.000 €. Costa più del suo tetto: nessun numero "
        "di voti poteva bastare. Serviva un costo più basso di 2.000 €."
    )
    assert "Finanziato 1 progetto su 2" in page  # the other one, of the same category, fits under the limit


async def test_the_office_divides_a_budget_by_residents_looks_at_it_and_saves(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    office = await a_person(None, Role.OFFICE)
    held = await a_draft(office, world, start=clock.now() + timedelta(days=20))
    await rows("UPDATE neighbourhood SET residents = 2000 WHERE slug = 'savena'")
    await rows("UPDATE consultation SET city_wide = {} WHERE id = {}", True, held.id)
    await sign_in(browser, office)
    here = f"/gestione/consultazioni/{held.slug}"
    assert (await browser.get(f"{here}/somme")).headers["location"] == f"{here}/voto"
    page = (await browser.get(f"{here}/voto")).text
    version = page.split('name="version" value="', 1)[1].split('"', 1)[0]
    saved = await post(
        browser,
        f"{here}/voto",
        f"{here}/voto",
        version=version,
        rule="greedy",
        budget="100.000",
        pot_kind="both",
        lot_source="Il Lotto",
        **{"limit-sport": "40 %", "limit-neighbourhood": "30.000", "min_picks": "1", "min_age": "16"},
    )
    assert saved.headers["location"] == f"{here}/somme"
    assert "Dividi la somma fra i quartieri" in (await browser.get(f"{here}/riepilogo")).text
    version = str((await stored(held.slug)).version)
    fields = {"version": version, "source": "population", "city": "10.000"}
    shown = await post(browser, f"{here}/somme", f"{here}/somme", act="preview", **fields)
    assert "30.000 €" in shown.text.replace("\xa0", " ")
    assert await rows("SELECT id FROM pot") == []
    wrong = await post(browser, f"{here}/somme", f"{here}/somme", act="save", **fields | {"city": "100.000"})
    assert wrong.status_code == 422
    assert "Scrivi quanto va a tutta la città" in wrong.text
    done = await post(browser, f"{here}/somme", f"{here}/somme", act="save", **fields)
    assert done.headers["location"] == f"{here}/riepilogo"
    pots = (await stored(held.slug)).pots
    assert [(pot.key, pot.amount_cents) for pot in pots] == [
        ("tutta-la-citta", 10_000_00),
        ("navile", 30_000_00),
        ("savena", 60_000_00),
    ]
    summary = (await browser.get(f"{here}/riepilogo")).text
    assert "Dividi la somma" not in summary
    assert "si spende al massimo il 40 % della somma." in summary


async def test_amounts_come_from_a_file_and_a_wrong_line_is_named(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    office = await a_person(None, Role.OFFICE)
    held = await a_draft(office, world, start=clock.now() + timedelta(days=20))
    await rows("UPDATE consultation SET city_wide = {}, pot_kind = 'each' WHERE id = {}", True, held.id)
    await sign_in(browser, office)
    here = f"/gestione/consultazioni/{held.slug}/somme"
    page = (await browser.get(here)).text
    token = page.split('name="_csrf" value="', 1)[1].split('"', 1)[0]
    fields = {"_csrf": token, "version": str((await stored(held.slug)).version), "source": "table", "act": "read"}

    async def upload(content: bytes) -> httpx.Response:
        files = {"file": ("somme.csv", content, "text/csv")}
        return await browser.post(here, data=fields, files=files, headers={"sec-fetch-site": "same-origin"})

    right = await upload("Quartiere;Importo\nNavile;60.000\nSavena;40.000,00\n".encode("cp1252"))
    assert right.status_code == 200
    assert 'value="60000"' in right.text
    wrong = await upload(b"Quartiere;Importo\nNavile;60.000\nColli;40.000\n")
    assert wrong.status_code == 422
    assert "Riga 3: «Colli» non è un quartiere" in wrong.text
    short = await upload(b"Quartiere;Importo\nNavile;60.000\nSavena;30.000\n")
    assert "mancano 10.000" in short.text
