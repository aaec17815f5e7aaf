# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the installation room stores: one row a comune in each, and the links that open an empty installation."""

from piccolo.columns import ForeignKey, Integer, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table

from deliberation.places.tables import Municipality
from deliberation.records.tables import Attachment


class CityProfile(Table):
    """How the comune looks and what it calls its parts."""

    municipality = ForeignKey(references=Municipality, on_delete=OnDelete.cascade, null=False, unique=True)
    part_word = Varchar(length=20, default="quartiere", help_text="what a Neighbourhood is called, one of parts.Part")
    district_word = Varchar(length=20, default="", help_text="what the larger unit is called; '' where there is none")
    colour = Varchar(length=7, default="", help_text="as '#6f2a1f', reads on white; '' for the program's own")
    coat_of_arms = ForeignKey(references=Attachment, on_delete=OnDelete.set_null, null=True, default=None)
    version = Integer(default=1, help_text="grows at each change; a form with an older one is refused")
    changed_at = Timestamptz()


class DataProtection(Table):
    """Who answers for personal data and for accessibility, and for how long data are kept."""

    municipality = ForeignKey(references=Municipality, on_delete=OnDelete.cascade, null=False, unique=True)
    controller = Varchar(length=160, default="", help_text="who decides about the data, as 'Comune di Bologna'")
    controller_address = Varchar(length=200, default="")
    controller_email = Varchar(length=254, default="")
    officer = Varchar(length=160, default="", help_text="data protection officer")
    officer_email = Varchar(length=254, default="")
    retention = Text(default="", help_text="markdown: for how long data are kept")
    accessibility_email = Varchar(length=254, default="")
    accessibility_phone = Varchar(length=60, default="")
    statement_url = Varchar(length=400, default="", help_text="https address of the accessibility statement; or ''")
    version = Integer(default=1, help_text="grows at each change; a form with an older one is refused")
    changed_at = Timestamptz()


class ParticipationRules(Table):
    """What a comune had chosen before it had a regulation, which became version 1 of it. No longer written, and read by
    migration 9 alone: it stays because migrations only add."""

    municipality = ForeignKey(references=Municipality, on_delete=OnDelete.cascade, null=False, unique=True)
    min_age = Integer(default=16, help_text="years, on the day a roll is frozen")
    version = Integer(default=1, help_text="grows at each change; a form with an older one is refused")
    changed_at = Timestamptz()


class SetUpStep(Table):
    """A step of the set-up that the office does without for now."""

    name = Varchar(length=20, unique=True, help_text="as 'streets'")
    skipped_at = Timestamptz()


class SetUpLink(Table):
    """A link printed on the server while nobody of the office has an account; it makes the first one."""

    token_hash = Varchar(length=64, unique=True, help_text="SHA-256 of the token, which is only printed")
    created_at = Timestamptz()
    expires_at = Timestamptz()
    used_at = Timestamptz(null=True, default=None)
