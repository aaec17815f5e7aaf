# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Changes that others suggest to a public proposal."""

from piccolo.columns import ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.table import Table

from deliberation.schema.additions import Additions, additions, existing

ID = "2026-11-29T02:00:00:000040"

Account = existing("Account")
Proposal = existing("Proposal")


class Amendment(Table):
    id: Serial
    public_id = Varchar(length=20, unique=True)
    proposal = ForeignKey(references=Proposal, on_delete=OnDelete.cascade, null=False)
    author = ForeignKey(references=Account, on_delete=OnDelete.set_null, null=True, default=None)
    base_number = Integer()
    title = Varchar(length=160)
    body = Text()
    reason = Varchar(length=200)
    state = Varchar(length=10, default="open")
    answer = Text(default="")
    adopted_number = Integer(null=True, default=None)
    token = Varchar(length=20)
    created_at = Timestamptz()
    decided_at = Timestamptz(null=True, default=None)
    hidden_at = Timestamptz(null=True, default=None)


INDEXES = (
    "CREATE UNIQUE INDEX one_amendment_a_form ON amendment (author, token)",
    "CREATE INDEX amendments_of_a_proposal ON amendment (proposal, state)",
)


async def forwards() -> Additions:
    return additions(ID, "amendments", tables=[Amendment], statements=INDEXES)
