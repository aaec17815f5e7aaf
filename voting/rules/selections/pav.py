# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sequential PAV: the k-th winner that a voter approves counts 1/k (Thiele 1895). Source: methods.md §2.3."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from voting.asking import Asking, Offer, Trait
from voting.ballots import BallotKind
from voting.canonical import exact
from voting.engines.committees import Standings, first, gains, unserved, without
from voting.tallies import Case, Detail, Json, Parameter, Rule, Tally, elected_first
from voting.words import previews
from voting.words.explanations import MARK_ALL, Example, Explanation
from voting.words.reasons import by_seats
from voting.words.sentences import N_


def tally(case: Case) -> Tally:
    """Elects the option that adds most until the seats are filled; nobody without supporters is elected."""
    standings = Standings.equal(case.profile, Fraction(0))
    winners: list[str] = []
    rounds: list[Json] = []
    while len(winners) < case.seats and (offers := without(gains(standings), case, winners)):
        most = max(offers.values())
        chosen = first(case, offers, most, winners)
        standings.change(chosen, lambda won: won + 1)
        winners.append(case.ids[chosen])
        rounds.append(_round(case, winners, most, offers))
    votes = dict(zip(case.ids, case.profile.votes, strict=True))
    ranking = elected_first(winners, case.ids, votes)
    return Tally(winners, ranking, votes, lambda: Detail(rounds, {"voters_with_nobody": unserved(case, winners)}))


def _round(case: Case, winners: Sequence[str], most: Fraction, offers: Mapping[int, Fraction]) -> Json:
    return {
        "stage": len(winners),
        "act": "added",
        "option": winners[-1],
        "gain": exact(most),
        "tallies": {case.ids[option]: exact(gain) for option, gain in sorted(offers.items())},
        "elected": [winners[-1]],
    }


RULE = Rule(
    key="pav",
    kinds=frozenset({BallotKind.APPROVAL}),
    tally=tally,
    words={
        "it": {
            "name": "Approvazione proporzionale (PAV)",
            "unit": "voti",
            "added": "{name}: eletta. Aggiunge {gain}.",
        },
        "en": {
            "name": "Proportional approval (PAV)",
            "unit": "votes",
            "added": "{name}: elected. It adds {gain}.",
        },
    },
    parameters=(Parameter("seats", "1", form="integer"),),
    explanation=Explanation(
        summary=N_(
            "Più posti. Chi ha già qualcuno di eletto pesa meno per i posti che restano: passano anche i gruppi "
            "piccoli."
        ),
        lines=(
            MARK_ALL,
            N_("I posti si danno uno alla volta, a chi ha più voti."),
            N_("La tua scheda vale uno; con un eletto tra i tuoi vale la metà, con due un terzo."),
        ),
        example=Example(
            N_(
                "I posti sono 2. In 7 segnano Ada, e 6 di loro anche Bruno. In 4 segnano Carla. Entra Ada con 7. Ora "
                "Bruno vale la metà di 6, cioè 3, e Carla 4: entra Carla."
            ),
            "approval",
            ((6, ["Ada", "Bruno"]), (1, ["Ada"]), (4, ["Carla"])),
            ("Ada", "Carla"),
            params={"seats": "2"},
        ),
        reasons=by_seats,
    ),
    committee=True,
    offered={Asking.GROUP: Offer(7, BallotKind.APPROVAL)},
    preview=previews.agreeing,
    traits={Trait.GROUPS: True},
)
