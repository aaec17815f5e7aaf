# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the announcements room stores. Of a reminder nothing here says to whom it went: docs/privacy.md says why."""

from piccolo.columns import BigInt, Boolean, ForeignKey, Integer, OnDelete, Serial, Timestamptz, Varchar
from piccolo.table import Table

from deliberation.consultations.tables import Consultation
from deliberation.people.tables import Account


class Announcement(Table):
    """One event of a vote that is told to its roll: at most one row an event, so that it is told once."""

    id: Serial
    consultation = ForeignKey(references=Consultation, on_delete=OnDelete.cascade, null=False)
    event = Varchar(length=20, help_text="opening, reminder, result")
    is_off = Boolean(default=False, help_text="the office does not want it; only before it has begun")
    begun_at = Timestamptz(null=True, default=None)
    reached = BigInt(default=0, help_text="the last roll entry that was looked at")
    spread_at = Timestamptz(null=True, default=None, help_text="since when the whole roll has been looked at")
    total = Integer(default=0, help_text="letters that were queued")
    sent = Integer(default=0, help_text="of an opening or a result only")
    failed = Integer(default=0, help_text="of an opening or a result only")
    bounced = Integer(default=0, help_text="of an opening or a result only")


class Letter(Table):
    """A mail of an announcement that is still to be looked at. Without address or text; gone when it is done with."""

    id: Serial
    announcement = ForeignKey(references=Announcement, on_delete=OnDelete.cascade, null=False)
    account = ForeignKey(references=Account, on_delete=OnDelete.cascade, null=False)
    run_at = BigInt(default=0, help_text="not before, seconds since 1970")
    lease = BigInt(default=0, help_text="may be taken (again) after this second")
    attempts = Integer(default=0)


class MailPace(Table):
    """When the next letter may leave, for all workers together."""

    name = Varchar(length=20, unique=True, help_text="'letters': the one row")
    free_at = BigInt(default=0, help_text="milliseconds since 1970")
    failures = Integer(default=0, help_text="how often in a row the mail server did not serve")
