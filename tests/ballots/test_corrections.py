# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A frozen roll is corrected by acts with a reason, until the vote closes; what they do to ballots and to the count."""

import asyncio
import contextlib
import json
from datetime import date, timedelta

import pytest

from analytics.reads import evidence
from analytics.reads.snapshots import rolls
from analytics.tallies import count_consultation
from deliberation.actor import Actor, Role
from deliberation.ballots import rights
from deliberation.ballots.casting import cast
from deliberation.ballots.corrections import corrections
from deliberation.ballots.corrections.queries import by_zone, numbers, one_listed, open_to
from deliberation.ballots.corrections.queries import corrections as acts_on
from deliberation.ballots.corrections.rules import Kind
from deliberation.ballots.queries import profile, turnout
from deliberation.ballots.tables import Ballot, RollEntry
from deliberation.database import rows
from deliberation.errors import CivicError, Conflict, NotAllowed, TooLate
from deliberation.people.verifications import WithdrawalReason
from deliberation.records.tables import Job, JournalEntry
from tests.ballots.test_rights import LATER, TICK, a_voter, acts, verify
from tests.ballots.votes import CLOSES, Vote, a_vote, close
from tests.world import NOON, World, a_city, a_person
from voting.evidence import transcript

UNTOLD = {"terms_unknown", "state", "lot_secret", "lot_value"}  # their votes are written by hand, without acts
WHY = "Era nella lista per errore"


async def code_of(act: object) -> str:
    with pytest.raises(CivicError) as refusal:
        await act  # type: ignore[misc]
    return refusal.value.code


async def somebody_late(world: World) -> Actor:
    """Verified after the roll was frozen."""
    return await a_person(world.navile)


async def counted(vote: Vote) -> tuple[int, int, int | None]:
    """Voters, set aside, entitled: and the dashboards' roll says the same."""
    found = await turnout(vote.id)
    parts = (await rolls(vote.id))[vote.id].values()
    assert (sum(part.ballots for part in parts), sum(part.entitled for part in parts)) == (found.voters, found.entitled)
    return found.voters, found.set_aside, found.entitled


async def test_somebody_who_was_left_out_is_added_with_a_reason_and_votes(database: None) -> None:
    world, office, _, vote = await a_voter()
    late = await somebody_late(world)
    assert await code_of(cast(late, vote.slug, ["orto"], at=LATER)) == "vote.not_on_roll"
    await corrections.add(office, vote.slug, late.public_id, "Verificata  dopo\nil congelamento", at=LATER)
    await cast(late, vote.slug, ["orto"], at=LATER)
    assert await counted(vote) == (2, 0, 2)
    assert await by_zone(vote.id) == {world.navile: (1, 2)}
    mails = [json.loads(row["payload"]) for row in await Job.select(Job.payload).where(Job.kind == "mail")]
    assert [mail["parameters"]["title"] for mail in mails if mail["kind"] == "vote-added"] == ["Bilancio di Navile"]
    assert await rows("SELECT id FROM notice WHERE kind = 'vote.added' AND account = {}", late.id)
    (made,) = await acts_on(office, vote.id)
    assert (made.kind, made.reason, made.holder, made.by_pseudonym, made.is_last) == (
        Kind.ADDED,
        "Verificata dopo il congelamento",
        late.public_id,
        office.pseudonym,
        True,
    )


async def test_who_is_added_has_the_age_of_the_day_on_which_the_roll_was_frozen(database: None) -> None:
    world, office, _, vote = await a_voter()
    late = await a_person(world.navile, born=date(2000, 11, 11))
    await corrections.add(office, vote.slug, late.public_id, WHY, at=NOON + timedelta(days=1))
    assert [row["age"] for row in await rows("SELECT age FROM roll_entry WHERE account = {}", late.id)] == [25]


async def test_who_is_struck_votes_no_more_and_the_ballot_is_set_aside_not_deleted(database: None) -> None:
    _, office, person, vote = await a_voter()
    assert await corrections.strike(office, vote.slug, person.public_id, WHY, at=LATER)
    with pytest.raises(NotAllowed) as refusal:
        await cast(person, vote.slug, ["orto"], at=LATER)
    assert (refusal.value.code, refusal.value.parameters["reason"]) == ("vote.suspended", "struck")
    assert await counted(vote) == (0, 1, 0)
    assert (await profile(vote.id)).n_ballots == 0
    assert await Ballot.count() == 1
    assert (await acts(vote))[-2:] == ["ballot.set_aside", "roll.struck"]


async def test_the_undo_of_a_strike_gives_right_and_ballot_back(database: None) -> None:
    _, office, person, vote = await a_voter()
    await corrections.strike(office, vote.slug, person.public_id, WHY, at=LATER)
    assert await corrections.reinstate(office, vote.slug, person.public_id, "Non era un errore", at=CLOSES - TICK)
    assert await counted(vote) == (1, 0, 1)
    assert (await cast(person, vote.slug, ["orto"], at=CLOSES - TICK)).revision == 2
    assert [one.kind for one in await acts_on(office, vote.id)] == [Kind.REINSTATED, Kind.STRUCK]
    assert (await numbers(vote.id)).as_minutes() == {
        "frozen": 1, "added": 0, "struck": 0, "merged": 0, "reinstated": 1, "entitled": 1
    }  # fmt: skip


async def test_an_addition_is_undone_by_a_strike_and_its_ballot_set_aside(database: None) -> None:
    world, office, _, vote = await a_voter()
    late = await somebody_late(world)
    await corrections.add(office, vote.slug, late.public_id, WHY, at=LATER)
    await cast(late, vote.slug, ["orto"], at=LATER)
    await corrections.strike(office, vote.slug, late.public_id, WHY, at=LATER)
    assert await counted(vote) == (1, 1, 1)
    assert await code_of(corrections.add(office, vote.slug, late.public_id, WHY, at=LATER)) == "roll.struck_before"


async def test_only_who_the_roll_of_that_day_would_hold_is_added(database: None) -> None:
    world, office, person, vote = await a_voter()
    elsewhere, young = await a_person(world.savena), await a_person(world.navile)
    nobody = await a_person(world.navile, verified=False)
    await rows("UPDATE account SET birth_date = {} WHERE id = {}", (NOON - timedelta(days=366 * 15)).date(), young.id)
    for one in (elsewhere, young, nobody):
        assert await code_of(corrections.add(office, vote.slug, one.public_id, WHY, at=LATER)) == "roll.would_not_hold"
    assert await code_of(corrections.add(office, vote.slug, person.public_id, WHY, at=LATER)) == "roll.on_it_already"
    assert await code_of(corrections.add(office, vote.slug, "x", WHY, at=LATER)) == "account.unknown"
    assert await code_of(corrections.add(office, "x", person.public_id, WHY, at=LATER)) == "vote.unknown"
    assert await RollEntry.count() == 1


async def test_nothing_is_corrected_without_a_reason_by_others_or_of_oneself(database: None) -> None:
    _, office, person, vote = await a_voter()
    assert (
        await code_of(corrections.strike(office, vote.slug, person.public_id, " ", at=LATER)) == "roll.reason_missing"
    )
    long = "x" * 301
    assert await code_of(corrections.strike(office, vote.slug, person.public_id, long, at=LATER)) == "roll.reason_long"
    assert await code_of(corrections.strike(person, vote.slug, person.public_id, WHY, at=LATER)) == "role.needed"
    own = await code_of(corrections.strike(office, vote.slug, office.public_id, WHY, at=LATER))
    assert own == "desk.own_account"
    assert await counted(vote) == (1, 0, 1)
    assert await acts(vote) == ["roll.frozen", "ballot.cast"]


async def test_a_correction_after_closing_is_refused_with_its_reason(database: None) -> None:
    world, office, person, vote = await a_voter()
    late = await somebody_late(world)
    for at in (CLOSES, CLOSES + TICK):
        with pytest.raises(TooLate) as refusal:
            await corrections.strike(office, vote.slug, person.public_id, WHY, at=at)
        assert (refusal.value.code, refusal.value.parameters["closed_at"]) == ("roll.vote_closed", CLOSES)
    await close(vote, LATER)
    assert await code_of(corrections.add(office, vote.slug, late.public_id, WHY, at=LATER)) == "roll.vote_closed"
    assert await counted(vote) == (1, 0, 1)


async def test_before_the_roll_is_frozen_there_is_nothing_to_correct(database: None) -> None:
    world = await a_city()
    office, person = await a_person(None, Role.OFFICE), await a_person(world.navile)
    vote = await a_vote(world, freeze=False)
    assert await code_of(corrections.add(office, vote.slug, person.public_id, WHY, at=NOON)) == "roll.not_frozen"


async def test_verifying_again_does_not_give_back_what_the_office_struck(database: None) -> None:
    _, office, person, vote = await a_voter()
    await corrections.strike(office, vote.slug, person.public_id, WHY, at=LATER)
    await rights.withdraw(office, person.public_id, WithdrawalReason.MOVED, at=LATER)
    assert await rights.rights_given_back(person.public_id, at=LATER) == ()
    await verify(office, person, LATER)
    assert await counted(vote) == (0, 1, 0)
    assert await corrections.reinstate(office, vote.slug, person.public_id, WHY, at=LATER)
    assert await counted(vote) == (1, 0, 1)


async def test_a_strike_taken_back_leaves_what_rested_the_right_before_or_meanwhile(database: None) -> None:
    _, office, person, vote = await a_voter()
    await rights.withdraw(office, person.public_id, WithdrawalReason.MOVED, at=LATER)
    told = await rows("SELECT id FROM notice WHERE account = {}", person.id)
    assert not await corrections.strike(office, vote.slug, person.public_id, WHY, at=LATER)
    assert await rows("SELECT id FROM notice WHERE account = {}", person.id) == told
    assert not await corrections.reinstate(office, vote.slug, person.public_id, WHY, at=LATER)
    assert (await one_listed(office, vote.slug, person.public_id)).suspended_for == "moved"
    assert await counted(vote) == (0, 1, 1)
    await verify(office, person, LATER)
    assert await counted(vote) == (1, 0, 1)
    await corrections.strike(office, vote.slug, person.public_id, WHY, at=LATER)
    await rights.suspend_account(office, person.public_id, at=LATER)
    assert not await corrections.reinstate(office, vote.slug, person.public_id, WHY, at=LATER)
    assert (await one_listed(office, vote.slug, person.public_id)).suspended_for == "disabled"
    await rights.restore_account(office, person.public_id, at=LATER)
    assert await counted(vote) == (1, 0, 1)
    assert {fault.code for fault in (await evidence.faults())[0] if fault.subject == vote.slug} <= UNTOLD


async def test_the_minutes_tell_the_corrections_in_numbers_and_name_nobody(database: None) -> None:
    world, office, person, vote = await a_voter()
    late, other = await somebody_late(world), await somebody_late(world)
    for one in (late, other):
        await corrections.add(office, vote.slug, one.public_id, WHY, at=LATER)
    await corrections.strike(office, vote.slug, person.public_id, WHY, at=LATER)
    await close(vote)
    official = (await count_consultation(vote.slug, at=CLOSES, actor=office))[0]
    told = {"frozen": 1, "added": 2, "struck": 1, "merged": 0, "reinstated": 0, "entitled": 2}
    assert official.outcome["roll"] == told
    assert "Chi poteva votare: 2. Nella lista fissata erano 1. Aggiunte dopo: 2; tolte: 1;" in official.transcript_it
    assert (
        "Who could vote: 2. On the list as it was frozen: 1. Added afterwards: 2; struck: 1;" in official.transcript_en
    )
    public = json.dumps(official.outcome) + official.transcript_it + official.transcript_en
    assert not [name for name in (late.public_id, person.public_id, person.pseudonym, WHY) if name in public]


async def test_a_roll_that_nobody_corrected_is_no_matter_of_the_minutes(database: None) -> None:
    _, office, _, vote = await a_voter()
    await close(vote)
    official = (await count_consultation(vote.slug, at=CLOSES, actor=office))[0]
    assert "roll" not in official.outcome
    assert "Chi poteva votare" not in official.transcript_it


async def test_the_journal_has_the_reason_and_not_the_person_and_colleagues_are_told(database: None) -> None:
    _, office, person, vote = await a_voter()
    colleague, gone, suspended = [await a_person(None, Role.OFFICE) for _ in range(3)]
    await rows("UPDATE role_grant SET revoked_at = {} WHERE account = {}", NOON, gone.id)
    await rows("UPDATE account SET disabled_at = {} WHERE id = {}", NOON, suspended.id)
    await corrections.strike(office, vote.slug, person.public_id, WHY, at=LATER)
    (line,) = await JournalEntry.select().where(JournalEntry.act == "roll.struck")
    detail = json.loads(line["detail"])
    assert (line["actor"], detail["reason"], set(detail)) == (office.public_id, WHY, {"reason", "line"})
    assert person.public_id not in line["detail"]
    told = await rows("SELECT account FROM notice WHERE kind = 'roll.corrected'")
    assert [row["account"] for row in told] == [colleague.id]


async def test_what_can_be_corrected_of_a_person_is_known_at_the_desk(database: None) -> None:
    world, office, person, vote = await a_voter()
    late, elsewhere = await somebody_late(world), await a_person(world.savena)
    for one, kind in ((person, Kind.STRUCK), (late, Kind.ADDED)):
        assert [(one_vote.slug, one_vote.may_be) for one_vote in await open_to(office, one.public_id, at=LATER)] == [
            (vote.slug, kind)
        ]
    assert await open_to(office, elsewhere.public_id, at=LATER) == ()
    assert await open_to(office, person.public_id, at=CLOSES) == ()
    assert await code_of(open_to(person, person.public_id, at=LATER)) == "role.needed"


async def test_a_strike_and_ballots_on_their_way_leave_no_ballot_that_counts(database: None) -> None:
    _, office, person, vote = await a_voter()

    async def change(number: int) -> None:
        with contextlib.suppress(NotAllowed):
            await cast(person, vote.slug, ["alberi", "orto"][: 1 + number % 2], at=LATER)

    await asyncio.gather(
        *(change(number) for number in range(8)),
        corrections.strike(office, vote.slug, person.public_id, WHY, at=LATER),
        *(change(number) for number in range(8)),
    )
    assert await counted(vote) == (0, 1, 0)


async def test_two_officers_at_once_make_one_correction(database: None) -> None:
    world, office, person, vote = await a_voter()
    colleague, late = await a_person(None, Role.OFFICE), await somebody_late(world)
    refused: list[str] = []

    async def once(act: object) -> None:
        try:
            await act  # type: ignore[misc]
        except Conflict as conflict:
            refused.append(conflict.code)

    for use_case, one in ((corrections.add, late), (corrections.strike, person), (corrections.reinstate, person)):
        await asyncio.gather(
            *(once(use_case(o, vote.slug, one.public_id, WHY, at=LATER)) for o in (office, colleague) * 3)
        )
    assert sorted(refused) == sorted(["roll.on_it_already", "roll.struck_already", "roll.not_struck"] * 5)
    assert await counted(vote) == (1, 0, 2)
    assert len(await acts_on(office, vote.id)) == 3


async def test_strikes_ballots_and_the_closing_at_once_leave_one_truth(database: None) -> None:
    world = await a_city()
    office = await a_person(None, Role.OFFICE)
    people = [await a_person(world.navile) for _ in range(10)]
    vote = await a_vote(world)
    seen: list[tuple[int, int, int | None]] = []

    async def voting(person: Actor) -> None:
        with contextlib.suppress(NotAllowed, TooLate):
            await cast(person, vote.slug, ["alberi"], at=LATER)

    async def striking(person: Actor) -> None:
        with contextlib.suppress(TooLate):
            await corrections.strike(office, vote.slug, person.public_id, WHY, at=LATER)

    async def closing() -> None:
        await asyncio.sleep(0.02)
        await close(vote, LATER)
        seen.append(await counted(vote))

    await asyncio.gather(*(voting(p) for p in people), *(striking(p) for p in people[::2]), closing())
    after = await counted(vote)
    assert after == seen[0]
    assert after[0] + after[1] == await Ballot.count()
    assert after[2] == 10 - (await acts(vote)).count("roll.struck")


def test_the_minutes_have_words_for_every_reason_why_a_right_is_suspended() -> None:
    for language in ("it", "en"):
        assert all(transcript.WORDS[language].get(reason) for reason in rights.Reason)
