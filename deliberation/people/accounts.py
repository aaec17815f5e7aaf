# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Accounts: registered with an address and a password, confirmed by a link, entered with the password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from deliberation.actor import COMMAND_LINE, VISITOR, Role
from deliberation.database import rows, writing
from deliberation.errors import Conflict, Invalid, NotAllowed
from deliberation.people import emails, links, passwords, pseudonyms, rules, sessions
from deliberation.people.links import Purpose
from deliberation.people.roles import grant
from deliberation.people.tables import Account
from deliberation.records import journal, outbox
from deliberation.text import public_id

UNCONFIRMED_KEPT = timedelta(days=30)
SET_UP_LINK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Entry:
    """A person came in: the session's token for the cookie, and where they were going."""

    token: str
    locale: str
    next_path: str = ""


@dataclass(frozen=True, slots=True)
class CreatedByCommand:
    """An account made at the command line; `set_up_path` is a one-time link when no password was given."""

    id: int
    public_id: str
    email: str
    set_up_path: str


async def register(email: str, password: str, *, locale: str, next_path: str = "", at: datetime) -> None:
    """Ask for an account. What happens is the same, and takes as long, whether the address has one or not.

    A link to confirm goes to a new address; a mail that says so goes to one that has an account. The password is kept
    with the link: whoever opens it confirms the password of that registration and of no other.
    """
    address = emails.normal(email)
    _check_password(password, address)
    password_hash = await passwords.hash_password(password)
    async with writing():
        account = await _account_for(address, locale, at=at)
        if account["email_confirmed_at"]:
            await outbox.queue("address-known", address, account["locale"], {}, at=at)
            return
        token = await links.make(
            account["id"], Purpose.CONFIRM, next_path=next_path, password_hash=password_hash, at=at
        )
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


async def confirm(token: str, browser: str, *, at: datetime) -> Entry:
    """Use the link of a registration or of a change of address. A registration's link signs in."""
    async with writing():
        link = await links.use(token, Purpose.CONFIRM, Purpose.MOVE, at=at)
        account = await Account.select().where(Account.id == link.account).first()
        if account is None or account["deleted_at"] or account["disabled_at"]:
            raise Conflict("account.gone")
        if link.purpose is Purpose.CONFIRM:
            changes = {Account.email_confirmed_at: at, Account.password_hash: link.password_hash}
            act = "account.confirmed"
        else:
            taken = await Account.exists().where((Account.email == link.email) & (Account.id != link.account))
            if taken:
                raise Conflict("email.taken")
            changes = {Account.email: link.email}
            act = "account.moved"
        await Account.update(changes).where(Account.id == link.account)  # type: ignore[arg-type]
        await links.revoke_all(link.account, at=at)
        await sessions.close_all(link.account)
        session = await sessions.open_session(link.account, browser, at=at)
        await journal.note(VISITOR, act, "account", account["public_id"], at=at)
    return Entry(session, account["locale"], link.next_path or ("/profilo" if link.purpose is Purpose.MOVE else ""))


async def sign_in(email: str, password: str, browser: str, *, from_loopback: bool, at: datetime) -> Entry:
    """Open a session. A wrong address and a wrong password give the same refusal after the same time."""
    try:
        address = emails.normal(email)
    except Invalid:
        address = ""
    account = await Account.select().where(Account.email == address).first() if address else None
    usable = account is not None and account["email_confirmed_at"] and not account["deleted_at"]
    stored = account["password_hash"] if account is not None and usable else ""
    if len(password) > rules.LONGEST_PASSWORD or not await passwords.matches(stored, password) or account is None:
        raise Invalid("sign_in.wrong")
    if account["disabled_at"]:
        raise NotAllowed("sign_in.disabled")
    if account["is_demo"] and not from_loopback:
        raise NotAllowed("sign_in.demo_elsewhere")
    renewed = await passwords.hash_password(password) if passwords.is_outdated(stored) else stored
    async with writing():
        if renewed != stored:
            await Account.update({Account.password_hash: renewed}).where(
                (Account.id == account["id"]) & (Account.password_hash == stored)
            )
        token = await sessions.open_session(account["id"], browser, at=at)
    return Entry(token, account["locale"])


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
        _check_password(password, address)
        password_hash = await passwords.hash_password(password)
    async with writing():
        account = await _account_for(address, locale, at=at)
        if account["email_confirmed_at"]:
            raise Conflict("email.taken")
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


def _check_password(password: str, address: str) -> None:
    if fault := rules.password_fault(password, address):
        raise Invalid(fault, fields={"password": fault})


async def forget_unconfirmed(*, at: datetime) -> None:
    """Drop registrations that nobody confirmed in a month, and links that ended more than a day ago."""
    async with writing():
        await rows("DELETE FROM one_time_link WHERE expires_at < {}", at - timedelta(days=1))
        await rows(
            "DELETE FROM account WHERE email_confirmed_at IS NULL AND deleted_at IS NULL AND created_at < {} "
            "AND NOT EXISTS (SELECT 1 FROM one_time_link l WHERE l.account = account.id)",
            at - UNCONFIRMED_KEPT,
        )
