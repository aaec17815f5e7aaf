# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The register of entitled people, who was matched with it, and declared ties."""

from piccolo.columns import Bytea, Date, ForeignKey, Integer, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table

from deliberation.schema.additions import Additions, additions, existing

ID = "2026-11-29T02:00:00:000005"

Account = existing("Account")
Neighbourhood = existing("Neighbourhood")


class RegisterDraft(Table):
    public_id = Varchar(length=20, unique=True)
    reference_date = Date()
    file_name = Varchar(length=160)
    content = Bytea()
    columns = Text(default="{}")
    choices = Text(default="{}")
    created_by = Varchar(length=40)
    created_at = Timestamptz()


class RegisterLoad(Table):
    public_id = Varchar(length=20, unique=True)
    reference_date = Date()
    file_mac = Varchar(length=64)
    rows = Integer()
    added = Integer()
    changed = Integer()
    removed = Integer()
    left_out = Integer()
    created_by = Varchar(length=40)
    created_at = Timestamptz()
    undone_at = Timestamptz(null=True, default=None)


class RegisterEntry(Table):
    code_mac = Varchar(length=64)
    code_key = Varchar(length=12)
    birth_date = Date()
    sex = Varchar(length=1, default="")
    neighbourhood = ForeignKey(references=Neighbourhood, on_delete=OnDelete.restrict, null=False)
    load = ForeignKey(references=RegisterLoad, on_delete=OnDelete.restrict, null=False)
    ended_by = ForeignKey(references=RegisterLoad, on_delete=OnDelete.restrict, null=True, default=None)


class RegisterMatch(Table):
    account = ForeignKey(references=Account, on_delete=OnDelete.cascade, null=False, unique=True)
    claim = Bytea()
    digits_mac = Varchar(length=64, default="")
    asked_at = Timestamptz()
    expires_at = Timestamptz()
    sent = Integer(default=1)
    tries = Integer(default=0)


class AllowedBasis(Table):
    basis = Varchar(length=20, unique=True)
    longest_months = Integer(default=12)


class SelfDeclaration(Table):
    public_id = Varchar(length=20, unique=True)
    account = ForeignKey(references=Account, on_delete=OnDelete.cascade, null=False)
    basis = Varchar(length=20)
    venue = Varchar(length=160)
    neighbourhood = ForeignKey(references=Neighbourhood, on_delete=OnDelete.restrict, null=False)
    birth_date = Date(null=True, default=None)
    until = Date()
    state = Varchar(length=12, default="waiting")
    reason = Text(default="")
    created_at = Timestamptz()
    decided_by = Varchar(length=40, default="")
    decided_at = Timestamptz(null=True, default=None)
    warned_at = Timestamptz(null=True, default=None)


INDEXES = [
    "CREATE UNIQUE INDEX one_entry_a_code ON register_entry (code_mac) WHERE ended_by IS NULL",
    "CREATE INDEX ended_entries ON register_entry (ended_by) WHERE ended_by IS NOT NULL",
    "CREATE UNIQUE INDEX one_open_tie ON self_declaration (account, state) WHERE state IN ('waiting', 'approved')",
    "CREATE INDEX declarations_by_state ON self_declaration (state, until)",
]


async def forwards() -> Additions:
    return additions(
        ID,
        "register of entitled people",
        tables=[RegisterDraft, RegisterLoad, RegisterEntry, RegisterMatch, AllowedBasis, SelfDeclaration],
        statements=INDEXES,
    )
