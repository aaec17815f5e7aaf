# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a comune says of itself, who answers for data, and the links that open an empty installation."""

from piccolo.columns import ForeignKey, Integer, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table

from deliberation.schema.additions import Additions, additions, existing

ID = "2026-11-29T02:00:00:000006"

Attachment = existing("Attachment")
Municipality = existing("Municipality")


class CityProfile(Table):
    municipality = ForeignKey(references=Municipality, on_delete=OnDelete.cascade, null=False, unique=True)
    part_word = Varchar(length=20, default="quartiere")
    district_word = Varchar(length=20, default="")
    colour = Varchar(length=7, default="")
    coat_of_arms = ForeignKey(references=Attachment, on_delete=OnDelete.set_null, null=True, default=None)
    version = Integer(default=1)
    changed_at = Timestamptz()


class DataProtection(Table):
    municipality = ForeignKey(references=Municipality, on_delete=OnDelete.cascade, null=False, unique=True)
    controller = Varchar(length=160, default="")
    controller_address = Varchar(length=200, default="")
    controller_email = Varchar(length=254, default="")
    officer = Varchar(length=160, default="")
    officer_email = Varchar(length=254, default="")
    retention = Text(default="")
    accessibility_email = Varchar(length=254, default="")
    accessibility_phone = Varchar(length=60, default="")
    statement_url = Varchar(length=400, default="")
    version = Integer(default=1)
    changed_at = Timestamptz()


class ParticipationRules(Table):
    municipality = ForeignKey(references=Municipality, on_delete=OnDelete.cascade, null=False, unique=True)
    min_age = Integer(default=16)
    version = Integer(default=1)
    changed_at = Timestamptz()


class SetUpStep(Table):
    name = Varchar(length=20, unique=True)
    skipped_at = Timestamptz()


class SetUpLink(Table):
    token_hash = Varchar(length=64, unique=True)
    created_at = Timestamptz()
    expires_at = Timestamptz()
    used_at = Timestamptz(null=True, default=None)


async def forwards() -> Additions:
    return additions(ID, "installation", tables=[CityProfile, DataProtection, ParticipationRules, SetUpStep, SetUpLink])
