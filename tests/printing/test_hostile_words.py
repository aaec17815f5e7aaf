# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words that become markup when their letters are exchanged for letters that a typeface has: they stay words."""

import io
import itertools
import re
from dataclasses import replace
from xml.etree import ElementTree as Xml

import httpx
import pytest
from PIL import Image
from pypdf import PdfReader

from analytics.tallies import count_consultation
from deliberation.actor import SYSTEM
from deliberation.ballots import tallies
from tests.guards import by_hand
from tests.printing.test_sheets import NOW, a_coat, said
from tests.results.pdf_tags import tagged
from tests.results.test_results import AFTER, a_closed_vote
from web.figures import Table
from web.figures.parts import drawn_text
from web.pages.ballots.minutes.document import Minutes, Section
from web.pages.ballots.minutes.pdf import as_pdf
from web.printing import sheets
from web.printing.sheets import Sheet
from web.printing.typesetting import drawable

# Wide signs as Japanese writes them, a mark that joins the sign before it, a character that XML does not hold.
WORDS = {
    "ampersand": "Bar ＆ Caffè",
    "tag": "Orto ＜/text＞＜rect width=＂9＂＞ in via Roma",
    "small signs": "Luci ﹤b﹥ ﹠ panche",
    "joining mark": "\u0338Alberi",
    "no character": "Alberi \uffff\ufffe e luci",
}


@pytest.mark.parametrize("kind", WORDS)
async def test_a_result_has_its_minutes_and_its_picture_whatever_an_option_is_called(
    browser: httpx.AsyncClient, kind: str
) -> None:
    _, vote = await a_closed_vote("ranking", "schulze")
    await by_hand(f"UPDATE proposal SET title = '{WORDS[kind]}' WHERE option_id = 'alberi'")
    await count_consultation(vote.slug, at=AFTER)
    await tallies.publish(SYSTEM, vote.slug, at=AFTER)
    here = f"/consultazioni/{vote.slug}/risultato"
    answer = await browser.get(f"{here}/schulze/verbale.pdf")
    assert answer.status_code == 200
    assert tagged(answer.content).text
    page = (await browser.get(here)).text
    found = re.search(r'"og:image" content="http://[^/]*([^"]*)"', page)
    assert found
    picture = await browser.get(found[1])
    assert picture.status_code == 200
    with Image.open(io.BytesIO(picture.content)) as drawn:
        assert drawn.size == (1200, 630)


@pytest.mark.parametrize("kind", WORDS)
def test_a_drawing_keeps_its_tags_and_only_its_words_change(kind: str) -> None:
    before = f'<svg xmlns="http://www.w3.org/2000/svg">{drawn_text(0, 9, WORDS[kind])}</svg>'
    tree = Xml.fromstring(drawable(before))
    assert [part.tag.rsplit("}")[-1] for part in tree.iter()] == ["svg", "text"]


@pytest.mark.parametrize("sheet", Sheet)
async def test_a_title_of_pictures_alone_leaves_no_sheet_unmade(sheet: Sheet) -> None:
    made = await sheets.pdf(sheet, replace(said(), title="🎉 🎉", owner="🏛", summary="🌳"), a_coat(), NOW)
    assert made.startswith(b"%PDF")


async def test_numbers_of_a_long_count_stand_clear_of_each_other() -> None:
    """Sixty steps on one sheet were written one over the other."""
    heads = [("Opzione", "text"), *((f"Passo {n}", "number") for n in range(1, 61))]
    cells = [f"1.10{n:02}" for n in range(60)]
    table = Table("Voti", heads, [("Un progetto per il parco", *cells)])
    minutes = Minutes("it", "Verbale", "Comune", "Voto", [], [Section("Passi", [table])])
    made = await as_pdf(minutes, b"", "#8f3729", NOW, {"page": "pagina", "of": "di"})
    places: dict[str, tuple[float, float]] = {}

    def visit(text: str, cm: list[float], tm: list[float], *_: object) -> None:
        places.update(dict.fromkeys(text.split(), (cm[0] * tm[4] + cm[4], cm[3] * tm[5] + cm[5])))

    for page in PdfReader(io.BytesIO(made)).pages:
        page.extract_text(visitor_text=visit)
    for one, other in itertools.pairwise(cells):
        (x, y), (next_x, next_y) = places[one], places[other]
        assert y != next_y or next_x - x > 20, (one, other)
