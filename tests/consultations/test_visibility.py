# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who sees which proposal: what SQL lists and shows is what the rule says, for every kind of person."""

from datetime import datetime
from itertools import product

import pytest

from deliberation.actor import VISITOR, Actor, Role
from deliberation.consultations import queries
from deliberation.consultations.states import ProposalState
from deliberation.errors import NotFound
from deliberation.proposals import queries as proposal_queries
from deliberation.proposals.tables import Comment
from deliberation.proposals.visibility import keeps_order, reads_text
from tests.world import NOON, a_city, a_consultation, a_person, a_proposal

ON_BALLOT = ("on_ballot", "selected", "not_selected")


def sees_proposal(
    actor: Actor, *, state: str, hidden_at: datetime | None, author: int | None, neighbourhood: int | None
) -> bool:
    """The rule for one proposal, in plain words; `author` and `neighbourhood` are row ids."""
    if actor.is_signed_in and author == actor.id:
        return True
    if state == "draft":
        return False
    shown = state != "withdrawn" and (hidden_at is None or state in ON_BALLOT)
    return shown or keeps_order(actor, neighbourhood)


async def test_visitors_authors_moderators_and_office_see_what_the_rule_says(database: None) -> None:
    world = await a_city()
    author = await a_person(world.navile)
    people: dict[str, Actor] = {
        "visitor": VISITOR,
        "author": author,
        "neighbour": await a_person(world.navile),
        "moderator": await a_person(world.savena, Role.MODERATOR, over=world.navile),
        "moderator elsewhere": await a_person(world.navile, Role.MODERATOR, over=world.savena),
        "moderator of the city": await a_person(world.navile, Role.MODERATOR),
        "councillor": await a_person(world.navile, Role.COUNCILLOR),
        "office": await a_person(None, Role.OFFICE),
    }
    consultation = await a_consultation(world, neighbourhoods=())
    made = {}
    for state, hidden, place in product(ProposalState, (None, NOON), (world.navile, world.savena, None)):
        id = await a_proposal(consultation, author, state=state, hidden_at=hidden, neighbourhood=place)
        made[id] = (state, hidden, place)
    for name, person in people.items():
        listed = {card.public_id for card in (await proposal_queries.proposals(person, at=NOON, size=200)).items}
        for id, (state, hidden, place) in made.items():
            allowed = sees_proposal(person, state=state, hidden_at=hidden, author=author.id, neighbourhood=place)
            assert (id in listed) == (allowed and state not in ("draft", "withdrawn")), (name, state, hidden, place)
            if allowed:
                shown = await proposal_queries.proposal(id, person)
                reads = reads_text(person, hidden_at=hidden, author=author.id, neighbourhood=place)
                assert (shown.state, shown.may_read, bool(shown.body)) == (state, reads, reads)
            else:
                with pytest.raises(NotFound):
                    await proposal_queries.proposal(id, person)
    seen = {name: (await proposal_queries.proposals(p, at=NOON)).total for name, p in people.items()}
    assert seen == {
        "visitor": 27,
        "author": 36,
        "neighbour": 27,
        "moderator": 30,
        "moderator elsewhere": 30,
        "moderator of the city": 36,
        "councillor": 27,
        "office": 36,
    }
    read = {name: (await proposal_queries.proposals(p, at=NOON, query="ombra")).total for name, p in people.items()}
    assert read == {
        "visitor": 18,
        "author": 36,
        "neighbour": 18,
        "moderator": 24,
        "moderator elsewhere": 24,
        "moderator of the city": 36,
        "councillor": 18,
        "office": 36,
    }, "words of a hidden text find it only for those who read it"


async def test_a_draft_consultation_is_the_offices_alone(database: None) -> None:
    world = await a_city()
    consultation = await a_consultation(world, state="draft")
    id = await a_proposal(consultation, neighbourhood=world.navile)
    office, resident = await a_person(None, Role.OFFICE), await a_person(world.navile)
    assert (await queries.consultation("bilancio-2026", office)).id == consultation
    assert (await proposal_queries.proposal(id, office)).public_id == id
    assert len(await queries.consultations(office, with_drafts=True)) == 1
    for person in (VISITOR, resident):
        with pytest.raises(NotFound):
            await queries.consultation("bilancio-2026", person)
        with pytest.raises(NotFound):
            await proposal_queries.proposal(id, person)
        assert await queries.consultations(person, with_drafts=True) == ()
        assert (await proposal_queries.proposals(person, at=NOON)).total == 0


async def test_a_hidden_comment_shows_its_reason_and_its_text_to_few(database: None) -> None:
    world = await a_city()
    author = await a_person(world.navile)
    id = await a_proposal(await a_consultation(world), neighbourhood=world.navile)
    seen = await proposal_queries.proposal(id, VISITOR)
    await Comment(
        public_id="k1", proposal=seen.id, author=author.id, body="Parole dure", created_at=NOON, hidden_at=NOON
    ).save()
    people = (
        (VISITOR, ""),
        (await a_person(world.navile), ""),
        (author, "Parole dure"),
        (await a_person(world.navile, Role.MODERATOR, over=world.savena), ""),
        (await a_person(world.savena, Role.MODERATOR, over=world.navile), "Parole dure"),
        (await a_person(None, Role.OFFICE), "Parole dure"),
    )
    for person, text in people:
        (comment,) = await proposal_queries.comments(await proposal_queries.proposal(id, person), person)
        assert comment.hidden_reason
        assert comment.body == text
