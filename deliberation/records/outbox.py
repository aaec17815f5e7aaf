# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Mails to send: written in the transaction of the act that causes them, sent later by a worker."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from deliberation.records import jobs
from deliberation.text import public_id

MAIL = "mail"


async def queue(
    kind: str,
    to: str,
    locale: str,
    parameters: Mapping[str, str],
    *,
    at: datetime,
    key: str | None = None,
    leaves_at: datetime | None = None,
) -> None:
    """Queue the mail of the folder `web/mail/<kind>/` for one address, to leave at once or at `leaves_at`.

    In the transaction that is open. With a `key`, at most once. A worker that dies just after the mail server has
    taken a mail leaves it to another, which sends it again: with the same `mark`, by which mailboxes drop the second.
    """
    payload = {"kind": kind, "to": to, "locale": locale, "parameters": dict(parameters), "mark": public_id(20)}
    await jobs.schedule(MAIL, payload, run_at=leaves_at or at, key=key, at=at)
