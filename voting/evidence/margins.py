# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Why was a project not funded, and what would it have taken? Found by running the whole rule again.

Greedy and Phragmén take projects one after the other, and until a project's turn comes the others do as if it were not
there. With more votes, or at a lower cost, its turn comes no later: no less is left then, under no cap is there less
room, the list has not stopped any earlier. So if it is funded with k more votes (or at cost x) it is with more (or at
less), and the least is found by halving. This needs that nobody else's standing moves: with ``support`` more ballots
raise the votes that the others need, so there, and under all other rules, where more votes can hurt, 1, 2, 3 … more
voters are tried in turn. Numbers are exact, or called ``at_least`` or ``at_most``.
Measures: Boehmer et al. 2024 (cost reduction, added approvals); effective support: pabutools. methods.md §3.2 and §9.
"""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from voting.ballots import PICKS
from voting.canonical import exact
from voting.engines.eligibility import caps, refusals
from voting.engines.shares.completions import fund
from voting.engines.shares.payments import EqualShares
from voting.engines.shares.runs import Run
from voting.engines.shares.utilities import Alike
from voting.evidence.whatifs import Asked, MoreVoters, at_cost
from voting.lots.ties import TieBreaker
from voting.rules import RULES
from voting.tallies import Case

Clock = Callable[[], float]
STEPS = 200


def more_votes(asked: Asked, option: str, clock: Clock, seconds: float = 60.0, most: int = 10**6) -> dict[str, object]:
    """The fewest new voters, marking only the option, with whom it wins. Only for picks. ``clock``: seconds of CPU.

    ``{"votes": k}``; ``{"never": "budget"}`` or ``{"never": "cap"}`` when it costs more than there is; ``{"at_least":
    k}`` when the time is over or ``most`` voters did not do. With weights by neighbourhood they come from the project's
    own, or else from the largest; ``group`` names it.
    """
    if reason := never(asked, option):
        return {"never": reason}
    started, voters = clock(), MoreVoters(asked.profile, option, bool(asked.params.get("group_weights")))
    named = {"group": voters.group} if asked.params.get("group_weights") else {}

    def wins(more: int) -> bool:
        return option in replace(asked, profile=voters.by(more)).winners()

    def late() -> bool:
        return clock() - started > seconds

    steady = RULES[asked.rule].steady and Fraction(asked.params.get("support", "0")) == 0
    lost, tried = 0, 1
    while not wins(tried):
        lost = tried
        if late() or lost >= most:
            return {"at_least": lost + 1, **named}
        tried = min(most, 2 * tried) if steady else tried + 1
    while tried - lost > 1:
        middle = (lost + tried) // 2
        lost, tried = (lost, middle) if wins(middle) else (middle, tried)
    return {"votes": tried, **named}


def never(asked: Asked, option: str) -> str:
    """Why no number of votes would do: the cost is beyond the ``budget`` or a ``cap``; empty otherwise."""
    case, column = _case(asked), asked.profile.positions[option]
    if case.costs[column] > case.budget:
        return "budget"
    return "cap" if caps(case).closed([], [column]) else ""


def _case(asked: Asked) -> Case:
    lots = None if asked.policy.seed else [option.id for option in asked.profile.options]
    breaker = TieBreaker(asked.policy, asked.profile.options, lots)
    params = RULES[asked.rule].complete(asked.params)
    return Case(asked.profile, params, breaker, asked.budget or Fraction(0), asked.unit)


def lower_cost(asked: Asked, option: str, clock: Clock, seconds: float = 60.0) -> dict[str, object]:
    """The highest cost below its own, in whole units of the profile's money, at which the option wins: as the cut.

    ``{"cut": y}`` when every dearer cost was tried or is ruled out; ``{"cut_at_most": y}`` when y will do and less may;
    ``{"cut": None}`` when no cost does; ``{"cut_at_most": None}`` when none was found. Where nothing is known about the
    costs between, they are tried downwards in ``STEPS`` steps and the last unit, then more finely before a success.
    """
    started = clock()
    whole = Fraction(asked.profile.options[asked.profile.positions[option]].cost or 0)
    dearest = -int(-whole // 1) - 1

    def wins(cost: int) -> bool:
        return option in replace(asked, profile=at_cost(asked.profile, option, Fraction(cost))).winners()

    def late() -> bool:
        return clock() - started > seconds

    if dearest < 1:
        return {"cut": None}
    if RULES[asked.rule].steady:
        won, lost = 0, dearest + 1
        if not wins(1):
            return {"cut": None}
        won = 1
        while lost - won > 1:
            middle = (won + lost) // 2
            won, lost = (middle, lost) if wins(middle) else (won, middle)
        return {"cut": exact(whole - won)}
    return _scanned(whole, dearest, wins, late)


def _scanned(whole: Fraction, dearest: int, wins: Callable[[int], bool], late: Callable[[], bool]) -> dict[str, object]:
    """The first success downwards in steps, then in finer steps just above each success."""
    found: int | None = None
    top, bottom, step = dearest, 1, max(1, dearest // STEPS)
    complete = step == 1
    while True:
        hit = None
        for cost in (*range(top, bottom - 1, -step), bottom):
            if late():
                complete = False
                break
            if wins(cost):
                hit = cost
                break
        found = hit if hit is not None else found
        if hit == dearest:
            return {"cut": exact(whole - dearest)}
        if hit is None or step == 1 or late():
            break
        top, bottom, step = min(dearest, hit + step), hit, max(1, step // 20)
    cut = None if found is None else exact(whole - found)
    return {"cut" if complete else "cut_at_most": cut}


def support(asked: Asked, option: str) -> dict[str, object]:
    """Equal Shares: what the option's supporters could pay when it did not take part, at the count's last endowment.

    ``effective_support``: the largest share of its cost that they would have given in some round if each paid at most
    at the round winner's price for the same satisfaction, or all their money at the end. Above 1 it would be bought; at
    exactly 1 it ties, and a project that lost such ties names the winners in ``tied_with``. ``paid_for``: what its
    supporters paid for each project bought. All exact.
    """
    case = _case(asked)
    refused = refusals(case, case.profile.votes)
    able = [at for at, votes in enumerate(case.profile.votes) if votes and at not in refused]
    funding = fund(case, able, caps(case))
    column, weighted = case.profile.positions[option], case.params["group_weights"]
    if funding.run is None or not case.profile.votes[column] or weighted:
        return {}
    market = funding.run.ledger.market
    if not isinstance(market.utilities, Alike):
        return {}
    others = replace(market, admitted=[at for at in market.admitted if at != column])
    without = EqualShares(others, case.ties).run(funding.endowment)
    shares, left = _offered(without, column)
    tied = [case.ids[at] for at, share in shares.items() if share == 1]
    paid = _paid(funding.run, column)
    return {
        "endowment": exact(funding.endowment),
        "effective_support": exact(max([*shares.values(), left])),
        **({"tied_with": tied} if tied and column not in funding.run.winners else {}),
        "paid_for": {case.ids[at]: exact(amount) for at, amount in paid.items() if amount},
        "money_at_start": exact(funding.endowment * case.profile.votes[column]),
        "money_at_end": exact(funding.run.ledger.money(case.profile.supporters[column])),
    }


def _paid(run: Run, column: int) -> dict[int, Fraction]:
    """What the supporters of a column paid in each purchase."""
    rows = run.ledger.market.profile.supporters[column]
    held = [run.ledger.money(rows, after) for after in range(len(run.ledger.purchases) + 1)]
    return {p.option: held[at] - held[at + 1] for at, p in enumerate(run.ledger.purchases)}


def _offered(run: Run, column: int) -> tuple[dict[int, Fraction], Fraction]:
    """By purchase the share of a column's cost that its supporters would have given at the same price for the same
    satisfaction; and the share that they hold at the end.
    """
    market = run.ledger.market
    cost, gains, rows = market.costs[column], market.utilities.gains, market.profile.supporters[column]
    voters = market.profile.weights[rows].tolist()
    shares: dict[int, Fraction] = {}
    for after, (purchase, price) in enumerate(zip(run.ledger.purchases, run.ledger.prices, strict=True)):
        most = price / gains[purchase.option] * gains[column]
        sums, place = run.ledger.held(rows, after)
        given = sum((min(sums[at], most) * n for at, n in zip(place, voters, strict=True)), Fraction(0))
        shares[purchase.option] = given / cost
    return shares, run.ledger.money(rows) / cost


def explained(asked: Asked, option: str, clock: Clock, seconds: float = 60.0) -> dict[str, object]:
    """Everything above that applies to one option of a count; the searches share the seconds."""
    found: dict[str, object] = {}
    if asked.budget is None or not RULES[asked.rule].needs_budget:
        return found
    if RULES[asked.rule].shares:
        found["support"] = support(asked, option)
    if option not in asked.winners():
        if asked.profile.kind in PICKS:
            found["more_votes"] = more_votes(asked, option, clock, seconds / 2)
        found["lower_cost"] = lower_cost(asked, option, clock, seconds / 2)
    return found
