# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A moderator's evening: a list that empties."""

import httpx

from deliberation.moderation import judgements
from tests.moderation.test_judgements import a_scene, comment_row
from tests.world import NOON, post, sign_in


async def test_the_reasons_are_public(browser: httpx.AsyncClient) -> None:
    text = (await browser.get("/moderazione/motivi")).text
    assert "Dati personali" in text
    assert "Rispetta le regole" in text


async def test_a_visitor_signs_in_before_reporting_and_comes_back(browser: httpx.AsyncClient) -> None:
    scene = await a_scene()
    answer = await browser.get(f"/segnalazioni/nuova?tipo=comment&id={scene.comment}")
    assert answer.headers["location"].startswith("/accesso?next=%2Fsegnalazioni%2Fnuova%3Ftipo%3Dcomment")


async def test_a_resident_reports_and_the_moderator_hides_then_undoes(browser: httpx.AsyncClient) -> None:
    scene = await a_scene()
    await sign_in(browser, scene.reader)
    form = f"/segnalazioni/nuova?tipo=comment&id={scene.comment}"
    empty = await post(browser, form, "/segnalazioni/nuova", tipo="comment", id=scene.comment, note="Guardate")
    assert empty.status_code == 422
    assert "Guardate" in empty.text
    sent = await post(browser, form, "/segnalazioni/nuova", tipo="comment", id=scene.comment, reason="insult")
    assert sent.headers["location"] == f"/proposte/{scene.proposal}#commento-{scene.comment}"
    await sign_in(browser, scene.navile)
    desk = (await browser.get("/moderazione")).text
    assert "Un testo segnalato aspetta" in desk
    case = f"/moderazione/commento/{scene.comment}"
    assert "Siete ladri." in (await browser.get(case)).text
    bare = await post(browser, case, case, act="hide", note="Senza motivo")
    assert bare.status_code == 422
    assert "Senza motivo" in bare.text
    done = await post(browser, case, case, act="hide", reason="insult", note="Con calma.")
    assert done.status_code == 303
    page = done.headers["location"]
    assert "La decisione è registrata" in (await browser.get(page)).text
    assert (await comment_row(scene.comment))["hidden_at"]
    await sign_in(browser, scene.author)
    notices = (await browser.get("/avvisi")).text
    assert "nascosto" in notices
    assert "insulto" in notices
    await sign_in(browser, scene.navile)
    assert (await post(browser, page, f"{page}/annulla")).status_code == 303
    assert (await comment_row(scene.comment))["hidden_at"] is None


async def test_all_three_lists_and_their_items_open(browser: httpx.AsyncClient) -> None:
    scene = await a_scene()
    await judgements.report(scene.reader, "proposal", scene.proposal, "hate", "", at=NOON)
    await sign_in(browser, scene.navile)
    for view in ("segnalati", "nuovi", "nascosti", "altro"):
        assert (await browser.get(f"/moderazione?vista={view}")).status_code == 200
    assert (await browser.get(f"/moderazione/proposta/{scene.proposal}")).status_code == 200
    assert (await browser.get("/moderazione/proposta/nulla")).status_code == 404
    assert (await browser.get(f"/moderazione/altro/{scene.proposal}")).status_code == 404


async def test_a_moderator_of_another_place_is_refused(browser: httpx.AsyncClient) -> None:
    scene = await a_scene()
    await sign_in(browser, scene.savena)
    assert (await browser.get(f"/moderazione/commento/{scene.comment}")).status_code == 403
