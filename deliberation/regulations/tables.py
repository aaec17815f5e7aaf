# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the regulations room stores: every version of the comune's rules, of which none is ever changed."""

from piccolo.columns import Date, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.table import Table

from deliberation.places.tables import Municipality


class RegulationVersion(Table):
    """A version of the comune's regulation; a later one takes its place from a day on. Append-only."""

    id: Serial
    municipality = ForeignKey(references=Municipality, on_delete=OnDelete.restrict, null=False)
    number = Integer(unique=True, help_text="1, 2, … in the order of writing")
    content = Text(help_text="a RegulationProfile, canonical JSON: reading.as_text")
    valid_from = Date(help_text="the first day on which consultations are opened with it")
    article = Varchar(length=160, default="", help_text="the act that says so, as 'delibera C.C. 12/2026, art. 4'")
    reason = Varchar(length=500, default="", help_text="why it was written, in the office's words")
    written_by = Varchar(length=40, help_text="public id of an account, 'cli' or 'system'")
    written_at = Timestamptz()
