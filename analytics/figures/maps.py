# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The city's map, shaded by one number a neighbourhood. What is drawn is the page's affair."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from analytics.disclosure import HIDDEN, Hidden
from analytics.figures.tables import Cell, Column, Figure, Shading, Unit, known
from analytics.figures.voters import in_words
from analytics.language import Language
from analytics.participation import Measure, PlaceTurnout, are_alike, measure_of


def choropleth(rows: Sequence[PlaceTurnout], outlined: Collection[str], language: Language) -> Figure | None:
    """How many voted, by neighbourhood, on the map, as `voters` compares them. `outlined`: the places on the map."""
    drawn = [row for row in rows if row.name in outlined]
    seen = [(row, row.turnout) for row in drawn if row.turnout is not None and row.turnout.ballots > 0]
    if len(seen) < 2:
        return None
    _ = language.gettext
    measure = measure_of([row.turnout for row in rows if row.turnout is not None])
    ordered = sorted(seen, key=lambda pair: (-measure.number_of(pair[1]), pair[0].name))
    said: dict[Measure, tuple[str, str, Unit]] = {
        Measure.RESIDENTS: (
            _("Dove il disegno è più fitto ci sono più schede ogni 1.000 residenti."),
            _("Ogni 1.000 residenti"),
            "score",
        ),
        Measure.ROLL: (_("Dove il disegno è più fitto l'affluenza è più alta."), _("Affluenza"), "share"),
        Measure.BALLOTS: (_("Dove il disegno è più fitto ci sono più schede."), _("Schede"), "count"),
    }
    sentence, header, unit = said[measure]
    top, first = ordered[0]
    if are_alike([found for _, found in seen], measure):
        title = _("Nessun quartiere spicca per partecipazione")
    else:
        title = _(
            "%(place)s: %(value)s, più di ogni altro quartiere",
            place=top.name,
            value=in_words(first, measure, language),
        )
    return Figure(
        "mappa",
        title,
        sentence,
        (Column(_("Quartiere")), Column(header, unit)),
        tuple((row.name, _cell(row, measure)) for row in sorted(drawn, key=lambda row: row.name)),
        None,
        note=_("Le tinte dividono il valore massimo in cinque parti uguali."),
        shade=lambda cells: _shaded(cells, measure, language),
    )


def _cell(row: PlaceTurnout, measure: Measure) -> Cell:
    found = row.turnout
    if found is None:
        return HIDDEN if row.known is HIDDEN else None
    return found.per_thousand if measure is Measure.RESIDENTS else measure.number_of(found)


def _shaded(table: Sequence[tuple[Cell, ...]], measure: Measure, language: Language) -> Shading:
    values = [known(row[1]) for row in table]
    most = max(value for value in values if value is not None)
    write = language.percent if measure is Measure.ROLL else language.number
    places = {
        str(row[0]): (level_of(value, most), _text(row[1], value, write, language))
        for row, value in zip(table, values, strict=True)
    }
    legend = [(n, language.gettext("fino a %(most)s", most=write(_limit(most, n, measure)))) for n in range(1, 6)]
    if any(level == 0 for level, _ in places.values()):
        legend = [(0, language.gettext("nessun dato")), *legend]
    return Shading(places, tuple(legend))


def level_of(value: float | None, most: float) -> int:
    """0 for nothing known, else 1 … 5: which fifth of the largest value."""
    if value is None:
        return 0
    return min(5, max(1, -int(-value * 5 // most))) if most > 0 else 1


def _limit(most: float, level: int, measure: Measure) -> float:
    limit = most * level / 5
    return limit if measure is Measure.ROLL else round(limit, 1) if measure is Measure.RESIDENTS else int(limit)


def _text(cell: Cell, value: float | None, write: Any, language: Language) -> str:
    if isinstance(cell, Hidden):
        return language.gettext("nascosto")
    return language.gettext("nessun dato") if value is None else str(write(value))
