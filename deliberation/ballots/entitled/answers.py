# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
""" "Posso votare?" for somebody with an account: what the regulation says, and once the roll is frozen, the roll."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from deliberation.actor import Actor
from deliberation.ballots.roll import ENTRY_COLUMNS, entry_from
from deliberation.ballots.rules import Entry
from deliberation.consultations.consultation import Consultation
from deliberation.consultations.voters import may_be_on_roll
from deliberation.database import rows
from deliberation.people.register.entitled import own_facts
from deliberation.regulations.eligibility import YES, Answer, No
from deliberation.regulations.profile import Rule


async def own_answers(actor: Actor, votes: Sequence[Consultation], *, at: datetime) -> list[Answer]:
    """The answer in each of these votes. Two statements, however many votes."""
    facts = await own_facts(actor)
    found = await rows(
        f"SELECT e.consultation, {ENTRY_COLUMNS} FROM roll_entry e JOIN account a ON a.id = e.account "
        "WHERE e.account = {}",
        actor.id,
    )
    entries = {int(row["consultation"]): entry_from(row) for row in found}
    return [by_roll(held, entries.get(held.id), may_be_on_roll(held, facts, at)) for held in votes]


def by_roll(held: Consultation, entry: Entry | None, said: Answer) -> Answer:
    """A frozen roll decides; who is not on it hears the regulation's reason, if there is one."""
    if not held.roll_frozen_at:
        return said
    if entry is None:
        return said if isinstance(said, No) else No(Rule.ROLL)
    return YES if entry.account_stands and not entry.suspended_for else No(Rule.RIGHT)
