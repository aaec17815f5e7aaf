# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ballots of a closed vote as files that anybody can count, and when the public may have them.

Who cast a ballot is nowhere in them. But a long ranking, or a rare basket, can be recognised by who knows what somebody
voted, and so be sold or forced. So ballots are published only where no combination of marks is rarer than the threshold
of `analytics.disclosure`, or where a ballot bears one mark (then they tell what the totals tell), or where they came
from a public file. Of a budget in pots never: a pot is small (docs/privacy.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from deliberation.ballots.questions import Question
from voting import BallotKind, Profile
from voting.exchange.elections import Election
from voting.exchange.elections import rows as distinct

PUBLIC = ("csv", "pb", "blt")  # forms that a page offers, where they hold such ballots


def election_of(asked: Question, profile: Profile) -> Election:
    """The ballots that count, with the options in the order of the ballot; money in cents (unit 100)."""
    budget = None if asked.budget_cents is None else Fraction(asked.budget_cents)
    has_money = any(option.cost for option in asked.options)
    seats = None if budget else asked.seats
    return Election(asked.options, profile, seats, budget, asked.title, 100 if has_money else 1)


def without_places(profile: Profile) -> Profile:
    """The same ballots, without the neighbourhoods of who cast them."""
    listed = [(row.ballot, row.weight) for row in distinct(profile)]
    return Profile.of(profile.kind, profile.options, listed, None, profile.n_invalid)


def may_be_published(asked: Question, what_ifs: Mapping[str, Any]) -> bool:
    """Whether no ballot can be recognised by its marks; no where nobody looked when it was counted."""
    if asked.pots:
        return False
    if asked.imported_from or asked.kind is BallotKind.CHOICE:
        return True
    kept = what_ifs.get("patterns")
    return kept is not None and kept["rare"] == 0


def forms_of(asked: Question, what_ifs: Mapping[str, Any]) -> tuple[str, ...]:
    """The forms in which this vote's ballots are published: none, or those that hold such ballots."""
    if not may_be_published(asked, what_ifs):
        return ()
    held = {
        "pb": asked.budget_cents is not None and asked.kind in (BallotKind.BUDGET, BallotKind.APPROVAL),
        "blt": asked.kind is BallotKind.RANKING,
        "csv": True,
    }
    return tuple(form for form in PUBLIC if held[form])
