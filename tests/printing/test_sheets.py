# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The poster and the leaflets: one sheet, the same bytes for the same words; nothing that people write breaks them."""

import io
import re
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PIL import Image

from deliberation.consultations.consultation import Place
from deliberation.consultations.phases import PhaseKind, PhaseView
from deliberation.notices.office_page import OfficeText
from tests.announcements.test_when import OPENS, vote
from web.printing import sheets, typesetting
from web.printing.sheets import Content, Sheet
from web.printing.typesetting import printable

NOW = datetime(2026, 10, 1, 8, tzinfo=UTC)
OFFICE = OfficeText("Ufficio Partecipazione", address="Piazza Maggiore 6", phone="051 000000", email="p@comune.example")
PLACES = "Borgo Panigale|Barca|Santa Viola|Navile|Corticella|Lame|San Donato|San Vitale|Costa Saragozza|San Ruffillo"


def said(locale: str = "it", at: datetime = NOW, **changes: Any) -> Content:
    values: dict[str, Any] = {
        "slug": "che-cosa-manca",
        "title": "Che cosa manca sotto casa?",
        "summary": "Scegli fino a quattro progetti.",
        "neighbourhoods": (Place(1, "navile", "Navile"),),
        "city_wide": False,
        "min_age": 16,
        **changes,
    }
    return sheets.content(
        vote(**values),
        locale,
        owner="Comune di Bologna",
        base_url="https://partecipa.comune.example",
        office=OFFICE,
        colour="#8f3729",
        at=at,
    )


def a_coat() -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (120, 160), (140, 30, 40, 255)).save(out, "PNG")
    return out.getvalue()


def crowded() -> Content:
    """As long as everything may be."""
    proposing = PhaseView(PhaseKind.PROPOSING, 0, NOW, NOW + timedelta(days=20))
    return said(
        title=("Parola lunga " * 13)[:160],
        summary=("Dalle panchine agli alberi, ma mica solo quelli. " * 9)[:400],
        phases=(proposing, *vote().phases),
        neighbourhoods=tuple(Place(n, str(n), name) for n, name in enumerate(PLACES.split("|"))),
    )


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


async def test_a_sheet_is_tagged_names_its_language_says_its_code_in_words_and_keeps_its_bytes() -> None:
    made = await sheets.pdf(Sheet.POSTER_A4, said(), a_coat(), NOW)
    for part in (b"/StructTreeRoot", b"/Lang(it-IT)", b"pdfuaid", b"GTS_PDFA1", b"Codice QR con l'indirizzo"):
        assert part in made, part
    typesetting._kept.clear()
    assert await sheets.pdf(Sheet.POSTER_A4, said(), a_coat(), NOW) == made
    assert await sheets.pdf(Sheet.POSTER_A4, said(title="Un altro titolo"), a_coat(), NOW) != made


@pytest.mark.parametrize("sheet", Sheet)
async def test_the_longest_consultation_fits_on_one_sheet(sheet: Sheet) -> None:
    sides = 2 if sheet is Sheet.FOLDED_A4 else 1
    assert pages(await sheets.pdf(sheet, crowded(), a_coat(), NOW)) == sides
    assert pages(await sheets.pdf(sheet, said("en"), b"", NOW)) == sides


async def test_the_folded_leaflet_is_a4_on_its_side_and_says_all_that_there_is_to_say() -> None:
    usual = said()
    made = await sheets.pdf(Sheet.FOLDED_A4, usual, b"", NOW)
    wide, high = (float(n) for n in re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", made)[0])
    assert (round(wide), round(high)) == (842, 595)
    assert made.count(b"Codice QR con l'indirizzo") == 2  # on the cover and inside
    for field in fields(Content):
        if field.name not in ("language", "colour"):
            value = getattr(usual, field.name)
            less = value[1:] if value and isinstance(value, tuple) else "altro"
            assert await sheets.pdf(Sheet.FOLDED_A4, replace(usual, **{field.name: less}), b"", NOW) != made, field.name


async def test_nothing_that_people_write_leaves_the_sheet_unmade_or_becomes_part_of_the_template() -> None:
    wild = 'città 🙂 Привет \x00\u202e\u200d 中文 ‰ #read("/etc/passwd") *b* $x$ @ref \\ ] } Šipka ‑ \ud800'
    strange = replace(said(), title=wild, summary=wild, owner=wild, place=wild, help=(wild,))
    assert (await sheets.pdf(Sheet.LEAFLET_A5, strange, b"", NOW)).startswith(b"%PDF")


def test_what_no_typeface_has_becomes_its_bare_letter_a_question_mark_or_nothing() -> None:
    assert printable("perché no? «È» – 48.000 €") == "perché no? «È» – 48.000 €"
    assert printable("ạ 🙂Ж\u200b") == "a ?"
    assert printable(["ạ", {"x": "Ж"}, 5]) == ["a", {"x": "?"}, 5]


def drawn(svg: str) -> list[list[int]]:
    """The dark fields of a code's picture, read from its path: runs of so many fields, row by row."""
    size = int(re.search(r'viewBox="0 0 (\d+)|width="(\d+)"', svg).group(2) or 0)  # type: ignore[union-attr]
    field = [[0] * size for _ in range(size)]
    x, y = 0.0, 0.0
    path = re.findall(r' d="([^"]+)"', svg)[-1]
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
        values = [float(n) for n in re.findall(r"-?\d*\.?\d+", numbers)]
        if command == "M":
            x, y = values
        elif command == "m":
            x, y = x + values[0], y + values[1]
        else:
            for column in range(int(x), int(x + values[0])):
                field[int(y)][column] = 1
            x += values[0]
    return field


def test_the_picture_is_the_code_of_the_address_with_its_quiet_border() -> None:
    url = "https://partecipa.comune.example/consultazioni/che-cosa-manca"
    code, field = sheets.code(url), drawn(sheets.qr_svg(url))
    assert not code.is_micro
    assert code.error == "M"
    inside = [row[4:-4] for row in field[4:-4]]
    assert inside == [[int(dark) for dark in row] for row in code.matrix]
    assert not any(field[0] + field[3] + field[-1] + field[-4])


def test_a_sheet_speaks_of_what_can_still_be_done_and_says_midnight_as_the_end_of_the_day() -> None:
    proposing = PhaseView(PhaseKind.PROPOSING, 0, NOW, NOW + timedelta(days=20))
    both = said(phases=(proposing, *vote().phases))
    assert [when.act for when in both.whens] == ["Proponi la tua idea", "Vota"]
    [voting] = said(at=OPENS, phases=(proposing, *vote().phases)).whens
    assert voting.opens == "da martedì 10 novembre 2026, ore 10:00"
    assert voting.closes == "fino alle 24:00 di domenica 29 novembre 2026"
    assert said().who == "Può votare chi ha almeno 16 anni e abita qui: Navile."
    assert "abita in città" in said(city_wide=True, neighbourhoods=()).who
    assert said(ballot_kind="").who == ""
    assert said().shown_url == "partecipa.comune.example/consultazioni/che-cosa-manca"
