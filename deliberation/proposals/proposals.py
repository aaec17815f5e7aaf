# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Proposals that are public: their author revises or withdraws them. Drafts are sent in drafts.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deliberation.actor import Actor
from deliberation.consultations.queries import consultation
from deliberation.consultations.states import ProposalState
from deliberation.database import lock, rows, writing
from deliberation.errors import Conflict, Invalid
from deliberation.proposals import contents, rules, search, supports
from deliberation.proposals.contents import Frame, Step
from deliberation.proposals.drafts import frame_of
from deliberation.proposals.queries import proposal
from deliberation.proposals.tables import Proposal
from deliberation.proposals.versions import substance, texts
from deliberation.records import journal
from deliberation.text import tidy

REASON_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Revision:
    """What a change makes of a proposal. `asks` people must be asked again: 0 while its substance stays.

    `before` and `after` are the texts, title first; equal ones change nothing but, at most, where it is and its cost.
    """

    changes: bool
    asks: int
    before: str
    after: str


async def weigh(actor: Actor, public_id: str, typed: Mapping[str, str], *, at: datetime) -> Revision:
    """What the change would do; nothing is stored. Raises as `revise` does, but for what others do meanwhile."""
    seen = await proposal(public_id, actor)
    held = await consultation(seen.consultation_slug, actor)
    if refusal := rules.may_revise(actor, held, seen, at):
        raise refusal
    columns = _read(typed, await frame_of(held))
    row = await texts.stored_row(public_id)
    after = {**row, **columns}
    asks = seen.others_support if substance.changes_substance(await texts.agreed(row), after) else 0
    return Revision(_differ(row, after), asks, f"{row['title']}\n{row['body']}", f"{after['title']}\n{after['body']}")


async def revise(
    actor: Actor, public_id: str, typed: Mapping[str, str], *, version: int, reason: str = "", at: datetime
) -> Revision:
    """Change all fields; the text that was is kept, and a change of substance asks supporters again.

    Raises Conflict when another tab or the office changed it meanwhile; Invalid by field. What changes nothing is not
    a new text.
    """
    seen = await proposal(public_id, actor)
    held = await consultation(seen.consultation_slug, actor)
    frame = await frame_of(held)
    reason = " ".join(tidy(reason).split())
    async with writing():
        await lock(f"proposal:{public_id}")
        now = await proposal(public_id, actor)
        if refusal := rules.may_revise(actor, held, now, at):
            raise refusal
        columns = _read(typed, frame, reason)
        row = await texts.stored_row(public_id)
        if row["version"] != version:
            raise Conflict("proposal.conflict")
        after = {**row, **columns}
        before, later = (f"{text['title']}\n{text['body']}" for text in (row, after))
        if not _differ(row, after):
            return Revision(False, 0, before, later)
        turns = substance.changes_substance(await texts.agreed(row), after)
        number = row["text_number"] + 1
        await texts.keep(row, reason, asked_again=turns and now.others_support > 0, at=at)
        columns |= {
            "plain_text": search.searchable(after["title"], after["body"], after["place_label"]),
            "version": version + 1,
            "changed_at": at,
            "text_number": number,
            "text_at": at,
            "agreed_number": number if turns else row["agreed_number"],
        }
        changed = (
            await Proposal.update({getattr(Proposal, name): value for name, value in columns.items()})
            .where(
                (Proposal.public_id == public_id)
                & (Proposal.version == version)
                & (Proposal.state == ProposalState.PUBLISHED)
            )
            .returning(Proposal.id)
        )
        if not changed:
            raise Conflict("proposal.conflict")
        asked = await supports.ask_again(await proposal(public_id, actor), at=at) if turns else 0
        detail = {"version": version + 1, "text": number, "sha256": substance.digest(after)}
        await journal.note(actor, "proposal.revised", "proposal", public_id, detail, at=at)
    return Revision(True, asked, before, later)


def _read(typed: Mapping[str, str], frame: Frame, reason: str = "") -> dict[str, Any]:
    """The columns of all steps. Raises Invalid by field."""
    steps = [contents.read(step, typed, frame) for step in Step]
    errors = {name: code for step in steps for name, code in step.errors.items()}
    if len(reason) > REASON_LENGTH:
        errors["reason"] = "proposal.reason_long"
    if errors:
        raise Invalid("draft.unfinished", fields=errors)
    return {name: value for step in steps for name, value in step.columns.items()}


def _differ(row: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return any(row[name] != after[name] for name in texts.LIKE_A_TEXT)


async def withdraw(actor: Actor, public_id: str, *, at: datetime) -> None:
    """Take the proposal out of the consultation, for good."""
    async with writing():
        await lock(f"proposal:{public_id}")
        seen = await proposal(public_id, actor)
        await lock(f"consultation:{seen.consultation_slug}")  # no list is frozen meanwhile
        seen = await proposal(public_id, actor)
        held = await consultation(seen.consultation_slug, actor)
        if refusal := rules.may_withdraw(actor, held, seen, at):
            raise refusal
        gone = await rows(
            "UPDATE proposal SET state = 'withdrawn', version = version + 1, changed_at = {} "
            "WHERE public_id = {} AND state IN ('published', 'admissible', 'inadmissible') RETURNING id",
            at,
            public_id,
        )
        if not gone:
            raise Conflict("proposal.not_open")
        await journal.note(actor, "proposal.withdrawn", "proposal", public_id, at=at)
