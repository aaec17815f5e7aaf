# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Twenty ballots recorded in an hour by one person, counted exactly; then a pause that loses nothing."""

import asyncio
from datetime import datetime, timedelta

import httpx
import pytest

from deliberation import clock
from deliberation.actor import Actor
from deliberation.ballots.casting import MOST, cast
from deliberation.ballots.tables import Ballot
from deliberation.errors import TooMany
from deliberation.records.tables import JournalEntry
from tests.ballots.votes import Vote, a_vote
from tests.world import NOON, a_city, a_person, post, sign_in, token_of

MINUTE = timedelta(minutes=1)
MARKS = (["alberi"], ["orto"])


async def changes(person: Actor, vote: Vote, first: datetime, number: int) -> None:
    for n in range(number):
        await cast(person, vote.slug, MARKS[n % 2], at=first + n * MINUTE)


async def recorded() -> int:
    return await JournalEntry.count().where(JournalEntry.act.is_in(["ballot.cast", "ballot.changed"]))


async def test_the_twenty_first_change_in_an_hour_waits_and_the_recorded_ballot_stays(database: None) -> None:
    world = await a_city()
    person, other = await a_person(world.navile), await a_person(world.navile)
    vote = await a_vote(world)
    await changes(person, vote, NOON, MOST)
    with pytest.raises(TooMany) as refusal:
        await cast(person, vote.slug, ["luci"], at=NOON + 30 * MINUTE)
    assert refusal.value.parameters == {"limit": 20, "retry_after": 1800, "again_at": NOON + 60 * MINUTE}
    row = await Ballot.select().first()
    assert row is not None
    assert (row["marks"], row["revision"]) == ('{"budget":["orto"]}', 20)
    await cast(person, vote.slug, ["orto"], at=NOON + 30 * MINUTE)  # the same again changes nothing
    await cast(other, vote.slug, ["luci"], at=NOON + 30 * MINUTE)
    assert await recorded() == 21


async def test_any_hour_counts_not_the_clocks(database: None) -> None:
    world = await a_city()
    person = await a_person(world.navile)
    vote = await a_vote(world)
    await changes(person, vote, NOON + 50 * MINUTE, MOST)  # over the full hour
    with pytest.raises(TooMany):
        await cast(person, vote.slug, ["luci"], at=NOON + 110 * MINUTE - timedelta(seconds=1))
    await cast(person, vote.slug, ["luci"], at=NOON + 110 * MINUTE)
    with pytest.raises(TooMany):
        await cast(person, vote.slug, ["orto"], at=NOON + 110 * MINUTE)


async def test_a_person_has_one_pace_in_all_votes_and_exactly_under_concurrency(database: None) -> None:
    world = await a_city()
    person = await a_person(world.navile)
    votes = [await a_vote(world, slug=slug) for slug in ("uno", "due")]

    async def one(number: int) -> bool:
        marks = [option for bit, option in enumerate(("alberi", "pista", "luci", "orto")) if number >> bit & 1]
        try:
            await cast(person, votes[number % 2].slug, marks[:1], at=NOON + timedelta(seconds=number))
        except TooMany:
            return False
        return True

    accepted = await asyncio.gather(*(one(number) for number in range(60)))
    assert await recorded() <= MOST
    revisions = sum(row["revision"] for row in await Ballot.select())
    assert revisions == await recorded() == MOST
    assert not all(accepted)


async def test_the_page_says_when_and_keeps_the_choices(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    person = await a_person(world.navile)
    now = clock.now()
    vote = await a_vote(world, opens_at=now - timedelta(hours=2), closes_at=now + timedelta(days=3))
    await sign_in(browser, person)
    await changes(person, vote, now - 20 * MINUTE, MOST)
    path = f"/consultazioni/{vote.slug}/vota"
    answer = await post(browser, path, f"{path}/registra", scelte="luci")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 2400
    assert "In un'ora hai già registrato 20 voti" in answer.text.replace("&#39;", "'")
    assert 'value="luci" checked' in answer.text
    assert 'value="luci" checked' in (await browser.get(path)).text  # kept in the browser
    assert "Progetto orto" in (await browser.get(f"{path}/registrato")).text
    assert await token_of(browser, path)
