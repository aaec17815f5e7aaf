# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A reader's language for the floors below: what analytics.language.Language asks for, over our catalogues."""

from dataclasses import dataclass
from datetime import date

from babel import Locale, dates

from analytics.disclosure import Hidden
from analytics.figures import Cell, Column
from web.words import i18n

SMALL = 0.01  # shares below it are written with two decimals


@dataclass(frozen=True, slots=True)
class Speech:
    """Sentences, numbers and dates in one language."""

    code: str

    def gettext(self, message: str, **values: object) -> str:
        return i18n.translate(self.code, message, **values)

    def ngettext(self, one: str, many: str, n: int, **values: object) -> str:
        text = i18n.translations(self.code).ngettext(one, many, n)
        return text % {"n": self.number(n), **values}

    def number(self, value: float) -> str:
        return i18n.number(value, self.code)

    def percent(self, share: float) -> str:
        return i18n.percent(share, self.code, 1 if share == 0 or share >= SMALL else 2)

    def euro(self, cents: int) -> str:
        return i18n.euro(cents, self.code)

    def short_day(self, day: date) -> str:
        return dates.format_date(day, "d MMM y", locale=Locale.parse(self.code))

    def month(self, day: date) -> str:
        return dates.format_date(day, "LLLL y", locale=Locale.parse(self.code))

    def cell(self, cell: Cell, column: Column) -> str:
        """A table's cell as text: the same number that the drawing shows."""
        if cell is None:
            return "–"
        if isinstance(cell, Hidden):
            return self.gettext("nascosto")
        if isinstance(cell, str):
            return cell
        if column.unit == "share":
            return self.percent(float(cell))
        if column.unit == "euro":
            return self.euro(int(cell))
        return self.number(cell)
