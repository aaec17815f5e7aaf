# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Consultations, where they are held, and their phases."""

from piccolo.columns import BigInt, Boolean, ForeignKey, Integer, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table

from deliberation.schema.additions import Additions, additions, existing

ID = "2026-11-28T20:00:00:000006"

Municipality = existing("Municipality")
Neighbourhood = existing("Neighbourhood")


class Consultation(Table):
    municipality = ForeignKey(references=Municipality, on_delete=OnDelete.cascade, null=False)
    slug = Varchar(length=100, unique=True)
    title = Varchar(length=160)
    summary = Varchar(length=400, default="")
    purpose = Text(default="")
    decided_by = Text(default="")
    out_of_scope = Text(default="")
    privacy_notice = Text(default="")
    template = Varchar(length=40, default="")
    state = Varchar(length=20, default="draft")
    cancel_reason = Text(default="")
    city_wide = Boolean(default=False)
    ballot_kind = Varchar(length=20, default="")
    rule = Varchar(length=40, default="")
    rule_parameters = Text(default="{}")
    min_picks = Integer(default=1)
    max_picks = Integer(null=True, default=None)
    seats = Integer(default=1)
    budget_cents = BigInt(null=True, default=None)
    min_age = Integer(default=16)
    support_threshold = Integer(default=0)
    lot_commitment = Varchar(length=64, default="")
    lot_secret = Varchar(length=64, default="")
    lot_source = Text(default="")
    lot_value = Text(default="")
    options_shuffled = Boolean(default=False)
    freezes_itself = Boolean(default=True)
    ballot_frozen_at = Timestamptz(null=True, default=None)
    roll_frozen_at = Timestamptz(null=True, default=None)
    roll_hash = Varchar(length=64, default="")
    published_at = Timestamptz(null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)
    result_published_at = Timestamptz(null=True, default=None)
    imported_from = Varchar(length=200, default="")
    version = Integer(default=1)
    created_at = Timestamptz()
    cancelled_at = Timestamptz(null=True, default=None)
    cancelled_ballots = Integer(null=True, default=None)
    warnings = Text(default="[]")
    draft_step = Varchar(length=10, default="")


class ConsultationNeighbourhood(Table):
    consultation = ForeignKey(references=Consultation, on_delete=OnDelete.cascade, null=False)
    neighbourhood = ForeignKey(references=Neighbourhood, on_delete=OnDelete.restrict, null=False)


class Phase(Table):
    consultation = ForeignKey(references=Consultation, on_delete=OnDelete.cascade, null=False)
    kind = Varchar(length=20)
    position = Integer()
    opens_at = Timestamptz()
    closes_at = Timestamptz()
    opening_noted_at = Timestamptz(null=True, default=None)
    closing_noted_at = Timestamptz(null=True, default=None)


INDEXES = [
    "CREATE UNIQUE INDEX one_neighbourhood_once ON consultation_neighbourhood (consultation, neighbourhood)",
    "CREATE UNIQUE INDEX one_phase_a_position ON phase (consultation, position)",
]


async def forwards() -> Additions:
    return additions(ID, "consultations", tables=[Consultation, ConsultationNeighbourhood, Phase], statements=INDEXES)
