# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a proposal is made of: typed fields become columns or the codes of what is wrong with them. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Any

from deliberation.errors import Invalid
from deliberation.money import cents, euro_text
from deliberation.text import tidy

CATEGORIES = ("ambiente", "mobilita", "spazi-pubblici", "cultura", "sport", "scuola", "sociale", "sicurezza", "altro")
TITLE_LENGTH, BODY_LENGTH, PLACE_LENGTH = 120, 10_000, 200
SHORTEST_TITLE, SHORTEST_BODY = 5, 20
MICRO = 1_000_000


class Step(StrEnum):
    """The steps of writing a proposal, in order; a summary follows."""

    TEXT = "text"
    PLACE = "place"
    COST = "cost"


# Where somebody goes from a step; after the last one there is a summary.
SUMMARY = "summary"
AFTER: dict[Step, str] = {Step.TEXT: Step.PLACE, Step.PLACE: Step.COST, Step.COST: SUMMARY}
# The fields of each step as they are typed.
FIELDS: dict[Step, tuple[str, ...]] = {
    Step.TEXT: ("title", "body", "category"),
    Step.PLACE: ("neighbourhood", "place_label", "latitude", "longitude"),
    Step.COST: ("cost",),
}
TYPED = tuple(name for names in FIELDS.values() for name in names)
COLUMNS: dict[Step, tuple[str, ...]] = {
    Step.TEXT: ("title", "body", "category"),
    Step.PLACE: ("neighbourhood", "place_label", "latitude_e6", "longitude_e6"),
    Step.COST: ("asked_cents",),
}


# The columns that people fill in but the neighbourhood, which is read with its name.
WRITTEN = tuple(name for names in COLUMNS.values() for name in names if name != "neighbourhood")
# Those of them that are read as words, in order; of the others the smallest change counts.
IN_WORDS = ("title", "body", "place_label")
# What is seen of an option of a ballot although its text is hidden.
NEVER_HIDDEN = ("title", "category", "asked_cents")


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What people write of a proposal, as it is read back; the point in degrees."""

    title: str
    body: str
    category: str
    place_label: str
    latitude: float | None
    longitude: float | None
    asked_cents: int | None

    def columns(self) -> dict[str, Any]:
        """The columns WRITTEN, the point in micro-degrees: what `written` reads."""
        found = {name: getattr(self, name) for name in WRITTEN if not name.endswith("_e6")}
        for name in ("latitude", "longitude"):
            degrees = getattr(self, name)
            found[f"{name}_e6"] = None if degrees is None else round(degrees * MICRO)
        return found

    def typed(self, neighbourhood: str) -> dict[str, str]:
        """The fields of all steps as somebody would type them; the neighbourhood by its slug."""
        return {
            "title": self.title,
            "body": self.body,
            "category": self.category,
            "neighbourhood": neighbourhood,
            "place_label": self.place_label,
            "latitude": "" if self.latitude is None else str(self.latitude),
            "longitude": "" if self.longitude is None else str(self.longitude),
            "cost": euro_text(self.asked_cents),
        }


def written(row: Mapping[str, Any], *, hidden: bool = False) -> dict[str, Any]:
    """The fields of Content in a row with the columns WRITTEN; of a hidden text only what is never hidden."""
    found = {name: row[name] for name in WRITTEN}
    for name in ("latitude", "longitude"):
        micro = found.pop(f"{name}_e6")
        found[name] = None if micro is None else micro / MICRO
    if not hidden:
        return found
    emptied = {name: "" if isinstance(value, str) else None for name, value in found.items()}
    return emptied | {name: found[name] for name in NEVER_HIDDEN}


@dataclass(frozen=True, slots=True)
class Area:
    """A neighbourhood that may be chosen, with its outline (GeoJSON, or '' when unknown)."""

    id: int
    slug: str
    name: str
    geometry: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What a consultation asks of a proposal's place and cost."""

    areas: tuple[Area, ...]
    city_wide: bool
    budget_cents: int | None
    needs_cost: bool


@dataclass(frozen=True, slots=True)
class Read:
    """The columns that could be read, and field → code for the others."""

    columns: dict[str, Any]
    errors: dict[str, str]


def read(step: Step, typed: Mapping[str, str], frame: Frame) -> Read:
    """The fields of one step."""
    match step:
        case Step.TEXT:
            return _text(typed)
        case Step.PLACE:
            return _place(typed, frame)
        case Step.COST:
            return _cost(typed, frame)


def _text(typed: Mapping[str, str]) -> Read:
    title, body = " ".join(tidy(typed.get("title", "")).split()), tidy(typed.get("body", ""))
    category = typed.get("category", "")
    columns, errors = {"title": title, "body": body, "category": category}, {}
    if len(title) < SHORTEST_TITLE:
        errors["title"] = "proposal.title_short"
    if len(title) > TITLE_LENGTH:
        errors["title"] = "proposal.title_long"
        del columns["title"]
    if len(body) < SHORTEST_BODY:
        errors["body"] = "proposal.body_short"
    if len(body) > BODY_LENGTH:
        errors["body"] = "proposal.body_long"
        del columns["body"]
    if category not in ("", *CATEGORIES):
        errors["category"] = "proposal.category_unknown"
        del columns["category"]
    return Read(columns, errors)


def _place(typed: Mapping[str, str], frame: Frame) -> Read:
    chosen, wrong = _chosen(typed.get("neighbourhood", ""), frame)
    point, wrong_point = _point(typed.get("latitude", ""), typed.get("longitude", ""))
    if point is not None:
        chosen, wrong_point = _with_point(chosen, point, frame)
    if chosen is None and len(frame.areas) == 1 and not frame.city_wide:
        chosen = frame.areas[0]
    if chosen is None and not frame.city_wide:
        wrong = wrong or "proposal.neighbourhood_missing"
    columns: dict[str, Any] = {"neighbourhood": chosen.id if chosen else None}
    label = " ".join(tidy(typed.get("place_label", "")).split())
    if len(label) <= PLACE_LENGTH:
        columns["place_label"] = label
    if not wrong_point:
        columns["latitude_e6"] = round(point[1] * MICRO) if point else None
        columns["longitude_e6"] = round(point[0] * MICRO) if point else None
    long = "proposal.place_long" if len(label) > PLACE_LENGTH else ""
    errors = {"place_label": long, "neighbourhood": wrong, "latitude": wrong_point}
    return Read(columns, {field: code for field, code in errors.items() if code})


def _chosen(slug: str, frame: Frame) -> tuple[Area | None, str]:
    """The neighbourhood that was chosen by name, and the code of what is wrong."""
    chosen = next((area for area in frame.areas if area.slug == slug), None)
    return chosen, "proposal.neighbourhood_unknown" if slug and chosen is None else ""


def _with_point(chosen: Area | None, point: tuple[float, float], frame: Frame) -> tuple[Area | None, str]:
    """The neighbourhood chosen, or else the one around the point; the code of what is wrong if the two disagree."""
    around = _around(frame.areas, point)
    if chosen is not None:
        return chosen, "proposal.point_outside" if chosen.geometry and chosen not in around else ""
    if around:
        return around[0], ""
    return None, "proposal.point_outside_all" if all(area.geometry for area in frame.areas) else ""


def _point(latitude: str, longitude: str) -> tuple[tuple[float, float] | None, str]:
    """(longitude, latitude), or the code of what is wrong."""
    typed = [part.strip().replace(",", ".") for part in (longitude, latitude)]
    if not any(typed):
        return None, ""
    if not all(typed):
        return None, "proposal.point_half"
    try:
        x, y = (float(part) for part in typed)
    except ValueError:
        return None, "proposal.point_unreadable"
    return ((x, y), "") if -180 <= x <= 180 and -90 <= y <= 90 else (None, "proposal.point_unreadable")


def _around(areas: Sequence[Area], point: tuple[float, float]) -> list[Area]:
    return [area for area in areas if area.geometry and is_inside(area.geometry, *point)]


def is_inside(geometry: str, x: float, y: float) -> bool:
    """Whether a point lies in a GeoJSON MultiPolygon (even-odd rule: holes are outside)."""
    crossings = 0
    for ring in _rings(geometry):
        for (ax, ay), (bx, by) in pairwise(ring):
            if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
                crossings += 1
    return crossings % 2 == 1


@lru_cache(maxsize=256)
def _rings(geometry: str) -> tuple[tuple[tuple[float, float], ...], ...]:
    shape = json.loads(geometry)
    polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    return tuple(tuple((x, y) for x, y, *_ in ring) for polygon in polygons for ring in polygon)


def _cost(typed: Mapping[str, str], frame: Frame) -> Read:
    try:
        asked = cents(tidy(typed.get("cost", "")))
    except Invalid as unreadable:
        return Read({}, dict(unreadable.fields) or {"cost": unreadable.code})
    if asked is None and frame.needs_cost:
        return Read({"asked_cents": None}, {"cost": "proposal.cost_missing"})
    if asked is not None and frame.budget_cents is not None and asked > frame.budget_cents:
        return Read({"asked_cents": asked}, {"cost": "proposal.cost_over_budget"})
    return Read({"asked_cents": asked}, {})
