# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The reminder goes to who has not voted, and nothing that stays tells who that was: looked at as an adversary does."""

import asyncio
import json
import socket
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from structlog.testing import capture_logs

from analytics import mailings
from deliberation import clock
from deliberation.announcements import letters
from deliberation.announcements.letters import Fate
from deliberation.ballots.casting import cast
from deliberation.consultations.consultation import stored
from deliberation.database import rows
from deliberation.notices.choices import Event
from tests.announcements.rolls import OPENS, REMINDS, a_roll, contents, send_all, tell
from tests.web.test_mails import Postbox
from web import worker


async def reminded(votes: tuple[int, ...], fate: Fate = Fate.SENT) -> tuple[str, str]:
    """A roll of three of whom some vote, reminded: all that the database holds of it, and what the office is shown."""
    vote, people, _, _ = await a_roll(3)
    await tell(OPENS)
    await send_all(OPENS)
    for place in votes:
        await cast(people[place], vote.slug, ["luci"], at=OPENS + timedelta(hours=1))
    # the mails about one's own vote, and the journal's lines about ballots, are there whether anybody is reminded
    before = {table: {json.dumps(row, default=str) for row in found} for table, found in (await contents()).items()}
    await tell(REMINDS)
    assert len(await send_all(REMINDS, fate)) == 3 - len(votes)
    first, [end] = people[0].id, await rows("SELECT max(id) AS entry FROM roll_entry")
    zeros = {"account": first, "reached": end["entry"]}
    new = [
        (table, {**row, **{name: row[name] - zero for name, zero in zeros.items() if name in row}})
        for table, found in (await contents()).items()
        for row in found
        if json.dumps(row, default=str) not in before[table]
    ]
    for table, row in new:  # drawn or counted over all tests; a journal line after others has another hash
        for name in ("id", "consultation", "sequence", "hash", "previous_hash") if table != "notice" else ():
            row.pop(name, None)
    shown = await mailings.lines(await stored(vote.slug), at=REMINDS)
    return json.dumps(new, default=str, sort_keys=True), str(shown[1])


async def test_whoever_has_voted_the_database_and_the_page_are_left_the_same(database: None) -> None:
    from tests import databases

    seen = []
    for votes in ((), (0,), (0, 1), (1, 2), (0, 1, 2)):
        if databases.IS_POSTGRES:
            databases.empty_postgres()
        else:
            await _empty_sqlite()
        seen.append(await reminded(votes))
    assert len({left for left, _ in seen}) == 1, "what stays differs by who has voted"
    assert len({shown for _, shown in seen}) == 1, "what the office sees differs by who has voted"
    assert "announcement.begun" in seen[0][0], "the test sees what is written"


async def _empty_sqlite() -> None:
    from deliberation.piccolo_app import TABLES

    dropped = await rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    for trigger in dropped:
        await rows(f"DROP TRIGGER {trigger['name']}")
    for table in reversed(TABLES):
        await rows(f'DELETE FROM "{table._meta.tablename}"')
    for trigger in dropped:
        await rows(trigger["sql"].replace("{", "{{").replace("}", "}}"))


async def test_a_reminder_that_cannot_be_delivered_leaves_no_count_and_no_day(database: None) -> None:
    vote, people, _, _ = await a_roll(2)
    await cast(people[0], vote.slug, ["luci"], at=OPENS)
    await tell(REMINDS)
    await send_all(REMINDS, Fate.REFUSED)
    [choice] = await rows("SELECT * FROM contact_choice")
    assert set(choice) == {"id", "account", "opening", "reminder", "result", "news", "unreachable"}
    [kept] = await rows("SELECT * FROM announcement WHERE event = 'reminder'")
    assert (kept["total"], kept["sent"], kept["failed"], kept["bounced"]) == (2, 0, 0, 0)
    word = letters.returns_of(people[1].id, 0, choice["unreachable"])
    assert await letters.note_bounce(word, about_the_address=True, at=REMINDS)
    assert [row["bounced"] for row in await rows("SELECT bounced FROM announcement")] == [0]


async def test_the_return_address_of_a_reminder_names_no_event(database: None) -> None:
    from deliberation import keys

    await a_roll(1)
    await tell(REMINDS)
    letter = await letters.claim(REMINDS, 6000)
    assert letter is not None
    content = await letters.content(letter, at=REMINDS)
    assert content is not None
    text = keys.unsealed(letters.BOUNCE, content.returns)
    assert text is not None
    assert text[4:8] == bytes(4)


async def test_each_letter_takes_its_turn_whether_it_leaves_or_not(database: None) -> None:
    """Otherwise the end of the sending would tell how many had voted."""
    ends = []
    for everybody_votes in (False, True):
        if everybody_votes:
            await rows("DELETE FROM mail_pace")
        vote, people, _, _ = await a_roll(6) if not ends else (vote, people, None, None)  # noqa: F821
        if everybody_votes:
            for person in people:
                await cast(person, vote.slug, ["luci"], at=OPENS)
            await rows("DELETE FROM announcement")
        await tell(REMINDS)
        at = REMINDS
        while await rows("SELECT 1 AS one FROM letter"):
            if letter := await letters.claim(at, 60):
                content = await letters.content(letter, at=at)
                assert (content is None) is everybody_votes
                await letters.finish(letter, Fate.SENT if content else Fate.NOBODY, at=at)
            else:
                at += timedelta(milliseconds=100)
        ends.append(at)
    assert ends[0] == ends[1]


class Refusing(Postbox):
    """A mail server that takes nothing for one of its addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.refused = ""

    async def handle_RCPT(
        self, server: object, session: object, envelope: object, address: str, options: object
    ) -> str:
        if address == self.refused:
            return "550 5.1.1 no such person"
        envelope.rcpt_tos.append(address)  # type: ignore[attr-defined]
        return "250 OK"


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Iterator[Refusing]:
    box = Refusing()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    monkeypatch.setenv("MAIL_URL", f"smtp://127.0.0.1:{port}")
    monkeypatch.setenv("MAIL_PER_MINUTE", "6000")
    yield box
    controller.stop()


async def work(seconds: float) -> None:
    """What several workers do at once, until no letter is left or for so many seconds."""
    stop = asyncio.Event()
    tasks = [asyncio.create_task(worker.work(stop)) for _ in range(3)]
    for _ in range(int(seconds * 20)):
        await asyncio.sleep(0.05)
        if await rows("SELECT 1 AS one FROM announcement WHERE spread_at IS NOT NULL") and not await rows(
            "SELECT 1 AS one FROM letter"
        ):
            break
    stop.set()
    await asyncio.gather(*tasks)


async def test_the_log_of_the_workers_tells_neither_who_was_reminded_nor_who_was_refused(
    database: None, post: Refusing, monkeypatch: pytest.MonkeyPatch
) -> None:
    vote, people, _, _ = await a_roll(4)
    await cast(people[0], vote.slug, ["luci"], at=OPENS)
    emails = {row["id"]: row["email"] for row in await rows("SELECT id, email FROM account")}
    post.refused = emails[people[1].id]
    begun = time.monotonic()
    monkeypatch.setattr(clock, "now", lambda: REMINDS + timedelta(seconds=time.monotonic() - begun))
    monkeypatch.setattr(worker, "PAUSE", 0.01)
    await rows(
        "INSERT INTO announcement (consultation, event, is_off, reached, total, sent, failed, bounced) "
        "VALUES ({}, 'opening', {}, 0, 0, 0, 0, 0)",
        vote.id,
        True,
    )
    await rows("UPDATE job SET state = 'done'")  # the mail that the vote is recorded
    with capture_logs() as logs:
        await work(20)
    assert sorted(to for _, to, _ in post.mails) == [[emails[people[2].id]], [emails[people[3].id]]]
    assert await rows("SELECT 1 AS one FROM letter") == []
    lines = [line for line in logs if line["event"] == "a letter was not taken"]
    assert len(lines) == 1
    assert set(lines[0]) == {"event", "log_level", "fate", "error"}
    assert not [line for line in logs if any(str(email) in str(line) for email in emails.values())]
    [content] = [content for _, [to], content in post.mails if to == emails[people[2].id]]
    for header in (
        b"List-Unsubscribe: <http://127.0.0.1:8000/avvisi/disiscrivi/",
        b"List-Id: <avvisi-voto.127.0.0.1>",
        b"List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        b"Auto-Submitted: auto-generated",
    ):
        assert header in content
    assert [row["unreachable"] for row in await rows("SELECT unreachable FROM contact_choice")] == [post.refused]
    assert Event.REMINDER in {row["event"] for row in await rows("SELECT event FROM announcement")}
