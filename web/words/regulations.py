# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A regulation in words: who may vote, propose and stand; and what it answers to one person, with where to ask."""

from collections.abc import Iterable
from dataclasses import dataclass

from babel.lists import format_list

from deliberation.regulations.eligibility import Answer, Citizenship, Fact, No, Unknown
from deliberation.regulations.profile import (
    Basis,
    CandidateOrder,
    Conditions,
    CountedOn,
    Election,
    GenderRule,
    RegulationProfile,
    Rule,
    TieBreak,
    YearsFor,
)
from web.words.i18n import number, translate
from web.words.messages.marks import N_
from web.words.messages.register import BASES

TIES: dict[Basis, tuple[str, str]] = {Basis.RESIDENT: (N_("Ci abito"), N_("abita")), **BASES}
DAYS: dict[CountedOn, str] = {
    CountedOn.ROLL: N_("quando si chiude la lista di chi può votare"),
    CountedOn.VOTE: N_("quando si apre il voto"),
    CountedOn.NOTICE: N_("quando la consultazione è annunciata"),
}
YEARS: dict[YearsFor, str] = {
    YearsFor.NOBODY: N_("La cittadinanza non conta."),
    YearsFor.NON_EU: N_("Chi non è cittadino dell'Unione europea deve abitare nel comune da almeno %(years)s anni."),
    YearsFor.FOREIGNERS: N_("Chi non è cittadino italiano deve abitare nel comune da almeno %(years)s anni."),
    YearsFor.EVERYBODY: N_("Bisogna abitare nel comune da almeno %(years)s anni."),
}
OF_WHOM: dict[YearsFor, str] = {
    YearsFor.NOBODY: N_("a nessuno"),
    YearsFor.NON_EU: N_("a chi non è cittadino dell'Unione europea"),
    YearsFor.FOREIGNERS: N_("a chi non è cittadino italiano"),
    YearsFor.EVERYBODY: N_("a tutti"),
}
CITIZENSHIPS: dict[Citizenship, str] = {
    Citizenship.ITALIAN: N_("Italiana"),
    Citizenship.EU: N_("Di un altro paese dell'Unione europea"),
    Citizenship.OTHER: N_("Di un paese fuori dall'Unione europea"),
}
GENDERS: dict[GenderRule, str] = {
    GenderRule.NONE: "",
    GenderRule.DIFFERENT: N_("Le preferenze vanno a persone di genere diverso, altrimenti la seconda non vale."),
}
ORDERS: dict[CandidateOrder, str] = {
    CandidateOrder.LOT: N_("L'ordine dei nomi è a sorte."),
    CandidateOrder.ALPHABETICAL: N_("I nomi sono in ordine alfabetico."),
}
TIE_BREAKS: dict[TieBreak, str] = {
    TieBreak.UNDER_REPRESENTED: N_("il genere meno rappresentato"),
    TieBreak.YOUNGER: N_("chi è più giovane"),
    TieBreak.OLDER: N_("chi è più anziano"),
    TieBreak.LOT: N_("la sorte"),
}
WHO = N_("Chi %(ties)s nel comune.")
AGE = N_("Almeno %(age)s anni, %(day)s.")
SINCE = N_("Chi abita qui deve abitarci da almeno %(days)s giorni.")
# What a rule that is the vote's own says, and not the regulation.
OWN = {
    Rule.ZONE: N_("Questo voto è per chi abita in un altro quartiere."),
    Rule.ROLL: N_("La lista di chi può votare è già chiusa e tu non ci sei."),
    Rule.RIGHT: N_("Il tuo diritto di voto è sospeso. Passa allo sportello prima che il voto chiuda."),
}
# What is not known, what to do about it, and where.
UNKNOWN: dict[Fact, tuple[str, str, str]] = {
    Fact.BIRTH_DATE: (N_("Dipende dal giorno in cui sei nato o nata."), N_("Scrivi la data nel profilo"), "/residenza"),
    Fact.TIE: (N_("Dipende da che cosa ti lega al comune."), N_("Di' dove abiti"), "/residenza"),
    Fact.CITIZENSHIP: (
        N_("Dipende dalla cittadinanza, e noi non la conosciamo."),
        N_("Porta un documento allo sportello"),
        "/ufficio",
    ),
    Fact.RESIDENT_SINCE: (
        N_("Dipende da quanto tempo abiti qui, e noi non lo sappiamo."),
        N_("Chiedi allo sportello"),
        "/ufficio",
    ),
    Fact.ZONE: (
        N_("Dipende dal quartiere in cui abiti."),
        N_("Trova il tuo quartiere"),
        "/trova-il-tuo-quartiere",
    ),
    Fact.ROLL_DAY: (
        N_("Dipende dal giorno in cui si chiude la lista di chi può votare: compi gli anni poco prima del voto."),
        N_("Chiedi all'ufficio quando si chiude"),
        "/ufficio",
    ),
    Fact.ROLL: (
        N_("La lista di chi può votare è già chiusa: dipende se ci sei."),
        N_("Accedi e guarda se ci sei"),
        "/accesso",
    ),
    Fact.IDENTITY: (
        N_("Manca solo una cosa: che l'ufficio sappia chi sei."),
        N_("Fatti riconoscere"),
        "/verifica",
    ),
}


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """An answer for a page. `kind`: yes, no or unknown; `source`: who says so; a way out with its path, or ''."""

    kind: str
    title: str
    text: str = ""
    source: str = ""
    way: str = ""
    path: str = ""


def answer_words(found: Answer, asked: Conditions, locale: str) -> AnswerWords:
    """The three answers."""
    if isinstance(found, No):
        text = translate(locale, OWN[found.rule]) if found.rule in OWN else rule_told(found.rule, asked, locale)
        return AnswerWords("no", translate(locale, N_("No")), text, _source(found, locale))
    if isinstance(found, Unknown):
        text, way, path = UNKNOWN[found.fact]
        rule = rule_told(found.rule, asked, locale) if found.rule and found.rule not in OWN else ""
        said = f"{translate(locale, text)} {rule}".strip()
        title = translate(locale, N_("Non lo sappiamo ancora"))
        return AnswerWords("unknown", title, said, _source(found, locale), translate(locale, way), path)
    return AnswerWords("yes", translate(locale, N_("Sì")))


def _source(found: No | Unknown, locale: str) -> str:
    if found.article:
        return translate(locale, N_("Lo dice il regolamento: %(article)s."), article=found.article)
    return ""


def rule_told(rule: Rule, held: Conditions, locale: str) -> str:
    """One rule of the regulation, as a sentence."""
    if rule is Rule.AGE:
        return translate(locale, AGE, age=held.min_age, day=translate(locale, DAYS[held.counted_on]))
    if rule is Rule.BASIS:
        return translate(locale, WHO, ties=ties_told(held.bases, locale))
    if rule is Rule.RESIDENCE_DAYS:
        return translate(locale, SINCE, days=held.residence_days)
    return translate(locale, YEARS[held.years_for], years=held.residence_years)


def ties_told(bases: Iterable[Basis], locale: str) -> str:
    """'abita, lavora o studia'."""
    return format_list([translate(locale, TIES[basis][1]) for basis in bases], style="or", locale=locale)


def conditions_told(held: Conditions, locale: str) -> list[str]:
    """Every rule, each with its article where it is written."""
    rules = [Rule.BASIS, Rule.AGE]
    rules += [Rule.RESIDENCE_DAYS] if held.residence_days else []
    return [_with_article(rule, held, locale) for rule in (*rules, Rule.RESIDENCE_YEARS)]


def _with_article(rule: Rule, held: Conditions, locale: str) -> str:
    article = held.articles.get(rule, "")
    return f"{rule_told(rule, held, locale)} ({article})" if article else rule_told(rule, held, locale)


def profile_told(held: RegulationProfile, locale: str) -> list[tuple[str, list[str]]]:
    """The whole regulation: headings, and sentences below each."""
    said = [
        (translate(locale, N_("Chi vota")), conditions_told(held.voting, locale)),
        (translate(locale, N_("Chi propone e sostiene")), conditions_told(held.proposing, locale)),
    ]
    if others := _others_told(held, locale):
        said.append((translate(locale, N_("E poi")), others))
    if held.election:
        said.append((translate(locale, N_("Chi si candida al comitato")), _election_told(held.election, locale)))
    return said


def _others_told(held: RegulationProfile, locale: str) -> list[str]:
    said = []
    if held.ties:
        text = N_("Chi non abita qui dichiara il suo legame. La dichiarazione dura al massimo %(months)s mesi.")
        said.append(translate(locale, text, months=held.tie_months))
    if held.support_threshold:
        text = N_("Una proposta ha bisogno di %(signatures)s sostegni.")
        said.append(translate(locale, text, signatures=number(held.support_threshold, locale)))
    if held.max_picks:
        said.append(translate(locale, N_("Si scelgono al massimo %(picks)s progetti."), picks=held.max_picks))
    if held.pots_are_chosen:
        said.append(translate(locale, N_("Chi vota sceglie per quale quartiere votare.")))
    text = N_("Chi prende in carico una proposta risponde entro %(days)s giorni.")
    said.append(translate(locale, text, days=held.answer_days))
    return said


def _election_told(held: Election, locale: str) -> list[str]:
    said = conditions_told(held.standing, locale)
    if held.signatures:
        said.append(translate(locale, N_("Servono %(num)s firme."), num=held.signatures))
    said.append(translate(locale, N_("Preferenze: al massimo %(num)s."), num=held.max_preferences))
    said += [translate(locale, text) for text in (GENDERS[held.gender_rule], ORDERS[held.candidate_order]) if text]
    for step in held.seats:
        if step.up_to:
            text = N_("Fino a %(people)s residenti si eleggono %(seats)s persone.")
            said.append(translate(locale, text, people=number(step.up_to, locale), seats=step.seats))
        else:
            text = N_("Oltre, si eleggono %(seats)s persone.") if len(held.seats) > 1 else N_("Posti: %(seats)s.")
            said.append(translate(locale, text, seats=step.seats))
    if held.turnout_percent:
        said.append(translate(locale, N_("Vale se vota almeno il %(num)s %%."), num=held.turnout_percent))
    if held.tie_break:
        order = ", ".join(translate(locale, TIE_BREAKS[one]) for one in held.tie_break)
        said.append(translate(locale, N_("A parità di voti passa, nell'ordine: %(order)s."), order=order))
    return said
