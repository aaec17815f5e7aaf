# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Citizenship and the beginning of residence come with the list, where a regulation asks for them."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from deliberation.actor import COMMAND_LINE, SYSTEM, Actor, Role
from deliberation.ballots import rights, roll
from deliberation.ballots.entitled import loading, recognitions, stays, undoing
from deliberation.database import rows
from deliberation.people.identity.facts import DocumentKind, PersonFacts
from deliberation.people.register import loads
from deliberation.people.register.entitled import own_facts
from deliberation.people.register.loads import Loaded, Source, Trial
from deliberation.people.register.matching import Claim
from deliberation.people.register.reading import Fault
from deliberation.people.register.stays import own_stay
from deliberation.people.tables import Account
from deliberation.regulations.eligibility import Citizenship, Fact
from tests.ballots.votes import Vote, a_vote
from tests.people.people import mails
from tests.register.files import TODAY, Resident, resident, with_stays
from tests.regulations.places import written
from tests.world import NOON, World, a_city, a_person

OLD = TODAY - timedelta(days=30)
ALL = frozenset({"fiscal_code.unknown_place", "fiscal_code.missing"})
LONG_AGO = NOON - timedelta(days=400)
Line = tuple[Resident, str, str]


async def try_out(lines: Sequence[Line], day: date = TODAY) -> Trial:
    return await loads.try_out(COMMAND_LINE, Source(with_stays(lines), day), at=NOON)


async def load(lines: Sequence[Line], day: date = TODAY) -> Loaded:
    seen = (await try_out(lines, day)).seen.public_id
    return await loading.apply(COMMAND_LINE, Source(with_stays(lines), day), seen=seen, at=NOON)


async def load_without(people: Sequence[Resident], day: date = TODAY) -> Loaded:
    from tests.register.files import source

    seen = (await loads.try_out(COMMAND_LINE, source(people, day), at=NOON)).seen.public_id
    return await loading.apply(COMMAND_LINE, source(people, day), seen=seen, at=NOON)


async def held() -> list[tuple[str, str]]:
    found = await rows(
        "SELECT citizenship, resident_since FROM register_entry WHERE ended_by IS NULL ORDER BY code_mac"
    )
    return sorted((row["citizenship"], str(row["resident_since"] or "")) for row in found)


async def kept(person: Actor) -> tuple[str, str]:
    stay = await own_stay(person)
    return (str(stay.citizenship or ""), str(stay.resident_since or ""))


async def found_from_home(person: Resident) -> Actor:
    """Somebody new, who is recognised by the register."""
    who = await a_person(None)
    born = date(*(int(part) for part in reversed(person.born.split("/"))))
    await recognitions.ask(who, Claim(person.name, person.surname, person.code, born), at=NOON)
    await recognitions.confirm(who, (await mails())[-1].parameters["digits"], at=NOON)
    return who


async def here_since(person: Actor) -> Actor:
    """Declared and verified long ago, so that days of residence are no question."""
    await Account.update({Account.declared_at: LONG_AGO, Account.verified_at: LONG_AGO}).where(Account.id == person.id)
    return person


async def brescia() -> World:
    world = await a_city()
    await written("brescia")
    return world


async def a_vote_of_brescia(world: World) -> Vote:
    found = await rows("SELECT id FROM regulation_version ORDER BY number DESC LIMIT 1")
    opens = NOON + timedelta(days=3)
    return await a_vote(world, regulation=found[0]["id"], freeze=False, opens_at=opens)


@pytest.mark.parametrize(
    "cell", ["=cmd|' /C calc'!A0", "'; DROP TABLE person; --", "<script>", "Italia\u202e", "1" * 90_000, "e " * 40_000]
)
async def test_a_hostile_cell_is_a_fault_and_nothing_of_it_is_stored(database: None, cell: str) -> None:
    await brescia()
    person = resident()
    trial = await try_out([(person, cell, cell.replace(";", ""))])
    assert all(len(told.found) <= 80 for told in trial.reading.told)
    if ";" in cell:  # more cells than the header: the row is left out
        assert trial.reading.counts == {Fault.WIDTH: 1}
        return
    assert trial.reading.counts[Fault.SINCE] == 1
    await load([(person, cell, cell)])
    assert await held() in ([("", "")], [("italian", "")])


async def test_nothing_is_kept_where_no_regulation_asks(database: None) -> None:
    await a_city()
    await written("tito")
    person = resident()
    await load([(person, "Italia", "01/02/2010")])
    assert await held() == [("", "")]
    assert await kept(await found_from_home(person)) == ("", "")
    await written("brescia", at=NOON)
    done = await load([(person, "Italia", "01/02/2010")])
    assert (done.changed, await held()) == (1, [("italian", "2010-02-01")])


async def test_another_citizenship_or_day_is_a_change_and_the_same_is_none(database: None) -> None:
    await brescia()
    one, two, three = resident(), resident("Verdi"), resident("Neri")
    lines = [(one, "Albania", "01/02/2010"), (two, "Italia", "01/02/2010"), (three, "Italia", "")]
    await load(lines, OLD)
    assert (await try_out(lines)).differences.nothing
    trial = await try_out([(one, "100", "01/02/2010"), (two, "ita", "2010-02-02"), (three.at(zone="Savena"), "IT", "")])
    different = trial.differences
    assert (len(different.changed), different.only_stay, different.moved, different.same) == (3, 2, 1, 0)


async def test_what_a_later_list_does_not_say_stays_as_it_was(database: None) -> None:
    await brescia()
    one, two = resident(), resident("Verdi")
    before = [("eu", "2011-02-01"), ("italian", "2010-02-01")]
    await load([(one, "Italia", "01/02/2010"), (two, "Francia", "01/02/2011")], OLD)
    await load([(one, "", "31/02/2020"), (two.at(zone="Savena"), "boh", "")])
    assert await held() == before
    done = await load_without([one.at(zone="Savena"), two])
    assert (done.changed, await held()) == (2, before)


async def test_who_is_found_in_the_register_comes_with_what_it_says_and_can_be_on_the_roll(database: None) -> None:
    world = await brescia()
    vote = await a_vote_of_brescia(world)
    italian, long_here, newcomer, unknown = (resident(name) for name in ("Rossi", "Verdi", "Neri", "Gialli"))
    await load(
        [
            (italian, "Italia", "01/02/1990"),
            (long_here, "Marocco", "01/02/2015"),
            (newcomer, "Marocco", "01/02/2024"),
            (unknown, "", ""),
        ]
    )
    people = [await here_since(await found_from_home(one)) for one in (italian, long_here, newcomer, unknown)]
    assert [await kept(one) for one in people] == [
        ("italian", "1990-02-01"),
        ("other", "2015-02-01"),
        ("other", "2024-02-01"),
        ("", ""),
    ]
    found = await roll.forecast(vote.id, at=NOON)
    assert (found.size, found.unknown) == (2, {Fact.CITIZENSHIP: 1})
    await roll.freeze(SYSTEM, vote.id, at=NOON)
    assert {row["account"] for row in await rows("SELECT account FROM roll_entry")} == {people[0].id, people[1].id}


async def test_the_desk_s_verification_brings_it_by_the_code_and_only_by_it(database: None) -> None:
    world = await brescia()
    office = await a_person(None, Role.OFFICE)
    person = resident()
    await load([(person, "Italia", "01/02/1990")])
    for code, said in ((person.code, ("italian", "1990-02-01")), ("", ("", ""))):
        who = await a_person(world.navile, verified=False, born=date(1980, 2, 3))
        name = person.surname if code else "Bianchi"
        facts = PersonFacts(
            DocumentKind.IDENTITY_CARD, person.name, name, date(1980, 2, 3), code, reason="x", accepted=ALL
        )
        await rights.verify(office, who.public_id, facts, None, at=NOON)
        assert await kept(who) == said


async def test_a_later_list_reaches_who_was_matched_before_and_the_forecast_knows(database: None) -> None:
    world = await brescia()
    vote = await a_vote_of_brescia(world)
    yes, no = resident(), resident("Verdi")
    await load_without([yes, no], OLD)
    people = [await here_since(await found_from_home(one)) for one in (yes, no)]
    assert (await roll.forecast(vote.id, at=NOON)).unknown == {Fact.CITIZENSHIP: 2}
    await load([(yes, "Italia", ""), (no, "Marocco", "01/02/2024")])
    found = await roll.forecast(vote.id, at=NOON)
    assert (found.size, found.unknown) == (1, {})
    assert [(await own_facts(one)).citizenship for one in people] == [Citizenship.ITALIAN, Citizenship.OTHER]
    (entry,) = await rows("SELECT detail FROM journal_entry WHERE act = 'register.loaded' ORDER BY id DESC LIMIT 1")
    assert '"stays":2' in entry["detail"]


async def test_everybody_is_reached_by_one_statement(database: None) -> None:
    from deliberation.database import engine

    await brescia()
    people = [resident() for _ in range(6)]
    await load_without(people, OLD)
    for person in people:
        await found_from_home(person)
    counts = []
    for said in (["Italia", *[""] * 5], ["Francia"] * 6):
        seen = engine().statements.start()
        await load(list(zip(people, said, [""] * 6, strict=True)))
        counts.append(len(seen))
    assert counts[0] == counts[1]


async def test_what_the_desk_wrote_no_list_changes_and_what_it_left_empty_the_list_says(database: None) -> None:
    await brescia()
    office = await a_person(None, Role.OFFICE)
    person = resident()
    await load([(person, "Albania", "01/02/2015")], OLD)
    who = await found_from_home(person)
    stay = await own_stay(who)
    assert (stay.citizenship_by_register, stay.since_by_register) == (True, True)
    await stays.write(office, who.public_id, Citizenship.ITALIAN, stay.resident_since, at=NOON)
    await load([(person, "Kosovo", "01/02/2016")])
    assert await kept(who) == ("italian", "2016-02-01")
    stay = await own_stay(who)
    assert (stay.citizenship_by_register, stay.since_by_register) == (False, True)
    await stays.write(office, who.public_id, None, date(2001, 1, 1), at=NOON)
    assert await kept(who) == ("other", "2001-01-01")
    await stays.write(office, who.public_id, Citizenship.OTHER, date(2001, 1, 1), at=NOON)  # sent as it was shown
    await load([(person, "Italia", "01/02/2017")])
    assert await kept(who) == ("italian", "2001-01-01")


async def test_a_list_that_is_taken_back_takes_what_it_said_with_it(database: None) -> None:
    await brescia()
    office = await a_person(None, Role.OFFICE)
    changed, new, by_desk = resident(), resident("Verdi"), resident("Neri")
    await load([(changed, "Albania", "01/02/2015"), (by_desk, "", "")], OLD)
    people = [await found_from_home(one) for one in (changed, by_desk)]
    await stays.write(office, people[1].public_id, Citizenship.EU, None, at=NOON)
    done = await load(
        [(changed, "Italia", "01/02/2016"), (new, "Italia", "01/02/2016"), (by_desk, "Italia", "01/02/2016")]
    )
    people.append(await found_from_home(new))
    assert [await kept(one) for one in people] == [
        ("italian", "2016-02-01"),
        ("eu", "2016-02-01"),
        ("italian", "2016-02-01"),
    ]
    await undoing.undo(COMMAND_LINE, done.public_id, at=NOON)
    assert [await kept(one) for one in people] == [("other", "2015-02-01"), ("eu", ""), ("", "")]


async def test_only_what_the_register_says_is_its_word(database: None) -> None:
    await brescia()
    of_one, of_other = resident(), resident("Verdi")
    await load([(of_one, "Italia", ""), (of_other, "", "01/02/2015")])
    said = [await own_stay(await found_from_home(one)) for one in (of_one, of_other)]
    assert [(one.citizenship_by_register, one.since_by_register) for one in said] == [(True, False), (False, True)]


async def test_who_has_left_the_register_gets_nothing_of_it_and_loses_nothing_by_a_later_list(database: None) -> None:
    world = await brescia()
    office = await a_person(None, Role.OFFICE)
    early, late, other = resident(), resident("Bianchi"), resident("Verdi")
    await load([(early, "Albania", "01/02/2015"), (late, "Albania", "01/02/2015"), (other, "", "")], OLD)
    before = await found_from_home(early)
    await load([(other, "", "")], TODAY - timedelta(days=1))
    after = await a_person(world.navile, verified=False, born=date(1980, 2, 3))
    facts = PersonFacts(
        DocumentKind.IDENTITY_CARD, late.name, late.surname, date(1980, 2, 3), late.code, reason="x", accepted=ALL
    )
    await rights.verify(office, after.public_id, facts, None, at=NOON)
    done = await load([(other, "Italia", "")])
    await undoing.undo(COMMAND_LINE, done.public_id, at=NOON)
    assert [await kept(who) for who in (before, after)] == [("other", "2015-02-01"), ("", "")]


async def test_who_leaves_the_register_keeps_what_it_last_said(database: None) -> None:
    await brescia()
    person, other = resident(), resident("Verdi")
    await load([(person, "Albania", "01/02/2015"), (other, "", "")], OLD)
    who = await found_from_home(person)
    await load([(other, "", "")])
    assert await kept(who) == ("other", "2015-02-01")


async def test_a_list_takes_and_gives_back_the_right_of_who_stands_on_a_roll(database: None) -> None:
    world = await brescia()
    vote = await a_vote_of_brescia(world)
    person, other = resident(), resident("Verdi")
    await load([(person, "Marocco", "01/02/2015"), (other, "Italia", "01/02/1990")], OLD)
    who, stands = [await here_since(await found_from_home(one)) for one in (person, other)]
    await roll.freeze(SYSTEM, vote.id, at=NOON - timedelta(minutes=1))
    done = await load([(person, "Marocco", "01/02/2024"), (other, "Italia", "01/02/1991")])
    assert [right.suspended_for for right in await rights.rights(who.public_id, at=NOON)] == ["corrected"]
    assert [right.suspended_for for right in await rights.rights(stands.public_id, at=NOON)] == [""]
    assert [mail.kind for mail in await mails()].count("vote-suspended") == 1
    await undoing.undo(COMMAND_LINE, done.public_id, at=NOON)
    assert [right.suspended_for for right in await rights.rights(who.public_id, at=NOON)] == [""]
