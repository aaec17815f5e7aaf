# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The contract between ``count()`` and a rule: what a rule is given (Case) and what it gives back (Tally)."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from numbers import Rational

from voting.asking import Asking, Offer, Trait
from voting.ballots import BallotKind, Limits
from voting.canonical import exact
from voting.errors import CountError
from voting.lots.ties import Facts, TieBreaker
from voting.magnitudes import MOST
from voting.profile import Profile
from voting.words.explanations import Explanation
from voting.words.sentences import Sentence

Json = Mapping[str, object]


_FORMS: Mapping[str, Callable[[Fraction], bool]] = {
    "integer": lambda number: 0 <= number < MOST and number.denominator == 1,
    "amount": lambda number: number > 0,
    "share": lambda number: 0 <= number <= 1,
}
_NUMBER = re.compile(r"[0-9]{1,24}(?:[./][0-9]{1,24})?")  # no exponent: 1e999999999 would never be read to its end


def _number(text: str) -> Fraction:
    """The number of a text; −1, which no form takes, where there is none."""
    try:
        return Fraction(text) if _NUMBER.fullmatch(text) else Fraction(-1)
    except ZeroDivisionError:
        return Fraction(-1)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a rule. ``choices`` closes the set; else ``form`` says what it is: ``integer`` (from 0 to below
    2⁵³), ``amount`` (> 0), ``share`` (from 0 to 1, ``1/3`` or ``0.05``) or ``amounts`` (``Sport=500;Verde=300``, empty
    for none). ``label`` and ``labels`` are its words in a form, and its choices'; without a label no form asks for it.
    Labels of a number that is not closed are the only ones that a form takes, else those from ``least`` to ``most``.
    """

    name: str
    default: str
    choices: tuple[str, ...] = ()
    form: str = "choice"
    label: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    least: int = 0
    most: int | None = None

    def asked(self, text: str) -> str:
        """The value of a form in its canonical text. Raises CountError bad_parameter, where ``read`` takes more too."""
        value = self.read(text)
        if self.form == "integer" and not self.choices:
            fits = value in self.labels if self.labels else self.least <= int(value) <= (self.most or MOST)
            if not fits:
                raise CountError("bad_parameter", parameter=self.name, found=text, expected=f"from {self.least}")
        return value

    def read(self, text: str) -> str:
        """The value in its canonical text. Raises CountError bad_parameter."""
        if self.choices:
            if text in self.choices:
                return text
            raise CountError("bad_parameter", parameter=self.name, found=text, expected="|".join(self.choices))
        if self.form == "amounts":
            return self._amounts(text)
        number = _number(text)
        if _FORMS[self.form](number):
            return exact(number)
        raise CountError("bad_parameter", parameter=self.name, found=text, expected=self.form)

    def _amounts(self, text: str) -> str:
        """Names with amounts, in the order of the names."""
        found: dict[str, str] = {}
        for part in filter(None, (part.strip() for part in text.split(";"))):
            name, equals, amount = part.rpartition("=")
            number = _number(amount.strip())
            if not equals or not name.strip() or number < 0 or name.strip() in found:
                raise CountError("bad_parameter", parameter=self.name, found=part, expected="name=amount;name=amount")
            found[name.strip()] = exact(number)
        return ";".join(f"{name}={found[name]}" for name in sorted(found))

    def text(self, value: object) -> str:
        """The text of a value: a whole number, fraction, decimal or truth, amounts by name, or the text itself.

        Raises CountError bad_parameter for anything else, a float above all: floats are not exact.
        """
        if isinstance(value, str):
            return str(value)
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, Mapping) and self.form == "amounts":
            return ";".join(f"{name}={self.text(amount)}" for name, amount in value.items())
        if isinstance(value, Decimal) and value.is_finite() and -60 <= value.adjusted() <= 60:
            value = Fraction(value)
        if isinstance(value, Rational):
            return exact(Fraction(int(value.numerator), int(value.denominator)))
        expected = "a whole number, a Fraction, a truth or a text, like 1/3 or 0.25: floats are not exact"
        raise CountError("bad_parameter", parameter=self.name, found=repr(value)[:80], expected=expected)

    def as_json(self) -> dict[str, object]:
        """For ``rione rules --json``."""
        return {"name": self.name, "default": self.default, "choices": list(self.choices), "form": self.form}


@dataclass(frozen=True)
class Case:
    """One count to make: merged ballots, complete parameters, the tie breaker, and money where the rule needs it.

    ``budget`` and option costs are in the profile's unit; ``unit`` of them make one currency unit.
    """

    profile: Profile
    params: Mapping[str, str]
    ties: TieBreaker
    budget: Fraction = Fraction(0)
    unit: int = 1

    @property
    def ids(self) -> tuple[str, ...]:
        """Option ids in column order."""
        return self.profile.ids

    @property
    def seats(self) -> int:
        """How many options are to be elected, from the parameter ``seats``."""
        seats = int(self.params["seats"])
        if seats < 1:
            raise CountError("bad_parameter", parameter="seats", found=str(seats), expected="at least 1")
        return min(seats, len(self.profile.options))

    @property
    def costs(self) -> list[int | Fraction]:
        """Costs in column order. Raises CountError bad_cost when one is unknown or not positive."""
        costs: list[int | Fraction] = []
        for option in self.profile.options:
            if option.cost is None or option.cost <= 0:
                raise CountError("bad_cost", option=option.id)
            costs.append(option.cost)
        return costs


@dataclass(frozen=True, slots=True)
class Detail:
    """The evidence of a count. Numbers are whole or text (``canonical.exact``). ``beside``: what was found on the way
    and is no part of the outcome nor of its digest."""

    rounds: Sequence[Json] = ()
    margins: Json = field(default_factory=dict)
    evidence: Json = field(default_factory=dict)
    beside: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tally:
    """What a rule found. ``detail`` writes the evidence when somebody first reads it: a what-if may not need it."""

    winners: Sequence[str]
    ranking: Sequence[Sequence[str]]
    totals: Mapping[str, int | Fraction]
    detail: Callable[[], Detail]


def _any(_params: Mapping[str, str], _budget: Fraction) -> None:
    """Most rules spend any budget."""


def _free(_params: Mapping[str, str]) -> Limits:
    """Most ballots have no limits but those that the office sets."""
    return Limits()


def _unworded(_params: Mapping[str, str]) -> Sequence[str]:
    """Most marks have no words."""
    return ()


def _nothing(_params: Mapping[str, str], _cents: int | None) -> Sequence[Sentence]:
    """Most rules have nothing to tell beforehand."""
    return ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A counting rule: one file of ``voting/rules`` and one line of RULES.

    ``words`` maps a language to what the minutes say: ``name``, and one template for each ``act`` of its rounds;
    ``explanation`` is what pages say, ``of_seats`` where it divides seats and no money. ``strict`` rules take rankings
    without equal places only (``Limits.ties`` must be False). ``fits`` raises CountError bad_parameter where complete
    parameters do not go with a budget (in currency units). ``offered``: what is asked when an office can choose the
    rule, and how.
    ``answers``: the options that the rule itself puts on the ballot, with their words; empty: proposals are voted on.
    ``paper``: parameters of the ballot that the count does not need; ``limits``: what complete parameters of both kinds
    let a ballot hold; ``scale``: words (or numbers) of its marks from 0 up. ``preview``: what parameters, seats and a
    budget in cents come to. ``traits``: what it holds to (True) or not (False).
    ``beside``: the rule that is counted beside this one, for comparison. ``committee``: it may elect as many as a file
    has seats. ``steady``: more votes for an option never make it lose. ``shares``: voters pay for what they mark, each
    from a part of the budget. ``variants``: parameters with which a comparison of budget rules counts it.
    """

    key: str
    kinds: frozenset[BallotKind]
    tally: Callable[[Case], Tally]
    words: Mapping[str, Mapping[str, str]]
    explanation: Explanation
    of_seats: Explanation | None = None
    parameters: tuple[Parameter, ...] = ()
    ties: tuple[str, ...] = ("lot",)
    version: str = "1"
    needs_budget: bool = False
    strict: bool = False
    fits: Callable[[Mapping[str, str], Fraction], None] = _any
    offered: Mapping[Asking, Offer] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    paper: tuple[Parameter, ...] = ()
    limits: Callable[[Mapping[str, str]], Limits] = _free
    scale: Callable[[Mapping[str, str]], Sequence[str]] = _unworded
    preview: Callable[[Mapping[str, str], int | None], Sequence[Sentence]] = _nothing
    traits: Mapping[Trait, bool] = field(default_factory=dict)
    beside: str = ""
    committee: bool = False
    steady: bool = False
    shares: bool = False
    variants: Sequence[Mapping[str, str]] = ({},)

    def takes_budget(self, params: Mapping[str, str]) -> bool:
        """Whether a count with these complete parameters spends a budget: with ``seats`` it elects a committee."""
        return self.needs_budget and params.get("seats", "0") == "0"

    @property
    def fields(self) -> tuple[Parameter, ...]:
        """Everything that an office may fix: of the count and of the ballot."""
        return (*self.parameters, *self.paper)

    def filled(self, params: Mapping[str, str]) -> dict[str, str]:
        """Stored parameters of both kinds, with the default where one is missing; nothing is checked."""
        return {parameter.name: params.get(parameter.name, parameter.default) for parameter in self.fields}

    def word(self, params: Mapping[str, str], total: str) -> str:
        """The word of a total that is a mark of the scale, marked for translation; '' where totals are numbers."""
        words = self.scale(self.filled(params)) if self.explanation.graded else ()
        return words[int(total)] if words else ""

    def by_gender(self, params: Mapping[str, str]) -> bool:
        """Whether a ballot must mix the genders of those that it chooses."""
        return self.limits(self.filled(params)).mixed

    def explained(self, *, money: bool) -> Explanation:
        """What pages say of it in a vote on a budget, or in another."""
        return self.explanation if money or self.of_seats is None else self.of_seats

    def name(self, language: str = "it") -> str:
        """The rule's name for a person."""
        return self.words[language]["name"]

    def complete(self, params: Mapping[str, object]) -> dict[str, str]:
        """All parameters as canonical texts, given ones checked. Raises CountError unknown_parameter, bad_parameter."""
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in params:
            if name not in known:
                raise CountError("unknown_parameter", rule=self.key, parameter=name)
        return {
            name: parameter.read(parameter.text(params.get(name, parameter.default)))
            for name, parameter in known.items()
        }

    def as_json(self) -> dict[str, object]:
        """For ``rione rules --json``."""
        return {
            "key": self.key,
            "name": self.name("it"),
            "kinds": sorted(kind.value for kind in self.kinds),
            "parameters": [parameter.as_json() for parameter in self.parameters],
            "ties": list(self.ties),
            "version": self.version,
            "needs_budget": self.needs_budget,
            "strict": self.strict,
        }


def grouped(order: Sequence[str], score: Callable[[str], int | Fraction]) -> list[list[str]]:
    """Ids in groups of equal score, highest first, by id inside a group."""
    groups: dict[int | Fraction, list[str]] = {}
    for option in order:
        groups.setdefault(score(option), []).append(option)
    return [sorted(groups[value]) for value in sorted(groups, reverse=True)]


def elected_first(
    winners: Sequence[str], ids: Sequence[str], scores: Mapping[str, int | Fraction]
) -> list[Sequence[str]]:
    """A ranking: the winners in their order, then the others in groups of equal score."""
    return [*([option] for option in winners), *grouped([o for o in ids if o not in winners], scores.__getitem__)]


def seated(case: Case, groups: Sequence[Sequence[str]], scores: Mapping[str, int | Fraction]) -> list[str]:
    """Groups of equals take the seats from the top; a tie is broken only where it decides who gets the last seat."""
    winners: list[str] = []
    for group in groups:
        left = list(group)
        while left and len(winners) < case.seats:
            if len(winners) + len(left) <= case.seats:
                winners += left
                break
            chosen = case.ties.pick(1, left, Facts(scores, chosen=winners))
            winners.append(chosen)
            left.remove(chosen)
    return winners
