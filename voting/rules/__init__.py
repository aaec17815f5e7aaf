# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The counting rules: one file each, one line each."""

from collections.abc import Mapping

from voting.rules import (
    approval,
    block,
    borda,
    copeland,
    cumulative,
    equal_shares,
    greedy,
    irv,
    kemeny,
    knapsack,
    majority_judgment,
    meek_stv,
    minimax,
    pav,
    phragmen,
    plurality,
    quadratic,
    ranked_pairs,
    schulze,
    score,
    scottish_stv,
    wigm_stv,
    yes_no,
)
from voting.tallies import Rule

RULES: Mapping[str, Rule] = {
    "yes-no": yes_no.RULE,
    "plurality": plurality.RULE,
    "approval": approval.RULE,
    "block": block.RULE,
    "score": score.RULE,
    "cumulative": cumulative.RULE,
    "quadratic": quadratic.RULE,
    "majority-judgment": majority_judgment.RULE,
    "borda": borda.RULE,
    "irv": irv.RULE,
    "schulze": schulze.RULE,
    "ranked-pairs": ranked_pairs.RULE,
    "minimax": minimax.RULE,
    "copeland": copeland.RULE,
    "kemeny": kemeny.RULE,
    "scottish-stv": scottish_stv.RULE,
    "meek-stv": meek_stv.RULE,
    "wigm-stv": wigm_stv.RULE,
    "phragmen": phragmen.RULE,
    "equal-shares": equal_shares.RULE,
    "pav": pav.RULE,
    "greedy": greedy.RULE,
    "knapsack": knapsack.RULE,
}
