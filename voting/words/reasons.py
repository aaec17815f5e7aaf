# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Why an option won or lost, for families of rules: by votes, points, duels, rounds, quotas, seats, money.

Each reads a published outcome (``Outcome.as_json``) and nothing else, so a stored result is explained without its
ballots. Money is in whole cents there.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from voting.words.explanations import Document
from voting.words.sentences import Money, Named, Number, Sentence, cents, shown, tell, tell_many

NOBODY = tell("Nessuno l'ha scelto.")
SAME_VOTES = tell("Aveva gli stessi voti: ha deciso il criterio di parità.")


def round_of(outcome: Document, option: str, *acts: str) -> Document | None:
    """The first round that did one of the acts to the option."""
    return next((step for step in outcome["rounds"] if step.get("option") == option and step["act"] in acts), None)


def _standing(outcome: Document, option: str) -> tuple[Fraction, int, Fraction, bool]:
    """An option's total, its place, what it lacks to the last winner, and whether nobody has as much."""
    totals = {name: Fraction(str(total)) for name, total in outcome["totals"].items()}
    total = totals[option]
    place = 1 + sum(other > total for other in totals.values())
    last = min((totals[winner] for winner in outcome["winners"]), default=Fraction(0))
    return total, place, last - total, list(totals.values()).count(total) == 1


def by_votes(outcome: Document, option: str) -> Sequence[Sentence]:
    """The options with most votes."""
    total, place, lacking, alone = _standing(outcome, option)
    if option not in outcome["winners"]:
        if not lacking:
            return [SAME_VOTES]
        return [
            tell_many(
                "Gli manca %(num)s voto per pareggiare.", "Gli mancano %(num)s voti per pareggiare.", int(lacking)
            )
        ]
    if place == 1 and alone:
        return [tell("Ha preso più voti di tutti: %(num)s.", num=Number(int(total)))]
    return [
        tell_many(
            "È al posto %(place)s con %(num)s voto.", "È al posto %(place)s con %(num)s voti.", int(total), place=place
        )
    ]


def by_points(outcome: Document, option: str) -> Sequence[Sentence]:
    """The options with most points, which may be fractions."""
    total, place, lacking, _ = _standing(outcome, option)
    if option in outcome["winners"]:
        return [tell("È al posto %(place)s. Punti: %(points)s.", place=place, points=Number(shown(total)))]
    if not lacking:
        return [tell("Aveva gli stessi punti: ha deciso il criterio di parità.")]
    missing = Number(shown(lacking))
    return [tell("È al posto %(place)s. Punti che mancano per pareggiare: %(missing)s.", place=place, missing=missing)]


def by_duels(outcome: Document, option: str) -> Sequence[Sentence]:
    """Pairs of options: how many duels a winner won, and the worst of the others."""
    duels = [duel for step in outcome["rounds"] for duel in step.get("duels", ())]
    mine = [
        (duel["rival"], duel["for"], duel["against"])
        if duel["option"] == option
        else (duel["option"], duel["against"], duel["for"])
        for duel in duels
        if option in (duel["option"], duel["rival"])
    ]
    if option in outcome["winners"]:
        won = sum(ours > theirs for _, ours, theirs in mine)
        return [
            tell_many("Vince %(num)s sfida su %(duels)s.", "Vince %(num)s sfide su %(duels)s.", won, duels=len(mine))
        ]
    rival, ours, theirs = max(mine, key=lambda duel: (duel[2] - duel[1], duel[0]))
    return [
        tell("Contro «%(rival)s» finisce %(ours)s a %(theirs)s.", rival=Named(str(rival)), ours=ours, theirs=theirs)
    ]


def by_rounds(outcome: Document, option: str) -> Sequence[Sentence]:
    """One leaves each round until somebody has the majority."""
    rounds: Sequence[Document] = outcome["rounds"]
    if option in outcome["winners"]:
        return [
            tell_many(
                "All'ultimo passo ha %(num)s voto: è la maggioranza.",
                "All'ultimo passo ha %(num)s voti: è la maggioranza.",
                int(rounds[-1]["tallies"][option]),
            )
        ]
    for before, step in pairwise(rounds):
        if option in step["excluded"]:
            return [
                tell_many(
                    "Esce al passo %(stage)s con %(num)s voto: le sue schede passano alla scelta che segue.",
                    "Esce al passo %(stage)s con %(num)s voti: le sue schede passano alla scelta che segue.",
                    int(before["tallies"][option]),
                    stage=int(step["stage"]),
                )
            ]
    return [
        tell_many(
            "All'ultimo passo ha %(num)s voto: non basta.",
            "All'ultimo passo ha %(num)s voti: non bastano.",
            int(rounds[-1]["tallies"][option]),
        )
    ]


def by_quota(outcome: Document, option: str) -> Sequence[Sentence]:
    """Transferable votes for several seats: who reaches the quota, or is left with as many options as seats."""
    rounds: Sequence[Document] = outcome["rounds"]
    for step in rounds:
        if option in step["elected"]:
            votes, stage = Fraction(step["tallies"][option]), int(step["stage"])
            held, quota = Number(shown(votes)), Number(shown(step["quota"]))
            if votes >= Fraction(step["quota"]):
                return [
                    tell(
                        "Entra al passo %(stage)s. Voti: %(votes)s. Per entrare ne servivano %(quota)s.",
                        stage=stage,
                        votes=held,
                        quota=quota,
                    )
                ]
            return [
                tell(
                    "Entra al passo %(stage)s: restavano tante opzioni quanti posti. Voti: %(votes)s.",
                    stage=stage,
                    votes=held,
                )
            ]
    for before, step in pairwise(rounds):
        if option in step["excluded"]:
            return [
                tell(
                    "Esce al passo %(stage)s. Voti: %(votes)s. Le sue schede passano alla scelta che segue.",
                    stage=int(step["stage"]),
                    votes=Number(shown(before["tallies"][option])),
                )
            ]
    return [
        tell("Voti alla fine: %(votes)s. I posti erano già presi.", votes=Number(shown(rounds[-1]["tallies"][option])))
    ]


def by_seats(outcome: Document, option: str) -> Sequence[Sentence]:
    """Committees by approval: seats go one at a time, and what a voter already got weighs."""
    voters = int(outcome["totals"][option])
    step = next((step for step in outcome["rounds"] if option in step.get("elected", ())), None)
    if step is not None:
        return [
            tell_many(
                "Entra al passo %(stage)s: l'ha scelta %(num)s persona.",
                "Entra al passo %(stage)s: l'hanno scelta in %(num)s.",
                voters,
                stage=int(step["stage"]),
            )
        ]
    if not voters:
        return [NOBODY]
    return [
        tell_many(
            "L'ha scelta %(num)s persona: per un posto non basta.",
            "L'hanno scelta in %(num)s: per un posto non bastano.",
            voters,
        )
    ]


def by_purse(outcome: Document, option: str) -> Sequence[Sentence]:
    """A budget spent from the top of a list: what was left when an option's turn came."""
    step = round_of(outcome, option, "funded", "too_expensive", "after_stop", "over_cap", "below_threshold")
    if step is None:
        return [NOBODY]
    if step["act"] == "below_threshold":
        return [below_threshold(outcome, option)]
    if step["act"] == "over_cap":
        return [over_cap(step)]
    left, cost = cents(step["left"]), cents(step["cost"])
    if step["act"] == "funded":
        before = Money(left + cost)
        return [tell("Al suo turno restavano %(before)s e costa %(cost)s: ci sta.", before=before, cost=Money(cost))]
    if step["act"] == "after_stop":
        return [tell("La lista si era già fermata: restavano %(left)s.", left=Money(left))]
    return [too_expensive(step)]


def by_shares(outcome: Document, option: str) -> Sequence[Sentence]:
    """A budget divided in equal parts: who pays for an option, or what its supporters lacked."""
    if "budget" not in outcome:
        return by_seats(outcome, option)
    won, bought = option in outcome["winners"], round_of(outcome, option, "bought")
    if won and bought is not None:
        return _bought(bought)
    completed = round_of(outcome, option, "funded")
    if won and completed is not None:
        left, cost = cents(completed["left"]), cents(completed["cost"])
        before = Money(left + cost)
        return [
            tell("Pagato con i soldi avanzati: restavano %(before)s e costa %(cost)s.", before=before, cost=Money(cost))
        ]
    if won or bought is not None or completed is not None:
        return [tell("Lo decide il confronto finale tra le due regole.")]
    if (dropped := round_of(outcome, option, "dropped")) is not None:
        money, cost = cents(dropped["money"]), cents(dropped["cost"])
        held, missing = Money(money), Money(cost - money)
        return [tell("A chi lo sostiene restavano %(money)s: mancavano %(missing)s.", money=held, missing=missing)]
    if (capped := round_of(outcome, option, "over_cap")) is not None:
        return [over_cap(capped)]
    if outcome["margins"].get(option, {}).get("because") == "below_threshold":
        return [below_threshold(outcome, option)]
    dear = round_of(outcome, option, "too_expensive")
    return [NOBODY if dear is None else too_expensive(dear)]


def _bought(step: Document) -> Sequence[Sentence]:
    """Who pays, how many of them with all they have, and the votes that count for that price."""
    said = [
        tell_many(
            "Lo paga %(num)s persona con %(price)s.",
            "Lo pagano in %(num)s con %(price)s a testa.",
            int(step["payers"]),
            price=Money(cents(step["price"])),
        )
    ]
    if drained := int(step["drained"]):
        said.append(
            tell_many(
                "%(num)s persona dà tutto ciò che le resta.", "In %(num)s danno tutto ciò che resta loro.", drained
            )
        )
        votes = Number(round(Fraction(str(step["effective_votes"])) * 100) / 100)
        said.append(tell("Conta come %(votes)s voti pieni.", votes=votes))
    return said


def too_expensive(step: Document) -> Sentence:
    """What an option's cost lacked in its turn."""
    left, cost = cents(step["left"]), cents(step["cost"])
    missing = Money(max(cost - left, 0))
    return tell("Al suo turno restavano %(left)s: mancavano %(missing)s.", left=Money(left), missing=missing)


def over_cap(step: Document) -> Sentence:
    """Which cap left too little room."""
    cost, room = Money(cents(step["cost"])), Money(cents(step["room"]))
    cap = Named(str(step["cap"]))
    return tell("Costa %(cost)s e il tetto per «%(cap)s» aveva ancora %(room)s.", cost=cost, cap=cap, room=room)


def below_threshold(outcome: Document, option: str) -> Sentence:
    """How many votes the threshold lacked."""
    missing = int(outcome["margins"][option]["missing_votes"])
    return tell_many("Mancava %(num)s voto per la soglia.", "Mancavano %(num)s voti per la soglia.", missing)
