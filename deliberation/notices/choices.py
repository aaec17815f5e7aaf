# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a person wants to hear of votes and of what they follow: by mail and on the site, on the site alone, or not at
all; event by event."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from deliberation import keys
from deliberation.actor import Actor
from deliberation.database import rows, writing
from deliberation.errors import Invalid, NotFound

UNSUBSCRIBE = "unsubscribe"


class Event(StrEnum):
    """What is told of a vote."""

    OPENING = "opening"
    REMINDER = "reminder"
    RESULT = "result"


class Followed(StrEnum):
    """What is told of what somebody supports or follows."""

    NEWS = "news"


Told = Event | Followed
ALL: tuple[Told, ...] = (*Event, *Followed)


class Way(StrEnum):
    """How."""

    MAIL = "mail"
    SITE = "site"
    NONE = "none"


def wants_mail(event: Told) -> str:
    """SQL: whether an account `a` with its choices `c` (left join) takes this mail, and mails reach it."""
    return f"coalesce(c.{event}, 'mail') = 'mail' AND coalesce(c.unreachable, '') <> a.email"


def wants_word(event: Told) -> str:
    """SQL: whether an account with its choices `c` wants to be told on the site."""
    return f"coalesce(c.{event}, 'mail') <> 'none'"


async def own_choices(actor: Actor) -> dict[Told, Way]:
    """What the actor has chosen; by mail and on the site where nothing was."""
    found = await rows("SELECT opening, reminder, result, news FROM contact_choice WHERE account = {}", actor.id)
    return {event: Way(found[0][event]) if found else Way.MAIL for event in ALL}


async def choose(actor: Actor, chosen: Mapping[Told, Way]) -> None:
    """Keep the actor's choices. Raises Invalid choice.missing for an event without one."""
    if missing := [event for event in ALL if event not in chosen]:
        raise Invalid("choice.missing", fields={str(event): "choice.missing" for event in missing})
    async with writing():
        await _write(actor.id, **{str(event): str(way) for event, way in chosen.items()})


async def is_unreachable(address: str) -> bool:
    """Whether mails come back from the address of an account."""
    found = await rows(
        "SELECT 1 AS one FROM account a JOIN contact_choice c ON c.account = a.id AND c.unreachable = a.email "
        "WHERE a.email = {}",
        address,
    )
    return bool(found)


async def try_again(actor: Actor) -> None:
    """The actor says that the address is right: mails go there again."""
    async with writing():
        await rows("UPDATE contact_choice SET unreachable = '' WHERE account = {}", actor.id)


async def mark_unreachable(account: int, address: str) -> bool:
    """Note that nothing can be delivered to the address, in the transaction that is open; whether that was news.

    Without a day, and without what could not be delivered: nobody reads from it which mail it was.
    """
    found = await rows(
        "SELECT a.email, coalesce(c.unreachable, '') AS known FROM account a "
        "LEFT JOIN contact_choice c ON c.account = a.id WHERE a.id = {}",
        account,
    )
    if not found or found[0]["email"] != address or found[0]["known"] == address:
        return False
    await _write(account, unreachable=address)
    return True


def unsubscribe_path(account: int) -> str:
    """The page of one click that a mail names. Whoever reads the address learns nothing from it."""
    return f"/avvisi/disiscrivi/{keys.seal(UNSUBSCRIBE, account.to_bytes(8, 'big'))}"


def account_of(token: str) -> int:
    """Whose link this is. Raises NotFound for anything else."""
    text = keys.unsealed(UNSUBSCRIBE, token)
    if text is None:
        raise NotFound("unsubscribe.unknown")
    return int.from_bytes(text, "big")


async def unsubscribe(token: str) -> None:
    """No more mails about votes and what is followed: what came by mail is told on the site alone. Again is as once.

    Raises NotFound.
    """
    account = account_of(token)
    async with writing():
        if not await rows("SELECT 1 AS one FROM account WHERE id = {} AND deleted_at IS NULL", account):
            return
        await _write(account)
        for event in ALL:
            await rows(f"UPDATE contact_choice SET {event} = 'site' WHERE account = {{}} AND {event} = 'mail'", account)


async def _write(account: int, **values: str) -> None:
    """Only the columns that are named; a row of its own the first time."""
    await rows(
        "INSERT INTO contact_choice (account, opening, reminder, result, news, unreachable) "
        "VALUES ({}, 'mail', 'mail', 'mail', 'mail', '') ON CONFLICT (account) DO NOTHING",
        account,
    )
    for column, value in values.items():
        await rows(f"UPDATE contact_choice SET {column} = {{}} WHERE account = {{}}", value, account)
