# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may write the comune's regulation, and from when a version may hold. Pure."""

from __future__ import annotations

from datetime import date

from deliberation.actor import Actor, Role
from deliberation.errors import NotAllowed

LONGEST_ARTICLE, LONGEST_REASON = 160, 500


def may_regulate(actor: Actor) -> NotAllowed | None:
    """The office of the whole city."""
    return None if actor.has_in(Role.OFFICE, None) else NotAllowed("settings.not_yours")


def faults(article: str, reason: str, valid_from: date | None, today: date) -> dict[str, str]:
    """What is wrong with a new version: field → code. It cannot hold for days that are past."""
    wrong = {}
    if len(article) > LONGEST_ARTICLE:
        wrong["article"] = "field.too_long"
    if not reason:
        wrong["reason"] = "regulation.reason"
    elif len(reason) > LONGEST_REASON:
        wrong["reason"] = "field.too_long"
    if valid_from is None:
        wrong["valid_from"] = "regulation.day"
    elif valid_from < today:
        wrong["valid_from"] = "regulation.past"
    return wrong
