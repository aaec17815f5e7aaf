# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A stored outcome as the figures read it: names instead of ids, exact numbers, words in the reader's language."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from voting import RULES
from voting.tallies import Rule
from voting.words.sentences import shown
from web.words import i18n
from web.words.sentences import told


@dataclass(frozen=True, slots=True)
class Reading:
    """One outcome (voting.Outcome as JSON), what its options are called, and the reader's language."""

    outcome: Mapping[str, Any]
    title: Callable[[str], str]
    locale: str = "it"

    @property
    def rule(self) -> Rule:
        """The rule that counted."""
        return RULES[str(self.outcome["rule"])]

    @property
    def winners(self) -> list[str]:
        """Ids of who won, in order."""
        return [str(option) for option in self.outcome["winners"]]

    @property
    def ids(self) -> list[str]:
        """Options in the order of the evidence."""
        return [str(option["id"]) for option in self.outcome["options"]]

    @property
    def ranked(self) -> list[str]:
        """Winners first, in their order, then the others as they are ranked."""
        rest = [str(option) for group in self.outcome["ranking"] for option in group]
        return list(dict.fromkeys([*self.winners, *rest]))

    @property
    def totals(self) -> dict[str, Fraction]:
        """Option → total."""
        return {str(option): Fraction(str(total)) for option, total in self.outcome["totals"].items()}

    @property
    def rounds(self) -> Sequence[Mapping[str, Any]]:
        """Every step of the count."""
        found: Sequence[Mapping[str, Any]] = self.outcome["rounds"]
        return found

    @property
    def evidence(self) -> Mapping[str, Any]:
        """What else the count leaves to check."""
        found: Mapping[str, Any] = self.outcome["evidence"]
        return found

    @property
    def lang(self) -> str:
        """The language of names where it is not the page's."""
        return "it" if self.locale != "it" else ""

    def gettext(self, text: str, **values: object) -> str:
        """A text of ours in the reader's language."""
        return i18n.translate(self.locale, text, **values)

    def ngettext(self, one: str, many: str, number: int, **values: object) -> str:
        """The same with a singular and a plural."""
        found = i18n.translations(self.locale).ngettext(one, many, number)
        return found % {"num": i18n.number(number, self.locale), **values}

    def number(self, value: object) -> str:
        """An exact number as people read it, to two decimals."""
        return i18n.number(shown(value), self.locale)

    def euro(self, cents: object) -> str:
        """Whole cents as euros."""
        return i18n.euro(round(Fraction(str(cents))), self.locale)

    def percent(self, share: Fraction | float) -> str:
        """A share from 0 to 1, without decimals."""
        return i18n.percent(float(share), self.locale, 0)

    def amount(self, total: Fraction) -> str:
        """A total with its unit: «42 voti», «7,5 punti»."""
        if word := self.rule.word(self.outcome["params"], str(total)):
            return self.gettext(word)
        counted = self.rule.explanation.counted
        if counted and total.denominator == 1:
            return str(told([counted(int(total))], self.locale))
        return f"{self.number(total)} {self.unit().lower()}" if total != 1 else self.number(total)

    def unit(self) -> str:
        """What the totals are."""
        return self.gettext(self.rule.explanation.unit)

    def cost(self, option: str) -> Fraction | None:
        """What an option costs, in cents."""
        found = next((o.get("cost") for o in self.outcome["options"] if o["id"] == option), None)
        return None if found is None else Fraction(str(found))

    def grades(self, number: int) -> list[str]:
        """What each of so many grades is called, the lowest first: the rule's own words, else numbers."""
        known = {one.name: one.default for one in self.rule.paper} | dict(self.outcome["params"])
        words = [self.gettext(word) for word in self.rule.scale(known)]
        return words if len(words) == number else [self.number(grade) for grade in range(number)]

    @property
    def has_money(self) -> bool:
        """Whether the winners are paid for."""
        return "budget" in self.outcome

    def listed(self, options: Sequence[str]) -> str:
        """Names, one after the other."""
        return ", ".join(self.title(option) for option in options)
