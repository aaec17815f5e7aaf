# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What plurality, approval and the rules with points share: the options with most take the seats."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from voting.canonical import exact
from voting.tallies import Case, Detail, Json, Parameter, Tally, grouped, seated

PARAMETERS = (Parameter("seats", "1", form="integer"),)


def words(
    italian: str, english: str, unit: str = "voti", english_unit: str = "votes"
) -> Mapping[str, Mapping[str, str]]:
    """The sentences of a rule that has one round."""
    return {
        "it": {"name": italian, "count": f"In tutto {{votes}} {unit}.", "unit": unit},
        "en": {"name": english, "count": f"In all {{votes}} {english_unit}.", "unit": english_unit},
    }


def tally(case: Case) -> Tally:
    """A vote for each mark."""
    return elect(case, dict(zip(case.ids, case.profile.votes, strict=True)))


def elect(
    case: Case,
    totals: Mapping[str, int | Fraction],
    evidence: Callable[[], Json] = dict,
    ranking: Sequence[Sequence[str]] | None = None,
    act: str = "count",
) -> Tally:
    """The highest totals (or the first groups of ``ranking``) take the seats; ``act`` names the one round."""
    ranking = ranking or grouped(case.ids, totals.__getitem__)
    winners = seated(case, ranking, totals)
    return Tally(winners, ranking, totals, lambda: _detail(winners, ranking, totals, evidence(), act))


def _detail(
    winners: Sequence[str],
    ranking: Sequence[Sequence[str]],
    totals: Mapping[str, int | Fraction],
    evidence: Json,
    act: str,
) -> Detail:
    losers = [option for group in ranking for option in group if option not in winners]
    margins: dict[str, object] = {}
    if losers and winners:
        last = min(winners, key=lambda option: (totals[option], option))
        first = max(losers, key=lambda option: (totals[option], option))
        gap = totals[last] - totals[first]
        between = gap if isinstance(gap, int) else exact(gap)
        margins = {"last_elected": last, "first_excluded": first, "votes_between": between}
    whole = sum(totals.values())
    rounds = [
        {
            "stage": 1,
            "act": act,
            "tallies": {k: exact(v) for k, v in totals.items()},
            "elected": winners,
            "votes": whole if isinstance(whole, int) else exact(whole),
        }
    ]
    return Detail(rounds, margins, evidence)
