# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The day from which something is open, with the article that Italian wants."""

from datetime import UTC, datetime

import pytest

from web.words.i18n import since


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
