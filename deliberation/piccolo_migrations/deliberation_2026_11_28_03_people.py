# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Accounts, what they sign in with, the roles that they hold, and the counters that slow strangers down."""

from piccolo.columns import BigInt, Boolean, Date, ForeignKey, Integer, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table

from deliberation.schema.additions import Additions, additions, existing

ID = "2026-11-28T20:00:00:000003"

Neighbourhood = existing("Neighbourhood")
Street = existing("Street")


class Account(Table):
    public_id = Varchar(length=20, unique=True)
    email = Varchar(length=254, unique=True)
    password_hash = Text(default="")
    pseudonym = Varchar(length=60)
    locale = Varchar(length=5, default="it")
    is_demo = Boolean(default=False)
    created_at = Timestamptz()
    email_confirmed_at = Timestamptz(null=True, default=None)
    birth_date = Date(null=True, default=None)
    neighbourhood = ForeignKey(references=Neighbourhood, on_delete=OnDelete.restrict, null=True, default=None)
    street = ForeignKey(references=Street, on_delete=OnDelete.set_null, null=True, default=None)
    civic_number = Integer(null=True, default=None)
    civic_suffix = Varchar(length=10, default="")
    declared_at = Timestamptz(null=True, default=None)
    verified_at = Timestamptz(null=True, default=None)
    disabled_at = Timestamptz(null=True, default=None)
    deleted_at = Timestamptz(null=True, default=None)


class OneTimeLink(Table):
    account = ForeignKey(references=Account, on_delete=OnDelete.cascade, null=False)
    purpose = Varchar(length=20)
    token_hash = Varchar(length=64, unique=True)
    next_path = Varchar(length=400, default="")
    email = Varchar(length=254, default="")
    password_hash = Text(default="")
    created_at = Timestamptz()
    expires_at = Timestamptz()
    used_at = Timestamptz(null=True, default=None)


class Session(Table):
    public_id = Varchar(length=20, unique=True)
    token_hash = Varchar(length=64, unique=True)
    account = ForeignKey(references=Account, on_delete=OnDelete.cascade, null=False)
    created_at = Timestamptz()
    seen_at = Timestamptz()
    expires_at = Timestamptz()
    browser = Varchar(length=120, default="")
    is_stale = Boolean(default=False)


class Device(Table):
    account = ForeignKey(references=Account, on_delete=OnDelete.cascade, null=False)
    token_hash = Varchar(length=64, unique=True)
    created_at = Timestamptz()
    expires_at = Timestamptz()


class RoleGrant(Table):
    account = ForeignKey(references=Account, on_delete=OnDelete.cascade, null=False)
    role = Varchar(length=20)
    neighbourhood = ForeignKey(references=Neighbourhood, on_delete=OnDelete.cascade, null=True, default=None)
    granted_by = Varchar(length=40)
    granted_at = Timestamptz()
    revoked_by = Varchar(length=40, default="")
    revoked_at = Timestamptz(null=True, default=None)


class Attempt(Table):
    key = Varchar(length=160)
    window = BigInt()
    tries = Integer(default=0)


class Slowdown(Table):
    key = Varchar(length=160, unique=True)
    failures = Integer(default=0)
    counted_at = Timestamptz()
    free_at = Timestamptz()


INDEXES = [
    'CREATE UNIQUE INDEX one_row_a_window ON attempt (key, "window")',
    "CREATE INDEX grants_of_an_account ON role_grant (account)",
    "CREATE UNIQUE INDEX one_grant_at_a_time ON role_grant (account, role, coalesce(neighbourhood, 0)) "
    "WHERE revoked_at IS NULL",
    "CREATE INDEX links_of_an_account ON one_time_link (account)",
    "CREATE INDEX sessions_of_an_account ON session (account)",
    "CREATE INDEX devices_of_an_account ON device (account)",
]


async def forwards() -> Additions:
    return additions(
        ID,
        "people",
        tables=[Account, OneTimeLink, Session, Device, RoleGrant, Attempt, Slowdown],
        statements=INDEXES,
    )
