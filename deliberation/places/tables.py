# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the places room stores."""

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


class Municipality(Table):
    """The comune that this installation serves: one row."""

    slug = Varchar(length=80, unique=True)
    name = Varchar(length=120, help_text="as 'Bologna'")
    is_demo = Boolean(default=False, help_text="people and ballots are simulated; every page says so")
    attribution = Text(default="", help_text="sources and licences of the data shown")


class Neighbourhood(Table):
    """A quartiere or zone: the place that every page speaks of."""

    municipality = ForeignKey(references=Municipality, on_delete=OnDelete.cascade, null=False)
    slug = Varchar(length=80, unique=True)
    code = Varchar(length=20, default="", help_text="the city's own code")
    name = Varchar(length=160)
    district = Varchar(length=120, default="", help_text="the larger unit it belongs to")
    position = Integer(default=0, help_text="order in lists")
    geometry = Text(default="", help_text="GeoJSON MultiPolygon, WGS84, simplified; empty when unknown")
    area_m2 = BigInt(null=True, default=None)
    residents = Integer(null=True, default=None, help_text="all ages; null when unknown")
    residents_of_voting_age = Integer(null=True, default=None, help_text="null when unknown")
    voting_age_is_estimated = Boolean(default=False)
    residents_year = Integer(null=True, default=None)
    residents_on = Date(null=True, default=None, help_text="the day the residents were counted; null when unknown")
    residents_source = Varchar(length=200, default="", help_text="who counted them, as 'anagrafe comunale'")
    district_code = Varchar(length=20, default="", help_text="the larger unit's own code")
    missing_since = Timestamptz(null=True, default=None, help_text="not in the outlines loaded last: to be decided")
    closed_at = Timestamptz(null=True, default=None, help_text="no longer a place of today; null while it is one")
    merged_into = Text(default="", help_text="slugs of the places that took its people, one space between")


class PopulationCount(Table):
    """Residents of a neighbourhood by sex and age."""

    neighbourhood = ForeignKey(references=Neighbourhood, on_delete=OnDelete.cascade, null=False)
    sex = Varchar(length=1, help_text="F or M, as the register writes")
    age_from = Integer()
    age_to = Integer(null=True, default=None, help_text="inclusive; null for the open class")
    residents = Integer()


class Street(Table):
    """A street of the register."""

    municipality = ForeignKey(references=Municipality, on_delete=OnDelete.cascade, null=False)
    code = Varchar(length=20, help_text="the city's own code")
    name = Varchar(length=160)
    plain_name = Varchar(length=160, index=True, help_text="text.plain(name)")
    closed_at = Timestamptz(null=True, default=None, help_text="no longer in the register; null while it is")


class StreetRange(Table):
    """The numbers of a street that lie in one neighbourhood. Two neighbourhoods may claim the same number."""

    street = ForeignKey(references=Street, on_delete=OnDelete.cascade, null=False)
    neighbourhood = ForeignKey(references=Neighbourhood, on_delete=OnDelete.cascade, null=False)
    even_from = Integer(null=True, default=None)
    even_to = Integer(null=True, default=None)
    odd_from = Integer(null=True, default=None)
    odd_to = Integer(null=True, default=None)


class BaseLayer(Table):
    """A layer of the base map: streets, parks, water … under what people did."""

    layer = Varchar(length=20, unique=True, help_text="base_files.Layer")
    content = Bytea(help_text="GeoJSON in degrees, gzip; each feature with name and class")
    features = Integer(help_text="how many")
    attribution = Text(default="", help_text="whose data, which licence: stands under each map")
    version = Varchar(length=16, help_text="hash of content and attribution")
    loaded_at = Timestamptz(help_text="UTC")


class ZoneOutline(Table):
    """The exact outline of a neighbourhood, as loaded: for putting doors into it, not for drawing."""

    neighbourhood = ForeignKey(references=Neighbourhood, on_delete=OnDelete.cascade, null=False, unique=True)
    content = Bytea(help_text="WKB in degrees (WGS84), zlib")


class HouseNumber(Table):
    """A door: a house number with its point. Two places may claim it until the office decides."""

    street = ForeignKey(references=Street, on_delete=OnDelete.cascade, null=False)
    number = Integer()
    suffix = Varchar(length=10, default="", help_text="in capitals: 'A' of 12/A")
    lon = DoublePrecision(help_text="WGS84")
    lat = DoublePrecision(help_text="WGS84")
    neighbourhood = ForeignKey(
        references=Neighbourhood,
        on_delete=OnDelete.set_null,
        null=True,
        default=None,
        help_text="null: its point lies in no place",
    )
    also = ForeignKey(
        references=Neighbourhood,
        on_delete=OnDelete.set_null,
        null=True,
        default=None,
        help_text="a second place that claims it",
    )
    is_settled = Boolean(default=False, help_text="a person of the office said where it lies; loads keep that")


class PlaceLoad(Table):
    """A file of zones, streets, house numbers or residents: it waits until somebody confirms it, then what it did."""

    public_id = Varchar(length=20, unique=True)
    kind = Varchar(length=12, help_text="zones, streets, numbers, residents")
    state = Varchar(length=10, default="waiting", help_text="waiting, applied, undone")
    file_name = Varchar(length=160)
    sha256 = Varchar(length=64)
    content = Bytea(default=b"", help_text="the file, zlib; empty once applied")
    options = Text(default="{}", help_text="JSON: columns, reference system, day, source")
    seen = BigInt(default=0, help_text="last act on the territory when the differences were shown")
    summary = Text(default="{}", help_text="JSON: what it changed, in figures")
    before = Bytea(default=b"", help_text="what undoing needs, zlib of JSON; empty when it cannot be undone any more")
    created_by = Varchar(length=40, help_text="public id of the account, or 'cli'")
    created_at = Timestamptz()
    applied_at = Timestamptz(null=True, default=None)
    undone_at = Timestamptz(null=True, default=None)
