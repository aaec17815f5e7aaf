# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What opens an account: a forgotten password, a new password, a new address."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from deliberation.actor import VISITOR, Actor
from deliberation.database import writing
from deliberation.errors import Conflict, Invalid, NotAllowed
from deliberation.people import emails, links, passwords, rules, sessions
from deliberation.people.accounts import Entry
from deliberation.people.links import Purpose
from deliberation.people.tables import Account
from deliberation.records import journal, outbox


async def ask_recovery(email: str, *, locale: str, next_path: str = "", at: datetime) -> None:
    """Send a link to choose a new password; to an address without an account, a mail that says so."""
    address = emails.normal(email)
    async with writing():
        account = await Account.select().where(Account.email == address).first()
        if account is None or not account["email_confirmed_at"] or account["disabled_at"]:
            await outbox.queue("address-unknown", address, locale, {}, at=at)
            return
        token = await links.make(account["id"], Purpose.RECOVER, next_path=next_path, at=at)
        await outbox.queue("recover-password", address, account["locale"], {"path": f"/recupero/{token}"}, at=at)


async def recover(token: str, password: str, browser: str, *, from_loopback: bool, at: datetime) -> Entry:
    """Choose a new password with a link: all sessions and all other links end, a new session begins."""
    link = await links.look(token, Purpose.RECOVER, at=at)
    account = await Account.select().where(Account.id == link.account).first()
    if account is None or account["deleted_at"] or account["disabled_at"]:
        raise Conflict("account.gone")
    if account["is_demo"] and not from_loopback:
        raise NotAllowed("sign_in.demo_elsewhere")
    password_hash = await _new_hash(password, account["email"])
    async with writing():
        await links.use(token, Purpose.RECOVER, at=at)
        await _set_password(account, password_hash, at=at)
        session = await sessions.open_session(link.account, browser, at=at)
        await journal.note(VISITOR, "account.recovered", "account", account["public_id"], at=at)
    return Entry(session, account["locale"], link.next_path)


async def change_password(actor: Actor, old: str, new: str, browser: str, *, at: datetime) -> Entry:
    """Choose another password: every other browser is signed out, this one gets a new session."""
    account = await _own(actor, old)
    password_hash = await _new_hash(new, account["email"])
    async with writing():
        await _set_password(account, password_hash, at=at)
        session = await sessions.open_session(actor.id, browser, at=at)
        await journal.note(actor, "account.password_changed", "account", actor.public_id, at=at)
    return Entry(session, account["locale"])


async def ask_move(actor: Actor, email: str, password: str, *, at: datetime) -> None:
    """Ask to use another address: it changes when the link sent there is used; the old address is told at once.

    The answer is the same when the new address already has an account; then a mail there says so.
    """
    account = await _own(actor, password)
    address = emails.normal(email)
    if address == account["email"]:
        raise Invalid("email.same", fields={"email": "email.same"})
    async with writing():
        if await Account.exists().where(Account.email == address):
            await outbox.queue("address-known", address, account["locale"], {}, at=at)
        else:
            token = await links.make(actor.id, Purpose.MOVE, email=address, at=at)
            await outbox.queue("move-address", address, account["locale"], {"path": f"/conferma/{token}"}, at=at)
        await outbox.queue("move-asked", account["email"], account["locale"], {}, at=at)


async def _own(actor: Actor, password: str) -> dict[str, Any]:
    """The actor's account, if they know its password."""
    found: dict[str, Any] | None = await Account.select().where(Account.id == actor.id).first()
    known = len(password) <= rules.LONGEST_PASSWORD
    if found is None or not known or not await passwords.matches(str(found["password_hash"]), password):
        raise Invalid("password.wrong", fields={"password": "password.wrong"})
    return found


async def _new_hash(password: str, address: object) -> str:
    if fault := rules.password_fault(password, str(address)):
        raise Invalid(fault, fields={"new_password": fault})
    return await passwords.hash_password(password)


async def _set_password(account: dict[str, Any], password_hash: str, *, at: datetime) -> None:
    number = int(str(account["id"]))
    await Account.update({Account.password_hash: password_hash}).where(Account.id == number)
    await links.revoke_all(number, at=at)
    await sessions.close_all(number)
    await outbox.queue("password-changed", str(account["email"]), str(account["locale"]), {}, at=at)
