# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one dialect of forms: what a field reads, what is said of what it cannot read, what comes back as typed."""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import httpx
import pytest
from litestar.datastructures import FormMultiDict, UploadFile

from deliberation.errors import Conflict, Invalid
from tests.world import a_city, post
from web.forms import (
    NO_VERSION,
    CheckField,
    CivicForm,
    DayField,
    InstantField,
    KindField,
    MoneyField,
    PrefixedField,
    Sent,
    TextField,
    TextsField,
    UploadField,
    VersionField,
    WholeField,
    errors_of,
    has_texts,
    page_number,
    whole,
)
from web.http.requests import CivicRequest

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
NO_SUCH_DAY = "Questo giorno non esiste."


class Fruit(StrEnum):
    APPLE = "apple"
    PEAR = "pear"


class Basket(CivicForm):
    """A field of each kind."""

    label = TextField("Scrivi il nome.")
    password = TextField()
    consent = CheckField()
    pieces = WholeField(default=1)
    price = MoneyField()
    day = DayField(wrong=NO_SUCH_DAY)
    fruit = KindField(Fruit, "Scegli un frutto.")
    second = KindField(Fruit, default=Fruit.PEAR)
    shelves = TextsField()
    seen = InstantField()
    version = VersionField()
    posto = PrefixedField()
    picture = UploadField()


def basket(*changed: tuple[str, object], locale: str = "it") -> Basket:
    """A form that is well but for what is changed; a value of None leaves the field out."""
    values: dict[str, object] = {"label": "mele", "fruit": "apple", "version": "3"}
    names = {name for name, _ in changed}
    kept = [(name, value) for name, value in values.items() if name not in names]
    sent = [*kept, *((name, value) for name, value in changed if value is not None)]
    return Basket(Sent(FormMultiDict(sent)), locale=locale)


def errors(form: CivicForm) -> dict[str, str]:
    with pytest.raises(Invalid):
        form.check()
    return form.errors_of()


def test_a_form_gives_values_of_their_kind() -> None:
    form = basket(("pieces", "12"), ("price", "48.000,50"), ("day", "2026-11-30"), ("shelves", "a"), ("shelves", "b"))
    form.check()
    assert (form.pieces.data, form.price.data, form.day.data) == (12, 4_800_050, date(2026, 11, 30))
    assert (form.fruit.data, form.second.data, form.shelves.data) == (Fruit.APPLE, Fruit.PEAR, ["a", "b"])
    assert (form.version.data, form.picture.data, form.consent.data) == (3, None, False)
    assert basket(("consent", "1")).consent.data is True


def test_empty_fields_have_their_defaults() -> None:
    form = basket(("pieces", ""), ("price", " "), ("day", ""), ("second", "stone"))
    form.check()
    assert (form.pieces.data, form.price.data, form.day.data) == (1, None, None)
    assert (form.second.data, form.shelves.data) == (Fruit.PEAR, [])


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("label", " \t ", "Scrivi il nome."),
        ("label", None, "Scrivi il nome."),
        ("pieces", "0.5", "Scrivi un numero intero."),
        ("pieces", "-1", "Scrivi un numero intero."),
        ("pieces", "²", "Scrivi un numero intero."),
        ("pieces", "1234567890", "Scrivi un numero intero."),
        ("price", "tanto", "Scrivi la somma in euro, con al massimo due decimali: 48.000 oppure 48.000,50."),
        ("day", "2026-02-30", NO_SUCH_DAY),
        ("fruit", "stone", "Scegli un frutto."),
        ("fruit", None, "Scegli un frutto."),
    ],
)
def test_what_cannot_be_read_has_a_sentence_beside_its_field(name: str, text: str | None, sentence: str) -> None:
    assert errors(basket((name, text))) == {name: sentence}


def test_sentences_are_in_the_readers_language() -> None:
    assert errors(basket(("pieces", "x"), locale="en")) == {"pieces": "Enter a whole number."}


def test_all_that_was_typed_comes_back_in_normal_form() -> None:
    form = basket(("label", " e\u0300\x00 "), ("pieces", "x"), ("shelves", "b"), ("shelves", "a"), ("other", "y"))
    assert form.typed == {"label": "è", "fruit": "apple", "version": "3", "pieces": "x", "shelves": ["b", "a"]}
    assert form.typed["price"] == ""


def test_of_a_field_that_came_twice_the_first_is_read() -> None:
    form = basket(("label", "mele"), ("label", "pere"))
    assert (form.label.data, form.typed["label"]) == ("mele", "mele")


def test_a_password_is_never_tidied() -> None:
    assert basket(("password", " e\u0300 ")).password.data == " e\u0300 "


@pytest.mark.parametrize(("text", "instant"), [(NOON.isoformat(), NOON), ("noon", None), ("", None), (None, None)])
def test_an_instant_is_the_one_that_a_page_wrote_or_none(text: str | None, instant: datetime | None) -> None:
    assert basket(("seen", text)).seen.data == instant


def test_fields_with_one_beginning_come_as_pairs_and_each_as_often_as_it_was_sent() -> None:
    form = basket(("posto-b", " 2 "), ("posto-a", "1"), ("posto-b", "3"), ("posti-c", "4"), ("posto", "5"))
    assert form.posto.data == [("b", "2"), ("a", "1"), ("b", "3")]


def test_a_form_takes_texts_that_follow_from_what_the_rooms_know() -> None:
    kind = has_texts(["schulze-seats"])(type("Larger", (Basket,), {}))
    form = kind(Sent(FormMultiDict([("schulze-seats", "2")])))
    assert (form["schulze-seats"].data, form.typed) == ("2", {"schulze-seats": "2", "shelves": []})


@pytest.mark.parametrize("text", ["", "x", "-3", "٣", "9" * 40, None])
def test_a_broken_version_fits_none(text: str | None) -> None:
    form = basket(("version", text))
    form.check()
    assert form.version.data == NO_VERSION == -1, "0 is the version of what nobody has written yet"


def test_a_file_is_a_file_and_no_text() -> None:
    picture, text, nothing = (UploadFile("image/png", name) for name in ("a.png", "mele", ""))
    with picture.file, text.file, nothing.file:
        form = basket(("picture", picture), ("label", text))
        assert form.picture.data is picture
        assert errors(form) == {"label": "Scrivi il nome."}
        assert basket(("picture", nothing)).picture.data is None


def test_a_refusal_stands_beside_the_fields_that_it_names_or_is_the_whole_forms() -> None:
    assert errors_of(Invalid("vote.wrong", fields={"seats": "number.unreadable"}), "it") == {
        "seats": "Scrivi un numero intero."
    }
    assert errors_of(Conflict("request.unreadable"), "it") == {
        "": "Non riusciamo a leggere la richiesta. Torna indietro e riprova."
    }


def test_a_refusal_of_a_date_names_its_phase() -> None:
    found = errors_of(Invalid("phases.wrong", fields={"voting-closes": "phase.past"}), "it")
    assert found == {"voting-closes": "«Voto» finirebbe nel passato: sposta in avanti la fine."}


def test_a_refusal_that_speaks_of_one_phase_names_it_beside_the_field_of_all() -> None:
    found = errors_of(Invalid("phase.past", fields={"phases": "phase.past"}, phase="voting"), "it")
    assert found == {"phases": "«Voto» finirebbe nel passato: sposta in avanti la fine."}


def test_what_cannot_be_read_is_said_before_what_is_not_allowed() -> None:
    form = basket(("pieces", "x"))
    assert errors(form) == form.errors_of(Conflict("request.unreadable"))
    assert form.errors_of()["price"] == ""


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("007", 7), ("9" * 9, 999_999_999), ("", None), (" 1", None)])
def test_a_whole_number_is_at_most_nine_digits(text: str, number: int | None) -> None:
    assert whole(text) == number


@pytest.mark.parametrize(
    ("query", "number"), [("", 1), ("pagina=3", 3), ("pagina=0", 1), ("pagina=-2", 1), ("pagina=due", 1)]
)
def test_a_list_begins_at_page_one_whatever_the_address_says(query: str, number: int) -> None:
    address: Any = {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": query.encode()}
    assert page_number(CivicRequest(address)) == number


async def test_a_form_is_shown_with_200_and_shown_again_after_a_refusal_with_422(browser: httpx.AsyncClient) -> None:
    await a_city()
    assert (await browser.get("/registrazione")).status_code == 200
    refused = await post(browser, "/registrazione", "/registrazione", email="")
    assert refused.status_code == 422
    assert "Da sistemare" in refused.text
