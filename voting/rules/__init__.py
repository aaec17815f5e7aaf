# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The counting rules: one file each, one line each."""

from collections.abc import Mapping

from voting.rules import approval, equal_shares, greedy, plurality, schulze
from voting.tallies import Rule

RULES: Mapping[str, Rule] = {
    "plurality": plurality.RULE,
    "approval": approval.RULE,
    "schulze": schulze.RULE,
    "greedy": greedy.RULE,
    "equal-shares": equal_shares.RULE,
}
