# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a rule's parameters come to, told to the office before the vote: always of a thousand ballots."""

from collections.abc import Mapping, Sequence

from voting.words.sentences import Money, Number, Sentence, tell, tell_many

Params = Mapping[str, str]
BALLOTS = 1000
SAMPLE = Number(BALLOTS)


def seats(params: Params) -> int:
    """How many are elected."""
    return max(1, int(params["seats"]))


def quota(params: Params, _cents: int | None = None) -> Sequence[Sentence]:
    """Who reaches more than an equal part of the votes, with one seat more, is elected."""
    number = seats(params)
    return [
        tell_many(
            "Con %(num)s posto e %(ballots)s schede la quota è di %(quota)s voti.",
            "Con %(num)s posti e %(ballots)s schede la quota è di %(quota)s voti.",
            number,
            ballots=SAMPLE,
            quota=Number(BALLOTS // (number + 1) + 1),
        )
    ]


def agreeing(params: Params, _cents: int | None = None) -> Sequence[Sentence]:
    """How many people who mark one and the same option always elect it."""
    number = seats(params)
    return [
        tell_many(
            "Con %(num)s posto e %(ballots)s schede, la stessa opzione segnata da più di %(group)s persone è eletta.",
            "Con %(num)s posti e %(ballots)s schede, la stessa opzione segnata da più di %(group)s persone è eletta.",
            number,
            ballots=SAMPLE,
            group=Number(BALLOTS // number),
        )
    ]


def share(cents: int | None) -> Sequence[Sentence]:
    """The part of a budget that a voter has."""
    if not cents:
        return []
    return [
        tell(
            "Con %(budget)s e %(ballots)s schede la parte di ognuno è di %(share)s.",
            budget=Money(cents),
            ballots=SAMPLE,
            share=Money(cents // BALLOTS),
        )
    ]
