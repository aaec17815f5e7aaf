# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the ballots room stores. These ballots are the *voto palese* of the trust page: one row a person, revisable."""

from piccolo.columns import Boolean, ForeignKey, Integer, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table

from deliberation.consultations.tables import Consultation, Pot
from deliberation.people.tables import Account
from deliberation.places.tables import Neighbourhood
from deliberation.records.tables import Attachment


class RollEntry(Table):
    """One who may vote in a consultation. Frozen before the vote opens; afterwards the suspension of a right may
    change, and entries may come by corrections (`added_at`)."""

    consultation = ForeignKey(references=Consultation, on_delete=OnDelete.cascade, null=False)
    account = ForeignKey(references=Account, on_delete=OnDelete.restrict, null=True, default=None)
    anonymous_id = Varchar(length=60, null=True, default=None, help_text="an imported file's voter id")
    neighbourhood = ForeignKey(references=Neighbourhood, on_delete=OnDelete.restrict, null=True, default=None)
    age = Integer(null=True, default=None, help_text="years when the roll was frozen")
    suspended_at = Timestamptz(null=True, default=None, help_text="since when the right is suspended; null: it stands")
    suspended_for = Varchar(length=20, default="", help_text="a rights.Reason; empty: the right stands")
    added_at = Timestamptz(null=True, default=None, help_text="when a correction added it; null: it was frozen")


class RollCorrection(Table):
    """What the office changed in a frozen roll, and why. Never changed, never deleted."""

    roll_entry = ForeignKey(references=RollEntry, on_delete=OnDelete.cascade, null=False)
    kind = Varchar(length=12, help_text="a corrections.Kind")
    reason = Text(help_text="in the words of who did it; only the office reads it")
    made_by = Varchar(length=40, help_text="public id of an account")
    made_at = Timestamptz()
    rested_for = Varchar(length=20, default="", help_text="struck: why the right was suspended before; a rights.Reason")


class Ballot(Table):
    """The ballot of a roll entry, changed until the vote closes: one, or one of the city's pot and one of all the
    neighbourhoods' pots together (unique index)."""

    public_id = Varchar(length=20, default="", help_text="names the ballot in the journal; unique, tells nothing")
    salt = Varchar(length=32, default="", help_text="hex, drawn at each change: seals.ballot_seal")
    consultation = ForeignKey(references=Consultation, on_delete=OnDelete.cascade, null=False)
    roll_entry = ForeignKey(references=RollEntry, on_delete=OnDelete.cascade, null=False)
    pot = ForeignKey(references=Pot, on_delete=OnDelete.cascade, null=True, default=None)
    of_city = Boolean(default=False, help_text="it lies in the city's pot")
    neighbourhood = ForeignKey(references=Neighbourhood, on_delete=OnDelete.restrict, null=True, default=None)
    marks = Text(help_text="voting.Ballot.canonical()")
    is_blank = Boolean(default=False)
    revision = Integer(default=1)
    cast_at = Timestamptz()
    changed_at = Timestamptz()
    told_at = Timestamptz(null=True, default=None, help_text="when the last mail to the voter left, or will leave")


class Tally(Table):
    """A stored count: everything needed to show and to check a result."""

    consultation = ForeignKey(references=Consultation, on_delete=OnDelete.cascade, null=False)
    pot = ForeignKey(references=Pot, on_delete=OnDelete.cascade, null=True, default=None)
    rule = Varchar(length=40)
    parameters = Text(default="{}", help_text="canonical JSON")
    is_official = Boolean(default=False, help_text="the consultation's own rule; others are comparisons")
    outcome = Text(help_text="Outcome.as_json(), canonical JSON")
    transcript_it = Text(default="")
    transcript_en = Text(default="")
    digest = Varchar(length=64)
    what_ifs = Text(default="{}", help_text="JSON: what the count found on its way; no part of it")
    program_version = Varchar(length=20)
    computed_at = Timestamptz()


class Finding(Table):
    """What was found out after a count: what was lacking, what other rules choose. No part of it, binds nobody."""

    tally = ForeignKey(references=Tally, on_delete=OnDelete.cascade, null=False)
    found = Text(default="{}", help_text="JSON")
    is_whole = Boolean(default=False, help_text="nothing is left to find out")


class MinutesFile(Table):
    """The kept PDF of a public count's minutes, one a language."""

    consultation = ForeignKey(references=Consultation, on_delete=OnDelete.cascade, null=False)
    digest = Varchar(length=64, help_text="of the count, or of all counts of a budget in pots")
    locale = Varchar(length=2)
    attachment = ForeignKey(references=Attachment, on_delete=OnDelete.cascade, null=False)
