# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office examines proposals: admissible with a cost, or inadmissible with reasons that everybody reads."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from deliberation.actor import Actor
from deliberation.consultations import office_rules as rules
from deliberation.consultations.consultation import Consultation, stored
from deliberation.consultations.pots.values import pot_of
from deliberation.consultations.states import BEFORE_THE_BALLOT, VERDICTS, Gender, ProposalState
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
    """What was decided of a proposal; `over_budget` and `is_homeless` (admissible, and no pot takes it) are
    warnings, not refusals."""

    public_id: str
    state: str
    over_budget: bool
    is_homeless: bool = False


@dataclass(frozen=True, slots=True)
class Funding:
    """Who pays: `cofinanced_cents` of the cost are paid by others (`cofinanced_by`), the rest by the pot of the
    proposal's neighbourhood, or by the city's (`for_city`)."""

    cofinanced_cents: int = 0
    cofinanced_by: str = ""
    for_city: bool = False


ALONE = Funding()


async def assess(
    actor: Actor,
    public_id: str,
    verdict: str,
    cost_cents: int | None,
    reasons: str,
    version: int,
    *,
    at: datetime,
    funding: Funding = ALONE,
    zone: str = "",
    gender: str = "",
) -> Assessed:
    """Decide on a proposal. Reasons are needed to refuse, a cost is needed to put it on a budget's ballot.

    `zone`: the key of a neighbourhood's pot, for a proposal that none of the pots takes: it belongs there from now on.
    `gender`: a states.Gender, of a candidate where ballots must mix genders.
    """
    reasons = tidy(reasons)
    funding = replace(funding, cofinanced_by=tidy(funding.cofinanced_by))
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
        if gender and gender not in set(Gender):
            raise Invalid("assessment.wrong", fields={"gender": "assessment.gender_unknown"})
        if wrong := _wrong_funding(cost_cents, funding):
            raise Invalid("assessment.wrong", fields=wrong)
        home = _home(row, held, funding, zone)
        values = {
            "state": verdict,
            "cost_cents": cost_cents,
            "assessment": reasons,
            "gender": gender,
            **asdict(funding),
            **home,
        }
        await _change(row, version, values, at=at)
        words = {"title": row["title"], "reasons": reasons}
        await tell_authors([Word(row["author"], ACTS[verdict], words, f"/proposte/{public_id}")], at=at)
        detail = {"cost_cents": cost_cents, **(asdict(funding) if funding != ALONE else {}), **home}
        await journal.note(actor, ACTS[verdict], "proposal", public_id, detail, at=at)
    pot = pot_of(held.pots, home.get("neighbourhood", row["neighbourhood"]), for_city=funding.for_city)
    budget = pot.amount_cents if pot else held.budget_cents
    weighs = (cost_cents or 0) - funding.cofinanced_cents
    homeless = bool(held.pots) and pot is None and verdict == ProposalState.ADMISSIBLE
    return Assessed(public_id, verdict, bool(budget and weighs > budget), homeless)


def _home(row: dict[str, Any], held: Consultation, funding: Funding, zone: str) -> dict[str, int]:
    """The neighbourhood that the office gives to a proposal which no pot takes; nothing for others."""
    if not zone or pot_of(held.pots, row["neighbourhood"], for_city=funding.for_city):
        return {}
    pot = next((pot for pot in held.pots if pot.key == zone), None)
    if pot is None or pot.neighbourhood is None:
        raise Invalid("assessment.wrong", fields={"zone": "assessment.zone_unknown"})
    return {"neighbourhood": pot.neighbourhood}


def _wrong_funding(cost_cents: int | None, funding: Funding) -> dict[str, str]:
    """What others pay is less than the cost, and it is said who they are."""
    if not funding.cofinanced_cents:
        return {}
    if funding.cofinanced_cents >= (cost_cents or 0):
        return {"cofinanced": "assessment.cofinanced_all"}
    if not funding.cofinanced_by or len(funding.cofinanced_by) > 160:
        return {"cofinanced_by": "assessment.cofinanced_by"}
    return {}


async def undo(actor: Actor, public_id: str, version: int, *, at: datetime) -> None:
    """Take a decision back while proposals are being examined."""
    async with writing():
        row, held = await _load(public_id)
        if refusal := rules.may_assess(actor, held, at):
            raise refusal
        if row["state"] not in VERDICTS:
            raise Conflict("assessment.nothing_to_undo")
        values = {"state": ProposalState.PUBLISHED, "cost_cents": None, "assessment": "", "gender": "", **asdict(ALONE)}
        await _change(row, version, values, at=at)
        word = Word(row["author"], "proposal.reopened", {"title": row["title"]}, f"/proposte/{public_id}")
        await tell_authors([word], at=at)
        await journal.note(actor, "proposal.reopened", "proposal", public_id, at=at)


async def _load(public_id: str) -> tuple[dict[str, Any], Consultation]:
    found = await rows(
        "SELECT p.id, p.public_id, p.author, p.title, p.state, p.version, p.neighbourhood, c.slug FROM proposal p "
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
