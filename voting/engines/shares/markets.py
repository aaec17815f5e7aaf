# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is for sale in Equal Shares, and to whom on which terms: all that a run needs besides the endowment."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from voting.engines import eligibility
from voting.engines.eligibility import Caps
from voting.engines.shares import endowments, utilities
from voting.engines.shares.endowments import Endowments
from voting.engines.shares.utilities import Alike, Rows, Utilities
from voting.profile import Profile
from voting.tallies import Case


@dataclass(frozen=True)
class Market:
    """``admitted``: the columns that may be bought, each with supporters; ``caps`` keep some out after others."""

    profile: Profile
    costs: Sequence[int | Fraction]
    utilities: Utilities
    endowments: Endowments
    admitted: Sequence[int]
    caps: Caps = eligibility.NONE

    def count(self, option: int, rows: Rows) -> int:
        """Σ voters × units of an option over some of its supporters' rows."""
        return int(self.utilities.units(option, rows) @ self.profile.weights[rows])


def of_projects(case: Case, admitted: Sequence[int], caps: Caps) -> Market:
    """The market of a budget, as the parameters say. Raises CountError bad_parameter, bad_profile."""
    profile, costs, satisfaction = case.profile, caps.costs, case.params["satisfaction"]
    weights = eligibility.amounts(case.params["group_weights"])
    if satisfaction == "additive":
        worth = utilities.additive(profile)
    else:
        worth = Alike(costs if satisfaction == "cost" else [1] * len(costs), profile.votes)
    held = endowments.by_group(profile, weights) if weights else endowments.equal(profile)
    return Market(profile, costs, worth, held, admitted, caps)


def of_seats(case: Case) -> Market:
    """The market of a committee: each seat costs 1 and is worth 1."""
    profile = case.profile
    ones = [1] * len(case.ids)
    admitted = [at for at, votes in enumerate(profile.votes) if votes]
    return Market(profile, ones, Alike(ones, profile.votes), endowments.equal(profile), admitted)
