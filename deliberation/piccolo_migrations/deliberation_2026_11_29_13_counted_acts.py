# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A town counts its comments, supports and accounts without reading every text."""

from deliberation.schema.additions import Additions, additions

ID = "2026-11-29T02:00:00:000013"

STATEMENTS = [
    "DROP INDEX comments_of_a_proposal",
    "CREATE INDEX comments_of_a_proposal ON comment (proposal, created_at, hidden_at, author, stance)",
    "CREATE INDEX supports_of_a_proposal ON support (proposal, created_at)",
    "CREATE INDEX accounts_of_a_place ON account (neighbourhood, verified_at) "
    "WHERE deleted_at IS NULL AND disabled_at IS NULL AND email_confirmed_at IS NOT NULL",
]


async def forwards() -> Additions:
    return additions(ID, "counted_acts", statements=STATEMENTS)
