# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The roll, the rights on it and the forecast hear one regulation: that of the vote."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from deliberation.actor import SYSTEM, Actor, Role
from deliberation.ballots import rights, roll
from deliberation.ballots.entitled import stays
from deliberation.consultations.consultation import stored
from deliberation.consultations.voters import may_be_on_roll
from deliberation.database import rows
from deliberation.errors import Conflict, Invalid, NotAllowed
from deliberation.people.register.entitled import facts_of, own_facts
from deliberation.people.register.tables import SelfDeclaration
from deliberation.people.tables import Account
from deliberation.regulations.eligibility import Citizenship, Fact, No, Sometime, Unknown, Yes
from deliberation.regulations.profile import Rule
from deliberation.regulations.queries import in_force
from tests.ballots.votes import CLOSES, Vote, a_vote
from tests.regulations.one_by_one import answered_one_by_one
from tests.regulations.places import EARLIER, seen, written
from tests.world import NOON, World, a_city, a_person

OPENS = NOON + timedelta(days=3)
LONG_AGO = NOON - timedelta(days=400)


async def a_vote_by(world: World, preset: str) -> Vote:
    """A vote that opens in three days, under that preset; its roll is not frozen."""
    await written(preset)
    held = await in_force(date(2026, 11, 10))
    return await a_vote(world, regulation=held.id, freeze=False, opens_at=OPENS)


async def settled(person: Actor, *, at: datetime = LONG_AGO) -> Actor:
    """Declared and verified at that instant."""
    await Account.update({Account.declared_at: at, Account.verified_at: at}).where(Account.id == person.id)
    return person


async def tied(person: Actor, basis: str, state: str = "approved") -> Actor:
    """The account's place is that of a declared tie."""
    await SelfDeclaration(
        public_id=f"d{person.id}",
        account=person.id,
        basis=basis,
        venue="Officina",
        neighbourhood=person.neighbourhood,
        birth_date=person.birth_date,
        until=date(2027, 1, 1),
        state=state,
        created_at=NOON,
        decided_at=NOON,
    ).save()
    return person


async def on_it(vote: Vote) -> set[int]:
    return {row["account"] for row in await rows("SELECT account FROM roll_entry WHERE consultation = {}", vote.id)}


def test_a_verified_resident_lives_here_since_the_later_of_two_days_and_who_has_a_tie_since_none() -> None:
    row = {
        "birth_date": None, "neighbourhood": 1, "declared_at": NOON, "verified_at": LONG_AGO, "citizenship": "",
        "resident_since": None, "basis": None, "tie_state": None,
    }  # fmt: skip
    here = Sometime(latest=date(2026, 11, 10))
    assert facts_of(row).resident_since == here
    assert facts_of({**row, "declared_at": LONG_AGO, "verified_at": NOON}).resident_since == here
    assert facts_of({**row, "basis": "worker", "tie_state": "approved"}).resident_since == Sometime()
    assert facts_of({**row, "verified_at": None}).resident_since == Sometime()


async def test_ties_that_the_regulation_does_not_have_give_no_vote(database: None) -> None:
    world = await a_city()
    vote = await a_vote_by(world, "bologna")
    resident, worker = await a_person(world.navile), await tied(await a_person(world.navile), "worker")
    owner = await tied(await a_person(world.navile), "business_owner")
    await roll.freeze(SYSTEM, vote.id, at=NOON)
    assert await on_it(vote) == {resident.id, worker.id}
    assert await may(owner, vote) == No(Rule.BASIS)


async def may(person: Actor, vote: Vote, at: datetime = NOON) -> Yes | No | Unknown:
    return may_be_on_roll(await stored(vote.slug), await own_facts(person), at)


async def test_of_whom_something_is_not_known_the_roll_is_silent_and_the_office_is_told(database: None) -> None:
    world = await a_city()
    vote = await a_vote_by(world, "brescia")
    italian = await settled(await a_person(world.navile))
    await seen(italian, citizenship="italian")
    elsewhere = await settled(await a_person(world.navile))
    await seen(elsewhere, citizenship="other", since=date(2024, 1, 1))
    long_here = await settled(await a_person(world.navile))
    await seen(long_here, citizenship="other", since=date(2019, 1, 1))
    unasked = await settled(await a_person(world.navile))
    came_late = await settled(await a_person(world.navile), at=NOON)
    await seen(came_late, citizenship="italian")
    assert await may(italian, vote) == Yes()
    assert await may(elsewhere, vote) == No(Rule.RESIDENCE_YEARS)
    assert await may(long_here, vote) == Yes()
    assert await may(unasked, vote) == Unknown(Fact.CITIZENSHIP, Rule.RESIDENCE_YEARS)
    assert await may(came_late, vote) == Unknown(Fact.RESIDENT_SINCE, Rule.RESIDENCE_DAYS)
    found = await roll.forecast(vote.id, at=NOON)
    assert (found.size, found.stand) == (2, {world.navile: 2})
    assert found.unknown == {Fact.CITIZENSHIP: 1, Fact.RESIDENT_SINCE: 1}
    await roll.freeze(SYSTEM, vote.id, at=NOON)
    assert await on_it(vote) == {italian.id, long_here.id}


async def test_age_is_looked_at_when_it_was_announced_where_the_regulation_says_so(database: None) -> None:
    world = await a_city()
    vote = await a_vote_by(world, "forli")
    await rows("UPDATE consultation SET published_at = {} WHERE id = {}", NOON - timedelta(days=1), vote.id)
    of_age = await settled(await a_person(world.navile, born=date(2010, 11, 9)))
    a_day_late = await settled(await a_person(world.navile, born=date(2010, 11, 10)))
    for person in (of_age, a_day_late):
        await seen(person, citizenship="italian")
    await roll.freeze(SYSTEM, vote.id, at=NOON)
    assert await on_it(vote) == {of_age.id}
    assert await may(a_day_late, vote) == No(Rule.AGE)


async def test_age_is_looked_at_when_the_vote_opens(database: None) -> None:
    world = await a_city()
    sixteen_at_opening = await a_person(world.navile, born=date(2010, 11, 13))
    a_day_late = await a_person(world.navile, born=date(2010, 11, 14))
    vote = await a_vote_by(world, "bologna")
    await roll.freeze(SYSTEM, vote.id, at=NOON)
    assert await on_it(vote) == {sixteen_at_opening.id}
    assert await may(a_day_late, vote) == No(Rule.AGE)


async def test_who_comes_of_age_before_an_unknown_day_is_told_that_it_depends(database: None) -> None:
    world = await a_city()
    vote = await a_vote(world, freeze=False, opens_at=OPENS)
    soon = await a_person(world.navile, born=date(2010, 11, 13))
    assert await may(soon, vote) == Unknown(Fact.ROLL_DAY, Rule.AGE)
    later = await a_person(world.navile, born=date(2010, 11, 14))
    assert await may(later, vote) == No(Rule.AGE)
    await roll.freeze(SYSTEM, vote.id, at=NOON)
    assert await may(soon, vote) == No(Rule.AGE)


async def test_a_declared_person_is_sent_to_the_desk_and_a_visitor_is_told_nothing(database: None) -> None:
    world = await a_city()
    vote = await a_vote_by(world, "bologna")
    declared = await a_person(world.navile, verified=False)
    assert await may(declared, vote) == Unknown(Fact.IDENTITY)
    assert await may(await a_person(), vote) == Unknown(Fact.TIE, Rule.BASIS)
    assert await may(await a_person(world.savena), vote) == No(Rule.ZONE)


async def test_who_declared_a_tie_that_ended_lives_nobody_knows_where(database: None) -> None:
    world = await a_city()
    vote = await a_vote_by(world, "bologna")
    person = await tied(await a_person(world.navile, verified=False), "worker", "expired")
    assert await may(person, vote) == Unknown(Fact.TIE, Rule.BASIS)


async def test_what_the_desk_sees_of_a_stay_takes_and_gives_back_the_right(database: None) -> None:
    world = await a_city()
    office = await a_person(None, Role.OFFICE)
    vote = await a_vote_by(world, "brescia")
    person = await settled(await a_person(world.navile))
    await seen(person, citizenship="italian")
    await roll.freeze(SYSTEM, vote.id, at=NOON)
    await stays.write(office, person.public_id, Citizenship.OTHER, date(2025, 1, 1), at=NOON)
    [right] = await rights.rights(person.public_id, at=NOON)
    assert right.suspended_for == "corrected"
    await stays.write(office, person.public_id, Citizenship.OTHER, date(2015, 1, 1), at=NOON)
    [right] = await rights.rights(person.public_id, at=NOON)
    assert (right.suspended_for, right.closes_at) == ("", CLOSES)
    lines = await rows("SELECT detail FROM journal_entry WHERE act = 'stay.written'")
    assert [line["detail"] for line in lines] == ["{}", "{}"]


async def test_only_the_desk_writes_a_stay_of_somebody_it_has_seen(database: None) -> None:
    world = await a_city()
    office, person = await a_person(None, Role.OFFICE), await a_person(world.navile)
    with pytest.raises(Conflict):
        await stays.write(office, person.public_id, Citizenship.EU, None, at=NOON)
    await seen(person)
    with pytest.raises(NotAllowed):
        await stays.write(person, person.public_id, Citizenship.EU, None, at=NOON)
    with pytest.raises(Invalid):
        await stays.write(office, person.public_id, Citizenship.EU, date(2026, 11, 11), at=NOON)


async def test_a_vote_opened_without_a_regulation_takes_every_verified_person_as_before(database: None) -> None:
    world = await a_city()
    vote = await a_vote(world, freeze=False)
    person = await tied(await a_person(world.navile), "business_owner")
    await written("brescia", at=EARLIER)
    await roll.freeze(SYSTEM, vote.id, at=NOON)
    assert await on_it(vote) == {person.id}


async def test_the_forecast_reads_a_row_for_all_who_are_alike_and_says_what_the_roll_says(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = await a_city()
    vote = await a_vote_by(world, "brescia")
    five_years_ago, two_weeks_ago = date(2021, 10, 29), NOON - timedelta(days=14)
    for days in (0, 1):
        for citizenship, since in (("italian", None), ("other", five_years_ago), ("", five_years_ago), ("", None)):
            for at in (two_weeks_ago, NOON):
                person = await settled(await a_person(world.navile), at=at - timedelta(days=days))
                await seen(person, citizenship=citizenship, since=since and since + timedelta(days=days))
    for born in (date(2010, 11, 13), date(1990, 1, 1), date(1991, 1, 1)):
        await settled(await a_person(world.savena, born=born))
    vote_everywhere = await a_vote(
        world, slug="citta", city_wide=True, freeze=False, opens_at=OPENS, regulation=(await in_force(NOON.date())).id
    )
    for held in (vote, vote_everywhere):
        each = await answered_one_by_one(held, NOON)
        stand = Counter(row["neighbourhood"] for row, said in each if isinstance(said, Yes))
        unknown = Counter(said.fact for _, said in each if isinstance(said, Unknown))
        assert sum(stand.values()) > 2
        assert await roll.forecast(held.id, at=NOON) == roll.Forecast(stand, unknown)
    before = await facts_read(vote_everywhere, monkeypatch)
    for born in (date(1970, 1, 1), date(1971, 2, 3)):
        await settled(await a_person(world.savena, born=born))
    assert await facts_read(vote_everywhere, monkeypatch) == before


async def facts_read(vote: Vote, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many rows the forecast looks at."""
    seen_rows: list[object] = []
    with monkeypatch.context() as patch:
        patch.setattr(roll, "facts_of", lambda row: seen_rows.append(row) or facts_of(row))
        await roll.forecast(vote.id, at=NOON)
    return len(seen_rows)
