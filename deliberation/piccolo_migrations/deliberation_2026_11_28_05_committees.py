# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The committees of the neighbourhoods and their members."""

from piccolo.columns import Date, ForeignKey, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table

from deliberation.schema.additions import Additions, additions, existing

ID = "2026-11-28T20:00:00:000005"

Account = existing("Account")
Neighbourhood = existing("Neighbourhood")


class Committee(Table):
    neighbourhood = ForeignKey(references=Neighbourhood, on_delete=OnDelete.cascade, null=False, unique=True)
    name = Varchar(length=160)
    presentation = Text(default="")
    email = Varchar(length=254, default="")
    created_at = Timestamptz()


class Membership(Table):
    public_id = Varchar(length=20, unique=True)
    committee = ForeignKey(references=Committee, on_delete=OnDelete.cascade, null=False)
    account = ForeignKey(references=Account, on_delete=OnDelete.set_null, null=True, default=None)
    name = Varchar(length=120)
    seat = Varchar(length=20)
    since = Date()
    until = Date(null=True, default=None)


async def forwards() -> Additions:
    return additions(ID, "committees", tables=[Committee, Membership])
