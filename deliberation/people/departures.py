# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Leaving: what is personal goes at once, with name and fiscal code's hash; what others answered to stays, unsigned."""

from __future__ import annotations

from datetime import datetime

from deliberation.actor import Actor
from deliberation.database import rows, writing
from deliberation.errors import NotFound
from deliberation.people import pseudonyms, rules
from deliberation.people.accounts import ask_password
from deliberation.people.identity import names
from deliberation.people.identity.persons import forget_person
from deliberation.people.roles import offices_besides
from deliberation.people.tables import Account
from deliberation.records import enclosures, journal


async def delete_own(actor: Actor, password: str, *, holder: str = "", at: datetime) -> None:
    """Delete one's account and drafts. Proposals, comments and ballots stay, signed 'Account eliminato'."""
    account = await Account.select().where(Account.id == actor.id).first()
    if account is None:
        raise NotFound("account.unknown")
    await ask_password(account, password, holder=holder or actor.public_id, at=at)
    async with writing():
        if refusal := rules.may_delete_own_account(actor, await offices_besides(actor.public_id)):
            raise refusal
        await Account.update(
            {
                Account.email: f"deleted:{actor.public_id}",
                Account.password_hash: "",
                Account.pseudonym: pseudonyms.DELETED,
                Account.birth_date: None,
                Account.street: None,
                Account.neighbourhood: None,
                Account.civic_number: None,
                Account.civic_suffix: "",
                Account.declared_at: None,
                Account.verified_at: None,
                Account.public_name: "",
                Account.name_kind: "place",
                Account.shows_place: False,
                Account.deleted_at: at,
            }
        ).where(Account.id == actor.id)
        await forget_person(actor.id, at=at)
        await names.leave_all(account, at=at)
        await rows("UPDATE account_merger SET memory = {} WHERE kept = {}", "{}", actor.id)
        await rows(
            "UPDATE role_grant SET revoked_at = {}, revoked_by = {} WHERE account = {} AND revoked_at IS NULL",
            at,
            actor.public_id,
            actor.id,
        )
        held_in = ("session", "device", "one_time_link", "notice", "contact_choice", "letter", "follow")
        for table in (*held_in, "register_match", "self_declaration"):
            await rows(f"DELETE FROM {table} WHERE account = {{}}", actor.id)
        await enclosures.leave(actor.public_id)
        await rows("DELETE FROM proposal WHERE author = {} AND state = 'draft'", actor.id)
        await journal.note(actor, "account.deleted", "account", actor.public_id, at=at)
