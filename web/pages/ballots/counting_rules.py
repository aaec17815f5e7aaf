# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How votes are counted, for residents: by what is asked, in plain words, each with its worked example and its figure.

What a programmer needs to count again is one click further: the method cards of docs/rules (`web/cards` is that folder:
a link; files in a wheel).
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from voting import RULES, Asking, Option, Profile, Rule, TiePolicy, ballots, count
from web.figures import Drawn, Reading, figure
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.render import page
from web.words.i18n import translate
from web.words.messages.marks import N_
from web.words.traits import TRAITS

CARDS = Path(__file__).parents[2] / "cards"
CENTS = 100


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its markdown."""

    title: str
    body: str


# What is asked, as the address of its heading, in words, and what the voter does.
QUESTIONS = {
    Asking.ANSWER: ("si-o-no", N_("Sì o no"), N_("Una domanda, due risposte.")),
    Asking.ONE: ("uno", N_("Scegliere uno"), N_("Ognuno segna una sola opzione.")),
    Asking.SOME: ("alcuni", N_("Scegliere alcuni"), N_("Ognuno segna ciò che gli va bene.")),
    Asking.ORDER: ("ordine", N_("Mettere in ordine"), N_("Ognuno scrive una graduatoria.")),
    Asking.JUDGEMENT: ("giudizi", N_("Dare un giudizio"), N_("Ognuno giudica ogni opzione.")),
    Asking.POINTS: ("punti", N_("Distribuire punti"), N_("Ognuno divide i suoi punti.")),
    Asking.BUDGET: ("bilancio", N_("Dividere un bilancio"), N_("I voti decidono come si spende una somma.")),
    Asking.GROUP: ("gruppo", N_("Eleggere un gruppo"), N_("Ci sono più posti da riempire insieme.")),
}


@dataclass(frozen=True, slots=True)
class Question:
    """A kind of question and the rules that can answer it, the recommended one first."""

    anchor: str
    title: str
    told: str
    rules: tuple[Rule, ...]


def questions() -> list[Question]:
    """What can be asked, with the rules that have a card; at the end those that no office can choose."""
    known = [rule for rule in RULES.values() if has_card(rule.key)]
    found = []
    for asking, words in QUESTIONS.items():
        fit = sorted((r for r in known if asking in r.offered), key=lambda rule: rule.offered[asking].place)
        found.append(Question(*words, tuple(fit)))
    beside = tuple(rule for rule in known if not rule.offered)
    told = N_("Nessuno può sceglierle per un voto: fanno vedere come sarebbe andata.")
    return [one for one in (*found, Question("confronto", N_("Solo per confronto"), told, beside)) if one.rules]


def has_card(key: str) -> bool:
    """Whether a rule is documented."""
    return (CARDS / f"{key}.md").exists()


@cache
def card(name: str) -> tuple[Section, ...]:
    """A card's sections; the first is the card's own title with what stands before any other heading."""
    text = (CARDS / f"{name}.md").read_text(encoding="utf-8")
    first, *others = text.removeprefix("# ").split("\n## ")
    parts = [part.partition("\n") for part in (first, *others)]
    return tuple(Section(title.partition(" (`")[0].strip(), body.strip()) for title, _, body in parts)


@cache
def example_of(key: str, locale: str) -> Drawn:
    """The figure of a rule's worked example: its ballots are counted, its options are called as in the text."""
    rule = RULES[key]
    told = rule.explanation.example
    marked = [option for _, mark in told.ballots for option in mark]  # type: ignore[attr-defined]
    names = list(dict.fromkeys([*told.costs, *marked]))
    options = [Option(name, cost=told.costs[name] * CENTS if told.costs else None) for name in names]
    cast = [(ballots.parse(told.kind, mark, options), number) for number, mark in told.ballots]
    budget = None if told.budget is None else Fraction(told.budget * CENTS)
    profile = Profile.of(told.kind, options, cast)
    outcome = count(rule.key, profile, told.params, TiePolicy(rule.ties), budget=budget, unit=CENTS)
    return figure(Reading(outcome.as_json(), lambda option: named(key, option, locale), locale), "figura-esempio")


def named(key: str, option: str, locale: str) -> str:
    """What an example calls an option: its id is its Italian name, but for the answers to one question."""
    answers = RULES[key].answers
    return translate(locale, answers[option]) if option in answers else option[:1].upper() + option[1:]


@get("/come-si-conta")
async def counting_rules(request: CivicRequest) -> Response[str]:
    """The rules by what is asked."""
    return await page(request, "results/rules.html", {"questions": questions()})


@get("/come-si-conta/per-chi-ricontrolla")
async def recounting(request: CivicRequest) -> Response[str]:
    """The public draw and the fingerprint of a result, for who wants to count again."""
    sections = [part for part in card("README")[1:] if "regola" not in part.title]
    return await page(request, "results/recounting.html", {"sections": sections})


@get("/come-si-conta/{rule:str}")
async def counting_rule(request: CivicRequest, rule: FromPath[str]) -> Response[str]:
    """One rule."""
    if rule not in RULES or not has_card(rule):
        raise NotFoundException
    known = RULES[rule]
    good, bad = ([TRAITS[trait][at] for trait, holds in known.traits.items() if holds is not bool(at)] for at in (0, 1))
    context = {"card": card(rule)[0], "rule": known, "example": example_of(rule, request.locale)}
    context |= {"good": good, "bad": bad}
    return await page(request, "results/rule.html", context)


ROUTES = routes(Access.ANYONE, counting_rules, recounting, counting_rule)
