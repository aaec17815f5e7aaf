# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whatever a count says in words is in the catalogue: a text that nobody translated would be said in Italian."""

from collections.abc import Iterator
from functools import cache

import pytest

from tests.conftest import ROOT
from voting.words.sentences import Sentence, Value


@cache
def known_texts() -> frozenset[tuple[str, str]]:
    """Singular and plural of every text of the catalogue."""
    from babel.messages.pofile import read_po

    with (ROOT / "web/locale/en/LC_MESSAGES/rione.po").open("rb") as file:
        return frozenset(message.id if isinstance(message.id, tuple) else (message.id, "") for message in read_po(file))


@pytest.fixture(autouse=True, scope="module")
def sentences_are_in_the_catalogue() -> Iterator[None]:
    known = known_texts()
    made = Sentence.__init__

    def checked(
        self: Sentence, text: str, many: str = "", number: int = 1, values: dict[str, Value] | None = None
    ) -> None:
        assert (text, many) in known, f"not in the catalogue: {text!r} {many!r}"
        made(self, text, many, number, values or {})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Sentence, "__init__", checked)
        yield
