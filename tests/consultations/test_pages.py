# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The residents' pages, over the real application."""

from datetime import timedelta

import httpx
import pytest

from deliberation import clock
from deliberation.actor import Role
from deliberation.database import engine
from deliberation.proposals.tables import Comment, Proposal, Support
from tests.world import NOON as WORLD_NOON
from tests.world import World, a_city, a_consultation, a_person, a_proposal, post, sign_in

BASE = "/consultazioni/bilancio-2026/proposte/nuova"
TEXT_STEP = f"{BASE}/testo"
TEXT = {"title": "Panchine in piazza", "body": "Servono panchine all'ombra, per gli anziani.", "category": "ambiente"}


def hours() -> int:
    """From the world's noon to now: phases of the pages are around this instant."""
    return round((clock.now() - WORLD_NOON) / timedelta(hours=1))


@pytest.fixture
async def world(browser: httpx.AsyncClient) -> World:
    return await a_city()


async def open_consultation(world: World, **columns: object) -> int:
    phases = (("proposing", hours() - 5, hours() + 5), ("voting", hours() + 5, hours() + 9))
    return await a_consultation(world, *phases, **columns)


async def test_a_visitor_reads_the_list_and_a_consultation(browser: httpx.AsyncClient, world: World) -> None:
    held = await open_consultation(world)
    await a_consultation(world, ("voting", hours() + 24, hours() + 48), slug="poi", title="Più avanti")
    await a_consultation(world, ("voting", -48, -24), slug="prima", title="Già finita", state="results")
    await a_consultation(world, slug="bozza", title="Segreta", state="draft")
    await a_proposal(held, await a_person(world.navile), neighbourhood=world.navile)
    text = (await browser.get("/consultazioni")).text
    assert text.index("Bilancio di Navile") < text.index("Più avanti") < text.index("Già finita")
    assert "Segreta" not in text
    assert "Bilancio di Navile" not in (await browser.get("/consultazioni?quartiere=savena")).text
    answer = await browser.get("/consultazioni/bilancio-2026")
    assert answer.status_code == 200
    for words in ("Navile", "Panchine in piazza", "Accedi e proponi", "La Giunta", "Un pseudonimo"):
        assert words in answer.text
    assert "set-cookie" not in answer.headers
    assert (await browser.get("/consultazioni/bozza")).status_code == 404


async def test_what_one_can_do_depends_on_who_one_is(browser: httpx.AsyncClient, world: World) -> None:
    await open_consultation(world)
    for person, words in (
        (await a_person(), "Dichiara dove abiti"),
        (await a_person(world.savena), "riguarda chi abita in un altro quartiere"),
        (await a_person(world.navile, verified=False), "Proponi un'idea"),
    ):
        await sign_in(browser, person)
        assert words in (await browser.get("/consultazioni/bilancio-2026")).text.replace("&#39;", "'")


async def test_a_visitor_is_told_what_signing_in_is_for(browser: httpx.AsyncClient, world: World) -> None:
    await a_proposal(await open_consultation(world), neighbourhood=world.navile)
    [proposal] = await Proposal.select()
    text = (await browser.get(f"/proposte/{proposal['public_id']}")).text
    for words in ("Per sostenere serve un account.", "Accedi e sostieni", "Accedi e commenta"):
        assert words in text
    assert f"/accesso?next=%2Fproposte%2F{proposal['public_id']}" in text


async def test_a_resident_proposes_step_by_step(browser: httpx.AsyncClient, world: World) -> None:
    await open_consultation(world)
    await sign_in(browser, await a_person(world.navile))
    kept = await post(browser, TEXT_STEP, TEXT_STEP, version="0", step="text", **TEXT)
    assert kept.headers["location"] == f"{BASE}/luogo"
    placed = await post(
        browser,
        f"{BASE}/luogo",
        f"{BASE}/luogo",
        version="1",
        neighbourhood="navile",
        place_label="In piazza",
        latitude="44,45",
        longitude="11.32",
    )
    assert placed.headers["location"] == f"{BASE}/costo"
    wrong = await post(browser, f"{BASE}/costo", f"{BASE}/costo", version="2", cost="mille")
    assert wrong.status_code == 422
    assert 'value="mille"' in wrong.text
    priced = await post(browser, f"{BASE}/costo", f"{BASE}/costo", version="3", cost="48.000,50")
    assert priced.headers["location"].endswith("/allegati")
    assert f'href="{BASE}/riepilogo">Continua</a>' in (await browser.get(priced.headers["location"])).text
    summary = (await browser.get(f"{BASE}/riepilogo")).text
    assert "48.000,50" in summary
    draft = await Proposal.select().first()
    assert draft is not None
    sent = await post(
        browser, f"{BASE}/riepilogo", f"{BASE}/riepilogo", draft=draft["public_id"], version=str(draft["version"])
    )
    assert sent.headers["location"] == f"/proposte/{draft['public_id']}"
    page = await browser.get(sent.headers["location"])
    assert "La tua proposta è pubblica" in page.text
    assert "Modifica" in page.text
    assert await Proposal.count().where(Proposal.state == "published") == 1


async def test_going_back_keeps_everything(browser: httpx.AsyncClient, world: World) -> None:
    await open_consultation(world)
    await sign_in(browser, await a_person(world.navile))
    await post(browser, TEXT_STEP, TEXT_STEP, version="0", step="text", **TEXT)
    back = await post(browser, f"{BASE}/luogo", f"{BASE}/luogo", version="1", place_label="Vicino al ponte", go="back")
    assert back.headers["location"] == TEXT_STEP
    assert 'value="Panchine in piazza"' in (await browser.get(TEXT_STEP)).text
    assert 'value="Vicino al ponte"' in (await browser.get(f"{BASE}/luogo")).text


async def test_an_empty_form_begins_no_draft_and_says_so_kindly(browser: httpx.AsyncClient, world: World) -> None:
    await open_consultation(world)
    await sign_in(browser, await a_person(world.navile))
    empty = await post(browser, BASE, TEXT_STEP, version="0", step="text", title=" ", body="", category="")
    assert empty.status_code == 422
    assert "non salviamo nessuna bozza" in empty.text
    assert "ancora qui" not in empty.text
    assert await Proposal.count() == 0
    assert "Nessuna bozza." in (await browser.get("/proposte/bozze")).text
    half = await post(browser, BASE, TEXT_STEP, version="0", step="text", title="Pan", body="", category="")
    assert half.status_code == 422
    assert await Proposal.count() == 1


async def test_a_draft_is_resumed_at_the_step_where_it_was_left(browser: httpx.AsyncClient, world: World) -> None:
    await open_consultation(world)
    await sign_in(browser, await a_person(world.navile))
    place, cost = f"{BASE}/luogo", f"{BASE}/costo"

    async def resumed() -> str:
        return str((await browser.get(BASE)).headers.get("location", ""))

    assert await resumed() == ""
    await post(browser, BASE, TEXT_STEP, version="0", step="text", **{**TEXT, "title": "Pan"})
    assert await resumed() == TEXT_STEP
    await post(browser, TEXT_STEP, TEXT_STEP, version="1", step="text", **TEXT)
    assert await resumed() == place
    await post(browser, place, f"{BASE}/bozza", version="2", step="place", place_label="Al ponte")
    assert await resumed() == place
    await post(browser, place, place, version="2", step="place", place_label="Al ponte", neighbourhood="navile")
    assert await resumed() == cost
    await post(browser, cost, cost, version="3", step="cost", cost="10", go="back")
    assert await resumed() == place
    await post(browser, place, place, version="3", step="place", place_label="Al ponte", neighbourhood="navile")
    await post(browser, cost, cost, version="4", step="cost", cost="10")
    assert await resumed() == f"{BASE}/riepilogo"
    for page in (TEXT_STEP, place, cost):
        assert (await browser.get(page)).status_code == 200


async def test_typing_is_kept_without_a_page(browser: httpx.AsyncClient, world: World) -> None:
    await open_consultation(world)
    await sign_in(browser, await a_person(world.navile))
    nothing = await post(browser, BASE, f"{BASE}/bozza", version="0", step="text", title="  ")
    assert (nothing.status_code, await Proposal.count()) == (200, 0)
    answer = await post(browser, BASE, f"{BASE}/bozza", version="0", step="text", title="Una mezza id")
    assert answer.status_code == 204
    assert 'value="Una mezza id"' in (await browser.get(TEXT_STEP)).text
    assert "Una mezza id" in (await browser.get("/proposte/bozze")).text


async def test_a_second_tab_sees_both_texts(browser: httpx.AsyncClient, world: World) -> None:
    await open_consultation(world)
    await sign_in(browser, await a_person(world.navile))
    await post(browser, TEXT_STEP, TEXT_STEP, version="0", step="text", **TEXT)
    other = {**TEXT, "title": "Dall'altra scheda"}
    conflict = await post(browser, TEXT_STEP, TEXT_STEP, version="0", step="text", **other)
    assert conflict.status_code == 422
    assert "Panchine in piazza" in conflict.text
    assert "altra scheda" in conflict.text
    version = conflict.text.split('name="version" value="')[1].split('"')[0]
    again = await post(browser, TEXT_STEP, TEXT_STEP, version=version, step="text", **other)
    assert again.status_code == 303


async def test_a_closed_phase_tells_where_the_text_is(browser: httpx.AsyncClient, world: World) -> None:
    held = await a_consultation(world, ("proposing", hours() - 48, hours() - 24))
    person = await a_person(world.navile)
    await a_proposal(held, person, state="draft", neighbourhood=world.navile, body="Un testo che non si deve perdere.")
    await sign_in(browser, person)
    summary = await browser.get(f"{BASE}/riepilogo")
    assert "Questa fase si è chiusa mentre scrivevi. Il testo è nelle tue bozze." in summary.text
    draft = await Proposal.select().first()
    assert draft is not None
    sent = await post(browser, f"{BASE}/riepilogo", f"{BASE}/riepilogo", draft=draft["public_id"], version="1")
    assert sent.status_code == 422
    assert "Il testo è nelle tue bozze" in sent.text
    assert "Panchine in piazza" in (await browser.get("/proposte/bozze")).text
    discard = f"/proposte/bozze/{draft['public_id']}/elimina"
    await post(browser, discard, discard)
    assert await Proposal.count() == 0


async def test_supporting_and_commenting_on_the_page(browser: httpx.AsyncClient, world: World) -> None:
    id = await a_proposal(await open_consultation(world), neighbourhood=world.navile)
    await sign_in(browser, await a_person(world.navile))
    here = f"/proposte/{id}"
    await post(browser, here, f"{here}/sostegno")
    assert "Togli il sostegno" in (await browser.get(here)).text
    await post(browser, here, f"{here}/sostegno/togli")
    assert await Support.count() == 0
    for _ in range(2):
        await post(browser, here, f"{here}/commenti", body="Una **bella** idea <script>", stance="for", token="abcdef")
    page = (await browser.get(here)).text
    assert "<strong>bella</strong>" in page
    assert "<script>" not in page.split("<main")[1].split("</main>")[0]
    assert await Comment.count() == 1
    comment = await Comment.select().first()
    assert comment is not None
    answer = f"{here}/rispondi/{comment['public_id']}"
    long = await post(browser, answer, f"{here}/commenti", body="x" * 2001, parent=comment["public_id"], token="abcdeg")
    assert long.status_code == 422
    assert "x" * 2001 in long.text
    fields = {"body": "Grazie", "parent": comment["public_id"], "token": "abcdeg"}
    written = await post(browser, answer, f"{here}/commenti", **fields)
    assert "#commento-" in written.headers["location"]


async def test_hidden_things_show_their_reason(browser: httpx.AsyncClient, world: World) -> None:
    author = await a_person(world.navile)
    held = await open_consultation(world)
    id = await a_proposal(held, author, neighbourhood=world.navile, hidden_at=WORLD_NOON)
    assert (await browser.get(f"/proposte/{id}")).status_code == 404
    await sign_in(browser, author)
    assert "Nascosta da chi modera" in (await browser.get(f"/proposte/{id}")).text
    await sign_in(browser, await a_person(world.savena, Role.MODERATOR, over=world.savena))
    assert (await browser.get(f"/proposte/{id}")).status_code == 404


async def test_an_author_revises_and_withdraws(browser: httpx.AsyncClient, world: World) -> None:
    author = await a_person(world.navile)
    id = await a_proposal(await open_consultation(world), author, neighbourhood=world.navile)
    await sign_in(browser, author)
    form = f"/proposte/{id}/modifica"
    fields = {**TEXT, "title": "Panchine e un tiglio", "neighbourhood": "navile"}
    assert (await post(browser, form, form, version="1", **fields)).status_code == 303
    conflict = await post(browser, form, form, version="1", **{**fields, "title": "Altro titolo ancora"})
    assert conflict.status_code == 422
    assert "Panchine e un tiglio" in conflict.text
    assert "Altro titolo ancora" in conflict.text
    assert (await post(browser, f"/proposte/{id}/ritira", f"/proposte/{id}/ritira")).status_code == 303
    assert "Proposta ritirata" in (await browser.get(f"/proposte/{id}")).text
    browser.cookies.clear()
    assert (await browser.get(f"/proposte/{id}")).status_code == 404


async def statements(browser: httpx.AsyncClient, path: str) -> int:
    """How many SQL statements a page runs: the application counts them in this very context."""
    assert (await browser.get(path)).status_code == 200
    return len(engine().statements._seen.get() or ())


async def test_links_to_order_and_page_proposals_keep_the_filters_and_nothing_empty(
    browser: httpx.AsyncClient, world: World
) -> None:
    held = await open_consultation(world)
    person = await a_person(world.navile)
    for _ in range(40):
        await a_proposal(held, person, neighbourhood=world.navile, title="Panchine")
    page = (await browser.get("/proposte")).text
    assert 'href="/proposte?ordine=sostenute#trovate"' in page
    assert 'href="/proposte?ordine=recenti&amp;pagina=2"' in page
    page = (await browser.get("/proposte?q=panchine&ordine=sostenute")).text
    assert 'href="/proposte?q=panchine&amp;ordine=recenti#trovate"' in page
    assert 'href="/proposte?q=panchine&amp;ordine=sostenute&amp;pagina=2"' in page


async def test_statements_do_not_grow_with_rows(browser: httpx.AsyncClient, world: World) -> None:
    held = await open_consultation(world)
    person = await a_person(world.navile)
    id = await a_proposal(held, person, neighbourhood=world.navile)
    row = await Proposal.select(Proposal.id).where(Proposal.public_id == id).first()
    assert row is not None
    here = "/consultazioni/bilancio-2026"
    pages = (
        *("/", "/consultazioni", here, f"{here}/condividi", f"{here}/novita.atom", "/novita.atom", "/risultati.atom"),
        *("/proposte?q=panchine", f"/proposte/{id}", f"/proposte/{id}/condividi"),
    )
    await sign_in(browser, person)
    for path in pages:  # the atlas of the maps is read once in ten seconds
        await browser.get(path)
    few = {path: await statements(browser, path) for path in pages}
    for n in range(60):
        await a_proposal(held, person, neighbourhood=world.navile)
        comment = Comment(public_id=f"k{n}", proposal=row["id"], author=person.id, body="Sì", created_at=WORLD_NOON)
        await comment.save()
        await Support(proposal=row["id"], account=(await a_person(world.savena)).id, created_at=WORLD_NOON).save()
        if n < 10:
            await a_consultation(world, slug=f"altra-{n}")
            await a_consultation(world, slug=f"decisa-{n}", state="results", result_published_at=WORLD_NOON)
    many = {path: await statements(browser, path) for path in pages}
    assert few == many
    assert max(many.values()) <= 12, many
