# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Verifying: an account belongs to a person, who has no other one. The desk and the register both come through here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deliberation.actor import Actor
from deliberation.clock import in_rome
from deliberation.database import lock, rows, writing
from deliberation.errors import Conflict, Invalid
from deliberation.people import rules
from deliberation.people.access.sessions import mark_stale
from deliberation.people.holding import held
from deliberation.people.identity import fiscal_codes, names
from deliberation.people.identity.facts import Checked, PersonFacts, check, search_name
from deliberation.people.identity.fiscal_codes import Mac
from deliberation.people.rules import Standing
from deliberation.people.tables import Account, Person
from deliberation.records import journal, outbox


@dataclass(frozen=True, slots=True)
class _Known:
    """The person whom the code names, if one is stored; `other` is the public id of their account, '' for none."""

    id: int | None
    other: str
    mac: Mac | None


async def verify_person(
    actor: Actor, holder: str, facts: PersonFacts, *, seen: datetime | None = None, at: datetime
) -> bool:
    """The account `holder` (public id) belongs to this person: what it declared is verified. Whether that is new: of an
    account verified before persons were known only the person is, and it stays verified since then.

    `seen` is the instant of the declaration that was on the screen; another one since is a Conflict desk.changed.
    Raises Invalid field by field for facts that cannot be right; Invalid person.doubts (`doubts`: codes; `other`: the
    account of a namesake, or '') for what does not fit and was not accepted with a reason; Conflict person.has_account
    (`other`) when the person has an account already: merge the two, or say that they are two people.
    """
    checked = check(facts, in_rome(at).date())
    async with writing():
        account = await held(holder)
        is_new = account["verified_at"] is None
        standing = Standing(
            account["id"], account["declared_at"] is not None, not is_new, account["person"] is not None
        )
        if refusal := rules.may_verify(actor, standing):
            raise refusal
        if seen is not None and account["declared_at"] != seen:
            raise Conflict("desk.changed")
        await lock("identity")
        known = await _known(checked, facts, account)
        if known.other and known.other != holder:
            raise Conflict("person.has_account", other=known.other)
        doubts = await _doubts(facts, checked, known, account)
        person = await _store(actor, facts, checked, known, at)
        await _link(account, person, facts, at)
        detail = {"document": str(facts.document), **({"doubts": list(doubts)} if doubts else {})}
        act = "residence.verified" if is_new else "account.identified"
        await journal.note(actor, act, "account", holder, detail, at=at)
        if is_new:
            await outbox.queue("residence-verified", str(account["email"]), str(account["locale"]), {}, at=at)
    return is_new


async def forget_person(account: int, *, at: datetime) -> None:
    """The account belongs to nobody any more, and what was known of the person is gone. Call inside `writing()`."""
    found = await Account.select().where(Account.id == account).first()
    await names.take_back_own(found or {"name_kind": ""}, at=at)
    await rows(
        "DELETE FROM person WHERE id = (SELECT person FROM account WHERE id = {}) "
        "AND NOT EXISTS (SELECT 1 FROM account a WHERE a.person = person.id AND a.id <> {})",
        account,
        account,
    )
    await Account.update({Account.person: None}).where(Account.id == account)


async def _known(checked: Checked, facts: PersonFacts, account: Mapping[str, Any]) -> _Known:
    """By the code as it is written on the card, where it tells two people apart; then by what its variants share."""
    if not checked.code:
        return _Known(account["person"], "", None)
    exact = fiscal_codes.macs(f"={fiscal_codes.compact(facts.fiscal_code)}")
    shared = [] if facts.is_twin else fiscal_codes.macs(checked.code)
    for form in (exact, shared):
        marks = ", ".join("{}" for _ in form)
        found = form and await rows(
            "SELECT p.id, coalesce(a.public_id, '') AS other FROM person p LEFT JOIN account a ON a.person = p.id "
            f"WHERE p.code_mac IN ({marks})",
            *(mac.value for mac in form),
        )
        if found:
            return _Known(found[0]["id"], found[0]["other"], form[0])
    mine = await rows("SELECT id FROM person WHERE id = {} AND code_mac IS NULL", account["person"] or 0)
    return _Known(mine[0]["id"] if mine else None, "", (exact if facts.is_twin else shared)[0])


async def _doubts(facts: PersonFacts, checked: Checked, known: _Known, account: Mapping[str, Any]) -> tuple[str, ...]:
    """What does not fit. Raises Invalid while it has not been looked at again, or nobody says why it is well."""
    found = list(checked.doubts)
    if account["birth_date"] is not None and account["birth_date"] != facts.birth_date:
        found.append("person.other_birth_date")
    if account["person"] is not None and known.id != account["person"]:
        found.append("person.other_before")
    if facts.is_twin:
        found.append("person.twin")
    namesake = await _namesake(facts, checked, known, account)
    if namesake is not None:
        found.append("person.namesake")
    if set(found) - facts.accepted:
        raise Invalid("person.doubts", doubts=tuple(found), other=namesake or "")
    if found and not checked.reason:
        fields = {"reason": "person.reason_missing"}
        raise Invalid("person.reason_missing", fields=fields, doubts=tuple(found), other=namesake or "")
    return tuple(found)


async def _namesake(facts: PersonFacts, checked: Checked, known: _Known, account: Mapping[str, Any]) -> str | None:
    """The account ('' for none) of somebody of the same name and birth date whose code cannot be compared."""
    found = await rows(
        "SELECT p.code_key, coalesce(a.public_id, '') AS other FROM person p "
        "LEFT JOIN account a ON a.person = p.id "
        "WHERE p.search_name = {} AND p.birth_date = {} AND p.id NOT IN ({}, {})",
        search_name(checked.name, checked.surname),
        facts.birth_date,
        known.id or 0,
        account["person"] or 0,
    )
    comparable = {mac.key for mac in fiscal_codes.macs(checked.code)} if checked.code else set()
    return next((row["other"] for row in found if row["code_key"] not in comparable), None)


async def _store(actor: Actor, facts: PersonFacts, checked: Checked, known: _Known, at: datetime) -> int:
    """What is known of the person now; a hash made by an earlier key is made anew by today's."""
    values: dict[Any, Any] = {
        Person.name: checked.name,
        Person.surname: checked.surname,
        Person.search_name: search_name(checked.name, checked.surname),
        Person.birth_date: facts.birth_date,
        Person.document: str(facts.document),
        Person.seen_by: actor.public_id,
        Person.seen_at: at,
        Person.reason: checked.reason,
    }
    if known.mac is not None:
        values |= {Person.code_mac: known.mac.value, Person.code_key: known.mac.key}
    if known.id is not None:
        await Person.update(values).where(Person.id == known.id)
        return known.id
    stored = (
        await Person.insert(Person(values))
        .on_conflict(target=Person.code_mac, action="DO NOTHING")
        .returning(Person.id)
    )
    if not stored:  # somebody without the lock was quicker
        raise Conflict("desk.changed")
    return int(stored[0]["id"])


async def _link(account: Mapping[str, Any], person: int, facts: PersonFacts, at: datetime) -> None:
    before = account["person"]
    values: dict[Any, Any] = {
        Account.person: person,
        Account.birth_date: facts.birth_date,
        Account.verified_at: account["verified_at"] or at,
    }
    await Account.update(values).where(Account.id == account["id"])
    if before is not None and before != person:
        await names.take_back_own(account, at=at)
        await rows("DELETE FROM person WHERE id = {}", before)
    await mark_stale(int(account["id"]))
