# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ballots as text, by the name of the form."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction

from voting.errors import FormatError
from voting.exchange import blt, pabulib_writing, preflib
from voting.exchange import csv as own_csv
from voting.exchange import json as own_json
from voting.exchange.elections import Election


def _pabulib(election: Election) -> str:
    """In euros: the format has no unit."""
    if election.budget is None:
        raise FormatError(1, "budget", "a budget", "no budget")
    meta = {"description": " ".join(election.title.split()), "rule": "unknown"}
    of = {option.id: replace(option, cost=_euros(option.cost, election)) for option in election.options}
    profile = replace(election.profile, options=tuple(of[option.id] for option in election.profile.options))
    budget = Fraction(election.budget, election.unit)
    return pabulib_writing.write_profile(profile, tuple(of.values()), budget, meta)


def _euros(cost: int | Fraction | None, election: Election) -> int | Fraction | None:
    if cost is None:
        return None
    money = Fraction(cost, election.unit)
    return int(money) if money.denominator == 1 else money


def _blt(election: Election) -> str:
    if election.profile.kind != "ranking":
        raise FormatError(1, "kind", "rankings", election.profile.kind.value)
    return blt.write(blt.Election(election.title, election.seats or 1, election.options, election.profile))


WRITERS: Mapping[str, Callable[[Election], str]] = {
    "json": own_json.write,
    "csv": own_csv.write,
    "pb": _pabulib,
    "blt": _blt,
    "preflib": preflib.write,
}
