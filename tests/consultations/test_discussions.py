# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A discussion is drawn once and read each time: what is shown stands in the database, and is for who asks."""

from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest
from markupsafe import Markup

from deliberation import clock
from deliberation.actor import VISITOR, Actor, Role
from deliberation.moderation.tables import Decision
from deliberation.people.tables import Account
from deliberation.proposals import queries
from deliberation.proposals.tables import Comment
from deliberation.proposals.views import Discussion
from tests.world import NOON, World, a_city, a_consultation, a_person, a_proposal, sign_in
from web.pages.consultations.discussions import Drawings, Drawn


@dataclass(frozen=True, slots=True)
class Debate:
    """A proposal with one comment, who wrote it and the city."""

    world: World
    proposal: str
    row: int
    author: Actor

    @property
    def here(self) -> str:
        return f"/proposte/{self.proposal}"


@pytest.fixture
async def debate(browser: httpx.AsyncClient) -> Debate:
    world = await a_city()
    hours = round((clock.now() - NOON) / timedelta(hours=1))
    held = await a_consultation(world, ("proposing", hours - 5, hours + 5))
    id, author = await a_proposal(held, neighbourhood=world.navile), await a_person(world.navile)
    row = (await queries.proposal(id, VISITOR)).id
    await written(row, "k1", author, "Parole dure")
    return Debate(world, id, row, author)


async def written(proposal: int, id: str, author: Actor, body: str, **columns: object) -> None:
    comment = Comment(public_id=id, proposal=proposal, author=author.id, body=body, created_at=NOON, **columns)
    await comment.save()


async def talk(browser: httpx.AsyncClient, path: str, locale: str = "it") -> str:
    """The discussion of a proposal's page."""
    page = (await browser.get(path, headers={"accept-language": locale})).text
    return page.split('id="commenti"')[1].split("</section>")[0]


async def test_a_visitor_reads_each_change_at_the_next_request_whoever_made_it(
    browser: httpx.AsyncClient, debate: Debate
) -> None:
    """The changes are made in the tables, as another process would, or a use case that knows nothing of pages."""
    other = await a_person(debate.world.navile)
    (root,) = await Comment.select(Comment.id).where(Comment.public_id == "k1")
    one = Comment.public_id == "k1"
    read = [await talk(browser, debate.here)]
    assert await talk(browser, debate.here) == read[0]

    async def is_read(*words: str, gone: str = "") -> None:
        found = await talk(browser, debate.here)
        assert all(word in found for word in words), (words, found)
        assert not gone or gone not in found
        assert found != read[-1]
        read.append(found)

    await Account.update({Account.pseudonym: "Lucia · x"}).where(Account.id == debate.author.id)
    await is_read("Lucia · x", gone=debate.author.pseudonym)
    await Comment.update({Comment.body: "Parole *gentili*"}).where(one)
    await is_read("<em>gentili</em>", gone="dure")
    await Comment.update({Comment.stance: "against"}).where(one)
    await is_read("Contro")
    await Comment.update({Comment.created_at: NOON + timedelta(days=3)}).where(one)
    await is_read("2026-11-13")
    await written(debate.row, "k2", other, "Una risposta", parent=root["id"], depth=1)
    await is_read("2 commenti", "Una risposta")
    await Comment.update({Comment.author: None}).where(one)
    await is_read("Utente cancellato", gone="Lucia")
    await Comment.update({Comment.hidden_at: NOON}).where(one)
    await is_read("Nascosto da chi modera", "1 commento", gone="gentili")
    decision = Decision(
        public_id="d1", target_kind="comment", target="k1", proposal=debate.row, act="hide", reason="advertising",
        created_at=NOON,
    )  # fmt: skip
    await decision.save()
    await is_read("Pubblicità")
    await Comment.update({Comment.hidden_at: None}).where(one)
    await is_read("gentili", gone="Nascosto")
    await Comment.delete().where(Comment.public_id == "k2")
    await is_read("1 commento", gone="Una risposta")


async def test_what_few_may_read_is_shown_to_nobody_after_them(browser: httpx.AsyncClient, debate: Debate) -> None:
    await Comment.update({Comment.hidden_at: NOON}).where(Comment.public_id == "k1")
    neighbour = await a_person(debate.world.navile)
    keeper = await a_person(debate.world.savena, Role.MODERATOR, over=debate.world.navile)
    stranger = await a_person(debate.world.navile, Role.MODERATOR, over=debate.world.savena)
    for person, reads in (
        (None, False), (debate.author, True), (neighbour, False), (keeper, True), (stranger, False), (None, False),
        (debate.author, True), (None, False),
    ):  # fmt: skip
        browser.cookies.clear()
        if person:
            await sign_in(browser, person)
        assert ("Parole dure" in await talk(browser, debate.here)) is reads


async def test_everybody_finds_what_they_can_do_with_a_comment(browser: httpx.AsyncClient, debate: Debate) -> None:
    second = await a_person(debate.world.navile)
    await written(debate.row, "k2", second, "Anch'io")
    answer, report = f'href="{debate.here}/rispondi/k1"', "tipo=comment&amp;id="
    for person, may_answer, others in (
        (None, False, {"k1", "k2"}),
        (debate.author, True, {"k2"}),
        (second, True, {"k1"}),
        (await a_person(debate.world.navile), True, {"k1", "k2"}),
        (await a_person(), False, {"k1", "k2"}),
        (debate.author, True, {"k2"}),
        (None, False, {"k1", "k2"}),
    ):
        browser.cookies.clear()
        if person:
            await sign_in(browser, person)
        found = await talk(browser, debate.here)
        assert (answer in found) is may_answer
        assert {id for id in ("k1", "k2") if f"{report}{id}" in found} == others


async def test_each_order_page_and_language_is_drawn_for_itself(browser: httpx.AsyncClient, debate: Debate) -> None:
    for n in range(2, 103):
        await written(debate.row, f"k{n}", debate.author, f"Parola numero {n}.")
    for _ in range(2):
        newest, oldest = await talk(browser, debate.here), await talk(browser, f"{debate.here}?ordine=vecchi")
        second = await talk(browser, f"{debate.here}?ordine=vecchi&pagina=2")
        assert newest.index("numero 102.") < newest.index("numero 3.")
        assert "Parole dure" not in newest
        assert oldest.index("Parole dure") < oldest.index("numero 2.") < oldest.index("numero 100.")
        assert "numero 101." not in oldest
        assert "numero 101." in second
        assert "Parole dure" not in second
        english = await talk(browser, debate.here, "en")
        assert "102 comments" in english
        assert ("Report" in english, "Segnala" in english) == (True, False)
        assert ("Report" in newest, "Segnala" in newest) == (False, True)


async def test_who_wrote_none_of_it_reads_the_same_as_everybody_and_costs_no_drawing(debate: Debate) -> None:
    seen = await queries.proposal(debate.proposal, VISITOR)
    neighbours = [await a_person(debate.world.navile) for _ in range(2)]
    read = [await queries.discussion(seen, who) for who in (VISITOR, *neighbours, debate.author)]
    assert [one == read[0] for one in read] == [True, True, True, False]


async def test_answers_to_another_proposals_comments_are_no_part_of_a_page(
    browser: httpx.AsyncClient, debate: Debate
) -> None:
    held = await queries.proposal(debate.proposal, VISITOR)
    assert held.consultation_slug == "bilancio-2026"
    other = await a_proposal(await a_consultation(debate.world, slug="altra"), neighbourhood=debate.world.navile)
    assert "Parole dure" in await talk(browser, debate.here)
    assert "Parole dure" not in await talk(browser, f"/proposte/{other}")
    assert "0 commenti" in await talk(browser, f"/proposte/{other}")


def test_what_nobody_has_asked_for_longest_is_dropped_beyond_so_many_characters() -> None:
    drawings, made = Drawings(most=100, besides=0), []

    def get(told: str, how: str = "") -> Drawn:
        def draw() -> Drawn:
            made.append((told[0], how))
            return Drawn(Markup("x" * 20), 1, 1)

        return drawings.get(Discussion(told, None, False), how, draw)

    first = get("a" * 20)
    get("b" * 20)
    assert get("a" * 20) is first
    get("c" * 20)  # the third of forty characters each: b goes
    get("a" * 20)
    get("b" * 20)
    get("b" * 20, "english")
    assert made == [("a", ""), ("b", ""), ("c", ""), ("b", ""), ("b", "english")]
    get("d" * 200)  # more than is kept at all: nothing stays
    get("a" * 20)
    assert made[-2:] == [("d", ""), ("a", "")]


def test_pages_that_say_nothing_and_short_ones_without_end_do_not_fill_the_memory() -> None:
    drawings, made = Drawings(most=10_000), []

    def get(number: int, html: str) -> None:
        def draw() -> Drawn:
            made.append(number)
            return Drawn(Markup(html), 1, 1)

        drawings.get(Discussion("[]", None, False), number, draw)

    get(0, "kept")
    for beyond in range(1, 100):
        get(beyond, "")
    get(0, "kept")
    assert made == list(range(100))
    for number in range(100, 110):
        get(number, "short")
    get(0, "kept")
    assert made == [*range(110), 0]


@pytest.mark.parametrize("different", [{"told": "[1]"}, {"writer": 7}, {"sees_hidden": True}])
def test_discussions_that_read_otherwise_share_no_drawing(different: dict[str, object]) -> None:
    drawings, whose = Drawings(), {"told": "[]", "writer": None, "sees_hidden": False}
    kept = drawings.get(Discussion(**whose), "", lambda: Drawn(Markup("one"), 0, 1))  # type: ignore[arg-type]
    drawn = drawings.get(Discussion(**whose | different), "", lambda: Drawn(Markup("two"), 0, 1))  # type: ignore[arg-type]
    assert (kept.html, drawn.html) == ("one", "two")
