# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The author of a proposal adds pictures and files, describes, orders and removes them; limits hold at any speed."""

import asyncio

import pytest

from deliberation.actor import VISITOR, Actor, Role
from deliberation.database import rows
from deliberation.errors import CivicError, Conflict, Invalid, NotAllowed, NotFound, TooLate, TooMany
from deliberation.proposals import drafts, supports
from deliberation.proposals import queries as proposal_queries
from deliberation.proposals.contents import Step
from deliberation.proposals.enclosed import enclosing
from deliberation.records import enclosures
from deliberation.records.enclosed import EnclosureView, Kind, Words
from tests.enclosures import samples
from tests.world import NOON, World, a_city, a_consultation, a_person, a_proposal

SHOWN = Words("La piazza vuota, senza alberi", "Piazza dell'Unità, a luglio")


@pytest.fixture
async def world(database: None) -> World:
    return await a_city()


async def a_picture(author: Actor, proposal: str, colour: str = "red", words: Words = SHOWN) -> str:
    sent = samples.plain(colour=colour)
    return (await enclosing.add(author, proposal, Kind.PICTURE, "x.png", sent, words, at=NOON)).public_id


async def a_file(author: Actor, proposal: str, content: bytes = samples.PDF) -> str:
    return (await enclosing.add(author, proposal, Kind.FILE, "piano.pdf", content, Words(), at=NOON)).public_id


async def seen_by(actor: Actor, proposal: str) -> tuple[EnclosureView, ...]:
    return await enclosing.enclosures_of(await proposal_queries.proposal(proposal, actor), actor)


async def test_a_picture_and_a_file_are_seen_by_everybody_in_their_order(world: World) -> None:
    author = await a_person(world.navile)
    proposal = await a_proposal(await a_consultation(world), author, neighbourhood=world.navile)
    file, picture = await a_file(author, proposal), await a_picture(author, proposal)
    found = await seen_by(VISITOR, proposal)
    assert [(one.public_id, one.kind) for one in found] == [(picture, Kind.PICTURE), (file, Kind.FILE)]
    assert found[0].words == SHOWN
    assert [(size.width, size.height) for size in found[0].sizes] == [(300, 200)]
    assert (found[1].name, found[1].format, found[1].size) == ("piano.pdf", "PDF", len(samples.PDF))
    [card] = (await proposal_queries.proposals(VISITOR, at=NOON)).items
    assert card.cover is not None
    assert (card.cover.public_id, card.cover.description) == (picture, SHOWN.description)


async def test_a_picture_without_words_is_kept_and_shown_to_nobody_else(world: World) -> None:
    author = await a_person(world.navile)
    proposal = await a_proposal(await a_consultation(world), author, neighbourhood=world.navile)
    kept = await enclosing.add(author, proposal, Kind.PICTURE, "x.png", samples.plain(), Words(" "), at=NOON)
    assert (kept.wrong, kept.again) == ("enclosure.undescribed", False)
    for other in (VISITOR, await a_person(None, Role.OFFICE), await a_person(None, Role.MODERATOR)):
        assert await seen_by(other, proposal) == ()
    assert len(await seen_by(author, proposal)) == 1
    [card] = (await proposal_queries.proposals(VISITOR, at=NOON)).items
    assert card.cover is None
    await enclosing.describe(author, kept.public_id, SHOWN, at=NOON)
    assert len(await seen_by(VISITOR, proposal)) == 1


@pytest.mark.parametrize("words", [Words(""), Words("x" * 301), Words("va bene", "x" * 301)])
async def test_words_that_are_lacking_or_too_long_are_refused_and_change_nothing(world: World, words: Words) -> None:
    author = await a_person(world.navile)
    proposal = await a_proposal(await a_consultation(world), author, neighbourhood=world.navile)
    picture = await a_picture(author, proposal)
    with pytest.raises(Invalid):
        await enclosing.describe(author, picture, words, at=NOON)
    assert (await seen_by(VISITOR, proposal))[0].words == SHOWN


async def test_a_double_click_keeps_one(world: World) -> None:
    author = await a_person(world.navile)
    proposal = await a_proposal(await a_consultation(world), author, neighbourhood=world.navile)
    ids = await asyncio.gather(*(a_picture(author, proposal) for _ in range(3)))
    assert len(set(ids)) == 1
    assert len(await seen_by(author, proposal)) == 1


async def test_two_uploads_at_once_at_the_limit_keep_one(world: World) -> None:
    author = await a_person(world.navile)
    proposal = await a_proposal(await a_consultation(world), author, neighbourhood=world.navile)
    for number in range(4):
        await a_file(author, proposal, samples.PDF + bytes([number]))
    answers = await asyncio.gather(
        *(a_file(author, proposal, samples.PDF + bytes([number])) for number in (10, 11)), return_exceptions=True
    )
    assert [type(answer) for answer in answers if not isinstance(answer, str)] == [Conflict]
    assert len(await seen_by(author, proposal)) == enclosures.MOST[Kind.FILE]


async def test_bytes_are_bounded_for_a_proposal_and_for_a_person(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    author = await a_person(world.navile)
    consultation = await a_consultation(world)
    first, second = [await a_proposal(consultation, author, neighbourhood=world.navile) for _ in range(2)]
    monkeypatch.setattr(enclosures, "MOST_BYTES_OF_SUBJECT", 2 * len(samples.PDF))
    monkeypatch.setattr(enclosures, "MOST_BYTES_OF_PERSON", 3 * len(samples.PDF))
    with pytest.raises(Conflict, match=r"enclosure\.full"):
        await a_file(author, first, samples.PDF * 3)
    await a_file(author, first, samples.PDF * 2)
    with pytest.raises(Conflict, match=r"enclosure\.your_all"):
        await a_file(author, second, samples.PDF * 2)
    await enclosing.remove(author, (await seen_by(author, first))[0].public_id, at=NOON)
    await a_file(author, second, samples.PDF * 2)


async def test_so_many_uploads_a_day_and_no_more(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    author = await a_person(world.navile)
    proposal = await a_proposal(await a_consultation(world), author, neighbourhood=world.navile)
    monkeypatch.setattr(enclosing, "MOST_A_DAY", 1)
    await a_picture(author, proposal)
    with pytest.raises(TooMany):
        await a_picture(author, proposal, "blue")


async def test_pictures_are_put_in_order_and_the_first_is_the_cover(world: World) -> None:
    author = await a_person(world.navile)
    proposal = await a_proposal(await a_consultation(world), author, neighbourhood=world.navile)
    a, b, c = [await a_picture(author, proposal, colour) for colour in ("red", "blue", "green")]
    await enclosing.move(author, c, -1, at=NOON)
    assert [one.public_id for one in await seen_by(VISITOR, proposal)] == [a, c, b]
    await enclosing.move(author, c, -5, at=NOON)
    await enclosing.move(author, b, 1, at=NOON)
    assert [one.public_id for one in await seen_by(VISITOR, proposal)] == [c, a, b]
    [card] = (await proposal_queries.proposals(VISITOR, at=NOON)).items
    assert card.cover is not None
    assert card.cover.public_id == c


async def test_what_its_author_removes_is_gone_for_good_with_its_words(world: World) -> None:
    author = await a_person(world.navile)
    proposal = await a_proposal(await a_consultation(world), author, neighbourhood=world.navile)
    picture = await a_picture(author, proposal)
    for _ in range(2):  # a second click finds it gone
        await enclosing.remove(author, picture, at=NOON)
    assert await seen_by(author, proposal) == ()
    assert await rows("SELECT id FROM attachment") == []
    [row] = await rows("SELECT state, description, caption, name, digest, sizes, size FROM enclosure")
    assert set(row.values()) == {"removed", "", "[]", 0}
    acts = await rows("SELECT act FROM journal_entry WHERE subject = {} ORDER BY sequence", picture)
    assert [act["act"] for act in acts] == ["enclosure.added", "enclosure.removed"]
    assert await a_picture(author, proposal) != picture


async def test_nobody_else_changes_what_goes_with_a_proposal(world: World) -> None:
    author, other = await a_person(world.navile), await a_person(world.navile)
    office = await a_person(None, Role.OFFICE)
    proposal = await a_proposal(await a_consultation(world), author, neighbourhood=world.navile)
    picture = await a_picture(author, proposal)
    for actor in (other, office, VISITOR):
        for refused in (
            a_picture(actor, proposal, "blue"),
            enclosing.describe(actor, picture, Words("un'altra cosa"), at=NOON),
            enclosing.move(actor, picture, 1, at=NOON),
            enclosing.remove(actor, picture, at=NOON),
        ):
            with pytest.raises(NotAllowed):
                await refused
    assert [one.words for one in await seen_by(VISITOR, proposal)] == [SHOWN]


async def test_what_was_removed_in_another_tab_takes_no_words(world: World) -> None:
    author = await a_person(world.navile)
    picture = await a_picture(author, await a_proposal(await a_consultation(world), author, neighbourhood=world.navile))
    await enclosing.remove(author, picture, at=NOON)
    with pytest.raises(NotFound):
        await enclosing.describe(author, picture, Words("Mia figlia davanti a casa"), at=NOON)
    with pytest.raises(NotFound):
        await enclosing.move(author, picture, 1, at=NOON)
    assert await rows("SELECT description FROM enclosure") == [{"description": ""}]


async def test_a_picture_is_added_and_removed_whoever_supports_the_text(world: World) -> None:
    author, other = await a_person(world.navile), await a_person(world.navile)
    consultation = await a_consultation(world)
    proposal = await a_proposal(consultation, author, neighbourhood=world.navile)
    picture = await a_picture(author, proposal)
    await supports.support(other, proposal, at=NOON)
    await a_picture(author, proposal, "blue")
    await enclosing.remove(author, picture, at=NOON)
    assert len(await seen_by(author, proposal)) == 1


async def test_on_the_ballot_nothing_is_added_or_removed(world: World) -> None:
    author = await a_person(world.navile)
    proposal = await a_proposal(await a_consultation(world), author, neighbourhood=world.navile)
    picture = await a_picture(author, proposal)
    await rows("UPDATE proposal SET state = 'on_ballot'")
    with pytest.raises(TooLate, match=r"enclosure\.on_the_ballot"):
        await enclosing.remove(author, picture, at=NOON)
    with pytest.raises(CivicError):
        await a_picture(author, proposal, "blue")
    assert len(await seen_by(VISITOR, proposal)) == 1


async def test_what_reaches_the_ballot_while_a_picture_is_drawn_stays_as_it_is(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    author = await a_person(world.navile)
    proposal = await a_proposal(await a_consultation(world), author, neighbourhood=world.navile)
    prepared = enclosures.prepared

    async def drawn_for_long(kind: Kind, name: str, content: bytes) -> enclosures.Prepared:
        made = await prepared(kind, name, content)
        await rows("UPDATE proposal SET state = 'on_ballot'")
        return made

    monkeypatch.setattr(enclosures, "prepared", drawn_for_long)
    with pytest.raises(CivicError):
        await a_picture(author, proposal)
    assert await seen_by(author, proposal) == ()


async def test_with_a_draft_that_is_thrown_away_go_its_pictures(world: World) -> None:
    author = await a_person(world.navile)
    await a_consultation(world)
    typed = {"title": "Panchine in piazza", "body": "Servono panchine all'ombra, per gli anziani."}
    draft = await drafts.save(author, "bilancio-2026", Step.TEXT, typed, version=0, at=NOON)
    await a_picture(author, draft.public_id)
    assert await rows("SELECT id FROM journal_entry WHERE subject_kind = 'enclosure'") == []
    await drafts.discard(author, draft.public_id, at=NOON)
    assert await rows("SELECT id FROM enclosure UNION ALL SELECT id FROM attachment") == []


async def test_whoever_is_killed_in_between_leaves_nothing_half(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    author = await a_person(world.navile)
    proposal = await a_proposal(await a_consultation(world), author, neighbourhood=world.navile)

    async def cut_off(*_: object, **__: object) -> None:
        raise asyncio.CancelledError

    monkeypatch.setattr(enclosing, "_note", cut_off)  # the last thing before the end of the transaction
    with pytest.raises(asyncio.CancelledError):
        await a_picture(author, proposal)
    assert await rows("SELECT id FROM enclosure UNION ALL SELECT id FROM attachment") == []


async def test_the_picture_of_a_proposal_that_is_not_there_is_refused(world: World) -> None:
    author = await a_person(world.navile)
    with pytest.raises(NotFound):
        await a_picture(author, "nothing")
