# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who hears of an answer: everybody once, however the job is interrupted, and as they have chosen."""

import json
from datetime import timedelta

import pytest

from deliberation.database import rows
from deliberation.notices import choices, follows
from deliberation.notices.choices import ALL, Followed, Way
from deliberation.notices.follows import Kind
from deliberation.proposals import proposals, supports
from deliberation.proposals.hearers import telling
from deliberation.proposals.hearers.followed import followed_by
from tests.answers.answering import Desk, a_desk, mails, notices_of
from tests.world import NOON, a_person
from web import worker

LATER = NOON + timedelta(minutes=5)


@pytest.fixture
async def desk(database: None) -> Desk:
    return await a_desk()


async def run() -> None:
    """Every job but the mails, until none is left."""
    while left := await rows("SELECT id, payload, kind FROM job WHERE kind <> 'mail' AND state = 'ready' ORDER BY id"):
        for row in left:
            assert row["kind"] == telling.TELL

            await telling.mail_hearers(json.loads(row["payload"]), LATER)
            await rows("UPDATE job SET state = 'done' WHERE id = {}", row["id"])


async def test_author_supporters_and_followers_are_told_once_each(desk: Desk) -> None:
    anna, bruno = await a_person(desk.world.navile), await a_person(desk.world.navile)
    carla, other = await a_person(None), await a_person(desk.world.navile)
    await supports.support(desk.author, desk.id, at=NOON)
    await supports.support(anna, desk.id, at=NOON)
    await follows.follow(anna, Kind.PROPOSAL, desk.id, at=NOON)
    await follows.follow(bruno, Kind.PROPOSAL, desk.id, at=NOON)
    await follows.follow(carla, Kind.CONSULTATION, "bilancio-2026", at=NOON)
    await follows.follow(carla, Kind.NEIGHBOURHOOD, "navile", at=NOON)
    await desk.take()
    await run()
    for person in (desk.author, anna, bruno, carla):
        assert await notices_of(person) == ["answer.taken"]
    assert await notices_of(other) == []
    told = await mails()
    addresses = {row["id"]: row["email"] for row in await rows("SELECT id, email FROM account")}
    assert sorted(one["to"] for one in told) == sorted(addresses[p.id] for p in (desk.author, anna, bruno))
    assert {one["kind"] for one in told} == {"answer-taken"}
    assert told[0]["office"] == "Verde pubblico"
    assert await rows("SELECT id FROM telling") == []


async def test_mails_go_in_parts_and_a_job_that_runs_again_sends_none_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "MAILS_AT_ONCE", 2)
    for _ in range(4):
        await follows.follow(await a_person(desk.world.navile), Kind.PROPOSAL, desk.id, at=NOON)
    await desk.take()
    [told] = await rows("SELECT id FROM telling")
    await telling.mail_hearers({"telling": told["id"]}, LATER)
    assert len(await mails()) == 2
    await telling.mail_hearers({"telling": told["id"]}, LATER)  # as after a crash before the job was ticked off
    await run()
    to = [one["to"] for one in await mails()]
    assert len(to) == len(set(to)) == 5
    await telling.mail_hearers({"telling": told["id"]}, LATER)
    assert len(await mails()) == 5


async def test_who_wants_no_mail_or_no_word_gets_none(desk: Desk) -> None:
    by_site, never = await a_person(desk.world.navile), await a_person(desk.world.navile)
    for person, way in ((by_site, Way.SITE), (never, Way.NONE)):
        await follows.follow(person, Kind.PROPOSAL, desk.id, at=NOON)
        await choices.choose(person, dict.fromkeys(ALL, Way.MAIL) | {Followed.NEWS: way})
    await desk.take()
    await run()
    assert (await notices_of(by_site), await notices_of(never)) == (["answer.taken"], [])
    assert len(await mails()) == 1  # the author's


async def test_one_click_of_the_mail_ends_these_mails_too(desk: Desk) -> None:
    await desk.take()
    await run()
    [told] = await mails()
    await choices.unsubscribe(told["unsubscribe"].rsplit("/", 1)[1])
    assert (await choices.own_choices(desk.author))[Followed.NEWS] is Way.SITE


async def test_of_what_was_withdrawn_meanwhile_no_mail_goes_out(desk: Desk) -> None:
    await desk.take()
    await proposals.withdraw(desk.author, desk.id, at=NOON)
    await run()
    assert await mails() == []
    assert await rows("SELECT id FROM telling") == []


async def test_the_worker_knows_the_job_and_the_answer_is_told_after_the_charge(desk: Desk) -> None:
    await desk.take()
    await desk.give()
    while await worker.do_one():
        pass
    assert await notices_of(desk.author) == ["answer.taken", "answer.given"]


async def test_a_follow_is_kept_once_undone_and_goes_with_the_account(desk: Desk) -> None:
    anna = await a_person(desk.world.navile)
    for _ in range(2):
        await follows.follow(anna, Kind.PROPOSAL, desk.id, at=NOON)
    assert [(one.kind, one.subject) for one in await followed_by(anna)] == [(Kind.PROPOSAL, desk.id)]
    assert await follows.is_followed(anna, Kind.PROPOSAL, desk.id)
    assert not await follows.is_followed(desk.author, Kind.PROPOSAL, desk.id)
    assert await rows("SELECT act FROM journal_entry WHERE act LIKE 'follow%'") == []
    await follows.leave(anna, Kind.PROPOSAL, desk.id)
    await follows.leave(anna, Kind.PROPOSAL, desk.id)
    assert await followed_by(anna) == ()
