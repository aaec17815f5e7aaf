# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The home page, the finder and the neighbourhoods, as a browser sees them."""

import re
from datetime import timedelta

import httpx
import pytest

from analytics import dashboards
from analytics.filters import Filter
from deliberation import clock
from deliberation.actor import COMMAND_LINE, Role
from deliberation.ballots.tables import Ballot, RollEntry
from deliberation.committees import committees
from deliberation.committees.queries import committee_of
from deliberation.database import engine
from deliberation.places.loads import loading
from deliberation.places.loads.differences import Kind
from deliberation.places.loads.options import StreetOptions
from deliberation.places.queries import neighbourhood
from deliberation.places.tables import Neighbourhood
from tests.world import NOON, World, a_city, a_consultation, a_person, a_proposal, another_place, post, sign_in
from web.words.speech import Speech

COLUMNS = StreetOptions("via", "zona", "codvia", "pari_da", "pari_a", "dispari_da", "dispari_a")
REGISTER = """codvia,via,zona,pari_da,pari_a,dispari_da,dispari_a
1,VIA D'AZEGLIO,Navile,2,36,,
1,VIA D'AZEGLIO,Savena,,,1,75
2,MURA DI PORTA D'AZEGLIO,Savena,2,8,1,9
3,VIA DOPPIA,Navile,2,20,1,19
3,VIA DOPPIA,Savena,20,40,21,39
4,VIALE UNICO,Navile,2,20,1,19
"""


@pytest.fixture
async def world(database: None) -> World:
    found = await a_city()
    await loading.apply(COMMAND_LINE, Kind.STREETS, REGISTER.encode(), COLUMNS, at=NOON)
    return found


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


async def _text(browser: httpx.AsyncClient, path: str) -> str:
    answer = await browser.get(path)
    assert answer.status_code == 200
    return answer.text


async def _statements(browser: httpx.AsyncClient, path: str) -> int:
    await _text(browser, path)
    seen = engine().statements._seen.get()
    assert seen is not None
    return len(seen)


async def test_the_home_page_says_what_is_open_where_and_what_comes_next(
    world: World, browser: httpx.AsyncClient
) -> None:
    await a_consultation(world, ("proposing", -24, 24), ("voting", 24, 48), title="Il giardino")
    text = await _text(browser, "/")
    assert "Che cosa succede nel tuo quartiere?" in text
    assert "Il giardino" in text
    assert "fino a <time" in " ".join(text.split())
    assert "Si vota dall&#39;11 novembre" in text
    assert "/consultazioni/bilancio-2026/proposte/nuova" in text


async def test_the_home_page_shows_no_draft_and_no_closed_consultation_as_open(
    world: World, browser: httpx.AsyncClient
) -> None:
    await a_consultation(world, slug="bozza", title="Una bozza segreta", state="draft")
    await a_consultation(world, ("voting", -48, -24), slug="finita", title="Una cosa finita")
    text = await _text(browser, "/")
    assert "Una bozza segreta" not in text
    assert "Una cosa finita" not in text
    assert "Adesso non ci sono consultazioni aperte" in text


async def test_a_residents_own_neighbourhood_comes_first(world: World, browser: httpx.AsyncClient) -> None:
    await a_consultation(world, ("voting", -1, 5), slug="a", title="Voto di Navile", neighbourhoods=(world.navile,))
    await a_consultation(world, slug="b", title="Idee per Savena", neighbourhoods=(world.savena,))
    assert (text := await _text(browser, "/")).index("Voto di Navile") < text.index("Idee per Savena")
    await sign_in(browser, await a_person(world.savena))
    assert (text := await _text(browser, "/")).index("Idee per Savena") < text.index("Voto di Navile")
    assert 'Savena</a> ·</span><span><a href="#aperte-ora">1 cosa da fare' in text


async def test_what_is_open_is_narrowed_to_votes_ideas_or_ones_own_zone(
    world: World, browser: httpx.AsyncClient
) -> None:
    await a_consultation(world, ("voting", -1, 5), slug="a", title="Voto di Navile", neighbourhoods=(world.navile,))
    await a_consultation(world, slug="b", title="Idee per Savena", neighbourhoods=(world.savena,))
    await a_consultation(world, ("reviewing", -1, 5), slug="c", title="Si esamina", neighbourhoods=(world.savena,))
    for key in ("", "voto"):
        chips = (await _text(browser, f"/?mostra={key}")).split('class="chips"')[1].split("</nav>")[0]
        assert re.findall(r">(\d+)<", chips) == ["3", "1", "1"]
    assert "Si esamina" not in await _text(browser, "/?mostra=idee")
    assert "Sotto casa mia" in await _text(browser, "/?mostra=mie")
    text = await _text(browser, "/?mostra=voto")
    assert "Voto di Navile" in text
    assert "Idee per Savena" not in text
    text = await _text(browser, "/?mostra=idee")
    assert "Voto di Navile" not in text
    assert "Idee per Savena" in text
    assert "Adesso qui non c'è niente." in await _text(browser, "/?mostra=mie")
    assert "Sotto casa mia" not in await _text(browser, "/?mostra=altro")
    await sign_in(browser, await a_person(world.savena))
    text = await _text(browser, "/?mostra=mie")
    assert "Voto di Navile" not in text
    assert "Idee per Savena" in text


async def test_what_is_to_do_counts_the_whole_city_s_too_whatever_is_shown(
    world: World, browser: httpx.AsyncClient
) -> None:
    await a_consultation(world, slug="a", title="Idee per Savena", neighbourhoods=(world.savena,))
    await a_consultation(world, ("voting", -1, 5), slug="b", title="Voto di tutti", neighbourhoods=())
    await sign_in(browser, await a_person(world.savena))
    for address in ("/", "/?mostra=idee"):
        assert '<a href="#aperte-ora">2 cose da fare' in await _text(browser, address)
    await sign_in(browser, await a_person(world.savena, verified=False))  # who cannot vote yet is not told to
    assert '<a href="#aperte-ora">1 cosa da fare' in await _text(browser, "/")


async def test_a_visitor_gets_no_cookie_from_the_home_page(world: World, browser: httpx.AsyncClient) -> None:
    assert "set-cookie" not in (await browser.get("/")).headers


async def test_the_map_is_coloured_by_verified_people_before_any_vote_has_ended(
    world: World, browser: httpx.AsyncClient
) -> None:
    """Four more than five are five: the map counts people in steps."""
    for _ in range(9):
        await a_person(world.savena)
    await _ballots(await a_consultation(world, ("voting", -24, 24), neighbourhoods=()), world.navile, 12)
    text = await _text(browser, "/quartieri")
    assert "In proporzione, Savena ha più profili verificati di tutti" in text
    assert "ogni 1.000 residenti di 16 anni o più" in text
    assert '<span class="area-value">6,2</span>' in text  # five of eight hundred, not nine


async def _ballots(consultation: int, place: int, count: int, at_home: int = 40) -> None:
    for n in range(count + at_home):
        entry = RollEntry(consultation=consultation, anonymous_id=f"{place}-{n}", neighbourhood=place)
        await entry.save()
        if n >= count:
            continue
        await Ballot(
            consultation=consultation,
            roll_entry=entry.id,
            neighbourhood=place,
            marks="[]",
            cast_at=NOON,
            changed_at=NOON,
        ).save()


async def _ended(world: World, *neighbourhoods: int, slug: str = "conclusa", imported_from: str = "") -> int:
    return await a_consultation(
        world,
        ("voting", -48, -24),
        slug=slug,
        neighbourhoods=neighbourhoods,
        state="closed",
        closed_at=NOON,
        ballot_kind="approval",
        imported_from=imported_from,
    )


async def test_the_map_is_coloured_by_ballots_once_a_vote_has_ended(world: World, browser: httpx.AsyncClient) -> None:
    consultation = await _ended(world)
    await _ballots(consultation, world.navile, 12)
    await _ballots(consultation, world.savena, 2)
    await _ballots(consultation, await another_place(world), 30)
    text = await _text(browser, "/quartieri")
    assert "ogni 1.000 residenti di 16 anni o più" in text
    assert '<span class="area-value">nascosto</span>' in text
    assert '<span class="area-value">2,5</span>' not in text
    assert '<span class="area-value">37,5</span>' in text


async def test_neighbourhoods_and_dashboard_name_the_same_neighbourhood(
    world: World, browser: httpx.AsyncClient
) -> None:
    """The page counted open votes and added up; the dashboard did neither: one said first, the other last."""
    wide = await _ended(world)
    await _ballots(wide, world.savena, 60)
    await _ballots(wide, world.navile, 20)
    for n in range(2):
        await _ballots(await _ended(world, world.navile, slug=f"navile-{n}"), world.navile, 30)
    await _ballots(await a_consultation(world, ("voting", -24, 24)), world.navile, 60)
    places = await _text(browser, "/quartieri")
    found = await dashboards.city(Filter(), Speech("it"), at=NOON)
    title = found.figure("votanti").title
    assert title.startswith("In proporzione, Savena ha votato")
    assert title in places


async def test_where_no_electorate_is_known_the_map_counts_ballots(world: World, browser: httpx.AsyncClient) -> None:
    await Neighbourhood.update({Neighbourhood.residents_of_voting_age: None}, force=True)
    consultation = await _ended(world, imported_from="voti.pb")
    await _ballots(consultation, world.savena, 30, at_home=0)
    text = await _text(browser, "/quartieri")
    assert "Non sappiamo quante persone potevano votare." in text
    assert '<span class="area-value">30</span>' in text
    assert '<span class="area-value">0</span>' in text


async def test_statements_do_not_grow_with_what_is_shown(world: World, browser: httpx.AsyncClient) -> None:
    paths = ("/", "/quartieri", "/quartieri/navile")
    await a_proposal(await a_consultation(world), neighbourhood=world.navile)
    for path in paths:  # the city's name is read once a process, the map once in some seconds
        await _text(browser, path)
    before = [await _statements(browser, path) for path in paths]
    for n in range(5):
        consultation = await a_consultation(world, slug=f"c{n}", title=f"Consultazione {n}")
        for _ in range(3):
            await a_proposal(consultation, neighbourhood=world.navile)
        await a_consultation(world, slug=f"r{n}", state="results", result_published_at=NOON - timedelta(days=n))
        await a_person(world.savena)
    assert [await _statements(browser, path) for path in paths] == before
    assert max(before) <= 12


async def test_an_installation_without_a_city_still_has_a_home_page(browser: httpx.AsyncClient) -> None:
    assert "Che cosa succede nel tuo quartiere?" in await _text(browser, "/")
    assert "Non ci sono ancora quartieri" in await _text(browser, "/quartieri")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("via=d'azeglio&numero=12/A", "È nel quartiere Navile"),
        ("via=d azeglio&numero=13", "È nel quartiere Savena"),
        ("via=viale+unico", "È nel quartiere Navile"),
        ("via=doppia&numero=20", "Lo stradario mette questo numero in 2 quartieri"),
        ("via=doppia", "Aggiungi il numero civico"),
        ("via=doppia&numero=99", "non è nello stradario"),
        ("via=doppia&numero=boh", "Scrivi il numero civico"),
        ("via=azeglio", "2 vie corrispondono. Scegli la tua:"),
        ("via=d azeglio", "Non è questa? Scegli la tua:"),
        ("via=porta", "È nel quartiere Savena"),
        ("via=zzz", "Non abbiamo trovato questa via. Controlla il nome o chiedi all'ufficio."),
        ("numero=12", "Scrivi anche il nome della via."),
        ("strada=999999999999999999999", "Scrivi la via e il numero civico"),
        ("strada=7777&via=%3Cscript%3E", "Non abbiamo trovato questa via"),
    ],
)
async def test_the_finder_answers(world: World, browser: httpx.AsyncClient, query: str, sentence: str) -> None:
    text = await _text(browser, f"/trova-il-tuo-quartiere?{query}")
    assert sentence in text
    assert "<script>" not in text


async def test_a_city_without_streets_says_so_and_lists_its_neighbourhoods(browser: httpx.AsyncClient) -> None:
    await a_city("Tolosa")
    for query in ("", "?via=doppia&numero=12", "?strada=3"):
        text = await _text(browser, f"/trova-il-tuo-quartiere{query}")
        assert "Qui non c'è ancora lo stradario" in text
        assert 'href="/quartieri/navile"' in text
        assert "Non abbiamo trovato questa via" not in text
    assert 'name="via"' not in await _text(browser, "/")
    assert 'href="/trova-il-tuo-quartiere"' in await _text(browser, "/")


async def test_matching_streets_come_as_a_fragment(world: World, browser: httpx.AsyncClient) -> None:
    text = await _text(browser, "/trova-il-tuo-quartiere/vie?via=azeg&numero=3")
    assert "<html" not in text
    assert text.count("<li>") == 2
    assert "numero=3" in text


async def test_a_neighbourhoods_page_tells_what_is_there(world: World, browser: httpx.AsyncClient) -> None:
    consultation = await a_consultation(world, title="Il giardino")
    await a_proposal(consultation, neighbourhood=world.navile, title="Panchine nuove")
    text = await _text(browser, "/quartieri/navile")
    assert "Adesso è aperta una consultazione." in text
    assert "Panchine nuove" in text
    assert "Questo quartiere non ha ancora un comitato." in text
    assert "Modifica il comitato" not in text


async def test_an_unknown_neighbourhood_is_not_found(world: World, browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/quartieri/atlantide")).status_code == 404


EDIT = "/gestione/quartieri/navile/comitato"


async def test_the_office_founds_a_committee_seats_somebody_and_ends_the_seat(
    world: World, browser: httpx.AsyncClient
) -> None:
    await sign_in(browser, await a_person(world.navile, Role.OFFICE))
    await post(browser, EDIT, EDIT, name="Comitato di Navile", presentation="Ci **siamo**.", email="")
    seated = await post(
        browser, EDIT, f"{EDIT}/componenti", member="Ada Esempio", seat="spokesperson", since="2026-01-01", until=""
    )
    assert seated.status_code == 303
    text = await _text(browser, "/quartieri/navile")
    assert "Ada Esempio" in text
    assert "<strong>siamo</strong>" in text
    held = await committee_of(world.navile)
    assert held is not None
    await post(browser, EDIT, f"{EDIT}/componenti/{held.members[0].public_id}/fine", until="2026-10-31")
    assert "Ada Esempio" not in await _text(browser, "/quartieri/navile")


async def test_a_refused_seat_keeps_what_was_typed(world: World, browser: httpx.AsyncClient) -> None:
    await committees.write(COMMAND_LINE, await neighbourhood("navile"), "Comitato", "", "", at=NOON)
    await sign_in(browser, await a_person(world.navile, Role.OFFICE))
    refused = await post(
        browser, EDIT, f"{EDIT}/componenti", member="Ada Esempio", seat="member", since="2026-05-01", until="2026-04-01"
    )
    assert refused.status_code == 422
    assert "Ada Esempio" in refused.text
    assert "L&#39;ultimo giorno viene prima del primo" in refused.text
    unreadable = await post(browser, EDIT, f"{EDIT}/componenti", member="Ada", since="31/02/2026")
    assert unreadable.status_code == 422


async def test_an_office_of_another_neighbourhood_edits_no_committee_here(
    world: World, browser: httpx.AsyncClient
) -> None:
    await sign_in(browser, await a_person(world.savena, Role.OFFICE, over=world.savena))
    assert (await browser.get(EDIT)).status_code == 403
