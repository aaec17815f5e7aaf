# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Earlier texts of a proposal are kept; who supported them is asked again when the substance changes."""

from piccolo.columns import Boolean, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.table import Table

from deliberation.schema.additions import Additions, additions, existing

ID = "2026-11-29T02:00:00:000022"

Account = existing("Account")
Neighbourhood = existing("Neighbourhood")


class Proposal(Table):
    text_number = Integer(default=1)
    text_at = Timestamptz(null=True, default=None)
    agreed_number = Integer(default=1)


class Support(Table):
    text_number = Integer(default=1)


class AskedSupport(Table):
    id: Serial
    proposal = ForeignKey(references=Proposal, on_delete=OnDelete.cascade, null=False)
    account = ForeignKey(references=Account, on_delete=OnDelete.cascade, null=False)
    text_number = Integer()
    created_at = Timestamptz()
    told_at = Timestamptz(null=True, default=None)


class PastText(Table):
    id: Serial
    proposal = ForeignKey(references=Proposal, on_delete=OnDelete.cascade, null=False)
    number = Integer()
    content = Text()
    neighbourhood = ForeignKey(references=Neighbourhood, on_delete=OnDelete.set_null, null=True, default=None)
    digest = Varchar(length=64)
    author = ForeignKey(references=Account, on_delete=OnDelete.set_null, null=True, default=None)
    reason = Varchar(length=200, default="")
    asked_again = Boolean(default=False)
    written_at = Timestamptz()
    replaced_at = Timestamptz()


INDEXES = (
    "CREATE UNIQUE INDEX one_question_a_supporter ON asked_support (proposal, account)",
    "CREATE UNIQUE INDEX one_text_a_number ON past_text (proposal, number)",
)


async def forwards() -> Additions:
    return additions(ID, "past_texts", tables=[AskedSupport, PastText], columns=[Proposal, Support], statements=INDEXES)
