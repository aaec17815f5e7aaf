# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The counting rules: one file each, one line each."""

from collections.abc import Mapping

from voting.rules.marks import approval, block, cumulative, majority_judgment, plurality, quadratic, score, yes_no
from voting.rules.rankings import (
    borda,
    copeland,
    irv,
    kemeny,
    meek_stv,
    minimax,
    ranked_pairs,
    schulze,
    scottish_stv,
    wigm_stv,
)
from voting.rules.selections import equal_shares, greedy, knapsack, pav, phragmen
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
