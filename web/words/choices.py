# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A choice of a ballot in words: filters of the templates, and cells of the tables of a result."""

from deliberation.ballots.questions import Choice, Question
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
    return f"{' · '.join(filter(None, said))} {simulated}".rstrip()
