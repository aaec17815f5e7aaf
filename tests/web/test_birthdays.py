# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A birth date in three fields: what it means, what is said of one that cannot be, what stays typed."""

from datetime import date

import pytest
from litestar.datastructures import FormMultiDict

from deliberation.errors import Invalid
from web.forms import BirthdayField, CivicForm, Sent
from web.words.messages.identity import WrongBirthday, birthday_of

TODAY = date(2026, 11, 29)


class Form(CivicForm):
    born = BirthdayField("Scrivi quando sei nato.")


def read(day: str, month: str, year: str, locale: str = "it") -> Form:
    sent = FormMultiDict([("born-day", day), ("born-month", month), ("born-year", year)])
    return Form(Sent(sent), locale=locale)


@pytest.mark.parametrize("month", ["3", "03", "marzo", "Mar", "MARZO"])
def test_a_month_is_its_number_or_its_name(month: str) -> None:
    assert birthday_of({"day": "27", "month": month, "year": "1956"}, TODAY, "it") == date(1956, 3, 27)


def test_the_names_of_months_are_those_of_the_readers_language() -> None:
    assert birthday_of({"day": "1", "month": "January", "year": "1956"}, TODAY, "en") == date(1956, 1, 1)
    with pytest.raises(WrongBirthday):
        birthday_of({"day": "1", "month": "January", "year": "1956"}, TODAY, "it")


@pytest.mark.parametrize(
    ("typed", "words", "wrong"),
    [
        (("", "3", "1956"), "manca il giorno", {"day"}),
        (("27", "", ""), "manca il mese", {"month", "year"}),
        (("27", "3", ""), "manca l'anno", {"year"}),
        (("32", "3", "1956"), "da 1 a 31", {"day"}),
        (("0", "3", "1956"), "da 1 a 31", {"day"}),
        (("27", "13", "1956"), "da 1 a 12", {"month"}),
        (("27", "ma", "1956"), "da 1 a 12", {"month"}),
        (("ventisette", "3", "1956"), "da 1 a 31", {"day"}),
        (("27", "3", "56"), "quattro cifre", {"year"}),
        (("27", "3", "0056"), "quattro cifre", {"year"}),
        (("27", "3", "²⁰¹⁰"), "quattro cifre", {"year"}),
        (("31", "4", "1956"), "aprile ha 30 giorni", {"day"}),
        (("31", "2", "1956"), "febbraio ha 29 giorni", {"day"}),
        (("29", "2", "1957"), "nel 1957 febbraio ha 28 giorni", {"day"}),
        (("30", "11", "2026"), "deve ancora venire", {"year"}),
        (("27", "3", "1890"), "più di 120 anni", {"year"}),
    ],
)
def test_what_cannot_be_says_which_part_to_look_at(typed: tuple[str, str, str], words: str, wrong: set[str]) -> None:
    with pytest.raises(WrongBirthday, match=words) as refused:
        birthday_of(dict(zip(("day", "month", "year"), typed, strict=True)), TODAY, "it")
    assert refused.value.parts == wrong


@pytest.mark.parametrize("day", [date(2026, 11, 29), date(1906, 11, 29), date(2024, 2, 29)])
def test_today_a_hundred_and_twenty_years_and_a_leap_day_are_birth_dates(day: date) -> None:
    typed = {"day": str(day.day), "month": str(day.month), "year": str(day.year)}
    assert birthday_of(typed, TODAY, "it") == day


def test_a_form_keeps_what_was_typed_and_says_what_is_wrong_in_the_readers_language() -> None:
    form = read(" 31 ", "2", "1956", "en")
    with pytest.raises(Invalid):
        form.check()
    assert form.born.parts == {"day": "31", "month": "2", "year": "1956"}
    assert form.errors_of()["born"] == "There is no such day: February has 29 days. Check the birth date."


def test_three_empty_fields_are_asked_for_by_the_form() -> None:
    form = read("", "", "")
    assert not form.validate()
    assert form.errors_of()["born"] == "Scrivi quando sei nato."


def test_a_stored_date_is_shown_in_its_three_parts() -> None:
    form = Form(None, data={"born": date(1956, 3, 27)})
    assert (form.born.parts, form.born.data) == ({"day": "27", "month": "3", "year": "1956"}, date(1956, 3, 27))


def test_a_date_that_is_right_is_read() -> None:
    form = read("27", "3", "1956")
    form.check()
    assert form.data == {"born": date(1956, 3, 27)}
