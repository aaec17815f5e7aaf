# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The three acts on a frozen roll. No row goes: a struck right is suspended, and its ballot set aside (decision 5)."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from deliberation.actor import Actor
from deliberation.ballots import rights
from deliberation.ballots.corrections.queries import one_listed
from deliberation.ballots.corrections.rules import ACTS, Kind, Listed, may_be_corrected, reason_of
from deliberation.ballots.rights import Reason
from deliberation.ballots.roll import write_entries
from deliberation.ballots.seals import roll_seal
from deliberation.ballots.tables import RollCorrection, RollEntry
from deliberation.clock import age_on, in_rome
from deliberation.database import is_postgres, lock, rows, writing
from deliberation.notices.notices import tell
from deliberation.people.holding import ROLLS, held
from deliberation.people.roles import offices
from deliberation.records import journal, outbox


async def add(actor: Actor, slug: str, holder: str, reason: str, *, at: datetime) -> None:
    """Somebody (public id) whom the roll of that day would have held comes onto it, and is told.

    Raises what `rules.may_be_corrected` and `rules.reason_of` say, NotFound.
    """
    async with _correcting(actor, Kind.ADDED, slug, holder, at) as (one, account):
        await enter(actor, one, account, reason_of(reason), at=at)
        path = f"/consultazioni/{slug}/vota"
        await tell(one.account, "vote.added", {"title": one.title}, path, at=at)
        values = {"title": one.title, "path": path, "closes": one.closes_at.isoformat()}
        await outbox.queue("vote-added", one.email, one.locale, values, at=at)


async def strike(actor: Actor, slug: str, holder: str, reason: str, *, at: datetime) -> bool:
    """Somebody who should not stand on the roll votes no more, and a ballot already cast is set aside.

    Whether the person is told: not where the right rested already, of which they were told then.
    """
    async with _correcting(actor, Kind.STRUCK, slug, holder, at) as (one, _):
        await strike_out(actor, one, reason_of(reason), at=at)
    return not one.suspended_for


async def reinstate(actor: Actor, slug: str, holder: str, reason: str, *, at: datetime) -> bool:
    """A strike is taken back, with the ballot. Whether the right stands again: not where something else rests it."""
    async with _correcting(actor, Kind.REINSTATED, slug, holder, at) as (one, account):
        assert one.entry is not None
        why = reason_of(reason)
        if one.would_hold:
            await rights.reinstate(_right(one, Reason.STRUCK), at)
        else:
            await _rest_again(one, account)
        await _record(actor, one, Kind.REINSTATED, why, one.entry, at=at)
    return one.would_hold


async def enter(actor: Actor, one: Listed, account: dict[str, Any], reason: str, *, at: datetime) -> int:
    """The new line of the roll (its row id), and its record. Call under the locks of `rights.following`."""
    assert one.roll_frozen_at is not None
    age = age_on(account["birth_date"], in_rome(one.roll_frozen_at).date())
    entry = RollEntry(
        consultation=one.consultation,
        account=one.account,
        neighbourhood=account["neighbourhood"],
        age=age,
        added_at=at,
    )
    (number,) = await write_entries([entry])
    await _record(actor, one, Kind.ADDED, reason, number, at=at)
    return number


async def strike_out(actor: Actor, one: Listed, reason: str, *, at: datetime) -> None:
    """Suspend the right for good, whatever it was suspended for before. Call under the same locks."""
    assert one.entry is not None
    if one.suspended_for:
        await rows("UPDATE roll_entry SET suspended_for = {} WHERE id = {}", str(Reason.STRUCK), one.entry)
    else:
        await rights.suspend(_right(one, Reason.STRUCK), Reason.STRUCK, at)
    await _record(actor, one, Kind.STRUCK, reason, one.entry, rested_for=one.suspended_for, at=at)


@contextlib.asynccontextmanager
async def _correcting(
    actor: Actor, kind: Kind, slug: str, holder: str, at: datetime
) -> AsyncIterator[tuple[Listed, dict[str, Any]]]:
    """One transaction, under the locks of `rights.following` and in their order: ballots, closings and acts on the
    account wait or are waited for."""
    async with writing():
        await lock(ROLLS)
        if is_postgres():
            await rows("SELECT id FROM consultation WHERE slug = {} FOR SHARE", slug)
            await rows(
                "SELECT e.id FROM roll_entry e JOIN account a ON a.id = e.account "
                "JOIN consultation c ON c.id = e.consultation WHERE c.slug = {} AND a.public_id = {} FOR UPDATE OF e",
                slug,
                holder,
            )
        account = await held(holder)
        one = await one_listed(actor, slug, holder)
        if refusal := may_be_corrected(actor, kind, one, at):
            raise refusal
        yield one, account
        await tell_office(actor, one, at=at)


async def _rest_again(one: Listed, account: dict[str, Any]) -> None:
    """The strike is gone; what the account lacks rests the right as it did, or would have done meanwhile."""
    found = await rows(
        "SELECT rested_for FROM roll_correction WHERE roll_entry = {} AND kind = 'struck' ORDER BY id DESC LIMIT 1",
        one.entry,
    )
    meanwhile = Reason.DISABLED if account["disabled_at"] else Reason.CORRECTED
    before = found[0]["rested_for"] or str(meanwhile)
    await rows("UPDATE roll_entry SET suspended_for = {} WHERE id = {}", before, one.entry)


async def _record(
    actor: Actor, one: Listed, kind: Kind, reason: str, entry: int, *, rested_for: str = "", at: datetime
) -> None:
    """The office's list has the person; the journal has the reason and a fingerprint of the line."""
    made = RollCorrection(
        roll_entry=entry, kind=str(kind), reason=reason, made_by=actor.public_id, made_at=at, rested_for=rested_for
    )
    await RollCorrection.insert(made)
    line = (await rows("SELECT neighbourhood, age FROM roll_entry WHERE id = {}", entry))[0]
    seal = roll_seal([(one.holder, line["neighbourhood"], line["age"])])
    await journal.note(actor, ACTS[kind], "consultation", one.slug, {"reason": reason, "line": seal}, at=at)


async def tell_office(actor: Actor, one: Listed, *, at: datetime) -> None:
    """Four eyes, afterwards: who else works at the office is told, in the transaction of the act."""
    path = f"/gestione/consultazioni/{one.slug}/lista"
    for office in await offices(besides=actor):
        await tell(office, "roll.corrected", {"title": one.title}, path, at=at)


def _right(one: Listed, reason: Reason) -> dict[str, Any]:
    """As `rights` takes one."""
    return {
        "entry": one.entry,
        "account": one.account,
        "email": one.email,
        "locale": one.locale,
        "slug": one.slug,
        "title": one.title,
        "suspended_for": str(reason),
    }
