# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A consultation's life: published, closed by the clock, tallied, its result published or annulled; or cancelled.

The transition table is office_rules.TRANSITIONS. Phases open and close by comparing instants; `note_phase_boundaries`
only writes down what happened: journal, notices, the closed state, the list that nobody froze.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from deliberation.actor import SYSTEM, Actor
from deliberation.ballots import lists
from deliberation.clock import in_rome
from deliberation.consultations import office_rules as rules
from deliberation.consultations.consultation import Consultation, stored
from deliberation.consultations.marks import claim_boundary, mark_lot, move
from deliberation.consultations.phases import PhaseKind
from deliberation.consultations.states import ProposalState, State
from deliberation.database import rows, writing
from deliberation.errors import CivicError, Conflict, Invalid
from deliberation.outages import Unavailable
from deliberation.proposals.authors import Word, tell_authors
from deliberation.proposals.marks import mark_decided, on_ballot
from deliberation.records import journal
from deliberation.regulations.queries import in_force
from deliberation.text import tidy


@dataclass(frozen=True, slots=True)
class Boundary:
    """A phase that opened or closed and whose acts are still to be written."""

    slug: str
    phase: str
    row: int
    opens: bool
    instant: datetime


async def publish(actor: Actor, slug: str, version: int, *, at: datetime) -> Consultation:
    """Show a draft to everybody, under the regulation of this day: from here on its dates may only move later."""
    async with writing():
        held = await stored(slug)
        if refusal := rules.may_publish(actor, held, at):
            raise refusal
        ruled = await in_force(in_rome(at).date())
        if refusal := rules.below_regulation(held, ruled):
            raise refusal
        await move(held, State.PUBLISHED, version=version, published_at=at, regulation=ruled.id or None)
        detail = {"rule": held.rule, **({"regulation": ruled.number} if ruled.number else {})}
        await journal.note(actor, "consultation.published", "consultation", slug, detail, at=at)
        return await stored(slug)


async def cancel(
    actor: Actor, slug: str, reason: str, version: int, ballots: int | None = None, *, at: datetime
) -> None:
    """Stop a consultation for good before it is counted, with a reason that everybody reads. Nothing is deleted.

    Called by ballots.endings with how many ballots had been cast; None before there is a roll.
    """
    reason = _reason(reason)
    async with writing():
        held = await stored(slug)
        if refusal := rules.may_cancel(actor, held):
            raise refusal
        await move(
            held, State.CANCELLED, version=version, cancel_reason=reason, cancelled_at=at, cancelled_ballots=ballots
        )
        await _tell_all(held, "consultation.cancelled", {"reason": reason}, at=at)
        detail = {"reason": reason, **({} if ballots is None else {"ballots": ballots})}
        await journal.note(actor, "consultation.cancelled", "consultation", slug, detail, at=at)


async def annul(actor: Actor, slug: str, reason: str, version: int, digest: str, *, at: datetime) -> None:
    """Annul a counted result, with a reason: the count is published with it, and no proposal is selected.

    Called by ballots.endings with the digest of the stored official count.
    """
    reason = _reason(reason)
    async with writing():
        held = await stored(slug)
        if refusal := rules.may_annul(actor, held):
            raise refusal
        await move(held, State.ANNULLED, version=version, cancel_reason=reason, cancelled_at=at)
        await _tell_all(held, "result.annulled", {"reason": reason}, at=at)
        detail = {"digest": digest, "reason": reason}
        await journal.note(actor, "result.annulled", "consultation", slug, detail, at=at)


def _reason(text: str) -> str:
    if not (reason := tidy(text)):
        raise Invalid("cancel.reason_missing", fields={"reason": "cancel.reason_missing"})
    return reason


async def publish_result(actor: Actor, slug: str, winners: Collection[str], digest: str, *, at: datetime) -> None:
    """Show the result; every proposal of the ballot becomes selected or not, and its author hears it.

    Called by ballots.tallies with the option ids and the digest of the stored official count.
    """
    async with writing():
        held = await stored(slug)
        if refusal := rules.may_manage(actor) or rules.may_move(held.state, State.RESULTS):
            raise refusal
        await move(held, State.RESULTS, result_published_at=at)
        listed = await on_ballot(held.id)
        words: list[Word] = []
        for state, kind, chosen in (
            (ProposalState.SELECTED, "proposal.selected", True),
            (ProposalState.NOT_SELECTED, "proposal.not_selected", False),
        ):
            mine = [row for row in listed if (row["option_id"] in winners) is chosen]
            await mark_decided([row["id"] for row in mine], state, at=at)
            words += [
                Word(
                    row["author"],
                    kind,
                    {"title": row["title"], "consultation": held.title},
                    f"/consultazioni/{slug}/risultato",
                )
                for row in mine
            ]
        await tell_authors(words, at=at)
        detail = {"digest": digest, "winners": sorted(winners)}
        await journal.note(actor, "result.published", "consultation", slug, detail, at=at)


async def write_lot_value(actor: Actor, slug: str, value: str, *, at: datetime) -> None:
    """The value of the public source, typed in after the vote has closed and before the count; written once."""
    value = " ".join(tidy(value).split())
    async with writing():
        held = await stored(slug)
        if refusal := rules.may_manage(actor):
            raise refusal
        if held.state != State.CLOSED:
            raise Conflict("lot.not_now")
        if not value:
            raise Invalid("lot.value_missing", fields={"lot_value": "lot.value_missing"})
        await mark_lot(held, value)
        await journal.note(actor, "lot.drawn", "consultation", slug, {"value": value}, at=at)


async def due(at: datetime) -> tuple[Boundary, ...]:
    """Openings and closings reached at `at` (the instant itself is reached) and not yet noted, in order of time."""
    found = await rows(
        "SELECT p.id, p.kind, p.opens_at, p.closes_at, p.opening_noted_at, p.closing_noted_at, c.slug "
        "FROM phase p JOIN consultation c ON c.id = p.consultation "
        "WHERE c.state IN ('published', 'closed', 'tallied', 'results') AND c.imported_from = '' AND "
        "((p.opening_noted_at IS NULL AND p.opens_at <= {}) OR (p.closing_noted_at IS NULL AND p.closes_at <= {}))",
        at,
        at,
    )
    reached = [
        Boundary(row["slug"], row["kind"], row["id"], opens, row[column])
        for row in found
        for opens, column, noted in (
            (True, "opens_at", "opening_noted_at"),
            (False, "closes_at", "closing_noted_at"),
        )
        if row[noted] is None and row[column] <= at
    ]
    return tuple(sorted(reached, key=lambda b: (b.instant, b.opens, b.slug, b.row)))


async def note_phase_boundaries(at: datetime, *, draw: Callable[[], str]) -> tuple[Boundary, ...]:
    """Write down every boundary that is due, each in a transaction of its own, each once whoever else does it too.

    `draw` gives the 32-byte secret of a lot as hex; it is asked only when a list freezes itself. A consultation that
    meets a fault holds up no other: what was met is raised as a group at the end.
    """
    noted: list[Boundary] = []
    faults: dict[str, Exception] = {}
    for boundary in await due(at):
        try:
            if boundary.slug not in faults and await _note(boundary, draw, at=at):
                noted.append(boundary)
        except Unavailable:
            raise
        except Exception as fault:
            faults[boundary.slug] = fault
    if faults:
        raise ExceptionGroup("boundaries that were not noted", [*faults.values()])
    return tuple(noted)


async def _note(boundary: Boundary, draw: Callable[[], str], *, at: datetime) -> bool:
    async with writing():
        if not await claim_boundary(boundary.row, boundary.instant, opens=boundary.opens, at=at):
            return False
        held = await stored(boundary.slug)
        act = "phase.opened" if boundary.opens else "phase.closed"
        detail = {"phase": boundary.phase, "instant": boundary.instant.isoformat()}
        if boundary.phase == PhaseKind.VOTING and boundary.opens:
            await _open_vote(held, draw, at=at)
        if not boundary.opens and boundary.instant == held.closes_at and held.state == State.PUBLISHED:
            await move(held, State.CLOSED, closed_at=boundary.instant)
            await _tell_all(held, "consultation.closed", {}, at=at)
        await journal.note(SYSTEM, act, "consultation", boundary.slug, detail, at=at)
    return True


async def _open_vote(held: Consultation, draw: Callable[[], str], *, at: datetime) -> None:
    if held.ballot_frozen_at is None:
        options = await lists.admissible(held.id)
        refusal: CivicError | None = rules.may_freeze(SYSTEM, held, [o.cost_cents for o in options], at)
        refusal = refusal or lists.unfit(held, options)
        if not held.freezes_itself or refusal:
            code = refusal.code if refusal else "ballot.not_automatic"
            await journal.note(SYSTEM, "ballot.not_frozen", "consultation", held.slug, {"why": code}, at=at)
            return
        await lists.freeze(SYSTEM, held.slug, draw(), at=at)
    await _tell_all(held, "consultation.voting", {}, at=at)


async def rolls_to_freeze(at: datetime) -> tuple[int, ...]:
    """Consultations (row ids) whose vote has opened on a frozen list that asked to freeze its roll by itself."""
    found = await rows(
        "SELECT c.id FROM consultation c JOIN phase p ON p.consultation = c.id AND p.kind = 'voting' "
        "WHERE c.state = 'published' AND c.freezes_itself = {} AND c.roll_frozen_at IS NULL "
        "AND c.ballot_frozen_at IS NOT NULL AND p.opens_at <= {} AND p.closes_at > {} ORDER BY c.id",
        True,
        at,
        at,
    )
    return tuple(row["id"] for row in found)


async def _tell_all(held: Consultation, kind: str, parameters: dict[str, str], *, at: datetime) -> None:
    """Tell the authors of a consultation's proposals, each once."""
    found = await rows(
        "SELECT DISTINCT author FROM proposal WHERE consultation = {} AND author IS NOT NULL "
        "AND state NOT IN ('draft', 'withdrawn') ORDER BY author",
        held.id,
    )
    values = {"title": held.title, **parameters}
    await tell_authors([Word(row["author"], kind, values, f"/consultazioni/{held.slug}") for row in found], at=at)
