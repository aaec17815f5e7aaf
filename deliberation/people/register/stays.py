# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Citizenship, and since when somebody lives in the comune: written by the desk only where a regulation asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from deliberation.actor import Actor
from deliberation.clock import in_rome
from deliberation.database import rows, writing
from deliberation.errors import Conflict, Invalid, NotFound
from deliberation.people import rules
from deliberation.people.holding import held
from deliberation.people.rules import Standing
from deliberation.records import journal
from deliberation.regulations.eligibility import Citizenship
from deliberation.regulations.queries import versions


@dataclass(frozen=True, slots=True)
class Stay:
    """What the desk has seen; None: nothing."""

    citizenship: Citizenship | None
    resident_since: date | None


async def stay_at_desk(actor: Actor, holder: str) -> Stay:
    """What is kept of an account's person (public id), for the desk."""
    if refusal := rules.may_work_at_desk(actor):
        raise refusal
    found = await _stay("a.public_id = {} AND a.deleted_at IS NULL", holder)
    if found is None:
        raise NotFound("account.unknown")
    return found


async def _stay(condition: str, value: object) -> Stay | None:
    found = await rows(
        f"SELECT w.citizenship, w.resident_since FROM account a JOIN person w ON w.id = a.person WHERE {condition}",
        value,
    )
    if not found:
        return None
    said = found[0]["citizenship"]
    return Stay(Citizenship(said) if said else None, found[0]["resident_since"])


async def own_stay(actor: Actor) -> Stay:
    """What is kept of the person who asks."""
    return await _stay("a.id = {}", actor.id) or Stay(None, None)


async def is_asked() -> bool:
    """Whether some version of the regulation hangs on how long people have lived here."""
    return any(view.regulation.profile.voting.asks_stay for view in await versions())


async def write(
    actor: Actor, holder: str, citizenship: Citizenship | None, since: date | None, *, at: datetime
) -> None:
    """What the desk has seen of a person; None: nothing is kept. The journal says that it was written, not what.

    Raises Invalid stay.future, NotAllowed, Conflict stay.not_asked where no regulation needs it, and desk.not_verified
    where the account belongs to no person yet.
    """
    if since and since > in_rome(at).date():
        raise Invalid("stay.future", fields={"resident_since": "stay.future"})
    async with writing():
        account = await held(holder)
        standing = Standing(account["id"], bool(account["declared_at"]), bool(account["verified_at"]))
        if refusal := rules.may_change_residence_of(actor, standing):
            raise refusal
        if not await is_asked():
            raise Conflict("stay.not_asked")
        if account["person"] is None:
            raise Conflict("desk.not_verified")
        await rows(
            "UPDATE person SET citizenship = {}, resident_since = {} WHERE id = {}",
            str(citizenship or ""),
            since,
            account["person"],
        )
        await journal.note(actor, "stay.written", "account", holder, at=at)
