# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What opens an account: a forgotten password, a new password, a new address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from deliberation.actor import VISITOR, Actor
from deliberation.database import writing
from deliberation.errors import Conflict, Invalid, NotAllowed, NotFound
from deliberation.people import accounts, emails
from deliberation.people.access import attempts, limits, links, passwords
from deliberation.people.access.links import Purpose
from deliberation.people.accounts import Entry
from deliberation.people.tables import Account
from deliberation.records import journal, outbox


async def ask_recovery(email: str, *, locale: str, next_path: str = "", origin: str = "", at: datetime) -> None:
    """Send a link to choose a new password; to an address without an account, a mail that says so.

    Never refused, whoever asked how often: an owner always holds a link that works. After four in an hour no other
    one is mailed, because those still work; mails to addresses without an account are fewer, and end without a word.
    """
    address = emails.normal(email)
    async with writing():
        account = await Account.select().where(Account.email == address).first()
        if account is None or not account["email_confirmed_at"] or account["disabled_at"]:
            if await _may_mail_stranger(address, origin, at=at):
                await outbox.queue("address-unknown", address, locale, {}, at=at)
            return
        if await links.are_enough(account["id"], Purpose.RECOVER, at=at):
            return
        token = await links.make(account["id"], Purpose.RECOVER, next_path=next_path, at=at)
        await outbox.queue("recover-password", address, account["locale"], {"path": f"/recupero/{token}"}, at=at)


async def _may_mail_stranger(address: str, origin: str, *, at: datetime) -> bool:
    """Whether one more mail may go to somebody who has no account here and perhaps asked for nothing."""
    limited = (
        ("mail/address-unknown", address, attempts.UNASKED_TO_ONE),
        ("mail/network", origin, attempts.UNASKED_FROM_ONE if origin else attempts.UNASKED_FROM_ALL),
        ("mail/everybody", "", attempts.UNASKED_FROM_ALL),
    )
    for what, whom, most in limited:
        if not await limits.is_within(what, whom, most, attempts.HOUR, at=at):
            return False
    return True


async def recover(
    token: str, password: str, browser: str, *, from_loopback: bool, devices: Sequence[str] = (), at: datetime
) -> Entry:
    """Choose a new password with a link: sessions, other links and recognised browsers end, a new session begins."""
    link = await links.look(token, Purpose.RECOVER, at=at)
    account = await Account.select().where(Account.id == link.account).first()
    if account is None or account["deleted_at"] or account["disabled_at"]:
        raise Conflict("account.gone")
    if account["is_demo"] and not from_loopback:
        raise NotAllowed("sign_in.demo_elsewhere")
    accounts.check_password(password, account["email"])
    password_hash = await passwords.hash_password(password)
    async with writing():
        await links.use(token, Purpose.RECOVER, at=at)
        entry = await _set_password(account, password_hash, browser, devices, at=at)
        await journal.note(VISITOR, "account.recovered", "account", account["public_id"], at=at)
    return replace(entry, next_path=link.next_path)


async def change_password(
    actor: Actor, old: str, new: str, browser: str, *, holder: str = "", devices: Sequence[str] = (), at: datetime
) -> Entry:
    """Choose another password: every other browser is signed out and recognised no more, this one comes in anew.

    `holder` is the session in which it is asked: wrong passwords slow down that one.
    """
    account = await _own(actor, old, holder, at=at)
    accounts.check_password(new, account["email"])
    password_hash = await passwords.hash_password(new)
    async with writing():
        entry = await _set_password(account, password_hash, browser, devices, at=at)
        await journal.note(actor, "account.password_changed", "account", actor.public_id, at=at)
    return entry


async def ask_move(actor: Actor, email: str, password: str, *, holder: str = "", at: datetime) -> None:
    """Ask to use another address: it changes when the link sent there is used; the old address is told at once.

    The answer is the same when the new address already has an account; then a mail there says so.
    """
    account = await _own(actor, password, holder, at=at)
    address = emails.normal(email)
    if address == account["email"]:
        raise Invalid("email.same", fields={"email": "email.same"})
    await limits.take(limits.key_of("move", actor.public_id), links.MOST_AN_HOUR, attempts.HOUR, at=at)
    async with writing():
        if await Account.exists().where(Account.email == address):
            if await limits.is_within("mail/address-known", address, attempts.UNASKED_TO_ONE, attempts.HOUR, at=at):
                await outbox.queue("address-known", address, account["locale"], {}, at=at)
        else:
            token = await links.make(actor.id, Purpose.MOVE, email=address, at=at)
            await outbox.queue("move-address", address, account["locale"], {"path": f"/conferma/{token}"}, at=at)
        await outbox.queue("move-asked", account["email"], account["locale"], {}, at=at)


async def _own(actor: Actor, password: str, holder: str, *, at: datetime) -> dict[str, Any]:
    """The actor's account, if they know its password."""
    found: dict[str, Any] | None = await Account.select().where(Account.id == actor.id).first()
    if found is None:
        raise NotFound("account.unknown")
    await accounts.ask_password(found, password, holder=holder or actor.public_id, at=at)
    return found


async def _set_password(
    account: dict[str, Any], password_hash: str, browser: str, devices: Sequence[str], *, at: datetime
) -> Entry:
    """Inside `writing()`."""
    done = (
        await Account.update({Account.password_hash: password_hash})
        .where((Account.id == account["id"]) & Account.disabled_at.is_null() & Account.deleted_at.is_null())
        .returning(Account.id)
    )
    if not done:
        raise Conflict("account.gone")
    await outbox.queue("password-changed", str(account["email"]), str(account["locale"]), {}, at=at)
    return await accounts.come_in_anew(account, browser, devices, at=at)
