# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The name that others read: two plain words chosen of three, first name and initial by explicit choice, or the place.

What is shown stands in `account.pseudonym`; `public_name` is what was chosen, which nobody else bears.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from deliberation.actor import Actor
from deliberation.database import lock, rows, writing
from deliberation.errors import CivicError, Conflict, Invalid, NotAllowed
from deliberation.people import pseudonyms
from deliberation.people.holding import held
from deliberation.people.identity import reservations, words
from deliberation.people.tables import Account
from deliberation.records import journal

OFFERED = 3
PAUSE = timedelta(days=30)
_LONGEST_SHOWN = 60
_LONGEST_NAME = 30


class NameKind(StrEnum):
    """Where the shown name comes from."""

    PLACE = "place"
    WORDS = "words"
    PERSON = "person"


async def offers(number: int = OFFERED) -> tuple[str, ...]:
    """Names of two words that nobody bears, drawn for whoever looks."""
    found: list[str] = []
    while len(found) < number:
        drawn = {_draw() for _ in range(number * 3)} - set(found)
        marks = ", ".join("{}" for _ in drawn)
        taken = {
            row["public_name"]
            for row in await rows(f"SELECT public_name FROM account WHERE public_name IN ({marks})", *sorted(drawn))
        } | await reservations.taken(drawn)
        found += sorted(drawn - taken, key=lambda _: secrets.randbelow(1 << 30))
    return tuple(found[:number])


async def own_first_name(actor: Actor) -> str:
    """'Maria R.', for whoever was seen by the office; '' for others."""
    found = await rows(
        "SELECT p.name, p.surname FROM person p JOIN account a ON a.person = p.id WHERE a.id = {}", actor.id
    )
    if not found:
        return ""
    first, surname = str(found[0]["name"]).split(), str(found[0]["surname"])
    return f"{first[0][:_LONGEST_NAME]} {surname[0]}." if first else surname.split()[0][:_LONGEST_NAME]


def may_choose(account: Mapping[str, Any], kind: NameKind, name: str, at: datetime) -> CivicError | None:
    """A name is changed once in thirty days, so that a discussion can be followed. One's own is taken back any time."""
    if name == account["public_name"] and kind == account["name_kind"]:
        return None
    if account["renamed_at"] is None or account["name_kind"] == NameKind.PERSON or kind is NameKind.PLACE:
        return None
    waited = at - account["renamed_at"]
    return None if waited >= PAUSE else NotAllowed("name.too_soon", days=(PAUSE - waited).days + 1)


async def choose(actor: Actor, kind: NameKind, name: str, *, shows_place: bool, at: datetime) -> str:
    """Bear a name from now on, also over what was written before; what is shown comes back.

    `name` counts for two words only. Raises Invalid name.unknown, NotAllowed name.not_seen and name.too_soon, Conflict
    name.taken.
    """
    if kind is NameKind.WORDS and not words.is_of_ours(name):
        raise Invalid("name.unknown", fields={"name": "name.unknown"})
    async with writing():
        await lock("names")
        account = await held(actor.public_id)
        if kind is NameKind.PERSON:
            name = await own_first_name(actor)
            if not name:
                raise NotAllowed("name.not_seen")
            name = await _told_apart(name, account)
        elif kind is NameKind.PLACE:
            name = ""
        if refusal := may_choose(account, kind, name, at):
            raise refusal
        if name and await _is_taken(name, account["id"]):
            raise Conflict("name.taken", fields={"name": "name.taken"})
        is_new = name != account["public_name"]
        changes: dict[Any, Any] = {
            Account.public_name: name,
            Account.name_kind: str(kind),
            Account.shows_place: shows_place and kind is not NameKind.PLACE,
        }
        if is_new:
            changes[Account.renamed_at] = at
            await _leave(account, at)
        after = {**account, "public_name": name, "name_kind": str(kind), "shows_place": shows_place}
        if kind is not NameKind.PLACE or account["name_kind"] != NameKind.PLACE:
            changes[Account.pseudonym] = await shown(after, await _place(account["neighbourhood"]))
        await Account.update(changes).where(Account.id == account["id"])
        if is_new:
            await journal.note(actor, "account.renamed", "account", actor.public_id, {"kind": str(kind)}, at=at)
    return str(changes.get(Account.pseudonym, account["pseudonym"]))


async def shown(account: Mapping[str, Any], place: str) -> str:
    """What others read of an account that lives in a place: the chosen name, beside it the place if wanted."""
    name = str(account["public_name"])
    if not name:
        return await pseudonyms.a_free_one(place)
    if not account["shows_place"] or not place:
        return name
    return f"{name} · {place[: _LONGEST_SHOWN - len(name) - 3]}"


async def leave_all(account: Mapping[str, Any], *, to: int | None = None, at: datetime) -> None:
    """An account goes: its names are kept for a year, for the account (row id) that it went into or for nobody; its
    own is forgotten with it. Call inside `writing()`."""
    await _leave({**account, "id": to or account["id"]}, at)
    if to is None:
        await reservations.let_go(account["id"])


async def _leave(account: Mapping[str, Any], at: datetime) -> None:
    """What the account has borne until now is kept for it."""
    kind, chosen = account["name_kind"], str(account["public_name"])
    await reservations.reserve(account, chosen or str(account["pseudonym"]), is_own=kind == NameKind.PERSON, at=at)


async def _is_taken(name: str, account: int) -> bool:
    """Whether somebody else bears the name, or has left it within a year."""
    found = await rows("SELECT id FROM account WHERE public_name = {} AND id <> {}", name, account)
    return bool(found or await reservations.taken([name], account))


async def take_back_own(account: Mapping[str, Any], *, at: datetime) -> None:
    """The person behind the account is not known any more: first name and initial go. Call inside `writing()`."""
    if account["name_kind"] != NameKind.PERSON:
        return
    await _leave(account, at)
    pseudonym = await pseudonyms.a_free_one(await _place(account["neighbourhood"]))
    await Account.update(
        {
            Account.public_name: "",
            Account.name_kind: str(NameKind.PLACE),
            Account.shows_place: False,
            Account.pseudonym: pseudonym,
        }
    ).where(Account.id == account["id"])


async def _told_apart(name: str, account: Mapping[str, Any]) -> str:
    """Two people may be called Maria R.: the second one bears a mark as well."""
    own = str(account["public_name"])
    if account["name_kind"] == NameKind.PERSON and own.partition(" · ")[0] == name:
        return own
    for _ in range(20):
        if not await _is_taken(name, account["id"]):
            return name
        name = f"{name.partition(' · ')[0]} · {pseudonyms.mark(3)}"
    return name


async def _place(neighbourhood: int | None) -> str:
    found = await rows("SELECT name FROM neighbourhood WHERE id = {}", neighbourhood or 0)
    return str(found[0]["name"]) if found else ""


def _draw() -> str:
    noun = secrets.choice((*words.MASCULINE, *words.FEMININE))
    return words.agreed(noun, secrets.choice(words.QUALITIES))
