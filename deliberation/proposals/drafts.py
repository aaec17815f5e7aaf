# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Drafts: a proposal while it is written, step by step. One for each person and consultation, seen by nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deliberation.actor import Actor
from deliberation.consultations.consultation import Consultation
from deliberation.consultations.queries import consultation
from deliberation.consultations.states import ProposalState
from deliberation.database import lock, rows, writing
from deliberation.errors import Conflict, Invalid, NotAllowed, NotFound, TooLate
from deliberation.places.queries import neighbourhoods
from deliberation.proposals import contents, rules, search
from deliberation.proposals.contents import COLUMNS, Area, Content, Frame, Step
from deliberation.proposals.tables import Proposal
from deliberation.proposals.versions import substance
from deliberation.records import enclosures, journal
from deliberation.records.enclosed import Subject
from deliberation.text import public_id, tidy


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft(Content):
    """A draft as its author sees it. `left_at` is the step that the author was at, or contents.SUMMARY."""

    public_id: str
    version: int
    neighbourhood: Area | None
    changed_at: datetime | None
    errors: Mapping[Step, Mapping[str, str]]
    left_at: str

    @property
    def is_complete(self) -> bool:
        return not any(self.errors.values())


@dataclass(frozen=True, slots=True)
class Sent:
    """A proposal that is public now; `again` when a second click found it sent."""

    public_id: str
    again: bool = False


async def frame_of(held: Consultation) -> Frame:
    """The places that a proposal may name, and what is asked of its cost."""
    wanted = {place.id for place in held.neighbourhoods}
    areas = tuple(
        Area(n.id, n.slug, n.name, n.geometry) for n in await neighbourhoods() if held.city_wide or n.id in wanted
    )
    return Frame(areas, held.city_wide, held.largest_pot_cents, held.ballot_kind == "budget")


async def mine(actor: Actor, held: Consultation, frame: Frame) -> Draft | None:
    """The person's draft in this consultation, if there is one."""
    row = await _row(actor, held.id) if actor.is_signed_in else None
    return _draft(row, frame) if row else None


async def save(
    actor: Actor,
    slug: str,
    step: Step,
    typed: Mapping[str, str],
    *,
    version: int,
    at: datetime,
    quietly: bool = False,
    left_at: str = "",
) -> Draft:
    """Keep one step of the draft. What can be read is stored even when Invalid is raised for the rest.

    Where nothing is typed no draft begins: Invalid draft.empty. `left_at` is the step that the author goes to; without
    it, the same one while something is wrong, else the next.

    `version` is the one that the form was opened with (0: no draft yet). Raises Conflict when another tab changed the
    same step meanwhile. `quietly` (while typing) says nothing of fields that are not finished, and keeps the version.
    """
    held = await consultation(slug, actor)
    frame = await frame_of(held)
    found = contents.read(step, typed, frame)
    async with writing():
        await lock(f"draft:{actor.id}:{held.id}")
        row = await _row(actor, held.id)
        if refusal := rules.may_keep_draft(actor, held, at):
            raise refusal
        if row is None and not any(tidy(typed.get(name, "")) for name in contents.FIELDS[step]):
            raise Invalid("draft.empty", fields={contents.FIELDS[step][0]: "draft.empty"})
        if row is None:
            row = await _open(actor, held.id, at)
        elif row["version"] != version and _differ(row, found.columns, step):
            raise Conflict("draft.conflict")
        grown = row["version"] + (0 if quietly else 1)
        stays = quietly or bool(found.errors)
        left = left_at or (step if stays else contents.AFTER[step])
        changes: dict[str, Any] = {**found.columns, "version": grown, "changed_at": at, "draft_step": str(left)}
        await Proposal.update({getattr(Proposal, name): value for name, value in changes.items()}).where(
            Proposal.id == row["id"]
        )
        row |= changes
    if found.errors and not quietly:
        raise Invalid("draft.unfinished", fields=found.errors)
    return _draft(row, frame)


async def send(actor: Actor, slug: str, draft_id: str, *, version: int, at: datetime) -> Sent:
    """Publish the draft. A second click finds the proposal sent; a closed phase leaves the draft where it is."""
    held = await consultation(slug, actor)
    frame = await frame_of(held)
    async with writing():
        await lock(f"draft:{actor.id}:{held.id}")
        row = (
            await Proposal.select()
            .where(
                (Proposal.public_id == draft_id) & (Proposal.consultation == held.id) & (Proposal.author == actor.id)
            )
            .first()
            if actor.is_signed_in
            else None
        )
        if row is None:
            raise NotFound("draft.unknown") if actor.is_signed_in else NotAllowed("sign_in.needed")
        if row["state"] != ProposalState.DRAFT:
            return Sent(draft_id, again=True)
        if refusal := rules.may_propose(actor, held, at):
            raise TooLate("propose.closed_while_writing") if refusal.code == "propose.closed" else refusal
        if row["version"] != version:
            raise Conflict("draft.changed")
        if not _draft(row, frame).is_complete:
            raise Invalid("draft.unfinished")
        stems = search.searchable(row["title"], row["body"], row["place_label"])
        await Proposal.update(
            {
                Proposal.state: ProposalState.PUBLISHED,
                Proposal.published_at: at,
                Proposal.changed_at: at,
                Proposal.plain_text: stems,
                Proposal.version: version + 1,
            }
        ).where(Proposal.id == row["id"])
        detail = {"consultation": slug, "sha256": substance.digest(row)}
        await journal.note(actor, "proposal.published", "proposal", draft_id, detail, at=at)
    return Sent(draft_id)


async def discard(actor: Actor, draft_id: str, *, at: datetime) -> None:
    """Throw a draft away for good."""
    async with writing():
        gone = await rows(
            "DELETE FROM proposal WHERE public_id = {} AND author = {} AND state = 'draft' RETURNING id",
            draft_id,
            actor.id,
        )
        if not gone:
            raise NotFound("draft.unknown")
        await enclosures.forget(Subject("proposal", draft_id))


async def _row(actor: Actor, consultation_id: int) -> dict[str, Any] | None:
    found: dict[str, Any] | None = (
        await Proposal.select()
        .where(
            (Proposal.consultation == consultation_id)
            & (Proposal.author == actor.id)
            & (Proposal.state == ProposalState.DRAFT)
        )
        .order_by(Proposal.id)
        .first()
    )
    return found


async def _open(actor: Actor, consultation_id: int, at: datetime) -> dict[str, Any]:
    await Proposal(
        public_id=public_id(),
        consultation=consultation_id,
        author=actor.id,
        title="",
        version=0,
        created_at=at,
        changed_at=at,
    ).save()
    row = await _row(actor, consultation_id)
    assert row is not None
    return row


def _differ(row: Mapping[str, Any], columns: Mapping[str, Any], step: Step) -> bool:
    return any(row[name] != columns[name] for name in COLUMNS[step] if name in columns)


def _draft(row: Mapping[str, Any], frame: Frame) -> Draft:
    area = next((a for a in frame.areas if a.id == row["neighbourhood"]), None)
    fields = contents.written(row)
    typed = Content(**fields).typed(area.slug if area else "")
    errors = {step: contents.read(step, typed, frame).errors for step in Step}
    return Draft(
        **fields,
        public_id=row["public_id"],
        version=row["version"],
        neighbourhood=area,
        changed_at=row["changed_at"],
        errors=errors,
        left_at=row["draft_step"] or next((str(step) for step in Step if errors[step]), contents.SUMMARY),
    )
