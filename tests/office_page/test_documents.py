# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Documents: their true type, their name on the way out, and the way back after a removal."""

import io
import zipfile

import httpx
import pytest

from deliberation.actor import Actor, Role
from deliberation.errors import Invalid, NotAllowed, NotFound
from deliberation.notices import documents
from deliberation.records.tables import JournalEntry
from tests.world import NOON, World, a_city, a_person, post, sign_in, token_of

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
NEW = "/gestione/ufficio/documenti/nuovo"
EDIT = "/gestione/ufficio"


def _opendocument(kind: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", "<x/>")
    return packed.getvalue()


@pytest.fixture
async def world(database: None) -> World:
    return await a_city()


@pytest.fixture
async def office(world: World) -> Actor:
    return await a_person(world.navile, Role.OFFICE)


async def _upload(browser: httpx.AsyncClient, title: str, name: str, content: bytes) -> httpx.Response:
    return await browser.post(
        NEW,
        data={"_csrf": await token_of(browser, NEW), "title": title},
        files={"file": (name, content)},
        headers={"sec-fetch-site": "same-origin"},
    )


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", PDF, "PDF"),
        ("a.png", PNG, "PNG"),
        ("a.csv", b"via;numero\nRoma;1\n", "CSV"),
        ("a.odt", _opendocument("text"), "ODT"),
        ("a.ods", _opendocument("spreadsheet"), "ODS"),
    ],
)
async def test_accepted_files_are_published_with_their_true_type(
    office: Actor, name: str, content: bytes, kind: str
) -> None:
    own_id = await documents.add(office, "Verbale", name, content, at=NOON)
    (held,) = await documents.documents()
    assert (held.title, held.kind, held.size) == ("Verbale", kind, len(content))
    assert (await documents.file_of(own_id)).content == content


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 200),
        ("a.pdf", PNG),
        ("a.html", b"<script>alert(1)</script>"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        ("a.pdf", b""),
        ("a.pdf", b"%PDF-" + b"x" * (10 * 1024 * 1024)),
        ("a.docx", _opendocument("text")),
    ],
)
async def test_a_file_that_is_not_what_it_says_or_not_accepted_is_refused(
    office: Actor, name: str, content: bytes
) -> None:
    with pytest.raises(Invalid) as caught:
        await documents.add(office, "Verbale", name, content, at=NOON)
    assert list(caught.value.fields) == ["file"]
    assert await documents.documents() == []


async def test_a_document_needs_a_title(office: Actor) -> None:
    with pytest.raises(Invalid) as caught:
        await documents.add(office, " \n ", "a.pdf", PDF, at=NOON)
    assert caught.value.fields == {"title": "document.untitled"}


async def test_only_the_office_publishes(world: World) -> None:
    with pytest.raises(NotAllowed):
        await documents.add(await a_person(world.navile), "Verbale", "a.pdf", PDF, at=NOON)


async def test_a_download_has_its_name_and_cannot_be_sniffed_or_scripted(
    office: Actor, browser: httpx.AsyncClient
) -> None:
    own_id = await documents.add(office, "Città", 'perché "no"; città.pdf', PDF, at=NOON)
    answer = await browser.get(f"/documenti/{own_id}")
    assert answer.content == PDF
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith('inline; filename="')
    assert disposition.endswith("citt%C3%A0.pdf")
    assert disposition.count('"') == 2


async def test_a_table_is_saved_not_shown(office: Actor, browser: httpx.AsyncClient) -> None:
    own_id = await documents.add(office, "Dati", "dati.csv", b"a,b\n1,2\n", at=NOON)
    assert (await browser.get(f"/documenti/{own_id}")).headers["content-disposition"].startswith("attachment")


async def test_a_removed_document_is_nobodys_to_download_and_comes_back(
    office: Actor, browser: httpx.AsyncClient
) -> None:
    await sign_in(browser, office)
    own_id = await documents.add(office, "Verbale di marzo", "a.pdf", PDF, at=NOON)
    await post(browser, EDIT, f"{EDIT}/documenti/{own_id}/togli")
    assert (await browser.get(f"/documenti/{own_id}")).status_code == 404
    assert "Verbale di marzo" not in (await browser.get("/ufficio")).text
    assert "Rimetti Verbale di marzo" in (await browser.get(EDIT)).text
    await post(browser, EDIT, f"{EDIT}/documenti/{own_id}/rimetti")
    assert (await browser.get(f"/documenti/{own_id}")).status_code == 200


async def test_a_document_is_renamed(office: Actor, browser: httpx.AsyncClient) -> None:
    await sign_in(browser, office)
    own_id = await documents.add(office, "Verbale", "a.pdf", PDF, at=NOON)
    await post(browser, EDIT, f"{EDIT}/documenti/{own_id}/titolo", title="  Verbale   di <b>marzo</b> ")
    assert (await documents.documents())[0].title == "Verbale di <b>marzo</b>"
    assert "<b>marzo" not in (await browser.get("/ufficio")).text
    await post(browser, EDIT, f"{EDIT}/documenti/{own_id}/titolo", title=" ")
    assert (await documents.documents())[0].title == "Verbale di <b>marzo</b>"


async def test_an_unknown_document_is_not_found(office: Actor, browser: httpx.AsyncClient) -> None:
    with pytest.raises(NotFound):
        await documents.remove(office, "nessuno", at=NOON)
    assert (await browser.get("/documenti/nessuno")).status_code == 404


async def test_an_upload_goes_through_the_form(office: Actor, browser: httpx.AsyncClient) -> None:
    await sign_in(browser, office)
    assert (await _upload(browser, "Verbale", "verbale.pdf", PDF)).status_code == 303
    assert "Verbale" in (await browser.get("/ufficio")).text


async def test_a_refused_upload_keeps_the_title_and_says_why(office: Actor, browser: httpx.AsyncClient) -> None:
    await sign_in(browser, office)
    refused = await _upload(browser, "Verbale di marzo", "verbale.pdf", PNG)
    assert refused.status_code == 422
    assert "Verbale di marzo" in refused.text
    assert "il contenuto è PNG" in refused.text
    without = await post(browser, NEW, NEW, title="Solo il titolo")
    assert without.status_code == 422
    assert "Scegli un file." in without.text


async def test_every_act_is_in_the_journal(office: Actor) -> None:
    own_id = await documents.add(office, "Verbale", "a.pdf", PDF, at=NOON)
    await documents.rename(office, own_id, "Altro", at=NOON)
    await documents.remove(office, own_id, at=NOON)
    await documents.restore(office, own_id, at=NOON)
    acts = (
        await JournalEntry.select(JournalEntry.act)
        .where(JournalEntry.subject == own_id)
        .order_by(JournalEntry.sequence)
    )
    assert [row["act"] for row in acts] == [
        "document.published",
        "document.renamed",
        "document.removed",
        "document.restored",
    ]
