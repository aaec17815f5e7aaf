# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Those who may vote are told once of each event, in chunks, whoever else does it, and only if they want it."""

import asyncio
from datetime import timedelta

import pytest

from deliberation.announcements import announcements, letters, queries
from deliberation.announcements.letters import Fate
from deliberation.ballots import rights
from deliberation.ballots.casting import cast
from deliberation.consultations.consultation import stored
from deliberation.consultations.tables import Consultation
from deliberation.database import rows, writing
from deliberation.errors import Conflict, NotAllowed
from deliberation.notices import choices
from deliberation.notices.choices import Event, Way
from tests.announcements.rolls import CLOSES, OPENS, REMINDS, a_roll, addresses, send_all, tell
from tests.world import a_proposal


async def notices(kind: str) -> list[int]:
    return [row["account"] for row in await rows("SELECT account FROM notice WHERE kind = {} ORDER BY account", kind)]


async def test_at_the_opening_everybody_on_the_roll_gets_one_mail_and_one_notice(database: None) -> None:
    _, people, _, _ = await a_roll(3)
    await tell(OPENS - timedelta(seconds=1))
    assert await rows("SELECT 1 AS one FROM announcement") == []
    for hours in (0, 0, 1, 24):
        await tell(OPENS + timedelta(hours=hours))
    assert await send_all(OPENS) == await addresses(people)
    assert await notices("vote.opened") == [person.id for person in people]
    await tell(OPENS + timedelta(hours=30))
    assert await send_all(OPENS + timedelta(days=9)) == []


async def test_a_long_roll_is_queued_in_chunks_and_each_person_once(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    vote, people, _, _ = await a_roll(7)
    for name in ("CHUNK", "CHUNK_ON_POSTGRES"):
        monkeypatch.setattr(announcements, name, 2)
    await announcements.begin_due(OPENS)
    await announcements.spread(OPENS, most=1)
    assert len(await rows("SELECT 1 AS one FROM letter")) == 2, "the rest is another transaction"
    for _ in range(3):
        await announcements.spread(OPENS, most=2)
    queued = await rows("SELECT account FROM letter ORDER BY account")
    assert [row["account"] for row in queued] == [person.id for person in people]
    [opening, *_] = await queries.standings(await stored(vote.slug))
    assert (opening.total, opening.waiting, opening.is_spread) == (7, 7, True)


async def test_workers_that_begin_and_spread_at_once_queue_each_person_once(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, people, _, _ = await a_roll(9)
    for name in ("CHUNK", "CHUNK_ON_POSTGRES"):
        monkeypatch.setattr(announcements, name, 2)
    await asyncio.gather(*(tell(OPENS) for _ in range(6)))
    await tell(OPENS)
    assert len(await rows("SELECT 1 AS one FROM letter")) == 9
    assert await notices("vote.opened") == [person.id for person in people]
    assert len(await rows("SELECT 1 AS one FROM journal_entry WHERE act = 'announcement.begun'")) == 1


async def test_a_worker_that_dies_in_the_middle_of_a_chunk_leaves_none_of_it(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, people, _, _ = await a_roll(3)

    async def dies(*_: object, **__: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(announcements, "tell_many", dies)
        with pytest.raises(SystemExit):
            await tell(OPENS)
    assert await rows("SELECT 1 AS one FROM letter") == []
    await tell(OPENS)
    assert await send_all(OPENS) == await addresses(people)


async def test_only_who_has_not_voted_is_reminded(database: None) -> None:
    vote, people, _, _ = await a_roll(4)
    await tell(OPENS)
    await send_all(OPENS)
    await cast(people[1], vote.slug, ["luci"], at=OPENS)
    await tell(REMINDS)
    await cast(people[2], vote.slug, ["orto"], at=REMINDS)  # between the queue and the mail
    assert await send_all(REMINDS) == await addresses([people[0], people[3]])
    seen = [await queries.own_reminders(person, at=REMINDS) for person in people]
    assert [[reminder.slug for reminder in own] for own in seen] == [["bilancio"], [], [], ["bilancio"]]
    assert await queries.own_reminders(people[0], at=CLOSES) == ()


async def test_the_result_is_told_to_the_whole_roll_and_an_author_hears_it_once(database: None) -> None:
    vote, people, _, _ = await a_roll(3)
    await a_proposal(vote.id, people[0], state="not_selected")
    published = CLOSES + timedelta(days=3, hours=12)
    for state in ("closed", "tallied"):
        await Consultation.update({Consultation.state: state}).where(Consultation.id == vote.id)
        await tell(published)
    assert await rows("SELECT 1 AS one FROM announcement") == []
    await Consultation.update({Consultation.state: "results", Consultation.result_published_at: published}).where(
        Consultation.id == vote.id
    )
    await tell(published)
    assert await send_all(published) == await addresses(people[1:])
    assert await notices("vote.result") == [person.id for person in people[1:]]


async def test_everybody_hears_of_a_vote_the_way_they_chose(database: None) -> None:
    _, [by_mail, on_the_site, not_at_all, gone, suspended, unreachable], office, _ = await a_roll(6)
    ways = dict.fromkeys(choices.ALL, Way.SITE)
    await choices.choose(on_the_site, ways)
    await choices.choose(not_at_all, dict.fromkeys(choices.ALL, Way.NONE))
    await rows("UPDATE account SET deleted_at = {} WHERE id = {}", OPENS, gone.id)
    await rights.suspend_account(office, suspended.public_id, at=OPENS)
    async with writing():
        assert await choices.mark_unreachable(unreachable.id, (await addresses([unreachable]))[0])
    await tell(OPENS)
    assert await send_all(OPENS) == await addresses([by_mail])
    assert await notices("vote.opened") == [by_mail.id, on_the_site.id, unreachable.id]
    assert await choices.own_choices(on_the_site) == ways


async def test_who_leaves_or_changes_their_mind_before_the_mail_gets_none(database: None) -> None:
    vote, people, _, _ = await a_roll(3)
    await tell(OPENS)
    await rows("UPDATE account SET deleted_at = {} WHERE id = {}", OPENS, people[0].id)
    await choices.unsubscribe(choices.unsubscribe_path(people[1].id).rsplit("/", 1)[1])
    assert await send_all(OPENS) == await addresses(people[2:])
    await tell(REMINDS)
    await Consultation.update({Consultation.state: "cancelled"}).where(Consultation.id == vote.id)
    assert await send_all(REMINDS) == [], "nothing more of a vote that was cancelled"


async def test_the_office_switches_an_event_off_until_it_has_begun(database: None) -> None:
    vote, people, office, _ = await a_roll(1)
    with pytest.raises(NotAllowed):
        await announcements.switch(people[0], vote.slug, Event.REMINDER, on=False, at=OPENS)
    await announcements.switch(office, vote.slug, Event.OPENING, on=False, at=OPENS)
    await announcements.switch(office, vote.slug, Event.REMINDER, on=False, at=OPENS)
    await tell(OPENS)
    assert await send_all(OPENS) == []
    await announcements.switch(office, vote.slug, Event.REMINDER, on=True, at=OPENS)
    await tell(REMINDS)
    assert await send_all(REMINDS) == await addresses(people)
    with pytest.raises(Conflict, match="begun"):
        await announcements.switch(office, vote.slug, Event.REMINDER, on=False, at=REMINDS)


async def test_a_moved_end_moves_the_reminder_and_a_reminder_that_has_gone_goes_no_second_time(database: None) -> None:
    vote, people, _, _ = await a_roll(1)
    later = CLOSES + timedelta(days=7)
    await rows("UPDATE phase SET closes_at = {} WHERE consultation = {}", later, vote.id)
    await tell(REMINDS)
    assert await rows("SELECT 1 AS one FROM announcement WHERE event = 'reminder'") == []
    await tell(REMINDS + timedelta(days=7))
    assert await send_all(REMINDS + timedelta(days=7)) == await addresses(people)
    await rows("UPDATE phase SET closes_at = {} WHERE consultation = {}", later + timedelta(days=7), vote.id)
    await tell(REMINDS + timedelta(days=14))
    assert await send_all(REMINDS + timedelta(days=14)) == []


async def test_letters_leave_at_the_pace_of_the_setting_from_all_workers_together(database: None) -> None:
    await a_roll(40)
    await tell(OPENS)
    left = 0
    for second in range(60):
        at = OPENS + timedelta(seconds=second)
        while letter := await letters.claim(at, 30):
            await letters.finish(letter, Fate.SENT, at=at)
            left += 1
    assert 29 <= left <= 31


async def test_an_address_that_takes_nothing_now_is_tried_again_ever_later_and_given_up_after_eight(
    database: None,
) -> None:
    vote, _, _, _ = await a_roll(1)
    await tell(OPENS)
    at, pauses = OPENS, []
    for _ in range(7):
        await rows("DELETE FROM mail_pace")
        letter = await letters.claim(at, 60)
        assert letter is not None
        await letters.finish(letter, Fate.LATER, at=at)
        [row] = await rows("SELECT run_at FROM letter")
        pauses.append(row["run_at"] - int(at.timestamp()))
        at += timedelta(seconds=pauses[-1])
    assert pauses[:4] == [15, 60, 240, 960]
    assert pauses == sorted(pauses)
    await send_all(at, Fate.LATER)
    assert await rows("SELECT 1 AS one FROM letter") == []
    [opening, *_] = await queries.standings(await stored(vote.slug))
    assert (opening.sent, opening.failed) == (0, 1)


async def test_a_mail_server_that_does_not_serve_holds_all_letters_and_costs_none_of_them_a_try(database: None) -> None:
    await a_roll(2)
    await tell(OPENS)
    letter = await letters.claim(OPENS, 6000)
    assert letter is not None
    await letters.finish(letter, Fate.OUTAGE, at=OPENS)
    assert await letters.claim(OPENS + timedelta(seconds=14), 6000) is None
    at = OPENS + timedelta(seconds=16)
    again = await letters.claim(at, 6000)
    assert again is not None
    assert again.attempt == 1
    await letters.finish(again, Fate.OUTAGE, at=at)
    assert await letters.claim(at + timedelta(seconds=58), 6000) is None
    assert await letters.claim(at + timedelta(seconds=62), 6000) is not None


async def test_a_letter_of_a_worker_that_died_is_taken_again_after_its_lease_and_by_one(database: None) -> None:
    await a_roll(1)
    await tell(OPENS)
    first = await letters.claim(OPENS, 6000)
    assert first is not None
    assert await letters.claim(OPENS + timedelta(minutes=4), 6000) is None
    late = OPENS + letters.LEASE + timedelta(seconds=2)
    found = [letter for letter in await asyncio.gather(*(letters.claim(late, 6000) for _ in range(4))) if letter]
    assert len(found) == 1
    await letters.finish(first, Fate.SENT, at=late)
    assert await rows("SELECT 1 AS one FROM letter"), "who was late has no word in it"
    one, other = await letters.content(first, at=late), await letters.content(found[0], at=late)
    assert one is not None
    assert other is not None
    assert one.mark == other.mark, "a mail that leaves twice has one Message-ID"
