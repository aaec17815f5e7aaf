# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who judges what: one predicate for the list, the page, the act and the notice; nothing that nobody sees."""

from itertools import product

import httpx
import pytest

from deliberation.actor import Actor, Role
from deliberation.ballots.desk import desk
from deliberation.errors import NotAllowed
from deliberation.moderation import judgements
from deliberation.moderation import queries as seen
from deliberation.moderation.judgements import Judgement
from deliberation.moderation.queries import View
from deliberation.moderation.targets import judges_of, may_judge, target_of
from deliberation.notices.tables import Notice
from deliberation.people import roles
from deliberation.people.tables import Account, RoleGrant
from deliberation.proposals.tables import Proposal
from tests.moderation.test_judgements import Scene, a_comment, a_scene
from tests.people.people import somebody
from tests.world import NOON, a_person, post, sign_in

HIDE = (Judgement.HIDE, "insult", "")


async def suspend(person: Actor) -> None:
    await Account.update({Account.disabled_at: NOON}).where(Account.id == person.id)


async def make_city_wide(scene: Scene) -> None:
    await Proposal.update({Proposal.neighbourhood: None}).where(Proposal.public_id == scene.proposal)


async def test_list_page_act_and_notice_agree_for_everybody_and_everything(database: None) -> None:
    scene = await a_scene()
    city = await a_person(None, Role.MODERATOR)
    office, second = await a_person(None, Role.OFFICE), await a_person(scene.world.savena, Role.OFFICE)
    suspended = await a_person(None, Role.MODERATOR)
    await suspend(suspended)
    people = [scene.author, scene.reader, scene.navile, scene.savena, city, office, second, suspended]
    states = ("published", "admissible", "on_ballot", "selected")
    writers = (scene.author, scene.navile, city, office, None)
    comment = await a_comment(scene.proposal, scene.savena)
    checked = 0
    for state, place, writer, gone in product(states, (scene.world.navile, None), writers, (False, True)):
        await Proposal.update(
            {Proposal.state: state, Proposal.neighbourhood: place, Proposal.author: writer.id if writer else None}
        ).where(Proposal.public_id == scene.proposal)
        await RoleGrant.update({RoleGrant.revoked_at: NOON if gone else None}).where(RoleGrant.account == city.id)
        for kind, name in (("proposal", scene.proposal), ("comment", comment)):
            target = await target_of(kind, name)
            told = set(await judges_of(target))
            for person in people:
                if person is suspended or (gone and person is city):
                    continue
                may = may_judge(person, target) is None
                listed = {item.public_id for item in await seen.desk(person, View.NEW, at=NOON)}
                assert (name in listed) == may == (person.id in told), (state, place, kind, person.public_id)
                checked += 1
            assert told
    assert checked > 500


async def test_a_report_of_a_city_wide_proposal_reaches_the_office_when_no_moderator_has_the_city(
    browser: httpx.AsyncClient,
) -> None:
    scene = await a_scene()
    await make_city_wide(scene)
    office = await a_person(None, Role.OFFICE)
    await judgements.report(scene.reader, "comment", scene.comment, "insult", "", at=NOON)
    told = await Notice.select(Notice.account).where(Notice.kind == "report.waiting")
    assert {row["account"] for row in told} >= {office.id}
    assert scene.navile.id not in {row["account"] for row in told}
    await sign_in(browser, office)
    gestione = (await browser.get("/gestione")).text
    assert "1 segnalazione da decidere" in gestione
    assert f"/moderazione/commento/{scene.comment}" in (await browser.get("/moderazione")).text
    case = f"/moderazione/commento/{scene.comment}"
    done = await post(browser, case, case, act="hide", reason="insult", note="")
    assert done.status_code == 303
    assert "La decisione è registrata" in (await browser.get(done.headers["location"])).text
    assert (await desk(office, at=NOON)).own_reports == 0


async def test_a_city_wide_moderator_is_appointed_with_the_form_and_decides(browser: httpx.AsyncClient) -> None:
    scene = await a_scene()
    await make_city_wide(scene)
    office = await a_person(None, Role.OFFICE)
    person, email = await somebody()
    await sign_in(browser, office)
    fields = {"email": email, "role": "moderator", "neighbourhoods": "*"}
    asked = await post(browser, "/gestione/ruoli", "/gestione/ruoli", **fields)
    assert asked.status_code == 200
    assert "tutta la città" in asked.text.split("<h1>", 1)[1]
    assert (await post(browser, "/gestione/ruoli", "/gestione/ruoli", **fields, confirmed="1")).status_code == 303
    held = [row["neighbourhood"] for row in await RoleGrant.select().where(RoleGrant.account == person.id)]
    assert held == [None]
    await judgements.report(scene.reader, "comment", scene.comment, "insult", "", at=NOON)
    assert await seen.reports_open(office) == (1, 0)
    await sign_in(browser, person)
    assert f"/moderazione/commento/{scene.comment}" in (await browser.get("/moderazione")).text
    case = f"/moderazione/commento/{scene.comment}"
    assert (await post(browser, case, case, act="hide", reason="insult", note="")).status_code == 303


async def test_the_whole_city_contains_its_neighbourhoods(database: None) -> None:
    scene = await a_scene()
    office = await a_person(None, Role.OFFICE)
    _, email = await somebody()
    chosen = [roles.CITY, (scene.world.navile, "navile")]
    assert await roles.appoint(office, email, Role.MODERATOR, chosen, at=NOON) == 1


async def test_the_office_decides_when_the_only_moderator_is_suspended_gone_or_has_a_part_in_it(
    database: None,
) -> None:
    scene = await a_scene()
    office = await a_person(None, Role.OFFICE)
    await judgements.report(scene.reader, "comment", scene.comment, "insult", "", at=NOON)
    with pytest.raises(NotAllowed) as refusal:
        await judgements.decide(office, "comment", scene.comment, *HIDE, at=NOON)
    assert refusal.value.code == "moderation.moderators_judge"
    assert (await seen.case(office, "comment", scene.comment, at=NOON)).refusal is not None
    mine = await a_comment(scene.proposal, scene.navile)
    await judgements.report(scene.reader, "comment", mine, "insult", "", at=NOON)
    assert [item.public_id for item in await seen.desk(office, View.REPORTED, at=NOON)] == [mine]
    await judgements.decide(office, "comment", mine, *HIDE, at=NOON)
    await suspend(scene.navile)
    assert [item.public_id for item in await seen.desk(office, View.REPORTED, at=NOON)] == [scene.comment]
    await judgements.decide(office, "comment", scene.comment, *HIDE, at=NOON)


async def test_nobody_judges_answers_to_their_own_proposal_nor_does_the_office_judge_itself(database: None) -> None:
    scene = await a_scene()
    office = await a_person(scene.world.navile, Role.OFFICE)
    await Proposal.update({Proposal.author: scene.navile.id}).where(Proposal.public_id == scene.proposal)
    with pytest.raises(NotAllowed) as refusal:
        await judgements.decide(scene.navile, "comment", scene.comment, *HIDE, at=NOON)
    assert refusal.value.code == "moderation.own"
    theirs = await a_comment(scene.proposal, office)
    with pytest.raises(NotAllowed) as own:
        await judgements.decide(office, "comment", theirs, *HIDE, at=NOON)
    assert own.value.code == "moderation.own"
    await judgements.decide(office, "comment", scene.comment, *HIDE, at=NOON)


async def test_those_who_judge_are_told_once_while_reports_wait(database: None) -> None:
    scene = await a_scene()
    third = await a_person(scene.world.savena)
    for person in (scene.reader, third):
        await judgements.report(person, "comment", scene.comment, "insult", "", at=NOON)
    told = await Notice.select(Notice.account, Notice.path).where(Notice.kind == "report.waiting")
    assert [(row["account"], row["path"]) for row in told] == [
        (scene.navile.id, f"/moderazione/commento/{scene.comment}")
    ]
