# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Templates of consultations: a literal table. A new one is a line here and its name in the words of the office.

The texts are first drafts in Italian, the language in which a comune publishes; the office rewrites them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from voting import RULES

PRIVACY = (
    "Il Comune tratta i tuoi dati per far funzionare questa consultazione, come compito di interesse pubblico "
    "(art. 6, par. 1, lett. e, GDPR). Nelle pagine compare uno pseudonimo, mai il tuo nome. Il voto serve solo a "
    "contare il risultato. Puoi chiedere di vedere, correggere o cancellare i tuoi dati all'ufficio partecipazione."
)


@dataclass(frozen=True, slots=True)
class PlannedPhase:
    """A phase as a template proposes it: its kind (phases.PhaseKind) and how many days it lasts."""

    kind: str
    days: int


@dataclass(frozen=True, slots=True)
class Template:
    """Where a consultation starts from. `only_rule`: of an imported consultation, which keeps its own.

    `freezes_itself` is true in every template: if the office has not fixed list and roll by the opening of the vote,
    the job at that instant fixes the admissible proposals and the roll, and the journal says so.
    """

    key: str
    ballot_kind: str
    phases: tuple[PlannedPhase, ...]
    purpose: str
    decided_by: str
    out_of_scope: str
    parameters: dict[str, str] = field(default_factory=dict)
    min_picks: int = 1
    max_picks: int | None = None
    seats: int = 1
    min_age: int = 16
    support_threshold: int = 0
    freezes_itself: bool = True
    options_shuffled: bool = False
    only_rule: str = ""

    @property
    def has_vote(self) -> bool:
        return bool(self.ballot_kind)

    @property
    def rules(self) -> tuple[str, ...]:
        """Keys of voting.RULES to choose from, as each rule offers itself for the ballot; the first is proposed."""
        if self.only_rule:
            return (self.only_rule,)
        places = {
            key: place
            for key, rule in RULES.items()
            for kind, place in rule.offered.items()
            if kind == self.ballot_kind
        }
        return tuple(sorted(places, key=places.__getitem__))


_BUDGET_PHASES = (
    PlannedPhase("informing", 7),
    PlannedPhase("proposing", 30),
    PlannedPhase("reviewing", 21),
    PlannedPhase("voting", 14),
    PlannedPhase("publishing", 30),
)
_SHORT_PHASES = (
    PlannedPhase("informing", 7),
    PlannedPhase("proposing", 21),
    PlannedPhase("reviewing", 10),
    PlannedPhase("voting", 10),
    PlannedPhase("publishing", 30),
)

TEMPLATES: dict[str, Template] = {
    "neighbourhood-budget": Template(
        key="neighbourhood-budget",
        ballot_kind="budget",
        phases=_BUDGET_PHASES,
        purpose="I progetti scelti entrano nel programma delle opere del quartiere, fino alla somma disponibile.",
        decided_by="Decidono i residenti con il voto. La Giunta approva il risultato e lo finanzia.",
        out_of_scope="Non si votano spese di gestione, stipendi e opere fuori dal quartiere.",
        options_shuffled=True,
    ),
    "choice-of-projects": Template(
        key="choice-of-projects",
        ballot_kind="approval",
        phases=_SHORT_PHASES,
        max_picks=3,
        purpose="Il progetto più scelto viene realizzato dal Comune.",
        decided_by="Decidono i residenti con il voto. Il Comune realizza il progetto che vince.",
        out_of_scope="La somma e il luogo sono già fissati e non si votano.",
    ),
    "order-of-priority": Template(
        key="order-of-priority",
        ballot_kind="ranking",
        phases=_SHORT_PHASES,
        max_picks=5,
        purpose="L'ordine che esce dal voto guida i lavori del Comune nel quartiere.",
        decided_by="I residenti danno l'ordine. La Giunta decide i lavori e spiega ogni scelta diversa.",
        out_of_scope="Non si decide la somma da spendere.",
    ),
    "gathering-ideas": Template(
        key="gathering-ideas",
        ballot_kind="",
        phases=(PlannedPhase("informing", 7), PlannedPhase("proposing", 30), PlannedPhase("publishing", 30)),
        purpose="Le idee raccolte vanno agli uffici del Comune, che rispondono a ciascuna.",
        decided_by="Decide la Giunta, che pubblica una risposta con i motivi.",
        out_of_scope="Non si vota: contano le idee e le ragioni.",
    ),
}


def template_of(key: str, ballot_kind: str, rule: str) -> Template:
    """The template of a consultation; an imported one has none and keeps its own kind of ballot and its rule."""
    return TEMPLATES.get(key) or Template("", ballot_kind, (), "", "", "", only_rule=rule)
