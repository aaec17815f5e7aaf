# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Is an outcome fair? Groups without their share (EJR+ up to one), payments that explain it (priceability), who got
nothing, which neighbourhood got how much. methods.md §3.3.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
import numpy.typing as npt

from voting.ballots import PICKS
from voting.canonical import exact
from voting.evidence.whatifs import spent_on, unserved
from voting.profile import Profile

MOST_VARIABLES = 60_000


def audit(profile: Profile, winners: Sequence[str], budget: Fraction) -> dict[str, object]:
    """All of the checks below; for points and rankings only those that need no approvals."""
    found: dict[str, object] = {
        "voters_with_nothing": unserved(profile, winners),
        "zones": zones(profile, winners),
        "spent": exact(spent_on(profile, winners)),
    }
    if profile.kind in PICKS:
        found["ejr_plus_violations"] = ejr_plus(profile, winners, budget)
        found["priceable"] = priceable(profile, winners, budget)
    return found


def ejr_plus(profile: Profile, winners: Sequence[str], budget: Fraction) -> list[dict[str, object]]:
    """EJR+ up to one project for cost satisfaction (Brill and Peters 2023): its violations, one for each project.

    A group that all approve a project left out, and whose share of the budget (budget / ballots a head) reaches its
    cost, must have a voter whose approved winners with that project cost more than the group's share.
    """
    costs = [Fraction(option.cost or 0) for option in profile.options]
    scale = lcm(*(cost.denominator for cost in costs), budget.denominator)
    scaled = [int(cost * scale) for cost in costs]
    form = np.int64 if sum(scaled) < 2**62 else object  # costs with many different denominators
    whole = np.array(scaled, form)
    won = np.zeros(len(costs), np.int64)
    won[[profile.positions[option] for option in winners]] = 1
    gained = np.zeros(len(profile.weights), form)
    np.add.at(gained, profile.row_of_mark, (whole * won)[profile.columns])
    money, ballots = int(budget * scale), max(1, profile.n_ballots - profile.n_invalid)
    found: list[dict[str, object]] = []
    for at, option in enumerate(profile.options):
        rows = profile.supporters[at]
        if won[at] or not len(rows):
            continue
        levels, place = np.unique(gained[rows], return_inverse=True)
        voters = np.cumsum(np.bincount(place.reshape(-1), profile.weights[rows], len(levels)))
        for level, size in zip(levels.tolist()[::-1], voters.tolist()[::-1], strict=True):
            share = int(size) * money
            if share >= int(whole[at]) * ballots and (level + int(whole[at])) * ballots <= share:
                found.append(
                    {
                        "option": option.id,
                        "voters": int(size),
                        "share": exact(Fraction(share, ballots * scale)),
                        "most_got": exact(Fraction(level, scale)),
                    }
                )
                break
    return found


def priceable(profile: Profile, winners: Sequence[str], budget: Fraction) -> dict[str, object]:
    """Whether equal endowments and payments explain the outcome (Peters and Skowron 2020), by a linear program.

    Voters pay only for approved winners and no more than the endowment, winners are paid exactly, and no project left
    out could be paid from what its supporters keep. ``endowment``: the largest that does (in floats, six digits), or
    ``priceable`` False; None when there are too many ballots for the program.
    """
    from scipy.optimize import linprog

    columns = [profile.positions[option] for option in winners]
    pairs = [(row, at) for at in columns for row in profile.supporters[at].tolist()]
    if len(pairs) + len(profile.weights) > MOST_VARIABLES:
        return {"priceable": None}
    last, unit = len(pairs), float(budget) or 1.0
    costs = np.array([float(option.cost or 0) for option in profile.options]) / unit
    payments, table, bounds = _program(profile, columns, pairs, costs)
    goal = np.zeros(last + 1)
    goal[last] = -1.0
    limits: Any = [(0, None)] * last + [(0, 1.0 + float(costs.sum()))]
    found = linprog(
        goal,
        A_ub=table,
        b_ub=bounds,
        A_eq=payments if columns else None,
        b_eq=costs[columns] if columns else None,
        bounds=limits,
    )
    if found.x is None or found.status != 0:
        return {"priceable": False}
    return {"priceable": True, "endowment": f"{found.x[last] * unit:.6g}"}


def _program(
    profile: Profile, columns: Sequence[int], pairs: Sequence[tuple[int, int]], costs: npt.NDArray[np.float64]
) -> tuple[Any, Any, npt.NDArray[np.float64]]:
    """Its variables are what a voter of each row pays for each winner, and last the endowment. What winners are paid;
    what must stay at or below the bounds: nobody pays more than the endowment, supporters of another project do not
    keep more than its cost."""
    from scipy.sparse import coo_array

    weights, n_rows, last = profile.weights.astype(np.float64), len(profile.weights), len(pairs)
    row_of, k = np.array([row for row, _ in pairs], np.int64), np.arange(last)
    place = {at: number for number, at in enumerate(columns)}
    paid_for = np.array([place[at] for _, at in pairs], np.int64)
    payments: Any = coo_array((weights[row_of], (paid_for, k)), (len(columns), last + 1))
    lines = [(np.ones(last), row_of, k), (-np.ones(n_rows), np.arange(n_rows), np.full(n_rows, last))]
    others = [at for at in range(len(costs)) if at not in place and len(profile.supporters[at])]
    for line, at in enumerate(others, n_rows):
        supports = np.zeros(n_rows, bool)
        supports[profile.supporters[at]] = True
        inside = supports[row_of]
        lines.append((-weights[row_of[inside]], np.full(int(inside.sum()), line), k[inside]))
        lines.append((weights[supports].sum()[None], np.array([line]), np.array([last])))
    values, rows, variables = (np.concatenate(parts) for parts in zip(*lines, strict=True))
    table: Any = coo_array((values, (rows, variables)), (n_rows + len(others), last + 1))
    return payments, table, np.concatenate([np.zeros(n_rows), costs[others]])


def zones(profile: Profile, winners: Sequence[str]) -> dict[str, Mapping[str, object]]:
    """For each group of voters its share of the voters and, of the money, what went to projects of the same name.

    ``gap`` is the second less the first. Empty when ballots have no groups.
    """
    if profile.groups == ("",):
        return {}
    spent = spent_on(profile, winners)
    valid = np.bincount(profile.row_groups, profile.weights, len(profile.groups)).tolist()
    voters = {g: int(n) + blank for g, n, blank in zip(profile.groups, valid, profile.blanks, strict=True)}
    total = max(1, sum(voters.values()))
    found: dict[str, Mapping[str, object]] = {}
    for group, n in voters.items():
        inside = [o for o in winners if profile.options[profile.positions[o]].zone == group]
        of_money = spent_on(profile, inside) / spent if spent else Fraction(0)
        found[group] = {
            "voters": n,
            "voter_share": exact(Fraction(n, total)),
            "spending_share": exact(of_money),
            "gap": exact(of_money - Fraction(n, total)),
        }
    return found
