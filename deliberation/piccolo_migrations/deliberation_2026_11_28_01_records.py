# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The journal that only grows, the work to do, the files."""

from piccolo.columns import BigInt, Bytea, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from deliberation.schema.additions import Additions, additions

ID = "2026-11-28T20:00:00:000001"


class JournalEntry(Table):
    sequence = BigInt(default=0, unique=True)
    at = Timestamptz()
    actor = Varchar(length=40, default="")
    act = Varchar(length=60, index=True)
    subject_kind = Varchar(length=40)
    subject = Varchar(length=120, index=True)
    detail = Text(default="{}")
    previous_hash = Varchar(length=64)
    hash = Varchar(length=64)


class Job(Table):
    kind = Varchar(length=40)
    key = Varchar(length=120, null=True, default=None)
    payload = Text(default="{}")
    state = Varchar(length=10, default="ready")
    run_at = BigInt(default=0)
    lease = BigInt(default=0)
    attempts = Integer(default=0)
    last_error = Text(default="")
    created_at = Timestamptz()
    done_at = Timestamptz(null=True, default=None)


class Attachment(Table):
    public_id = Varchar(length=20, unique=True)
    name = Varchar(length=160)
    media_type = Varchar(length=80)
    size = Integer()
    sha256 = Varchar(length=64)
    content = Bytea()
    created_at = Timestamptz()


INDEXES = [
    "CREATE UNIQUE INDEX one_job_a_key ON job (key)",
    "CREATE INDEX jobs_to_do ON job (state, run_at)",
]

SQLITE = [
    "CREATE TRIGGER journal_is_not_changed BEFORE UPDATE ON journal_entry "
    "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
    "CREATE TRIGGER journal_is_not_deleted BEFORE DELETE ON journal_entry "
    "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
]

POSTGRES = [
    "CREATE FUNCTION journal_refuses() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$",
    "CREATE TRIGGER journal_is_not_changed BEFORE UPDATE OR DELETE ON journal_entry "
    "FOR EACH ROW EXECUTE FUNCTION journal_refuses()",
    "CREATE TRIGGER journal_is_not_truncated BEFORE TRUNCATE ON journal_entry "
    "FOR EACH STATEMENT EXECUTE FUNCTION journal_refuses()",
]


async def forwards() -> Additions:
    return additions(
        ID, "records", tables=[JournalEntry, Job, Attachment], statements=INDEXES, sqlite=SQLITE, postgres=POSTGRES
    )
