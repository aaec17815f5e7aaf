# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a dashboard reads: one snapshot in one reading transaction, always the same eight statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from piccolo.querystring import QueryString

from analytics.filters import Filter
from analytics.reads.rows import by_hour, day_of_hour, marked_options, objects, placeholders
from deliberation.ballots.queries import IN_THE_COUNT
from deliberation.ballots.roll import ENTITLED
from deliberation.consultations.consultation import Consultation, read
from deliberation.consultations.pots.values import Pot
from deliberation.consultations.states import PUBLIC_STATES, State, among
from deliberation.consultations.visibility import COUNTED
from deliberation.database import reading, rows

SHOWN_PROPOSALS = among(PUBLIC_STATES)
SHOWN_VOTES = among(state for state in State if state not in (State.DRAFT, State.CANCELLED))


@dataclass(frozen=True, slots=True)
class Place:
    """A neighbourhood; `geometry` is GeoJSON text, empty when unknown. Unknown counts are None."""

    id: int
    slug: str
    name: str
    geometry: str
    residents: int | None
    electorate: int | None
    electorate_is_estimated: bool
    year: int | None


@dataclass(frozen=True, slots=True)
class Vote:
    """A consultation that people may see, with its vote. `is_closed`: no ballot can come or change any more."""

    id: int
    slug: str
    title: str
    state: State
    places: frozenset[int]
    city_wide: bool
    ballot_kind: str
    rule: str
    budget_cents: int | None
    imported: bool
    opens_at: datetime | None
    closes_at: datetime | None
    is_closed: bool
    result_is_public: bool
    published_at: datetime
    pots: tuple[Pot, ...] = ()
    pots_are_chosen: bool = False

    def covers(self, place: int) -> bool:
        """Whether the consultation speaks of the neighbourhood."""
        return self.city_wide or place in self.places

    def is_open(self, at: datetime) -> bool:
        """Whether people are voting now."""
        return not self.is_closed and self.opens_at is not None and self.opens_at <= at


@dataclass(frozen=True, slots=True)
class Acts:
    """How many acts of a kind in one day: `kind` proposals, again, supports or comments. `again` is a proposal of an
    imported vote that stands in another imported vote, too: one project on two ballots."""

    kind: str
    consultation: int
    place: int | None
    day: date
    count: int


@dataclass(frozen=True, slots=True)
class OnRoll:
    """People on the roll of a vote, as corrected, in one neighbourhood, and those of them whose ballot counts. Neither
    has a day: a vote is counted as a whole, and nobody learns who voted when."""

    ballots: int
    entitled: int


@dataclass(frozen=True, slots=True)
class Stances:
    """People who commented a proposal by their latest stance: each counts once, however much they wrote."""

    proposal: str
    title: str
    consultation: int
    place: int | None
    for_it: int
    against: int
    neither: int


@dataclass(frozen=True, slots=True)
class Count:
    """A published tally: `outcome` is the stored JSON of voting.Outcome; `pot`: the row id of the pot it is of."""

    consultation: int
    rule: str
    is_official: bool
    outcome: dict[str, Any]
    pot: int | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """Equal ballots of a published vote, in one pot: their marked options and how many they are."""

    place: int | None
    options: tuple[str, ...]
    count: int
    pot: int | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything a dashboard shows, before disclosure control. Never leaves this floor."""

    places: tuple[Place, ...]
    votes: tuple[Vote, ...]
    chosen: tuple[Vote, ...]
    accounts: dict[int | None, tuple[int, int]]
    acts: tuple[Acts, ...]
    stances: tuple[Stances, ...]
    rolls: dict[int, dict[int | None, OnRoll]]
    counts: tuple[Count, ...]
    marks: dict[int, list[Marks]]


def chosen_votes(votes: tuple[Vote, ...], filter: Filter) -> tuple[Vote, ...]:
    """The consultations that the filter leaves. A vote is a whole: it is in the period if it closed in it."""
    kept = [vote for vote in votes if filter.consultation in ("", vote.slug)]
    return tuple(vote for vote in kept if filter.has(vote.closes_at or vote.published_at))


async def snapshot(filter: Filter, *, at: datetime) -> Snapshot:
    """The snapshot of a filter: people by neighbourhood as they are now, acts of the period, votes closed in it."""
    async with reading():
        known = await places()
        held = await votes(at)
        chosen = chosen_votes(held, filter)
        public = [vote.id for vote in chosen if vote.result_is_public]
        accounts = {
            row["neighbourhood"]: (int(row["accounts"]), int(row["verified"]))
            for row in await rows(
                "SELECT neighbourhood, COUNT(*) AS accounts, "
                "SUM(CASE WHEN verified_at IS NOT NULL THEN 1 ELSE 0 END) AS verified FROM account "
                "WHERE deleted_at IS NULL AND disabled_at IS NULL AND email_confirmed_at IS NOT NULL "
                "GROUP BY neighbourhood"
            )
        }
        acts = await _acts()
        stances = await _stances()
        enrolled = await rolls()
        counts = [
            Count(row["consultation"], row["rule"], bool(row["is_official"]), objects(row["outcome"]), row["pot"])
            for row in await rows(
                "SELECT consultation, rule, is_official, outcome, pot FROM tally "
                f"WHERE consultation IN {placeholders(public)} ORDER BY id",
                *(public or [0]),
            )
        ]
        marks: dict[int, list[Marks]] = {}
        for row in await rows(
            "SELECT consultation, neighbourhood, pot, marks, COUNT(*) AS n FROM ballot b "
            f"WHERE consultation IN {placeholders(public)} AND {IN_THE_COUNT} "
            "GROUP BY consultation, neighbourhood, pot, marks",
            *(public or [0]),
        ):
            equal = Marks(row["neighbourhood"], marked_options(row["marks"]), int(row["n"]), row["pot"])
            marks.setdefault(row["consultation"], []).append(equal)
    return Snapshot(known, held, chosen, accounts, tuple(acts), tuple(stances), enrolled, tuple(counts), marks)


async def places(*, with_borders: bool = True) -> tuple[Place, ...]:
    """Every neighbourhood, in the city's order."""
    geometry = "geometry" if with_borders else "'' AS geometry"  # the longest text that there is
    found = await rows(
        f"SELECT id, slug, name, {geometry}, residents, residents_of_voting_age, voting_age_is_estimated, "
        "residents_year FROM neighbourhood ORDER BY position, name"
    )
    return tuple(
        Place(
            row["id"],
            row["slug"],
            row["name"],
            row["geometry"],
            row["residents"],
            row["residents_of_voting_age"],
            bool(row["voting_age_is_estimated"]),
            row["residents_year"],
        )
        for row in found
    )


async def votes(at: datetime, consultation: int | None = None) -> tuple[Vote, ...]:
    """The consultations that people may see and that were not cancelled, the latest first; one of them, or all."""
    shown = QueryString(f"c.state IN {SHOWN_VOTES}")
    if consultation is not None:
        shown = QueryString("{} AND c.id = {}", shown, consultation)
    return tuple(vote_of(held, at) for held in await read(shown, QueryString("c.created_at DESC, c.title")))


def vote_of(held: Consultation, at: datetime) -> Vote:
    ended = held.closed_at
    opens, closes = (held.voting.opens_at, held.voting.closes_at) if held.voting else (None, None)
    return Vote(
        id=held.id,
        slug=held.slug,
        title=held.title,
        state=held.state,
        places=frozenset(held.neighbourhood_ids),
        city_wide=held.city_wide,
        ballot_kind=held.ballot_kind,
        rule=held.rule,
        budget_cents=held.budget_cents,
        imported=bool(held.imported_from),
        opens_at=opens,
        closes_at=ended or closes,
        is_closed=held.state != State.PUBLISHED or ended is not None or (closes is not None and closes <= at),
        result_is_public=held.state == State.RESULTS and held.result_published_at is not None,
        published_at=held.published_at or held.created_at,
        pots=held.pots,
        pots_are_chosen=held.pots_are_chosen,
    )


async def rolls(consultation: int | None = None) -> dict[int, dict[int | None, OnRoll]]:
    """Consultation → neighbourhood → its part of the roll, of one vote or of all. People with two ballots, one of them
    in the city's pot, count once."""
    chosen = "" if consultation is None else "WHERE e.consultation = {} "
    found: dict[int, dict[int | None, OnRoll]] = {}
    for row in await rows(
        "SELECT e.consultation AS consultation, e.neighbourhood AS neighbourhood, "
        "SUM(CASE WHEN e.suspended_at IS NULL AND EXISTS (SELECT 1 FROM ballot b WHERE b.roll_entry = e.id) "
        f"THEN 1 ELSE 0 END) AS ballots, SUM(CASE WHEN {ENTITLED} THEN 1 ELSE 0 END) AS entitled FROM roll_entry e "
        f"{chosen}GROUP BY e.consultation, e.neighbourhood",
        *(() if consultation is None else (consultation,)),
    ):
        here = found.setdefault(row["consultation"], {})
        here[row["neighbourhood"]] = OnRoll(int(row["ballots"]), int(row["entitled"]))
    return found


async def _acts() -> list[Acts]:
    """Proposals, supports and comments by hour, in one statement; hours become days here."""
    hidden = f"{COUNTED} AND p.state IN {SHOWN_PROPOSALS}"
    again = (
        "c.imported_from <> '' AND EXISTS (SELECT 1 FROM proposal o JOIN consultation oc ON oc.id = o.consultation "
        "WHERE oc.imported_from <> '' AND o.option_id = p.option_id AND o.title = p.title "
        "AND o.consultation < p.consultation)"
    )
    (proposed, of_proposal), (supported, of_support), (commented, of_comment) = (
        by_hour(column) for column in ("p.published_at", "s.created_at", "c.created_at")
    )
    found = await rows(
        f"SELECT CASE WHEN {again} THEN 'again' ELSE 'proposals' END AS kind, "
        f"p.consultation AS consultation, p.neighbourhood AS neighbourhood, {proposed} AS hour, COUNT(*) AS n "
        "FROM proposal p JOIN consultation c ON c.id = p.consultation "
        f"WHERE {hidden} AND p.published_at IS NOT NULL GROUP BY 1, 2, 3, {of_proposal} UNION ALL "
        f"SELECT 'supports', p.consultation, p.neighbourhood, {supported}, COUNT(*) "
        f"FROM support s JOIN proposal p ON p.id = s.proposal WHERE {hidden} GROUP BY 2, 3, {of_support} UNION ALL "
        f"SELECT 'comments', p.consultation, p.neighbourhood, {commented}, COUNT(*) "
        f"FROM comment c JOIN proposal p ON p.id = c.proposal WHERE {hidden} AND c.hidden_at IS NULL "
        f"GROUP BY 2, 3, {of_comment}"
    )
    sums: dict[tuple[str, int, int | None, date], int] = {}
    for row in found:
        key = (row["kind"], row["consultation"], row["neighbourhood"], day_of_hour(row["hour"]))
        sums[key] = sums.get(key, 0) + int(row["n"])
    return [Acts(*key, count) for key, count in sums.items()]


async def _stances() -> list[Stances]:
    """Of each person the latest comment that takes a side, else the latest. Comments of deleted accounts are left out:
    nobody knows how many people they were."""
    latest = (
        "SELECT c.proposal AS proposal, c.stance AS stance, ROW_NUMBER() OVER (PARTITION BY c.proposal, c.author "
        "ORDER BY CASE WHEN c.stance IN ('for', 'against') THEN 0 ELSE 1 END, c.created_at DESC, c.id DESC) AS place "
        "FROM comment c WHERE c.hidden_at IS NULL AND c.author IS NOT NULL"
    )
    people = (
        "SELECT l.proposal AS proposal, SUM(CASE WHEN l.stance = 'for' THEN 1 ELSE 0 END) AS for_it, "
        "SUM(CASE WHEN l.stance = 'against' THEN 1 ELSE 0 END) AS against, "
        "SUM(CASE WHEN l.stance NOT IN ('for', 'against') THEN 1 ELSE 0 END) AS neither "
        f"FROM ({latest}) l WHERE l.place = 1 GROUP BY l.proposal"
    )
    found = await rows(
        "SELECT p.public_id AS proposal, p.title AS title, p.consultation AS consultation, "
        "p.neighbourhood AS neighbourhood, s.for_it AS for_it, s.against AS against, s.neither AS neither "
        f"FROM ({people}) s JOIN proposal p ON p.id = s.proposal WHERE {COUNTED} AND p.state IN {SHOWN_PROPOSALS}"
    )
    return [
        Stances(
            row["proposal"],
            row["title"],
            row["consultation"],
            row["neighbourhood"],
            int(row["for_it"]),
            int(row["against"]),
            int(row["neither"]),
        )
        for row in found
    ]
