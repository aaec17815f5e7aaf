# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who a verified person is, the name that an account shows, and two accounts of one person made one."""

from piccolo.columns import Boolean, Date, ForeignKey, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table

from deliberation.schema.additions import Additions, additions, existing

ID = "2026-11-29T02:00:00:000004"


class Person(Table):
    name = Varchar(length=120, default="")
    surname = Varchar(length=120)
    search_name = Varchar(length=250)
    birth_date = Date()
    code_mac = Varchar(length=64, null=True, default=None)
    code_key = Varchar(length=16, default="")
    document = Varchar(length=30)
    seen_by = Varchar(length=40)
    seen_at = Timestamptz()
    reason = Varchar(length=200, default="")


class Account(Table):
    person = ForeignKey(references=Person, on_delete=OnDelete.set_null, null=True, default=None)
    public_name = Varchar(length=40, default="")
    name_kind = Varchar(length=10, default="place")
    shows_place = Boolean(default=False)
    renamed_at = Timestamptz(null=True, default=None)


class AccountMerger(Table):
    public_id = Varchar(length=20, unique=True)
    kept = ForeignKey(references=existing("Account"), on_delete=OnDelete.cascade, null=False)
    dropped = ForeignKey(references=existing("Account"), on_delete=OnDelete.cascade, null=False)
    merged_by = Varchar(length=40)
    merged_at = Timestamptz()
    undone_by = Varchar(length=40, default="")
    undone_at = Timestamptz(null=True, default=None)
    memory = Text(default="{}")


INDEXES = [
    "CREATE UNIQUE INDEX one_person_a_code ON person (code_mac)",
    "CREATE UNIQUE INDEX one_account_a_person ON account (person)",
    "CREATE UNIQUE INDEX one_bearer_a_name ON account (public_name) WHERE public_name <> ''",
    "CREATE UNIQUE INDEX one_merger_at_a_time ON account_merger (dropped) WHERE undone_at IS NULL",
    "CREATE INDEX people_by_name ON person (search_name)",
    "CREATE INDEX mergers_of_an_account ON account_merger (kept)",
]


async def forwards() -> Additions:
    return additions(ID, "identity", tables=[Person, AccountMerger], columns=[Account], statements=INDEXES)
