# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Templates of consultations: a literal table. A new one is a line here and its name in the words of the office.

The texts are first drafts in Italian, the language in which a comune publishes; the office rewrites them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from voting import RULES, Asking, BallotKind, CountError, Offer, Rule

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
    """Where a consultation starts from: what is asked (None: nothing is voted on), in which phases, with which texts.

    `only_rule` and `only_kind`: the rule and the ballots of an imported consultation, which keeps its own.

    `freezes_itself` is true in every template: if the office has not fixed list and roll by the opening of the vote,
    the job at that instant fixes the admissible proposals and the roll, and the journal says so.
    """

    key: str
    asked: Asking | None
    phases: tuple[PlannedPhase, ...]
    purpose: str
    decided_by: str
    out_of_scope: str
    min_picks: int = 1
    max_picks: int | None = None
    seats: int = 1
    min_age: int = 16
    support_threshold: int = 0
    freezes_itself: bool = True
    options_shuffled: bool = False
    only_rule: str = ""
    only_kind: str = ""

    @property
    def has_vote(self) -> bool:
        return bool(self.rules)

    @property
    def offers(self) -> dict[str, Offer]:
        """How each rule of voting.RULES offers itself for what is asked, by key in their order."""
        if self.only_rule:
            return {self.only_rule: Offer(1, BallotKind(self.only_kind))}
        if self.asked is None:
            return {}
        found = {key: rule.offered[self.asked] for key, rule in RULES.items() if self.asked in rule.offered}
        return dict(sorted(found.items(), key=lambda offered: offered[1].place))

    @property
    def rules(self) -> tuple[str, ...]:
        """Keys of voting.RULES to choose from; the first is proposed."""
        return tuple(self.offers)

    @property
    def takes_picks(self) -> bool:
        """Several options can be chosen, and the office says how many."""
        return self.asked in (Asking.SOME, Asking.ORDER, Asking.BUDGET, Asking.GROUP) or bool(self.only_rule)

    @property
    def is_budget(self) -> bool:
        """A sum is divided: costs and a budget are needed."""
        return self.asked is Asking.BUDGET


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

_ANSWER_PHASES = (
    PlannedPhase("informing", 14),
    PlannedPhase("voting", 10),
    PlannedPhase("publishing", 30),
)
_GROUP_PHASES = (
    PlannedPhase("informing", 7),
    PlannedPhase("proposing", 21),
    PlannedPhase("reviewing", 7),
    PlannedPhase("voting", 10),
    PlannedPhase("publishing", 30),
)

TEMPLATES: dict[str, Template] = {
    "yes-or-no": Template(
        key="yes-or-no",
        asked=Asking.ANSWER,
        phases=_ANSWER_PHASES,
        purpose="Il Comune fa ciò che esce dal voto.",
        decided_by="Decidono i residenti con il voto. La Giunta ne prende atto e agisce.",
        out_of_scope="Si risponde alla domanda com'è scritta: il testo non cambia più.",
    ),
    "choice-of-one": Template(
        key="choice-of-one",
        asked=Asking.ONE,
        phases=_SHORT_PHASES,
        purpose="Il progetto più scelto viene realizzato dal Comune.",
        decided_by="Decidono i residenti con il voto. Il Comune realizza il progetto che vince.",
        out_of_scope="La somma e il luogo sono già fissati e non si votano.",
    ),
    "choice-of-projects": Template(
        key="choice-of-projects",
        asked=Asking.SOME,
        phases=_SHORT_PHASES,
        max_picks=3,
        purpose="Il progetto più scelto viene realizzato dal Comune.",
        decided_by="Decidono i residenti con il voto. Il Comune realizza il progetto che vince.",
        out_of_scope="La somma e il luogo sono già fissati e non si votano.",
    ),
    "order-of-priority": Template(
        key="order-of-priority",
        asked=Asking.ORDER,
        phases=_SHORT_PHASES,
        max_picks=5,
        purpose="L'ordine che esce dal voto guida i lavori del Comune nel quartiere.",
        decided_by="I residenti danno l'ordine. La Giunta decide i lavori e spiega ogni scelta diversa.",
        out_of_scope="Non si decide la somma da spendere.",
    ),
    "judgement": Template(
        key="judgement",
        asked=Asking.JUDGEMENT,
        phases=_SHORT_PHASES,
        purpose="Il Comune realizza il progetto giudicato meglio.",
        decided_by="I residenti giudicano i progetti. La Giunta realizza il primo e spiega ogni scelta diversa.",
        out_of_scope="La somma e il luogo sono già fissati e non si votano.",
        options_shuffled=True,
    ),
    "points-to-give": Template(
        key="points-to-give",
        asked=Asking.POINTS,
        phases=_SHORT_PHASES,
        purpose="I punti dicono al Comune che cosa viene prima.",
        decided_by="I residenti danno i punti. La Giunta decide i lavori e spiega ogni scelta diversa.",
        out_of_scope="Non si decide la somma da spendere.",
        options_shuffled=True,
    ),
    "neighbourhood-budget": Template(
        key="neighbourhood-budget",
        asked=Asking.BUDGET,
        phases=_BUDGET_PHASES,
        purpose="I progetti scelti entrano nel programma delle opere del quartiere, fino alla somma disponibile.",
        decided_by="Decidono i residenti con il voto. La Giunta approva il risultato e lo finanzia.",
        out_of_scope="Non si votano spese di gestione, stipendi e opere fuori dal quartiere.",
        options_shuffled=True,
    ),
    "group-of-people": Template(
        key="group-of-people",
        asked=Asking.GROUP,
        phases=_GROUP_PHASES,
        purpose="Le persone elette formano il gruppo e si riuniscono entro un mese.",
        decided_by="Eleggono i residenti con il voto. Il Comune proclama gli eletti.",
        out_of_scope="I compiti e la durata del gruppo sono già nel regolamento.",
        seats=5,
        options_shuffled=True,
    ),
    "gathering-ideas": Template(
        key="gathering-ideas",
        asked=None,
        phases=(PlannedPhase("informing", 7), PlannedPhase("proposing", 30), PlannedPhase("publishing", 30)),
        purpose="Le idee raccolte vanno agli uffici del Comune, che rispondono a ciascuna.",
        decided_by="Decide la Giunta, che pubblica una risposta con i motivi.",
        out_of_scope="Non si vota: contano le idee e le ragioni.",
    ),
}


def template_of(key: str, ballot_kind: str, rule: str) -> Template:
    """The template of a consultation; an imported one has none and keeps its own kind of ballot and its rule."""
    return TEMPLATES.get(key) or Template("", None, (), "", "", "", only_rule=rule, only_kind=ballot_kind)


def read_parameters(rule: Rule, offer: Offer, given: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """What the office wrote of a rule, else what the offer proposes, else its defaults; and what cannot be read."""
    read, unread = {}, []
    for parameter in rule.fields:
        try:
            typed = given.get(parameter.name)
            proposed = offer.parameters.get(parameter.name, parameter.default)
            read[parameter.name] = proposed if typed is None else parameter.asked(typed)
        except CountError:
            unread.append(parameter.name)
    return read, unread
