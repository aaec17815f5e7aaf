# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Equal Shares for committees (Rule X, Peters and Skowron 2020): each voter holds seats / voters, each seat costs 1.

When nobody can be paid for any more, the seats left are filled by Phragmén with loads of minus the money left.
Source: methods.md §2.3.
"""

from fractions import Fraction

import numpy as np

from voting.canonical import exact
from voting.engines.committees import Standings, fill, unserved
from voting.engines.shares.markets import of_seats
from voting.engines.shares.payments import EqualShares
from voting.engines.shares.runs import Run
from voting.tallies import Case, Detail, Json, Tally, elected_first


def tally(case: Case) -> Tally:
    """``completion=none`` leaves seats empty that nobody can pay for; any other value fills them."""
    endowment = Fraction(case.seats, max(1, case.profile.n_ballots - case.profile.n_invalid))
    run = EqualShares(of_seats(case), case.ties).run(endowment)
    case.ties.notes.extend(run.notes)
    winners = [case.ids[at] for at in run.winners]
    rounds = [_round(case, run, at) for at in range(len(winners))]
    if case.params["completion"] != "none" and len(winners) < case.seats:
        sums, place = run.ledger.held(np.arange(len(case.profile.weights)))
        fill(case, Standings(case.profile, [-left for left in sums], np.array(place, np.intp)), winners, rounds)
    votes = dict(zip(case.ids, case.profile.votes, strict=True))
    evidence = {"share_of_each": exact(endowment), "paid_for": len(run.winners)}
    return Tally(
        winners,
        elected_first(winners, case.ids, votes),
        votes,
        lambda: Detail(rounds, {"voters_with_nobody": unserved(case, winners)}, evidence),
    )


def _round(case: Case, run: Run, at: int) -> Json:
    purchase, weights = run.ledger.purchases[at], case.profile.weights
    return {
        "stage": at + 1,
        "act": "paid",
        "option": case.ids[purchase.option],
        "share": exact(run.ledger.prices[at]),
        "payers": int(weights[purchase.full].sum()),
        "drained": int(weights[purchase.drained].sum()),
        "elected": [case.ids[purchase.option]],
    }
