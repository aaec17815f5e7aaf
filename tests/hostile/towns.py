# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A town in which everything that has a form is going on at once, on the real clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from analytics import tallies
from deliberation import clock
from deliberation.actor import Actor, Role
from deliberation.ballots import casting
from deliberation.committees import committees, members
from deliberation.committees.queries import Seat
from deliberation.moderation import judgements
from deliberation.moderation.judgements import Judgement
from deliberation.notices import documents, notices
from deliberation.people.access.passwords import hash_password
from deliberation.people.access.sessions import open_session
from deliberation.places.queries import neighbourhood
from deliberation.proposals import supports
from tests.ballots.votes import Vote, a_vote, close
from tests.consultations_office.stories import a_draft
from tests.moderation.test_judgements import a_comment
from tests.people.people import PASSWORD, streets
from tests.world import World, a_city, a_consultation, a_person, a_proposal

AGES = 24 * 365 * 40  # hours: what is open in these tests is open on any day they run
LONG_AGO, FAR = datetime(2015, 1, 1, tzinfo=UTC), datetime(2090, 1, 1, tzinfo=UTC)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@dataclass(frozen=True, slots=True)
class Town:
    """Who lives here, and what is going on; things by their public ids and slugs."""

    world: World
    resident: Actor
    office: Actor
    moderator: Actor
    elsewhere: Actor
    neighbour: Actor
    applicant: Actor
    own: str
    others: str
    sketch: str
    hidden: str
    hidden_comment: str
    unpublished: str
    unpublished_proposal: str
    votes: dict[str, Vote]
    document: str
    removed: str

    def people(self) -> dict[str, Actor]:
        return {"resident": self.resident, "office": self.office, "moderator": self.moderator}


async def a_town() -> Town:
    """Two neighbourhoods; the office's, a moderator's, and residents' work in every state that has a page."""
    world, at = await a_city(), clock.now()
    await streets(world)
    secret = await hash_password(PASSWORD)
    resident = await a_person(world.navile, password_hash=secret)
    neighbour = await a_person(world.navile)
    office = await a_person(None, Role.OFFICE, password_hash=secret)
    moderator = await a_person(world.navile, Role.MODERATOR, over=world.navile, password_hash=secret)
    elsewhere = await a_person(world.savena, Role.MODERATOR, over=world.savena)
    applicant = await a_person(world.savena, verified=False)

    ideas = await a_consultation(world, ("proposing", -AGES, AGES), slug="idee", title="Idee per Navile")
    own = await a_proposal(ideas, resident, neighbourhood=world.navile)
    others = await a_proposal(ideas, neighbour, title="Fontanelle", neighbourhood=world.navile)
    sketch = await a_proposal(ideas, resident, title="Bozza-segreta", neighbourhood=world.navile, state="draft")
    hidden = await a_proposal(ideas, neighbour, title="Nascosta-segreta", body="Insulti", neighbourhood=world.navile)
    comment = await a_comment(others, neighbour, "Ladri.")
    await a_comment(own, resident, "Mia.")
    hidden_comment = await a_comment(others, neighbour, "Commento-segreto")
    await judgements.decide(moderator, "proposal", hidden, Judgement.HIDE, "insult", "", at=at)
    await judgements.decide(moderator, "comment", hidden_comment, Judgement.HIDE, "insult", "", at=at)
    await judgements.report(resident, "comment", comment, "insult", "Guardate", at=at)

    review = await a_consultation(
        world,
        ("reviewing", -AGES, AGES),
        ("voting", AGES, AGES + 9),
        slug="esame",
        title="In esame",
        ballot_kind="budget",
        rule="greedy",
        budget_cents=10_000_000,
    )
    await a_proposal(review, neighbour, title="Da valutare", neighbourhood=world.navile)
    await a_proposal(
        review, neighbour, title="Valutata", neighbourhood=world.navile, state="admissible", cost_cents=100
    )
    await a_proposal(
        review, neighbour, title="Valutata pure", neighbourhood=world.navile, state="admissible", cost_cents=200
    )
    await supports.support(resident, others, at=at)
    held = await a_draft(office, world)
    secret_proposal = await a_proposal(held.id, office, title="Anteprima-segreta", neighbourhood=world.navile)

    votes = {}
    for kind, rule in (("budget", "greedy"), ("ranking", "schulze"), ("approval", "approval")):
        votes[kind] = await a_vote(world, kind, rule, slug=f"voto-{kind}", opens_at=LONG_AGO, closes_at=FAR)
    for name in ("da-contare", "contata"):
        drawn = "" if name == "da-contare" else "Bari 12 33 41"
        votes[name] = await a_vote(world, slug=name, opens_at=LONG_AGO, closes_at=FAR, lot_value=drawn)
        await casting.cast(resident, name, ["alberi"], at=at)
        await casting.cast(neighbour, name, ["alberi", "orto"], at=at)
        await close(votes[name], at)
    await tallies.count_consultation("contata", at=at, actor=office)

    navile = await neighbourhood("navile")
    await committees.write(office, navile, "Comitato di Navile", "Ci *troviamo*.", "c@example.org", at=at)
    await members.seat(office, navile, "Ada", Seat.MEMBER, date(2020, 1, 1), None, at=at)
    document = await documents.add(office, "Regolamento", "a.pdf", PDF, at=at)
    removed = await documents.add(office, "Tolto-segreto", "b.pdf", PDF, at=at)
    await documents.remove(office, removed, at=at)
    for person in (resident, office, moderator):
        await notices.tell(person.id, "residence.verified", {}, "/profilo", at=at)
    await open_session(resident.id, "Altrove", at=at)
    return Town(
        world,
        resident,
        office,
        moderator,
        elsewhere,
        neighbour,
        applicant,
        own,
        others,
        sketch,
        hidden,
        hidden_comment,
        held.slug,
        secret_proposal,
        votes,
        document,
        removed,
    )


# What gives away a thing that visitors must not learn of.
SECRETS = ("Bozza-segreta", "Nascosta-segreta", "Commento-segreto", "Anteprima-segreta", "Tolto-segreto")
