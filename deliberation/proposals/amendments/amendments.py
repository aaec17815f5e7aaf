# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Amendments: another text for a public proposal, suggested with a reason; its author accepts it or says why not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from deliberation.actor import Actor
from deliberation.consultations.consultation import Consultation
from deliberation.consultations.queries import consultation
from deliberation.database import lock, rows, writing
from deliberation.errors import Conflict, Invalid, NotFound
from deliberation.people.access import limits
from deliberation.proposals import contents, drafts, proposals
from deliberation.proposals.amendments import rules
from deliberation.proposals.amendments.queries import amendment
from deliberation.proposals.amendments.states import TRANSITIONS, AmendmentAct
from deliberation.proposals.amendments.views import AmendmentView, Wording
from deliberation.proposals.authors import Word, tell_authors
from deliberation.proposals.contents import Frame, Step
from deliberation.proposals.queries import proposal
from deliberation.proposals.tables import Amendment, PastText
from deliberation.proposals.views import ProposalView
from deliberation.records import journal
from deliberation.text import public_id as new_id
from deliberation.text import tidy

MOST_OPEN = 3  # of one person on one proposal, without an answer
MOST_A_DAY, DAY = 10, 86_400
ANSWER_LENGTH = 1_000


async def suggest(
    actor: Actor,
    public_id: str,
    typed: Mapping[str, str],
    *,
    base: int,
    token: str,
    instead: str = "",
    at: datetime,
) -> str:
    """Suggest another title or text (`typed`: title, body, reason) for a proposal; the amendment's public id.

    `base` is the number of the text that the form was opened with: the author may have changed it since. `token` is
    the form's own: sent twice, it is one. `instead` takes that open amendment of the same person back.
    """
    seen = await proposal(public_id, actor)
    held = await consultation(seen.consultation_slug, actor)
    if refusal := rules.may_suggest(actor, held, seen, at):
        raise refusal
    columns = _read(typed, await drafts.frame_of(held))
    await limits.take(limits.key_of("amend", actor.public_id), MOST_A_DAY, DAY, at=at)
    async with writing():
        await lock(f"proposal:{public_id}")
        seen = await proposal(public_id, actor)
        if refusal := rules.may_suggest(actor, held, seen, at):
            raise refusal
        if again := await _sent(actor, token):
            return again
        number = base if 1 <= base <= seen.text_number else seen.text_number
        if Wording(columns["title"], columns["body"]) == await _wording(seen, number):
            raise Invalid("amendment.wrong", fields={"body": "amendment.same"})
        if instead:
            old = await amendment(seen, instead, actor)
            if refusal := rules.may_take_back(actor, old):
                raise refusal
            await _move(old, AmendmentAct.WITHDRAW, at)
            await journal.note(actor, "amendment.withdrawn", "amendment", instead, {"proposal": public_id}, at=at)
        if await _open_ones(actor, seen) >= MOST_OPEN:
            raise Conflict("amendment.many_open", most=MOST_OPEN)
        id = new_id()
        await Amendment.insert(
            Amendment(
                public_id=id,
                proposal=seen.id,
                author=actor.id,
                base_number=number,
                token=token,
                created_at=at,
                **columns,
            )
        )
        detail = {"proposal": public_id, "text": number}
        await journal.note(actor, "amendment.suggested", "amendment", id, detail, at=at)
        await _tell(seen.author_id, "amendment.suggested", seen, id, columns["reason"], at)
    return id


async def accept(actor: Actor, public_id: str, id: str, *, version: int, at: datetime) -> proposals.Revision:
    """The change becomes the proposal's next text, and who supports it is asked again if it changes the substance.

    `version` is the proposal's that was on the screen. Raises Conflict where the words that it changes are gone.
    """
    async with writing():
        seen, held, found = await _locked(actor, public_id, id)
        if refusal := rules.may_answer(actor, held, seen, found, at):
            raise refusal
        if (result := found.result) is None:
            raise Conflict("amendment.words_gone")
        if seen.version != version:
            raise Conflict("amendment.text_changed")
        typed = typed_with(seen, result)
        try:
            done = await proposals.revise(actor, public_id, typed, version=version, reason=found.reason, at=at)
        except Invalid:  # zones were drawn anew, or the budget is another
            raise Conflict("amendment.rest_unfit") from None
        number = seen.text_number + (1 if done.changes else 0)
        await _move(found, AmendmentAct.ACCEPT, at, adopted_number=number if done.changes else None)
        detail = {"proposal": public_id, "text": number}
        await journal.note(actor, "amendment.accepted", "amendment", id, detail, at=at)
        await _tell(found.author_id, "amendment.accepted", seen, id, "", at)
    return done


def typed_with(seen: ProposalView, result: Wording) -> dict[str, str]:
    """The proposal's fields as its author would type them to accept the change."""
    return seen.typed(seen.place.slug if seen.place else "") | {"title": result.title, "body": result.body}


async def reject(actor: Actor, public_id: str, id: str, answer: str, *, at: datetime) -> None:
    """Not accepted; `answer` says why, to everybody."""
    answer = tidy(answer)
    if not answer or len(answer) > ANSWER_LENGTH:
        code = "amendment.answer_long" if answer else "amendment.answer_missing"
        raise Invalid("amendment.wrong", fields={"answer": code})
    async with writing():
        seen, held, found = await _locked(actor, public_id, id)
        if refusal := rules.may_answer(actor, held, seen, found, at):
            raise refusal
        await _move(found, AmendmentAct.REJECT, at, answer=answer)
        await journal.note(actor, "amendment.rejected", "amendment", id, {"proposal": public_id}, at=at)
        await _tell(found.author_id, "amendment.rejected", seen, id, answer, at)


async def withdraw(actor: Actor, public_id: str, id: str, *, at: datetime) -> None:
    """Take one's own suggestion back."""
    async with writing():
        seen, _, found = await _locked(actor, public_id, id)
        if refusal := rules.may_take_back(actor, found):
            raise refusal
        await _move(found, AmendmentAct.WITHDRAW, at)
        await journal.note(actor, "amendment.withdrawn", "amendment", id, {"proposal": public_id}, at=at)
        await _tell(seen.author_id, "amendment.withdrawn", seen, id, "", at)


async def stand_alone(actor: Actor, public_id: str, id: str, *, at: datetime) -> str:
    """What was not accepted becomes a draft of who suggested it; the slug of its consultation."""
    async with writing():
        seen, held, found = await _locked(actor, public_id, id)
        if refusal := rules.may_stand_alone(actor, held, found, at):
            raise refusal
        await lock(f"draft:{actor.id}:{held.id}")
        frame = await drafts.frame_of(held)
        if await drafts.mine(actor, held, frame) is not None:
            raise Conflict("amendment.has_draft")
        typed = {"title": found.suggested.title, "body": found.suggested.body, "category": seen.category}
        await drafts.save(actor, held.slug, Step.TEXT, typed, version=0, at=at, left_at=Step.TEXT)
        await _move(found, AmendmentAct.STAND_ALONE, at)
        await journal.note(actor, "amendment.stands_alone", "amendment", id, {"proposal": public_id}, at=at)
    return held.slug


def _read(typed: Mapping[str, str], frame: Frame) -> dict[str, Any]:
    """title, body and reason as columns. Raises Invalid by field."""
    found = contents.read(Step.TEXT, {**typed, "category": ""}, frame)
    errors, reason = dict(found.errors), " ".join(tidy(typed.get("reason", "")).split())
    if not reason:
        errors["reason"] = "amendment.reason_missing"
    if len(reason) > proposals.REASON_LENGTH:
        errors["reason"] = "proposal.reason_long"
    if errors:
        raise Invalid("amendment.wrong", fields=errors)
    return {"title": found.columns["title"], "body": found.columns["body"], "reason": reason}


async def _locked(actor: Actor, public_id: str, id: str) -> tuple[ProposalView, Consultation, AmendmentView]:
    await lock(f"proposal:{public_id}")
    seen = await proposal(public_id, actor)
    return seen, await consultation(seen.consultation_slug, actor), await amendment(seen, id, actor)


async def _move(found: AmendmentView, act: AmendmentAct, at: datetime, **columns: Any) -> None:
    """Into the state that follows; Conflict when another tab was faster."""
    changes: dict[Any, Any] = {"state": TRANSITIONS[found.state, act], "decided_at": at, **columns}
    changed = (
        await Amendment.update({getattr(Amendment, name): value for name, value in changes.items()})
        .where((Amendment.id == found.id) & (Amendment.state == found.state))
        .returning(Amendment.id)
    )
    if not changed:
        raise Conflict("amendment.decided")


async def _sent(actor: Actor, token: str) -> str:
    row = (
        await Amendment.select(Amendment.public_id)
        .where((Amendment.author == actor.id) & (Amendment.token == token))
        .first()
    )
    return str(row["public_id"]) if row else ""


async def _open_ones(actor: Actor, seen: ProposalView) -> int:
    [found] = await rows(
        "SELECT COUNT(*) AS n FROM amendment WHERE proposal = {} AND author = {} AND state = 'open'", seen.id, actor.id
    )
    return int(found["n"])


async def _wording(seen: ProposalView, number: int) -> Wording:
    """How that text of the proposal reads."""
    if number == seen.text_number:
        return Wording(seen.title, seen.body)
    row = (
        await PastText.select(PastText.content)
        .where((PastText.proposal == seen.id) & (PastText.number == number))
        .first()
    )
    if row is None:
        raise NotFound("proposal.unknown")
    kept = json.loads(row["content"])
    return Wording(kept["title"], kept["body"])


async def _tell(whom: int | None, kind: str, seen: ProposalView, id: str, note: str, at: datetime) -> None:
    path = f"/proposte/{seen.public_id}/suggerimenti/{id}"
    await tell_authors([Word(whom, kind, {"title": seen.title, "note": note}, path)], at=at)
