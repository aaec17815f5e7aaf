# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The city's map, coloured by one number a neighbourhood. Filled outlines: no map service is asked for anything."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from analytics.disclosure import HIDDEN, Hidden
from analytics.figures import drawings
from analytics.figures.tables import Cell, Column, Drawing, Figure, known
from analytics.figures.voters import Turnout
from analytics.language import Language
from analytics.participation import differ

Ring = list[tuple[float, float]]


def choropleth(rows: Sequence[Turnout], outlines: dict[str, str], language: Language) -> Figure | None:
    """Voters by neighbourhood on the map: turnout where it is known, else the count. `outlines`: name → GeoJSON."""
    drawn = [row for row in rows if outlines.get(row.place)]
    seen = [row for row in drawn if isinstance(row.voters, int) and row.voters > 0]
    if len(seen) < 2:
        return None
    _ = language.gettext
    by_share = all(row.share for row in seen)
    table: list[tuple[Cell, ...]] = []
    for row in sorted(drawn, key=lambda row: row.place):
        table.append((row.place, (row.share.value if row.share else None) if by_share else row.voters))
    best = max(seen, key=lambda row: (row.share.value if by_share and row.share else row.voters, row.place))
    if by_share and best.share:
        worst = min(row.share.value for row in seen if row.share)
        alike = not any(differ(best.share, row.share) for row in seen if row.share)
        title = _("%(place)s è la zona che ha votato di più", place=best.place)
        most_share = language.percent(best.share.value)
        if alike:
            title = _("L'affluenza è simile in tutte le zone")
        sentence = _("Più scuro vuol dire più affluenza: va da %(least)s a %(share)s.", share=most_share,
                     least=language.percent(worst))  # fmt: skip
    else:
        title = _("%(place)s è la zona con più voti", place=best.place)
        most = best.voters if isinstance(best.voters, int) else 0
        sentence = _("Più scuro vuol dire più persone che hanno votato; il massimo è %(count)s.",
                     count=language.number(most))  # fmt: skip
    unit: Any = "share" if by_share else "count"
    header = _("Affluenza") if by_share else _("Persone che hanno votato")
    return Figure(
        "mappa", title, sentence, (Column(_("Quartiere")), Column(header, unit)), tuple(table),
        lambda cells: _draw(cells, outlines, by_share, language), height="tall",
        note=_("I colori dividono il valore massimo in cinque parti uguali."),
    )  # fmt: skip


def _draw(
    table: Sequence[tuple[Cell, ...]], outlines: dict[str, str], by_share: bool, language: Language
) -> Drawing:
    values = [known(row[1]) for row in table]
    most = max(value for value in values if value is not None)
    write = language.percent if by_share else language.number
    areas, used = [], set()
    for row, value in zip(table, values, strict=True):
        level = level_of(value, most)
        used.add(level)
        areas.append((str(row[0]), rings(outlines[str(row[0])]), level, _text(row[1], value, write, language)))
    legend = [(n, language.gettext("fino a %(most)s", most=write(_limit(most, n, by_share)))) for n in range(1, 6)]
    if 0 in used:
        legend = [(0, language.gettext("nessun dato")), *legend]
    return drawings.polygons(areas, legend)


def level_of(value: float | None, most: float) -> int:
    """0 for nothing known, else 1 … 5: which fifth of the largest value."""
    if value is None:
        return 0
    return min(5, max(1, -int(-value * 5 // most))) if most > 0 else 1


def _limit(most: float, level: int, by_share: bool) -> float:
    return most * level / 5 if by_share else int(most * level // 5)


def _text(cell: Cell, value: float | None, write: Any, language: Language) -> str:
    if isinstance(cell, Hidden):
        return language.gettext("meno di %(least)s", least=5) if cell is HIDDEN else ""
    return language.gettext("nessun dato") if value is None else str(write(value))


def rings(geometry: str) -> list[Ring]:
    """The outer and inner outlines of a GeoJSON Polygon or MultiPolygon, as (longitude, latitude)."""
    found = json.loads(geometry)
    polygons = found["coordinates"] if found["type"] == "MultiPolygon" else [found["coordinates"]]
    return [[(float(point[0]), float(point[1])) for point in ring] for polygon in polygons for ring in polygon]
