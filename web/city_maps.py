# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The map of the city, coloured by how much each neighbourhood takes part, with a sentence that says what it shows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from analytics.disclosure import Hidden, stepped
from analytics.figures.voters import title_of
from analytics.participation import Measure, PlaceTurnout, measure_of
from analytics.turnouts import by_neighbourhood
from deliberation import clock
from deliberation.people.counts import verified_by_neighbourhood
from deliberation.places.queries import NeighbourhoodView, neighbourhoods
from web.http.recent import recent
from web.http.requests import CivicRequest
from web.maps import MapView, draw
from web.maps.sheets import Sheet, city_sheet
from web.words.i18n import number, percent, tenths, translate
from web.words.messages.marks import N_
from web.words.speech import Speech

_SENTENCES = {
    Measure.RESIDENTS: N_(
        "La mappa mostra le schede delle votazioni concluse, ogni 1.000 residenti di 16 anni o più. "
        "Un quartiere chiamato più volte non conta di più."
    ),
    Measure.ROLL: N_("La mappa mostra l'affluenza alle votazioni concluse: le schede, su chi poteva votare."),
    Measure.BALLOTS: N_(
        "La mappa mostra le schede delle votazioni concluse. Non sappiamo quante persone potevano votare."
    ),
}
_PEOPLE = {
    True: (
        N_("In proporzione, %(place)s ha più profili verificati di tutti"),
        N_("La mappa mostra i profili verificati ogni 1.000 residenti di 16 anni o più. Si contano di 5 in 5."),
    ),
    False: (
        N_("%(place)s è il quartiere con più profili verificati"),
        N_("La mappa mostra quanti profili sono verificati. Si contano di 5 in 5."),
    ),
}
_NONE = (N_("Scegli il tuo quartiere"), N_("Tocca un quartiere sulla mappa o nell'elenco per vedere che cosa succede."))
_ESTIMATED = N_("I residenti di 16 anni o più sono una stima dai dati del %(year)s.")


@dataclass(frozen=True, slots=True)
class CityMap:
    """A map with its finding."""

    view: MapView
    title: str
    sentence: str
    sheet: Sheet | None = None


async def city_map(request: CivicRequest, here: str = "") -> CityMap | None:
    """The neighbourhoods by turnout in the votes that have ended, or by verified people before the first has; None in a
    city without any. What is being voted now is nowhere on it.

    `here` is the slug of the one that stands out. Counted again after some seconds: it reads the whole roll.
    """
    prefix = request.visit.settings.path_prefix
    made = await recent(request).get(("city map", request.locale), None, lambda: _made(request.locale, prefix))
    if made is None:
        return None
    sheet = await city_sheet(request, made.view.areas, look="levels", here=[here] if here else (), greens=False)
    return replace(made, sheet=sheet)


async def _made(locale: str, prefix: str) -> CityMap | None:
    places = await neighbourhoods()
    if not places:
        return None
    turnouts = {place.id: found for place, found in await by_neighbourhood(at=clock.now())}
    if any(found.turnout and found.turnout.ballots for found in turnouts.values()):
        return _by_turnout(places, turnouts, locale, prefix)
    counts = {place: stepped(people) for place, people in (await verified_by_neighbourhood()).items()}
    return _by_people(places, counts, locale, prefix)


def _by_turnout(
    places: Sequence[NeighbourhoodView], turnouts: dict[int, PlaceTurnout], locale: str, prefix: str
) -> CityMap:
    shown = [(row, row.turnout) for row in turnouts.values() if row.turnout is not None]
    measure = measure_of([found for _, found in shown])
    ordered = sorted(shown, key=lambda pair: (-measure.number_of(pair[1]), pair[0].name))
    values: dict[int, float | None] = {}
    for place, row in turnouts.items():
        found = row.turnout
        per_thousand = measure is Measure.RESIDENTS
        values[place] = None if found is None else found.per_thousand if per_thousand else measure.number_of(found)

    def in_words(value: float) -> str:
        return {Measure.RESIDENTS: tenths, Measure.ROLL: percent, Measure.BALLOTS: number}[measure](value, locale)

    hidden = translate(locale, N_("nascosto"))
    texts = {place: hidden for place, row in turnouts.items() if isinstance(row.known, Hidden)}
    sentence = translate(locale, _SENTENCES[measure])
    if measure is Measure.RESIDENTS:
        sentence += _estimate(places, locale)
    view = _drawn(places, values, in_words, prefix, texts)
    return CityMap(view, title_of(ordered, measure, Speech(locale)), sentence)


def _by_people(places: Sequence[NeighbourhoodView], counts: dict[int, int], locale: str, prefix: str) -> CityMap:
    is_rate = all(place.residents_of_voting_age for place in places)
    values: dict[int, float | None] = {place.id: None for place in places}
    if any(counts.values()):
        for place in places:
            count = counts.get(place.id, 0)
            values[place.id] = round(count * 1000 / (place.residents_of_voting_age or 1), 1) if is_rate else count
    top = max(places, key=lambda place: values[place.id] or 0)
    title, sentence = _PEOPLE[is_rate] if any(counts.values()) else _NONE
    told = translate(locale, sentence) + (_estimate(places, locale) if is_rate and any(counts.values()) else "")

    def in_words(value: float) -> str:
        return tenths(value, locale) if is_rate else number(value, locale)

    return CityMap(_drawn(places, values, in_words, prefix, {}), translate(locale, title, place=top.name), told)


def _estimate(places: Sequence[NeighbourhoodView], locale: str) -> str:
    if not any(place.voting_age_is_estimated for place in places):
        return ""
    return " " + translate(locale, _ESTIMATED, year=max(place.residents_year or 0 for place in places))


def _drawn(
    places: Sequence[NeighbourhoodView],
    values: dict[int, float | None],
    in_words: Callable[[float], str],
    prefix: str,
    unknown: dict[int, str],
) -> MapView:
    return draw(
        [
            (
                place.slug,
                place.name,
                place.geometry,
                value,
                unknown.get(place.id, "") if value is None else in_words(value),
                f"{prefix}/quartieri/{place.slug}",
            )
            for place in places
            for value in (values.get(place.id),)
        ],
        value_in_words=in_words,
    )
