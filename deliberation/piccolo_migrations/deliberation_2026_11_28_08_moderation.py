# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reports of content and what was decided."""

from piccolo.columns import ForeignKey, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table

from deliberation.schema.additions import Additions, additions, existing

ID = "2026-11-28T20:00:00:000008"

Account = existing("Account")
Neighbourhood = existing("Neighbourhood")
Proposal = existing("Proposal")


class ContentReport(Table):
    public_id = Varchar(length=20, unique=True)
    target_kind = Varchar(length=10)
    target = Varchar(length=20)
    proposal = ForeignKey(references=Proposal, on_delete=OnDelete.cascade, null=False)
    neighbourhood = ForeignKey(references=Neighbourhood, on_delete=OnDelete.cascade, null=True, default=None)
    reporter = ForeignKey(references=Account, on_delete=OnDelete.cascade, null=False)
    reason = Varchar(length=30)
    note = Text(default="")
    created_at = Timestamptz()
    decided_at = Timestamptz(null=True, default=None)


class Decision(Table):
    public_id = Varchar(length=20, unique=True)
    target_kind = Varchar(length=10)
    target = Varchar(length=20)
    proposal = ForeignKey(references=Proposal, on_delete=OnDelete.cascade, null=False)
    neighbourhood = ForeignKey(references=Neighbourhood, on_delete=OnDelete.cascade, null=True, default=None)
    moderator = ForeignKey(references=Account, on_delete=OnDelete.set_null, null=True, default=None)
    act = Varchar(length=10)
    reason = Varchar(length=30, default="")
    note = Text(default="")
    created_at = Timestamptz()


INDEXES = [
    "CREATE UNIQUE INDEX one_report_a_person ON content_report (target_kind, target, reporter)",
    "CREATE INDEX decisions_of_a_target ON decision (target_kind, target)",
    "CREATE INDEX reports_to_decide ON content_report (decided_at, neighbourhood)",
]


async def forwards() -> Additions:
    return additions(ID, "moderation", tables=[ContentReport, Decision], statements=INDEXES)
