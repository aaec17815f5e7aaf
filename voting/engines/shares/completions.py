# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which endowment Equal Shares ends with: the plain one, or the last before overspending (Add1). methods.md §3.2."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from voting.canonical import exact
from voting.engines.eligibility import Caps
from voting.engines.shares.horizons import horizon
from voting.engines.shares.markets import Market, of_projects
from voting.engines.shares.payments import EqualShares
from voting.engines.shares.runs import Run
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

    ``runs``: how many endowments were tried, those leapt over included. ``beyond``: what the next endowment would have
    spent, where that is more than the budget; None where it was not tried.
    """

    run: Run | None
    endowment: Fraction
    first: Fraction
    runs: int
    beyond: Fraction | None = None


def fund(case: Case, admitted: Sequence[int], caps: Caps) -> Funding:
    """Runs the rule at the start endowment and, with Add1, at each next one until the rule says stop.

    The start is budget / ballots (blank ones too), or that rounded down to whole currency units. ``admitted``: the
    columns that may be bought, under ``caps``.
    """
    supported = [at for at in admitted if case.profile.votes[at]]
    first = case.budget / max(1, case.profile.n_ballots - case.profile.n_invalid)
    if case.params["start"] == "floor":
        first = Fraction(first // case.unit * case.unit)
    if sum(caps.costs[at] for at in supported) <= case.budget and not caps.passed(supported):
        return Funding(None, first, first, 0)
    rule = EqualShares(of_projects(case, supported, caps), case.ties)
    if case.params["completion"] in ("none", "utilitarian"):
        return Funding(rule.run(first), first, first, 1)
    return _add1(case, rule, first)


def _add1(case: Case, rule: EqualShares, first: Fraction) -> Funding:
    """The last run before one that overspends, each a step richer than the one before."""
    step = Fraction(case.params["increment"]) * case.unit
    leaps, lots = _Leaps(rule.market, step), list[TieNote]()
    run, endowment, tries = rule.run(first), first, 1
    beyond = None
    while not _is_done(case, rule.market, run):
        leap = leaps.after(run)
        if leap:
            endowment, tries = endowment + leap * step, tries + leap
            run = rule.run(endowment)
        following = rule.run(endowment + step)
        tries += 1
        if _spent(following) > case.budget:
            beyond = _spent(following)
            lots += [note for note in following.notes if note.criterion == "lot"]
            break
        lots += [note for note in run.notes if note.criterion == "lot"]
        run, endowment = following, endowment + step
    known = set(run.notes)
    run.notes.extend(note for note in dict.fromkeys(lots) if note not in known)
    return Funding(run, endowment, first, tries, beyond)


def _is_done(case: Case, market: Market, run: Run) -> bool:
    """Whether every project is funded or ruled out by a cap, whatever stopped it first in the run (``stop=exhaustive``:
    or costs more than what is left). methods.md §9.
    """
    rest = set(market.admitted) - set(run.winners)
    rest -= set(market.caps.closed(run.winners, rest))
    left = case.budget - _spent(run)
    return not rest or (case.params["stop"] == "exhaustive" and all(market.costs[at] > left for at in rest))


def _spent(run: Run) -> Fraction:
    return Fraction(sum(purchase.cost for purchase in run.ledger.purchases))


class _Leaps:
    """How many increments may be left out after a run. Asked more rarely while the answer is small, and of many
    different ballots: there the answer costs as much as hundreds of runs.
    """

    def __init__(self, market: Market, step: Fraction) -> None:
        rows, self.step = len(market.profile.weights), step
        self.patience, self.waited = 4 if rows <= 300 else rows // 4, 0
        self.most, self.worth = max(1024, rows), max(16, rows // 20)

    def after(self, run: Run) -> int:
        """Increments after which the run would still be the same, 0 when not asked."""
        self.waited += 1
        if self.waited <= self.patience:
            return 0
        growth = horizon(run)
        leap = 0 if growth is None else max(0, -int(-growth // self.step) - 1)
        self.patience = 0 if leap >= self.worth else min(self.most, 4 * self.patience + 16)
        self.waited = 0
        return leap
