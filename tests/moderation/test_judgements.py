# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reports and judgements: who may, what happens to the text, who hears of it."""

import asyncio
import json
from datetime import timedelta

import pytest

from deliberation.actor import Actor, Role
from deliberation.errors import Conflict, Invalid, NotAllowed, NotFound, TooLate, TooMany
from deliberation.moderation import judgements
from deliberation.moderation import queries as seen
from deliberation.moderation.judgements import Judgement
from deliberation.moderation.queries import View
from deliberation.moderation.tables import ContentReport
from deliberation.notices.tables import Notice
from deliberation.proposals.tables import Comment, Proposal
from deliberation.records.tables import Job, JournalEntry
from deliberation.text import public_id
from tests.consultations_office.stories import a_proposal, published
from tests.guards import by_hand
from tests.world import NOON, World, a_city, a_person
from web.words.messages import moderation as words

HOUR = timedelta(hours=1)


class Scene:
    """A proposal in Navile and its author, a comment below it, a moderator of Navile, one of Savena."""

    world: World
    author: Actor
    reader: Actor
    navile: Actor
    savena: Actor
    proposal: str
    comment: str


async def a_comment(proposal: str, author: Actor, body: str = "Siete ladri.") -> str:
    row = await Proposal.select(Proposal.id).where(Proposal.public_id == proposal).first()
    assert row is not None
    name = public_id()
    await Comment.insert(Comment(public_id=name, proposal=row["id"], author=author.id, body=body, created_at=NOON))
    return name


async def a_scene() -> Scene:
    scene = Scene()
    scene.world = await a_city()
    office = await a_person(None, Role.OFFICE)
    scene.author = await a_person(scene.world.navile)
    scene.reader = await a_person(scene.world.navile)
    scene.navile = await a_person(scene.world.navile, Role.MODERATOR, over=scene.world.navile)
    scene.savena = await a_person(scene.world.savena, Role.MODERATOR, over=scene.world.savena)
    held = await published(office, scene.world)
    scene.proposal = await a_proposal(held, scene.author)
    scene.comment = await a_comment(scene.proposal, scene.author)
    return scene


async def comment_row(name: str) -> dict[str, object]:
    row = await Comment.select().where(Comment.public_id == name).first()
    assert row is not None
    return dict(row)


def test_every_reason_has_words() -> None:
    assert set(judgements.REASONS) | {"other"} == set(words.REASONS)
    assert set(judgements.REASONS_TO_KEEP) == set(words.REASONS_TO_KEEP)


async def test_a_person_reports_a_text_once(database: None) -> None:
    scene = await a_scene()
    await judgements.report(scene.reader, "comment", scene.comment, "insult", "", at=NOON)
    with pytest.raises(Conflict):
        await judgements.report(scene.reader, "comment", scene.comment, "hate", "", at=NOON)
    assert await ContentReport.count() == 1


async def test_fifty_reports_at_once_by_one_person_leave_one_row(database: None) -> None:
    scene = await a_scene()

    async def send() -> bool:
        try:
            await judgements.report(scene.reader, "proposal", scene.proposal, "hate", "", at=NOON)
        except (Conflict, TooMany):
            return False
        return True

    assert sum(await asyncio.gather(*(send() for _ in range(50)))) == 1
    assert await ContentReport.count() == 1


async def test_nobody_reports_their_own_text_nor_one_that_is_not_there(database: None) -> None:
    scene = await a_scene()
    with pytest.raises(NotAllowed):
        await judgements.report(scene.author, "comment", scene.comment, "insult", "", at=NOON)
    with pytest.raises(NotFound):
        await judgements.report(scene.reader, "comment", "nulla", "insult", "", at=NOON)
    with pytest.raises(NotFound):
        await judgements.report(scene.reader, "account", scene.reader.public_id, "insult", "", at=NOON)
    with pytest.raises(Invalid):
        await judgements.report(scene.reader, "comment", scene.comment, "antipatia", "", at=NOON)


async def test_hiding_keeps_the_text_tells_the_author_and_closes_the_reports(database: None) -> None:
    scene = await a_scene()
    await judgements.report(scene.reader, "comment", scene.comment, "insult", "Offende", at=NOON)
    await judgements.decide(
        scene.navile, "comment", scene.comment, Judgement.HIDE, "insult", "Riscrivilo senza offese.", at=NOON
    )
    row = await comment_row(scene.comment)
    assert (row["hidden_at"], row["body"]) == (NOON, "Siete ladri.")
    report = await ContentReport.select().first()
    assert report is not None
    assert report["decided_at"] == NOON
    notice = await Notice.select().where(Notice.account == scene.author.id).first()
    assert notice is not None
    assert notice["kind"] == "comment.hidden"
    told = json.loads(notice["parameters"])
    assert (told["reason"], told["note"]) == ("insult", "Riscrivilo senza offese.")
    mail = await Job.select().where(Job.kind == "mail").first()
    assert mail is not None
    assert json.loads(mail["payload"])["kind"] == "comment-hidden"
    lines = await JournalEntry.select(JournalEntry.act).where(JournalEntry.subject == scene.comment)
    assert {line["act"] for line in lines} == {"comment.reported", "comment.hidden"}


async def test_a_moderator_of_another_neighbourhood_neither_sees_nor_judges(database: None) -> None:
    scene = await a_scene()
    await judgements.report(scene.reader, "comment", scene.comment, "insult", "", at=NOON)
    for view in View:
        assert await seen.desk(scene.savena, view, at=NOON) == ()
    assert await seen.reports_waiting(scene.savena) == 0
    with pytest.raises(NotAllowed):
        await seen.case(scene.savena, "comment", scene.comment, at=NOON)
    with pytest.raises(NotAllowed):
        await judgements.decide(scene.savena, "comment", scene.comment, Judgement.HIDE, "insult", "", at=NOON)


async def test_a_city_wide_matter_needs_a_city_wide_moderator(database: None) -> None:
    scene = await a_scene()
    await Proposal.update({Proposal.neighbourhood: None}).where(Proposal.public_id == scene.proposal)
    everywhere = await a_person(None, Role.MODERATOR)
    with pytest.raises(NotAllowed):
        await judgements.decide(scene.navile, "comment", scene.comment, Judgement.HIDE, "insult", "", at=NOON)
    await judgements.decide(everywhere, "comment", scene.comment, Judgement.HIDE, "insult", "", at=NOON)


async def test_nobody_judges_their_own_text_nor_finds_it_on_the_desk(database: None) -> None:
    scene = await a_scene()
    mine = await a_comment(scene.proposal, scene.navile)
    await judgements.report(scene.reader, "comment", mine, "insult", "", at=NOON)
    assert mine not in {item.public_id for item in await seen.desk(scene.navile, View.REPORTED, at=NOON)}
    for act, reason in ((Judgement.HIDE, "insult"), (Judgement.KEEP, "within-rules")):
        with pytest.raises(NotAllowed) as refusal:
            await judgements.decide(scene.navile, "comment", mine, act, reason, "", at=NOON)
        assert refusal.value.code == "moderation.own"


async def test_the_gravest_and_most_reported_come_first(database: None) -> None:
    scene = await a_scene()
    other = await a_comment(scene.proposal, scene.author, "Ecco il suo indirizzo.")
    third = await a_person(scene.world.savena)
    for person in (scene.reader, third):
        await judgements.report(person, "proposal", scene.proposal, "off-topic", "", at=NOON - HOUR)
    await judgements.report(scene.reader, "comment", scene.comment, "off-topic", "", at=NOON - 2 * HOUR)
    await judgements.report(third, "comment", other, "personal-data", "", at=NOON)
    found = await seen.desk(scene.navile, View.REPORTED, at=NOON)
    assert [item.public_id for item in found] == [other, scene.proposal, scene.comment]
    assert (found[1].reports, found[1].since) == (2, NOON - HOUR)


async def test_a_judged_text_leaves_the_list_of_new_ones(database: None) -> None:
    scene = await a_scene()
    assert len(await seen.desk(scene.navile, View.NEW, at=NOON + HOUR)) == 2
    await judgements.decide(scene.navile, "proposal", scene.proposal, Judgement.KEEP, "within-rules", "", at=NOON)
    assert [i.public_id for i in await seen.desk(scene.navile, View.NEW, at=NOON + HOUR)] == [scene.comment]
    await judgements.decide(scene.navile, "comment", scene.comment, Judgement.HIDE, "insult", "", at=NOON)
    assert [i.public_id for i in await seen.desk(scene.navile, View.HIDDEN, at=NOON)] == [scene.comment]
    assert await seen.desk(scene.navile, View.NEW, at=NOON + timedelta(days=15)) == ()


async def test_undoing_within_the_hour_shows_the_text_and_opens_the_reports_again(database: None) -> None:
    scene = await a_scene()
    await judgements.report(scene.reader, "comment", scene.comment, "insult", "", at=NOON)
    made = await judgements.decide(scene.navile, "comment", scene.comment, Judgement.HIDE, "insult", "", at=NOON)
    with pytest.raises(NotFound):
        await judgements.undo(scene.savena, made, at=NOON)
    await judgements.undo(scene.navile, made, at=NOON + HOUR)
    assert (await comment_row(scene.comment))["hidden_at"] is None
    assert await seen.reports_waiting(scene.navile) == 1
    told = await Notice.select(Notice.kind).where(Notice.account == scene.author.id).order_by(Notice.id)
    kinds = [row["kind"] for row in told]
    assert kinds == ["comment.hidden", "comment.restored"]
    with pytest.raises(Conflict):
        await judgements.undo(scene.navile, made, at=NOON + HOUR)


async def test_after_an_hour_a_decision_is_not_undone_but_decided_anew(database: None) -> None:
    scene = await a_scene()
    made = await judgements.decide(scene.navile, "comment", scene.comment, Judgement.HIDE, "insult", "", at=NOON)
    late = NOON + HOUR + timedelta(microseconds=1)
    with pytest.raises(TooLate):
        await judgements.undo(scene.navile, made, at=late)
    await judgements.decide(scene.navile, "comment", scene.comment, Judgement.RESTORE, "judged-again", "", at=late)
    assert (await comment_row(scene.comment))["hidden_at"] is None


async def test_two_moderators_at_once_hide_once(database: None) -> None:
    scene = await a_scene()
    second = await a_person(None, Role.MODERATOR)

    async def hide(who: Actor) -> bool:
        try:
            await judgements.decide(who, "comment", scene.comment, Judgement.HIDE, "insult", "", at=NOON)
        except Conflict:
            return False
        return True

    assert sorted(await asyncio.gather(hide(scene.navile), hide(second))) == [False, True]


async def test_a_reason_must_be_of_the_published_list(database: None) -> None:
    scene = await a_scene()
    for act, reason in ((Judgement.HIDE, "within-rules"), (Judgement.KEEP, "insult"), (Judgement.HIDE, "")):
        with pytest.raises(Invalid):
            await judgements.decide(scene.navile, "comment", scene.comment, act, reason, "", at=NOON)


async def test_what_belongs_to_a_draft_consultation_cannot_be_reported(database: None) -> None:
    scene = await a_scene()
    await by_hand("UPDATE consultation SET state = 'draft'")
    with pytest.raises(NotFound):
        await judgements.report(scene.reader, "proposal", scene.proposal, "insult", "", at=NOON)
