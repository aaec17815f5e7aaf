# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The right to vote falls with what it stood on, and comes back with it, until the vote closes."""

import ast
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from analytics.reads.snapshots import rolls
from analytics.tallies import count_consultation, told
from deliberation.actor import COMMAND_LINE, SYSTEM, Actor, Role
from deliberation.ballots import rights, roll, tallies
from deliberation.ballots.casting import cast
from deliberation.ballots.queries import booth, outcomes, profile, set_aside, turnout
from deliberation.ballots.tables import Ballot
from deliberation.database import rows
from deliberation.errors import NotAllowed
from deliberation.people import departures, residences, suspensions, verifications
from deliberation.people.access import passwords
from deliberation.people.identity import persons
from deliberation.people.residences import Address
from deliberation.people.tables import Account
from deliberation.people.verifications import WithdrawalReason
from deliberation.records.tables import Job, JournalEntry
from tests.ballots.votes import CLOSES, Vote, a_vote, close
from tests.world import NOON, World, a_city, a_person, document_of

LATER = NOON + timedelta(hours=1)
TICK = timedelta(microseconds=1)
ROOT = Path(__file__).parent.parent.parent


async def a_voter(**options: object) -> tuple[World, Actor, Actor, Vote]:
    """The city, the office, a verified resident, and an open vote in which that person has voted."""
    world = await a_city()
    office, person = await a_person(None, Role.OFFICE), await a_person(world.navile)
    vote = await a_vote(world, **options)  # type: ignore[arg-type]
    await cast(person, vote.slug, ["alberi"], at=NOON)
    return world, office, person, vote


async def acts(vote: Vote) -> list[str]:
    lines = (
        await JournalEntry.select(JournalEntry.act)
        .where(JournalEntry.subject == vote.slug)
        .order_by(JournalEntry.sequence)
    )
    return [line["act"] for line in lines]


async def declared_at(person: Actor) -> object:
    return (await rows("SELECT declared_at FROM account WHERE id = {}", person.id))[0]["declared_at"]


async def verify(office: Actor, person: Actor, at: object) -> None:
    await rights.verify(
        office,
        person.public_id,
        document_of(person),
        await declared_at(person),
        at=at,  # type: ignore[arg-type]
    )


async def test_a_withdrawn_verification_votes_no_more_and_its_ballot_is_set_aside(database: None) -> None:
    _, office, person, vote = await a_voter()
    await rights.withdraw(office, person.public_id, WithdrawalReason.MISTAKE, at=LATER)
    with pytest.raises(NotAllowed) as refusal:
        await cast(person, vote.slug, ["orto"], at=LATER)
    assert (refusal.value.code, refusal.value.parameters["reason"]) == ("vote.suspended", "mistake")
    assert (await profile(vote.id)).n_ballots == 0
    found = await turnout(vote.id)
    assert (found.voters, found.set_aside, found.entitled) == (0, 1, 1)
    assert [part.ballots for part in (await rolls(vote.id))[vote.id].values()] == [0]
    assert await set_aside(vote.id) == {"mistake": 1}
    seen = await booth(person, vote.slug, at=LATER)
    assert seen.is_set_aside
    assert await Ballot.count() == 1


async def test_the_ballot_counts_again_when_the_office_reinstates_before_closing(database: None) -> None:
    _, office, person, vote = await a_voter()
    await rights.withdraw(office, person.public_id, WithdrawalReason.MISTAKE, at=LATER)
    await verify(office, person, CLOSES - TICK)
    mails = [json.loads(row["payload"]) for row in await Job.select(Job.payload).where(Job.kind == "mail")]
    assert [mail["kind"] for mail in mails].count("vote-reinstated") == 1
    assert await rows("SELECT kind FROM notice WHERE kind = 'vote.reinstated' AND account = {}", person.id)
    assert (await profile(vote.id)).totals()["alberi"] == 1
    assert (await turnout(vote.id)).set_aside == 0
    assert (await cast(person, vote.slug, ["orto"], at=CLOSES - TICK)).revision == 2
    assert [act for act in await acts(vote) if "set_aside" in act or "reinstated" in act] == [
        "ballot.set_aside",
        "ballot.reinstated",
    ]


async def test_at_the_closing_instant_rights_are_as_they_were(database: None) -> None:
    _, office, person, vote = await a_voter()
    await rights.withdraw(office, person.public_id, WithdrawalReason.MOVED, at=CLOSES)
    assert (await turnout(vote.id)).voters == 1
    await rows("UPDATE account SET verified_at = {} WHERE id = {}", NOON, person.id)
    await rights.withdraw(office, person.public_id, WithdrawalReason.MOVED, at=CLOSES - TICK)
    await verify(office, person, CLOSES)
    assert (await turnout(vote.id)).set_aside == 1


async def test_a_vote_closed_before_its_time_is_not_touched_either(database: None) -> None:
    _, office, person, vote = await a_voter()
    await close(vote, LATER)
    await rights.withdraw(office, person.public_id, WithdrawalReason.MOVED, at=LATER)
    assert (await turnout(vote.id)).voters == 1


async def test_the_minutes_say_how_many_were_set_aside_and_small_reasons_are_not_told(database: None) -> None:
    world, office, person, vote = await a_voter(city_wide=True)
    del world
    await rights.withdraw(office, person.public_id, WithdrawalReason.MOVED, at=LATER)
    await close(vote)
    await count_consultation(vote.slug, at=CLOSES, actor=office)
    await tallies.publish(office, vote.slug, at=CLOSES)
    official = (await outcomes(vote.id))[0]
    assert (official.outcome["n_ballots"], official.outcome["n_set_aside"]) == (0, 1)
    assert official.outcome["set_aside"] == {}
    assert "Schede messe da parte, non contate: 1." in official.transcript_it
    assert "Ballots set aside, not counted: 1." in official.transcript_en


async def test_reasons_are_told_when_each_has_five_people(database: None) -> None:
    world = await a_city()
    office = await a_person(None, Role.OFFICE)
    people = [await a_person(world.navile) for _ in range(11)]
    vote = await a_vote(world)
    for person in people:
        await cast(person, vote.slug, ["alberi"], at=NOON)
    for number, person in enumerate(people[:10]):
        reason = WithdrawalReason.MOVED if number < 5 else WithdrawalReason.ASKED
        await rights.withdraw(office, person.public_id, reason, at=LATER)
    await close(vote)
    official = (await count_consultation(vote.slug, at=CLOSES, actor=office))[0]
    assert official.outcome["set_aside"] == {"asked": 5, "moved": 5}
    assert "(l'ha chiesto la persona 5, ha cambiato casa 5)" in official.transcript_it
    assert told({"moved": 6, "mistake": 4}) == {"": 10}
    assert told({}) == {}


async def test_the_voter_is_told_without_choices_and_the_journal_names_nobody(database: None) -> None:
    _, office, person, vote = await a_voter()
    silent = await a_person((await Account.select().where(Account.id == person.id).first() or {})["neighbourhood"])
    await rights.withdraw(office, person.public_id, WithdrawalReason.MOVED, at=LATER)
    mails = [json.loads(row["payload"]) for row in await Job.select(Job.payload).where(Job.kind == "mail")]
    (mail,) = [mail for mail in mails if mail["kind"] == "vote-suspended"]
    assert "alberi" not in str(mail)
    lines = await JournalEntry.select().where(JournalEntry.act == "ballot.set_aside")
    assert [(line["actor"], line["subject"]) for line in lines] == [("system", vote.slug)]
    assert person.public_id not in str(lines)
    assert await rows("SELECT kind FROM notice WHERE kind = 'vote.suspended' AND account = {}", person.id)
    assert not await rows("SELECT kind FROM notice WHERE account = {}", silent.id)


async def test_who_had_not_voted_is_suspended_too(database: None) -> None:
    world = await a_city()
    office, person = await a_person(None, Role.OFFICE), await a_person(world.navile)
    vote = await a_vote(world, opens_at=NOON + timedelta(days=1))
    await rights.withdraw(office, person.public_id, WithdrawalReason.MISTAKE, at=NOON)
    with pytest.raises(NotAllowed):
        await cast(person, vote.slug, [], at=NOON + timedelta(days=2))
    assert "right.suspended" in await acts(vote)
    await verify(office, person, NOON + timedelta(days=2))
    assert "right.reinstated" in await acts(vote)
    await cast(person, vote.slug, [], at=NOON + timedelta(days=2))


async def test_changing_ones_address_suspends_the_right_until_it_is_verified(database: None) -> None:
    world, office, person, vote = await a_voter()
    born, here = person.birth_date, Address(None, None, "", world.navile)
    assert born is not None
    assert (await rights.declare(person, born, here, at=LATER)).lost_verification is False  # nothing changed
    assert (await turnout(vote.id)).voters == 1
    await rights.declare(person, born, Address(None, None, "", world.savena), at=LATER)
    assert await set_aside(vote.id) == {"changed": 1}
    await verify(office, person, LATER)  # verified, but no longer where the vote is held
    assert await set_aside(vote.id) == {"changed": 1}
    with pytest.raises(NotAllowed) as refusal:
        await cast(person, vote.slug, ["orto"], at=LATER)
    assert refusal.value.code == "vote.suspended"
    await rights.correct(office, person.public_id, born, here, at=LATER)
    assert await set_aside(vote.id) == {}


async def test_whoever_moves_within_the_city_keeps_the_right_in_a_vote_of_the_city(database: None) -> None:
    world, office, person, vote = await a_voter(city_wide=True)
    assert person.birth_date is not None
    await rights.declare(person, person.birth_date, Address(None, None, "", world.savena), at=LATER)
    assert await set_aside(vote.id) == {"changed": 1}
    await verify(office, person, LATER)
    assert (await profile(vote.id)).groups == ("navile",)  # as on the roll


@pytest.mark.parametrize("born", [date(2010, 11, 9), date(2010, 11, 10)])
async def test_a_correction_suspends_who_would_not_have_been_on_the_roll(database: None, born: date) -> None:
    world, office, person, vote = await a_voter()  # the roll was frozen on 9 November, the age is sixteen
    await rights.correct(office, person.public_id, born, Address(None, None, "", world.navile), at=LATER)
    assert await set_aside(vote.id) == ({} if born == date(2010, 11, 9) else {"corrected": 1})


async def test_a_correction_counts_the_age_on_romes_day_of_the_roll(database: None) -> None:
    midnight = datetime(2026, 11, 8, 23, tzinfo=UTC)  # the ninth in Rome
    world, office, person, vote = await a_voter(opens_at=midnight)
    await rights.correct(office, person.public_id, date(2010, 11, 9), Address(None, None, "", world.navile), at=LATER)
    assert await set_aside(vote.id) == {}


async def test_a_suspended_account_neither_stands_on_a_roll_nor_votes(database: None) -> None:
    world, _, person, vote = await a_voter()
    await rights.suspend_account(COMMAND_LINE, person.public_id, at=LATER)
    assert await set_aside(vote.id) == {"disabled": 1}
    with pytest.raises(NotAllowed):
        await cast(person, vote.slug, ["orto"], at=LATER)
    other = await a_vote(world, slug="altra", freeze=False)
    assert (await roll.freeze(SYSTEM, other.id, at=LATER)).size == 0
    await rights.restore_account(COMMAND_LINE, person.public_id, at=LATER)
    assert (await turnout(vote.id)).voters == 1


@pytest.mark.parametrize("column", ["disabled_at", "deleted_at", "verified_at"])
async def test_an_account_that_does_not_stand_casts_nothing_even_if_nobody_followed_it(
    database: None, column: str
) -> None:
    _, _, person, vote = await a_voter()
    value = None if column == "verified_at" else LATER
    await rows(f"UPDATE account SET {column} = {{}} WHERE id = {{}}", value, person.id)
    with pytest.raises(NotAllowed) as refusal:
        await cast(person, vote.slug, ["orto"], at=LATER)
    assert refusal.value.code == "vote.suspended"


async def test_whoever_leaves_keeps_the_ballot_that_was_cast(database: None) -> None:
    world = await a_city()
    secret = await passwords.hash_password("una frase lunga")
    office, person = await a_person(None, Role.OFFICE), await a_person(world.navile, password_hash=secret)
    other = await a_person(world.navile, password_hash=secret)
    vote = await a_vote(world)
    for voter in (person, other):
        await cast(voter, vote.slug, ["alberi"], at=NOON)
    await rights.withdraw(office, other.public_id, WithdrawalReason.MISTAKE, at=LATER)
    for voter in (person, other):
        await departures.delete_own(voter, "una frase lunga", at=LATER)
    found = await turnout(vote.id)
    assert (found.voters, found.set_aside) == (1, 1)  # leaving gives nothing back
    with pytest.raises(NotAllowed):
        await cast(person, vote.slug, ["orto"], at=LATER)


def test_every_act_on_an_account_that_makes_a_right_goes_through_the_rights() -> None:
    """Only `rights` calls what gives or takes a verification, through the desk that tells the person; pages and
    commands call `rights`."""
    guarded = {
        "persons": {"verify_person"},
        "verifications": {"withdraw"},
        "residences": {"declare", "correct"},
        "suspensions": {"suspend", "restore"},
    }
    for module in (persons, verifications, residences, suspensions):
        assert all(hasattr(module, name) for name in guarded[module.__name__.rpartition(".")[2]])

    def is_guarded(call: ast.expr) -> bool:
        if isinstance(call, ast.Name):
            return call.id == "verify_person"
        return isinstance(call, ast.Attribute) and call.attr in guarded.get(ast.unparse(call.value), set())

    around = [
        (path.name, ast.unparse(node.func))
        for folder in ("web", "deliberation", "analytics")
        for path in (ROOT / folder).rglob("*.py")
        if path.name != "rights.py" and path.parts[-2:] != ("notices", "desk.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and is_guarded(node.func)
    ]
    assert around == []
