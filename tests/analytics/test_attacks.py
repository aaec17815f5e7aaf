# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An attacker with every download at once: all tables of all filters and the API, in one system of linear equations.

What the attacker holds is what pages, figures, files and the API say; what is asked is how far each number that was
not published can still lie from the truth. Counts that are public by themselves (supports of a proposal, ballots and
roll of a vote) are equations of the system, not secrets.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from random import Random

import httpx
import pytest
from scipy.optimize import linprog

from analytics import dashboards
from analytics.dashboards import Dashboard
from analytics.disclosure import THRESHOLD
from analytics.exports import as_csv
from analytics.filters import Filter
from analytics.trends import week_of
from analytics.turnouts import of_vote
from deliberation import clock
from deliberation.actor import Role
from deliberation.ballots.tables import Ballot, RollEntry
from deliberation.clock import in_rome
from deliberation.consultations.tables import Consultation
from deliberation.database import rows
from deliberation.people.tables import Account
from deliberation.places.tables import Neighbourhood
from deliberation.proposals.tables import Proposal, Support
from tests.analytics.town import NOW, PLACES, a_town
from tests.world import a_person, sign_in
from web.words.speech import Speech

ITALIAN = Speech("it")
WEEKS = [week_of(in_rome(NOW - timedelta(weeks=n)).date()) for n in range(6)]
Name = tuple[str, ...]


class System:
    """Non-negative unknowns, equations and lower bounds of sums."""

    def __init__(self, names: Iterable[Name]) -> None:
        self.at = {name: place for place, name in enumerate(names)}
        self.equal: list[tuple[list[float], float]] = []
        self.at_least: list[tuple[list[float], float]] = []

    def row(self, names: Iterable[Name]) -> list[float]:
        row = [0.0] * len(self.at)
        for name in names:
            row[self.at[name]] = 1.0
        return row

    def knows(self, names: Iterable[Name], total: float) -> None:
        self.equal.append((self.row(names), total))

    def knows_at_least(self, names: Iterable[Name], total: float) -> None:
        self.at_least.append((self.row(names), total))

    def range_of(self, name: Name) -> tuple[int, int]:
        """The least and the largest whole number that the unknown can still be."""
        ends = []
        for sign in (1, -1):
            found = linprog(
                [sign * value for value in self.row([name])],
                A_eq=[row for row, _ in self.equal],
                b_eq=[total for _, total in self.equal],
                A_ub=[[-value for value in row] for row, _ in self.at_least] or None,
                b_ub=[-total for _, total in self.at_least] or None,
                bounds=(0, None),
                method="highs",
            )
            assert found.status == 0, found.message
            ends.append(sign * found.fun)
        return round(ends[0]), round(ends[1])


async def city(**filter: object) -> Dashboard:
    return await dashboards.city(Filter(**filter), ITALIAN, at=NOW)  # type: ignore[arg-type]


def file_of(found: Dashboard, key: str) -> list[list[str]]:
    """The rows of a download; none if the dashboard has no such figure."""
    figure = next((figure for figure in found.figures() if figure.key == key), None)
    return [] if figure is None else list(csv.reader(io.StringIO(as_csv(figure, ITALIAN).removeprefix("\ufeff"))))[1:]


async def scattered_supports(chance: Random) -> dict[Name, int]:
    """Supports of the town's proposals over six weeks, many cells small; (consultation, place, week) → how many."""
    await Support.delete(force=True)
    names = {row["id"]: row["name"] for row in await Neighbourhood.select(Neighbourhood.id, Neighbourhood.name)}
    slugs = {row["id"]: row["slug"] for row in await Consultation.select(Consultation.id, Consultation.slug)}
    people = [row["id"] for row in await Account.select(Account.id).order_by(Account.id)]
    truth: dict[Name, int] = {}
    for proposal in await Proposal.select(Proposal.id, Proposal.consultation, Proposal.neighbourhood):
        given = []
        for week in WEEKS:
            place, slug = names[proposal["neighbourhood"]], slugs[proposal["consultation"]]
            count = chance.choice((0, 0, 1, 2, 3, 4, 7, 12))
            truth[slug, place, week.isoformat()] = truth.get((slug, place, week.isoformat()), 0) + count
            day = NOW - (in_rome(NOW).date() - week) * 1
            given += [day] * count
        fresh = [
            Support(proposal=proposal["id"], account=account, created_at=day)
            for account, day in zip(chance.sample(people, len(given)), given, strict=True)
        ]
        if fresh:
            await Support.insert(*fresh)
    return truth


async def learn_supports(system: System, slug: str, since: date, until: date) -> None:
    """What one download of the voices in a period tells of each neighbourhood."""
    found = await city(consultation=slug, since=since, until=until)
    weeks = {week.isoformat() for week in WEEKS if since <= week <= until}
    for place, _, supports, _ in file_of(found, "voci"):
        if supports != "nascosto" and place in PLACES:
            cells = [n for n in system.at if slug in ("", n[0]) and n[1] == place and n[2] in weeks]
            assert not 0 < int(supports) < THRESHOLD
            one = len({name[0] for name in cells}) == 1 and len(weeks) == 1
            (system.knows if one else system.knows_at_least)(cells, int(supports))


@pytest.mark.parametrize("seed", range(3))
async def test_no_small_group_of_supporters_follows_from_all_downloads(database: None, seed: int) -> None:
    await a_town(comments=0)
    truth = await scattered_supports(Random(seed))
    system = System(truth)
    totals: dict[tuple[str, str], int] = {}
    for row in await rows(
        "SELECT c.slug AS slug, n.name AS place, COUNT(s.id) AS supports FROM proposal p "
        "JOIN consultation c ON c.id = p.consultation JOIN neighbourhood n ON n.id = p.neighbourhood "
        "LEFT JOIN support s ON s.proposal = p.id GROUP BY c.slug, n.name"
    ):
        totals[row["slug"], row["place"]] = row["supports"]
    for (slug, place), total in totals.items():  # the API and the pages say how many support each proposal
        system.knows([name for name in truth if name[:2] == (slug, place)], total)
    periods = [
        (WEEKS[first], WEEKS[last] + timedelta(days=6)) for first in range(len(WEEKS)) for last in range(first + 1)
    ]
    for slug in ("", "bilancio", "piazza"):
        for since, until in periods:
            await learn_supports(system, slug, since, until)
        for place in PLACES:
            found = await dashboards.neighbourhood(
                place.lower().replace(" ", "-"), Filter(consultation=slug), ITALIAN, at=NOW
            )
            lines = file_of(found, "andamento")
            assert all(not 0 < int(line[2]) < THRESHOLD for line in lines if line[2] != "nascosto")
    for name, count in truth.items():
        low, high = system.range_of(name)
        assert low <= count <= high
        if 0 < count < THRESHOLD and totals[name[0], name[1]] >= THRESHOLD:
            assert high - low + 1 >= THRESHOLD, (name, count, low, high)


async def test_a_period_of_one_day_tells_no_more_than_its_week(database: None) -> None:
    await a_town(comments=0)
    await scattered_supports(Random(1))
    week = WEEKS[2]
    whole = file_of(await city(since=week, until=week + timedelta(days=6)), "voci")
    assert file_of(await city(since=week, until=week), "voci") == whole
    for day in range(1, 7):
        moved = week + timedelta(days=day)
        assert file_of(await city(since=moved, until=moved), "voci") == []


async def scattered_votes(chance: Random) -> None:
    """Two more city-wide votes with small cells on both sides: few who voted, few who stayed at home."""
    city_row = await Consultation.select(Consultation.municipality).first()
    assert city_row is not None
    places = [row["id"] for row in await Neighbourhood.select(Neighbourhood.id).order_by(Neighbourhood.position)]
    for slug in ("uno", "due"):
        vote = Consultation(
            municipality=city_row["municipality"],
            slug=slug,
            title=slug,
            state="closed",
            city_wide=True,
            ballot_kind="approval",
            rule="approval",
            created_at=NOW,
            published_at=NOW - timedelta(days=30),
            closed_at=NOW - timedelta(days=1),
            roll_frozen_at=NOW - timedelta(days=20),
        )
        await vote.save()
        for place in places:
            voted, at_home = chance.choice((0, 2, 4, 9, 30)), chance.choice((0, 1, 3, 8, 50))
            people = [
                RollEntry(consultation=vote.id, anonymous_id=f"{place}-{n}", neighbourhood=place)
                for n in range(voted + at_home)
            ]
            entries = await RollEntry.insert(*people) if people else []
            cast = [
                Ballot(
                    consultation=vote.id,
                    roll_entry=entry["id"],
                    neighbourhood=place,
                    marks="[]",
                    cast_at=NOW,
                    changed_at=NOW,
                )
                for entry in entries[:voted]
            ]
            if cast:
                await Ballot.insert(*cast)


async def true_votes(votes: Mapping[str, int]) -> dict[Name, int]:
    """(consultation, place, voted or home) → how many."""
    names = {row["id"]: row["name"] for row in await Neighbourhood.select(Neighbourhood.id, Neighbourhood.name)}
    truth: dict[Name, int] = {}
    for slug, vote in votes.items():
        for place, name in names.items():
            entries = await RollEntry.count().where(
                (RollEntry.consultation == vote) & (RollEntry.neighbourhood == place)
            )
            cast = await Ballot.count().where((Ballot.consultation == vote) & (Ballot.neighbourhood == place))
            truth[slug, name, "voted"], truth[slug, name, "home"] = cast, entries - cast
    return truth


async def learn_votes(system: System, truth: Mapping[Name, int], votes: Mapping[str, int]) -> None:
    """What each result and each dashboard tells of who voted and who stayed at home."""
    for slug, vote in votes.items():
        counted = await of_vote(vote, at=NOW)  # what the result's page and the API say
        for kind, total in (
            ("voted", counted.whole.ballots),
            ("home", (counted.whole.entitled or 0) - counted.whole.ballots),
        ):
            system.knows([name for name in truth if name[0] == slug and name[2] == kind], total)
        for place in counted.places:
            if place.turnout and place.turnout.entitled is not None:
                system.knows([(slug, place.name, "voted")], place.turnout.ballots)
                system.knows([(slug, place.name, "home")], place.turnout.entitled - place.turnout.ballots)
        found = await city(consultation=slug)
        for line in [line for line in file_of(found, "votanti") if line[1] != "nascosto"]:
            system.knows([(slug, line[0], "voted")], int(line[1]))
            system.knows([(slug, line[0], "home")], int(line[2]) - int(line[1]))
        for figure in found.figures():  # a share of a column tells how many voted there
            for column in figure.columns[1:] if figure.key == f"accordo-{slug}" else ():
                if column.text in PLACES:
                    system.knows([(slug, column.text, "voted")], truth[slug, column.text, "voted"])


@pytest.mark.parametrize("seed", range(3))
async def test_no_small_group_of_voters_follows_from_all_downloads(database: None, seed: int) -> None:
    await a_town(comments=0)
    await scattered_votes(Random(seed))
    votes = {row["slug"]: row["id"] for row in await Consultation.select() if row["slug"] in ("bilancio", "uno", "due")}
    truth = await true_votes(votes)
    system = System(truth)
    await learn_votes(system, truth, votes)
    for line in file_of(await city(), "votanti"):
        if line[1] != "nascosto":
            elsewhere = 60 if line[0] == "Colli" else 0  # the ranking of one neighbourhood, a public total
            system.knows_at_least([(slug, line[0], "voted") for slug in votes], int(line[1]) - elsewhere)
    for name, count in truth.items():
        low, high = system.range_of(name)
        assert low <= count <= high
        if 0 < count < THRESHOLD:
            assert high - low + 1 >= THRESHOLD, (name, count, low, high)


async def test_an_open_vote_is_in_tens_wherever_it_is_told(
    browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seventeen have voted for the benches: no page, file or answer of the API says so."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    await a_town()
    await Consultation.update({Consultation.roll_frozen_at: NOW - timedelta(days=3)}).where(
        Consultation.slug == "panchine"
    )
    found = await city()
    assert {vote.at_least for vote in found.open_votes} == {10}
    everything = [as_csv(figure, ITALIAN) for figure in found.figures()]
    await sign_in(browser, await a_person(None, Role.OFFICE))
    paths = ("/gestione/consultazioni/panchine", "/cruscotti/corticella", "/cruscotti?consultazione=panchine")
    for path in (*paths, "/", "/quartieri", "/consultazioni/panchine", "/api/v1/consultations/panchine"):
        answer = await browser.get(path)
        assert answer.status_code == 200, path
        everything.append(answer.text)
    assert "<dd>almeno 10</dd>" in everything[-7]  # the office's page
    for text in everything:
        assert ">17<" not in text
        assert ",17," not in text
        assert "17 sched" not in text
    assert (await browser.get("/api/v1/consultations/panchine/results")).status_code == 404


def test_weeks_are_whole() -> None:
    assert all(week.weekday() == 0 for week in WEEKS)
    assert week_of(date(2026, 11, 15)) == date(2026, 11, 9)
