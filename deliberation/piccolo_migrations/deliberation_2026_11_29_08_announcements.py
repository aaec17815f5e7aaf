# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What those who may vote are told, how they want to hear it, and the mails that wait."""

from piccolo.columns import BigInt, Boolean, ForeignKey, Integer, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from deliberation.schema.additions import Additions, additions, existing

ID = "2026-11-29T02:00:00:000008"

Account = existing("Account")
Consultation = existing("Consultation")


class ContactChoice(Table):
    account = ForeignKey(references=Account, on_delete=OnDelete.cascade, null=False, unique=True)
    opening = Varchar(length=10, default="mail")
    reminder = Varchar(length=10, default="mail")
    result = Varchar(length=10, default="mail")
    unreachable = Varchar(length=254, default="")


class Announcement(Table):
    consultation = ForeignKey(references=Consultation, on_delete=OnDelete.cascade, null=False)
    event = Varchar(length=20)
    is_off = Boolean(default=False)
    begun_at = Timestamptz(null=True, default=None)
    reached = BigInt(default=0)
    spread_at = Timestamptz(null=True, default=None)
    total = Integer(default=0)
    sent = Integer(default=0)
    failed = Integer(default=0)
    bounced = Integer(default=0)


class Letter(Table):
    announcement = ForeignKey(references=Announcement, on_delete=OnDelete.cascade, null=False)
    account = ForeignKey(references=Account, on_delete=OnDelete.cascade, null=False)
    run_at = BigInt(default=0)
    lease = BigInt(default=0)
    attempts = Integer(default=0)


class MailPace(Table):
    name = Varchar(length=20, unique=True)
    free_at = BigInt(default=0)
    failures = Integer(default=0)


INDEXES = [
    "CREATE UNIQUE INDEX one_announcement_an_event ON announcement (consultation, event)",
    "CREATE UNIQUE INDEX one_letter_a_person ON letter (announcement, account)",
    "CREATE INDEX letters_to_send ON letter (run_at, id)",
    "CREATE INDEX letters_of_an_account ON letter (account)",
]


async def forwards() -> Additions:
    tables = [ContactChoice, Announcement, Letter, MailPace]
    return additions(ID, "announcements", tables=tables, statements=INDEXES)
