# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ballot's pages: choose, reread, record; nothing typed is lost, nothing is called recorded before it is."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from deliberation import clock
from deliberation.actor import Actor
from deliberation.ballots.tables import Ballot
from deliberation.people.access.sessions import close_session
from tests.ballots.votes import Vote, a_vote, close
from tests.guards import by_hand
from tests.world import a_city, a_person, post, sign_in, token_of
from web import settings
from web.http import logs


async def a_voter(browser: httpx.AsyncClient, *args: str, **options: Any) -> tuple[Actor, Vote]:
    """A verified resident, signed in, and a vote that is open now."""
    world = await a_city()
    person = await a_person(world.navile)
    now = clock.now()
    vote = await a_vote(world, *args, opens_at=now - timedelta(hours=1), closes_at=now + timedelta(days=3), **options)
    await sign_in(browser, person)
    return person, vote


async def send(browser: httpx.AsyncClient, path: str, fields: dict[str, Any]) -> httpx.Response:
    """Send a form of the ballot's page."""
    start = path.split("/vota")[0] + "/vota" + ("?per=navile" if path.startswith("/consultazioni/zone/") else "")
    data = {"_csrf": await token_of(browser, start), **fields}
    answer = await browser.post(path, data=data, headers={"sec-fetch-site": "same-origin"})
    if answer.headers.get("location", "").endswith("/riepilogo"):
        return await browser.get(answer.headers["location"])
    return answer


RANKED = '{"ranking":[["orto"],["luci"]]}'
KINDS = [
    ("budget", "greedy", {"scelte": ["alberi", "orto"]}, '{"budget":["alberi","orto"]}'),
    ("approval", "approval", {"scelte": ["luci"]}, '{"approval":["luci"]}'),
    ("ranking", "schulze", {"posto-orto": "1", "posto-luci": "2", "posto-pista": ""}, RANKED),
    ("choice", "plurality", {"scelte": "pista"}, '{"choice":["pista"]}'),
]


@pytest.mark.parametrize(("kind", "rule", "fields", "stored"), KINDS)
async def test_a_resident_chooses_rereads_and_records(
    browser: httpx.AsyncClient, kind: str, rule: str, fields: dict[str, Any], stored: str
) -> None:
    _, vote = await a_voter(browser, kind, rule)
    path = f"/consultazioni/{vote.slug}/vota"
    first = await browser.get(path)
    assert first.status_code == 200
    assert "chi gestisce il sistema può leggere il tuo voto" in first.text
    assert "Come si conta" in first.text
    summary = await send(browser, f"{path}/riepilogo", fields)
    assert summary.status_code == 200
    assert "Il voto non è ancora registrato." in summary.text
    assert await Ballot.count() == 0
    done = await send(browser, f"{path}/registra", fields)
    assert done.status_code == 303
    assert done.headers["location"] == f"{path}/registrato"
    page = await browser.get(done.headers["location"])
    assert "Il tuo voto è registrato." in page.text
    assert "Puoi cambiarlo fino a" in page.text
    row = await Ballot.select().first()
    assert row is not None
    assert row["marks"] == stored
    again = await browser.get(path)
    assert "Hai già votato" in again.text


async def test_a_changed_ballot_starts_from_the_recorded_one_and_says_what_it_replaces(
    browser: httpx.AsyncClient,
) -> None:
    _, vote = await a_voter(browser)
    path = f"/consultazioni/{vote.slug}/vota"
    await send(browser, f"{path}/registra", {"scelte": ["alberi"]})
    assert 'value="alberi" checked' in (await browser.get(path)).text
    same = await send(browser, f"{path}/riepilogo", {"scelte": ["alberi"]})
    assert "È uguale al voto che hai già registrato." in same.text
    summary = await send(browser, f"{path}/riepilogo", {"scelte": ["orto"]})
    assert "Prende il posto del voto" in summary.text
    await send(browser, f"{path}/registra", {"scelte": ["orto"]})
    assert "È la versione 2" in (await browser.get(f"{path}/registrato")).text


async def test_editing_from_the_summary_and_going_back_keep_the_choices(browser: httpx.AsyncClient) -> None:
    _, vote = await a_voter(browser)
    path = f"/consultazioni/{vote.slug}/vota"
    await send(browser, f"{path}/riepilogo", {"scelte": ["orto"]})
    edited = await send(browser, path, {"scelte": ["orto"]})
    assert edited.status_code == 200
    assert 'value="orto" checked' in edited.text
    back = await browser.get(path)
    assert 'value="orto" checked' in back.text
    assert "Abbiamo ritrovato le tue scelte" in back.text
    assert "Il voto non è ancora registrato." in (await browser.get(f"{path}/riepilogo")).text
    assert (await browser.get(f"{path}/registra")).headers["location"] == path
    browser.cookies.delete("rione_scheda")
    assert (await browser.get(f"{path}/riepilogo")).headers["location"] == path


@pytest.mark.parametrize(
    ("kind", "rule", "fields", "options", "sentence", "still"),
    [
        ("budget", "greedy", {"scelte": ["pista", "luci"]}, {}, "superato di 10.000", "pista"),
        ("approval", "approval", {"scelte": ["alberi", "luci", "orto"]}, {"max_picks": 2}, "al massimo 2", "alberi"),
        ("ranking", "schulze", {"posto-orto": "1", "posto-luci": "1"}, {}, "Il posto 1 è scritto due volte", "orto"),
        ("ranking", "schulze", {"posto-orto": "uno"}, {}, "«uno» accanto a «Progetto orto»", "orto"),
        ("ranking", "schulze", {"posto-orto": "-1"}, {}, "Il posto parte da 1", "orto"),
        ("ranking", "schulze", {"posto-orto": "0", "posto-luci": "1"}, {}, "Il posto parte da 1", "orto"),
        ("ranking", "schulze", {"posto-luci": "1", "posto-orto": "11"}, {}, "I posti sono 4: «11» accanto a", "orto"),
        ("ranking", "schulze", {"posto-luci": "1", "posto-orto": "9" * 13}, {}, "non lo è", "orto"),
        ("ranking", "schulze", {"posto-orto": ["1", "2"]}, {}, "segnato due volte la stessa scelta", "orto"),
        ("ranking", "schulze", {"posto-orto": ["1", "1"]}, {}, "segnato due volte la stessa scelta", "orto"),
        ("ranking", "schulze", {"posto-orto": "1", "scelte": "luci"}, {}, "Non riusciamo a leggere", "orto"),
        ("ranking", "schulze", {"posto-orto": "1", "posto-piscina": "2"}, {}, "non è più sulla scheda", "orto"),
        ("approval", "approval", {"scelte": ["orto", "orto"]}, {}, "segnato due volte la stessa scelta", "orto"),
        ("approval", "approval", {"scelte": "orto", "posto-luci": "1"}, {}, "Non riusciamo a leggere", "orto"),
        ("budget", "greedy", {"scelte": ["orto", "orto"]}, {}, "segnato due volte la stessa scelta", "orto"),
        ("choice", "plurality", {"scelte": ["orto", "orto"]}, {}, "segnato due volte la stessa scelta", "orto"),
        ("choice", "plurality", {"scelte": ["orto", "luci"]}, {}, "al massimo 1 scelte", "orto"),
        ("budget", "greedy", {"scelte": ["piscina", "orto"]}, {}, "non è più sulla scheda", "orto"),
    ],
)
async def test_an_error_names_the_rule_and_loses_nothing(
    browser: httpx.AsyncClient,
    kind: str,
    rule: str,
    fields: dict[str, Any],
    options: dict[str, Any],
    sentence: str,
    still: str,
) -> None:
    _, vote = await a_voter(browser, kind, rule, **options)
    for address in ("riepilogo", "registra"):
        answer = await send(browser, f"/consultazioni/{vote.slug}/vota/{address}", fields)
        assert answer.status_code == 422
        assert sentence in answer.text.replace("\xa0", " ")
        typed = fields.get(f"posto-{still}")
        typed = typed[0] if isinstance(typed, list) else typed
        kept = f'name="posto-{still}" value="{typed}"' if typed else f'value="{still}" checked'
        assert kept in answer.text
    assert await Ballot.count() == 0


async def test_a_blank_ballot_needs_a_word_of_confirmation(browser: httpx.AsyncClient) -> None:
    _, vote = await a_voter(browser)
    path = f"/consultazioni/{vote.slug}/vota"
    assert "Scheda bianca" in (await send(browser, f"{path}/riepilogo", {})).text
    unconfirmed = await send(browser, f"{path}/registra", {})
    assert unconfirmed.status_code == 422
    assert await Ballot.count() == 0
    assert (await send(browser, f"{path}/registra", {"bianca": "1"})).status_code == 303
    row = await Ballot.select().first()
    assert row is not None
    assert row["is_blank"]


async def test_when_the_vote_closes_meanwhile_the_choices_are_shown_and_the_earlier_vote_counts(
    browser: httpx.AsyncClient,
) -> None:
    _, vote = await a_voter(browser)
    path = f"/consultazioni/{vote.slug}/vota"
    await send(browser, f"{path}/registra", {"scelte": ["alberi"]})
    token = await token_of(browser, path)
    await close(vote, clock.now())
    for address in ("/riepilogo", "/registra", ""):
        answer = await browser.post(f"{path}{address}", data={"_csrf": token, "scelte": "orto"})
        assert answer.status_code == 409
        assert "Il voto è chiuso" in answer.text
        assert "Queste scelte non sono state registrate" in answer.text
        assert "Progetto orto" in answer.text
        assert "Il voto che avevi registrato" in answer.text
    row = await Ballot.select().first()
    assert row is not None
    assert row["marks"] == '{"budget":["alberi"]}'


async def test_an_expired_session_loses_no_choice(browser: httpx.AsyncClient) -> None:
    person, vote = await a_voter(browser)
    path = f"/consultazioni/{vote.slug}/vota"
    token = await token_of(browser, path)
    await close_session(browser.cookies["rione_session"])
    asked = await browser.post(f"{path}/riepilogo", data={"_csrf": token, "scelte": ["alberi", "orto"]})
    assert asked.status_code == 403
    assert "Premi ancora una volta" in asked.text
    fresh = asked.text.split('name="_csrf" value="', 1)[1].split('"', 1)[0]
    sent = await browser.post(f"{path}/riepilogo", data={"_csrf": fresh, "scelte": ["alberi", "orto"]})
    assert sent.status_code == 303
    assert sent.headers["location"].startswith("/accesso?next=")
    browser.cookies.delete("rione_session")
    await sign_in(browser, person)
    page = await browser.get(path)
    assert "Abbiamo ritrovato le tue scelte" in page.text
    assert page.text.count(" checked") == 2


async def test_choices_kept_for_one_person_are_not_shown_to_another(browser: httpx.AsyncClient) -> None:
    _, vote = await a_voter(browser, city_wide=True)
    await send(browser, f"/consultazioni/{vote.slug}/vota/riepilogo", {"scelte": ["orto"]})
    from deliberation.places.tables import Neighbourhood

    place = await Neighbourhood.select().first()
    assert place is not None
    browser.cookies.delete("rione_session")
    await sign_in(browser, await a_person(place["id"]))
    text = (await browser.get(f"/consultazioni/{vote.slug}/vota")).text
    assert "checked" not in text
    assert "ritrovato" not in text


@pytest.mark.parametrize("verified", [True, False])
async def test_who_lives_elsewhere_reads_whose_residents_vote(browser: httpx.AsyncClient, verified: bool) -> None:
    world = await a_city()
    now = clock.now()
    vote = await a_vote(world, opens_at=now - timedelta(hours=1), closes_at=now + timedelta(days=3))
    await sign_in(browser, await a_person(world.savena, verified=verified))
    refused = await browser.get(f"/consultazioni/{vote.slug}/vota")
    assert refused.status_code == 403
    assert "<h1>Qui votano i residenti di Navile</h1>" in refused.text
    assert "Tu risulti abitare in un altro quartiere: Savena." in refused.text
    assert "Per votare serve la verifica" not in refused.text


async def test_who_may_not_vote_is_shown_the_way_out(browser: httpx.AsyncClient) -> None:
    person, vote = await a_voter(browser)
    path = f"/consultazioni/{vote.slug}/vota"
    anonymous = httpx.AsyncClient(transport=browser._transport, base_url="http://127.0.0.1:8000")
    answer = await anonymous.get(path)
    assert answer.headers["location"].startswith("/accesso?next=%2Fconsultazioni")
    browser.cookies.delete("rione_session")
    await sign_in(browser, await a_person(person.neighbourhood, verified=False))
    refused = await browser.get(path)
    assert refused.status_code == 403
    assert "Questo voto è per chi, entro il" in refused.text
    assert "/ufficio" in refused.text
    await close(vote, clock.now())
    assert "In questa votazione non risulta un tuo voto." in (await browser.get(path)).text
    assert (await browser.get("/consultazioni/niente/vota")).status_code == 404


async def test_the_recorded_page_reloads_and_needs_a_ballot(browser: httpx.AsyncClient) -> None:
    _, vote = await a_voter(browser)
    path = f"/consultazioni/{vote.slug}/vota"
    assert (await browser.get(f"{path}/registrato")).headers["location"] == path
    await post(browser, path, f"{path}/registra", scelte="orto")
    for _ in range(2):
        assert (await browser.get(f"{path}/registrato")).status_code == 200


async def test_the_order_of_options_is_stable_for_a_voter_and_not_the_same_for_all(browser: httpx.AsyncClient) -> None:
    from deliberation.ballots.questions import question

    _, vote = await a_voter(browser)
    await by_hand("UPDATE consultation SET options_shuffled = (1 = 1)")
    asked = await question(vote.slug)
    orders = {tuple(c.id for c in asked.order_for(f"voter{n}")) for n in range(40)}
    assert len(orders) > 5
    assert (await question(vote.slug)).order_for("voter1") == asked.order_for("voter1")


async def test_no_page_of_the_vote_is_written_in_the_access_log(
    browser: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure(settings.load())  # to what is captured here
    _, vote = await a_voter(browser)
    path = f"/consultazioni/{vote.slug}/vota"
    await send(browser, f"{path}/riepilogo", {"scelte": "orto"})
    await send(browser, f"{path}/registra", {"scelte": "orto"})
    await browser.get(f"{path}/registrato")
    await browser.get("/consultazioni")
    logged = capsys.readouterr().err
    assert "route=/consultazioni " in logged
    assert "/vota" not in logged


async def test_a_limit_that_nobody_can_reach_is_not_told(browser: httpx.AsyncClient) -> None:
    _, vote = await a_voter(browser, "approval", "approval", max_picks=3)
    path = f"/consultazioni/{vote.slug}/vota"
    assert "Scegli fino a 3" in (await browser.get(path)).text
    await by_hand("UPDATE proposal SET option_id = '', state = 'admissible' WHERE ballot_position > 1")
    text = (await browser.get(path)).text
    assert text.count('name="scelte"') == 2
    assert "fino a" not in text.split("<form", 1)[1].split('class="ballot-notes"', 1)[0]
    assert "Scegli tutte le opzioni che ti vanno bene." in text
