# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Answers change hands: taken in charge, handed on, given. Every transition is an act in the journal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from deliberation.actor import Actor
from deliberation.clock import in_rome
from deliberation.database import lock, rows, writing
from deliberation.errors import Conflict, Invalid
from deliberation.proposals.answers import reminders, rules
from deliberation.proposals.answers.offices import Office, offices
from deliberation.proposals.answers.queries import AnswerView, answer_to
from deliberation.proposals.answers.states import (
    GIVEN,
    NEEDS_NEXT_STEPS,
    AnswerState,
    due_at,
    may_move,
)
from deliberation.proposals.answers.tables import OfficialAnswer
from deliberation.proposals.hearers.telling import tell_hearers
from deliberation.proposals.queries import proposal
from deliberation.proposals.views import ProposalView
from deliberation.records import journal
from deliberation.regulations.queries import in_force
from deliberation.text import public_id as draw_id
from deliberation.text import tidy

LONGEST_TEXT, LONGEST_REGISTRY = 10_000, 60


async def take(actor: Actor, proposal_id: str, office: str, registry: str, version: int, *, at: datetime) -> AnswerView:
    """An office takes a proposal in charge: number, day and latest answer day stand; who hears of it is told.

    `version` 0: nobody had it when the form was opened. Raises Invalid by field, Conflict(answer.changed | …).
    """
    registry = " ".join(tidy(registry).split())
    async with writing():
        seen, held = await _locked(actor, proposal_id, AnswerState.TAKEN, version)
        if held and held.state is AnswerState.TAKEN:
            raise Conflict("answer.is_taken")
        chosen = await _chosen(office)
        if len(registry) > LONGEST_REGISTRY:
            raise Invalid("field.too_long", fields={"registry": "field.too_long"})
        today = in_rome(at).date()
        days = (await in_force(today)).profile.answer_days
        due = due_at(at, days)
        values: dict[Any, Any] = {
            "office": chosen.id,
            "registry": registry,
            "state": AnswerState.TAKEN,
            "taken_at": at,
            "answer_days": days,
            "due_at": due,
            "reminded": reminders.stage(due, at),
            "answered_at": None,
            "reasons": "",
            "next_steps": "",
            "version": (held.version if held else 0) + 1,
        }
        if held:
            await OfficialAnswer.update(values).where(OfficialAnswer.id == held.id)
        else:
            await lock("answers")  # of their numbers
            last = await rows(
                "SELECT coalesce(max(number), 0) AS last FROM official_answer WHERE year = {}", today.year
            )
            drawn = {"public_id": draw_id(), "year": today.year, "number": last[0]["last"] + 1}
            await OfficialAnswer.insert(OfficialAnswer(proposal=seen.id, **drawn, **values))
        now = await answer_to(seen.id)
        assert now is not None
        words = {"title": seen.title, "office": now.office, "day": f"{in_rome(due):%d/%m/%Y}", "number": now.label}
        await tell_hearers(seen.id, seen.public_id, "answer.taken", words, at=at)
        detail = {"office": office, "number": now.label, "due_at": due.isoformat(), "registry": registry}
        if held:  # what the other office had written stays in the journal
            detail |= {"from": str(held.state), "before": held.office_id, "reasons": held.reasons}
        await journal.note(actor, "answer.taken", "proposal", proposal_id, detail, at=at)
    return now


async def hand_on(actor: Actor, proposal_id: str, office: str, version: int, *, at: datetime) -> None:
    """Another office goes on with it. The day stays: who waits does not wait longer."""
    async with writing():
        _, held = await _locked(actor, proposal_id, AnswerState.TAKEN, version)
        if held is None or held.state is not AnswerState.TAKEN:
            raise Conflict("answer.not_taken")
        chosen = await _chosen(office)
        if chosen.public_id == held.office_id:
            raise Invalid("answer.same_office", fields={"office": "answer.same_office"})
        await OfficialAnswer.update({OfficialAnswer.office: chosen.id, OfficialAnswer.version: held.version + 1}).where(
            OfficialAnswer.id == held.id
        )
        detail = {"office": office, "before": held.office_id}
        await journal.note(actor, "answer.handed_on", "proposal", proposal_id, detail, at=at)


async def give(
    actor: Actor, proposal_id: str, outcome: str, reasons: str, next_steps: str, version: int, *, at: datetime
) -> None:
    """Answer, with reasons. Raises Invalid by field, Conflict(answer.not_taken | answer.is_given | answer.changed)."""
    reasons, next_steps = tidy(reasons), tidy(next_steps)
    async with writing():
        fields = _wrong(outcome, reasons, next_steps)
        to = AnswerState(outcome) if "outcome" not in fields else AnswerState.ACCEPTED
        seen, held = await _locked(actor, proposal_id, to, version)
        if held is None:
            raise Conflict("answer.not_taken")
        if fields:
            raise Invalid("answer.unfinished", fields=fields)
        await OfficialAnswer.update(
            {
                OfficialAnswer.state: to,
                OfficialAnswer.answered_at: at,
                OfficialAnswer.reasons: reasons,
                OfficialAnswer.next_steps: next_steps,
                OfficialAnswer.version: held.version + 1,
            }
        ).where(OfficialAnswer.id == held.id)
        words = {"title": seen.title, "office": held.office, "outcome": str(to), "reasons": reasons}
        await tell_hearers(seen.id, seen.public_id, "answer.given", words, at=at)
        detail = {"from": str(held.state), "to": str(to), "late": held.is_late(at), "number": held.label}
        await journal.note(actor, "answer.given", "proposal", proposal_id, detail, at=at)


def _wrong(outcome: str, reasons: str, next_steps: str) -> dict[str, str]:
    fields = {}
    if outcome not in GIVEN:
        fields["outcome"] = "answer.outcome_missing"
    if not reasons:
        fields["reasons"] = "answer.reasons_missing"
    if not next_steps and outcome in NEEDS_NEXT_STEPS:
        fields["next_steps"] = "answer.next_missing"
    for name, text in (("reasons", reasons), ("next_steps", next_steps)):
        if len(text) > LONGEST_TEXT:
            fields[name] = "field.too_long"
    return fields


async def _locked(
    actor: Actor, proposal_id: str, to: AnswerState, version: int
) -> tuple[ProposalView, AnswerView | None]:
    """The proposal and its answer as they stay until the transaction ends, if the answer may move there."""
    await lock(f"proposal:{proposal_id}")
    seen = await proposal(proposal_id, actor)
    if refusal := rules.may_answer(actor, seen):
        raise refusal
    held = await answer_to(seen.id)
    if (held.version if held else 0) != version:
        raise Conflict("answer.changed")
    if refusal := may_move(held.state if held else AnswerState.NONE, to):
        raise refusal
    return seen, held


async def _chosen(office: str) -> Office:
    await lock("offices")  # none closes meanwhile
    one = next((one for one in await offices() if one.public_id == office), None)
    if one is None:
        raise Invalid("answer.office_missing", fields={"office": "answer.office_missing"})
    return one
