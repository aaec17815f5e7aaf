# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Numbers as they may be published: disclosure control between the snapshot and everything that shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from analytics.consensus import served
from analytics.disclosure import (
    HIDDEN,
    LIVE_STEP,
    THRESHOLD,
    Count,
    Hidden,
    Pooled,
    added_up,
    covers,
    hidden_rows,
    is_withheld,
    pooled,
    protect,
    stepped,
)
from analytics.figures.opinions import Served
from analytics.figures.results import Result
from analytics.participation import PlaceTurnout, Turnout, Voted, turnout
from analytics.reads.snapshots import OnRoll, Place, Snapshot, Vote
from analytics.trends import week_of
from deliberation.consultations.pots.values import Pot

NOWHERE = "–"
Cell = Voted | Hidden


@dataclass(frozen=True, slots=True)
class Released:
    """How many voted in one closed vote: the public total and, by neighbourhood, what may be shown."""

    vote: Vote
    total: Voted
    cells: Mapping[int, Cell]


def released(snapshot: Snapshot) -> tuple[Released, ...]:
    """Each closed vote protected by itself and once for all filters: every view adds up these cells and totals only,
    so that no pair of views reveals more than they do."""
    votes = (vote for vote in snapshot.chosen if vote.is_closed and vote.ballot_kind)
    return tuple(release(vote, snapshot.rolls.get(vote.id, {}), snapshot.places) for vote in votes)


def release(vote: Vote, roll: Mapping[int | None, OnRoll], places: Sequence[Place]) -> Released:
    """One closed vote. A neighbourhood is hidden where fewer than five voted, or where fewer than five stayed at home:
    a full or an empty roll tells what each of its people did."""
    covered = [place for place in places if vote.covers(place.id)]
    if vote.pots and not vote.pots_are_chosen:
        return _release_pots(vote, roll, covered)
    total = _total(vote, roll, covered)
    if not vote.city_wide and len(vote.places) == 1:
        return Released(vote, total, {next(iter(vote.places)): total})
    if not any(place.id in roll for place in covered):
        return Released(vote, total, {})
    return Released(vote, total, _cells(vote, roll, covered))


def _release_pots(vote: Vote, roll: Mapping[int | None, OnRoll], covered: Sequence[Place]) -> Released:
    """A vote in the pots of the neighbourhoods where people live. How many ballots a pot has stands in its result, so
    that only small ones are hidden; the total is everybody's where that gives none of them away, else the shown ones'.
    """
    rows = {place: roll.get(place.id, OnRoll(0, 0)) for place in covered}
    hidden = [place for place, row in rows.items() if _is_small(_counts(row, vote.imported))]
    few = [rows[place].ballots for place in hidden if rows[place].ballots < THRESHOLD]
    stayed = [rows[place].entitled - rows[place].ballots for place in hidden]
    told = covered if covers(few) and covers(stayed) else [place for place in covered if place not in hidden]
    total = _total(vote, {place.id: rows[place] for place in told}, told)
    cells: dict[int, Cell] = {
        place.id: HIDDEN if place in hidden else Voted(row.ballots, row.entitled, place.electorate)
        for place, row in rows.items()
    }
    return Released(vote, total, cells)


def _total(vote: Vote, roll: Mapping[int | None, OnRoll], covered: Sequence[Place]) -> Voted:
    """Everybody together; the electorate only where that of every neighbourhood is known."""
    residents = [place.electorate for place in covered if place.electorate is not None]
    everybody = sum(residents) if residents and len(residents) == len(covered) else None
    ballots = sum(row.ballots for row in roll.values())
    return Voted(ballots, None if vote.imported else sum(row.entitled for row in roll.values()), everybody)


def _cells(vote: Vote, roll: Mapping[int | None, OnRoll], covered: Sequence[Place]) -> dict[int, Cell]:
    """Each neighbourhood covered, hidden or not; people of no neighbourhood count as one more row."""
    nobody = OnRoll(0, 0)
    keys: list[int | None] = [*(place.id for place in covered), *([None] if None in roll else [])]
    rows = [roll.get(key, nobody) for key in keys]
    hidden = hidden_rows([_counts(row, vote.imported) for row in rows], _is_small)
    cells: dict[int, Cell] = {}
    for at, (place, row) in enumerate(zip(covered, rows, strict=False)):
        known = Voted(row.ballots, None if vote.imported else row.entitled, place.electorate)
        cells[place.id] = HIDDEN if at in hidden else known
    return cells


def _counts(row: OnRoll, is_imported: bool) -> tuple[int, ...]:
    return (row.ballots,) if is_imported else (row.ballots, row.entitled - row.ballots)


def _is_small(row: tuple[int, ...]) -> bool:
    return any(row) and any(count < THRESHOLD and (count or len(row) > 1) for count in row)


def turnouts(places: Iterable[Place], votes: Iterable[Released], here: int | None = None) -> list[PlaceTurnout]:
    """The turnout of each neighbourhood over these votes: of the cells that are shown, none counted again."""
    closed = list(votes)
    rows = []
    for place in places:
        cells = [vote.cells[place.id] for vote in closed if place.id in vote.cells]
        shown = [cell for cell in cells if isinstance(cell, Voted)]
        known: Turnout | Hidden | None = turnout(shown) if shown else HIDDEN if cells else None
        rows.append(PlaceTurnout(place.slug, place.name, known, len(shown) < len(cells), place.id == here))
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


@dataclass(frozen=True, slots=True)
class ReleasedActs:
    """Acts of one kind in one week (its Monday), consultation and neighbourhood, as they may be shown."""

    kind: str
    consultation: int
    place: int | None
    week: date
    count: Count


def acts(snapshot: Snapshot, *, by_week: bool) -> list[ReleasedActs]:
    """The public acts, by whole weeks or in all: the only cells that any view, period or file adds up.

    Proposals and comments are signed and dated on their pages: they are counted as they are. Who supports is private.
    The supports of a consultation in a neighbourhood are hidden if they are fewer than five; along the weeks they are
    protected against their sum, once for all filters, since the proposals' pages add up to it.
    """
    votes = {vote.id: vote for vote in snapshot.votes}
    sums: dict[tuple[str, int, int | None], dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for act in snapshot.acts:
        if act.consultation in votes:
            place = place_of(act.place, act.consultation, votes)
            sums[act.kind, act.consultation, place][week_of(act.day)] += act.count
    found = []
    for (kind, consultation, place), weeks in sums.items():
        order = sorted(weeks) if by_week else [max(weeks)]
        counts: Sequence[Count] = [weeks[week] for week in order] if by_week else [sum(weeks.values())]
        if kind == "supports":
            counts = protect([count for count in counts if isinstance(count, int)])
        found += [ReleasedActs(kind, consultation, place, *cell) for cell in zip(order, counts, strict=True)]
    return found


def by_place(
    cells: Iterable[ReleasedActs], places: Iterable[Place], whole_city: str
) -> list[tuple[str, Count, Count, Count]]:
    """(neighbourhood, proposals, supports, comments); acts of no neighbourhood are in a row of the whole city."""
    held: dict[tuple[int | None, str], list[Count]] = defaultdict(list)
    for cell in cells:
        held[cell.place, cell.kind].append(cell.count)

    def sums(key: int | None) -> tuple[Count, Count, Count]:
        return added_up(held[key, "proposals"]), added_up(held[key, "supports"]), added_up(held[key, "comments"])

    return [*((place.name, *sums(place.id)) for place in places), (whole_city, *sums(None))]


def by_kind(cells: Iterable[ReleasedActs]) -> dict[str, list[tuple[date, Count]]]:
    """The acts as (week, count) by kind."""
    found: dict[str, list[tuple[date, Count]]] = defaultdict(list)
    for cell in cells:
        found[cell.kind].append((cell.week, cell.count))
    return dict(found)


def results(snapshot: Snapshot, votes: Iterable[Vote]) -> list[Result]:
    """The published results of these votes, each with its official outcome first; of a budget in pots those of each,
    but for pots with so few ballots that votes would tell who chose what."""
    found = []
    for vote in votes:
        pots: Sequence[Pot | None] = vote.pots or (None,)
        for pot in pots if vote.result_is_public else ():
            here = pot.id if pot else None
            mine = [count for count in snapshot.counts if count.consultation == vote.id and count.pot == here]
            official = [count.outcome for count in mine if count.is_official]
            if official and not (pot and is_withheld(official[0]["n_ballots"])):
                others = [count.outcome for count in mine if not count.is_official]
                found.append(_result(vote, pot, (official[0], *others[:1])))
    return found


def _result(vote: Vote, pot: Pot | None, outcomes: tuple[Mapping[str, Any], ...]) -> Result:
    if pot is None:
        return Result(vote.slug, vote.title, outcomes, vote.slug)
    return Result(f"{vote.slug}-{pot.key}", f"{vote.title}: {pot.name}", outcomes, vote.slug, pot.id, pot.neighbourhood)


def served_by(snapshot: Snapshot, found: Result, vote: Vote) -> Served:
    """How many voters of a published vote see at least one of their marks win."""
    ballots = [(marks.options, marks.count) for marks in snapshot.marks.get(vote.id, ()) if marks.pot == found.pot]
    happy, voters = served(ballots, found.official["winners"])
    others = [served(ballots, outcome["winners"])[0] for outcome in found.outcomes[1:]]
    return Served(found.title, voters, happy, others[0] if others else None)


def crossed(snapshot: Snapshot, vote: Vote, found: Result) -> Pooled | None:
    """The safe part of votes by option and neighbourhood; only votes that cover several neighbourhoods have one."""
    of_one_place = found.place is not None and not vote.pots_are_chosen
    if of_one_place or (not vote.city_wide and len(vote.places) < 2):
        return None
    slugs = {place.id: place.slug for place in snapshot.places}
    votes: dict[str, dict[str, int]] = {str(option["id"]): {} for option in found.official["options"]}
    voters: dict[str, int] = defaultdict(int)
    for marks in snapshot.marks.get(vote.id, ()):
        if marks.pot != found.pot:
            continue
        column = slugs.get(marks.place or 0, NOWHERE)
        voters[column] += marks.count
        for option in marks.options:
            if option in votes:
                votes[option][column] = votes[option].get(column, 0) + marks.count
    cells = release(vote, snapshot.rolls.get(vote.id, {}), snapshot.places).cells
    unpublished = {slugs[place] for place, cell in cells.items() if cell is HIDDEN}
    safe = pooled(votes, voters, unpublished=unpublished)
    return None if safe is not None and NOWHERE in safe.columns else safe


def live(snapshot: Snapshot, vote: Vote) -> int:
    """The ballots of an open vote, rounded down to tens."""
    return stepped(sum(row.ballots for row in snapshot.rolls.get(vote.id, {}).values()), LIVE_STEP)
