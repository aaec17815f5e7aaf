# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the office's tests begin with: a neighbourhood budget, drafted, published, with proposals."""

from datetime import datetime, timedelta

from deliberation.actor import Actor
from deliberation.ballots import lifecycle, lists
from deliberation.clock import in_rome
from deliberation.consultations import editing, tables
from deliberation.consultations.consultation import Consultation, stored
from deliberation.consultations.editing import Vote
from deliberation.consultations.schedules import TypedPhase
from deliberation.consultations.templates import TEMPLATES
from deliberation.proposals.tables import Proposal
from deliberation.text import public_id
from tests.world import NOON, World

DAY = timedelta(days=1)
SECRET = "ab" * 32


def typed(instant: datetime) -> str:
    """An instant as the office types it."""
    return in_rome(instant).strftime("%Y-%m-%dT%H:%M:%S")


def week_by_week(template: str, start: datetime = NOON) -> list[TypedPhase]:
    """The template's phases, each ten days long, one after the other."""
    kinds = [phase.kind for phase in TEMPLATES[template].phases]
    return [
        TypedPhase(kind, typed(start + 10 * n * DAY), typed(start + 10 * (n + 1) * DAY), "1", "1")
        for n, kind in enumerate(kinds)
    ]


def a_vote(rule: str = "equal-shares", **other: object) -> Vote:
    """Settings of a vote that can stand."""
    values: dict[str, object] = {
        "rule": rule,
        "parameters": {},
        "min_picks": 1,
        "max_picks": None,
        "seats": 1,
        "budget_cents": 10_000_000,
        "min_age": 16,
        "options_shuffled": False,
        "freezes_itself": True,
        "lot_source": "Il Lotto, ruota Nazionale.",
    }
    return Vote(**{**values, **other})  # type: ignore[arg-type]


async def a_draft(
    office: Actor, world: World, template: str = "neighbourhood-budget", start: datetime = NOON, **vote: object
) -> Consultation:
    """A complete draft for Navile."""
    slug = await editing.start(office, template, "Bilancio di Navile", world.city, at=NOON - DAY)
    held = await stored(slug)
    texts = editing.Texts(
        held.title, "Decidiamo insieme.", held.purpose, held.decided_by, held.out_of_scope, held.privacy_notice
    )
    held = await editing.write_texts(office, slug, texts, held.version, at=NOON - DAY)
    held = await editing.write_schedule(
        office,
        slug,
        week_by_week(template, start),
        city_wide=False,
        neighbourhoods=[world.navile],
        version=held.version,
        at=min(NOON, start) - DAY,
    )
    if held.has_vote:
        rule = {"rule": TEMPLATES[template].rules[0], **vote}
        held = await editing.write_vote(office, slug, a_vote(**rule), held.version, at=NOON - DAY)  # type: ignore[arg-type]
    return held


async def published(
    office: Actor, world: World, template: str = "neighbourhood-budget", start: datetime = NOON, **vote: object
) -> Consultation:
    """The same, published."""
    held = await a_draft(office, world, template, start, **vote)
    return await lifecycle.publish(office, held.slug, held.version, at=min(NOON, start) - DAY)


async def a_proposal(
    held: Consultation,
    author: Actor | None = None,
    title: str = "Alberi",
    *,
    state: str = "published",
    cost: int | None = None,
    neighbourhood: int | None = None,
    **columns: object,
) -> str:
    """A proposal in that state; its public id."""
    name = public_id()
    await Proposal.insert(
        Proposal(
            public_id=name,
            consultation=held.id,
            author=author.id if author else None,
            title=title,
            body="Più alberi.",
            plain_text=title.lower(),
            neighbourhood=neighbourhood or next(iter(held.neighbourhood_ids), None),
            state=state,
            cost_cents=cost,
            **columns,
            created_at=NOON,
            changed_at=NOON,
            published_at=NOON,
        )
    )
    return name


async def state_of(slug: str) -> str:
    """The stored state of a consultation."""
    found = await tables.Consultation.select(tables.Consultation.state).where(tables.Consultation.slug == slug).first()
    return str(found["state"]) if found else ""


async def a_frozen_vote(
    office: Actor, world: World, *, author: Actor | None = None, start: datetime = NOON
) -> Consultation:
    """A published budget with three options frozen one second before the vote opens."""
    held = await published(office, world, start=start)
    for title, cost in (("Alberi", 4_000_000), ("Panchine", 5_000_000), ("Fontana", 6_000_000)):
        await a_proposal(held, author, title, state="admissible", cost=cost)
    voting = held.voting
    assert voting is not None
    await lists.freeze(office, held.slug, SECRET, at=voting.opens_at - timedelta(seconds=1))
    return await stored(held.slug)
