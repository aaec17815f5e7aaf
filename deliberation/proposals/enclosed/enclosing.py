# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The author of a proposal adds pictures and files, describes, orders and removes them."""

from __future__ import annotations

from datetime import datetime

from deliberation.actor import Actor
from deliberation.consultations.queries import consultation
from deliberation.consultations.states import ProposalState
from deliberation.database import writing
from deliberation.errors import NotFound
from deliberation.people.access import limits
from deliberation.proposals import rules
from deliberation.proposals.queries import proposal
from deliberation.proposals.views import ProposalView
from deliberation.records import enclosed, enclosures, journal
from deliberation.records.enclosed import EnclosureView, Kind, State, Subject, Words
from deliberation.records.enclosures import Kept

KIND = "proposal"
MOST_A_DAY, DAY = 60, 86_400


async def add(
    actor: Actor, proposal_id: str, kind: Kind, name: str, content: bytes, words: Words, *, at: datetime
) -> Kept:
    """Keep an upload. A picture that lacks words is kept too, and shown to nobody before it has them.

    Raises Invalid(picture.… | attachment.…) or Conflict(enclosure.…) at `file`, TooMany after MOST_A_DAY uploads.
    """
    await _may_enclose(actor, proposal_id, at)
    await limits.take(limits.key_of("enclose", actor.public_id), MOST_A_DAY, DAY, at=at)
    file = await enclosures.prepared(kind, name, content)
    subject = Subject(KIND, proposal_id)
    async with writing():
        await enclosures.locked(subject, actor)
        seen = await _may_enclose(actor, proposal_id, at)
        kept = await enclosures.keep(actor, subject, file, words, at=at)
        if not kept.again:
            await _note(actor, "enclosure.added", seen, kept.public_id, at=at)
    return kept


async def describe(actor: Actor, enclosure_id: str, words: Words, *, at: datetime) -> None:
    """Give it other words. Raises Invalid at `description` or `caption`, NotFound of a removed one."""
    async with writing():
        one = await _there(actor, enclosure_id)
        seen = await _may_enclose(actor, one.subject.public_id, at)
        await enclosures.describe(one, words)
        await _note(actor, "enclosure.described", seen, enclosure_id, at=at)


async def move(actor: Actor, enclosure_id: str, places: int, *, at: datetime) -> None:
    """So many places down among those of its kind; the first picture is the cover. Raises NotFound of a removed one."""
    async with writing():
        one = await _there(actor, enclosure_id)
        seen = await _may_enclose(actor, one.subject.public_id, at)
        await enclosures.move(one, places)
        await _note(actor, "enclosure.moved", seen, enclosure_id, at=at)


async def remove(actor: Actor, enclosure_id: str, *, at: datetime) -> None:
    """Delete it for good; a second click finds it gone."""
    async with writing():
        one = await _own(actor, enclosure_id)
        seen = await proposal(one.subject.public_id, actor)
        held = await consultation(seen.consultation_slug, actor)
        if refusal := rules.may_remove_enclosure(actor, held, seen):
            raise refusal
        if one.state is not State.REMOVED:
            await enclosures.remove(one)
            await _note(actor, "enclosure.removed", seen, enclosure_id, at=at)


async def enclosures_of(seen: ProposalView, actor: Actor) -> tuple[EnclosureView, ...]:
    """What goes with a proposal and this person may see (pass what `queries.proposal` returned). One statement."""
    if not seen.may_read:
        return ()
    mine = actor.is_signed_in and seen.author_id == actor.id
    order = rules.keeps_order(actor, seen.place.id if seen.place else None)
    found = await enclosed.of(Subject(KIND, seen.public_id))
    return tuple(one for one in found if one.is_seen(by_author=mine, keeps_order=order))


async def opened(one: EnclosureView, actor: Actor) -> None:
    """Whether this person may see it now: asked at every download. Raises NotFound."""
    try:
        seen = await proposal(one.subject.public_id, actor)
    except NotFound:
        raise NotFound("attachment.unknown") from None
    mine = actor.is_signed_in and seen.author_id == actor.id
    order = rules.keeps_order(actor, seen.place.id if seen.place else None)
    if not seen.may_read or not one.is_seen(by_author=mine, keeps_order=order):
        raise NotFound("attachment.unknown")


async def own(enclosure_id: str, actor: Actor, *, removed: bool = False) -> tuple[ProposalView, EnclosureView]:
    """One of this person's own and its proposal; one that was `removed` only where that is asked. Raises NotFound."""
    one = await enclosed.enclosure(enclosure_id)
    if one.subject.kind != KIND or (one.state is State.REMOVED and not removed):
        raise NotFound("attachment.unknown")
    seen = await proposal(one.subject.public_id, actor)
    if not actor.is_signed_in or seen.author_id != actor.id:
        raise NotFound("attachment.unknown")
    return seen, one


async def _own(actor: Actor, enclosure_id: str) -> EnclosureView:
    """One of a proposal's, as it stays until the transaction ends. Raises NotFound."""
    one = await enclosed.enclosure(enclosure_id)
    if one.subject.kind != KIND:
        raise NotFound("attachment.unknown")
    await enclosures.locked(one.subject, actor)
    return await enclosed.enclosure(enclosure_id)


async def _there(actor: Actor, enclosure_id: str) -> EnclosureView:
    """The same, not removed: what is gone takes no words. Raises NotFound."""
    one = await _own(actor, enclosure_id)
    if one.state is State.REMOVED:
        raise NotFound("attachment.unknown")
    return one


async def _may_enclose(actor: Actor, proposal_id: str, at: datetime) -> ProposalView:
    """The proposal, if its author may change what goes with it. Raises NotFound and the refusals of the rule."""
    seen = await proposal(proposal_id, actor)
    held = await consultation(seen.consultation_slug, actor)
    if refusal := rules.may_enclose(actor, held, seen, at):
        raise refusal
    return seen


async def _note(actor: Actor, act: str, seen: ProposalView, enclosure_id: str, *, at: datetime) -> None:
    """Of a draft, which nobody knows of, nothing is noted."""
    if seen.state != ProposalState.DRAFT:
        await journal.note(actor, act, "enclosure", enclosure_id, {"proposal": seen.public_id}, at=at)
