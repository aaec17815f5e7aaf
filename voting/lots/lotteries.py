# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The fairest lottery over panels that meet quotas: LEXIMIN, by column generation.

The smallest chance of anybody is made as large as the quotas allow, then the next smallest, and so on. People who are
alike for the quotas share one chance, so a panel is a count for each group of them: whole, and checked to meet the
quotas in whole numbers. How fair the chances are is found in floats and binds nobody; the published tickets do, which
are whole, and the draw among them. A linear program weighs the panels
found so far; an integer program looks for a panel that its dual prices say is missing. Source: Flanigan, Gölz, Gupta,
Hennig, Procaccia, Nature 596 (2021). scipy is loaded when first asked.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from voting.errors import CountError
from voting.lots.apportionment import apportion
from voting.lots.sortition import Lottery, Person, Quota, alike
from voting.lots.ties import TiePolicy

TICKETS = 1_000_000
EPSILON = 1e-7

Floats = npt.NDArray[np.float64]
Panel = tuple[int, ...]


def leximin(people: Sequence[Person], size: int, quotas: Sequence[Quota]) -> Lottery:
    """The lottery, its chances rounded to tickets. Raises CountError quotas_unmet when no panel meets the quotas."""
    groups = alike(people, quotas)
    counts = np.array([len(members) for members in groups.values()], float)
    finder = _Panels(list(groups), counts, size, quotas)
    panels = _everybodys(finder, len(counts))
    fixed = _fairest(finder, panels, counts)
    weights = _weights(panels, counts, fixed)
    order = sorted(range(len(panels)), key=lambda at: panels[at])
    shares = {str(at): round(weights[at] * 10**12) for at in order}
    tickets = apportion("hamilton", shares, TICKETS, TiePolicy(("lot",), "00"))
    kept = [at for at in order if tickets[str(at)]]
    return Lottery(
        tuple(tuple(members) for members in groups.values()),
        tuple(panels[at] for at in kept),
        tuple(tickets[str(at)] for at in kept),
    )


def _everybodys(finder: "_Panels", groups: int) -> list[Panel]:
    """Panels to begin with: any one, and for each group one with as many of it as the quotas allow."""
    panels: list[Panel] = [finder.best(np.ones(groups))]
    for group in range(groups):
        panels = _with(panels, finder.best(np.eye(groups)[group]))
    return panels


def _fairest(finder: "_Panels", panels: list[Panel], counts: Floats) -> dict[int, float]:
    """The chance of each group. Adds to the panels whichever one would raise the smallest chance not fixed yet; where
    none would, fixes it for the groups that hold it down."""
    fixed: dict[int, float] = {group: 0.0 for group in range(len(counts)) if not any(p[group] for p in panels)}
    while len(fixed) < len(counts):
        floor, prices = _smallest(panels, counts, fixed)
        panel = finder.best(prices / counts)
        worth = float(prices / counts @ np.array(panel))
        known = max(float(prices / counts @ np.array(other)) for other in panels)
        if worth > known + EPSILON and panel not in panels:
            panels.append(panel)
            continue
        free = [group for group in range(len(counts)) if group not in fixed]
        for group in [group for group in free if prices[group] > EPSILON] or free:
            fixed[group] = floor
    return fixed


def _with(panels: list[Panel], panel: Panel) -> list[Panel]:
    return panels if panel in panels else [*panels, panel]


class _Panels:
    """Finds panels that meet the quotas, as an integer program over the groups."""

    def __init__(self, keys: Sequence[tuple[str, ...]], counts: Floats, size: int, quotas: Sequence[Quota]) -> None:
        features = sorted({quota.feature for quota in quotas})
        rows, lows, highs = [np.ones(len(keys))], [float(size)], [float(size)]
        for quota in quotas:
            at = features.index(quota.feature)
            rows.append(np.array([float(key[at] == quota.value) for key in keys]))
            lows.append(float(quota.least))
            highs.append(float(quota.most))
        self.table, self.lows, self.highs, self.counts = np.array(rows), lows, highs, counts

    def best(self, worth: Floats) -> Panel:
        """The panel of the highest worth."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        found = milp(
            -worth,
            integrality=np.ones(len(worth), np.int64),
            bounds=Bounds(0, self.counts),
            constraints=LinearConstraint(self.table, self.lows, self.highs),
        )
        if found.x is None:
            raise CountError("quotas_unmet")
        panel = tuple(round(amount) for amount in found.x.tolist())
        sums = [sum(int(part) * seats for part, seats in zip(row, panel, strict=True)) for row in self.table.tolist()]
        if not all(low <= found <= high for low, found, high in zip(self.lows, sums, self.highs, strict=True)):
            raise CountError("quotas_unmet")
        return panel


def _chances(panels: Sequence[Panel], counts: Floats) -> Floats:
    """``a[g, p]``: the chance of a member of group g under panel p."""
    table: Floats = np.array(panels, float).T / counts[:, None]
    return table


def _smallest(panels: Sequence[Panel], counts: Floats, fixed: dict[int, float]) -> tuple[float, Floats]:
    """The largest smallest chance of the groups not fixed yet, over the panels known, and each group's dual price."""
    table = _chances(panels, counts)
    free = np.array([float(group not in fixed) for group in range(len(counts))])
    bounds = -np.array([fixed.get(group, 0.0) * (1 - EPSILON) for group in range(len(counts))])
    found = _solve(
        np.array([*np.zeros(len(panels)), -1.0]),
        np.hstack([-table, free[:, None]]),
        bounds,
        np.array([[*np.ones(len(panels)), 0.0]]),
    )
    return float(found.x[-1]), -np.asarray(found.ineqlin.marginals, float)


def _weights(panels: Sequence[Panel], counts: Floats, fixed: dict[int, float]) -> Floats:
    """Panel weights under which nobody falls below their chance (up to the smallest common slack)."""
    table = _chances(panels, counts)
    chances = np.array([fixed[group] for group in range(len(counts))])
    found = _solve(
        np.array([*np.zeros(len(panels)), 1.0]),
        np.hstack([-table, -np.ones((len(counts), 1))]),
        -chances,
        np.array([[*np.ones(len(panels)), 0.0]]),
    )
    weights: Floats = np.clip(found.x[:-1], 0, None)
    weights /= weights.sum()
    return weights


def _solve(goal: Floats, table: Floats, bounds: Floats, sums: Floats) -> Any:
    from scipy.optimize import linprog

    found = linprog(goal, A_ub=table, b_ub=bounds, A_eq=sums, b_eq=[1.0], bounds=(0, None), method="highs")
    if not found.success:
        raise CountError("quotas_unmet")
    return found
