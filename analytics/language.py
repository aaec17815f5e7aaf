# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of figures: Italian sentences of ours, translated and filled in by whoever shows them."""

from __future__ import annotations

from datetime import date
from typing import Protocol


class Language(Protocol):
    """A reader's language. web/words/speech.py is the one that pages use."""

    @property
    def code(self) -> str:
        """'it' or 'en'."""

    def gettext(self, message: str, **values: object) -> str:
        """The sentence, with %(name)s filled in."""

    def ngettext(self, one: str, many: str, n: int, **values: object) -> str:
        """The sentence in the singular or in the plural; %(n)s is the number as people write it."""

    def number(self, value: float) -> str:
        """'1.240'."""

    def percent(self, share: float) -> str:
        """A share of one: '18,4 %'."""

    def euro(self, cents: int) -> str:
        """'48.000 €'."""

    def short_day(self, day: date) -> str:
        """'30 nov 2026'."""

    def month(self, day: date) -> str:
        """'novembre 2026'."""
