# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Neighbourhoods as GeoJSON."""

from typing import Any

from litestar import Response, get

from analytics.reads import public
from deliberation.places.queries import city
from web.api.structs import NeighbourhoodFeature, NeighbourhoodProperties, Neighbourhoods


def shown(row: dict[str, Any]) -> NeighbourhoodFeature:
    """A row as a GeoJSON feature."""
    same = {name: row[name] for name in NeighbourhoodProperties.__struct_fields__ if name != "id"}
    same["voting_age_is_estimated"] = bool(row["voting_age_is_estimated"])
    return NeighbourhoodFeature(row["slug"], NeighbourhoodProperties(id=row["slug"], **same), row["geometry"])


@get("/neighbourhoods", tags=["neighbourhoods"], summary="Neighbourhoods as GeoJSON", media_type="application/geo+json")
async def neighbourhoods() -> Response[Neighbourhoods]:
    """All neighbourhoods with outlines (WGS84, simplified), residents and the sources they come from."""
    features = [shown(row) for row in await public.neighbourhoods()]
    return Response(Neighbourhoods(features, (await city()).attribution), media_type="application/geo+json")


HANDLERS: list[Any] = [neighbourhoods]
