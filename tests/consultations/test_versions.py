# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A public proposal is changed: its earlier texts are kept, and a change of substance asks its supporters again."""

import asyncio
from datetime import timedelta

import pytest

from deliberation.actor import VISITOR, Actor
from deliberation.consultations import queries
from deliberation.database import rows, writing
from deliberation.errors import Conflict, Invalid, NotFound
from deliberation.proposals import proposals, supports
from deliberation.proposals import queries as proposal_queries
from deliberation.proposals.contents import WRITTEN
from deliberation.proposals.versions import substance, texts
from deliberation.proposals.views import ProposalView
from tests.world import NOON, World, a_city, a_consultation, a_person, a_proposal

SLUG = "bilancio-2026"
BODY = "Servono panchine all'ombra dei tigli, per gli anziani che aspettano il mercato e per chi legge il giornale."
TYPED = {
    "title": "Panchine in piazza",
    "body": BODY,
    "category": "ambiente",
    "neighbourhood": "navile",
    "place_label": "Piazza dell'Unità",
    "latitude": "44.45",
    "longitude": "11.32",
    "cost": "1200",
}
OTHER_BODY = BODY + " Poi una fontana, un tavolo per gli scacchi e le luci della sera."


@pytest.fixture
async def world(database: None) -> World:
    world = await a_city()
    await a_consultation(world)
    return world


@pytest.fixture
async def author(world: World) -> Actor:
    return await a_person(world.navile)


@pytest.fixture
async def id(world: World, author: Actor) -> str:
    """A proposal with the text TYPED, its second."""
    held = await queries.consultation(SLUG, VISITOR)
    made = await a_proposal(held.id, author, neighbourhood=world.navile)
    await proposals.revise(author, made, TYPED, version=1, at=NOON)
    return made


async def seen_by(id: str, actor: Actor = VISITOR) -> ProposalView:
    return await proposal_queries.proposal(id, actor)


async def change(author: Actor, id: str, reason: str = "", **fields: str) -> proposals.Revision:
    version = (await seen_by(id, author)).version
    return await proposals.revise(
        author, id, TYPED | fields, version=version, reason=reason, at=NOON + timedelta(minutes=version)
    )


async def test_earlier_texts_are_kept_with_who_wrote_them_when_and_why_they_changed(author: Actor, id: str) -> None:
    await change(author, id, "Anche una fontana,\n come chiesto", body=OTHER_BODY)
    now, before, first = await texts.history(await seen_by(id))
    assert (now.number, before.number, first.number) == (3, 2, 1)
    assert (now.body, before.body) == (OTHER_BODY, BODY)
    assert (now.reason, before.reason) == ("Anche una fontana, come chiesto", "")
    [kept] = await rows("SELECT written_at, replaced_at FROM past_text WHERE number = 2")
    assert (kept["written_at"], kept["replaced_at"]) == (before.written_at, now.written_at)
    assert (before.place, before.latitude, before.asked_cents) == ("Navile", 44.45, 120_000)
    name = (await seen_by(id)).author
    assert {text.author for text in (now, before, first)} == {name}


async def test_a_digest_says_which_words_were_meant_and_the_journal_has_it(author: Actor, id: str) -> None:
    await change(author, id, body=OTHER_BODY)
    now, before, first = await texts.history(await seen_by(id))
    assert len({now.digest, before.digest, first.digest}) == 3
    assert now.digest == substance.digest({name: value for name, value in now.columns().items() if name in WRITTEN})
    noted = await rows("SELECT detail FROM journal_entry WHERE act = 'proposal.revised' ORDER BY sequence")
    assert [f'"sha256":"{text.digest}"' in row["detail"] for text, row in zip((before, now), noted, strict=True)] == [
        True,
        True,
    ]


async def test_saving_without_a_change_is_no_new_text(author: Actor, id: str) -> None:
    done = await change(author, id)
    assert not done.changes
    assert len(await texts.history(await seen_by(id))) == 2
    assert (await seen_by(id)).version == 2


async def test_a_reason_of_more_than_a_line_is_refused(author: Actor, id: str) -> None:
    with pytest.raises(Invalid) as refused:
        await change(author, id, "x" * 201, body=OTHER_BODY)
    assert refused.value.fields == {"reason": "proposal.reason_long"}


ROW = {"neighbourhood": 1, "latitude_e6": 1, "longitude_e6": 1, "asked_cents": 100, "category": "", "place_label": ""}
TEXT = ROW | {"title": "Panchine in piazza", "body": "Qui passano le macchine solo di mattina e il mercato. " * 5}


@pytest.mark.parametrize(
    ("fields", "asks"),
    [
        ({"title": "Panchine in Piazza!"}, False),
        ({"title": "Sedie in piazza"}, False),
        ({"body": TEXT["body"] + " Grazie a tutti."}, False),
        ({"body": TEXT["body"] + " Con una fontana e un tavolo."}, True),
        ({"body": str(TEXT["body"]).replace("passano", "non passano", 1)}, True),
        ({"body": str(TEXT["body"]).replace(" solo", "", 1)}, True),
        ({"title": "20 panchine in piazza"}, True),
        ({"place_label": "Piazza dell'Unità"}, False),
        ({"asked_cents": 101}, True),
        ({"asked_cents": None}, True),
        ({"neighbourhood": 2}, True),
        ({"latitude_e6": 2}, True),
        ({"longitude_e6": None}, True),
        ({"category": "sport"}, True),
    ],
)
def test_what_changes_the_substance(fields: dict[str, object], asks: bool) -> None:
    assert substance.changes_substance(TEXT, TEXT | fields) is asks


@pytest.mark.parametrize("word", ["non", "né", "senza", "mai", "solo", "no"])
def test_one_word_that_turns_a_sentence_round_changes_the_substance(word: str) -> None:
    turned = TEXT | {"body": str(TEXT["body"]).replace("passano", f"passano {word.upper()}", 1)}
    assert substance.changes_substance(TEXT, turned)
    assert substance.changes_substance(turned, TEXT)


def test_of_a_long_text_five_words_in_a_hundred_are_still_the_same_proposal() -> None:
    long = TEXT | {"body": "parola " * 400}
    assert not substance.changes_substance(long, long | {"body": "parola " * 380})
    assert substance.changes_substance(long, long | {"body": "parola " * 379})


async def test_who_supports_is_asked_again_when_the_substance_changes(world: World, author: Actor, id: str) -> None:
    anna, bruno = await a_person(world.navile), await a_person(world.navile)
    for person in (author, anna, bruno):
        await supports.support(person, id, at=NOON)
    weighed = await proposals.weigh(author, id, TYPED | {"cost": "90000"}, at=NOON)
    done = await change(author, id, cost="90000")
    assert (weighed.asks, done.asks) == (2, 2)
    seen = await seen_by(id, anna)
    assert (seen.supports, seen.i_support, seen.asked, seen.asked_number) == (1, False, 2, 2)
    assert (await seen_by(id, author)).i_support
    told = await rows("SELECT account FROM notice WHERE kind = 'proposal.asks_again' ORDER BY account")
    assert [row["account"] for row in told] == [anna.id, bruno.id]
    await supports.support(anna, id, at=NOON)
    await supports.take_back(bruno, id, at=NOON)
    for person, supported in ((anna, True), (bruno, False)):
        seen = await seen_by(id, person)
        assert (seen.supports, seen.i_support, seen.asked, seen.asked_number) == (2, supported, 0, None)
    number = await rows("SELECT text_number FROM support WHERE account = {}", anna.id)
    assert number == [{"text_number": 3}]


async def test_a_slip_of_the_pen_asks_nobody(world: World, author: Actor, id: str) -> None:
    anna = await a_person(world.navile)
    await supports.support(anna, id, at=NOON)
    done = await change(author, id, title="Panchine nella piazza")
    seen = await seen_by(id, anna)
    assert (done.changes, done.asks, seen.supports, seen.asked, seen.text_number) == (True, 0, 1, 0, 3)
    assert await rows("SELECT text_number FROM support") == [{"text_number": 2}]


async def test_many_small_changes_are_measured_against_what_was_agreed_to(world: World, author: Actor, id: str) -> None:
    anna = await a_person(world.navile)
    await supports.support(anna, id, at=NOON)
    body, asked = BODY, []
    for word in ("fontana", "tavolo", "lampione", "giostra", "aiuola", "siepe"):
        body += f" {word}"
        asked.append((await change(author, id, body=body)).asks)
    assert asked == [0, 0, 0, 0, 0, 1]


async def test_a_second_change_asks_only_who_has_supported_since(world: World, author: Actor, id: str) -> None:
    anna, bruno = await a_person(world.navile), await a_person(world.navile)
    await supports.support(anna, id, at=NOON)
    await change(author, id, cost="90000")
    await supports.support(bruno, id, at=NOON)
    assert (await change(author, id, cost="95000")).asks == 1
    assert [(await seen_by(id, person)).asked_number for person in (anna, bruno)] == [2, 3]
    told = await rows("SELECT account FROM notice WHERE kind = 'proposal.asks_again' ORDER BY id")
    assert [row["account"] for row in told] == [anna.id, bruno.id]


async def test_mails_go_once_to_who_has_not_answered(
    world: World, author: Actor, id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supports, "MAILS_AT_ONCE", 2)
    people = [await a_person(world.navile) for _ in range(5)]
    for person in people:
        await supports.support(person, id, at=NOON)
    await change(author, id, cost="90000")
    await supports.support(people[0], id, at=NOON)
    [job] = await rows("SELECT payload FROM job WHERE kind = {}", supports.ASK_AGAIN)
    [proposal] = await rows("SELECT id FROM proposal WHERE public_id = {}", id)
    assert job["payload"] == f'{{"proposal":{proposal["id"]}}}'
    for _ in range(3):
        await supports.mail_asked({"proposal": proposal["id"]}, NOON)
    again = await rows("SELECT id FROM job WHERE kind = {}", supports.ASK_AGAIN)
    assert len(again) == 3, "each two mails leave a job for the rest, and none after the last"
    mails = await rows("SELECT payload FROM job WHERE kind = 'mail' AND payload LIKE '%proposal-asks-again%'")
    addresses = await rows("SELECT email FROM account WHERE id <> {} ORDER BY id", people[0].id)
    wanted = {row["email"] for row in addresses if any(row["email"] in mail["payload"] for mail in mails)}
    assert (len(mails), len(wanted)) == (4, 4)


async def test_nobody_is_mailed_about_what_was_hidden_or_withdrawn_meanwhile(
    world: World, author: Actor, id: str
) -> None:
    await supports.support(await a_person(world.navile), id, at=NOON)
    await change(author, id, cost="90000")
    [proposal] = await rows("SELECT id FROM proposal WHERE public_id = {}", id)
    for columns in ("hidden_at = published_at", "hidden_at = NULL, state = 'withdrawn'"):
        await rows(f"UPDATE proposal SET {columns}")
        await supports.mail_asked({"proposal": proposal["id"]}, NOON)
        assert await rows("SELECT id FROM job WHERE kind = 'mail' AND payload LIKE '%proposal-asks-again%'") == []


async def test_of_a_support_and_a_change_at_once_nobody_stands_behind_what_they_did_not_read(
    world: World, author: Actor, id: str
) -> None:
    people = [await a_person(world.navile) for _ in range(6)]
    await asyncio.gather(
        *(supports.support(person, id, at=NOON) for person in people[:3]),
        proposals.revise(author, id, TYPED | {"cost": "90000"}, version=2, at=NOON),
        *(supports.support(person, id, at=NOON) for person in people[3:]),
    )
    [counts] = await rows(
        "SELECT (SELECT count(*) FROM support WHERE text_number = 2) AS stale, (SELECT count(*) FROM support) "
        "+ (SELECT count(*) FROM asked_support) AS heard"
    )
    assert counts == {"stale": 0, "heard": 6}


async def test_of_two_changes_at_once_one_is_kept_and_the_other_is_told(author: Actor, id: str) -> None:
    done = await asyncio.gather(
        proposals.revise(author, id, TYPED | {"cost": "2000"}, version=2, at=NOON),
        proposals.revise(author, id, TYPED | {"cost": "3000"}, version=2, at=NOON),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in done) == ["Conflict", "Revision"]
    [refused] = [one for one in done if isinstance(one, Conflict)]
    assert refused.code == "proposal.conflict"
    assert len(await texts.history(await seen_by(id))) == 3


async def test_what_is_hidden_now_is_hidden_in_its_earlier_texts(world: World, author: Actor, id: str) -> None:
    async with writing():
        await rows("UPDATE proposal SET hidden_at = {}, state = 'on_ballot' WHERE public_id = {}", NOON, id)
    with pytest.raises(NotFound):
        await texts.history(await seen_by(id))
    assert len(await texts.history(await seen_by(id, author))) == 2
