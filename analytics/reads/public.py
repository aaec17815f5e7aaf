# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Public reads for the JSON API: what anybody may see on the pages, with the same predicates. No author, no voter.

An option of a ballot whose text is hidden stays in the list: its text and its place are empty, the reason is there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from piccolo.querystring import QueryString

from analytics.reads.rows import objects
from analytics.reads.snapshots import SHOWN_PROPOSALS
from deliberation.consultations.consultation import Consultation, read
from deliberation.consultations.pots.values import digest_of_all
from deliberation.consultations.states import State, among
from deliberation.consultations.visibility import COUNTED
from deliberation.database import reading, rows
from deliberation.errors import NotFound

SHOWN_CONSULTATIONS = among(state for state in State if state is not State.DRAFT)
_SHOWN = f"c.state IN {SHOWN_CONSULTATIONS}"
_PROPOSAL = (
    "p.public_id AS id, p.title AS title, CASE WHEN p.hidden_at IS NULL THEN p.body ELSE '' END AS body, "
    "p.category AS category, CASE WHEN p.hidden_at IS NULL THEN p.place_label ELSE '' END AS place_label, "
    "CASE WHEN p.hidden_at IS NULL THEN p.latitude_e6 END AS latitude_e6, "
    "CASE WHEN p.hidden_at IS NULL THEN p.longitude_e6 END AS longitude_e6, "
    "CASE WHEN p.hidden_at IS NULL THEN NULL ELSE coalesce(d.reason, 'other') END AS hidden_reason, "
    "CASE WHEN p.hidden_at IS NULL THEN NULL ELSE d.note END AS hidden_note, p.asked_cents AS asked_cents, "
    "p.cost_cents AS cost_cents, p.cofinanced_cents AS cofinanced_cents, p.cofinanced_by AS cofinanced_by, "
    "p.state AS state, p.assessment AS assessment, p.option_id AS option_id, "
    "p.published_at AS published_at, c.slug AS consultation, n.slug AS neighbourhood, "
    "(SELECT COUNT(*) FROM support s WHERE s.proposal = p.id) AS supports, "
    "(SELECT COUNT(*) FROM comment k WHERE k.proposal = p.id AND k.hidden_at IS NULL) AS comments"
)
_FROM_PROPOSALS = (
    "FROM proposal p JOIN consultation c ON c.id = p.consultation LEFT JOIN neighbourhood n ON n.id = p.neighbourhood "
    "LEFT JOIN decision d ON p.hidden_at IS NOT NULL AND d.id = (SELECT MAX(e.id) FROM decision e "
    "WHERE e.target_kind = 'proposal' AND e.target = p.public_id AND e.act = 'hide') "
    f"WHERE p.state IN {SHOWN_PROPOSALS} AND {COUNTED} AND {_SHOWN}"
)


@dataclass(frozen=True, slots=True)
class Slice:
    """A page of rows and how many there are in all."""

    rows: tuple[dict[str, Any], ...]
    total: int


async def consultations(
    *, state: str, neighbourhood: str, first: int, most: int
) -> tuple[tuple[Consultation, ...], int]:
    """Consultations, the latest first, and how many there are in all. Empty texts filter nothing."""
    where = QueryString(_SHOWN)
    if state:
        where = QueryString("{} AND c.state = {}", where, state)
    if neighbourhood:
        where = QueryString(
            "{} AND (c.city_wide = {} OR c.id IN (SELECT cn.consultation FROM consultation_neighbourhood cn "
            "JOIN neighbourhood n ON n.id = cn.neighbourhood WHERE n.slug = {}))",
            where,
            True,
            neighbourhood,
        )
    async with reading():
        total = await rows("SELECT COUNT(*) AS n FROM consultation c WHERE {}", where)
        page = QueryString("c.published_at DESC, c.id DESC LIMIT {} OFFSET {}", most, first)
        return await read(where, page), int(total[0]["n"])


async def consultation(slug: str) -> Consultation:
    """One consultation. NotFound if there is none or it is a draft."""
    found = await read(QueryString(f"{_SHOWN} AND c.slug = {{}}", slug))
    if not found:
        raise NotFound("page.unknown")
    return found[0]


async def proposals(
    *, consultation: str, neighbourhood: str, state: str, category: str, first: int, most: int
) -> Slice:
    """Public proposals, the latest first."""
    parts, values = [], list[object]()
    filters = (("c.slug", consultation), ("n.slug", neighbourhood), ("p.state", state), ("p.category", category))
    for column, value in filters:
        if value:
            parts.append(f" AND {column} = {{}}")
            values.append(value)
    where = _FROM_PROPOSALS + "".join(parts)
    async with reading():
        total = await rows(f"SELECT COUNT(*) AS n {where}", *values)
        found = await rows(
            f"SELECT {_PROPOSAL} {where} ORDER BY p.published_at DESC, p.id DESC LIMIT {{}} OFFSET {{}}",
            *values,
            most,
            first,
        )
    return Slice(tuple(found), int(total[0]["n"]))


async def proposal(public_id: str) -> dict[str, Any]:
    """One public proposal. NotFound if there is none, or it is a draft, or hidden and on no ballot."""
    found = await rows(f"SELECT {_PROPOSAL} {_FROM_PROPOSALS} AND p.public_id = {{}}", public_id)
    if not found:
        raise NotFound("page.unknown")
    return found[0]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """A published count: the consultation's row and the stored outcomes. `annulled_because` is '' of a result.

    Of a budget in pots the outcomes are in `pots`, by key, official first; `official` is empty. `digest`: over all.
    """

    consultation: int
    state: str
    annulled_because: str
    published_at: datetime
    official: dict[str, Any]
    compared: tuple[dict[str, Any], ...]
    pots: dict[str, tuple[dict[str, Any], ...]]
    digest: str


async def outcomes(slug: str) -> Outcomes:
    """The published outcomes of a consultation, official first, and since when they are public.

    NotFound until the result is published, or annulled in public.
    """
    found = await rows(
        "SELECT c.id AS id, t.is_official AS is_official, t.outcome AS outcome, "
        "c.state AS state, c.cancel_reason AS cancel_reason, "
        "coalesce(c.result_published_at, c.cancelled_at) AS published_at, coalesce(p.key, '') AS pot "
        "FROM tally t JOIN consultation c ON c.id = t.consultation LEFT JOIN pot p ON p.id = t.pot "
        "WHERE c.slug = {} AND (c.state = 'results' AND c.result_published_at IS NOT NULL OR c.state = 'annulled') "
        "ORDER BY coalesce(p.position, 0), t.id",
        slug,
    )
    by_pot: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(found, key=lambda row: not row["is_official"]):
        by_pot.setdefault(row["pot"], []).append(objects(row["outcome"]))
    if not any(row["is_official"] for row in found):
        raise NotFound("page.unknown")
    whole = by_pot.pop("", [])
    first = found[0]
    digest = digest_of_all({key: str(counts[0]["digest"]) for key, counts in by_pot.items()})
    return Outcomes(
        first["id"],
        first["state"],
        first["cancel_reason"],
        first["published_at"],
        whole[0] if whole else {},
        tuple(whole[1:]),
        {key: tuple(counts) for key, counts in by_pot.items()},
        str(whole[0]["digest"]) if whole else digest,
    )


async def neighbourhoods() -> list[dict[str, Any]]:
    """Every neighbourhood; `geometry` is a GeoJSON object or None."""
    found = await rows(
        "SELECT slug, code, name, district, geometry, area_m2, residents, residents_of_voting_age, "
        "voting_age_is_estimated, residents_year FROM neighbourhood ORDER BY position, name"
    )
    return [{**row, "geometry": json.loads(row["geometry"]) if row["geometry"] else None} for row in found]
