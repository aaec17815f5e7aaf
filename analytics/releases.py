# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Numbers as they may be published: disclosure control between the snapshot and everything that shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from analytics.consensus import served
from analytics.disclosure import LIVE_STEP, Count, Pooled, pooled, protect, published_sum, stepped
from analytics.figures.opinions import Served
from analytics.figures.results import Result
from analytics.figures.voters import Turnout
from analytics.reads.snapshots import Acts, Place, Snapshot, Vote

NOWHERE = "–"


@dataclass(frozen=True, slots=True)
class Released:
    """The ballots of one closed vote: the public total and, by neighbourhood, what may be shown."""

    vote: Vote
    total: int
    cells: Mapping[int, Count]


def released(snapshot: Snapshot) -> tuple[Released, ...]:
    """Each closed vote protected by itself and once for all filters: every view adds up these cells and totals only,
    so that no pair of views reveals more than they do."""
    ballots: dict[int, dict[int | None, int]] = defaultdict(lambda: defaultdict(int))
    for act in snapshot.acts:
        if act.kind == "ballots":
            ballots[act.consultation][act.place] += act.count
    found = []
    for vote in snapshot.chosen:
        if not vote.is_closed or not vote.ballot_kind:
            continue
        counts = ballots.get(vote.id, {})
        total = sum(counts.values())
        if not vote.city_wide and len(vote.places) == 1:
            found.append(Released(vote, total, {next(iter(vote.places)): total}))
            continue
        covered = [place.id for place in snapshot.places if vote.covers(place.id)]
        keys: list[int | None] = [*covered, None] if None in counts else [*covered]
        known = any(counts.get(key) for key in covered)
        shown = protect([counts.get(key, 0) for key in keys]) if known else ()
        cells = {key: cell for key, cell in zip(keys, shown, strict=False) if key is not None}
        found.append(Released(vote, total, cells))
    return tuple(found)


def turnouts(snapshot: Snapshot, votes: Iterable[Released], here: int | None) -> list[Turnout]:
    """Voters of each neighbourhood: the cell of its one vote; with several votes people once each, in steps."""
    rows = []
    closed = list(votes)
    for place in snapshot.places:
        mine = [vote for vote in closed if place.id in vote.cells]
        people, anonymous = snapshot.people.get(place.id, (0, 0))
        if not mine:
            count: Count | None = None
        elif len(mine) == 1:
            count = mine[0].cells[place.id]
        elif anonymous:
            count = published_sum([vote.cells[place.id] for vote in mine])
        else:
            count = stepped(people)
        imported = any(vote.vote.imported for vote in mine)
        electorate = None if imported else place.electorate
        several = len(mine) > 1 and count is not None
        rows.append(Turnout(place.name, count, electorate, several and not anonymous, place.id == here))
    return rows


def people(snapshot: Snapshot, only: int | None) -> list[tuple[str, int, int]]:
    """Accounts and verified accounts by neighbourhood, in steps."""
    return [
        (place.name, stepped(accounts), stepped(verified))
        for place in snapshot.places
        if only in (None, place.id)
        for accounts, verified in [snapshot.accounts.get(place.id, (0, 0))]
    ]


def place_of(act_place: int | None, consultation: int, votes: Mapping[int, Vote]) -> int | None:
    """The neighbourhood of an act: its own, or that of a consultation that speaks of one only."""
    vote = votes.get(consultation)
    if act_place is None and vote is not None and not vote.city_wide and len(vote.places) == 1:
        return next(iter(vote.places))
    return act_place


def acts_of(snapshot: Snapshot, only: int | None) -> list[Acts]:
    """The public acts (no ballots) in one neighbourhood or in all of them, each with its neighbourhood."""
    votes = {vote.id: vote for vote in snapshot.votes}
    found = []
    for act in snapshot.acts:
        place = place_of(act.place, act.consultation, votes)
        if act.kind != "ballots" and act.consultation in votes and only in (None, place):
            found.append(Acts(act.kind, act.consultation, place, act.day, act.count))
    return found


def by_place(acts: Iterable[Acts], places: Iterable[Place], whole_city: str) -> list[tuple[str, int, int, int]]:
    """(neighbourhood, proposals, supports, comments); acts of no neighbourhood are in a row of the whole city."""
    sums: dict[tuple[int | None, str], int] = defaultdict(int)
    for act in acts:
        sums[act.place, act.kind] += act.count
    rows: list[tuple[int | None, str]] = [(place.id, place.name) for place in places]
    return [
        (name, sums[key, "proposals"], sums[key, "supports"], sums[key, "comments"])
        for key, name in [*rows, (None, whole_city)]
    ]


def by_kind(acts: Iterable[Acts]) -> dict[str, list[tuple[date, int]]]:
    """The acts as (day, count) by kind."""
    found: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for act in acts:
        found[act.kind].append((act.day, act.count))
    return dict(found)


def results(snapshot: Snapshot, votes: Iterable[Vote]) -> list[Result]:
    """The published results of these votes, each with its official outcome first."""
    found = []
    for vote in votes:
        mine = [count for count in snapshot.counts if count.consultation == vote.id]
        official = [count.outcome for count in mine if count.is_official]
        if vote.result_is_public and official:
            others = [count.outcome for count in mine if not count.is_official]
            found.append(Result(vote.slug, vote.title, (official[0], *others[:1])))
    return found


def served_by(snapshot: Snapshot, found: Result, vote: Vote) -> Served:
    """How many voters of a published vote see at least one of their marks win."""
    ballots = [(marks.options, marks.count) for marks in snapshot.marks.get(vote.id, ())]
    happy, voters = served(ballots, found.official["winners"])
    others = [served(ballots, outcome["winners"])[0] for outcome in found.outcomes[1:]]
    return Served(vote.title, voters, happy, others[0] if others else None)


def crossed(snapshot: Snapshot, vote: Vote, found: Result) -> Pooled | None:
    """The safe part of votes by option and neighbourhood; only votes that cover several neighbourhoods have one."""
    if not vote.city_wide and len(vote.places) < 2:
        return None
    slugs = {place.id: place.slug for place in snapshot.places}
    votes: dict[str, dict[str, int]] = {str(option["id"]): {} for option in found.official["options"]}
    voters: dict[str, int] = defaultdict(int)
    for marks in snapshot.marks.get(vote.id, ()):
        column = slugs.get(marks.place or 0, NOWHERE)
        voters[column] += marks.count
        for option in marks.options:
            if option in votes:
                votes[option][column] = votes[option].get(column, 0) + marks.count
    safe = pooled(votes, voters)
    return None if safe is not None and NOWHERE in safe.columns else safe


def live(snapshot: Snapshot, vote: Vote) -> int:
    """The ballots of an open vote, in steps."""
    return stepped(sum(a.count for a in snapshot.acts if a.kind == "ballots" and a.consultation == vote.id), LIVE_STEP)
