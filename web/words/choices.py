# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A choice of a ballot in words: filters of the templates, and cells of the tables of a result."""

from deliberation.ballots.questions import Choice, Question
from deliberation.consultations.consultation import Consultation
from deliberation.consultations.pots.limits import Limit, limit_text
from web.words.i18n import euro, translate
from web.words.messages.consultations import CATEGORIES
from web.words.messages.marks import N_
from web.words.messages.moderation import REASONS


def hidden_words(choice: Choice, locale: str) -> str:
    """That its text is hidden and why, in one line; '' when it is not."""
    if not choice.hidden_reason:
        return ""
    why = translate(locale, REASONS[choice.hidden_reason][0]).lower()
    said = translate(locale, N_("Testo nascosto: %(reason)s."), reason=why)
    return f"{said} {choice.hidden_note}".rstrip()


def about(choice: Choice, locale: str, question: Question, cost: bool = True) -> str:
    """What stands under its title: category, place where there are several, cost unless it is shown beside."""
    is_known = choice.category in CATEGORIES
    said = [
        hidden_words(choice, locale),
        translate(locale, CATEGORIES[choice.category]) if is_known else choice.category,
        choice.place if len(question.neighbourhoods) != 1 else "",
        euro(choice.cost_cents, locale) if cost and choice.cost_cents else "",
    ]
    simulated = translate(locale, N_("(costo simulato)")) if said[-1] and choice.cost_is_simulated else ""
    told = f"{' · '.join(filter(None, said))} {simulated}".rstrip()
    return " · ".join(filter(None, (told, shared_cost(choice, locale))))


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
        place = N_("In una sola zona si spende al massimo %(most)s.")
        said.append(translate(locale, place, most=_limit(limits.neighbourhood, locale)))
    return said


def _limit(limit: Limit, locale: str) -> str:
    if isinstance(limit, int):
        return euro(limit, locale)
    return translate(locale, N_("il %(share)s della somma"), share=limit_text(limit))
