# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The turnout of a public result is read once a process: of what the database refuses to change, and of nothing else.

That it refuses is for tests/ballots/test_guards.py to say, after the closing and once the result is published.
"""

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from analytics.reads.over import MOST, is_kept, once
from analytics.tallies import count_consultation
from analytics.turnouts import of_result, of_vote
from deliberation.actor import SYSTEM, Role
from deliberation.ballots import tallies
from deliberation.ballots.casting import cast
from deliberation.consultations.consultation import stored
from deliberation.consultations.states import State
from deliberation.database import engine, opened, remembered
from deliberation.errors import NotFound
from deliberation.places.tables import Neighbourhood
from tests.ballots.pots import a_divided_vote, people_of
from tests.ballots.votes import CLOSES, Vote, a_vote, close
from tests.guards import by_hand
from tests.world import NOON, World, a_city, a_person, another_place, sign_in

AFTER = CLOSES + timedelta(hours=1)
STRUCK = "UPDATE roll_entry SET suspended_for = 'struck', suspended_at = '2026-11-20 12:00:00+00:00' WHERE id IN "


async def a_counted_vote(slug: str = "bilancio", voters: int = 12) -> tuple[World, Vote]:
    """Of Navile and Savena, fifteen people each on the roll; so many of each voted."""
    world = await a_city()
    people = [[await a_person(place) for _ in range(15)] for place in (world.navile, world.savena)]
    await another_place(world)
    vote = await a_vote(world, slug=slug, city_wide=True)
    for person in (*people[0][:8], *people[1][: voters - 8]):
        await cast(person, vote.slug, ["alberi"], at=NOON)
    await close(vote)
    await count_consultation(vote.slug, at=AFTER)
    return world, vote


async def page_of(browser: httpx.AsyncClient, vote: Vote) -> tuple[str, int]:
    """A result's page, and how many statements it made."""
    answer = await browser.get(f"/consultazioni/{vote.slug}/risultato")
    assert answer.status_code == 200
    return answer.text, len(engine().statements._seen.get() or ())


async def test_a_public_result_reads_its_roll_once_and_says_the_same(browser: httpx.AsyncClient) -> None:
    _, vote = await a_counted_vote()
    await tallies.publish(SYSTEM, vote.slug, at=AFTER)
    first, many = await page_of(browser, vote)
    again, few = await page_of(browser, vote)
    assert again == first
    assert "Hanno votato 12 persone, su 30 che potevano." in first
    # roll and ballots, twice: as a turnout by place, and as a count; none of the ballots' pots
    assert (many, few) == (7, 4)
    assert await of_result(await stored(vote.slug), at=AFTER) == await of_vote(vote.id, at=AFTER)


async def test_until_it_is_public_every_look_reads_it_again(browser: httpx.AsyncClient) -> None:
    _, vote = await a_counted_vote()
    await sign_in(browser, await a_person(None, Role.OFFICE))
    assert "Hanno votato 12 persone, su 30 che potevano." in (await page_of(browser, vote))[0]
    await by_hand(f"{STRUCK} (SELECT max(id) FROM roll_entry)")
    assert "Hanno votato 12 persone, su 29 che potevano." in (await page_of(browser, vote))[0]
    assert not remembered()
    await tallies.publish(SYSTEM, vote.slug, at=AFTER)
    assert "Hanno votato 12 persone, su 29 che potevano." in (await page_of(browser, vote))[0]
    assert remembered()


async def test_a_ballot_whose_right_rests_is_no_turnout(database: None) -> None:
    _, vote = await a_counted_vote()
    await by_hand(f"{STRUCK} (SELECT min(roll_entry) FROM ballot)")
    whole = (await of_vote(vote.id, at=AFTER)).whole
    assert (whole.ballots, whole.entitled) == (11, 29)


async def test_places_are_read_each_time(browser: httpx.AsyncClient) -> None:
    """Their names and residents are nobody's vote: they change when the office says so."""
    world, vote = await a_counted_vote(voters=14)
    await tallies.publish(SYSTEM, vote.slug, at=AFTER)
    assert ">Navile<" in (await page_of(browser, vote))[0]
    await Neighbourhood.update({Neighbourhood.name: "Navile e Lame"}).where(
        Neighbourhood._meta.primary_key == world.navile
    )
    assert ">Navile e Lame<" in (await page_of(browser, vote))[0]


async def test_what_is_remembered_ends_with_the_connection_to_the_database(browser: httpx.AsyncClient) -> None:
    _, vote = await a_counted_vote()
    await tallies.publish(SYSTEM, vote.slug, at=AFTER)
    await page_of(browser, vote)
    assert remembered()
    await engine().close_connection_pool()
    async with opened(min_size=1):
        assert not remembered()
    await engine().start_connection_pool()


async def test_only_results_that_are_final_are_kept_each_for_itself(database: None) -> None:
    _, vote = await a_counted_vote()
    held = await stored(vote.slug)
    assert held.roll_hash
    kinds = {state: is_kept(replace(held, state=state)) for state in State}
    assert {state for state, kept in kinds.items() if kept} == {State.RESULTS, State.ANNULLED}
    public = replace(held, state=State.RESULTS)
    assert not is_kept(replace(public, roll_hash=""))

    looks = iter(range(1, 10_000))

    async def read() -> int:
        return next(looks)

    assert [await once(held, "n", read) for _ in range(2)] == [1, 2]
    assert [await once(public, "n", read) for _ in range(2)] == [3, 3]
    others = (
        replace(public, id=public.id + 1),
        replace(public, roll_hash="0"),
        replace(public, closed_at=AFTER),
        replace(public, imported_from="file.csv"),
    )
    assert [await once(other, "n", read) for other in others] == [4, 5, 6, 7]
    assert await once(public, ("n", 1), read) == 8
    assert await once(public, "n", read) == 3
    for n in range(MOST):
        await once(public, n, read)
    assert len(remembered()) == MOST
    assert await once(public, "n", read) == 9 + MOST


async def test_each_pot_is_kept_for_itself(browser: httpx.AsyncClient) -> None:
    here, there = await people_of(world := await a_city(), 8, 8)
    vote = await a_divided_vote(world)
    for person in here:
        await cast(person, vote.slug, ["alberi"] if person is not here[0] else [], at=NOON, pot="navile")
    for person in there:
        await cast(person, vote.slug, ["pista"], at=NOON, pot="savena")
    await close(vote)
    await count_consultation(vote.slug, at=AFTER)
    await tallies.publish(SYSTEM, vote.slug, at=AFTER)
    pages = [f"/consultazioni/{vote.slug}/risultato/somme/{pot}" for pot in ("navile", "savena")]
    alone = []
    for page in pages:
        remembered().clear()
        alone.append((await browser.get(page)).text)
    assert ["bianca" in text for text in alone] == [True, False]
    assert [(await browser.get(page)).text for page in pages] == alone


async def test_a_refusal_is_not_kept(database: None) -> None:
    _, vote = await a_counted_vote()
    public = replace(await stored(vote.slug), state=State.RESULTS)

    async def refuse() -> int:
        raise NotFound("vote.unknown")

    async def read() -> int:
        return 1

    with pytest.raises(NotFound):
        await once(public, "n", refuse)
    assert await once(public, "n", read) == 1
