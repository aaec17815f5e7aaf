# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the JSON API answers. Money is in cents of euro, instants are UTC in ISO 8601, identifiers are public ones."""

from datetime import datetime
from typing import Any, Literal

import msgspec


class Problem(msgspec.Struct, frozen=True):
    """Why there is no answer (RFC 9457)."""

    type: str
    title: str
    status: int
    code: str | None = None


class Phase(msgspec.Struct, frozen=True):
    """A stretch of time in which some acts are allowed: from `opens_at` (included) to `closes_at` (excluded)."""

    kind: str
    opens_at: datetime
    closes_at: datetime


class Pot(msgspec.Struct, frozen=True):
    """A part of a budget with its own list, ballots and count. `neighbourhood` is null of the city's pot."""

    id: str
    name: str
    neighbourhood: str | None
    amount_cents: int


class Consultation(msgspec.Struct, frozen=True):
    """A question of the comune to its residents. `neighbourhoods` is empty when `city_wide` is true.

    `cancelled_at` and `cancel_reason`: of a consultation that was cancelled, or whose counted result was annulled.
    `pots` divide the budget, to the cent; empty where it is one. `pots_are_chosen`: a voter chooses the pot of a
    neighbourhood; otherwise it is that of where they live.
    `cancelled_ballots`: how many had been cast when it was cancelled; null before there was a roll.
    """

    id: str
    title: str
    summary: str
    purpose: str
    decided_by: str
    out_of_scope: str
    state: str
    city_wide: bool
    neighbourhoods: list[str]
    phases: list[Phase]
    ballot_kind: str | None
    rule: str | None
    rule_parameters: dict[str, Any]
    min_picks: int
    max_picks: int | None
    seats: int
    budget_cents: int | None
    pots: list[Pot]
    pots_are_chosen: bool
    min_age: int
    published_at: datetime | None
    closed_at: datetime | None
    result_published_at: datetime | None
    cancelled_at: datetime | None
    cancel_reason: str
    cancelled_ballots: int | None
    imported_from: str | None


class Point(msgspec.Struct, frozen=True):
    """A point in degrees, WGS84."""

    latitude: float
    longitude: float


class Proposal(msgspec.Struct, frozen=True):
    """What somebody proposes. Authors are not published here. `body` and `assessment` are Markdown.

    Of `cost_cents` others (`cofinanced_by`) pay `cofinanced_cents`; the rest weighs on the budget.
    `hidden_reason` says why the text of a ballot's option is hidden: `body`, `place` and `point` are empty then.
    """

    id: str
    consultation: str
    neighbourhood: str | None
    title: str
    body: str
    category: str
    place: str
    point: Point | None
    asked_cents: int | None
    cost_cents: int | None
    cofinanced_cents: int
    cofinanced_by: str
    state: str
    assessment: str
    option_id: str | None
    supports: int
    comments: int
    published_at: datetime | None
    hidden_reason: str | None
    hidden_note: str | None


class ConsultationPage(msgspec.Struct, frozen=True):
    """A page of consultations, the latest first; `total` counts all of them."""

    page: int
    pages: int
    total: int
    items: list[Consultation]


class ProposalPage(msgspec.Struct, frozen=True):
    """A page of proposals, the latest first; `total` counts all of them."""

    page: int
    pages: int
    total: int
    items: list[Proposal]


class Turnout(msgspec.Struct, frozen=True):
    """How many voted. `ballots` are those that count, `entitled` the people on the roll (null: nobody knows), `share`
    one of the other. `per_thousand_residents` sets them against the residents of voting age: it is no turnout."""

    ballots: int
    entitled: int | None
    share: float | None
    residents_of_voting_age: int | None
    per_thousand_residents: float | None


class PlaceTurnout(msgspec.Struct, frozen=True):
    """The turnout in one neighbourhood; null where the numbers are so small that they would tell what people did."""

    neighbourhood: str
    turnout: Turnout | None


class PotResults(msgspec.Struct, frozen=True):
    """The count of a pot. `digest` is the official count's; `official` is null where fewer than five voted in the pot:
    votes would tell who chose what. `winners` are option ids."""

    pot: str
    digest: str
    winners: list[str]
    turnout: Turnout | None
    official: dict[str, Any] | None
    compared: list[dict[str, Any]]


class Results(msgspec.Struct, frozen=True):
    """A published count. `official` and each of `compared` are complete outcomes, with a digest to check them by.

    Of a budget in pots `official` is null, `pots` has the count of each, and `digest` is one over all of them.

    `state` is "results"; or "annulled", with the reason: then nobody has won, and `published_at` is the annulment.
    """

    consultation: str
    state: str
    annulled_because: str
    published_at: datetime
    turnout: Turnout
    turnout_by_neighbourhood: list[PlaceTurnout]
    digest: str
    official: dict[str, Any] | None
    compared: list[dict[str, Any]]
    pots: list[PotResults]


class NeighbourhoodProperties(msgspec.Struct, frozen=True):
    """A neighbourhood's name and counts; unknown ones are null."""

    id: str
    code: str
    name: str
    district: str
    area_m2: int | None
    residents: int | None
    residents_of_voting_age: int | None
    voting_age_is_estimated: bool
    residents_year: int | None


class NeighbourhoodFeature(msgspec.Struct, frozen=True):
    """A GeoJSON feature (RFC 7946); `geometry` is a MultiPolygon or null."""

    id: str
    properties: NeighbourhoodProperties
    geometry: dict[str, Any] | None
    type: Literal["Feature"] = "Feature"


class Neighbourhoods(msgspec.Struct, frozen=True):
    """A GeoJSON feature collection (RFC 7946)."""

    features: list[NeighbourhoodFeature]
    attribution: str
    type: Literal["FeatureCollection"] = "FeatureCollection"
