# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The picture of a page: of public things alone, kept for good under its address, drawn whatever people write."""

import asyncio
import io
import re
from datetime import timedelta

import httpx
import pytest
from PIL import Image

from analytics.tallies import count_consultation
from deliberation import clock
from deliberation.actor import Role
from deliberation.ballots import tallies
from deliberation.ballots.casting import cast
from deliberation.errors import TooMany
from tests.ballots.votes import a_vote, close
from tests.printing.test_sheets import said as said_by_a_sheet
from tests.results.test_results import AFTER
from tests.world import NOON, a_city, a_consultation, a_person, a_proposal, sign_in
from web.printing import sheets
from web.printing.sheets import Sheet
from web.printing.typesetting import painted
from web.sharing import pictures
from web.sharing.pictures import Picture

META = re.compile(r'<meta (?:property|name)="((?:og|twitter):[a-z_:]+)"(?: lang="it")? content="([^"]*)">')
HOSTILE = {
    "markup": '#import "x"; *b* _i_ $x$ \\ @ref <l> `c` [a] = h // c /* d',
    "long word": "A" * 400,
    "long": "Un titolo che non finisce mai " * 20,
    "pictures": "🌳🚲 Alberi 👩‍👩‍👧 e bici 🇮🇹",
    "right to left": "مرحبا \u202e أهلا وسهلا",
    "marks": "e" + "\u0301" * 200 + "\ufeff\u200b\u2028",
    "one": "‎",
    "sys": "sys.inputs.data </svg><script>",
}


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


def said(page: httpx.Response) -> dict[str, str]:
    return dict(META.findall(page.text))


def path_of(page: httpx.Response) -> str:
    return said(page)["og:image"].removeprefix("http://127.0.0.1:8000")


def size_of(answer: httpx.Response) -> tuple[int, int]:
    assert answer.headers["content-type"] == "image/png"
    with Image.open(io.BytesIO(answer.content)) as picture:
        return picture.size


async def test_a_consultation_a_proposal_and_the_home_page_have_a_picture_and_say_it(
    browser: httpx.AsyncClient,
) -> None:
    world = await a_city()
    held = await a_consultation(world)
    proposal = await a_proposal(held, title='Panchine "vere"', neighbourhood=world.navile)
    for path, words in (
        ("/", "Che cosa succede"),
        ("/consultazioni/bilancio-2026", "Raccolta delle proposte"),
        (f"/proposte/{proposal}", "0 sostegni"),
    ):
        page = await browser.get(path)
        told = said(page)
        assert told["og:url"] == f"http://127.0.0.1:8000{path}"
        assert f'<link rel="canonical" href="http://127.0.0.1:8000{path}">' in page.text
        assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")
        assert told["twitter:card"] == "summary_large_image"
        assert words in told["og:image:alt"]
        answer = await browser.get(path_of(page))
        assert (answer.status_code, size_of(answer)) == (200, (1200, 630)), path
        assert answer.headers["cache-control"] == "no-cache"  # what is hidden later is kept by nobody


async def test_another_phase_or_title_is_another_picture_and_an_old_address_gets_todays(
    browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_consultation(await a_city(), ("proposing", -24, 24), ("voting", 24, 48))
    before = path_of(await browser.get("/consultazioni/bilancio-2026"))
    assert before == path_of(await browser.get("/consultazioni/bilancio-2026"))
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(hours=30))
    after = path_of(await browser.get("/consultazioni/bilancio-2026"))
    assert after != before
    old, new = await browser.get(before), await browser.get(after)
    assert old.content == new.content
    again = await browser.get(before, headers={"if-none-match": new.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_a_picture_is_drawn_once_for_many_who_ask_at_the_same_time(
    browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = []

    async def counted(*args: object) -> bytes:
        drawn.append(args)
        return await painted(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(pictures, "painted", counted)
    await a_consultation(await a_city(), title="Una volta sola")
    path = path_of(await browser.get("/consultazioni/bilancio-2026"))
    answers = await asyncio.gather(*(browser.get(path) for _ in range(5)))
    assert {answer.status_code for answer in answers} == {200}
    assert len(drawn) == 1


async def test_what_is_not_public_has_no_picture_whoever_asks(browser: httpx.AsyncClient) -> None:
    world = await a_city()
    await a_consultation(world, slug="bozza", state="draft")
    held = await a_consultation(world)
    author = await a_person(world.navile)
    paths = ["/consultazioni/bozza"] + [
        f"/proposte/{await a_proposal(held, author, **columns)}"  # type: ignore[arg-type]
        for columns in (
            {"hidden_at": NOON},
            {"hidden_at": NOON, "state": "admissible"},
            {"hidden_at": NOON, "state": "on_ballot"},
            {"state": "draft"},
            {"state": "withdrawn"},
        )
    ]
    for person in (None, author, await a_person(None, Role.OFFICE)):
        if person:
            await sign_in(browser, person)
        for path in paths:
            page = await browser.get(path)
            assert "og:image" not in page.text, path
            assert (await browser.get(f"{path}/anteprima/x.png")).status_code == 404, path
            assert (await browser.get(f"{path}/condividi")).status_code == 404, path


async def test_nothing_of_a_result_is_drawn_before_it_is_published(browser: httpx.AsyncClient) -> None:
    world, office = await a_city(), await a_person(None, Role.OFFICE)
    people = [await a_person(world.navile) for _ in range(6)]
    vote = await a_vote(world, "approval", "approval", budget_cents=None)
    for person in people:
        await cast(person, vote.slug, ["alberi"], at=NOON)
    await close(vote)
    await count_consultation(vote.slug, at=AFTER)
    here = f"/consultazioni/{vote.slug}/risultato"
    await sign_in(browser, office)
    assert "og:image" not in (await browser.get(here)).text
    assert (await browser.get(f"{here}/anteprima/x.png")).status_code == 404
    assert (await browser.get(f"{here}/condividi")).status_code == 404
    await tallies.publish(office, vote.slug, at=AFTER)
    browser.cookies.clear()
    page = await browser.get(here)
    assert page.text.count("<h1") == 1
    heading = re.search(r"<h1[^>]*>([^<]*)<", page.text)
    assert heading
    assert heading[1] in said(page)["og:image:alt"]
    answer = await browser.get(path_of(page))
    assert (answer.status_code, size_of(answer)) == (200, (1200, 630))
    assert f"{here}/condividi" in page.text


@pytest.mark.parametrize("kind", HOSTILE)
async def test_whatever_people_write_is_drawn_as_letters(kind: str) -> None:
    title = HOSTILE[kind]
    drawn = await pictures.png(
        Picture(title=title, kicker=title, text=title, facts=(title[:60],), owner="Comune"), _nothing
    )
    with Image.open(io.BytesIO(drawn)) as picture:
        assert picture.size == (1200, 630)
        bare = await pictures.png(Picture(title="", owner="Comune"), _nothing)
        with Image.open(io.BytesIO(bare)) as empty:
            assert kind == "one" or picture.tobytes() != empty.tobytes()
            right = (picture.width - 30, 0, picture.width, picture.height)
            assert picture.crop(right).tobytes() == empty.crop(right).tobytes()  # nothing runs over the edge


async def test_a_title_that_no_typeface_writes_is_replaced_by_what_the_page_is(database: None) -> None:
    await a_city()
    made = await pictures.of_this_comune(Picture(title=HOSTILE["right to left"], otherwise="Una proposta"))
    assert made.title == "Una proposta"


async def _nothing() -> str:
    return ""


async def test_of_many_pictures_at_once_the_last_are_asked_to_come_back_and_no_minutes_wait() -> None:
    """Whoever asks for all proposals at once fills no queue, and a PDF is made meanwhile."""
    opened = asyncio.Event()

    async def slow() -> str:
        await opened.wait()
        return ""

    asked = [asyncio.create_task(pictures.png(Picture(title=f"Proposta {n}", owner="Comune"), slow)) for n in range(40)]
    await asyncio.sleep(0)
    assert (await sheets.pdf(Sheet.LEAFLET_A5, said_by_a_sheet(), b"", NOON)).startswith(b"%PDF")
    opened.set()
    answers = await asyncio.gather(*asked, return_exceptions=True)
    refused = [one for one in answers if isinstance(one, TooMany)]
    assert (len(refused), len(answers) - len(refused)) == (40 - pictures.MOST_IN_LINE, pictures.MOST_IN_LINE)
    assert not pictures._in_line


async def test_a_drawing_that_fails_leaves_room_for_the_next() -> None:
    async def broken() -> str:
        raise ValueError("broken")

    for n in range(pictures.MOST_IN_LINE + 1):
        with pytest.raises(ValueError, match="broken"):
            await pictures.png(Picture(title=f"Rotta {n}"), broken)
    assert not pictures._in_line
