# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Comments in threads: once a form, four levels deep, under the phase's rules."""

import asyncio
from datetime import timedelta

import pytest

from deliberation.actor import VISITOR, Role
from deliberation.errors import CivicError, Conflict, Invalid, NotFound
from deliberation.proposals import comments
from deliberation.proposals import queries as proposal_queries
from deliberation.proposals.tables import Comment
from deliberation.proposals.views import CommentSort
from tests.world import NOON, World, a_city, a_consultation, a_person, a_proposal


@pytest.fixture
async def world(database: None) -> World:
    return await a_city()


async def test_answers_nest_up_to_four_levels_and_then_stand_side_by_side(world: World) -> None:
    person = await a_person(world.savena)
    id = await a_proposal(await a_consultation(world), neighbourhood=world.navile)
    parent = ""
    for n in range(6):
        parent = await comments.comment(person, id, f"Livello {n}", token=f"form-{n}", parent=parent, at=NOON)
    (thread,) = await proposal_queries.comments(await proposal_queries.proposal(id, VISITOR), VISITOR)
    levels = [thread]
    while levels[-1].replies:
        levels.append(levels[-1].replies[0])
    assert [c.body for c in levels] == [f"Livello {n}" for n in range(4)]
    assert [c.body for c in levels[2].replies] == ["Livello 3", "Livello 4", "Livello 5"]
    assert thread.answers == 5


async def test_a_form_sent_a_hundred_times_is_one_comment(world: World) -> None:
    person = await a_person(world.navile)
    id = await a_proposal(await a_consultation(world), neighbourhood=world.navile)
    written = await asyncio.gather(
        *(comments.comment(person, id, "Sì!", token="form-1", stance="for", at=NOON) for _ in range(100))
    )
    assert len(set(written)) == 1
    assert await Comment.count() == 1


async def test_threads_are_sorted_by_newest_oldest_and_most_answered(world: World) -> None:
    person = await a_person(world.navile)
    id = await a_proposal(await a_consultation(world), neighbourhood=world.navile)
    first = await comments.comment(person, id, "uno", token="t-01", at=NOON)
    second = await comments.comment(person, id, "due", token="t-02", at=NOON)
    third = await comments.comment(person, id, "tre", token="t-03", at=NOON)
    await comments.comment(person, id, "risposta", token="t-04", parent=second, at=NOON)
    seen = await proposal_queries.proposal(id, VISITOR)
    orders = {sort: [c.id for c in await proposal_queries.comments(seen, VISITOR, sort=sort)] for sort in CommentSort}
    assert orders == {
        CommentSort.NEWEST: [third, second, first],
        CommentSort.OLDEST: [first, second, third],
        CommentSort.ANSWERED: [second, third, first],
    }


async def test_a_refused_comment_says_why(world: World) -> None:
    consultation = await a_consultation(world, ("informing", -24, 0), ("proposing", 0, 24))
    id = await a_proposal(consultation, neighbourhood=world.navile)
    other = await a_proposal(consultation, neighbourhood=world.navile)
    person = await a_person(world.navile)
    elsewhere = await comments.comment(person, other, "Altrove", token="t-00", at=NOON)
    for body, stance, field in (("  ", "", "body"), ("x" * 2001, "", "body"), ("Sì", "perhaps", "stance")):
        with pytest.raises(Invalid) as wrong:
            await comments.comment(person, id, body, token="t-01", stance=stance, at=NOON)
        assert list(wrong.value.fields) == [field]
    for who, at, code in (
        (VISITOR, NOON, "sign_in.needed"),
        (await a_person(), NOON, "participation.residence_needed"),
        (person, NOON - timedelta(seconds=1), "comment.not_yet"),
        (person, NOON + timedelta(days=1), "comment.closed"),
    ):
        with pytest.raises(CivicError) as refused:
            await comments.comment(who, id, "Sì", token="t-02", at=at)
        assert refused.value.code == code
    with pytest.raises(NotFound):
        await comments.comment(person, id, "Sì", token="t-03", parent=elsewhere, at=NOON)
    await Comment.update({Comment.hidden_at: NOON}).where(Comment.public_id == elsewhere)
    with pytest.raises(Conflict):
        await comments.comment(person, other, "Sì", token="t-04", parent=elsewhere, at=NOON)
    assert await Comment.count() == 1


async def test_a_comment_says_as_whom_its_writer_speaks_there(world: World) -> None:
    author, resident = await a_person(world.navile), await a_person(world.navile)
    id = await a_proposal(await a_consultation(world), author, neighbourhood=world.navile)
    office = await a_person(world.navile, Role.OFFICE)
    here = await a_person(world.navile, Role.MODERATOR, over=world.navile)
    elsewhere = await a_person(world.navile, Role.MODERATOR, over=world.savena)
    writers = {"author": author, "office": office, "moderator": here, "": resident}
    for n, person in enumerate([*writers.values(), elsewhere]):
        await comments.comment(person, id, f"Parola {n}", token=f"form-{n}", at=NOON)
    seen = await proposal_queries.proposal(id, VISITOR)
    told = [c.badge for c in await proposal_queries.comments(seen, VISITOR, sort=CommentSort.OLDEST)]
    assert told == [*writers, ""]
