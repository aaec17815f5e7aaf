# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Parts of a result's page: its figure, what other rules would have chosen, where the votes come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analytics.figures.maps import choropleth
from analytics.participation import PlaceTurnout
from deliberation.ballots.queries import StoredTally
from voting import RULES
from web.figures import Drawn, Reading, figure
from web.http.requests import CivicRequest
from web.maps.choropleth import MapArea
from web.maps.sheets import Sheet, city_sheet
from web.pages.ballots.results_view import ResultView
from web.words.i18n import number, translate
from web.words.messages.marks import N_
from web.words.speech import Speech


def drawn(view: ResultView) -> Drawn | None:
    """The figure that fits the rule; None where the numbers are not shown."""
    if view.withheld:
        return None
    return figure(Reading(view.official.outcome, view.title, view.locale), "figura-risultato")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What another rule would have chosen on the same ballots: who comes in and who goes out."""

    rule: str
    gained: str
    lost: str

    @property
    def differs(self) -> bool:
        """It chooses others."""
        return bool(self.gained or self.lost)


def elsewhere(view: ResultView) -> tuple[Elsewhere, ...]:
    """A row for each rule, and for each of its variants that chooses otherwise than the ones before."""
    if view.withheld:
        return ()
    found: dict[tuple[str, str, str], Elsewhere] = {}
    for row in view.official.beside.get("elsewhere", ()):
        if "error" in row or row["rule"] not in RULES:
            continue
        name = _with_variant(row["rule"], row["params"], view.locale)
        gained, lost = view.titles(row["gained"]), view.titles(row["lost"])
        found.setdefault((name, gained, lost), Elsewhere(name, gained, lost))
    return tuple(one for one in found.values() if one.rule != RULES[view.official.rule].name(view.locale))


def _with_variant(key: str, params: Mapping[str, str], locale: str) -> str:
    """The rule's name, and in brackets what is not as it is by itself, where there are words for it."""
    rule = RULES[key]
    other = [
        translate(locale, one.labels[params[one.name]])
        for one in rule.parameters
        if params.get(one.name, one.default) != one.default and params[one.name] in one.labels
    ]
    return f"{rule.name(locale)} ({', '.join(other)})" if other else rule.name(locale)


def the_same(others: Sequence[Elsewhere]) -> list[str]:
    """Names of the rules, and of variants, by which the same win."""
    return list(dict.fromkeys(one.rule for one in others if not one.differs))


@dataclass(frozen=True, slots=True)
class ZoneMap:
    """The city shaded by who voted, with its finding; numbers that small groups hide are nowhere in it."""

    title: str
    sentence: str
    sheet: Sheet
    legend: Sequence[tuple[str, str]]


async def zone_map(request: CivicRequest, places: Sequence[PlaceTurnout]) -> ZoneMap | None:
    """None where fewer than two places have a number, or the city has no outlines."""
    made = choropleth(places, {place.name for place in places}, Speech(request.locale))
    shading = made.shading() if made else None
    if made is None or shading is None:
        return None
    prefix = request.visit.settings.path_prefix
    areas = [
        MapArea(place.slug, place.name, "", text, f"level-{level}", f"{prefix}/quartieri/{place.slug}")
        for place in places
        if place.name in shading.places
        for level, text in (shading.places[place.name],)
    ]
    sheet = await city_sheet(request, areas, look="levels", greens=False)
    if sheet is None:
        return None
    legend = [(f"level-{level}", text) for level, text in shading.legend]
    return ZoneMap(made.title, made.sentence, sheet, legend)


@dataclass(frozen=True, slots=True)
class BallotFiles:
    """Which files of ballots are published, and the sentence that says what can be counted again from them."""

    forms: tuple[str, ...]
    told: str


def ballot_files(view: ResultView, forms: Sequence[str]) -> BallotFiles:
    """Files are offered where no ballot can be recognised by its marks (analytics.ballot_files.may_be_published)."""
    asked, locale = view.question, view.locale
    kept = None if view.withheld else patterns(view.official)
    if forms and not asked.imported_from and asked.city_wide:
        said = N_(
            "Da queste schede si rifanno totali e vincitori. Il quartiere di chi ha votato non c'è, quindi l'impronta "
            "viene diversa."
        )
    elif forms:
        said = N_("Da queste schede si rifà tutto il conteggio: totali, passi, vincitori.")
    elif kept is None:
        said = N_("Le singole schede non si pubblicano: una combinazione rara può far riconoscere chi l'ha votata.")
    else:
        rare, ballots = kept["rare"], view.official.outcome["n_ballots"]
        said = N_(
            "Le singole schede non si pubblicano: %(rare)s su %(all)s hanno una combinazione data da meno di cinque "
            "persone, che può far riconoscere chi l'ha votata. Dai totali e dai passi si controllano le somme, non le "
            "singole schede."
        )
        return BallotFiles((), translate(locale, said, rare=number(rare, locale), all=number(ballots, locale)))
    return BallotFiles(tuple(forms), translate(locale, said))


def patterns(official: StoredTally) -> Mapping[str, Any] | None:
    """How many ballots are rare, where that was found out when the vote was counted."""
    found: Mapping[str, Any] | None = official.what_ifs.get("patterns")
    return found
