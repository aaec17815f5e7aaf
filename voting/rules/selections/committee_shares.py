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
from voting.tallies import Case, Detail, Json, Tally, grouped


def tally(case: Case) -> Tally:
    """``completion=none`` leaves seats empty that nobody can pay for; any other value fills them."""
    ids = case.ids
    voters = max(1, case.profile.n_ballots - case.profile.n_invalid)
    endowment = Fraction(case.seats, voters)
    run = EqualShares(of_seats(case), case.ties).run(endowment)
    case.ties.notes.extend(run.notes)
    winners = [ids[at] for at in run.winners]
    rounds: list[Json] = []
    for stage, (purchase, price) in enumerate(zip(run.ledger.purchases, run.ledger.prices, strict=True), 1):
        rounds.append(
            {
                "stage": stage,
                "act": "paid",
                "option": ids[purchase.option],
                "share": exact(price),
                "payers": int(case.profile.weights[purchase.full].sum()),
                "drained": int(case.profile.weights[purchase.drained].sum()),
                "elected": [ids[purchase.option]],
            }
        )
    if case.params["completion"] != "none" and len(winners) < case.seats:
        sums, place = run.ledger.held(np.arange(len(case.profile.weights)))
        fill(case, Standings(case.profile, [-left for left in sums], np.array(place, np.intp)), winners, rounds)
    votes = dict(zip(ids, case.profile.votes, strict=True))
    rest = grouped([option for option in ids if option not in winners], votes.__getitem__)
    evidence = {"share_of_each": exact(endowment), "paid_for": len(run.winners)}
    return Tally(
        winners,
        [*([option] for option in winners), *rest],
        votes,
        lambda: Detail(rounds, {"voters_with_nobody": unserved(case, winners)}, evidence),
    )
