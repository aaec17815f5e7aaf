# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dashboards: one snapshot, disclosure control, figures. What comes out may be shown to the council."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from analytics import releases
from analytics.disclosure import THRESHOLD, Count, added_up
from analytics.figures import Figure, maps, opinions, results, timelines, voters
from analytics.figures.findings import Finding, findings
from analytics.figures.results import Result
from analytics.figures.zones import KEY as ZONES
from analytics.figures.zones import Zone, Zones, zones
from analytics.filters import Filter
from analytics.language import Language
from analytics.participation import Voted
from analytics.reads.snapshots import Place, Snapshot, Vote, snapshot
from analytics.releases import Released, ReleasedActs
from deliberation.errors import NotFound
from voting import BallotKind

MOST_RESULTS = 3


@dataclass(frozen=True, slots=True)
class Section:
    """A question of the council and the figures that answer it."""

    title: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class OpenVote:
    """A vote that is open: its ballots so far, in steps, wherever they come from. `reaches_further`: they are of other
    neighbourhoods, too, than the one whose dashboard this is."""

    slug: str
    title: str
    closes_at: datetime | None
    at_least: int
    reaches_further: bool


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Everything a dashboard's page shows. `place` and `place_slug` are empty for the whole city, which has `zones`."""

    place: str
    place_slug: str
    filter: Filter
    choices: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]
    zones: Zones | None
    numbers: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    open_votes: tuple[OpenVote, ...]
    more_results: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]

    def figures(self) -> Iterator[Figure]:
        """All figures, in the page's order."""
        for section in self.sections:
            yield from section.figures

    def figure(self, key: str) -> Figure:
        """The figure of that key, or the table of zones. NotFound if this dashboard has none."""
        if key == ZONES and self.zones is not None:
            return self.zones.as_figure()
        for figure in self.figures():
            if figure.key == key:
                return figure
        raise NotFound("page.unknown")


async def city(filter: Filter, language: Language, *, at: datetime) -> Dashboard:
    """The dashboard of the whole city."""
    return _dashboard(await snapshot(filter, at=at), None, filter, language, at)


async def neighbourhood(slug: str, filter: Filter, language: Language, *, at: datetime) -> Dashboard:
    """The dashboard of one neighbourhood. NotFound if there is none of that name."""
    found = await snapshot(filter, at=at)
    place = next((place for place in found.places if place.slug == slug), None)
    if place is None:
        raise NotFound("place.unknown")
    return _dashboard(found, place, filter, language, at)


def _dashboard(found: Snapshot, place: Place | None, filter: Filter, language: Language, at: datetime) -> Dashboard:
    _ = language.gettext
    mine = [vote for vote in found.chosen if place is None or vote.covers(place.id)]
    closed = [one for one in releases.released(found) if one.vote in mine]
    acts = _acts(found, place, filter, by_week=filter.has_period)
    weeks = _acts(found, place, filter, by_week=True)
    shown, more = _shown_results(found, mine, place, filter)
    sections = (
        Section(_("Chi ha partecipato"), _participation(found, closed, acts, place, filter, language)),
        Section(_("Che cosa è stato deciso"), _decisions(shown, language)),
        Section(_("Che cosa unisce, che cosa divide"), _opinions(found, mine, place, language)),
        Section(_("Quando"), _kept(timelines.timeline(releases.by_kind(weeks), language))),
    )
    return Dashboard(
        place=place.name if place else "",
        place_slug=place.slug if place else "",
        filter=filter,
        choices=tuple((vote.slug, vote.title) for vote in found.votes if place is None or vote.covers(place.id)),
        places=tuple((one.slug, one.name) for one in found.places),
        findings=findings(figure for section in sections for figure in section.figures),
        zones=None if place else _zones(found, closed, acts, filter, language),
        numbers=_numbers(found, closed, acts, place, filter, language),
        sections=tuple(section for section in sections if section.figures),
        open_votes=tuple(
            OpenVote(
                vote.slug,
                vote.title,
                vote.closes_at,
                releases.live(found, vote),
                place is not None and (vote.city_wide or vote.places != {place.id}),
            )
            for vote in mine
            if vote.ballot_kind and vote.is_open(at)
        ),
        more_results=more,
        notes=tuple(_notes(found, closed, place, language)),
    )


def _kept(*figures: Figure | None) -> tuple[Figure, ...]:
    return tuple(figure for figure in figures if figure is not None)


def _acts(found: Snapshot, place: Place | None, filter: Filter, *, by_week: bool) -> list[ReleasedActs]:
    """The acts of a filter; a week is in the period if its Monday is. One project on two ballots counts once."""
    chosen = {vote.id for vote in found.votes if filter.consultation in ("", vote.slug)}
    kept = []
    for act in releases.acts(found, by_week=by_week):
        kind = "proposals" if act.kind == "again" and filter.consultation else act.kind
        is_here = act.consultation in chosen and (place is None or act.place == place.id)
        if is_here and kind != "again" and (not by_week or filter.has_day(act.week)):
            kept.append(replace(act, kind=kind))
    return kept


def _participation(
    found: Snapshot,
    closed: list[Released],
    acts: list[ReleasedActs],
    place: Place | None,
    filter: Filter,
    language: Language,
) -> tuple[Figure, ...]:
    """Accounts are as they are today: they are left out where a filter asks for something else."""
    rows = releases.turnouts(found.places, closed, place.id if place else None)
    outlined = {one.name for one in found.places if one.geometry}
    whole_city = language.gettext("Tutta la città")
    voices = None if place else voters.voices(releases.by_place(acts, found.places, whole_city), language)
    accounts = voters.people(releases.people(found, place.id if place else None), THRESHOLD, language)
    voted, drawn = voters.voters(rows, language), maps.choropleth(rows, outlined, language)
    return _kept(voted, drawn, voices, None if place or filter != Filter() else accounts)


def _zones(
    found: Snapshot, closed: list[Released], acts: list[ReleasedActs], filter: Filter, language: Language
) -> Zones | None:
    """The figures' own cells, one row for each neighbourhood; None in a city that has none."""
    accounts = {name: count for name, count, _ in releases.people(found, None)} if filter == Filter() else {}
    voices = releases.by_place(acts, found.places, "")
    voted = releases.turnouts(found.places, closed)
    rows = [
        Zone(place.slug, place.name, place.electorate, cells, *said[1:], accounts.get(place.name))
        for place, cells, said in zip(found.places, voted, voices, strict=False)
    ]
    return zones(rows, language) if rows else None


def _shown_results(
    found: Snapshot, votes: list[Vote], place: Place | None, filter: Filter
) -> tuple[list[Result], tuple[tuple[str, str], ...]]:
    """The results drawn one by one, and the others as links: a city with twenty budgets shows their sum."""
    everything = [one for one in releases.results(found, votes) if place is None or one.place in (None, place.id)]
    own = sorted(everything, key=lambda one: _is_city_wide(votes, one))
    most = MOST_RESULTS if place or filter.consultation or len(own) <= MOST_RESULTS else 0
    return own[:most], tuple((one.slug, one.title) for one in own[most:])


def _is_city_wide(votes: list[Vote], found: Result) -> bool:
    return next(vote.city_wide for vote in votes if vote.slug == found.slug)


def _decisions(shown: list[Result], language: Language) -> tuple[Figure, ...]:
    figures: list[Figure | None] = []
    for found in shown:
        figures += [results.result(found, language), results.pairwise(found, language)]
    return _kept(*figures)


def _opinions(found: Snapshot, votes: list[Vote], place: Place | None, language: Language) -> tuple[Figure, ...]:
    by_slug = {vote.slug: vote for vote in votes}
    served: list[opinions.Served] = []
    agreements: list[Figure] = []
    names = {one.slug: one.name for one in found.places}
    for one in releases.results(found, votes):
        vote = by_slug[one.slug]
        if vote.ballot_kind != BallotKind.RANKING:
            served.append(releases.served_by(found, one, vote))
        safe = releases.crossed(found, vote, one)
        if safe is not None and len(agreements) < MOST_RESULTS:
            options = {str(option["id"]): str(option["name"] or option["id"]) for option in one.official["options"]}
            agreements.append(opinions.agreement(one.title, one.key, safe, {**names, **options}, language))
    ids = {vote.id for vote in votes}
    all_votes = {vote.id: vote for vote in found.votes}
    stances = [
        row
        for row in found.stances
        if row.consultation in ids
        and (place is None or releases.place_of(row.place, row.consultation, all_votes) == place.id)
    ]
    return _kept(opinions.served(served, language), *agreements, opinions.divisive(stances, language))


def _numbers(
    found: Snapshot,
    closed: list[Released],
    acts: list[ReleasedActs],
    place: Place | None,
    filter: Filter,
    language: Language,
) -> tuple[tuple[str, str], ...]:
    """The row of counts: what is public exactly, people in steps."""
    _, ngettext = language.gettext, language.ngettext
    people = releases.people(found, place.id if place else None)
    accounts = sum(row[1] for row in people)
    known = ((_("almeno %(n)s", n=language.number(accounts)), _("account")),) if accounts and filter == Filter() else ()
    kinds: dict[str, list[Count]] = {"proposals": [], "supports": [], "comments": []}
    for act in acts:
        kinds[act.kind].append(act.count)
    sums = {kind: _shown(counts) for kind, counts in kinds.items()}
    supports = language.number(sums["supports"])
    if any(not isinstance(count, int) for count in kinds["supports"]):
        supports = _("almeno %(n)s", n=supports)
    return (
        *known,
        (language.number(sums["proposals"]), ngettext("proposta", "proposte", sums["proposals"])),
        (supports, ngettext("sostegno", "sostegni", sums["supports"])),
        (language.number(sums["comments"]), ngettext("commento", "commenti", sums["comments"])),
        *_ballots(closed, place, language),
    )


def _shown(counts: list[Count]) -> int:
    found = added_up(counts)
    return found if isinstance(found, int) else 0


def _ballots(closed: list[Released], place: Place | None, language: Language) -> Iterator[tuple[str, str]]:
    """The ballots of votes of a part of the city and of city-wide votes: two sums, since they ask different people."""
    own = [one for one in closed if not one.vote.city_wide]
    wide = [one for one in closed if one.vote.city_wide]
    if own or not wide:
        cells = [one.total if place is None else one.cells.get(place.id) for one in own]
        ballots = sum(cell.ballots for cell in cells if isinstance(cell, Voted))
        yield (
            language.number(ballots),
            language.ngettext(
                "schede in una votazione di quartiere chiusa", "schede in %(n)s votazioni di quartiere chiuse", len(own)
            ),
        )
    if wide:
        cells = [one.total if place is None else one.cells.get(place.id) for one in wide]
        shown = [cell for cell in cells if isinstance(cell, Voted)]
        if shown:
            yield (
                language.number(sum(cell.ballots for cell in shown)),
                language.ngettext(
                    "schede in una votazione cittadina chiusa", "schede in %(n)s votazioni cittadine chiuse", len(shown)
                ),
            )


def _notes(found: Snapshot, closed: list[Released], place: Place | None, language: Language) -> Iterator[str]:
    _ = language.gettext
    places = [one for one in found.places if place is None or one.id == place.id]
    years = sorted({one.year for one in places if one.year and one.electorate})
    if any(one.vote.imported for one in closed):
        yield _("Per i voti importati da file l'elenco di chi poteva votare non c'è: l'affluenza non si può dire.")
    if years and any(not one.vote.imported for one in closed):
        estimated = any(one.electorate_is_estimated for one in places)
        if estimated:
            yield _("I residenti in età di voto sono una stima dal registro del %(year)s.", year=years[-1])
        else:
            yield _("I residenti in età di voto vengono dal registro del %(year)s.", year=years[-1])
    wide = [one for one in closed if one.vote.city_wide and not one.cells]
    if wide and place is None:
        yield language.ngettext(
            "Una votazione cittadina non dice il quartiere di chi vota: è solo nei totali.",
            "%(n)s votazioni cittadine non dicono il quartiere di chi vota: sono solo nei totali.",
            len(wide),
        )
