# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Mails to many that are on their way."""

from piccolo.columns import ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.table import Table

from deliberation.proposals.tables import Proposal


class Telling(Table):
    """Something of a proposal that is mailed, part by part; the row goes when everybody's mail is queued."""

    id: Serial
    proposal = ForeignKey(references=Proposal, on_delete=OnDelete.cascade, null=False)
    kind = Varchar(length=40, help_text="folder of the mail")
    parameters = Text(default="{}", help_text="JSON")
    reached = Integer(default=0, help_text="accounts up to this row id have had theirs")
    created_at = Timestamptz()
