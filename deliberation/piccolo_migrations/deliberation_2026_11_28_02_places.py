# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The comune, its neighbourhoods and streets."""

from piccolo.columns import BigInt, Boolean, ForeignKey, Integer, OnDelete, Text, Varchar
from piccolo.table import Table

from deliberation.schema.additions import Additions, additions

ID = "2026-11-28T20:00:00:000002"


class Municipality(Table):
    slug = Varchar(length=80, unique=True)
    name = Varchar(length=120)
    is_demo = Boolean(default=False)
    attribution = Text(default="")


class Neighbourhood(Table):
    municipality = ForeignKey(references=Municipality, on_delete=OnDelete.cascade, null=False)
    slug = Varchar(length=80, unique=True)
    code = Varchar(length=20, default="")
    name = Varchar(length=160)
    district = Varchar(length=120, default="")
    position = Integer(default=0)
    geometry = Text(default="")
    area_m2 = BigInt(null=True, default=None)
    residents = Integer(null=True, default=None)
    residents_of_voting_age = Integer(null=True, default=None)
    voting_age_is_estimated = Boolean(default=False)
    residents_year = Integer(null=True, default=None)


class PopulationCount(Table):
    neighbourhood = ForeignKey(references=Neighbourhood, on_delete=OnDelete.cascade, null=False)
    sex = Varchar(length=1)
    age_from = Integer()
    age_to = Integer(null=True, default=None)
    residents = Integer()


class Street(Table):
    municipality = ForeignKey(references=Municipality, on_delete=OnDelete.cascade, null=False)
    code = Varchar(length=20)
    name = Varchar(length=160)
    plain_name = Varchar(length=160, index=True)


class StreetRange(Table):
    street = ForeignKey(references=Street, on_delete=OnDelete.cascade, null=False)
    neighbourhood = ForeignKey(references=Neighbourhood, on_delete=OnDelete.cascade, null=False)
    even_from = Integer(null=True, default=None)
    even_to = Integer(null=True, default=None)
    odd_from = Integer(null=True, default=None)
    odd_to = Integer(null=True, default=None)


INDEXES = [
    "CREATE UNIQUE INDEX one_street_a_code ON street (municipality, code)",
    "CREATE INDEX numbers_of_a_street ON street_range (street)",
    "CREATE INDEX population_of_a_place ON population_count (neighbourhood)",
]


async def forwards() -> Additions:
    return additions(
        ID, "places", tables=[Municipality, Neighbourhood, PopulationCount, Street, StreetRange], statements=INDEXES
    )
