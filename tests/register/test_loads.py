# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The register is loaded whole or not at all, after its differences were seen, and taken back."""

import asyncio
import os
import subprocess
import sys
from datetime import date, timedelta

import pytest

from deliberation.actor import COMMAND_LINE, Role
from deliberation.database import rows
from deliberation.errors import Conflict, Invalid, NotAllowed
from deliberation.people.identity import fiscal_codes
from deliberation.people.register import loads
from deliberation.people.register.loads import Loaded, Source, Trial, try_out, undo
from tests.register.files import TODAY, Resident, csv_of, resident, source
from tests.world import NOON, a_city, a_person

OLD = TODAY - timedelta(days=30)


async def load(people: list[Resident], day: date = TODAY, **more: bool) -> Loaded:
    trial = await try_out(COMMAND_LINE, source(people, day), at=NOON)
    return await loads.apply(COMMAND_LINE, source(people, day), seen=trial.seen.public_id, at=NOON, **more)


async def held() -> set[tuple[str, str, int]]:
    """Who is in the register: hash, birth date, zone."""
    found = await rows("SELECT code_mac, birth_date, neighbourhood FROM register_entry WHERE ended_by IS NULL")
    return {(row["code_mac"], str(row["birth_date"]), row["neighbourhood"]) for row in found}


def as_held(person: Resident, zone: int) -> tuple[str, str, int]:
    code = fiscal_codes.canonical(person.code)
    assert isinstance(code, str)
    d, m, y = person.born.split("/")
    return (fiscal_codes.mac(code).value, f"{y}-{m}-{d}", zone)


def figures(trial: Trial) -> tuple[int, int, int, int]:
    different = trial.differences
    return (len(different.added), len(different.changed), len(different.removed), different.same)


async def test_a_trial_writes_nothing_and_says_what_is_new_changed_and_gone(database: None) -> None:
    world = await a_city()
    stays, moves, goes, comes = resident(), resident("Verdi"), resident("Neri"), resident("Gialli")
    await load([stays, moves, goes], OLD)
    before = await held()
    trial = await try_out(COMMAND_LINE, source([stays, moves.at(zone="Savena"), comes]), at=NOON)
    assert figures(trial) == (1, 1, 1, 1)
    assert trial.differences.moved == 1
    assert trial.differences.zones == ((world.navile, 3, 2), (world.savena, 0, 1))
    assert await held() == before


async def test_the_file_becomes_the_register(database: None) -> None:
    world = await a_city()
    stays, moves, goes, comes = resident(), resident("Verdi"), resident("Neri"), resident("Gialli")
    await load([stays, moves, goes], OLD)
    done = await load([stays, moves.at(zone="savena"), comes])
    assert (done.added, done.changed, done.removed) == (1, 1, 1)
    assert await held() == {as_held(stays, world.navile), as_held(moves, world.savena), as_held(comes, world.navile)}
    (entry,) = await rows(
        "SELECT detail FROM journal_entry WHERE act = 'register.loaded' AND subject = {}", done.public_id
    )
    assert entry["detail"] == '{"added":1,"changed":1,"date":"2026-11-10","left_out":0,"removed":1}'


async def test_neither_a_name_nor_a_code_nor_a_street_is_stored(database: None) -> None:
    await a_city()
    await load([resident("Sconosciutissimi", "Teodolinda", street="Via Introvabile")])
    for table in ("register_load", "register_entry", "journal_entry"):
        text = str(await rows(f"SELECT * FROM {table}")).lower()
        assert not any(word in text for word in ("sconosc", "teodol", "introvabile", "scntld"))


async def test_the_same_file_again_changes_nothing_and_is_no_load(database: None) -> None:
    await a_city()
    people = [resident(), resident("Verdi")]
    await load(people)
    trial = await try_out(COMMAND_LINE, source(people), at=NOON)
    assert trial.same_file
    assert trial.differences.nothing
    assert (await load(people)).public_id == ""
    assert len(await rows("SELECT id FROM register_load")) == 1


async def test_yesterday_s_list_is_refused_unless_it_is_meant(database: None) -> None:
    await a_city()
    new, old = [resident()], [resident("Verdi")]
    await load(new)
    assert (await try_out(COMMAND_LINE, source(old, OLD), at=NOON)).older
    with pytest.raises(Conflict, match=r"entitled\.older"):
        await load(old, OLD)
    assert (await load(old, OLD, older=True)).added == 1


async def test_a_list_of_a_day_to_come_is_refused(database: None) -> None:
    await a_city()
    with pytest.raises(Invalid, match=r"entitled\.date_future"):
        await load([resident()], TODAY + timedelta(days=1))


async def test_a_file_without_anybody_leaves_the_register_alone(database: None) -> None:
    await a_city()
    await load([resident()], OLD)
    with pytest.raises(Invalid, match=r"entitled\.nobody"):
        await load([resident().at(born="31/02/1980")])
    assert len(await held()) == 1


async def test_a_file_that_ends_in_the_middle_of_a_row_is_refused_whatever_is_ticked(database: None) -> None:
    await a_city()
    people = [resident(), resident("Verdi")]
    seen = (await load(people, OLD)).public_id
    cut = Source(csv_of(people).rstrip()[:-20], TODAY)
    with pytest.raises(Invalid, match=r"entitled\.cut_off"):
        await loads.apply(COMMAND_LINE, cut, seen=seen, older=True, many_gone=True, at=NOON)
    assert len(await held()) == 2


async def test_many_people_gone_are_asked_about(database: None) -> None:
    await a_city()
    people = [resident() for _ in range(60)]
    await load(people, OLD)
    assert (await load(people[:54])).removed == 6
    with pytest.raises(Conflict, match=r"entitled\.many_gone"):
        await load(people[:40])
    assert (await load(people[:40], many_gone=True)).removed == 14


async def test_who_stands_in_a_row_that_cannot_be_used_stays_as_before(database: None) -> None:
    world = await a_city()
    person, other, third = resident(), resident("Verdi"), resident("Neri")
    await load([person, other], OLD)
    done = await load([third, person.at(zone="Atlantide"), other.at(born="31/02/1980")])
    assert (done.added, done.changed, done.removed, done.left_out) == (1, 0, 0, 2)
    assert await held() == {as_held(one, world.navile) for one in (person, other, third)}


async def test_a_zone_that_was_chosen_places_the_rows(database: None) -> None:
    world = await a_city()
    person = resident(street="Via Nuova", zone="")
    chosen = Source(csv_of([person]), TODAY, choices={"street:via nuova": world.savena})
    await loads.apply(COMMAND_LINE, chosen, seen="", at=NOON)
    assert await held() == {as_held(person, world.savena)}


async def test_the_last_list_is_taken_back_once_and_no_other(database: None) -> None:
    await a_city()
    stays, moves, goes, comes = resident(), resident("Verdi"), resident("Neri"), resident("Gialli")
    first = await load([stays, moves, goes], OLD)
    before = await held()
    second = await load([stays, moves.at(zone="Savena"), comes])
    with pytest.raises(Conflict, match=r"entitled\.not_last"):
        await undo(COMMAND_LINE, first.public_id, at=NOON)
    await undo(COMMAND_LINE, second.public_id, at=NOON)
    assert await held() == before
    for again in (first, second):
        with pytest.raises(Conflict):
            await undo(COMMAND_LINE, again.public_id, at=NOON)
    assert (await try_out(COMMAND_LINE, source([stays], OLD), at=NOON)).seen.public_id == first.public_id


async def test_who_left_is_forgotten_when_nothing_can_be_taken_back_any_more(database: None) -> None:
    await a_city()
    await load([resident(), resident("Verdi")], OLD)
    done = await load([resident("Neri")])
    await loads.forget_ended(at=NOON + timedelta(days=29))
    assert len(await rows("SELECT id FROM register_entry")) == 3
    await loads.forget_ended(at=NOON + timedelta(days=31))
    assert len(await rows("SELECT id FROM register_entry")) == 1
    with pytest.raises(Conflict, match=r"entitled\.cannot_undo"):
        await undo(COMMAND_LINE, done.public_id, at=NOON + timedelta(days=31))


async def test_a_key_that_changes_changes_nobody_and_renews_the_hashes(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from deliberation import keys

    await a_city()
    people = [resident(), resident("Verdi")]
    await load(people, OLD)
    monkeypatch.setattr(keys, "_identity", [("new", b"another key"), *keys._identity])
    trial = await try_out(COMMAND_LINE, source(people), at=NOON)
    assert figures(trial) == (0, 0, 0, 2)
    await load(people)
    assert [row["code_key"] for row in await rows("SELECT code_key FROM register_entry WHERE ended_by IS NULL")] == [
        "new",
        "new",
    ]


async def test_only_the_office_loads(database: None) -> None:
    world = await a_city()
    for person in (await a_person(world.navile), await a_person(None, Role.COUNCILLOR)):
        with pytest.raises(NotAllowed):
            await try_out(person, source([resident()]), at=NOON)
        with pytest.raises(NotAllowed):
            await loads.apply(person, source([resident()]), seen="", at=NOON)
        with pytest.raises(NotAllowed):
            await undo(person, "x", at=NOON)


async def test_of_two_officers_one_loads_and_the_other_looks_again(database: None) -> None:
    world = await a_city()
    anna, bruno = [await a_person(None, Role.OFFICE) for _ in range(2)]
    lists = {anna.id: [resident() for _ in range(30)], bruno.id: [resident("Verdi") for _ in range(30)]}

    async def one(officer: object) -> Loaded:
        people = lists[officer.id]  # type: ignore[attr-defined]
        return await loads.apply(officer, source(people), seen="", at=NOON)  # type: ignore[arg-type]

    done = await asyncio.gather(one(anna), one(bruno), return_exceptions=True)
    (loaded,) = [it for it in done if isinstance(it, Loaded)]
    (refused,) = [it for it in done if isinstance(it, Conflict)]
    assert (loaded.added, refused.code) == (30, "entitled.moved")
    winner = lists[anna.id] if isinstance(done[0], Loaded) else lists[bruno.id]
    assert await held() == {as_held(person, world.navile) for person in winner}


KILLED = """
import asyncio, os, signal, sys
from datetime import timedelta
from deliberation.actor import COMMAND_LINE
from deliberation.database import opened
from deliberation.people.register import loads
from tests.register.files import TODAY, resident, source
from tests.world import NOON

loads.BATCH = 10
write, calls = loads.write_entries, 0

async def writes_and_dies(load, part):
    global calls
    calls += 1
    await write(load, part)
    if calls == 6:
        os.kill(os.getpid(), signal.SIGKILL)

loads.write_entries = writes_and_dies

async def main():
    async with opened():
        people = [resident() for _ in range(100)]
        await loads.apply(COMMAND_LINE, source(people), seen=sys.argv[1], at=NOON)

asyncio.run(main())
"""


async def test_a_process_that_is_killed_at_60_percent_leaves_the_register_as_it_was(database: None) -> None:
    await a_city()
    first = await load([resident(), resident("Verdi")], OLD)
    before = await held()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED, first.public_id, env=same_database(), stderr=subprocess.DEVNULL
    )
    assert await process.wait() == -9
    assert await held() == before
    assert (await load([resident()])).removed == 2


def same_database() -> dict[str, str]:
    """The environment for another process on the database of this one."""
    return {**os.environ, "PYTHONPATH": os.getcwd()}
