# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The doors: who gets the bytes of a picture or a file and how, and the pages where its author sends them."""

import re
from dataclasses import dataclass

import httpx
import pytest

from deliberation.actor import VISITOR, Actor, Role
from deliberation.database import rows
from deliberation.proposals import queries as proposal_queries
from deliberation.proposals.enclosed import enclosing
from deliberation.records.enclosed import EnclosureView, Kind, Words
from tests.enclosures import samples
from tests.world import NOON, World, a_city, a_consultation, a_person, a_proposal, sign_in, token_of

SHOWN = Words("La piazza vuota, senza alberi")
SAME = {"sec-fetch-site": "same-origin"}


@dataclass(frozen=True, slots=True)
class Held:
    """A proposal of Navile with a picture and a file, and their addresses."""

    world: World
    author: Actor
    proposal: str
    picture: str
    picture_path: str
    file_path: str


async def enclosed_of(author: Actor, proposal: str) -> tuple[EnclosureView, ...]:
    return await enclosing.enclosures_of(await proposal_queries.proposal(proposal, author), author)


@pytest.fixture
async def held(browser: httpx.AsyncClient) -> Held:
    world = await a_city()
    author = await a_person(world.navile)
    consultation = await a_consultation(world, ("proposing", -24, 24 * 365 * 50))
    proposal = await a_proposal(consultation, author, neighbourhood=world.navile)
    sent = samples.photo((600, 450))  # drawing is tried elsewhere
    await enclosing.add(author, proposal, Kind.PICTURE, "x.jpg", sent, SHOWN, at=NOON)
    await enclosing.add(author, proposal, Kind.FILE, "pia\u202eno «à».pdf", samples.PDF, Words(), at=NOON)
    picture, file = await enclosed_of(author, proposal)
    return Held(
        world,
        author,
        proposal,
        picture.public_id,
        picture.picture.path(picture.sizes[0]),
        f"/allegati/{file.public_id}/{file.sizes[0].digest[:16]}",
    )


async def statuses(browser: httpx.AsyncClient, held: Held, actor: Actor = VISITOR) -> tuple[int, int]:
    browser.cookies.clear()
    if actor.is_signed_in:
        await sign_in(browser, actor)
    return tuple([(await browser.get(path)).status_code for path in (held.picture_path, held.file_path)])  # type: ignore[return-value]


async def test_everybody_sees_what_goes_with_a_public_proposal(browser: httpx.AsyncClient, held: Held) -> None:
    answer = await browser.get(held.picture_path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")
    assert answer.headers["content-disposition"].startswith("inline;")
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    page = (await browser.get(f"/proposte/{held.proposal}")).text
    [found] = re.findall(r'<img class="picture"[^>]+>', page)
    assert f'src="{held.picture_path}"' in found
    assert 'width="600" height="450"' in found
    assert f'alt="{SHOWN.description}"' in found
    assert found.count(".webp ") == 2, "a width of phones, and its own"
    assert held.file_path in page


async def test_a_file_is_saved_and_never_shown_under_a_name_without_tricks(
    browser: httpx.AsyncClient, held: Held
) -> None:
    answer = await browser.get(held.file_path)
    assert (answer.content, answer.headers["content-type"]) == (samples.PDF, "application/pdf")
    assert answer.headers["content-disposition"] == (
        "attachment; filename=\"pia no ____.pdf\"; filename*=UTF-8''pia%20no%20%C2%AB%C3%A0%C2%BB.pdf"
    ).replace("____", "___")
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"


async def test_a_browser_that_has_it_is_told_so_without_the_bytes(browser: httpx.AsyncClient, held: Held) -> None:
    first = await browser.get(held.picture_path)
    again = await browser.get(held.picture_path, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    other = await browser.get(held.picture_path, headers={"if-none-match": '"another"'})
    assert other.status_code == 200
    head = await browser.head(held.picture_path)
    assert (head.status_code, head.headers["content-length"]) == (200, str(len(first.content)))


async def test_a_hidden_proposal_takes_its_pictures_with_it_at_once_also_from_who_has_them(
    browser: httpx.AsyncClient, held: Held
) -> None:
    etag = (await browser.get(held.picture_path)).headers["etag"]
    await rows("UPDATE proposal SET hidden_at = {}", NOON)
    answer = await browser.get(held.picture_path, headers={"if-none-match": etag})
    assert answer.status_code == 404
    moderator = await a_person(held.world.navile, Role.MODERATOR, over=held.world.navile)
    elsewhere = await a_person(held.world.savena, Role.MODERATOR, over=held.world.savena)
    resident, office = await a_person(held.world.navile), await a_person(None, Role.OFFICE)
    for actor, status in (
        (VISITOR, 404), (resident, 404), (elsewhere, 404), (held.author, 200), (moderator, 200), (office, 200)
    ):  # fmt: skip
        assert await statuses(browser, held, actor) == (status, status), actor


async def test_the_pictures_of_a_hidden_option_of_a_ballot_are_hidden_with_its_text(
    browser: httpx.AsyncClient, held: Held
) -> None:
    await rows("UPDATE proposal SET hidden_at = {}, state = 'on_ballot'", NOON)
    assert (await browser.get(f"/proposte/{held.proposal}")).status_code == 200
    assert await statuses(browser, held) == (404, 404)
    assert await statuses(browser, held, held.author) == (200, 200)


async def test_of_a_draft_only_its_author_sees_them(browser: httpx.AsyncClient, held: Held) -> None:
    await rows("UPDATE proposal SET state = 'draft'")
    office = await a_person(None, Role.OFFICE)
    for actor, status in ((VISITOR, 404), (office, 404), (held.author, 200)):
        assert await statuses(browser, held, actor) == (status, status), actor


async def test_one_hidden_picture_is_seen_by_its_author_and_who_keeps_order(
    browser: httpx.AsyncClient, held: Held
) -> None:
    await rows("UPDATE enclosure SET state = 'hidden' WHERE kind = 'picture'")
    moderator = await a_person(held.world.navile, Role.MODERATOR, over=held.world.navile)
    for actor, status in ((VISITOR, 404), (held.author, 200), (moderator, 200)):
        assert await statuses(browser, held, actor) == (status, 200), actor
    browser.cookies.clear()
    assert held.picture_path not in (await browser.get(f"/proposte/{held.proposal}")).text


@pytest.mark.parametrize("wrong", ["/allegati/nothing/0123456789abcdef.webp", "/allegati/{id}/0123456789abcdef.webp"])
async def test_an_address_of_nothing_is_404(browser: httpx.AsyncClient, held: Held, wrong: str) -> None:
    assert (await browser.get(wrong.format(id=held.picture))).status_code == 404
    assert (await browser.get(held.picture_path.removesuffix(".webp"))).status_code == 404
    assert (await browser.get(held.file_path + ".webp")).status_code == 404


async def send(
    browser: httpx.AsyncClient, held: Held, kind: str, name: str, content: bytes, **fields: str
) -> httpx.Response:
    page = f"/proposte/{held.proposal}/allegati/{kind}"
    data = {"_csrf": await token_of(browser, page), **fields}
    return await browser.post(page, data=data, files={"file": (name, content, "image/png")}, headers=SAME)


async def test_an_author_sends_a_photo_and_sees_it_in_the_list(browser: httpx.AsyncClient, held: Held) -> None:
    await sign_in(browser, held.author)
    answer = await send(
        browser, held, "immagine", "IMG_1.HEIC", samples.IPHONE.read_bytes(), description="Due alberi secchi"
    )
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"] == f"/proposte/{held.proposal}/allegati"
    page = (await browser.get(answer.headers["location"])).text
    assert "Due alberi secchi" in page
    assert "È la copertina della proposta." in page


async def test_a_refused_file_says_why_at_its_field_and_keeps_what_was_typed(
    browser: httpx.AsyncClient, held: Held
) -> None:
    await sign_in(browser, held.author)
    answer = await send(
        browser, held, "immagine", "x.png", samples.PDF, description="Due alberi secchi", caption="Maggio"
    )
    assert answer.status_code == 422
    assert "Non riusciamo ad aprire questa immagine" in answer.text
    assert 'href="#campo-file"' in answer.text
    assert "Due alberi secchi" in answer.text
    assert 'value="Maggio"' in answer.text
    page = f"/proposte/{held.proposal}/allegati/immagine"
    data = {"_csrf": await token_of(browser, page), "description": "Due alberi secchi"}
    without = await browser.post(page, data=data, headers=SAME)
    assert without.status_code == 422
    assert "Scegli un file." in without.text


async def test_a_photo_without_words_is_safe_and_only_the_words_are_asked(
    browser: httpx.AsyncClient, held: Held
) -> None:
    await sign_in(browser, held.author)
    answer = await send(browser, held, "immagine", "x.png", samples.plain(), description="", caption="Maggio")
    assert answer.status_code == 422
    assert "non serve mandarla di nuovo" in answer.text
    assert 'value="Maggio"' in answer.text
    assert 'type="file"' not in answer.text
    assert len(await enclosed_of(held.author, held.proposal)) == 3


async def test_a_name_of_ten_thousand_characters_passes_and_a_flood_of_parts_does_not(
    browser: httpx.AsyncClient, held: Held
) -> None:
    await sign_in(browser, held.author)
    assert (await send(browser, held, "documento", "n" * 10_000 + ".pdf", samples.PDF + b"x")).status_code == 303
    page = f"/proposte/{held.proposal}/allegati/immagine"
    parts = [(f"file{n}", (f"{n}.png", b"x", "image/png")) for n in range(50)]
    data = {"_csrf": await token_of(browser, page)}
    assert (await browser.post(page, data=data, files=parts, headers=SAME)).status_code == 413
    heavy = {"file": ("x.png", bytes(17 * 1024 * 1024), "image/png")}
    assert (await browser.post(page, data=data, files=heavy, headers=SAME)).status_code == 413


async def test_a_stranger_finds_none_of_the_pages(browser: httpx.AsyncClient, held: Held) -> None:
    await sign_in(browser, await a_person(held.world.navile))
    for path in ("allegati", "allegati/immagine"):
        assert (await browser.get(f"/proposte/{held.proposal}/{path}")).status_code == 403
    for path in ("parole", "togli"):
        assert (await browser.get(f"/allegati/{held.picture}/{path}")).status_code == 404


async def test_its_author_changes_words_order_and_removes(browser: httpx.AsyncClient, held: Held) -> None:
    await sign_in(browser, held.author)
    await send(browser, held, "immagine", "x.png", samples.plain(), description="Un muro rosso")
    second = (await enclosed_of(held.author, held.proposal))[1].public_id

    async def post(act: str, **fields: str) -> httpx.Response:
        data = {"_csrf": await token_of(browser, f"/allegati/{second}/parole"), **fields}
        return await browser.post(f"/allegati/{second}/{act}", data=data, headers=SAME)

    assert (await post("parole", description="Un muro verde", caption="")).status_code == 303
    refused = await post("parole", description="", caption="Didascalia nuova")
    assert refused.status_code == 422
    assert "Didascalia nuova" in refused.text
    assert (await post("sposta", verso="su")).status_code == 303
    assert [one.words.description for one in await enclosed_of(held.author, held.proposal)][:2] == [
        "Un muro verde",
        SHOWN.description,
    ]
    assert "Vuoi togliere questa immagine?" in (await browser.get(f"/allegati/{second}/togli")).text
    token = await token_of(browser, f"/allegati/{second}/togli")
    for _ in range(2):
        gone = await browser.post(f"/allegati/{second}/togli", data={"_csrf": token}, headers=SAME)
        assert gone.status_code == 303
    assert len(await enclosed_of(held.author, held.proposal)) == 2
