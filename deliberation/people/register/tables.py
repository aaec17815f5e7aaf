# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is kept of the registry office's lists, of who was matched with them, and of who declared another tie."""

from piccolo.columns import Bytea, Date, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.table import Table

from deliberation.people.tables import Account
from deliberation.places.tables import Neighbourhood


class RegisterDraft(Table):
    """A file of the registry office between its upload and its confirmation: sealed, and kept for one day."""

    public_id = Varchar(length=20, unique=True)
    reference_date = Date(help_text="the day on which the registry office made the list")
    file_name = Varchar(length=160)
    content = Bytea(help_text="zlib, then sealed with a key that is not in the database")
    columns = Text(default="{}", help_text="JSON: what each column holds")
    choices = Text(default="{}", help_text="JSON: the zone chosen for streets that the register of streets lacks")
    created_by = Varchar(length=40, help_text="public id of an account")
    created_at = Timestamptz()


class RegisterLoad(Table):
    """A list of entitled people that was confirmed: when, by whom, and what it changed in figures."""

    id: Serial
    public_id = Varchar(length=20, unique=True)
    reference_date = Date(help_text="the day on which the registry office made the list")
    file_mac = Varchar(length=64, help_text="keyed hash of the file: the same file is known again")
    rows = Integer(help_text="rows of the file")
    added = Integer()
    changed = Integer()
    removed = Integer()
    left_out = Integer(help_text="rows that could not be used")
    created_by = Varchar(length=40, help_text="public id of an account, or 'cli'")
    created_at = Timestamptz()
    undone_at = Timestamptz(null=True, default=None)


class RegisterEntry(Table):
    """A person of the register, without name and address. Ended entries wait for the last load to be undone."""

    code_mac = Varchar(length=64, help_text="HMAC of the fiscal code; the key is not in the database")
    code_key = Varchar(length=12, help_text="the name of the key that made it")
    birth_date = Date()
    sex = Varchar(length=1, default="", help_text="F or M as the registry office writes; for statistics")
    neighbourhood = ForeignKey(references=Neighbourhood, on_delete=OnDelete.restrict, null=False)
    load = ForeignKey(references=RegisterLoad, on_delete=OnDelete.restrict, null=False)
    ended_by = ForeignKey(references=RegisterLoad, on_delete=OnDelete.restrict, null=True, default=None)
    citizenship = Varchar(length=10, default="", help_text="a Citizenship; '' unless a regulation asks for it")
    resident_since = Date(null=True, default=None, help_text="in the comune; null unless a regulation asks for it")


class RegisterMatch(Table):
    """Somebody who asks to be found in the register: waits for the code that was mailed. Found or not, the same row."""

    account = ForeignKey(references=Account, on_delete=OnDelete.cascade, null=False, unique=True)
    claim = Bytea(help_text="what was typed, sealed: goes with the row, within a week")
    digits_mac = Varchar(length=64, default="", help_text="keyed hash of the mailed code; empty when none is valid")
    asked_at = Timestamptz()
    expires_at = Timestamptz(help_text="of the mailed code")
    sent = Integer(default=1, help_text="how many codes were mailed")
    tries = Integer(default=0, help_text="wrong codes typed")


class AllowedBasis(Table):
    """A tie other than residence by which people may take part, as this comune's regulation says."""

    basis = Varchar(length=20, unique=True, help_text="worker, student, volunteer, domiciled, business_owner")
    longest_months = Integer(default=12, help_text="how long a declaration may last")


class SelfDeclaration(Table):
    """A person who declares to work, study or volunteer in a zone until a day; the desk approves it or refuses it."""

    public_id = Varchar(length=20, unique=True)
    account = ForeignKey(references=Account, on_delete=OnDelete.cascade, null=False)
    basis = Varchar(length=20, help_text="worker, student, volunteer, domiciled, business_owner")
    venue = Varchar(length=160, help_text="where: the firm, school or association")
    neighbourhood = ForeignKey(references=Neighbourhood, on_delete=OnDelete.restrict, null=False)
    birth_date = Date(null=True, default=None, help_text="emptied when the declaration ends")
    until = Date(help_text="the last day on which it holds")
    state = Varchar(length=12, default="waiting", help_text="waiting, approved, refused, withdrawn, expired")
    reason = Text(default="", help_text="why it was refused or ended early")
    created_at = Timestamptz()
    decided_by = Varchar(length=40, default="")
    decided_at = Timestamptz(null=True, default=None)
    warned_at = Timestamptz(null=True, default=None, help_text="when the person was told that it ends soon")
