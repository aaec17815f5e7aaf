# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Citizenship, and since when somebody lives in the comune: kept only where a regulation asks for it.

Each comes from the register of entitled people or from the desk. What the desk wrote no list changes; what it left
empty is the register's to say, and follows every later list. Who leaves the register keeps what it last said of them.
"""

from __future__ import annotations

from dataclasses import dataclass
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
from deliberation.regulations.queries import versions


@dataclass(frozen=True, slots=True)
class Stay:
    """What is kept; None: nothing. Whether it is the register's word; else it is the desk's."""

    citizenship: Citizenship | None
    resident_since: date | None
    citizenship_by_register: bool = False
    since_by_register: bool = False


async def stay_at_desk(actor: Actor, holder: str) -> Stay | None:
    """What is kept of an account's person (public id), for the desk; None: nobody has written yet who that is."""
    if refusal := rules.may_work_at_desk(actor):
        raise refusal
    return await _stay("a.public_id = {} AND a.deleted_at IS NULL", holder)


async def own_stay(actor: Actor) -> Stay:
    """What is kept of the person who asks."""
    return await _stay("a.id = {}", actor.id) or Stay(None, None)


async def is_asked() -> bool:
    """Whether who votes or who proposes hangs on how long people have lived here, by some version of the regulation."""
    profiles = [view.regulation.profile for view in await versions()]
    return any(profile.voting.asks_stay or profile.proposing.asks_stay for profile in profiles)


async def write(
    actor: Actor, holder: str, citizenship: Citizenship | None, since: date | None, *, at: datetime
) -> None:
    """What the desk has seen of a person; None: what the register says, or nothing. The journal says that it was
    written, not what.

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
        before = await _stay("a.id = {}", account["id"])
        if before is None:
            raise Conflict("desk.not_verified")
        # A form that is sent as it was shown makes the register's word not the desk's.
        await rows(
            "UPDATE person SET citizenship = {}, resident_since = {}, citizenship_by_register = {}, "
            "since_by_register = {} WHERE id = {}",
            str(citizenship or ""),
            since,
            before.citizenship_by_register and citizenship is before.citizenship,
            before.since_by_register and since == before.resident_since,
            account["person"],
        )
        await settle(holder)
        await journal.note(actor, "stay.written", "account", holder, at=at)


async def settle(holder: str) -> None:
    """The person of an account (public id) gets what the register says and the desk has not. Inside `writing()`."""
    await rows(_FILL % "person.id = (SELECT person FROM account WHERE public_id = {})", holder)


async def follow() -> list[int]:
    """Everybody gets what the register that is held says and the desk has not; the row ids of whom that changed.

    Call inside `writing()`, with the lock ROLLS.
    """
    return [int(row["id"]) for row in await rows(_FILL % "1 = 1")]


async def take_back(load: int) -> list[int]:
    """What the last list (row id) brought goes, before its entries do; the row ids of the people. `follow` is next."""
    return [int(row["id"]) for row in await rows(_EMPTY, load)]


async def _stay(condition: str, value: object) -> Stay | None:
    found = await rows(
        "SELECT w.citizenship, w.resident_since, w.citizenship_by_register, w.since_by_register "
        f"FROM account a JOIN person w ON w.id = a.person WHERE {condition}",
        value,
    )
    if not found:
        return None
    row = found[0]
    return Stay(
        Citizenship(row["citizenship"]) if row["citizenship"] else None,
        row["resident_since"],
        bool(row["citizenship_by_register"]),
        bool(row["since_by_register"]),
    )


_OPEN = "(person.citizenship_by_register OR person.citizenship = '')"
_OPEN_SINCE = "(person.since_by_register OR person.resident_since IS NULL)"
_FILL = f"""
UPDATE person SET
    citizenship = CASE WHEN {_OPEN} THEN e.citizenship ELSE person.citizenship END,
    citizenship_by_register = {_OPEN} AND e.citizenship <> '',
    resident_since = CASE WHEN {_OPEN_SINCE} THEN e.resident_since ELSE person.resident_since END,
    since_by_register = {_OPEN_SINCE} AND e.resident_since IS NOT NULL
FROM register_entry e
WHERE e.ended_by IS NULL AND e.code_mac = person.code_mac AND %s
    AND ({_OPEN} AND person.citizenship <> e.citizenship
         OR {_OPEN_SINCE} AND person.resident_since IS DISTINCT FROM e.resident_since)
RETURNING person.id AS id
"""
_EMPTY = """
UPDATE person SET
    citizenship = CASE WHEN citizenship_by_register THEN '' ELSE citizenship END,
    resident_since = CASE WHEN since_by_register THEN NULL ELSE resident_since END,
    citizenship_by_register = false, since_by_register = false
WHERE (citizenship_by_register OR since_by_register)
    AND code_mac IN (SELECT code_mac FROM register_entry WHERE load = {})
RETURNING id
"""
