# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Notices: what an account should know, told in the program and read there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from deliberation.actor import Actor
from deliberation.database import is_postgres, rows, writing
from deliberation.errors import NotFound
from deliberation.notices.kinds import KINDS
from deliberation.notices.tables import Notice
from deliberation.text import public_id
from voting.canonical import canonical_json


async def tell(account: int, kind: str, parameters: Mapping[str, object], path: str, *, at: datetime) -> None:
    """Tell an account something. `kind`, one of KINDS, chooses the words; `path` is where to look."""
    if kind not in KINDS:
        raise ValueError(f"no kind of notice: {kind}")
    async with writing():
        await Notice.insert(
            Notice(
                public_id=public_id(),
                account=account,
                kind=kind,
                parameters=canonical_json(dict(parameters)),
                path=path,
                created_at=at,
            )
        )


async def tell_many(
    kind: str, parameters: Mapping[str, object], path: str, accounts: str, *values: Any, at: datetime
) -> None:
    """Tell every account of a query (SQL after FROM, of an account `a`) something, in one statement."""
    if kind not in KINDS:
        raise ValueError(f"no kind of notice: {kind}")
    drawn = "substr(replace(gen_random_uuid()::text, '-', ''), 1, 20)" if is_postgres() else "hex(randomblob(10))"
    async with writing():
        await rows(
            "INSERT INTO notice (public_id, account, kind, parameters, path, created_at) "
            f"SELECT lower({drawn}), a.id, {{}}, {{}}, {{}}, {{}} FROM {accounts}",
            kind,
            canonical_json(dict(parameters)),
            path,
            at,
            *values,
        )


async def open_notice(actor: Actor, notice: str, *, at: datetime) -> str:
    """Mark one of the actor's notices as read; the path where it leads."""
    async with writing():
        found = await rows(
            "UPDATE notice SET read_at = coalesce(read_at, {}) WHERE public_id = {} AND account = {} RETURNING path",
            at,
            notice,
            actor.id,
        )
    if not found:
        raise NotFound("notice.unknown")
    return str(found[0]["path"])


async def mark_all_read(actor: Actor, *, at: datetime) -> None:
    """Mark all of the actor's notices as read."""
    async with writing():
        await rows("UPDATE notice SET read_at = {} WHERE account = {} AND read_at IS NULL", at, actor.id)
