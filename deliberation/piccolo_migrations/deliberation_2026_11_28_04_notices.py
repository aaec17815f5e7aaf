# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office's page and documents, and what each account is told."""

from piccolo.columns import ForeignKey, Integer, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table

from deliberation.schema.additions import Additions, additions, existing

ID = "2026-11-28T20:00:00:000004"

Account = existing("Account")
Attachment = existing("Attachment")
Municipality = existing("Municipality")


class OfficePage(Table):
    municipality = ForeignKey(references=Municipality, on_delete=OnDelete.cascade, null=False, unique=True)
    name = Varchar(length=160)
    introduction = Text(default="")
    opening_hours = Text(default="")
    address = Varchar(length=200, default="")
    phone = Varchar(length=60, default="")
    email = Varchar(length=254, default="")
    version = Integer(default=1)
    changed_at = Timestamptz()


class Document(Table):
    public_id = Varchar(length=20, unique=True)
    title = Varchar(length=200)
    attachment = ForeignKey(references=Attachment, on_delete=OnDelete.cascade, null=False)
    published_at = Timestamptz()
    removed_at = Timestamptz(null=True, default=None)


class Notice(Table):
    public_id = Varchar(length=20, unique=True)
    account = ForeignKey(references=Account, on_delete=OnDelete.cascade, null=False)
    kind = Varchar(length=40)
    parameters = Text(default="{}")
    path = Varchar(length=400, default="")
    created_at = Timestamptz()
    read_at = Timestamptz(null=True, default=None)


INDEXES = [
    "CREATE INDEX notices_of_an_account ON notice (account, created_at)",
]


async def forwards() -> Additions:
    return additions(ID, "notices", tables=[OfficePage, Document, Notice], statements=INDEXES)
