# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One picture is reported, hidden with a reason and shown again; whoever leaves takes along what nobody saw."""

import json

import httpx
import pytest

from deliberation.actor import VISITOR, Actor, Role
from deliberation.database import rows
from deliberation.errors import NotAllowed, NotFound
from deliberation.moderation import judgements
from deliberation.moderation.judgements import Judgement
from deliberation.people.access import passwords
from deliberation.people.departures import delete_own
from deliberation.proposals import queries as proposal_queries
from deliberation.proposals.enclosed import enclosing
from deliberation.records.enclosed import EnclosureView, Kind, Words
from tests.enclosures import samples
from tests.world import NOON, World, a_city, a_consultation, a_person, a_proposal, post, sign_in

SHOWN = Words("La piazza vuota, con le targhe delle auto")


async def a_picture(author: Actor, proposal: str, colour: str = "red") -> str:
    sent = samples.plain(colour=colour)
    return (await enclosing.add(author, proposal, Kind.PICTURE, "x.png", sent, SHOWN, at=NOON)).public_id


async def seen_by(actor: Actor, proposal: str) -> tuple[EnclosureView, ...]:
    return await enclosing.enclosures_of(await proposal_queries.proposal(proposal, actor), actor)


@pytest.fixture
async def world(database: None) -> World:
    return await a_city()


async def test_a_moderator_hides_one_picture_with_a_reason_and_takes_it_back(world: World) -> None:
    author = await a_person(world.navile)
    moderator = await a_person(world.navile, Role.MODERATOR, over=world.navile)
    proposal = await a_proposal(await a_consultation(world), author, neighbourhood=world.navile)
    first, second = await a_picture(author, proposal), await a_picture(author, proposal, "blue")
    decision = await judgements.decide(
        moderator, "enclosure", first, Judgement.HIDE, "personal-data", "Si legge una targa.", at=NOON
    )
    assert [one.public_id for one in await seen_by(VISITOR, proposal)] == [second]
    assert [one.public_id for one in await seen_by(author, proposal)] == [first, second]
    [card] = (await proposal_queries.proposals(VISITOR, at=NOON)).items
    assert card.cover is not None
    assert card.cover.public_id == second
    [notice] = await rows("SELECT kind, path FROM notice WHERE account = {}", author.id)
    assert notice == {"kind": "enclosure.hidden", "path": f"/proposte/{proposal}#allegato-{first}"}
    [mail] = await rows("SELECT payload FROM job WHERE kind = 'mail'")
    assert json.loads(mail["payload"])["kind"] == "enclosure-hidden"
    await judgements.undo(moderator, decision, at=NOON)
    assert len(await seen_by(VISITOR, proposal)) == 2


async def test_who_may_not_judge_hides_nothing_and_what_was_removed_is_not_there(world: World) -> None:
    author, other = await a_person(world.navile), await a_person(world.navile)
    elsewhere = await a_person(world.savena, Role.MODERATOR, over=world.savena)
    moderator = await a_person(world.navile, Role.MODERATOR, over=world.navile)
    proposal = await a_proposal(await a_consultation(world), author, neighbourhood=world.navile)
    picture = await a_picture(author, proposal)
    for actor in (author, other, elsewhere):
        with pytest.raises(NotAllowed):
            await judgements.decide(actor, "enclosure", picture, Judgement.HIDE, "personal-data", "", at=NOON)
    await enclosing.remove(author, picture, at=NOON)
    with pytest.raises(NotFound):
        await judgements.decide(moderator, "enclosure", picture, Judgement.HIDE, "personal-data", "", at=NOON)


async def test_a_resident_reports_a_picture_and_the_moderator_sees_it_at_the_desk(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    author, other = await a_person(world.navile), await a_person(world.navile)
    moderator = await a_person(world.navile, Role.MODERATOR, over=world.navile)
    proposal = await a_proposal(await a_consultation(world), author, neighbourhood=world.navile)
    picture = await a_picture(author, proposal)
    await sign_in(browser, other)
    page = f"/segnalazioni/nuova?tipo=enclosure&id={picture}"
    assert page.replace("&", "&amp;") in (await browser.get(f"/proposte/{proposal}")).text
    sent = await post(browser, page, "/segnalazioni/nuova", tipo="enclosure", id=picture, reason="personal-data")
    assert sent.status_code == 303, sent.text
    await sign_in(browser, moderator)
    assert f"/moderazione/allegato/{picture}" in (await browser.get("/moderazione")).text
    case = await browser.get(f"/moderazione/allegato/{picture}")
    assert SHOWN.description in case.text
    assert f"/allegati/{picture}/" in case.text
    done = await post(
        browser, f"/moderazione/allegato/{picture}", f"/moderazione/allegato/{picture}", act="hide",
        reason="personal-data", note="Si legge una targa.",
    )  # fmt: skip
    assert done.status_code == 303, done.text
    assert await seen_by(VISITOR, proposal) == ()


async def test_whoever_leaves_takes_along_drafts_and_their_pictures_and_the_others_are_nobodys(world: World) -> None:
    author = await a_person(world.navile, password_hash=await passwords.hash_password("tre parole a caso"))
    consultation = await a_consultation(world)
    public = await a_proposal(consultation, author, neighbourhood=world.navile)
    draft = await a_proposal(consultation, author, neighbourhood=world.navile, state="draft")
    kept, gone = await a_picture(author, public), await a_picture(author, draft, "blue")
    await delete_own(author, "tre parole a caso", at=NOON)
    found = await rows("SELECT public_id, uploader FROM enclosure")
    assert found == [{"public_id": kept, "uploader": ""}]
    assert await rows("SELECT id FROM proposal WHERE state = 'draft'") == []
    assert len(await rows("SELECT id FROM attachment")) == 1
    assert gone not in str(found)
    assert len(await seen_by(VISITOR, public)) == 1
