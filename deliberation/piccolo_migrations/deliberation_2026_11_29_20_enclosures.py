# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pictures and files that go with what people write."""

from piccolo.columns import ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.table import Table

from deliberation.schema.additions import Additions, additions

ID = "2026-11-29T02:00:00:000020"


class Enclosure(Table):
    id: Serial
    public_id = Varchar(length=20, unique=True)
    subject_kind = Varchar(length=20)
    subject = Varchar(length=20)
    uploader = Varchar(length=40, default="")
    kind = Varchar(length=10)
    state = Varchar(length=10, default="kept")
    position = Integer(default=0)
    name = Varchar(length=160, default="")
    media_type = Varchar(length=80, default="")
    description = Varchar(length=400, default="")
    caption = Varchar(length=400, default="")
    digest = Varchar(length=64)
    size = Integer(default=0)
    sizes = Text(default="[]")
    created_at = Timestamptz()


class Attachment(Table):
    enclosure = ForeignKey(references=Enclosure, on_delete=OnDelete.cascade, null=True, default=None)
    width = Integer(default=0)


INDEXES = [
    "CREATE INDEX enclosures_of_a_subject ON enclosure (subject_kind, subject, state, kind, position)",
    "CREATE INDEX enclosures_of_an_uploader ON enclosure (uploader) WHERE uploader <> ''",
    "CREATE UNIQUE INDEX one_content_a_width ON attachment (enclosure, width) WHERE enclosure IS NOT NULL",
]


async def forwards() -> Additions:
    return additions(ID, "enclosures", tables=[Enclosure], columns=[Attachment], statements=INDEXES)
