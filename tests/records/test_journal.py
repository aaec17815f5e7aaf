# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The journal finds what was done to it."""

import asyncio

import pytest

from deliberation.actor import SYSTEM
from deliberation.database import is_postgres, rows, writing
from deliberation.records import journal
from tests.world import NOON


async def write(acts: int) -> None:
    for n in range(acts):
        await journal.note(SYSTEM, "proposal.hidden", "proposal", f"p{n}", {"reason": "spam", "n": n}, at=NOON)


async def as_administrator(*statements: str) -> None:
    """What somebody with the database's password can do: take the triggers away, then anything."""
    if is_postgres():
        names = ("journal_is_not_changed", "journal_is_not_truncated")
        async with writing():
            for name in names:
                await rows(f"ALTER TABLE journal_entry DISABLE TRIGGER {name}")
            for statement in statements:
                await rows(statement)
            for name in names:
                await rows(f"ALTER TABLE journal_entry ENABLE TRIGGER {name}")
    else:
        await rows("DROP TRIGGER journal_is_not_changed")
        await rows("DROP TRIGGER journal_is_not_deleted")
        for statement in statements:
            await rows(statement)


async def test_an_untouched_journal_is_whole(database: None) -> None:
    await write(5)
    found = await journal.check()
    assert found.fault is None
    assert found.head == await journal.head()
    assert found.head.sequence == 5


async def test_an_empty_journal_is_whole(database: None) -> None:
    assert await journal.check() == journal.Check(journal.Head(0, journal.NO_HASH), None)


@pytest.mark.parametrize("statement", ["UPDATE journal_entry SET act = 'x'", "DELETE FROM journal_entry"])
async def test_the_database_itself_refuses_to_change_the_journal(database: None, statement: str) -> None:
    await write(2)
    with pytest.raises(Exception, match="append-only"):
        await rows(statement)
    assert (await journal.check()).head.sequence == 2


@pytest.mark.parametrize(
    ("fault", "statements"),
    [
        (journal.Fault(3, "changed"), ["UPDATE journal_entry SET act = 'proposal.shown' WHERE sequence = 3"]),
        (journal.Fault(3, "changed"), ["UPDATE journal_entry SET actor = 'p000009' WHERE sequence = 3"]),
        (journal.Fault(4, "unlinked"), [f"UPDATE journal_entry SET previous_hash = '{'0' * 64}' WHERE sequence = 4"]),
        (journal.Fault(3, "missing"), ["DELETE FROM journal_entry WHERE sequence = 3"]),
        (journal.Fault(1, "missing"), ["DELETE FROM journal_entry WHERE sequence = 1"]),
        (
            journal.Fault(3, "unlinked"),
            [
                "DELETE FROM journal_entry WHERE sequence = 3",
                "UPDATE journal_entry SET sequence = 3 WHERE sequence = 4",
                "UPDATE journal_entry SET sequence = 4 WHERE sequence = 5",
            ],
        ),
        (
            journal.Fault(2, "unlinked"),
            [
                "UPDATE journal_entry SET sequence = 99 WHERE sequence = 2",
                "UPDATE journal_entry SET sequence = 2 WHERE sequence = 3",
                "UPDATE journal_entry SET sequence = 3 WHERE sequence = 99",
            ],
        ),
    ],
    ids=["other act", "other actor", "other link", "removed", "first removed", "removed and renumbered", "reordered"],
)
async def test_tampering_is_found_at_its_first_entry(
    database: None, fault: journal.Fault, statements: list[str]
) -> None:
    await write(5)
    await as_administrator(*statements)
    assert (await journal.check()).fault == fault


async def test_an_inserted_entry_is_found(database: None) -> None:
    await write(3)
    await as_administrator(
        "UPDATE journal_entry SET sequence = 4 WHERE sequence = 3",
        "INSERT INTO journal_entry (sequence, at, actor, act, subject_kind, subject, detail, previous_hash, hash) "
        "SELECT 3, at, actor, 'ballot.removed', subject_kind, subject, '{{}}', hash, hash FROM journal_entry "
        "WHERE sequence = 2",
    )
    assert (await journal.check()).fault == journal.Fault(3, "changed")


async def test_a_journal_cut_at_its_end_is_found_with_a_head_kept_elsewhere(database: None) -> None:
    await write(5)
    kept = await journal.head()
    await as_administrator("DELETE FROM journal_entry WHERE sequence > 3")
    assert (await journal.check()).fault is None
    assert (await journal.check(kept)).fault == journal.Fault(4, "cut")


async def test_a_journal_written_anew_is_found_with_a_head_kept_elsewhere(database: None) -> None:
    await write(5)
    kept = await journal.head()
    await as_administrator("DELETE FROM journal_entry WHERE sequence > 0")
    await write(4)
    await journal.note(SYSTEM, "proposal.shown", "proposal", "p4", at=NOON)
    assert (await journal.check()).fault is None
    assert (await journal.check(kept)).fault == journal.Fault(5, "changed")


async def test_fifty_acts_at_once_make_a_chain_without_gaps(database: None) -> None:
    async def act(n: int) -> None:
        async with writing():
            await journal.note(SYSTEM, "proposal.supported", "proposal", f"p{n}", at=NOON)

    await asyncio.gather(*(act(n) for n in range(50)))
    found = await journal.check()
    assert found.fault is None
    assert found.head.sequence == 50


async def test_an_act_that_is_rolled_back_leaves_no_entry(database: None) -> None:
    await write(1)
    with pytest.raises(ZeroDivisionError):
        async with writing():
            await journal.note(SYSTEM, "proposal.hidden", "proposal", "p", at=NOON)
            raise ZeroDivisionError
    await write(1)
    assert (await journal.check()).head.sequence == 2


async def test_a_chain_longer_than_one_batch_is_walked_to_its_end(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "_BATCH", 4)
    await write(9)
    assert (await journal.check()).head.sequence == 9
    await as_administrator("UPDATE journal_entry SET detail = '{{}}' WHERE sequence = 9")
    assert (await journal.check()).fault == journal.Fault(9, "changed")
