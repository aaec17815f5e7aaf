# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What if? The same ballots under every rule that fits; one rule again on ballots or costs changed a little."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from voting.ballots import BallotKind
from voting.canonical import exact
from voting.errors import CountError
from voting.lots.ties import TieBreaker, TiePolicy
from voting.packing import Ints
from voting.profile import Profile
from voting.rules import RULES
from voting.tallies import Case

PICKS = frozenset({BallotKind.CHOICE, BallotKind.APPROVAL, BallotKind.BUDGET})
VALUED = frozenset({BallotKind.POINTS, BallotKind.RANKING})
VARIANTS: Mapping[str, Sequence[Mapping[str, str]]] = {
    "greedy": ({}, {"fit": "stop"}, {"order": "votes-per-cost"}),
    "equal-shares": ({}, {"completion": "add1"}, {"satisfaction": "cardinality"}),
    "phragmen": ({}, {"fit": "skip"}),
}


@dataclass(frozen=True)
class Asked:
    """One count as it was asked for: enough to make it again on other ballots or costs."""

    rule: str
    profile: Profile
    params: Mapping[str, str]
    policy: TiePolicy
    budget: Fraction | None = None
    unit: int = 1

    def winners(self) -> tuple[str, ...]:
        """Who wins. A lot that is not drawn yet goes by the order of the ids. Raises CountError."""
        lots = None if self.policy.seed else [option.id for option in self.profile.options]
        breaker = TieBreaker(self.policy, self.profile.options, lots)
        rule = RULES[self.rule]
        case = Case(self.profile, rule.complete(self.params), breaker, self.budget or Fraction(0), self.unit)
        if rule.strict and self.profile.has_ties:
            raise CountError("equal_ranks", rule=self.rule)
        return tuple(rule.tally(case).winners)


class MoreVoters:
    """Profiles with ``k`` more voters who mark one option and nothing else.

    ``at_home``: they belong to the option's own neighbourhood, or the largest when it has none among the voters'.
    """

    def __init__(self, profile: Profile, option: str, at_home: bool = False) -> None:
        column = profile.positions[option]
        self.base = profile
        home = _home(profile, profile.options[column].zone) if at_home else None
        self.group = profile.groups[home or 0]
        alone = _alone(profile, column, home)
        if not len(alone):
            self.base = replace(
                Profile.packed(
                    profile.kind,
                    profile.options,
                    np.append(np.diff(profile.starts), 1),
                    np.append(profile.columns, column),
                    np.append(profile.values, 1),
                    np.append(profile.weights, 1),
                    np.append(profile.row_groups, home or 0),
                    profile.groups,
                    profile.n_invalid,
                ),
                blanks=profile.blanks,
            )
            alone = _alone(self.base, column, home)
        self.row = int(alone[0])
        self.before = int(self.base.weights[self.row]) - (self.base.n_valid - profile.n_valid)

    def by(self, more: int) -> Profile:
        """The profile with ``more`` of them; what the rows mark is shared with every other."""
        weights: Ints = self.base.weights.copy()
        weights[self.row] = self.before + more
        fresh = replace(self.base, weights=weights)
        fresh.__dict__["supporters"] = self.base.supporters
        fresh.__dict__["row_of_mark"] = self.base.row_of_mark
        return fresh


def _home(profile: Profile, zone: str | None) -> int:
    """The group of that name, or else the one with most voters."""
    if zone in profile.groups:
        return profile.groups.index(zone)
    voters = np.bincount(profile.row_groups, profile.weights, len(profile.groups))
    return int(np.argmax(voters + np.array(profile.blanks)))


def _alone(profile: Profile, column: int, group: int | None) -> Ints:
    """The rows (of one group, unless None) that mark one column and nothing else."""
    lone = np.diff(profile.starts) == 1
    single: Ints = np.flatnonzero(lone if group is None else lone & (profile.row_groups == group))
    marked = profile.columns[profile.starts[single]]
    return single[np.flatnonzero(marked == column)]


def at_cost(profile: Profile, option: str, cost: Fraction) -> Profile:
    """The same ballots with another cost of one option."""
    options = tuple(replace(o, cost=cost) if o.id == option else o for o in profile.options)
    fresh = replace(profile, options=options)
    fresh.__dict__["supporters"] = profile.supporters
    return fresh


def spent_on(profile: Profile, winners: Sequence[str]) -> Fraction:
    """The cost of some options together."""
    return sum((Fraction(profile.options[profile.positions[o]].cost or 0) for o in winners), Fraction(0))


def unserved(profile: Profile, winners: Sequence[str]) -> int:
    """Voters whose ballot marks none of the winners (blank ballots aside)."""
    left = profile.weights.copy()
    for option in winners:
        left[profile.supporters[profile.positions[option]]] = 0
    return int(left.sum())


def compared(asked: Asked, seats: int = 1) -> list[dict[str, object]]:
    """The table of every rule that fits: winners, what they cost, voters with nothing, who came in and who fell out.

    The first row is the count itself. A rule that cannot count these ballots says why in ``error``.
    """
    official = asked.winners()
    rows = [_row(asked, official, official)]
    for other in alternatives(asked, seats):
        if (other.rule, other.params) == (asked.rule, RULES[asked.rule].complete(asked.params)):
            continue
        try:
            rows.append(_row(other, other.winners(), official))
        except CountError as error:
            rows.append({"rule": other.rule, "params": dict(other.params), "error": error.code})
    return rows


def alternatives(asked: Asked, seats: int = 1) -> list[Asked]:
    """Every rule for ballots of this kind that spends a budget if the count does, else elects as many."""
    found: list[Asked] = []
    profile = asked.profile
    spends = asked.budget is not None
    for key, rule in RULES.items():
        if profile.kind not in rule.kinds or (spends and not rule.needs_budget):
            continue
        for variant in VARIANTS.get(key, ({},)) if spends else ({},):
            params = dict(variant)
            if not spends:
                if "seats" in {parameter.name for parameter in rule.parameters}:
                    params["seats"] = str(seats)
                elif rule.needs_budget:
                    continue
            if key == "equal-shares" and spends and profile.kind in VALUED:
                params.setdefault("satisfaction", "additive")
            policy = TiePolicy(rule.ties, asked.policy.seed)
            found.append(Asked(key, profile, rule.complete(params), policy, asked.budget, asked.unit))
    return found


def _row(asked: Asked, winners: Sequence[str], official: Sequence[str]) -> dict[str, object]:
    row: dict[str, object] = {
        "rule": asked.rule,
        "params": RULES[asked.rule].complete(asked.params),
        "winners": list(winners),
        "gained": sorted(set(winners) - set(official)),
        "lost": sorted(set(official) - set(winners)),
    }
    if asked.budget is not None:
        row["spent"] = exact(spent_on(asked.profile, winners))
    if asked.profile.kind in PICKS:
        row["voters_with_nothing"] = unserved(asked.profile, winners)
    return row
