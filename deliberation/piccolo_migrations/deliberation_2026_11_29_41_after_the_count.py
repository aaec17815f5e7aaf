# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What comes after a count: findings, and files of minutes, which results that are public already get as well."""

from piccolo.columns import Boolean, ForeignKey, OnDelete, Text, Varchar
from piccolo.table import Table

from deliberation.schema.additions import Additions, additions, existing

ID = "2026-11-29T02:00:00:000041"
Tally, Consultation, Attachment = existing("Tally"), existing("Consultation"), existing("Attachment")


class Finding(Table):
    tally = ForeignKey(references=Tally, on_delete=OnDelete.cascade, null=False)
    found = Text(default="{}")
    is_whole = Boolean(default=False)


class MinutesFile(Table):
    consultation = ForeignKey(references=Consultation, on_delete=OnDelete.cascade, null=False)
    digest = Varchar(length=64)
    locale = Varchar(length=2)
    attachment = ForeignKey(references=Attachment, on_delete=OnDelete.cascade, null=False)


STATEMENTS = [
    "CREATE UNIQUE INDEX one_finding_a_count ON finding (tally)",
    "CREATE UNIQUE INDEX one_minutes_a_language ON minutes_file (consultation, digest, locale)",
    "INSERT INTO job (kind, payload, state, run_at, lease, attempts, last_error, created_at) "
    """SELECT 'minutes', '{"consultation":"' || slug || '"}', 'ready', 0, 0, 0, '', """
    "coalesce(result_published_at, cancelled_at, created_at) FROM consultation WHERE state IN ('results', 'annulled')",
]


async def forwards() -> Additions:
    return additions(ID, "after_the_count", tables=[Finding, MinutesFile], statements=STATEMENTS)
