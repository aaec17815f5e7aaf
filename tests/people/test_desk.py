# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the desk does and what the person is told: both happen, or neither, wherever it breaks off."""

from collections.abc import Awaitable, Callable
from datetime import date

import pytest

from deliberation.actor import COMMAND_LINE, Actor
from deliberation.ballots import rights
from deliberation.database import rows
from deliberation.people.residences import Address
from deliberation.people.verifications import WithdrawalReason
from tests.people.people import count
from tests.world import NOON, World, a_city, a_person, document_of


async def verify(world: World, person: Actor) -> None:
    await rights.verify(COMMAND_LINE, person.public_id, document_of(person), NOON, at=NOON)


async def withdraw(world: World, person: Actor) -> None:
    await rights.withdraw(COMMAND_LINE, person.public_id, WithdrawalReason.MOVED, at=NOON)


async def correct(world: World, person: Actor) -> None:
    address = Address(None, None, "", world.savena)
    await rights.correct(COMMAND_LINE, person.public_id, date(1980, 1, 1), address, at=NOON)


@pytest.mark.parametrize("missing", ["notice", "job", "journal_entry"])
@pytest.mark.parametrize("act", [verify, withdraw, correct], ids=lambda act: act.__name__)
async def test_an_act_whose_notice_mail_or_journal_line_fails_has_not_happened(
    database: None, act: Callable[[World, Actor], Awaitable[None]], missing: str
) -> None:
    if (act, missing) == (correct, "job"):
        missing = "notice"  # a correction sends no mail
    world = await a_city()
    person = await a_person(world.navile, verified=act is not verify)
    before = await rows("SELECT * FROM account")
    await rows(f"ALTER TABLE {missing} RENAME TO away")
    try:
        with pytest.raises(Exception, match=missing):
            await act(world, person)
    finally:
        await rows(f"ALTER TABLE away RENAME TO {missing}")
    assert await rows("SELECT * FROM account") == before
    assert [await count(table) for table in ("notice", "job", "journal_entry")] == [0, 0, 0]
    await act(world, person)
    assert await count("notice") == 1
