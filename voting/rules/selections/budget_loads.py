# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Phragmén on a budget: each project loads its supporters with its cost, in equal parts of the total; the project that
leaves the lowest load comes next. It stops at the first that does not fit (``fit=stop``) or leaves it out (``skip``).

Source: methods.md §3.3; Los, Christoff, Grossi 2022.
"""

from fractions import Fraction

from voting.canonical import exact
from voting.engines.committees import Standings, loads, unserved
from voting.engines.purse import WORDS as PURSE
from voting.engines.purse import Purse, purse
from voting.lots.ties import Facts
from voting.tallies import Case, Detail, Tally, elected_first, grouped

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
    money = purse(case, case.profile.votes)
    for option in _spend(case, money):
        money.refuse(option, "after_stop")
    evidence = {
        "spent": exact(money.spent),
        "left": exact(money.left),
        "voters_with_nothing": unserved(case, money.funded),
    }
    detail = Detail(money.rounds, money.missing, evidence)
    return Tally(money.funded, elected_first(money.funded, case.ids, money.votes), money.votes, lambda: detail)


def _spend(case: Case, money: Purse) -> list[str]:
    """Funds what fits, the lowest load first; the options left when the list stopped, by approvals."""
    ids = case.ids
    left = {option for option in money.leave_out() if money.votes[option]}
    standings = Standings.equal(case.profile, Fraction(0))
    while left:
        offers = {ids[at]: load for at, load in loads(standings, money.caps.costs).items() if ids[at] in left}
        lowest = min(offers.values())
        tied = sorted(option for option, load in offers.items() if load == lowest)
        some_fit = any(map(money.fits, tied))
        chosen = tied[0]
        if len(tied) > 1 and some_fit:
            chosen = case.ties.pick(money.stage, tied, Facts(money.votes, chosen=money.funded))
        left.discard(chosen)
        if money.fits(chosen):
            standings.change(ids.index(chosen), lambda _, load=lowest: load)  # type: ignore[misc]
            money.fund(chosen, money=exact(lowest))
            continue
        money.turn_away(chosen, case.params["fit"] == "skip" or len(tied) == 1 or some_fit)
        if case.params["fit"] == "stop":
            break
    return [option for group in grouped(sorted(left), money.votes.__getitem__) for option in group]
