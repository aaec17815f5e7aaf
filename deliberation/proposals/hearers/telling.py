# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Telling: a notice to everybody who hears of a proposal, a mail to its author, to who supports it and who follows it.

Who follows its consultation or its neighbourhood reads it on the site alone. Nobody is told twice of one act: the
mails go by row ids, and how far they went is written in the transaction that queues them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from deliberation.consultations.states import PUBLIC_STATES
from deliberation.database import lock, rows, writing
from deliberation.notices.choices import Followed, unsubscribe_path, wants_mail, wants_word
from deliberation.notices.notices import tell_many
from deliberation.proposals.hearers.tables import Telling
from deliberation.records import jobs, outbox
from voting.canonical import canonical_json

TELL = "proposal-news"  # the job that queues mails, some at a time
MAILS_AT_ONCE = 100
# Accounts by the row id of a proposal; UNION: each of them once.
_NEAR = (
    "SELECT author AS account FROM proposal WHERE id = {} AND author IS NOT NULL "
    "UNION SELECT account FROM support WHERE proposal = {} "
    "UNION SELECT account FROM asked_support WHERE proposal = {} "
    "UNION SELECT f.account FROM follow f JOIN proposal p ON f.subject_kind = 'proposal' AND f.subject = p.public_id "
    "WHERE p.id = {}"
)
_FAR = (
    "UNION SELECT f.account FROM proposal p JOIN consultation k ON k.id = p.consultation "
    "JOIN follow f ON f.subject_kind = 'consultation' AND f.subject = k.slug WHERE p.id = {} "
    "UNION SELECT f.account FROM proposal p JOIN neighbourhood n ON n.id = p.neighbourhood "
    "JOIN follow f ON f.subject_kind = 'neighbourhood' AND f.subject = n.slug WHERE p.id = {}"
)
_OF_ACCOUNTS = "account a JOIN ({who}) h ON h.account = a.id LEFT JOIN contact_choice c ON c.account = a.id"


async def tell_hearers(proposal: int, public_id: str, act: str, parameters: Mapping[str, str], *, at: datetime) -> None:
    """Tell of an act, in the transaction that is open. `act` is the notice's kind ("answer.taken"); its mail is the
    folder "answer-taken". Three statements, however many hear of it."""
    path = f"/proposte/{public_id}"
    everybody = _OF_ACCOUNTS.format(who=f"{_NEAR} {_FAR}")
    await tell_many(
        act,
        parameters,
        path,
        f"{everybody} WHERE a.deleted_at IS NULL AND {wants_word(Followed.NEWS)}",
        *[proposal] * 6,
        at=at,
    )
    told = await Telling.insert(
        Telling(
            proposal=proposal,
            kind=act.replace(".", "-"),
            parameters=canonical_json({**parameters, "path": path}),
            created_at=at,
        )
    )
    await jobs.schedule(TELL, {"telling": told[0]["id"]}, run_at=at, key=None, at=at)


async def mail_hearers(payload: Mapping[str, Any], at: datetime) -> None:
    """Queue the mails to the next who hear of it; a job for the rest. Once each, also when the job runs again."""
    async with writing():
        await lock(f"telling:{payload['telling']}")
        found = await rows(
            "SELECT t.id, t.proposal, t.kind, t.parameters, t.reached, p.hidden_at, p.state FROM telling t "
            "JOIN proposal p ON p.id = t.proposal WHERE t.id = {}",
            payload["telling"],
        )
        if not found:
            return
        told = found[0]
        is_public = told["hidden_at"] is None and told["state"] in PUBLIC_STATES
        some = await _next(told["proposal"], told["reached"]) if is_public else []
        for row in some:
            words = {**json.loads(told["parameters"]), "unsubscribe": unsubscribe_path(row["id"])}
            await outbox.queue(told["kind"], row["email"], row["locale"], words, at=at)
        if len(some) < MAILS_AT_ONCE:
            await Telling.delete().where(Telling.id == told["id"])
            return
        await Telling.update({Telling.reached: some[-1]["id"]}).where(Telling.id == told["id"])
        await jobs.schedule(TELL, payload, run_at=at, key=None, at=at)


async def _next(proposal: int, reached: int) -> list[dict[str, Any]]:
    near = _OF_ACCOUNTS.format(who=_NEAR)
    return await rows(
        f"SELECT a.id, a.email, a.locale FROM {near} WHERE a.id > {{}} AND a.deleted_at IS NULL "
        f"AND a.disabled_at IS NULL AND a.email_confirmed_at IS NOT NULL AND {wants_mail(Followed.NEWS)} "
        f"ORDER BY a.id LIMIT {MAILS_AT_ONCE}",
        *[proposal] * 4,
        reached,
    )
