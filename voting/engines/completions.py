# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which endowment Equal Shares ends with: the plain one, or the last before overspending (Add1). methods.md §3.2."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from voting.canonical import exact
from voting.engines.eligibility import Caps, amounts, caps
from voting.engines.horizons import horizon
from voting.engines.payments import Engine, Run
from voting.engines.terms import terms
from voting.errors import CountError
from voting.lots.ties import TieNote
from voting.tallies import Case

MOST_RAISES = 10**8


def raised(params: Mapping[str, str], budget: Fraction) -> None:
    """Raises CountError bad_parameter for an increment with which Add1 could run for days.

    A budget of more than MOST_RAISES increments is refused: of a vote whose ballots are not known yet, too.
    """
    if params["completion"] not in ("add1", "add1u") or budget <= MOST_RAISES * Fraction(params["increment"]):
        return
    least = Fraction(1, 10**60)
    while MOST_RAISES * least < budget:
        least *= 10
    raise CountError(
        "bad_parameter", parameter="increment", found=params["increment"], expected=f"at least {exact(least)}"
    )


@dataclass(frozen=True, slots=True)
class Funding:
    """The run that counts (None when every supported option fits in the budget), and how it was found.

    ``runs``: how many endowments were tried, those leapt over included.
    """

    run: Run | None
    endowment: Fraction
    first: Fraction
    runs: int


def fund(case: Case, admitted: Sequence[int] | None = None) -> Funding:
    """Runs the engine at the start endowment and, with Add1, at each next one until the rule says stop.

    The start is budget / ballots (blank ones too), or that rounded down to whole currency units. ``admitted``: the
    columns that may be bought, all if None. Add1 stops when every project is funded or ruled out by a cap, whatever
    stopped it first in the run, or when the next outcome would overspend (``stop=exhaustive``: or when each project
    left costs more than what is left). methods.md §9.
    """
    costs, limits = case.costs, caps(case)
    columns = range(len(costs)) if admitted is None else admitted
    supported = [at for at in columns if case.profile.votes[at]]
    first = case.budget / max(1, case.profile.n_ballots - case.profile.n_invalid)
    if case.params["start"] == "floor":
        first = Fraction(first // case.unit * case.unit)
    if sum(costs[at] for at in supported) <= case.budget and _uncapped(limits, supported):
        return Funding(None, first, first, 0)
    gains: Sequence[int | Fraction] = costs if case.params["satisfaction"] == "cost" else [1] * len(costs)
    some = terms(case.profile, case.params["satisfaction"], amounts(case.params["group_weights"]))
    engine = Engine(case.profile, costs, gains, case.ties, some, supported, limits.closed)
    run = engine.run(first)
    if case.params["completion"] in ("none", "utilitarian"):
        return Funding(run, first, first, 1)
    step = Fraction(case.params["increment"]) * case.unit
    return _add1(engine, _Leaps(case, costs, gains, step, supported), limits, run, first)


def _add1(engine: Engine, leaps: "_Leaps", limits: Caps, run: Run, first: Fraction) -> Funding:
    """Raises the endowment step by step from a first run on, until the rule says stop."""
    case, costs, step = leaps.case, leaps.costs, leaps.step
    lots: list[TieNote] = []
    tries, endowment = 1, first
    while not _is_done(case, costs, limits, leaps.supported, run):
        leap = leaps.after(run)
        if leap:
            endowment, tries = endowment + leap * step, tries + leap
            run = engine.run(endowment)
        following = engine.run(endowment + step)
        tries += 1
        if _spent(following, costs) > case.budget:
            lots += [note for note in following.notes if note.criterion == "lot"]
            break
        lots += [note for note in run.notes if note.criterion == "lot"]
        run, endowment = following, endowment + step
    known = set(run.notes)
    run.notes.extend(note for note in dict.fromkeys(lots) if note not in known)
    return Funding(run, endowment, first, tries)


def _is_done(case: Case, costs: list[int | Fraction], limits: Caps, supported: Sequence[int], run: Run) -> bool:
    """Whether every project is funded or ruled out (``stop=exhaustive``: or costs more than what is left)."""
    rest = set(supported) - set(run.winners)
    rest -= set(limits.closed(run.winners, rest))
    left = case.budget - _spent(run, costs)
    return not rest or (case.params["stop"] == "exhaustive" and all(costs[at] > left for at in rest))


class _Leaps:
    """How many increments may be left out after a run. Asked more rarely while the answer is small, and of many
    different ballots: there the answer costs as much as hundreds of runs.
    """

    def __init__(
        self,
        case: Case,
        costs: list[int | Fraction],
        gains: Sequence[int | Fraction],
        step: Fraction,
        supported: Sequence[int],
    ) -> None:
        self.case, self.costs, self.gains, self.step, self.supported = case, costs, gains, step, supported
        rows = len(case.profile.weights)
        self.patience, self.waited = 4 if rows <= 300 else rows // 4, 0
        self.most, self.worth = max(1024, rows), max(16, rows // 20)

    def after(self, run: Run) -> int:
        """Increments after which the run would still be the same, 0 when not asked."""
        self.waited += 1
        if self.waited <= self.patience:
            return 0
        growth = horizon(self.case.profile, self.costs, self.gains, run, self.supported)
        leap = 0 if growth is None else max(0, -int(-growth // self.step) - 1)
        self.patience = 0 if leap >= self.worth else min(self.most, 4 * self.patience + 16)
        self.waited = 0
        return leap


def _uncapped(limits: Caps, supported: Sequence[int]) -> bool:
    """Whether no cap is passed even if everything is funded."""
    return min(limits.rooms(supported).values(), default=Fraction(0)) >= 0


def _spent(run: Run, costs: list[int | Fraction]) -> Fraction:
    return sum((Fraction(costs[at]) for at in run.winners), Fraction(0))
