# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Accounts: registered with an address and a password, confirmed by a link, entered with the password."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from deliberation.actor import COMMAND_LINE, VISITOR, Role
from deliberation.database import rows, writing
from deliberation.errors import Conflict, Invalid, NotAllowed
from deliberation.people import emails, pseudonyms, rules
from deliberation.people.access import attempts, delays, limits, links, passwords, sessions, warnings
from deliberation.people.access import devices as recognised
from deliberation.people.access.links import Purpose
from deliberation.people.roles import grant
from deliberation.people.tables import Account
from deliberation.records import journal, outbox
from deliberation.text import public_id

UNCONFIRMED_KEPT = timedelta(days=30)
SET_UP_LINK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Entry:
    """A person came in: the session's token and the device's tokens for the cookies, and where they were going."""

    token: str
    locale: str
    next_path: str = ""
    devices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CreatedByCommand:
    """An account made at the command line; `set_up_path` is a one-time link when no password was given."""

    id: int
    public_id: str
    email: str
    set_up_path: str


async def register(email: str, *, locale: str, next_path: str = "", origin: str = "", at: datetime) -> None:
    """Ask for an account. What happens is the same, and takes as long, whether the address has one or not.

    A link goes to a new address; a mail that says so goes to one that has an account. The password is chosen after
    the link, by whoever reads the address's mail: who registers the address of somebody else gets nothing by it.
    Raises TooMany to a network that asks too much. To one address only so many mails go in an hour.
    """
    address = emails.normal(email)
    await delays.admit(attempts.of_registration(origin), "registration.wait", at=at)
    async with writing():
        account = await _account_for(address, locale, at=at)
        if account["email_confirmed_at"]:
            if await limits.is_within("mail/address-known", address, attempts.UNASKED_TO_ONE, attempts.HOUR, at=at):
                await outbox.queue("address-known", address, account["locale"], {}, at=at)
            return
        if await links.are_enough(account["id"], Purpose.CONFIRM, at=at):
            return
        token = await links.make(account["id"], Purpose.CONFIRM, next_path=next_path, at=at)
        await outbox.queue("confirm-address", address, locale, {"path": f"/conferma/{token}"}, at=at)


async def _account_for(address: str, locale: str, *, at: datetime) -> dict[str, Any]:
    """The account of an address, made now if there is none: one row however many ask at once."""
    fresh = Account(
        public_id=public_id(), email=address, pseudonym=await pseudonyms.a_free_one(), locale=locale, created_at=at
    )
    await Account.insert(fresh).on_conflict(target=Account.email, action="DO NOTHING")
    found: dict[str, Any] | None = await Account.select().where(Account.email == address).first()
    if found is None:
        raise Conflict("account.gone")
    return found


async def confirm(token: str, password: str, browser: str, *, devices: Sequence[str] = (), at: datetime) -> Entry:
    """Use the link of a registration, choosing the password, or that of a change of address, giving it. Signs in.

    The password is what keeps somebody else's account from being moved to this address, or made for it, by a press on
    a button. A refused one does not use the link up.
    """
    link = await links.look(token, Purpose.CONFIRM, Purpose.MOVE, at=at)
    account = await Account.select().where(Account.id == link.account).first()
    if account is None or account["deleted_at"] or account["disabled_at"]:
        raise Conflict("account.gone")
    changes: dict[Any, Any]
    if link.purpose is Purpose.CONFIRM:
        check_password(password, str(account["email"]))
        changes = {Account.email_confirmed_at: at, Account.password_hash: await passwords.hash_password(password)}
    else:
        await ask_password(account, password, holder=token, at=at)
        changes = {Account.email: link.email}
    async with writing():
        await links.use(token, link.purpose, at=at)
        if link.purpose is Purpose.MOVE and await Account.exists().where(
            (Account.email == link.email) & (Account.id != link.account)
        ):
            raise Conflict("email.taken")
        done = (
            await Account.update(changes)
            .where((Account.id == link.account) & Account.disabled_at.is_null() & Account.deleted_at.is_null())
            .returning(Account.id)
        )
        if not done:
            raise Conflict("account.gone")
        entry = await come_in_anew(account, browser, devices, at=at)
        act = "account.confirmed" if link.purpose is Purpose.CONFIRM else "account.moved"
        await journal.note(VISITOR, act, "account", account["public_id"], at=at)
    return replace(entry, next_path=link.next_path or ("/profilo" if link.purpose is Purpose.MOVE else ""))


async def come_in_anew(account: Mapping[str, Any], browser: str, devices: Sequence[str], *, at: datetime) -> Entry:
    """What opens an account has changed: every link, session and recognised browser ends, and this one comes in.

    Call inside `writing()`.
    """
    number = int(account["id"])
    await links.revoke_all(number, at=at)
    await sessions.close_all(number)
    await recognised.forget(number)
    session = await sessions.open_session(number, browser, at=at)
    return Entry(session, str(account["locale"]), devices=await recognised.renew(devices, number, at=at))


async def ask_password(account: Mapping[str, Any], password: str, *, holder: str, at: datetime) -> None:
    """Let whoever is in already give the account's password again. `holder` names their session or link: it is what
    waits after wrong ones, and nobody else."""
    paces = attempts.of_password(holder)
    await delays.admit(paces, "password.wait", at=at)
    known = len(password) <= rules.LONGEST_PASSWORD
    if not known or not await passwords.matches(str(account["password_hash"]), password):
        raise Invalid("password.wrong", fields={"password": "password.wrong"})
    await delays.forgive(paces, at=at)


async def sign_in(
    email: str,
    password: str,
    browser: str,
    *,
    from_loopback: bool,
    devices: Sequence[str] = (),
    origin: str = "",
    at: datetime,
) -> Entry:
    """Open a session. A wrong address and a wrong password give the same refusal after the same time, and TooMany
    after as many of them. `devices` are the tokens by which the browser may be recognised, `origin` its network."""
    address = emails.as_typed(email)
    account = await Account.select().where(Account.email == address).first()
    usable = account is not None and account["email_confirmed_at"] and not account["deleted_at"]
    device = await recognised.recognised(devices, account["id"] if account is not None else 0, at=at)
    paces = attempts.of_sign_in(address, origin, device)
    failures = await delays.admit(paces, "sign_in.wait", at=at)
    stored = account["password_hash"] if account is not None and usable else ""
    if len(password) > rules.LONGEST_PASSWORD or not await passwords.matches(stored, password) or account is None:
        if failures.get(attempts.account_key(address), 0) >= attempts.WARNS_AT:
            await warnings.ask(address, at=at)
        raise Invalid("sign_in.wrong")
    await delays.forgive(paces, at=at)
    if account["disabled_at"]:
        raise NotAllowed("sign_in.disabled")
    if account["is_demo"] and not from_loopback:
        raise NotAllowed("sign_in.demo_elsewhere")
    renewed = await passwords.hash_password(password) if passwords.is_outdated(stored) else stored
    async with writing():
        # the password may have changed, or the account may have been suspended, while this one was checked
        same = (
            await Account.update({Account.password_hash: renewed})
            .where((Account.id == account["id"]) & (Account.password_hash == stored) & Account.disabled_at.is_null())
            .returning(Account.id)
        )
        if not same:
            raise Invalid("sign_in.wrong")
        token = await sessions.open_session(account["id"], browser, at=at)
        tokens = await recognised.renew(devices, account["id"], at=at)
    return Entry(token, account["locale"], devices=tokens)


async def speak(account: int, locale: str) -> None:
    """Remember the language in which a person reads the site and gets mails."""
    async with writing():
        await Account.update({Account.locale: locale}).where(Account.id == account)


async def create_by_command(
    email: str, password: str | None, role: Role | None, *, at: datetime, locale: str = "it"
) -> CreatedByCommand:
    """Make a confirmed account at the command line (the first of the office). Raises Conflict when there is one.

    Without a password the path of a one-time link comes back, good for a week, on which the person chooses one.
    """
    address = emails.normal(email)
    password_hash = ""
    if password is not None:
        check_password(password, address)
        password_hash = await passwords.hash_password(password)
    async with writing():
        account = await _account_for(address, locale, at=at)
        if account["email_confirmed_at"]:
            raise Conflict("account.exists")
        number, name = int(str(account["id"])), str(account["public_id"])
        await Account.update({Account.email_confirmed_at: at, Account.password_hash: password_hash}).where(
            Account.id == number
        )
        await links.revoke_all(number, at=at)
        path = ""
        if password is None:
            path = f"/recupero/{await links.make(number, Purpose.RECOVER, lifetime=SET_UP_LINK, at=at)}"
        if role is not None:
            await grant(COMMAND_LINE, number, role, None, at=at)
        detail = {"role": str(role)} if role else {}
        await journal.note(COMMAND_LINE, "account.created", "account", name, detail, at=at)
    return CreatedByCommand(number, name, address, path)


def check_password(password: str, address: str, field: str = "new_password") -> None:
    """Refuse a password that is too easy to guess."""
    if fault := rules.password_fault(password, address):
        raise Invalid(fault, fields={field: fault})


async def forget_unconfirmed(*, at: datetime) -> None:
    """Drop registrations that nobody confirmed in a month, and links that ended more than a day ago."""
    async with writing():
        await rows("DELETE FROM one_time_link WHERE expires_at < {}", at - timedelta(days=1))
        await rows(
            "DELETE FROM account WHERE email_confirmed_at IS NULL AND deleted_at IS NULL AND created_at < {} "
            "AND NOT EXISTS (SELECT 1 FROM one_time_link l WHERE l.account = account.id)",
            at - UNCONFIRMED_KEPT,
        )
