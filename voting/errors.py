# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Errors of the counting floor: a code and parameters, never a sentence (the web writes those)."""


class VotingError(ValueError):
    """Something that cannot be read or counted. ``code`` names it, ``params`` holds what a sentence needs."""

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        details = ", ".join(f"{name}={value}" for name, value in params.items())
        super().__init__(f"{code}: {details}" if details else code)


class BallotError(VotingError):
    """A ballot that is not valid.

    Codes: wrong_shape, unknown_option, repeated_option, too_few, too_many, over_budget, not_a_number, negative,
    rank_repeated, too_many_points, too_many_credits, too_high, one_gender.
    """


class CountError(VotingError):
    """A count that cannot be made.

    Codes: unknown_rule, wrong_ballot_kind, unknown_parameter, bad_parameter, budget_missing, bad_budget, bad_cost,
    no_options, repeated_option, unknown_option, bad_weight, bad_profile, equal_ranks, wrong_options,
    too_many_options, too_few_people, quotas_unmet, too_hard, too_many_lots.
    """


class TieError(CountError):
    """A tie that the policy leaves open. Codes: tie_refused, lot_needed, tie_open, unknown_criterion, bad_seed."""


class FormatError(VotingError):
    """Text that is not in the expected format: ``line`` (from 1), ``field`` and what was ``expected`` there."""

    def __init__(self, line: int, field: str, expected: str, found: str = "") -> None:
        self.line = line
        self.field = field
        self.expected = expected
        self.found = found
        super().__init__("bad_format", line=line, field=field, expected=expected, found=found)
