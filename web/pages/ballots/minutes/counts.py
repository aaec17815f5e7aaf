# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What minutes are written from: one count as its page shows it, and what is the same for all counts of a vote."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from babel import Locale, numbers

from analytics.participation import Turnout
from deliberation.ballots.queries import StoredTally
from deliberation.ballots.questions import Question
from voting.evidence.transcript import MONEY
from web.figures import Drawn, Reading
from web.pages.ballots.result_parts import BallotFiles, drawn
from web.pages.ballots.results_view import ResultView

NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:/\d+)?")
NAMES = {"option", "rival", "cap", "kept", "act"}  # fields that hold no number, whatever they look like


@dataclass(frozen=True, slots=True)
class Count:
    """One count. `known`: its turnout as the page shows it, None where it is not shown; `is_partial`: that leaves out
    places whose numbers are hidden; `address`: where its files are."""

    view: ResultView
    known: Turnout | None
    is_partial: bool
    files: BallotFiles
    address: str

    @property
    def asked(self) -> Question:
        """The vote, or the vote in one of its pots."""
        return self.view.question

    @property
    def tally(self) -> StoredTally:
        """The count as it is kept."""
        return self.view.official

    @property
    def outcome(self) -> dict[str, Any]:
        """The published outcome."""
        return self.tally.outcome

    @property
    def reading(self) -> Reading:
        """The outcome with names and words."""
        return Reading(self.outcome, self.view.title, self.view.locale)

    @property
    def figure(self) -> Drawn | None:
        """The figure of the result's page; None where numbers are withheld."""
        return drawn(self.view)

    @property
    def names(self) -> dict[str, str]:
        """What each option is called."""
        return {option: self.view.title(option) for option in self.reading.ids}


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands around the counts of a vote: the comune and its office, who counted, where the site is."""

    owner: str
    city: str
    office: str
    office_address: str
    counted_by: str  # public id of an account, `system`, `cli`, or '' where the journal says nothing
    base_url: str


def money(reading: Reading, cents: object) -> str:
    """Euros; «circa» where they are no whole cents."""
    exact = Fraction(str(cents))
    told = reading.euro(exact)
    return told if exact.denominator == 1 else reading.gettext("circa %(amount)s", amount=told)


def exact(reading: Reading, text: str) -> str:
    """A number as the outcome has it, with all its decimals; a fraction to two, and «circa»."""
    if "/" in text:
        about = Fraction(round(Fraction(text) * 100), 100)
        return reading.gettext("circa %(amount)s", amount=reading.number(about))
    found: str = numbers.format_decimal(Decimal(text), locale=Locale.parse(reading.locale), decimal_quantization=False)
    return found


def write(reading: Reading, name: str, value: object) -> object:
    """A field of a step of the count, in the reader's words: euros, grades, numbers."""
    if name == "cap":
        return reading.title(str(value))
    if name in NAMES or isinstance(value, bool) or not isinstance(value, int | str):
        return value
    text = str(value)
    if name == "grade" and (word := reading.rule.word(reading.outcome["params"], text)):
        return f"«{reading.gettext(word)}»"
    if name == "sign":  # of a median grade: the numbers above and below it say the same
        return ""
    if not NUMBER.fullmatch(text):
        return value
    return money(reading, text) if name in MONEY and reading.has_money else exact(reading, text)
