# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Roles: given and taken back by the office, read at every request, never deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from deliberation.actor import SYSTEM, Actor, Role
from deliberation.database import lock, rows, writing
from deliberation.errors import Invalid, NotFound
from deliberation.people import emails, rules
from deliberation.people.access.sessions import mark_stale
from deliberation.people.tables import Account
from deliberation.places import queries
from deliberation.records import journal, outbox

# Where a role holds: row id and slug of a neighbourhood, or the whole city.
Scope = tuple[int | None, str]
CITY: Scope = (None, "")

_GRANT = """
INSERT INTO role_grant (account, role, neighbourhood, granted_by, granted_at, revoked_by)
VALUES ({}, {}, {}, {}, {}, '') ON CONFLICT DO NOTHING RETURNING id
"""
_REVOKE = """
UPDATE role_grant SET revoked_at = {}, revoked_by = {}
WHERE account = {} AND role = {} AND revoked_at IS NULL AND coalesce(neighbourhood, 0) = {}
RETURNING id
"""
_OFFICES = """
SELECT DISTINCT g.account FROM role_grant g
JOIN account a ON a.id = g.account AND a.deleted_at IS NULL AND a.disabled_at IS NULL
WHERE g.role = 'office' AND g.revoked_at IS NULL AND a.id <> {}
"""
_OTHER_OFFICES = """
SELECT count(*) AS n FROM role_grant g
JOIN account a ON a.id = g.account AND a.deleted_at IS NULL AND a.disabled_at IS NULL
WHERE g.role = 'office' AND g.revoked_at IS NULL AND a.public_id <> {}
"""


async def appoint(actor: Actor, email: str, role: Role, scope: Sequence[Scope], *, at: datetime) -> int:
    """Give a role by the e-mail of an account: how many grants are new.

    Moderators get one grant a neighbourhood, or one for the whole city, which reaches every neighbourhood and what is
    of none; office and councillors have the whole city whatever `scope` says.
    """
    if refusal := rules.may_appoint(actor, role, len(scope)):
        raise refusal
    address = emails.normal(email)
    places = [CITY] if role is not Role.MODERATOR or CITY in scope else list(scope)
    async with writing():
        account = await Account.select().where(Account.email == address).first()
        if account is None or not account["email_confirmed_at"] or account["disabled_at"]:
            raise Invalid("roles.no_such_account", fields={"email": "roles.no_such_account"})
        new = [slug for place, slug in places if await grant(actor, account["id"], role, place, at=at)]
        if not new:
            return 0
        await outbox.queue("role-given", address, account["locale"], {"role": str(role)}, at=at)
        for slug in new:
            detail = {"role": str(role), "neighbourhood": slug}
            await journal.note(actor, "role.granted", "account", account["public_id"], detail, at=at)
    return len(new)


async def offices(besides: Actor = SYSTEM) -> list[int]:
    """Accounts (row ids) of the office that can sign in, to be told something."""
    found = await rows(_OFFICES, besides.id)
    return [int(row["account"]) for row in found]


async def scope_of(slug: str) -> Scope:
    """Where a moderator of the neighbourhood of this slug works. Raises NotFound."""
    place = await queries.neighbourhood(slug)
    return place.id, place.slug


async def grant(actor: Actor, account: int, role: Role, neighbourhood: int | None, *, at: datetime) -> bool:
    """Store a role; False when the account has it already. Call inside `writing()`."""
    if not await rows(_GRANT, account, str(role), neighbourhood, actor.public_id, at):
        return False
    await mark_stale(account)
    return True


async def revoke(actor: Actor, holder: str, role: Role, neighbourhood: str, *, at: datetime) -> None:
    """Take a role back from the account `holder` (public id); `neighbourhood` is a slug, or '' for the city."""
    place = (await queries.neighbourhood(neighbourhood)).id if neighbourhood else 0
    async with writing():
        others = await offices_besides(holder)
        account = await Account.select().where(Account.public_id == holder).first()
        if account is None:
            raise NotFound("account.unknown")
        if refusal := rules.may_revoke(actor, account["id"], role, others):
            raise refusal
        if not await rows(_REVOKE, at, actor.public_id, account["id"], str(role), place):
            raise NotFound("roles.not_held")
        await mark_stale(account["id"])
        await outbox.queue("role-taken", account["email"], account["locale"], {"role": str(role)}, at=at)
        detail = {"role": str(role), "neighbourhood": neighbourhood}
        await journal.note(actor, "role.revoked", "account", holder, detail, at=at)


async def offices_besides(holder: str) -> int:
    """How many of the office there would be without this account (public id); until the transaction ends, no fewer."""
    await lock("roles")
    return int((await rows(_OTHER_OFFICES, holder))[0]["n"])


async def move_grants(actor: Actor, closed: int, heirs: Sequence[int], *, at: datetime) -> None:
    """Roles in a neighbourhood that ends hold in its heirs. Call inside the `writing()` of the act."""
    held = await rows(
        "SELECT account, role FROM role_grant WHERE neighbourhood = {} AND revoked_at IS NULL ORDER BY id", closed
    )
    for row in held:
        await rows(_REVOKE, at, actor.public_id, row["account"], row["role"], closed)
        for heir in heirs:
            await grant(actor, row["account"], Role(row["role"]), heir, at=at)
