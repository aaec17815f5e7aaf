# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A choice of a ballot in words: filters of the templates, and cells of the tables of a result."""

from dataclasses import replace

from deliberation.ballots.questions import Choice, Question
from deliberation.consultations.consultation import Consultation
from deliberation.consultations.pots.limits import Limit, limit_text
from deliberation.consultations.states import Gender
from voting import BallotKind
from voting.ballots import RATED
from voting.words.sentences import tell_many
from web.words.i18n import euro, translate
from web.words.messages.consultations import CATEGORIES, GENDERS
from web.words.messages.marks import N_
from web.words.messages.moderation import REASONS
from web.words.sentences import told


def hidden_words(choice: Choice, locale: str) -> str:
    """That its text is hidden and why, in one line; '' when it is not."""
    if not choice.hidden_reason:
        return ""
    why = translate(locale, REASONS[choice.hidden_reason][0]).lower()
    said = translate(locale, N_("Testo nascosto: %(reason)s."), reason=why)
    return f"{said} {choice.hidden_note}".rstrip()


def in_words(asked: Question, locale: str) -> Question:
    """The question with the options that the rule itself puts on the ballot in the reader's language."""
    if not asked.answers:
        return asked
    worded = tuple(replace(choice, title=translate(locale, choice.title)) for choice in asked.choices)
    return replace(asked, choices=worded)


def mark_told(value: int, asked: Question, locale: str) -> str:
    """What a ballot says of an option: the word of a grade, points, votes with the credits that they cost; '' of a
    pick or a place, which the list shows."""
    if asked.kind in RATED:
        words = asked.scale
        word = translate(locale, words[value]) if value < len(words) else str(value)
        return word if asked.kind is BallotKind.GRADES else translate(locale, N_("punteggio %(score)s"), score=word)
    if asked.kind is not BallotKind.POINTS:
        return ""
    if asked.limits.credits is None:
        return told([tell_many("%(num)s punto", "%(num)s punti", value)], locale)
    votes = tell_many("%(num)s voto a favore", "%(num)s voti a favore", value)
    if value < 0:
        votes = tell_many("%(num)s voto contro", "%(num)s voti contro", -value)
    return f"{told([votes], locale)}, {told([tell_many('%(num)s credito', '%(num)s crediti', value * value)], locale)}"


def about(choice: Choice, locale: str, question: Question, cost: bool = True) -> str:
    """What stands under its title: category, place where there are several, cost unless it is shown beside."""
    is_known = choice.category in CATEGORIES
    said = [
        hidden_words(choice, locale),
        translate(locale, CATEGORIES[choice.category]) if is_known else choice.category,
        translate(locale, GENDERS[Gender(choice.gender)]) if choice.gender and question.by_gender else "",
        choice.place if len(question.neighbourhoods) != 1 else "",
        euro(choice.cost_cents, locale) if cost and choice.cost_cents else "",
    ]
    simulated = translate(locale, N_("(costo simulato)")) if said[-1] and choice.cost_is_simulated else ""
    whole = f"{' · '.join(filter(None, said))} {simulated}".rstrip()
    return " · ".join(filter(None, (whole, shared_cost(choice, locale))))


def shared_cost(choice: Choice, locale: str) -> str:
    """That others pay a part, how much and who; '' where nobody does."""
    if not choice.cofinanced_cents or not choice.whole_cents:
        return ""
    whole, part = euro(choice.whole_cents, locale), euro(choice.cofinanced_cents, locale)
    said = N_("Costa %(whole)s in tutto: %(part)s li paga %(who)s.")
    return translate(locale, said, whole=whole, part=part, who=choice.cofinanced_by)


def limits_told(held: Consultation, locale: str) -> list[str]:
    """The limits on spending, a sentence each."""
    limits = held.spending_limits
    said = [
        translate(
            locale,
            N_("Per «%(category)s» si spende al massimo %(most)s."),
            category=translate(locale, CATEGORIES.get(name, name)),
            most=_limit(limit, locale),
        )
        for name, limit in limits.categories.items()
    ]
    if limits.neighbourhood is not None:
        place = N_("In un quartiere solo si spende al massimo %(most)s.")
        said.append(translate(locale, place, most=_limit(limits.neighbourhood, locale)))
    return said


def _limit(limit: Limit, locale: str) -> str:
    if isinstance(limit, int):
        return euro(limit, locale)
    return translate(locale, N_("il %(share)s della somma"), share=limit_text(limit))
