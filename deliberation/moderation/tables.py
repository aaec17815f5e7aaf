# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reports on what people wrote, and what was decided of them."""

from piccolo.columns import ForeignKey, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.table import Table

from deliberation.people.tables import Account
from deliberation.places.tables import Neighbourhood
from deliberation.proposals.tables import Proposal


class ContentReport(Table):
    """Somebody asks a moderator to look at a proposal or a comment: once a person (unique index)."""

    id: Serial
    public_id = Varchar(length=20, unique=True)
    target_kind = Varchar(length=10, help_text="proposal, comment, amendment or enclosure")
    target = Varchar(length=20, help_text="public id")
    proposal = ForeignKey(references=Proposal, on_delete=OnDelete.cascade, null=False)
    neighbourhood = ForeignKey(references=Neighbourhood, on_delete=OnDelete.cascade, null=True, default=None)
    reporter = ForeignKey(references=Account, on_delete=OnDelete.cascade, null=False)
    reason = Varchar(length=30)
    note = Text(default="")
    created_at = Timestamptz()
    decided_at = Timestamptz(null=True, default=None)


class Decision(Table):
    """What a moderator decided, with the reason that the author sees."""

    id: Serial
    public_id = Varchar(length=20, unique=True)
    target_kind = Varchar(length=10, help_text="proposal, comment, amendment or enclosure")
    target = Varchar(length=20, help_text="public id")
    proposal = ForeignKey(references=Proposal, on_delete=OnDelete.cascade, null=False)
    neighbourhood = ForeignKey(references=Neighbourhood, on_delete=OnDelete.cascade, null=True, default=None)
    moderator = ForeignKey(references=Account, on_delete=OnDelete.set_null, null=True, default=None)
    act = Varchar(length=10, help_text="hide, restore, keep")
    reason = Varchar(length=30, default="", help_text="key of the published list")
    note = Text(default="", help_text="shown to the author")
    created_at = Timestamptz()
