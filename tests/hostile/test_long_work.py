# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Texts made to be slow: work grows with their length and not with its square.

Each text is so long that a square would take an hour; the guard of a minute is for hanging only.
"""

import unicodedata
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from deliberation import money
from deliberation.errors import CivicError
from deliberation.people import emails
from deliberation.people.rules import password_fault
from deliberation.places.addresses import words
from deliberation.proposals import search
from deliberation.proposals.queries import excerpt
from deliberation.records.attachments import safe_name
from deliberation.text import MOST_MARKS, normal, plain, slug, tidy
from tests.hostile.forms import OWN
from tests.hostile.test_forms import enter
from tests.hostile.towns import a_town
from web.__main__ import rione
from web.http.bodies import FORM
from web.render import markdown
from web.words.i18n import best_locale

pytestmark = pytest.mark.timeout(60)
MILLION = 1_000_000
MARKS = "a" + "\u0301\u0316" * (MILLION // 2)


@pytest.mark.parametrize("form", ["NFC", "NFKC", "NFKD"])
def test_a_letter_keeps_thirty_marks(form: str) -> None:
    found = normal(form, MARKS)  # type: ignore[arg-type]
    assert sum(map(bool, map(unicodedata.combining, found))) <= MOST_MARKS
    assert tidy("e\u0301 perche\u0301") == "é perché"


def test_marks_cost_no_more_than_letters() -> None:
    assert len(tidy(MARKS)) <= MOST_MARKS + 1
    assert plain(MARKS) == "a"
    assert slug(MARKS) == "a"
    assert len(safe_name(MARKS + ".pdf")) < 200
    with pytest.raises(CivicError):
        emails.normal(MARKS + "@example.org")
    assert password_fault(MARKS, "anna@example.org") == "password.long"
    assert best_locale(MARKS) == "it"


BLANKS = "a" + "\n" * MILLION + "a"
SLOW = {
    "line ends": BLANKS,
    "brackets": "[" * MILLION,
    "links": "[](" * (MILLION // 3),
    "pictures": "![" * MILLION,
    "one word": "a" * MILLION,
    "suffixes": "mente" * (MILLION // 5),
    "blanks": "a" + " " * MILLION + "a",
    "digits": "1" * MILLION,
    "marks": MARKS,
    "dots": "1." * (MILLION // 2),
}


@pytest.mark.parametrize("label", SLOW)
def test_what_pages_make_of_texts_grows_with_their_length(label: str) -> None:
    text = SLOW[label]
    assert len(excerpt(text)) <= 181
    assert len(search.patterns(text)) <= search.MOST_TOKENS
    assert search.searchable(text[: MILLION // 10])
    for read in (emails.normal, money.cents):
        with pytest.raises((CivicError, ValueError)):
            read(text)
    assert words.ask(text)


@pytest.mark.parametrize("text", ["[" * 20_000, "![" * 10_000, "[[]" * 7_000, "[" * 9_000 + "a" + "](b)" * 2_500])
def test_brackets_that_stay_open_are_text(text: str) -> None:
    assert "<a" not in markdown(text * 5)
    assert "[[" in markdown("[" * 400)
    assert '<a href="https://b.example"' in markdown("[a](https://b.example)")


@pytest.mark.parametrize("path", ["/accesso", "/registrazione", "/recupero"])
async def test_a_form_full_of_marks_is_answered(browser: httpx.AsyncClient, path: str) -> None:
    await a_town()
    token = await enter(browser, None)
    body = f"_csrf={token}&email=".encode() + MARKS.encode()[: FORM.size - 200]
    assert (await browser.post(path, content=body, headers=OWN)).status_code in (200, 422, 429)


@pytest.mark.parametrize("length", [10**30, 2**31, 2**63 - 1, 2**63])
async def test_a_page_that_is_far_away_is_a_page_or_no_page(browser: httpx.AsyncClient, length: int) -> None:
    town = await a_town()
    await enter(browser, town.office)
    for path in (
        "/proposte?pagina",
        "/avvisi?pagina",
        "/gestione/persone?pagina",
        "/gestione/proposte?pagina",
        "/api/v1/proposals?page",
        "/api/v1/proposals?per_page",
        "/api/v1/consultations?page",
    ):
        for number in (length, -length):
            assert (await browser.get(f"{path}={number}")).status_code < 500, (path, number)


@pytest.mark.parametrize("text", ["[" * 200_000, '{"a":' * 200_000, "9" * MILLION, '"' + "\\u0000" * 100_000 + '"'])
def test_deep_and_endless_json_is_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "election.json"
    file.write_text(text)
    done = CliRunner().invoke(rione, ["tally", str(file)])
    assert done.exit_code == 3, done.output[:300]


def test_a_file_with_a_million_columns_is_read_or_refused(tmp_path: Path) -> None:
    file = tmp_path / "ballots.csv"
    file.write_text(",".join(f"c{n}" for n in range(MILLION)) + "\n" + ",".join(["1"] * MILLION) + "\n")
    assert CliRunner().invoke(rione, ["tally", str(file)]).exit_code in (2, 3)
