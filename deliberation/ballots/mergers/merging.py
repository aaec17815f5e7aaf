# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Making two accounts one, and taking that back: each a transaction in which rights, writings and names move together.

The account that goes stays as a row without anything personal: closed votes and rolls name it.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import datetime
from typing import Any

from deliberation.actor import Actor
from deliberation.ballots import rights
from deliberation.ballots.corrections import corrections
from deliberation.ballots.corrections.queries import one_listed
from deliberation.ballots.corrections.rules import Kind, may_be_corrected
from deliberation.ballots.mergers import belongings, rules
from deliberation.ballots.mergers.rules import Vote
from deliberation.ballots.mergers.sides import side
from deliberation.ballots.rights import Reason
from deliberation.database import lock, rows, writing
from deliberation.errors import NotFound
from deliberation.notices.notices import tell
from deliberation.people.access import devices, links, sessions
from deliberation.people.holding import held
from deliberation.people.identity import joining, names
from deliberation.records import journal, outbox

MERGED = "Unione di due account della stessa persona"
DIVIDED = "Divisione di due account che erano stati uniti"


async def merge(actor: Actor, kept: str, dropped: str, *, email_of: str, at: datetime) -> str:
    """The account `dropped` goes into `kept` (public ids); `email_of` says whose address and password remain.

    The id of the merger comes back, with which it can be undone for a month. Raises what `rules.may_merge` says.
    """
    async with _both(kept, dropped, at):
        sides = await side(kept, at=at), await side(dropped, at=at)
        if refusal := rules.may_merge(actor, *sides):
            raise refusal
        one, other = await held(kept), await held(dropped)
        memory: dict[str, Any] = {"kept": joining.values(one), "dropped": joining.values(other)}
        await rights.end_rights(dropped, Reason.MERGED, at=at)
        memory |= await belongings.move(one["id"], other["id"])
        await joining.empty(other, at)
        await names.leave_all(other, to=one["id"], at=at)
        memory["after"] = await joining.fill(one, other, takes_door=email_of == dropped, at=at)
        memory["entered"] = await _enter(actor, kept, rules.rights_lost(*sides), at)
        for account in (one, other):
            await _sign_out(account["id"], at)
        merger = await joining.record(actor, one["id"], other["id"], memory, at=at)
        await _tell(one, other, "account.merged", memory["after"]["email"], at)
        await _note_verifications(actor, one, other, memory["after"], at)
        detail = {"merged": dropped, "moved": belongings.numbers(memory)}
        await journal.note(actor, "account.merged", "account", kept, detail, at=at)
    return merger


async def undo(actor: Actor, merger: str, *, at: datetime) -> tuple[str, str]:
    """The two accounts are two again, as they were: the public ids of the kept one and of the one that is back."""
    found = await rows(
        "SELECT m.id, m.merged_at, m.memory, m.undone_at, k.public_id AS kept, d.public_id AS dropped, d.id AS number "
        "FROM account_merger m JOIN account k ON k.id = m.kept JOIN account d ON d.id = m.dropped "
        "WHERE m.public_id = {}",
        merger,
    )
    if not found:
        raise NotFound("merge.unknown")
    row = found[0]
    async with _both(row["kept"], row["dropped"], at):
        one = await held(row["kept"])
        done = await rows(
            "UPDATE account_merger SET undone_at = {}, undone_by = {}, memory = {} WHERE id = {} "
            "AND undone_at IS NULL RETURNING id",
            at,
            actor.public_id,
            rules.FORGOTTEN,
            row["id"],
        )
        memory = json.loads(row["memory"])
        if refusal := rules.may_undo(actor, one["id"], row["merged_at"], bool(memory and done), at):
            raise refusal
        await joining.check_unchanged(one, row["number"], memory)
        await _strike(actor, row["kept"], memory.get("entered", ()), at)
        await belongings.move_back(one["id"], row["number"], memory)
        await joining.restore(one, row["number"], memory, at)
        for account in (one["id"], row["number"]):
            await _sign_out(account, at)
        other = await held(row["dropped"])
        await _tell(one, other, "account.unmerged", memory["kept"]["email"], at)
        for name, before, now in ((row["kept"], one, memory["kept"]), (row["dropped"], {}, memory["dropped"])):
            if now["verified_at"] and not before.get("verified_at"):
                await journal.note(actor, "residence.verified", "account", name, {"unmerged": True}, at=at)
            elif before.get("verified_at") and not now["verified_at"]:
                act = "residence.verification_withdrawn"
                await journal.note(actor, act, "account", name, {"reason": "unmerged"}, at=at)
        await journal.note(actor, "account.unmerged", "account", row["kept"], {"merged": row["dropped"]}, at=at)
    return row["kept"], row["dropped"]


async def forget(*, at: datetime) -> None:
    """What undoing needs, addresses among it, is kept no longer than undoing is possible."""
    async with writing():
        await rows(
            "UPDATE account_merger SET memory = {} WHERE merged_at < {} AND memory <> {}",
            rules.FORGOTTEN,
            at - rules.UNDOABLE,
            rules.FORGOTTEN,
        )


@contextlib.asynccontextmanager
async def _both(kept: str, dropped: str, at: datetime) -> AsyncIterator[None]:
    """One transaction with what happens to the rights of both."""
    async with rights.following(kept, Reason.CORRECTED, at=at), rights.following(dropped, Reason.MERGED, at=at):
        await lock("identity")
        yield


async def _enter(actor: Actor, kept: str, votes: Iterable[Vote], at: datetime) -> list[str]:
    """The one right of the person, where only the account that goes had it, is the kept account's if the roll would
    have held that: a correction of the roll. The votes' slugs come back."""
    entered = []
    for vote in votes:
        one = await one_listed(actor, vote.slug, kept)
        if one.may_be is Kind.ADDED:
            await corrections.enter(actor, one, await held(kept), MERGED, at=at)
            await corrections.tell_office(actor, one, at=at)
            entered.append(vote.slug)
    return entered


async def _strike(actor: Actor, kept: str, slugs: Iterable[str], at: datetime) -> None:
    """What the merger gave goes with it, where people still vote; the account that is back has its right again."""
    for slug in slugs:
        one = await one_listed(actor, slug, kept)
        if may_be_corrected(actor, Kind.STRUCK, one, at) is None:
            await corrections.strike_out(actor, one, DIVIDED, at=at)
            await corrections.tell_office(actor, one, at=at)


async def _sign_out(account: int, at: datetime) -> None:
    await sessions.close_all(account)
    await devices.forget(account)
    await links.revoke_all(account, at=at)


async def _tell(one: Mapping[str, Any], other: Mapping[str, Any], act: str, remains: str, at: datetime) -> None:
    """In the program and at both addresses: whichever of the two was not this person's hears of it."""
    await tell(one["id"], act, {}, "/profilo", at=at)
    for account in (one, other):
        parameters = {"remains": remains, "path": "/accesso"}
        await outbox.queue(act.replace(".", "-"), account["email"], account["locale"], parameters, at=at)


async def _note_verifications(
    actor: Actor, one: Mapping[str, Any], other: Mapping[str, Any], after: Mapping[str, Any], at: datetime
) -> None:
    if other["verified_at"]:
        reason = {"reason": "merged"}
        await journal.note(actor, "residence.verification_withdrawn", "account", other["public_id"], reason, at=at)
    if after["verified_at"] and not one["verified_at"]:
        await journal.note(actor, "residence.verified", "account", one["public_id"], {"merged": True}, at=at)
