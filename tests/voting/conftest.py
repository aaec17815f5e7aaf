# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whatever a count says in words is in the catalogue: a text that nobody translated would be said in Italian."""

from collections.abc import Iterator

import pytest

from tests.conftest import ROOT
from voting.words.sentences import Sentence, Value


@pytest.fixture(autouse=True, scope="session")
def sentences_are_in_the_catalogue() -> Iterator[None]:
    from babel.messages.pofile import read_po

    with (ROOT / "web/locale/en/LC_MESSAGES/rione.po").open("rb") as file:
        known = {message.id if isinstance(message.id, tuple) else (message.id, "") for message in read_po(file)}
    made = Sentence.__init__

    def checked(
        self: Sentence, text: str, many: str = "", number: int = 1, values: dict[str, Value] | None = None
    ) -> None:
        assert (text, many) in known, f"not in the catalogue: {text!r} {many!r}"
        made(self, text, many, number, values or {})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Sentence, "__init__", checked)
        yield
