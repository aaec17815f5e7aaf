# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Offices answer proposals; people follow proposals, consultations and neighbourhoods."""

from piccolo.columns import ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.table import Table

from deliberation.schema.additions import Additions, additions, existing

ID = "2026-11-29T02:00:00:000030"

Account = existing("Account")
Proposal = existing("Proposal")


class ContactChoice(Table):
    news = Varchar(length=10, default="mail")


class Follow(Table):
    id: Serial
    account = ForeignKey(references=Account, on_delete=OnDelete.cascade, null=False)
    subject_kind = Varchar(length=20)
    subject = Varchar(length=120)
    created_at = Timestamptz()


class Telling(Table):
    id: Serial
    proposal = ForeignKey(references=Proposal, on_delete=OnDelete.cascade, null=False)
    kind = Varchar(length=40)
    parameters = Text(default="{}")
    reached = Integer(default=0)
    created_at = Timestamptz()


class AnsweringOffice(Table):
    id: Serial
    public_id = Varchar(length=20, unique=True)
    name = Varchar(length=120)
    email = Varchar(length=254, default="")
    closed_at = Timestamptz(null=True, default=None)


class OfficialAnswer(Table):
    id: Serial
    public_id = Varchar(length=20, unique=True)
    proposal = ForeignKey(references=Proposal, on_delete=OnDelete.cascade, null=False, unique=True)
    office = ForeignKey(references=AnsweringOffice, on_delete=OnDelete.restrict, null=False)
    year = Integer()
    number = Integer()
    registry = Varchar(length=60, default="")
    state = Varchar(length=20, default="taken")
    taken_at = Timestamptz()
    answer_days = Integer()
    due_at = Timestamptz()
    reminded = Integer(default=0)
    answered_at = Timestamptz(null=True, default=None)
    reasons = Text(default="")
    next_steps = Text(default="")
    version = Integer(default=1)


INDEXES = (
    "CREATE UNIQUE INDEX one_follow_a_subject ON follow (account, subject_kind, subject)",
    "CREATE INDEX follows_of_a_subject ON follow (subject_kind, subject)",
    "CREATE UNIQUE INDEX one_answer_a_number ON official_answer (year, number)",
    "CREATE INDEX answers_by_state ON official_answer (state, due_at)",
)


async def forwards() -> Additions:
    tables = [Follow, Telling, AnsweringOffice, OfficialAnswer]
    return additions(ID, "answers", tables=tables, columns=[ContactChoice], statements=INDEXES)
