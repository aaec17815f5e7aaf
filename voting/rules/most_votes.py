# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What plurality and approval share: the options with most votes take the seats."""

from collections.abc import Mapping

from voting.tallies import Case, Detail, Parameter, Tally, grouped, seated

PARAMETERS = (Parameter("seats", "1", form="integer"),)


def words(italian: str, english: str) -> Mapping[str, Mapping[str, str]]:
    """The sentences of a rule that has one round."""
    return {
        "it": {"name": italian, "count": "Voti contati: {votes}.", "unit": "voti"},
        "en": {"name": english, "count": "Votes counted: {votes}.", "unit": "votes"},
    }


def tally(case: Case) -> Tally:
    """Groups of equal votes take seats from the top; a tie is broken only where it decides who gets the last seat."""
    votes = dict(zip(case.ids, case.profile.votes, strict=True))
    ranking = grouped(case.ids, votes.__getitem__)
    winners = seated(case, ranking, votes)
    losers = [option for option in case.ids if option not in winners]
    margins: dict[str, object] = {}
    if losers:
        last = min(winners, key=lambda option: (votes[option], option))
        first = max(losers, key=lambda option: (votes[option], option))
        margins = {"last_elected": last, "first_excluded": first, "votes_between": votes[last] - votes[first]}
    rounds = [{"stage": 1, "act": "count", "tallies": {k: str(v) for k, v in votes.items()},
               "elected": winners, "votes": sum(votes.values())}]  # fmt: skip
    return Tally(winners, ranking, votes, lambda: Detail(rounds, margins))
