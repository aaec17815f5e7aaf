# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a file of any format holds, in one shape: ballots, money, seats, and what the file says of its rule."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from voting.counts import count
from voting.errors import CountError, FormatError, TieError
from voting.evidence.outcome import Outcome
from voting.exchange import blt, pabulib, preflib
from voting.exchange import csv as own_csv
from voting.exchange import json as own_json
from voting.exchange.elections import Election
from voting.lots.ties import TiePolicy
from voting.options import Option
from voting.profile import Profile
from voting.rules import RULES
from voting.warnings import Warned

OWN: Mapping[str, Callable[[str], Election]] = {".csv": own_csv.read, ".json": own_json.read}
ENDINGS = (".pb", ".blt", *(f".{kind}" for kind in preflib.TYPES), *OWN)


@dataclass(frozen=True, repr=False)
class Contents:
    """A file read. ``rule`` is its own rule with ``params`` and ``ties``, ``wrong`` why it has none that is known here.

    ``election`` is the file as its format's reader gives it: with its title, the metadata of a .pb, options in order.
    ``unit`` of the money make one currency unit. ``any_rule_seats``: not only committees elect as many as ``seats``.
    """

    election: pabulib.Election | blt.Election | Election
    budget: Fraction | None = None
    seats: int | None = None
    rule: str | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    ties: tuple[str, ...] | None = None
    warnings: tuple[Warned, ...] = ()
    wrong: str = "the file names no rule"
    any_rule_seats: bool = False
    unit: int = 1

    def __repr__(self) -> str:
        facts = {"rule": self.rule, "budget": self.budget, "seats": self.seats}
        told = [f"{name} {value}" for name, value in facts.items() if value is not None]
        return f"<Contents: {', '.join([repr(self.profile)[1:-1], *told])}>"

    @property
    def profile(self) -> Profile:
        """The ballots."""
        return self.election.profile

    @property
    def options(self) -> tuple[Option, ...]:
        """The options in file order."""
        return self.election.options

    def terms(
        self, rule: str | None = None, params: Mapping[str, object] | None = None, seed: str | None = None
    ) -> tuple[str, dict[str, object], TiePolicy]:
        """Rule, parameters and tie policy of a count: the file's own, or a named rule's with the file's seats.

        Raises CountError unknown_rule.
        """
        key, given, criteria = rule, dict[str, object](), None
        if key is None:
            key, given, criteria = self.rule, dict(self.params), self.ties
        if key is None or key not in RULES:
            raise CountError("unknown_rule", rule=key, **({"reason": self.wrong} if key is None else {}))
        names = {parameter.name for parameter in RULES[key].parameters}
        spends = RULES[key].needs_budget and self.budget is not None
        if self.seats and "seats" in names and (self.any_rule_seats or RULES[key].committee) and not spends:
            given["seats"] = self.seats
        return key, {**given, **(params or {})}, TiePolicy(criteria or RULES[key].ties, seed)

    def count(
        self,
        rule: str | None = None,
        params: Mapping[str, object] | None = None,
        ties: TiePolicy | None = None,
        *,
        seed: str | None = None,
    ) -> Outcome:
        """Counts the file by its own rule, or by another. ``seed`` is the lot's, where ``ties`` is not given.

        Raises CountError and TieError as ``voting.count``.
        """
        key, given, policy = self.terms(rule, params, seed)
        return count(
            key,
            self.profile,
            given,
            ties or policy,
            budget=self.budget,
            unit=self.unit,
            warnings=self.warnings,
        )


def contents(text: str, ending: str, groups: str | None = None, *, void: bool = True) -> Contents:
    """What a text of the format ``ending`` (``".pb"``) holds.

    ``groups``: the column of a .pb file with each voter's neighbourhood; ``void=False``: ballots beyond its limits
    count, as in other programs. Raises FormatError, also for an ending that is not known.
    """
    if ending not in ENDINGS:
        raise FormatError(1, "ending", " ".join(ENDINGS), ending)
    if groups is not None and ending != ".pb":
        raise FormatError(1, "groups", "a .pb file: others say each ballot's group", ending)
    if ending == ".pb":
        return _budget(pabulib.read(text, groups, void=void))
    if ending == ".blt":
        ward = blt.read(text)
        return Contents(ward, seats=ward.seats, rule="scottish-stv")
    if ending in OWN:
        own = OWN[ending](text)
        return Contents(own, own.budget, own.seats, any_rule_seats=True, unit=own.unit)
    return Contents(preflib.read(text, ending[1:]))


def _budget(election: pabulib.Election) -> Contents:
    try:
        own = election.rule()
    except TieError:
        raise
    except CountError:
        wrong = f"the file's rule {election.rule_name!r} is not known"
        return Contents(election, election.budget, warnings=election.warnings, wrong=wrong)
    warnings = election.warnings if own.warning is None else (*election.warnings, own.warning)
    return Contents(election, election.budget, None, own.key, own.params, own.ties.criteria, warnings)
