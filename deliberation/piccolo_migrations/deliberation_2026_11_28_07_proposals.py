# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Proposals, who stands behind them, and what is said of them."""

from piccolo.columns import BigInt, Boolean, ForeignKey, Integer, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table

from deliberation.schema.additions import Additions, additions, existing

ID = "2026-11-28T20:00:00:000007"

Account = existing("Account")
Consultation = existing("Consultation")
Neighbourhood = existing("Neighbourhood")


class Proposal(Table):
    public_id = Varchar(length=20, unique=True)
    consultation = ForeignKey(references=Consultation, on_delete=OnDelete.cascade, null=False)
    neighbourhood = ForeignKey(references=Neighbourhood, on_delete=OnDelete.restrict, null=True, default=None)
    author = ForeignKey(references=Account, on_delete=OnDelete.set_null, null=True, default=None)
    title = Varchar(length=160)
    body = Text(default="")
    plain_text = Text(default="")
    category = Varchar(length=60, default="")
    place_label = Varchar(length=200, default="")
    latitude_e6 = Integer(null=True, default=None)
    longitude_e6 = Integer(null=True, default=None)
    asked_cents = BigInt(null=True, default=None)
    cost_cents = BigInt(null=True, default=None)
    cost_is_simulated = Boolean(default=False)
    state = Varchar(length=20, default="draft")
    assessment = Text(default="")
    option_id = Varchar(length=40, default="")
    ballot_position = Integer(null=True, default=None)
    declared_votes = Integer(null=True, default=None)
    version = Integer(default=1)
    created_at = Timestamptz()
    changed_at = Timestamptz()
    published_at = Timestamptz(null=True, default=None)
    hidden_at = Timestamptz(null=True, default=None)
    draft_step = Varchar(length=10, default="")


class Support(Table):
    proposal = ForeignKey(references=Proposal, on_delete=OnDelete.cascade, null=False)
    account = ForeignKey(references=Account, on_delete=OnDelete.cascade, null=False)
    created_at = Timestamptz()


class Comment(Table):
    public_id = Varchar(length=20, unique=True)
    proposal = ForeignKey(references=Proposal, on_delete=OnDelete.cascade, null=False)
    parent: "ForeignKey[Comment]" = ForeignKey(references="self", on_delete=OnDelete.cascade, null=True, default=None)
    author = ForeignKey(references=Account, on_delete=OnDelete.set_null, null=True, default=None)
    depth = Integer(default=0)
    stance = Varchar(length=10, default="")
    body = Text()
    token = Varchar(length=20, null=True, default=None)
    created_at = Timestamptz()
    hidden_at = Timestamptz(null=True, default=None)


INDEXES = [
    "CREATE UNIQUE INDEX one_support_a_person ON support (proposal, account)",
    "CREATE UNIQUE INDEX one_comment_a_form ON comment (author, token)",
    "CREATE INDEX proposals_of_a_consultation ON proposal (consultation, state)",
    "CREATE INDEX proposals_of_an_author ON proposal (author)",
    "CREATE INDEX comments_of_a_proposal ON comment (proposal, created_at)",
]


async def forwards() -> Additions:
    return additions(ID, "proposals", tables=[Proposal, Support, Comment], statements=INDEXES)
