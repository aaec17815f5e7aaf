# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The counting rules: one file each, one line each."""

from collections.abc import Mapping

from voting.rules import (
    approval,
    borda,
    copeland,
    equal_shares,
    greedy,
    irv,
    kemeny,
    minimax,
    plurality,
    ranked_pairs,
    schulze,
    scottish_stv,
    wigm_stv,
)
from voting.tallies import Rule

RULES: Mapping[str, Rule] = {
    "plurality": plurality.RULE,
    "approval": approval.RULE,
    "borda": borda.RULE,
    "irv": irv.RULE,
    "schulze": schulze.RULE,
    "ranked-pairs": ranked_pairs.RULE,
    "minimax": minimax.RULE,
    "copeland": copeland.RULE,
    "kemeny": kemeny.RULE,
    "scottish-stv": scottish_stv.RULE,
    "wigm-stv": wigm_stv.RULE,
    "equal-shares": equal_shares.RULE,
    "greedy": greedy.RULE,
}
