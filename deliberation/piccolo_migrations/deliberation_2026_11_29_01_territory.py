# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""House numbers with points, files of places that are loaded, and what stays of places that are gone."""

from piccolo.columns import (
    BigInt,
    Boolean,
    Bytea,
    Date,
    DoublePrecision,
    ForeignKey,
    Integer,
    OnDelete,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from deliberation.schema.additions import Additions, additions

ID = "2026-11-29T02:00:00:000001"


class Neighbourhood(Table):
    residents_on = Date(null=True, default=None)
    residents_source = Varchar(length=200, default="")
    district_code = Varchar(length=20, default="")
    missing_since = Timestamptz(null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)
    merged_into = Text(default="")


class Street(Table):
    closed_at = Timestamptz(null=True, default=None)


class ZoneOutline(Table):
    neighbourhood = ForeignKey(references=Neighbourhood, on_delete=OnDelete.cascade, null=False, unique=True)
    content = Bytea()


class HouseNumber(Table):
    street = ForeignKey(references=Street, on_delete=OnDelete.cascade, null=False)
    number = Integer()
    suffix = Varchar(length=10, default="")
    lon = DoublePrecision()
    lat = DoublePrecision()
    neighbourhood = ForeignKey(references=Neighbourhood, on_delete=OnDelete.set_null, null=True, default=None)
    also = ForeignKey(references=Neighbourhood, on_delete=OnDelete.set_null, null=True, default=None)
    is_settled = Boolean(default=False)


class PlaceLoad(Table):
    public_id = Varchar(length=20, unique=True)
    kind = Varchar(length=12)
    state = Varchar(length=10, default="waiting")
    file_name = Varchar(length=160)
    sha256 = Varchar(length=64)
    content = Bytea(default=b"")
    options = Text(default="{}")
    seen = BigInt(default=0)
    summary = Text(default="{}")
    before = Bytea(default=b"")
    created_by = Varchar(length=40)
    created_at = Timestamptz()
    applied_at = Timestamptz(null=True, default=None)
    undone_at = Timestamptz(null=True, default=None)


INDEXES = [
    "CREATE UNIQUE INDEX one_door_a_number ON house_number (street, number, suffix)",
    "CREATE INDEX doors_of_a_place ON house_number (neighbourhood)",
    "CREATE INDEX doors_by_point ON house_number (lat, lon)",
    "CREATE INDEX doors_to_settle ON house_number (also) WHERE also IS NOT NULL",
]


async def forwards() -> Additions:
    return additions(
        ID,
        "house numbers and loads of places",
        tables=[ZoneOutline, HouseNumber, PlaceLoad],
        columns=[Neighbourhood, Street],
        statements=INDEXES,
    )
