# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Days and counts in a sentence: the article that Italian wants, the separators of each language."""

from datetime import UTC, datetime

import pytest

from voting.words.sentences import tell_many
from web.render import environment
from web.words.i18n import euro, since
from web.words.sentences import told


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (1, "dal 1° dicembre"),
        (3, "dal 3 dicembre"),
        (8, "dall'8 dicembre"),
        (11, "dall'11 dicembre"),
        (18, "dal 18 dicembre"),
    ],
)
def test_the_article_agrees_with_the_day(day: int, words: str) -> None:
    assert since(datetime(2026, 12, day, 12, tzinfo=UTC), "it") == words


def test_the_day_is_the_one_in_rome() -> None:
    assert since(datetime(2026, 12, 2, 23, 30, tzinfo=UTC), "it") == "dal 3 dicembre"
    assert since(datetime(2026, 12, 2, 23, 30, tzinfo=UTC), "en") == "from 3 December"


@pytest.mark.parametrize(("locale", "written"), [("it", "2.457"), ("en", "2,457")])
def test_a_count_is_written_as_the_language_writes_numbers(locale: str, written: str) -> None:
    template = environment(locale).from_string("{{ ngettext('%(num)s sola', '%(num)s in tutto', 2457) }}")
    assert template.render() == f"{written} in tutto"
    assert told([tell_many("%(num)s sola", "%(num)s in tutto", 2457)], locale) == f"{written} in tutto"


@pytest.mark.parametrize(("locale", "whole", "parts"), [("it", "73.000 €", "0,50 €"), ("en", "73,000 €", "0.50 €")])
def test_an_amount_is_written_as_the_language_writes_it_and_stays_on_one_line(
    locale: str, whole: str, parts: str
) -> None:
    assert (euro(7_300_000, locale), euro(50, locale)) == (whole.replace(" ", "\xa0"), parts.replace(" ", "\xa0"))
