# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Citizenship, and since when somebody lives in the comune: written by the desk only where a regulation asks for it."""

from __future__ import annotations

from datetime import date, datetime

from deliberation.actor import Actor
from deliberation.clock import in_rome
from deliberation.database import rows, writing
from deliberation.errors import Conflict, Invalid
from deliberation.people import rules
from deliberation.people.holding import held
from deliberation.people.rules import Standing
from deliberation.records import journal
from deliberation.regulations.eligibility import Citizenship


async def write(
    actor: Actor, holder: str, citizenship: Citizenship | None, since: date | None, *, at: datetime
) -> None:
    """What the desk has seen of a person; None: nothing is kept. The journal says that it was written, not what.

    Raises Invalid stay.future, Conflict desk.not_verified where the account belongs to no person yet, NotAllowed.
    """
    if since and since > in_rome(at).date():
        raise Invalid("stay.future", fields={"resident_since": "stay.future"})
    async with writing():
        account = await held(holder)
        standing = Standing(account["id"], bool(account["declared_at"]), bool(account["verified_at"]))
        if refusal := rules.may_change_residence_of(actor, standing):
            raise refusal
        if account["person"] is None:
            raise Conflict("desk.not_verified")
        await rows(
            "UPDATE person SET citizenship = {}, resident_since = {} WHERE id = {}",
            str(citizenship or ""),
            since,
            account["person"],
        )
        await journal.note(actor, "stay.written", "account", holder, at=at)
