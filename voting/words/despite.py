# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a page says of an option that lost: what would have been enough, and why others won with a lower total."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from voting.words.explanations import Document
from voting.words.sentences import Money, Named, Number, Sentence, cents, shown, tell, tell_many


@dataclass(frozen=True, slots=True)
class Lacking:
    """What would have been enough for one option (voting.evidence.nearness). ``cut`` in cents; ``paid_for``: what its
    supporters paid for instead, most of all first."""

    votes: int | None = None
    votes_least: bool = False
    cut: int | None = None
    cut_least: bool = False
    never: str = ""
    paid_for: tuple[str, ...] = ()


def enough(lacking: Lacking) -> Sequence[Sentence]:
    """The votes and the money that would have been enough: «servivano» where nothing less is, else «bastavano»."""
    votes, cut = lacking.votes, lacking.cut
    said: list[Sentence] = []
    if lacking.never == "budget":
        said.append(tell("Costa più di tutti i fondi: nessun numero di voti poteva bastare."))
    elif lacking.never:
        said.append(tell("Costa più del suo tetto: nessun numero di voti poteva bastare."))
    if votes is not None and cut is not None:
        said.append(_both(votes, Money(cut), lacking.votes_least and lacking.cut_least))
    elif votes is not None:
        said.append(_votes(votes, lacking.votes_least))
    elif cut is not None:
        less = Money(cut)
        said.append(
            tell("Serviva un costo più basso di %(cut)s.", cut=less)
            if lacking.cut_least
            else tell("Abbiamo rifatto tutto il conto: bastava un costo più basso di %(cut)s.", cut=less)
        )
    return said


def _both(votes: int, cut: Money, least: bool) -> Sentence:
    if least:
        return tell_many(
            "Serviva %(num)s voto in più, oppure un costo più basso di %(cut)s.",
            "Servivano %(num)s voti in più, oppure un costo più basso di %(cut)s.",
            votes,
            cut=cut,
        )
    return tell_many(
        "Abbiamo rifatto tutto il conto: bastava %(num)s voto in più, oppure un costo più basso di %(cut)s.",
        "Abbiamo rifatto tutto il conto: bastavano %(num)s voti in più, oppure un costo più basso di %(cut)s.",
        votes,
        cut=cut,
    )


def _votes(votes: int, least: bool) -> Sentence:
    if least:
        return tell_many("Serviva %(num)s voto in più.", "Servivano %(num)s voti in più.", votes)
    return tell_many(
        "Abbiamo rifatto tutto il conto: bastava %(num)s voto in più.",
        "Abbiamo rifatto tutto il conto: bastavano %(num)s voti in più.",
        votes,
    )


def despite(outcome: Document, option: str, paid_for: Sequence[str] = ()) -> Sequence[Sentence]:
    """Why an option lost though a winner has a lower total; nothing where none has, or totals are of duels."""
    totals = {str(name): Fraction(str(total)) for name, total in outcome["totals"].items()}
    behind = [winner for winner in map(str, outcome["winners"]) if totals[winner] < totals[option]]
    if option in outcome["winners"] or not behind or outcome["evidence"].get("pairwise"):
        return []
    winner = min(behind, key=lambda other: (totals[other], other))
    mine, theirs = Number(shown(totals[option])), Number(shown(totals[winner]))
    said = [
        tell(
            "Ne ha %(mine)s; «%(winner)s», che è passato, ne ha %(theirs)s.",
            mine=mine,
            winner=Named(winner),
            theirs=theirs,
        )
    ]
    return [*said, *_because(outcome, option, winner, paid_for)]


def _because(outcome: Document, option: str, winner: str, paid_for: Sequence[str]) -> Sequence[Sentence]:
    rounds: Sequence[Document] = outcome["rounds"]
    if paid_for:
        first = paid_for[:2]
        names = {f"name{place}": Named(other) for place, other in enumerate(first)}
        text = (
            tell("Chi l'ha scelto aveva già dato la sua parte di fondi a «%(name0)s» e «%(name1)s».", **names)
            if len(first) == 2
            else tell("Chi l'ha scelto aveva già dato la sua parte di fondi a «%(name0)s».", **names)
        )
        return [text]
    if "budget" in outcome:
        costs = {str(known["id"]): known.get("cost") for known in outcome["options"]}
        ours, theirs = costs.get(option), costs.get(winner)
        if ours is None or theirs is None or Fraction(str(theirs)) >= Fraction(str(ours)):
            return []
        return [
            tell(
                "Ma costa di più: %(ours)s invece di %(theirs)s.", ours=Money(cents(ours)), theirs=Money(cents(theirs))
            )
        ]
    if any("non_transferable" in step for step in rounds):
        return [tell("Contano anche le scelte che vengono dopo la prima.")]
    if any("load" in step or "gain" in step or "price" in step for step in rounds):
        return [tell("I posti si dividono tra chi vota: chi ne ha già avuto uno pesa meno per i posti che restano.")]
    return []
