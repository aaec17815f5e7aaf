# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the notices room stores."""

from piccolo.columns import ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.table import Table

from deliberation.people.tables import Account
from deliberation.places.tables import Municipality
from deliberation.records.tables import Attachment


class OfficePage(Table):
    """The participation office's page: one row a comune."""

    municipality = ForeignKey(references=Municipality, on_delete=OnDelete.cascade, null=False, unique=True)
    name = Varchar(length=160, help_text="name of the office")
    introduction = Text(default="", help_text="markdown")
    opening_hours = Text(default="", help_text="markdown")
    address = Varchar(length=200, default="")
    phone = Varchar(length=60, default="")
    email = Varchar(length=254, default="")
    version = Integer(default=1, help_text="grows at each change; a form with an older one is refused")
    changed_at = Timestamptz()


class Document(Table):
    """A document on the office's page."""

    public_id = Varchar(length=20, unique=True)
    title = Varchar(length=200)
    attachment = ForeignKey(references=Attachment, on_delete=OnDelete.cascade, null=False)
    published_at = Timestamptz()
    removed_at = Timestamptz(null=True, default=None)


class Notice(Table):
    """Something an account should know, shown in the program."""

    public_id = Varchar(length=20, unique=True)
    account = ForeignKey(references=Account, on_delete=OnDelete.cascade, null=False)
    kind = Varchar(length=40, help_text="as 'proposal.hidden'; the words are in the templates")
    parameters = Text(default="{}", help_text="JSON")
    path = Varchar(length=400, default="", help_text="where to look; relative")
    created_at = Timestamptz()
    read_at = Timestamptz(null=True, default=None)


class ContactChoice(Table):
    """How a person wants to hear of votes and of what they follow. Without a row: by mail and on the site."""

    account = ForeignKey(references=Account, on_delete=OnDelete.cascade, null=False, unique=True)
    opening = Varchar(length=10, default="mail", help_text="a choices.Way, as the two below")
    reminder = Varchar(length=10, default="mail")
    result = Varchar(length=10, default="mail")
    news = Varchar(length=10, default="mail", help_text="of what is supported or followed")
    unreachable = Varchar(
        length=254, default="", help_text="the address that mails came back from; another one is well"
    )


class Follow(Table):
    """A person follows a proposal, a consultation or a neighbourhood: once (unique index). Nobody else's business."""

    id: Serial
    account = ForeignKey(references=Account, on_delete=OnDelete.cascade, null=False)
    subject_kind = Varchar(length=20, help_text="a follows.Kind")
    subject = Varchar(length=120, help_text="its public id or slug")
    created_at = Timestamptz()
