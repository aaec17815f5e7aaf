# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A person with one right has one right after two accounts became one, whichever of the two is kept."""

import httpx

from deliberation.actor import Actor, Role
from deliberation.ballots import rights
from deliberation.ballots.casting import cast
from deliberation.ballots.corrections.queries import corrections, numbers
from deliberation.ballots.corrections.rules import Kind
from deliberation.ballots.mergers import merging
from deliberation.ballots.mergers.sides import rights_moved, side
from deliberation.ballots.queries import turnout
from deliberation.people.verifications import WithdrawalReason
from tests.ballots.votes import CLOSES, Vote, a_vote, close
from tests.people.identity.test_mergers import LATER, merge
from tests.world import NOON, World, a_city, a_person, sign_in


async def one_right(*, verified: bool) -> tuple[World, Actor, Actor, Actor, Vote]:
    """The office, an account made after the freezing, verified or not, and the one that is on the roll."""
    world = await a_city()
    office, old = await a_person(None, Role.OFFICE), await a_person(world.navile)
    vote = await a_vote(world)
    new = await a_person(world.navile, verified=verified)
    return world, office, new, old, vote


async def entitled(vote: Vote) -> tuple[int, int | None]:
    found = await turnout(vote.id)
    return found.voters, found.entitled


async def the_right_goes_over(office: Actor, new: Actor, old: Actor, vote: Vote) -> None:
    """It is foreseen, the accounts are merged, and the one that stays votes with it."""
    foreseen = await rights_moved(
        office, await side(new.public_id, at=LATER), await side(old.public_id, at=LATER), at=LATER
    )
    assert [[v.slug for v in votes] for votes in foreseen] == [[vote.slug], []]
    await merge(office, new, old)
    await cast(new, vote.slug, ["orto"], at=LATER)
    assert await entitled(vote) == (1, 1)


async def test_the_only_right_of_the_account_that_goes_is_given_to_the_one_that_stays(database: None) -> None:
    _, office, new, old, vote = await one_right(verified=True)
    await the_right_goes_over(office, new, old, vote)
    (made,) = await corrections(office, vote.id)
    assert (made.kind, made.holder, made.by_pseudonym) == (Kind.ADDED, new.public_id, office.pseudonym)


async def test_an_unverified_account_takes_the_right_with_the_home(database: None) -> None:
    _, office, new, old, vote = await one_right(verified=False)
    await the_right_goes_over(office, new, old, vote)


async def test_dividing_them_gives_the_right_back_and_takes_the_given_one(database: None) -> None:
    _, office, new, old, vote = await one_right(verified=True)
    merger = await merge(office, new, old)
    await cast(new, vote.slug, ["orto"], at=LATER)
    await merging.undo(office, merger, at=LATER)
    assert await entitled(vote) == (0, 1)
    await cast(old, vote.slug, ["alberi"], at=LATER)
    assert await entitled(vote) == (1, 1)
    found = await numbers(vote.id)
    assert (found.frozen, found.added, found.struck, found.merged) == (1, 1, 1, 0)


async def test_dividing_them_after_the_vote_has_closed_changes_no_count(database: None) -> None:
    _, office, new, old, vote = await one_right(verified=True)
    merger = await merge(office, new, old)
    await cast(new, vote.slug, ["orto"], at=LATER)
    await close(vote)
    await merging.undo(office, merger, at=CLOSES)
    assert await entitled(vote) == (1, 1)


async def test_who_lives_elsewhere_by_now_is_not_added_and_the_desk_is_told_before(database: None) -> None:
    world, office, _, old, vote = await one_right(verified=True)
    moved = await a_person(world.savena)
    foreseen = await rights_moved(
        office, await side(moved.public_id, at=LATER), await side(old.public_id, at=LATER), at=LATER
    )
    assert [[v.slug for v in votes] for votes in foreseen] == [[], [vote.slug]]
    await merge(office, moved, old)
    assert await corrections(office, vote.id) == ()
    assert await entitled(vote) == (0, 0)


async def test_a_person_listed_twice_counts_once_among_who_may_vote(database: None) -> None:
    world = await a_city()
    office, first, second = (
        await a_person(None, Role.OFFICE),
        await a_person(world.navile),
        await a_person(world.navile),
    )
    vote = await a_vote(world)
    await merge(office, first, second)
    assert await entitled(vote) == (0, 1)
    assert (await numbers(vote.id)).as_minutes()["merged"] == 1
    assert await corrections(office, vote.id) == ()


async def test_a_right_that_had_fallen_is_not_given(database: None) -> None:
    world, office, _, old, vote = await one_right(verified=True)
    new = await a_person(world.navile)
    await rights.withdraw(office, old.public_id, WithdrawalReason.MISTAKE, at=NOON)
    await merge(office, new, old)
    assert await corrections(office, vote.id) == ()


async def test_the_desk_reads_which_right_goes_over(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    office, old = await a_person(None, Role.OFFICE), await a_person(world.navile)
    await a_vote(world)
    new, away = await a_person(world.navile), await a_person(world.savena)
    await sign_in(browser, office)
    shown = (await browser.get(f"/gestione/persone/{new.public_id}/unisci/{old.public_id}")).text
    assert "Prende il diritto di voto dell" in shown
    assert "Non potrà votare qui" not in shown
    lost = (await browser.get(f"/gestione/persone/{away.public_id}/unisci/{old.public_id}")).text
    assert "Non potrà votare qui" in lost
