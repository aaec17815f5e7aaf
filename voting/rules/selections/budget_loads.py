# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Phragmén on a budget: each project loads its supporters with its cost, in equal parts of the total; the project that
leaves the lowest load comes next. It stops at the first that does not fit (``fit=stop``) or leaves it out (``skip``).

Source: methods.md §3.3; Los, Christoff, Grossi 2022.
"""

from fractions import Fraction

from voting.canonical import exact
from voting.engines import eligibility
from voting.engines.committees import Standings, loads, unserved
from voting.engines.purse import WORDS as PURSE
from voting.engines.purse import Purse, leave_out
from voting.lots.ties import Facts
from voting.tallies import Case, Detail, Tally, grouped

WORDS = {
    "it": {
        **PURSE["it"],
        "funded": "{name}: voti {votes}, costo {cost}. Finanziato; il carico di chi lo sostiene diventa {money}."
        " Restano {left}.",
    },
    "en": {
        **PURSE["en"],
        "funded": "{name}: votes {votes}, cost {cost}. Funded; the load of its supporters becomes {money}."
        " {left} left.",
    },
}


def tally(case: Case) -> Tally:
    """``totals`` are approvals; projects without any are never funded."""
    ids, costs = case.ids, case.costs
    votes = dict(zip(ids, case.profile.votes, strict=True))
    purse = Purse(case.budget, dict(zip(ids, costs, strict=True)), votes, case.ties, eligibility.caps(case))
    for option in _spend(case, purse):
        purse.refuse(option, "after_stop")
    spent = sum((Fraction(purse.costs[option]) for option in purse.funded), Fraction(0))
    evidence = {
        "spent": exact(spent),
        "left": exact(case.budget - spent),
        "voters_with_nothing": unserved(case, purse.funded),
    }
    rest = grouped([option for option in ids if option not in purse.funded], votes.__getitem__)
    detail = Detail(purse.rounds, purse.missing, evidence)
    return Tally(purse.funded, [*([option] for option in purse.funded), *rest], votes, lambda: detail)


def _spend(case: Case, purse: Purse) -> list[str]:
    """Funds what fits, the lowest load first; the options left when the list stopped, by approvals."""
    ids = case.ids
    left = {option for option in leave_out(case, purse, case.profile.votes) if purse.votes[option]}
    standings = Standings.equal(case.profile, Fraction(0))
    while left:
        offers = {ids[at]: load for at, load in loads(standings, case.costs).items() if ids[at] in left}
        lowest = min(offers.values())
        tied = sorted(option for option, load in offers.items() if load == lowest)
        chosen = tied[0]
        if len(tied) > 1 and any(map(purse.fits, tied)):
            chosen = case.ties.pick(purse.stage, tied, Facts(purse.votes, chosen=purse.funded))
        left.discard(chosen)
        if purse.fits(chosen):
            standings.change(ids.index(chosen), lambda _, load=lowest: load)  # type: ignore[misc]
            purse.fund(chosen, money=exact(lowest))
            continue
        purse.turn_away(chosen, case.params["fit"] == "skip" or len(tied) == 1 or any(map(purse.fits, tied)))
        if case.params["fit"] == "stop":
            break
    return [option for group in grouped(sorted(left), purse.votes.__getitem__) for option in group]
