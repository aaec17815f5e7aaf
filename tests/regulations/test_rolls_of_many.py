# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A roll that the database writes is the one that asking for each person would write: lines, order, ages, seals."""

import json
from datetime import date, timedelta
from random import Random

import pytest

from deliberation.actor import SYSTEM
from deliberation.ballots import roll
from deliberation.ballots.seals import roll_seal
from deliberation.clock import age_on, in_rome
from deliberation.database import rows
from deliberation.people.tables import Account
from deliberation.regulations.eligibility import Yes
from deliberation.regulations.queries import in_force
from deliberation.text import public_id
from tests.ballots.votes import a_vote
from tests.regulations.one_by_one import answered_one_by_one
from tests.regulations.places import seen, written
from tests.regulations.test_rolls import OPENS, tied
from tests.world import NOON, World, a_city, a_person

MANY = 200
TODAY = date(2026, 11, 10)
BIRTHDAYS = (  # around the ages at which rolls begin, and the day that three years of four do not have
    *(date(TODAY.year - age, 11, 10) + timedelta(days=days) for age in (14, 16, 18) for days in (-1, 0, 1, 3, 4)),
    *(date(2008, 2, 29), date(2012, 2, 29), date(1990, 12, 31), date(1991, 1, 1), date(1909, 11, 11)),
)
# Brescia's vote opens in three days: residence of fifteen days, and of five years before those, begins on these.
LONG_AGO = (TODAY - date(2021, 10, 29)).days
AGO = (0, 1, *range(11, 14), 400, *range(LONG_AGO - 1, LONG_AGO + 2), 2000)
SINCE = (*[None] * len(AGO), *(TODAY - timedelta(days=days) for days in AGO))
INSTANTS = tuple(NOON - timedelta(days=days) for days in AGO)


async def everybody(world: World, random: Random) -> None:
    """People of all sorts, some of whom no roll takes."""
    for _ in range(MANY):
        home = random.choice((world.navile, world.navile, world.savena, None))
        person = await a_person(home, born=random.choice(BIRTHDAYS), verified=random.random() < 0.9)
        if home and random.random() < 0.6:
            await seen(person, citizenship=random.choice(("italian", "eu", "other", "")), since=random.choice(SINCE))
        declared = verified = random.choice(INSTANTS)
        if random.random() < 0.3:
            verified = random.choice(INSTANTS)
        is_declared = home and random.random() < 0.8
        changes: dict[object, object] = {Account.declared_at: declared if is_declared else None}
        if person.is_verified:
            changes[Account.verified_at] = verified
        if random.random() < 0.1:
            changes[Account.birth_date] = None
        if random.random() < 0.1:
            changes[random.choice((Account.disabled_at, Account.deleted_at))] = NOON
        await Account.update(changes).where(Account.id == person.id)
        if home and random.random() < 0.3:
            await tied(person, random.choice(("worker", "student", "business_owner")), random.choice(STATES))
            await rows("UPDATE self_declaration SET decided_at = {} WHERE account = {}", declared, person.id)


STATES = ("approved", "expired", "refused")


@pytest.mark.parametrize("preset", ["", "bologna", "brescia", "forli", "milano", "vicenza"])
@pytest.mark.parametrize("city_wide", [True, False], ids=["of the city", "of a neighbourhood"])
async def test_the_roll_is_that_of_asking_one_by_one(database: None, preset: str, city_wide: bool) -> None:
    world = await a_city()
    await everybody(world, Random(f"{preset} {city_wide}"))
    regulation = None
    if preset:
        await written(preset)
        regulation = (await in_force(TODAY)).id
    vote = await a_vote(world, city_wide=city_wide, regulation=regulation, freeze=False, opens_at=OPENS)
    people = [row for row, said in await answered_one_by_one(vote, NOON) if isinstance(said, Yes)]
    assert len(people) > 2
    day = in_rome(NOON).date()
    lines = [(row["public_id"], row["neighbourhood"], age_on(row["birth_date"], day)) for row in people]
    view = await roll.freeze(SYSTEM, vote.id, at=NOON)
    written_lines = await rows(
        "SELECT a.public_id, e.neighbourhood, e.age, e.suspended_at, e.suspended_for, e.added_at FROM roll_entry e "
        "JOIN account a ON a.id = e.account WHERE e.consultation = {} ORDER BY e.id",
        vote.id,
    )
    assert [tuple(line.values()) for line in written_lines] == [(*line, None, "", None) for line in lines]
    assert view == roll.RollView(len(lines), roll.hash_of(line[0] for line in lines))
    told = await rows("SELECT detail FROM journal_entry WHERE act = 'roll.frozen'")
    assert [json.loads(one["detail"]) for one in told] == [
        {"size": view.size, "hash": view.hash, "seal": roll_seal(lines)}
    ]


async def test_who_has_declared_nothing_is_not_taken_for_who_is_alike_and_has(database: None) -> None:
    world = await a_city()
    await written("brescia")
    silent, declared = await a_person(world.navile), await a_person(world.navile)
    for person in (silent, declared):
        await seen(person, citizenship="italian", since=date(2015, 1, 1))
    await Account.update({Account.declared_at: None}).where(Account.id == silent.id)
    vote = await a_vote(world, regulation=(await in_force(TODAY)).id, freeze=False, opens_at=OPENS)
    await roll.freeze(SYSTEM, vote.id, at=NOON)
    assert [row["account"] for row in await rows("SELECT account FROM roll_entry")] == [declared.id]


async def test_a_roll_of_nobody_is_told_as_nobody(database: None) -> None:
    vote = await a_vote(await a_city(), freeze=False, opens_at=OPENS)
    view = await roll.freeze(SYSTEM, vote.id, at=NOON)
    [told] = await rows("SELECT detail FROM journal_entry WHERE act = 'roll.frozen'")
    assert json.loads(told["detail"]) == {"size": 0, "hash": roll.hash_of([]), "seal": roll_seal([])}
    assert view == roll.RollView(0, roll.hash_of([]))


async def test_public_ids_stand_in_the_order_of_their_letters_whatever_the_language(database: None) -> None:
    world = await a_city()
    people = [await a_person(world.navile) for _ in range(6)]
    ids = ["_zz", "-aa", "Zz", "aZ", "AZ", "0z"]
    for person, id in zip(people, ids, strict=True):
        await Account.update({Account.public_id: id}).where(Account.id == person.id)
    vote = await a_vote(world, freeze=False, opens_at=OPENS)
    assert (await roll.freeze(SYSTEM, vote.id, at=NOON)).hash == roll.hash_of(ids)


def test_public_ids_have_no_letter_that_json_writes_otherwise() -> None:
    letters = "".join(public_id() for _ in range(500))
    assert json.dumps(letters) == f'"{letters}"'
