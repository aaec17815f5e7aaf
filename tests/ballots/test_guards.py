# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the database itself refuses about a vote, with the rules of the code out of the way."""

import asyncio
from dataclasses import replace

import pytest

from analytics.tallies import count_consultation
from deliberation.actor import SYSTEM
from deliberation.ballots import tallies
from deliberation.ballots.casting import cast
from deliberation.consultations.office_rules import TRANSITIONS
from deliberation.database import rows
from deliberation.installation import participation
from deliberation.schema.ddl_votes import GUARDS, STEPS
from tests.ballots.pots import a_divided_vote, people_of
from tests.ballots.votes import CLOSES, Vote, a_vote, close
from tests.world import NOON, a_city, a_person

LATER = "'2026-12-24 12:00:00+00:00'"
SOONER = "'2026-11-20 12:00:00+00:00'"
A_PERSON = "(SELECT max(id) FROM account)"


async def a_frozen_vote(lot_value: str = "") -> Vote:
    """Two on the roll, one has voted; a third person came too late."""
    world = await a_city()
    people = [await a_person(world.navile) for _ in range(2)]
    vote = await a_vote(world, lot_value=lot_value)
    await cast(people[0], vote.slug, ["alberi"], at=NOON)
    await a_person(world.navile)
    await participation.rule(SYSTEM, 18, 0, at=NOON)
    await rows(
        "INSERT INTO roll_correction (roll_entry, kind, reason, made_by, made_at, rested_for) "
        f"SELECT max(id), 'reinstated', 'Era un errore', 'p', {SOONER}, '' FROM roll_entry"
    )
    return vote


async def refusal_of(statement: str) -> str:
    """What the database answers; it must refuse."""
    with pytest.raises(Exception, match=r"\w+") as refusal:
        await rows(statement)
    return str(refusal.value)


def message(name: str) -> str:
    return next(guard.message for guard in GUARDS if guard.name == name)


AFTER_FREEZING = [
    ("terms_are_kept", "UPDATE consultation SET rule = 'equal-shares'"),
    ("terms_are_kept", 'UPDATE consultation SET rule_parameters = \'{{"stop": "exhaustive"}}\''),
    ("terms_are_kept", "UPDATE consultation SET budget_cents = budget_cents + 1"),
    ("terms_are_kept", "UPDATE consultation SET max_picks = 3"),
    ("terms_are_kept", "UPDATE consultation SET seats = 2"),
    ("terms_are_kept", "UPDATE consultation SET min_age = 14"),
    ("the_rules_are_kept", "UPDATE consultation SET regulation = (SELECT max(id) FROM regulation_version)"),
    ("regulations_are_kept", "UPDATE regulation_version SET valid_from = '2020-01-01'"),
    ("regulations_never_go", "DELETE FROM regulation_version"),
    ("terms_are_kept", "UPDATE consultation SET city_wide = (1 = 1)"),
    ("terms_are_kept", "UPDATE consultation SET lot_secret = 'altro'"),
    ("terms_are_kept", "UPDATE consultation SET ballot_frozen_at = NULL"),
    ("a_roll_is_frozen_once", "UPDATE consultation SET roll_hash = '0'"),
    ("a_roll_is_frozen_once", "UPDATE consultation SET roll_frozen_at = NULL"),
    ("a_lot_is_drawn_once", "UPDATE consultation SET lot_value = 'Bari 1 2 3'"),
    ("states_follow_their_table", "UPDATE consultation SET state = 'results'"),
    ("states_follow_their_table", "UPDATE consultation SET state = 'draft'"),
    ("published_consultations_stay", "DELETE FROM consultation"),
    ("a_vote_closes_no_sooner", f"UPDATE phase SET closes_at = {SOONER}"),
    ("a_vote_closes_no_sooner", "UPDATE phase SET kind = 'reviewing'"),
    ("published_phases_stay", "DELETE FROM phase"),
    ("the_list_is_kept", "UPDATE proposal SET state = 'withdrawn' WHERE ballot_position = 1"),
    ("the_list_is_kept", "UPDATE proposal SET cost_cents = 1 WHERE ballot_position = 1"),
    ("the_list_is_kept", "UPDATE proposal SET title = 'Asfalto' WHERE ballot_position = 1"),
    ("the_list_is_kept", "UPDATE proposal SET option_id = 'x' WHERE ballot_position = 1"),
    ("the_list_is_not_shorter", "DELETE FROM proposal WHERE ballot_position = 1"),
    (
        "the_list_is_not_longer",
        "INSERT INTO proposal (public_id, consultation, title, body, plain_text, category, place_label, "
        "cost_is_simulated, state, assessment, option_id, version, created_at, changed_at) SELECT 'new', consultation, "
        "title, body, plain_text, category, place_label, cost_is_simulated, state, assessment, 'new', 1, created_at, "
        "changed_at FROM proposal WHERE ballot_position = 1",
    ),
    (
        "the_roll_is_not_longer",
        f"INSERT INTO roll_entry (consultation, account, age, suspended_for) SELECT id, {A_PERSON}, 40, '' "
        "FROM consultation",
    ),
    ("the_roll_is_kept", f"UPDATE roll_entry SET added_at = {SOONER}"),
    ("corrections_are_kept", "UPDATE roll_correction SET reason = 'x'"),
    ("corrections_never_go", "DELETE FROM roll_correction"),
    ("the_roll_is_not_shorter", "DELETE FROM roll_entry WHERE id = (SELECT max(id) FROM roll_entry)"),
    ("the_roll_is_kept", "UPDATE roll_entry SET age = 15"),
    ("the_roll_is_kept", f"UPDATE roll_entry SET account = {A_PERSON} WHERE id = (SELECT max(id) FROM roll_entry)"),
    ("ballots_never_go", "DELETE FROM ballot"),
    ("ballots_are_kept", "UPDATE ballot SET roll_entry = (SELECT max(id) FROM roll_entry)"),
]
AFTER_CLOSING = [
    (
        "the_roll_is_not_longer",
        "INSERT INTO roll_entry (consultation, account, age, suspended_for, added_at) "
        f"SELECT id, {A_PERSON}, 40, '', {SOONER} FROM consultation",
    ),
    (
        "corrections_end_with_the_vote",
        "INSERT INTO roll_correction (roll_entry, kind, reason, made_by, made_at, rested_for) "
        f"SELECT id, 'struck', 'x', 'p', {SOONER}, '' FROM roll_entry",
    ),
    ("ballots_are_kept", 'UPDATE ballot SET marks = \'{{"budget":["orto"]}}\''),
    (
        "no_ballot_after_closing",
        "INSERT INTO ballot (public_id, salt, consultation, roll_entry, marks, is_blank, revision, cast_at, changed_at)"
        " SELECT 'new', salt, consultation, (SELECT max(id) FROM roll_entry), marks, is_blank, 1, cast_at, changed_at "
        "FROM ballot",
    ),
    ("rights_end_with_the_vote", f"UPDATE roll_entry SET suspended_at = {SOONER}, suspended_for = 'moved'"),
    ("rights_end_with_the_vote", f"UPDATE roll_entry SET suspended_at = {SOONER}"),
    ("a_vote_closes_no_sooner", f"UPDATE phase SET closes_at = {LATER}"),
    ("states_follow_their_table", "UPDATE consultation SET state = 'published'"),
]
ONCE_PUBLISHED = [
    ("what_was_published_stays", "UPDATE tally SET outcome = '{{}}'"),
    ("what_was_published_stays", "UPDATE tally SET is_official = NOT is_official WHERE is_official"),
    ("what_was_published_is_not_taken_away", "DELETE FROM tally"),
    ("a_lot_is_drawn_once", "UPDATE consultation SET lot_value = 'Bari 9 9 9'"),
    ("states_follow_their_table", "UPDATE consultation SET state = 'tallied'"),
    ("states_follow_their_table", "UPDATE consultation SET state = 'cancelled'"),
]
IN_POTS = [
    (
        "pots_are_not_more",
        "INSERT INTO pot (consultation, key, name, amount_cents, position, source) "
        "SELECT consultation, 'altra', 'Altra', 1, 9, 'table' FROM pot WHERE key = 'navile'",
    ),
    ("pots_are_kept", "UPDATE pot SET amount_cents = amount_cents + 1"),
    ("pots_are_not_fewer", "DELETE FROM pot WHERE key = 'savena'"),
    ("the_division_is_kept", "UPDATE consultation SET pot_kind = 'both'"),
    ("the_division_is_kept", "UPDATE consultation SET pots_are_chosen = (1 = 1)"),
    ("the_division_is_kept", 'UPDATE consultation SET spending_limits = \'{{"neighbourhood": "40%"}}\''),
    ("options_stay_in_their_pot", "UPDATE proposal SET pot = (SELECT min(id) FROM pot)"),
    ("options_stay_in_their_pot", "UPDATE proposal SET cofinanced_cents = 100"),
    (
        "ballots_come_into_their_pot",
        "INSERT INTO ballot (public_id, salt, consultation, roll_entry, pot, of_city, marks, is_blank, revision, "
        "cast_at, changed_at) SELECT 'new', salt, consultation, (SELECT max(id) FROM roll_entry), pot, of_city, marks, "
        "is_blank, 1, cast_at, changed_at FROM ballot",
    ),
    (
        "ballots_come_into_their_pot",
        "INSERT INTO ballot (public_id, salt, consultation, roll_entry, of_city, marks, is_blank, revision, cast_at, "
        "changed_at) SELECT 'new', salt, consultation, (SELECT max(id) FROM roll_entry), of_city, marks, is_blank, 1, "
        "cast_at, changed_at FROM ballot",
    ),
    ("ballots_stay_in_their_pots", "UPDATE ballot SET pot = (SELECT id FROM pot WHERE key = 'savena')"),
    ("ballots_stay_in_their_pots", "UPDATE ballot SET pot = NULL"),
    ("ballots_stay_in_their_pots", "UPDATE ballot SET of_city = (1 = 1)"),
]


@pytest.mark.parametrize(("name", "statement"), IN_POTS)
async def test_pots_their_options_and_ballots_stay_as_they_were_frozen(
    database: None, name: str, statement: str
) -> None:
    world = await a_city()
    (person,), _ = await people_of(world)
    vote = await a_divided_vote(world)
    await cast(person, vote.slug, ["alberi"], at=NOON)
    assert message(name) in await refusal_of(statement)


@pytest.mark.parametrize(("name", "statement"), AFTER_FREEZING)
async def test_a_frozen_vote_is_kept_as_it_is(database: None, name: str, statement: str) -> None:
    await a_frozen_vote()
    assert message(name) in await refusal_of(statement)


@pytest.mark.parametrize(("name", "statement"), AFTER_CLOSING)
async def test_after_closing_neither_ballots_nor_rights_nor_dates_move(
    database: None, name: str, statement: str
) -> None:
    await close(await a_frozen_vote())
    assert message(name) in await refusal_of(statement)


@pytest.mark.parametrize(("name", "statement"), ONCE_PUBLISHED)
async def test_what_was_published_stays(database: None, name: str, statement: str) -> None:
    vote = await a_frozen_vote("Bari 12 33 41")
    await close(vote)
    await count_consultation(vote.slug, at=CLOSES)
    await tallies.publish(SYSTEM, vote.slug, at=CLOSES)
    assert message(name) in await refusal_of(statement)


async def test_a_suspended_right_puts_nothing_in_the_box(database: None) -> None:
    await a_frozen_vote()
    await rows(f"UPDATE roll_entry SET suspended_at = {SOONER}, suspended_for = 'moved'")
    assert message("ballots_are_kept") in await refusal_of("UPDATE ballot SET revision = 2")
    (_, stuff), *_ = [case for case in AFTER_CLOSING if case[0] == "no_ballot_after_closing"]
    assert message("no_ballot_after_closing") in await refusal_of(stuff)


async def test_a_vote_has_one_official_count(database: None) -> None:
    vote = await a_frozen_vote("Bari 12 33 41")
    await close(vote)
    await count_consultation(vote.slug, at=CLOSES)
    told = (await refusal_of("UPDATE tally SET is_official = (1 = 1)")).lower()
    assert "unique" in told
    assert (await rows("SELECT count(*) AS n FROM tally WHERE is_official"))[0]["n"] == 1


async def test_two_counts_at_once_leave_one_official_count(database: None) -> None:
    vote = await a_frozen_vote("Bari 12 33 41")
    await close(vote)
    await asyncio.gather(*(count_consultation(vote.slug, at=CLOSES) for _ in range(4)))
    found = await rows("SELECT rule, is_official FROM tally ORDER BY rule")
    assert [(row["rule"], bool(row["is_official"])) for row in found] == [("equal-shares", False), ("greedy", True)]


async def test_a_closing_may_move_later_while_the_vote_is_open(database: None) -> None:
    await a_frozen_vote()
    await rows(f"UPDATE phase SET closes_at = {LATER}")


def test_the_database_knows_the_same_steps_as_the_code() -> None:
    assert set(STEPS) == {f"{state}>{to}" for state, ends in TRANSITIONS.items() for to in ends}


def test_every_guard_is_met_by_a_test() -> None:
    tried = {name for name, _ in (*AFTER_FREEZING, *AFTER_CLOSING, *ONCE_PUBLISHED, *IN_POTS)}
    assert tried == {guard.name for guard in GUARDS}
    assert len({guard.name for guard in GUARDS}) == len(GUARDS)


async def test_another_official_count_takes_the_place_of_the_first(database: None) -> None:
    """As a later version of the program would store it, before the result is published."""
    vote = await a_frozen_vote("Bari 12 33 41")
    await close(vote)
    official, *_ = await count_consultation(vote.slug, at=CLOSES)
    other = replace(official, parameters={**official.parameters, "threshold": "1"}, digest="1" * 64)
    await tallies.store(SYSTEM, vote.id, [other], at=CLOSES)
    found = await rows("SELECT digest FROM tally WHERE is_official")
    assert [row["digest"] for row in found] == [other.digest]
