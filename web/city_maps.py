# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The map of the city, coloured by how much each neighbourhood takes part, with a sentence that says what it shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Request

from deliberation.ballots.queries import participation_by_neighbourhood
from deliberation.people.counts import verified_by_neighbourhood
from deliberation.places.queries import NeighbourhoodView, neighbourhoods
from web.i18n import number, tenths, translate
from web.maps import MapView, draw
from web.messages.marks import N_
from web.recent import recent
from web.visits import visit_of

_TITLES = {
    "ballots_rate": N_("In proporzione, %(place)s vota più di tutti"),
    "ballots": N_("%(place)s è il quartiere che vota di più"),
    "people_rate": N_("In proporzione, %(place)s ha più profili verificati di tutti"),
    "people": N_("%(place)s è il quartiere con più profili verificati"),
    "none": N_("Scegli il tuo quartiere"),
}
_SENTENCES = {
    "ballots_rate": N_(
        "La mappa mostra le schede arrivate in tutte le votazioni, ogni 1.000 residenti di 16 anni o più."
    ),
    "ballots": N_(
        "La mappa mostra quante schede sono arrivate in tutte le votazioni. "
        "Non sappiamo quante persone potevano votare."
    ),
    "people_rate": N_("La mappa mostra i profili verificati ogni 1.000 residenti di 16 anni o più."),
    "people": N_("La mappa mostra quanti profili sono verificati."),
    "none": N_("Tocca un quartiere sulla mappa o nell'elenco per vedere che cosa succede."),
}
_ESTIMATED = N_("I residenti di 16 anni o più sono una stima dai dati del %(year)s.")


@dataclass(frozen=True, slots=True)
class CityMap:
    """A map with its finding."""

    view: MapView
    title: str
    sentence: str


async def city_map(request: Request[Any, Any, Any]) -> CityMap | None:
    """The neighbourhoods by ballots, or by verified people before anybody voted; None in a city without any.

    Counted again after some seconds: it reads the whole roll.
    """
    visit = await visit_of(request)
    prefix = visit.settings.path_prefix
    return await recent(request).get(("city map", visit.locale), None, lambda: _made(visit.locale, prefix))


async def _made(locale: str, prefix: str) -> CityMap | None:
    places = await neighbourhoods()
    if not places:
        return None
    counts = {p.neighbourhood: p.voters for p in await participation_by_neighbourhood() if p.neighbourhood and p.voters}
    kind = "ballots"
    if not counts:
        kind, counts = "people", await verified_by_neighbourhood()
    return _coloured(places, kind if counts else "none", dict(counts), locale, prefix)


def _coloured(
    places: Sequence[NeighbourhoodView], kind: str, counts: dict[int, int], locale: str, prefix: str
) -> CityMap:
    is_rate = kind != "none" and all(place.residents_of_voting_age for place in places)
    values: dict[int, float | None] = {place.id: None for place in places}
    if kind != "none":
        for place in places:
            count = counts.get(place.id, 0)
            values[place.id] = round(count * 1000 / (place.residents_of_voting_age or 1), 1) if is_rate else count

    def in_words(value: float) -> str:
        return tenths(value, locale) if is_rate else number(value, locale)

    view = draw(
        [
            (place.slug, place.name, place.geometry, value, "" if value is None else in_words(value),
             f"{prefix}/quartieri/{place.slug}")
            for place in places
            for value in (values[place.id],)
        ],
        value_in_words=in_words,
    )  # fmt: skip
    top = max(places, key=lambda place: values[place.id] or 0, default=None)
    name = top.name if top else ""
    shown = f"{kind}_rate" if is_rate else kind
    sentence = translate(locale, _SENTENCES[shown])
    if is_rate and any(place.voting_age_is_estimated for place in places):
        year = max(place.residents_year or 0 for place in places)
        sentence += " " + translate(locale, _ESTIMATED, year=year)
    return CityMap(view, translate(locale, _TITLES[shown], place=name), sentence)
