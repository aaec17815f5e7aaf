# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the committees room stores."""

from piccolo.columns import Date, ForeignKey, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table

from deliberation.people.tables import Account
from deliberation.places.tables import Neighbourhood


class Committee(Table):
    """The committee that speaks for a neighbourhood."""

    neighbourhood = ForeignKey(references=Neighbourhood, on_delete=OnDelete.cascade, null=False, unique=True)
    name = Varchar(length=160)
    presentation = Text(default="", help_text="markdown")
    email = Varchar(length=254, default="")
    created_at = Timestamptz()


class Membership(Table):
    """A person's seat in a committee, with its term."""

    public_id = Varchar(length=20, unique=True)
    committee = ForeignKey(references=Committee, on_delete=OnDelete.cascade, null=False)
    account = ForeignKey(references=Account, on_delete=OnDelete.set_null, null=True, default=None)
    name = Varchar(length=120, help_text="shown: members act in public")
    seat = Varchar(length=20, help_text="member, spokesperson, moderator")
    since = Date()
    until = Date(null=True, default=None)
