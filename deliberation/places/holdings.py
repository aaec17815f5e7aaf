# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""All that was loaded of the territory, row by row, as it is written into a folder of the comune."""

from __future__ import annotations

from typing import Any

from deliberation.database import rows

_ZONES = """
SELECT n.name, n.code, n.district, n.district_code, n.geometry, o.content AS outline FROM neighbourhood n
LEFT JOIN zone_outline o ON o.neighbourhood = n.id
WHERE n.closed_at IS NULL AND n.missing_since IS NULL ORDER BY n.position, n.name
"""
_RANGES = """
SELECT s.code, s.name, n.name AS place, r.even_from, r.even_to, r.odd_from, r.odd_to FROM street s
JOIN street_range r ON r.street = s.id JOIN neighbourhood n ON n.id = r.neighbourhood
WHERE s.closed_at IS NULL ORDER BY s.name, s.code, r.id
"""
_DOORS = """
SELECT s.code, s.name, h.number, h.suffix, h.lon, h.lat FROM house_number h JOIN street s ON s.id = h.street
WHERE s.closed_at IS NULL ORDER BY s.name, s.code, h.number, h.suffix, h.id
"""
_COUNTS = """
SELECT n.name AS place, c.sex, c.age_from, c.age_to, c.residents, n.residents_on, n.residents_source
FROM population_count c JOIN neighbourhood n ON n.id = c.neighbourhood
WHERE n.closed_at IS NULL AND n.residents_on IS NOT NULL ORDER BY n.position, n.name, c.age_from, c.sex
"""
_TOTALS = """
SELECT name AS place, residents, residents_on, residents_source FROM neighbourhood
WHERE closed_at IS NULL AND residents IS NOT NULL AND residents_on IS NOT NULL ORDER BY position, name
"""


async def zones() -> list[dict[str, Any]]:
    """The open zones in the order of lists, each with its exact outline where one was loaded (compressed GeoJSON)."""
    return await rows(_ZONES)


async def ranges() -> list[dict[str, Any]]:
    """The stretches of house numbers of the open streets, by street."""
    return await rows(_RANGES)


async def doors() -> list[dict[str, Any]]:
    """The house numbers of the open streets with their points (WGS84)."""
    return await rows(_DOORS)


async def counts() -> list[dict[str, Any]]:
    """Residents of the open zones by sex and age, with day and source."""
    return await rows(_COUNTS)


async def totals() -> list[dict[str, Any]]:
    """Residents of the open zones, with day and source."""
    return await rows(_TOTALS)
