# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What somebody with the database's password changes by hand is found, and named with its vote."""

from datetime import timedelta

import pytest

from analytics.integrity.acts import Record
from analytics.integrity.faults import Fault, people_faults
from analytics.reads import evidence
from analytics.tallies import count_consultation
from deliberation.actor import COMMAND_LINE, Role
from deliberation.ballots import endings, lifecycle, rights
from deliberation.consultations import editing
from deliberation.consultations.consultation import stored
from deliberation.consultations.schedules import TypedPhase
from deliberation.database import is_postgres, rows
from deliberation.people import roles
from deliberation.people.access.passwords import hash_password
from deliberation.people.departures import delete_own
from deliberation.people.tables import Account
from deliberation.people.verifications import WithdrawalReason
from deliberation.records import journal
from deliberation.schema import safeguards
from deliberation.schema.ddl import POSTGRES_TRIGGERS, SQLITE_TRIGGERS
from tests.consultations_office.stories import DAY, SECRET, typed
from tests.databases import IS_POSTGRES
from tests.guards import by_hand
from tests.integrity.story import MORNING, a_published_result, an_open_vote
from web.commands.fault_words import PEOPLE, VOTES, sentence

JOURNAL_STATEMENTS = POSTGRES_TRIGGERS if IS_POSTGRES else SQLITE_TRIGGERS
JOURNAL_TRIGGERS = [s.split()[2] for s in JOURNAL_STATEMENTS if s.startswith("CREATE TRIGGER")]
A_BALLOT = "(SELECT min(id) FROM ballot)"


async def codes() -> set[str]:
    found, votes = await evidence.faults()
    assert votes == 1
    return {fault.code for fault in found}


async def test_an_untouched_vote_agrees_with_its_journal_at_every_step(database: None) -> None:
    await an_open_vote()
    assert await evidence.faults() == ([], 1)


async def test_a_published_result_agrees_with_its_journal(database: None) -> None:
    await a_published_result()
    assert await evidence.faults() == ([], 1)
    assert await safeguards.missing() == ()


STUFF_A_BALLOT = (
    "INSERT INTO account (public_id, email, password_hash, pseudonym, locale, is_demo, created_at, civic_suffix) "
    "SELECT 'stuffed', 'stuffed@example.org', '', 'x', 'it', is_demo, created_at, '' FROM account WHERE id = "
    "(SELECT min(id) FROM account)",
    "INSERT INTO roll_entry (consultation, account, neighbourhood, age) "
    "SELECT consultation, (SELECT id FROM account WHERE public_id = 'stuffed'), neighbourhood, 40 FROM roll_entry "
    "WHERE id = (SELECT min(id) FROM roll_entry)",
)
ADD_A_LINE = (
    STUFF_A_BALLOT[0],
    STUFF_A_BALLOT[1]
    .replace("neighbourhood, age)", "neighbourhood, age, added_at)")
    .replace("40 FROM", "40, (SELECT max(cast_at) FROM ballot) FROM"),
)
STUFF_WITH_BALLOT = (
    *STUFF_A_BALLOT,
    "INSERT INTO ballot (public_id, salt, consultation, roll_entry, neighbourhood, marks, is_blank, revision, cast_at, "
    "changed_at) SELECT 'bstuffed', salt, consultation, (SELECT max(id) FROM roll_entry), neighbourhood, marks, "
    f"is_blank, 1, cast_at, changed_at FROM ballot WHERE id = {A_BALLOT}",
)


@pytest.mark.parametrize(
    ("code", "statements"),
    [
        ("roll_size", STUFF_A_BALLOT),
        ("roll", ["UPDATE roll_entry SET age = 15 WHERE id = (SELECT min(id) FROM roll_entry)"]),
        ("roll", ["UPDATE roll_entry SET neighbourhood = NULL WHERE id = (SELECT min(id) FROM roll_entry)"]),
        ("roll_hash", [f"UPDATE consultation SET roll_hash = '{'0' * 64}'"]),
        ("stuffed", STUFF_WITH_BALLOT),
        ("missing", [f"DELETE FROM ballot WHERE id = {A_BALLOT}"]),
        ("rewritten", ["UPDATE ballot SET marks = (SELECT marks FROM ballot ORDER BY id DESC LIMIT 1)"]),
        ("rewritten", [f"UPDATE ballot SET is_blank = (1 = 1) WHERE id = {A_BALLOT}"]),
        ("rewritten", [f"UPDATE ballot SET neighbourhood = NULL WHERE id = {A_BALLOT}"]),
        ("aside", ["UPDATE roll_entry SET suspended_at = NULL, suspended_for = '' WHERE age IS NOT NULL"]),
        (
            "aside",
            [
                f"UPDATE roll_entry SET suspended_at = (SELECT max(cast_at) FROM ballot), suspended_for = 'moved' "
                f"WHERE id = (SELECT roll_entry FROM ballot WHERE id = {A_BALLOT})"
            ],
        ),
        (
            "suspended",
            [
                "UPDATE roll_entry SET suspended_at = (SELECT max(cast_at) FROM ballot), suspended_for = "
                "'moved' WHERE id NOT IN (SELECT roll_entry FROM ballot)"
            ],
        ),
        ("added", ADD_A_LINE),
        ("struck", ["UPDATE roll_entry SET suspended_for = 'struck' WHERE suspended_for <> ''"]),
        ("terms", ["UPDATE consultation SET rule = 'approval'"]),
        ("terms", ["UPDATE consultation SET budget_cents = budget_cents + 1"]),
        ("terms", ['UPDATE consultation SET rule_parameters = \'{{"stop": "exhaustive"}}\'']),
        ("terms", ["UPDATE phase SET closes_at = opens_at WHERE kind = 'voting'"]),
        ("terms", ["UPDATE proposal SET cost_cents = 1 WHERE ballot_position = 1"]),
        ("terms", ["UPDATE proposal SET title = 'Asfalto' WHERE ballot_position = 1"]),
        ("terms", ["UPDATE proposal SET state = 'withdrawn' WHERE ballot_position = 1"]),
        ("state", ["UPDATE consultation SET state = 'published'"]),
        ("state", ["UPDATE consultation SET state = 'cancelled'"]),
        ("winners", ["UPDATE proposal SET state = 'not_selected' WHERE state = 'selected'"]),
        ("outcome", ["UPDATE tally SET outcome = replace(outcome, '\"n_blank\":0', '\"n_blank\":7')"]),
        ("count_unknown", ["UPDATE tally SET digest = 'x' WHERE is_official"]),
        ("count_missing", ["DELETE FROM tally"]),
        (
            "official",
            [
                "UPDATE tally SET is_official = NOT is_official WHERE is_official",
                "UPDATE tally SET is_official = NOT is_official WHERE id = (SELECT min(t.id) FROM tally t "
                "JOIN consultation c ON c.id = t.consultation WHERE t.rule <> c.rule)",
            ],
        ),
        ("officials", ["UPDATE tally SET is_official = (1 = 1)"]),
        ("transcript", ["UPDATE tally SET transcript_it = transcript_it || ' '"]),
        ("lot_value", ["UPDATE consultation SET lot_value = 'Bari 9 9 9'"]),
        ("lot_secret", [f"UPDATE consultation SET lot_secret = '{'cd' * 32}'"]),
        ("lot_secret", ["UPDATE consultation SET lot_secret = ''"]),
        ("imported", ["UPDATE consultation SET imported_from = 'x'"]),
        ("lot_value", ["UPDATE consultation SET imported_from = 'x', lot_value = 'Bari 9 9 9'"]),
        ("terms", ["UPDATE consultation SET ballot_frozen_at = NULL"]),
        ("roll_hash", ["UPDATE consultation SET roll_frozen_at = NULL"]),
        ("aside", ["UPDATE roll_entry SET suspended_for = '' WHERE suspended_at IS NOT NULL"]),
        ("aside", ["UPDATE roll_entry SET suspended_at = NULL WHERE suspended_at IS NOT NULL"]),
        ("suspended", ["UPDATE roll_entry SET suspended_for = 'moved' WHERE id = (SELECT min(id) FROM roll_entry)"]),
        ("count_unknown", ["UPDATE tally SET rule = 'approval' WHERE is_official"]),
        (
            "grant_unknown",
            [
                "INSERT INTO role_grant (account, role, neighbourhood, granted_by, granted_at, revoked_by) "
                "SELECT max(id), 'office', NULL, 'cli', max(created_at), '' FROM account",
            ],
        ),
        ("grant_missing", ["UPDATE role_grant SET revoked_at = granted_at WHERE role = 'moderator'"]),
        ("verified_unknown", ["UPDATE account SET verified_at = created_at WHERE verified_at IS NULL"]),
        ("verified_missing", ["UPDATE account SET verified_at = NULL WHERE id = (SELECT min(id) FROM account)"]),
    ],
)
async def test_a_change_by_hand_is_found(database: None, code: str, statements: list[str]) -> None:
    await a_published_result()
    if code == "officials":
        await rows("DROP INDEX one_official_count")
    await by_hand(*statements)
    assert code in await codes()
    if code == "officials":  # on PostgreSQL the schema outlives a test
        await by_hand("DELETE FROM tally")
        await rows("CREATE UNIQUE INDEX one_official_count ON tally (consultation, coalesce(pot, 0)) WHERE is_official")


async def test_a_vote_with_acts_older_than_seals_cannot_be_compared_and_is_named(database: None) -> None:
    story = await an_open_vote()
    await journal.note(COMMAND_LINE, "ballot.cast", "consultation", story.slug, at=MORNING)
    assert await codes() == {"older"}


async def test_people_enrolled_by_acts_that_name_nobody_cannot_be_compared_and_are_counted(database: None) -> None:
    await an_open_vote()
    await by_hand("UPDATE account SET verified_at = created_at WHERE email = 'p6@example.org'")
    assert await codes() == {"verified_unknown"}
    await journal.note(COMMAND_LINE, "accounts.enrolled", "account", "", {"number": 1}, at=MORNING)
    assert await codes() == {"verified_older"}


async def test_a_vote_that_was_deleted_is_missed(database: None) -> None:
    story = await an_open_vote()
    await by_hand(*(f"DELETE FROM {table}" for table in ("phase", "ballot", "roll_entry", "proposal", "consultation")))
    found, _ = await evidence.faults()
    assert Fault("vote_missing", story.slug, {}) in found


@pytest.mark.parametrize("change", ["state = 'draft'", "ballot_kind = ''", "slug = 'altro'"])
async def test_a_vote_without_ballots_that_is_hidden_is_missed(database: None, change: str) -> None:
    story = await an_open_vote()
    await by_hand("DELETE FROM ballot", f"UPDATE consultation SET {change}")
    found, _ = await evidence.faults()
    assert Fault("vote_missing", story.slug, {}) in found


async def test_the_numbers_and_the_vote_are_in_the_sentence(database: None) -> None:
    story = await an_open_vote()
    await by_hand(*STUFF_WITH_BALLOT)
    found, _ = await evidence.faults()
    told = {sentence(fault) for fault in found}
    assert f"vote {story.slug}: 1 ballots in the box that nobody cast" in told
    assert f"vote {story.slug}: 7 on the roll, 6 when it was frozen" in told


async def test_a_vote_that_was_extended_has_new_terms(database: None) -> None:
    story = await an_open_vote()
    held = await stored(story.slug)
    later = [
        TypedPhase(
            phase.kind,
            typed(phase.opens_at + (DAY if phase.kind == "publishing" else timedelta())),
            typed(phase.closes_at + (DAY if phase.kind == "voting" else timedelta())),
            "1",
            "1",
        )
        for phase in held.phases
    ]
    await editing.write_schedule(
        COMMAND_LINE,
        story.slug,
        later,
        city_wide=False,
        neighbourhoods=[],
        version=held.version,
        at=story.opens_at + DAY,
    )
    assert await evidence.faults() == ([], 1)
    await by_hand("UPDATE phase SET closes_at = opens_at WHERE kind = 'voting'")
    assert "late" not in await codes()
    assert "terms" in await codes()


async def test_roles_taken_back_and_verifications_withdrawn_leave_no_fault(database: None) -> None:
    story = await an_open_vote()
    await roles.revoke(COMMAND_LINE, story.voters[1].public_id, Role.MODERATOR, "navile", at=story.opens_at)
    for n in (2, 5):  # who has voted, who has not
        await rights.withdraw(COMMAND_LINE, story.voters[n].public_id, WithdrawalReason.MOVED, at=story.opens_at + DAY)
    leaver = story.voters[3]
    await Account.update({Account.password_hash: await hash_password("una frase lunga")}).where(Account.id == leaver.id)
    await delete_own(leaver, "una frase lunga", at=story.opens_at + DAY)
    assert (await evidence.faults())[0] == []


async def test_every_fault_has_its_words() -> None:
    told = Record(grants={("a", "office", "")}, verified={"b": MORNING})
    found = list(people_faults(told, {("c", "moderator", "navile")}, {"d": MORNING}))
    found += [f for f in people_faults(Record(is_older=True), set(), {"d": MORNING}) if f.code == "verified_older"]
    assert {fault.code for fault in found} == set(PEOPLE)
    assert sentence(found[0]) == "account c holds the role moderator in navile, and nobody gave it"
    assert all(sentence(fault) for fault in found)
    assert "{" not in "".join(sentence(fault) for fault in found)
    assert VOTES


@pytest.mark.parametrize("sequence", [0, -7])
async def test_an_entry_before_the_first_is_found(database: None, sequence: int) -> None:
    await journal.note(COMMAND_LINE, "city.founded", "municipality", "x", at=MORNING)
    await rows(
        "INSERT INTO journal_entry (sequence, at, actor, act, subject_kind, subject, detail, previous_hash, hash) "
        f"SELECT {sequence}, at, actor, act, subject_kind, subject, detail, previous_hash, hash FROM journal_entry"
    )
    assert (await journal.check()).fault == journal.Fault(sequence, "outside")


async def test_an_offset_changed_by_hand_is_another_instant(database: None) -> None:
    if is_postgres():  # the column holds an instant and no offset there
        moved = "at = at + interval '2 hours'"
    else:
        moved = "at = replace(at, '+00:00', '+02:00')"
    await journal.note(COMMAND_LINE, "city.founded", "municipality", "x", at=MORNING)
    for name in JOURNAL_TRIGGERS:
        await rows(f"DROP TRIGGER {name}{' ON journal_entry' if is_postgres() else ''}")
    await rows(f"UPDATE journal_entry SET {moved}")
    assert (await journal.check()).fault == journal.Fault(1, "changed")
    await _restore_triggers()


async def test_a_dropped_trigger_and_a_dropped_index_are_named(database: None) -> None:
    first = safeguards.trigger_names()[0]
    await rows(f"DROP TRIGGER {first}{' ON journal_entry' if is_postgres() else ''}")
    await rows("DROP INDEX one_entry_a_person")
    assert await safeguards.missing() == (first, "one_entry_a_person")
    await rows("CREATE UNIQUE INDEX one_entry_a_person ON roll_entry (consultation, account)")
    await _restore_triggers()
    assert await safeguards.missing() == ()


async def test_a_trigger_that_refuses_nothing_any_more_is_named(database: None) -> None:
    if is_postgres():
        await rows(
            "CREATE OR REPLACE FUNCTION journal_refuses() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RETURN NEW; END $$"
        )
    else:
        await rows("DROP TRIGGER journal_is_not_changed")
        await rows(
            "CREATE TRIGGER journal_is_not_changed BEFORE UPDATE ON journal_entry WHEN 1 = 2 "
            "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
        )
    assert "journal_is_not_changed" in await safeguards.missing()
    await _restore_triggers()


async def test_every_safeguard_of_the_database_is_watched(database: None) -> None:
    """A trigger or a unique index of a later migration must be named in `deliberation.schema.safeguards` too."""
    if is_postgres():
        made = await rows(
            "SELECT tgname AS name FROM pg_trigger WHERE NOT tgisinternal UNION ALL SELECT i.relname FROM pg_index x "
            "JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid "
            "JOIN pg_namespace n ON n.oid = t.relnamespace WHERE n.nspname = 'public' AND x.indisunique "
            "AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = x.indexrelid)"
        )
    else:
        made = await rows(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name NOT LIKE '%_fts%' "
            "OR type = 'index' AND sql LIKE 'CREATE UNIQUE%'"
        )
    assert {row["name"] for row in made} == {*safeguards.trigger_names(), *safeguards.INDEX_NAMES}


async def _restore_triggers() -> None:
    """As the migrations made them: on PostgreSQL the schema outlives a test."""
    for name in JOURNAL_TRIGGERS:
        await rows(f"DROP TRIGGER IF EXISTS {name}{' ON journal_entry' if is_postgres() else ''}")
    if is_postgres():
        await rows("DROP FUNCTION IF EXISTS journal_refuses()")
    for statement in JOURNAL_STATEMENTS:
        await rows(statement)


async def test_an_annulled_count_agrees_with_its_journal(database: None) -> None:
    story = await an_open_vote()
    await lifecycle.note_phase_boundaries(story.closes_at, draw=lambda: SECRET)
    await lifecycle.write_lot_value(COMMAND_LINE, story.slug, "Bari 1 2 3", at=story.closes_at + DAY)
    await count_consultation(story.slug, at=story.closes_at + DAY, actor=COMMAND_LINE)
    version = (await stored(story.slug)).version
    await endings.annul(COMMAND_LINE, story.slug, "Un costo era sbagliato.", version, at=story.closes_at + DAY)
    assert await evidence.faults() == ([], 1)
    await by_hand("UPDATE consultation SET state = 'results'")
    assert "state" in await codes()
