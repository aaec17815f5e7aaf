# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Casting: one row a person, exact at the deadline, whatever the browser repeats."""

import asyncio
from datetime import date, timedelta

import pytest

from deliberation.actor import VISITOR
from deliberation.ballots.casting import cast
from deliberation.ballots.queries import my_ballot, profile, turnout
from deliberation.ballots.tables import Ballot
from deliberation.consultations.tables import Consultation
from deliberation.database import engine, is_postgres, writing
from deliberation.errors import CivicError, Conflict, Invalid, NotAllowed, NotFound, TooLate
from deliberation.records.tables import JournalEntry
from tests.ballots.votes import CLOSES, a_vote, close
from tests.world import NOON, a_city, a_person


async def test_a_resident_votes_once_and_changes_the_vote_until_closing(database: None) -> None:
    world = await a_city()
    person = await a_person(world.navile)
    vote = await a_vote(world)
    first = await cast(person, vote.slug, ["alberi"], at=NOON)
    assert (first.revision, first.closes_at) == (1, CLOSES)
    changed = await cast(person, vote.slug, ["alberi", "orto"], at=CLOSES - timedelta(microseconds=1))
    assert changed.revision == 2
    assert changed.cast_at == NOON
    with pytest.raises(TooLate) as refusal:
        await cast(person, vote.slug, ["luci"], at=CLOSES)
    assert refusal.value.code == "vote.closed"
    mine = await my_ballot(person, vote.slug)
    assert mine is not None
    assert mine.ballot.option_ids == ("alberi", "orto")
    assert await Ballot.count() == 1


async def test_a_first_ballot_is_recorded_in_few_statements_and_the_journal_is_held_for_the_last_ones(
    database: None,
) -> None:
    world = await a_city()
    person = await a_person(world.navile)
    vote = await a_vote(world)
    seen = engine().statements.start()
    await cast(person, vote.slug, ["alberi"], at=NOON)
    assert len(seen) == (11 if is_postgres() else 9)
    assert "INSERT INTO journal_entry" in seen[-1]
    assert all("journal" not in text for text in seen[:-3])


async def test_the_same_marks_again_give_the_same_receipt(database: None) -> None:
    world = await a_city()
    person = await a_person(world.navile)
    vote = await a_vote(world)
    first = await cast(person, vote.slug, ["alberi", "orto"], at=NOON)
    again = await cast(person, vote.slug, ["orto", "alberi"], at=NOON + timedelta(hours=1))
    assert again == first
    assert await JournalEntry.count().where(JournalEntry.subject == vote.slug) == 2  # the roll, one ballot


async def test_the_journal_names_neither_voter_nor_choice(database: None) -> None:
    world = await a_city()
    person = await a_person(world.navile)
    vote = await a_vote(world)
    await cast(person, vote.slug, ["alberi"], at=NOON)
    line = await JournalEntry.select().where(JournalEntry.act == "ballot.cast").first()
    assert line is not None
    assert line["actor"] == "system"
    assert "alberi" not in line["detail"]
    assert person.public_id not in str(line)


async def test_who_may_not_vote_is_told_why(database: None) -> None:
    world = await a_city()
    here, elsewhere = await a_person(world.navile), await a_person(world.savena)
    unverified = await a_person(world.navile, verified=False)
    child = await a_person(world.navile, born=date(2015, 1, 1))
    vote = await a_vote(world)
    late = await a_person(world.navile)
    early = await a_vote(world, slug="presto", opens_at=NOON + timedelta(days=2), freeze=False)
    unready = await a_vote(world, slug="senza-registro", freeze=False)
    expected: list[tuple[object, str, type[CivicError], str]] = [
        (VISITOR, vote.slug, NotAllowed, "sign_in.needed"),
        (elsewhere, vote.slug, NotAllowed, "vote.not_on_roll"),
        (child, vote.slug, NotAllowed, "vote.not_on_roll"),
        (late, vote.slug, NotAllowed, "vote.not_on_roll"),
        (unverified, vote.slug, NotAllowed, "vote.not_verified"),
        (here, early.slug, TooLate, "vote.too_early"),
        (here, unready.slug, Conflict, "vote.not_ready"),
        (here, "non-esiste", NotFound, "vote.unknown"),
    ]
    for actor, slug, kind, code in expected:
        with pytest.raises(kind) as refusal:
            await cast(actor, slug, [], at=NOON)  # type: ignore[arg-type]
        assert refusal.value.code == code
    assert await Ballot.count() == 0


async def test_a_ballot_that_breaks_a_rule_names_the_rule(database: None) -> None:
    world = await a_city()
    person = await a_person(world.navile)
    basket = await a_vote(world)
    three = await a_vote(world, "approval", "approval", slug="tre", max_picks=3)
    ranked = await a_vote(world, "ranking", "schulze", slug="ordine")
    points = await a_vote(world, "points", "cumulative", slug="punti")
    for vote, marks, code, params in (
        (basket, ["pista", "luci"], "over_budget", {"over_cents": 10_000_00, "budget_cents": 200_000_00}),
        (basket, ["piscina"], "unknown_option", {"option": "piscina"}),
        (basket, ["luci", "luci"], "repeated_option", {"option": "luci"}),
        (basket, 7, "wrong_shape", {}),
        (three, ["alberi", "pista", "luci", "orto"], "too_many", {"max": 3, "found": 4}),
        (ranked, {"alberi": "1", "orto": "1"}, "rank_repeated", {"option": "orto", "place": 1}),
        (ranked, {"alberi": "primo"}, "not_a_number", {"option": "alberi", "found": "primo"}),
        (ranked, {"alberi": "9"}, "place_too_high", {"option": "alberi", "place": 9, "max": 4}),
        (points, {"alberi": "-1"}, "value_negative", {"option": "alberi", "found": -1}),
    ):
        with pytest.raises(Invalid) as refusal:
            await cast(person, vote.slug, marks, at=NOON)
        assert (refusal.value.code, refusal.value.parameters) == (f"ballot.{code}", params)
    blank = await cast(person, basket.slug, [], at=NOON)
    assert blank.marks == '{"budget":[]}'
    assert (await turnout(basket.id)).blank == 1


async def test_a_hundred_submits_at_once_leave_one_ballot_of_one_revision(database: None) -> None:
    world = await a_city()
    person = await a_person(world.navile)
    vote = await a_vote(world)
    receipts = await asyncio.gather(*(cast(person, vote.slug, ["alberi", "orto"], at=NOON) for _ in range(100)))
    assert len(set(receipts)) == 1
    assert await Ballot.count() == 1
    row = await Ballot.select().first()
    assert row is not None
    assert row["revision"] == 1
    assert await JournalEntry.count().where(JournalEntry.act == "ballot.cast") == 1


async def test_a_ballot_on_its_way_when_the_office_closes_is_in_or_refused_never_lost(database: None) -> None:
    world = await a_city()
    people = [await a_person(world.navile) for _ in range(30)]
    vote = await a_vote(world)
    seen: list[int] = []

    async def closing() -> None:
        await asyncio.sleep(0.02)
        async with writing():
            await close(vote, NOON)
            seen.append((await profile(vote.id)).n_ballots)

    async def one(person: object) -> bool:
        try:
            await cast(person, vote.slug, ["alberi"], at=NOON)  # type: ignore[arg-type]
        except TooLate:
            return False
        return True

    *accepted, _ = await asyncio.gather(*(one(person) for person in people), closing())
    assert await Ballot.count() == sum(accepted) == seen[0]
    state = await Consultation.select(Consultation.state).first()
    assert state == {"state": "closed"}


async def test_the_profile_of_a_city_wide_vote_keeps_neighbourhoods_apart(database: None) -> None:
    world = await a_city()
    people = [await a_person(place) for place in (world.navile, world.savena, world.savena)]
    vote = await a_vote(world, city_wide=True)
    for person in people:
        await cast(person, vote.slug, ["alberi"], at=NOON)
    found = await profile(vote.id)
    assert found.totals()["alberi"] == 3
    assert found.groups == ("navile", "savena")
    assert found.of_group("savena").totals()["alberi"] == 2
