# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the records room stores."""

from piccolo.columns import BigInt, Bytea, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.table import Table


class JournalEntry(Table):
    """One act, chained to the one before it by its hash. Rows are never changed or deleted (a trigger refuses)."""

    sequence = BigInt(default=0, unique=True, help_text="1, 2, 3 … without gaps")
    at = Timestamptz(help_text="when, UTC")
    actor = Varchar(length=40, default="", help_text="public id of the account, or 'system', or 'cli'")
    act = Varchar(length=60, index=True, help_text="noun.participle, as 'proposal.hidden'")
    subject_kind = Varchar(length=40, help_text="table of the subject, in lower case")
    subject = Varchar(length=120, index=True, help_text="public id or slug of the subject")
    detail = Text(default="{}", help_text="canonical JSON, without personal data")
    previous_hash = Varchar(length=64, help_text="hash of the entry before")
    hash = Varchar(length=64, help_text="SHA-256 of this entry and previous_hash")


class Job(Table):
    """Work to do later, once: mails and the acts of phases. Claimed with a lease by a worker."""

    id: Serial
    kind = Varchar(length=40, help_text="'mail' or the name of a job")
    key = Varchar(length=120, null=True, default=None, help_text="a job with the same key is queued once")
    payload = Text(default="{}", help_text="JSON")
    state = Varchar(length=10, default="ready", help_text="ready, busy, done, dead")
    run_at = BigInt(default=0, help_text="not before, seconds since 1970")
    lease = BigInt(default=0, help_text="a busy job may be taken again after this second")
    attempts = Integer(default=0)
    last_error = Text(default="")
    created_at = Timestamptz(help_text="UTC")
    done_at = Timestamptz(null=True, default=None)


class Enclosure(Table):
    """A picture or a file that goes with something that people write; its bytes are in attachments."""

    id: Serial
    public_id = Varchar(length=20, unique=True)
    subject_kind = Varchar(length=20, help_text="table of what it goes with, in lower case, as 'proposal'")
    subject = Varchar(length=20, help_text="public id of what it goes with")
    uploader = Varchar(length=40, default="", help_text="public id of the account; '' when it was deleted")
    kind = Varchar(length=10, help_text="enclosures.Kind")
    state = Varchar(length=10, default="kept", help_text="enclosures.State")
    position = Integer(default=0, help_text="order; the first picture is the cover")
    name = Varchar(length=160, default="", help_text="file name; '' for pictures")
    media_type = Varchar(length=80, default="")
    description = Varchar(length=400, default="", help_text="what a picture shows, what is in a file")
    caption = Varchar(length=400, default="", help_text="under a picture, for everybody")
    digest = Varchar(length=64, help_text="SHA-256 of what was sent: sent twice, it is kept once")
    size = Integer(default=0, help_text="bytes kept, at all widths")
    sizes = Text(default="[]", help_text="of a picture, JSON: [[width, height, SHA-256], …], the smallest first")
    created_at = Timestamptz()


class Attachment(Table):
    """A file that somebody uploaded, with its true media type."""

    public_id = Varchar(length=20, unique=True)
    name = Varchar(length=160, help_text="file name shown to people")
    media_type = Varchar(length=80, help_text="found in the bytes, not believed from the browser")
    size = Integer(help_text="bytes")
    sha256 = Varchar(length=64)
    content = Bytea()
    created_at = Timestamptz()
    enclosure = ForeignKey(references=Enclosure, on_delete=OnDelete.cascade, null=True, default=None)
    width = Integer(default=0, help_text="pixels, of a picture of an enclosure")
