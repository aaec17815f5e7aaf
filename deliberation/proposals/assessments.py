# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office examines proposals: admissible with a cost, or inadmissible with reasons that everybody reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deliberation.actor import Actor
from deliberation.consultations import office_rules as rules
from deliberation.consultations.consultation import Consultation, stored
from deliberation.consultations.states import BEFORE_THE_BALLOT, VERDICTS, ProposalState
from deliberation.database import lock, rows, writing
from deliberation.errors import Conflict, Invalid, NotAllowed, NotFound
from deliberation.proposals.authors import Word, tell_authors
from deliberation.proposals.tables import Proposal
from deliberation.records import journal
from deliberation.text import tidy

# A verdict → the act as the journal has it and as the author hears of it.
ACTS: dict[str, str] = {
    ProposalState.ADMISSIBLE: "proposal.admissible",
    ProposalState.INADMISSIBLE: "proposal.inadmissible",
}


@dataclass(frozen=True, slots=True)
class Assessed:
    """What was decided of a proposal; `over_budget` is a warning, not a refusal."""

    public_id: str
    state: str
    over_budget: bool


async def assess(
    actor: Actor, public_id: str, verdict: str, cost_cents: int | None, reasons: str, version: int, *, at: datetime
) -> Assessed:
    """Decide on a proposal. Reasons are needed to refuse, a cost is needed to put it on a budget's ballot."""
    reasons = tidy(reasons)
    async with writing():
        row, held = await _load(public_id)
        if refusal := rules.may_assess(actor, held, at):
            raise refusal
        if row["author"] == actor.id:
            raise NotAllowed("assessment.own")
        if row["state"] not in BEFORE_THE_BALLOT:
            raise Conflict("assessment.not_open")
        if verdict not in ACTS:
            raise Invalid("assessment.wrong", fields={"verdict": "assessment.verdict_missing"})
        if verdict == ProposalState.INADMISSIBLE and not reasons:
            raise Invalid("assessment.wrong", fields={"reasons": "assessment.reasons_missing"})
        if verdict == ProposalState.ADMISSIBLE and held.ballot_kind == "budget" and not cost_cents:
            raise Invalid("assessment.wrong", fields={"cost": "assessment.cost_missing"})
        await _change(row, version, {"state": verdict, "cost_cents": cost_cents, "assessment": reasons}, at=at)
        words = {"title": row["title"], "reasons": reasons}
        await tell_authors([Word(row["author"], ACTS[verdict], words, f"/proposte/{public_id}")], at=at)
        detail = {"cost_cents": cost_cents}
        await journal.note(actor, ACTS[verdict], "proposal", public_id, detail, at=at)
    budget = held.budget_cents
    return Assessed(public_id, verdict, bool(budget and cost_cents and cost_cents > budget))


async def undo(actor: Actor, public_id: str, version: int, *, at: datetime) -> None:
    """Take a decision back while proposals are being examined."""
    async with writing():
        row, held = await _load(public_id)
        if refusal := rules.may_assess(actor, held, at):
            raise refusal
        if row["state"] not in VERDICTS:
            raise Conflict("assessment.nothing_to_undo")
        await _change(row, version, {"state": ProposalState.PUBLISHED, "cost_cents": None, "assessment": ""}, at=at)
        word = Word(row["author"], "proposal.reopened", {"title": row["title"]}, f"/proposte/{public_id}")
        await tell_authors([word], at=at)
        await journal.note(actor, "proposal.reopened", "proposal", public_id, at=at)


async def _load(public_id: str) -> tuple[dict[str, Any], Consultation]:
    found = await rows(
        "SELECT p.id, p.public_id, p.author, p.title, p.state, p.version, c.slug FROM proposal p "
        "JOIN consultation c ON c.id = p.consultation WHERE p.public_id = {} AND p.state <> 'draft'",
        public_id,
    )
    if not found:
        raise NotFound("proposal.unknown")
    await lock(f"consultation:{found[0]['slug']}")
    return found[0], await stored(found[0]["slug"])


async def _change(row: dict[str, Any], version: int, values: dict[Any, Any], *, at: datetime) -> None:
    done = (
        await Proposal.update(values | {"version": row["version"] + 1, "changed_at": at})
        .where((Proposal.id == row["id"]) & (Proposal.version == version) & (Proposal.state == row["state"]))
        .returning(Proposal.id)
    )
    if not done:
        raise Conflict("proposal.changed_meanwhile")
