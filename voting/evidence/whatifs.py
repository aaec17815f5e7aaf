# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What if? The same ballots under every rule that fits; one rule again on ballots or costs changed a little."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from voting import magnitudes
from voting.ballots import PICKS, VALUED, BallotKind
from voting.canonical import exact
from voting.counts import count
from voting.errors import CountError
from voting.evidence.outcome import Outcome
from voting.lots.ties import TieBreaker, TiePolicy
from voting.packing import Ints
from voting.papers import Named, id_of
from voting.profile import Profile
from voting.rules import RULES
from voting.tallies import Case, Rule

WORTH = frozenset({BallotKind.POINTS, BallotKind.RANKING})


@dataclass(frozen=True)
class Asked:
    """One count as it was asked for: enough to make it again on other ballots or costs."""

    rule: str
    profile: Profile
    params: Mapping[str, str]
    policy: TiePolicy
    budget: Fraction | None = None
    unit: int = 1

    @classmethod
    def of(cls, outcome: Outcome) -> "Asked":
        """The count that gave an outcome."""
        inputs = outcome.inputs
        return cls(outcome.rule, inputs.profile, outcome.params, outcome.policy, inputs.budget, inputs.unit)

    @property
    def seats(self) -> int:
        """How many it elects; 1 for a rule that elects one, or that spends a budget."""
        return max(1, int(self.params.get("seats", "1")))

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
        if not spends and rule.needs_budget and "seats" not in {parameter.name for parameter in rule.parameters}:
            continue
        for variant in rule.variants if spends else ({},):
            params = {**_suited(rule, profile, spends, seats), **variant}
            policy = TiePolicy(rule.ties, asked.policy.seed)
            found.append(Asked(key, profile, rule.complete(params), policy, asked.budget, asked.unit))
    return found


def _suited(rule: Rule, profile: Profile, spends: bool, seats: int) -> dict[str, str]:
    """With what a rule answers a question of the same kind: the same seats, or the worth of the marks."""
    if not spends:
        return {"seats": str(seats)} if "seats" in {parameter.name for parameter in rule.parameters} else {}
    return {"satisfaction": "additive"} if rule.shares and profile.kind in WORTH else {}


def under_every_rule(outcome: Outcome) -> list[dict[str, object]]:
    """``compared`` for a count that was made: its own row first."""
    asked = Asked.of(outcome)
    return compared(asked, asked.seats)


def what_if(
    outcome: Outcome,
    rule: str | None = None,
    params: Mapping[str, object] | None = None,
    *,
    budget: int | Fraction | None = None,
    costs: Mapping[Named, int | Fraction] | None = None,
    more_voters: Mapping[Named, int] | None = None,
    without: Iterable[Named] = (),
) -> Outcome:
    """The count again with something changed, the rest as it was; options are named by id or as Options.

    ``rule``: another one, with its own defaults and ties, the same seats, budget and seed of the lot. ``params``,
    ``budget``, ``costs``: these instead. ``more_voters``: so many more who mark an option and nothing else (rankings
    and picks only). ``without``: options that nobody could mark. Warnings and ballots set aside are not told again.
    Raises CountError and TieError as ``count``; unknown_option, wrong_ballot_kind, bad_weight.
    """
    asked, profile = Asked.of(outcome), outcome.inputs.profile
    money = asked.budget if budget is None else budget
    given, policy = dict[str, object](asked.params), asked.policy
    if rule is not None and rule != asked.rule:
        if rule not in RULES:
            raise CountError("unknown_rule", rule=rule)
        given = dict(_suited(RULES[rule], profile, money is not None, asked.seats))
        policy = TiePolicy(RULES[rule].ties, asked.policy.seed)
    for option, more in (more_voters or {}).items():
        profile = _with_voters(profile, _known(profile, option), more)
    for option, cost in (costs or {}).items():
        name = _known(profile, option)
        profile = at_cost(profile, name, Fraction(magnitudes.money(cost, "bad_cost", option=name)))
    gone = {_known(profile, option) for option in without}
    if gone:
        profile = profile.restricted(set(profile.ids) - gone)
    return count(rule or asked.rule, profile, {**given, **(params or {})}, policy, budget=money, unit=asked.unit)


def _known(profile: Profile, option: Named) -> str:
    name = id_of(option)
    if name not in profile.positions:
        raise CountError("unknown_option", option=name)
    return name


def _with_voters(profile: Profile, option: str, more: int) -> Profile:
    """Packed anew, so that too many voters are refused."""
    if profile.kind in VALUED:
        raise CountError("wrong_ballot_kind", expected="rankings or picks", found=profile.kind.value)
    if isinstance(more, bool) or not isinstance(more, int) or not 0 <= more < magnitudes.MOST:
        raise CountError("bad_weight", found=str(more))
    return MoreVoters(profile, option).by(more).restricted(profile.ids) if more else profile


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
