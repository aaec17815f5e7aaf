# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The roll: who is on it, once."""

import hashlib
import json
from datetime import UTC, date, datetime

import pytest

from deliberation.actor import SYSTEM
from deliberation.ballots import roll
from deliberation.ballots.seals import roll_seal
from deliberation.ballots.tables import RollEntry
from deliberation.database import rows
from deliberation.errors import Conflict, NotAllowed
from deliberation.records.tables import JournalEntry
from tests.ballots.votes import a_vote
from tests.world import NOON, a_city, a_person


async def test_the_roll_holds_verified_people_of_the_neighbourhood_who_are_old_enough(database: None) -> None:
    world = await a_city()
    here = await a_person(world.navile)
    await a_person(world.savena)
    await a_person(world.navile, verified=False)
    sixteen_today = await a_person(world.navile, born=date(2010, 11, 10))
    await a_person(world.navile, born=date(2010, 11, 11))
    vote = await a_vote(world, freeze=False)
    view = await roll.freeze(SYSTEM, vote.id, at=NOON)
    entries = await RollEntry.select().where(RollEntry.consultation == vote.id).order_by(RollEntry.id)
    assert [(entry["account"], entry["age"]) for entry in entries] == [(here.id, 41), (sixteen_today.id, 16)]
    assert view == roll.RollView(2, roll.hash_of([here.public_id, sixteen_today.public_id]))


async def test_a_city_wide_roll_holds_every_neighbourhood(database: None) -> None:
    world = await a_city()
    for place in (world.navile, world.savena, world.savena):
        await a_person(place)
    vote = await a_vote(world, city_wide=True, freeze=False)
    assert (await roll.freeze(SYSTEM, vote.id, at=NOON)).size == 3


async def test_the_roll_is_frozen_once_by_the_office_and_the_journal_holds_its_hash(database: None) -> None:
    world = await a_city()
    person = await a_person(world.navile)
    vote = await a_vote(world, freeze=False)
    with pytest.raises(NotAllowed):
        await roll.freeze(person, vote.id, at=NOON)
    view = await roll.freeze(SYSTEM, vote.id, at=NOON)
    with pytest.raises(Conflict) as refusal:
        await roll.freeze(SYSTEM, vote.id, at=NOON)
    assert refusal.value.code == "roll.frozen_already"
    line = await JournalEntry.select().where(JournalEntry.act == "roll.frozen")
    assert len(line) == 1
    assert (line[0]["actor"], line[0]["subject_kind"], line[0]["subject"]) == ("system", "consultation", vote.slug)
    assert json.loads(line[0]["detail"]) == {
        "size": 1,
        "hash": hashlib.sha256(person.public_id.encode()).hexdigest(),
        "seal": roll_seal([(person.public_id, world.navile, 41)]),
    }
    assert view == roll.RollView(1, roll.hash_of([person.public_id]))
    assert [(row["roll_frozen_at"], row["roll_hash"]) for row in await rows("SELECT * FROM consultation")] == [
        (NOON, view.hash)
    ]


async def test_the_day_of_the_roll_is_romes_day(database: None) -> None:
    world = await a_city()
    await a_person(world.navile, born=date(2010, 11, 11))
    vote = await a_vote(world, freeze=False)
    late_evening = datetime(2026, 11, 10, 23, 30, tzinfo=UTC)  # already the eleventh in Rome
    assert (await roll.forecast(vote.id, at=late_evening)).stand == {world.navile: 1}
    assert (await roll.freeze(SYSTEM, vote.id, at=late_evening)).size == 1


async def test_the_number_of_entitled_is_known_before_the_roll_is_frozen(database: None) -> None:
    world = await a_city()
    for place in (world.navile, world.savena):
        await a_person(place)
    await a_person(world.navile, born=date(2010, 11, 10))  # sixteen today
    await a_person(world.navile, born=date(2010, 11, 11))
    await a_person(world.navile, verified=False)
    suspended = await a_person(world.navile)
    await rows("UPDATE account SET disabled_at = {} WHERE id = {}", NOON, suspended.id)
    here = await a_vote(world, freeze=False)
    everywhere = await a_vote(world, slug="citta", city_wide=True, freeze=False)
    assert (await roll.forecast(here.id, at=NOON)).stand == {world.navile: 2}
    assert (await roll.forecast(everywhere.id, at=NOON)).stand == {world.navile: 2, world.savena: 1}
    assert (await roll.freeze(SYSTEM, everywhere.id, at=NOON)).size == 3


async def test_a_suspended_account_does_not_stand_on_a_roll(database: None) -> None:
    world = await a_city()
    stays, suspended = await a_person(world.navile), await a_person(world.navile)
    await rows("UPDATE account SET disabled_at = {} WHERE id = {}", NOON, suspended.id)
    vote = await a_vote(world, freeze=False)
    assert (await roll.freeze(SYSTEM, vote.id, at=NOON)).size == 1
    assert [entry["account"] for entry in await RollEntry.select(RollEntry.account)] == [stays.id]
