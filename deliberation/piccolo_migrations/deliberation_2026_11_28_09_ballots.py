# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The roll, the ballots and the counts."""

from piccolo.columns import Boolean, ForeignKey, Integer, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table

from deliberation.schema.additions import Additions, additions, existing

ID = "2026-11-28T20:00:00:000009"

Account = existing("Account")
Consultation = existing("Consultation")
Neighbourhood = existing("Neighbourhood")


class RollEntry(Table):
    consultation = ForeignKey(references=Consultation, on_delete=OnDelete.cascade, null=False)
    account = ForeignKey(references=Account, on_delete=OnDelete.restrict, null=True, default=None)
    anonymous_id = Varchar(length=60, null=True, default=None)
    neighbourhood = ForeignKey(references=Neighbourhood, on_delete=OnDelete.restrict, null=True, default=None)
    age = Integer(null=True, default=None)
    suspended_at = Timestamptz(null=True, default=None)
    suspended_for = Varchar(length=20, default="")


class Ballot(Table):
    consultation = ForeignKey(references=Consultation, on_delete=OnDelete.cascade, null=False)
    roll_entry = ForeignKey(references=RollEntry, on_delete=OnDelete.cascade, null=False, unique=True)
    neighbourhood = ForeignKey(references=Neighbourhood, on_delete=OnDelete.restrict, null=True, default=None)
    marks = Text()
    is_blank = Boolean(default=False)
    revision = Integer(default=1)
    cast_at = Timestamptz()
    changed_at = Timestamptz()
    public_id = Varchar(length=20, default="")
    salt = Varchar(length=32, default="")
    told_at = Timestamptz(null=True, default=None)


class Tally(Table):
    consultation = ForeignKey(references=Consultation, on_delete=OnDelete.cascade, null=False)
    rule = Varchar(length=40)
    parameters = Text(default="{}")
    is_official = Boolean(default=False)
    outcome = Text()
    transcript_it = Text(default="")
    transcript_en = Text(default="")
    digest = Varchar(length=64)
    program_version = Varchar(length=20)
    computed_at = Timestamptz()


INDEXES = [
    "CREATE UNIQUE INDEX one_entry_a_person ON roll_entry (consultation, account)",
    "CREATE UNIQUE INDEX one_entry_an_id ON roll_entry (consultation, anonymous_id)",
    "CREATE UNIQUE INDEX one_tally_a_rule ON tally (consultation, rule, parameters)",
    "CREATE INDEX ballots_of_a_consultation ON ballot (consultation, neighbourhood)",
    "CREATE UNIQUE INDEX one_official_count ON tally (consultation) WHERE is_official",
    "CREATE INDEX suspended_rights ON roll_entry (consultation) WHERE suspended_at IS NOT NULL",
    "CREATE UNIQUE INDEX one_ballot_an_id ON ballot (public_id) WHERE public_id <> ''",
    "CREATE INDEX entries_of_an_account ON roll_entry (account)",
]


async def forwards() -> Additions:
    return additions(ID, "ballots", tables=[RollEntry, Ballot, Tally], statements=INDEXES)
