# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A result as its page shows it: the answer, every option with how it ended, a comparison."""

from dataclasses import dataclass

from analytics.explanations import Standing, standings
from analytics.participation import PlaceTurnout
from deliberation.ballots.queries import StoredTally
from deliberation.ballots.questions import Choice, Question
from web.words.choices import in_words
from web.words.i18n import euro, number, percent, tenths, translate
from web.words.messages.consultations import CATEGORIES
from web.words.messages.marks import N_
from web.words.speech import Speech


@dataclass(frozen=True, slots=True)
class Line:
    """One option in the official count and, if there is one, in the comparison."""

    choice: Choice
    standing: Standing
    other: Standing | None

    @property
    def recount_is_equal(self) -> bool | None:
        """Our count against the imported file's own column; None when the file has none."""
        declared = self.choice.declared_votes
        return None if declared is None else str(declared) == self.standing.total


@dataclass(frozen=True, slots=True)
class ResultView:
    """A result as the page shows it; `lines` start with the winners. `withheld`: of a pot with so few ballots that its
    votes would tell who chose what; what is funded is shown all the same."""

    question: Question
    official: StoredTally
    other: StoredTally | None
    lines: tuple[Line, ...]
    locale: str = "it"
    withheld: bool = False

    @property
    def winners(self) -> list[Line]:
        return [line for line in self.lines if line.standing.won]

    @property
    def losers(self) -> list[Line]:
        return [line for line in self.lines if not line.standing.won]

    @property
    def has_budget(self) -> bool:
        return "budget" in self.official.outcome

    @property
    def set_aside(self) -> int:
        """Ballots that are none of the count, because the right of who had cast them was suspended."""
        found: int = self.official.outcome.get("n_set_aside", 0)
        return found

    @property
    def roll(self) -> dict[str, int]:
        """Who could vote, where their list was corrected during the vote; else nothing."""
        found: dict[str, int] = self.official.outcome.get("roll", {})
        return found

    @property
    def spent_cents(self) -> int:
        return sum(line.choice.cost_cents or 0 for line in self.winners)

    @property
    def differ(self) -> list[Line]:
        """What the other rule decides otherwise."""
        return [line for line in self.lines if line.other and line.other.won != line.standing.won]

    @property
    def declared(self) -> list[Line]:
        return [line for line in self.lines if line.recount_is_equal is not None]

    @property
    def recount_is_equal(self) -> bool:
        """Every total equals the file's own column."""
        return bool(self.declared) and all(line.recount_is_equal for line in self.declared)

    def title(self, option: str) -> str:
        """What people call an option, or what a spending limit is for."""
        if choice := self.question.choice(option):
            return choice.title
        places = {choice.place_slug: choice.place for choice in self.question.choices}
        return translate(self.locale, CATEGORIES[option]) if option in CATEGORIES else places.get(option, option)

    def titles(self, options: list[str]) -> str:
        return ", ".join(self.title(option) for option in options)


def view_of(
    asked: Question, stored: tuple[StoredTally, ...], locale: str = "it", *, withheld: bool = False
) -> ResultView:
    """The official count beside the first comparison."""
    asked = in_words(asked, locale)
    official, other = stored[0], stored[1] if len(stored) > 1 else None
    ours = standings(official.outcome, official.beside)
    theirs = standings(other.outcome) if other else {}
    winners = {option: place for place, option in enumerate(official.winners)}
    ranking = [str(option) for group in official.outcome["ranking"] for option in group]
    places = {option: place for place, option in enumerate(ranking)}
    last = len(ranking)
    found = [Line(choice, ours[choice.id], theirs.get(choice.id)) for choice in asked.choices if choice.id in ours]
    found.sort(key=lambda line: (winners.get(line.choice.id, last), places.get(line.choice.id, last)))
    return ResultView(asked, official, None if withheld else other, tuple(found), locale, withheld)


def answer_words(view: ResultView) -> str:
    """What was decided, in a few words; of an annulled result what it was."""
    if view.has_budget:
        return funded_words(len(view.winners), len(view.lines), view.locale)
    if not view.winners:
        return translate(view.locale, N_("Nessun vincitore"))
    names = ", ".join(line.choice.title for line in view.winners)
    return Speech(view.locale).ngettext("Vince %(names)s", "Vincono %(names)s", len(view.winners), names=names)


def funded_words(funded: int, options: int, locale: str) -> str:
    """How many projects get their money."""
    if not funded:
        return translate(locale, N_("Nessun progetto finanziato"))
    return Speech(locale).ngettext(
        "Finanziato %(num)s progetto su %(all)s",
        "Finanziati %(num)s progetti su %(all)s",
        funded,
        num=number(funded, locale),
        all=number(options, locale),
    )


def place_line(place: PlaceTurnout, locale: str) -> tuple[str, ...]:
    """A neighbourhood's line of the table; where few voted, or nearly all, its numbers are hidden."""
    found = place.turnout
    if not found:
        return (place.name, *[translate(locale, N_("nascosto"))] * 2, "–", "–")
    return (
        place.name,
        number(found.ballots, locale),
        translate(locale, N_("non noto")) if found.entitled is None else number(found.entitled, locale),
        percent(found.share.value, locale) if found.share else "–",
        "–" if found.per_thousand is None else tenths(found.per_thousand, locale),
    )


def compared_line(line: Line, locale: str) -> tuple[str, ...]:
    """A project under the official rule and under the other."""
    assert line.other is not None
    yes, no = translate(locale, N_("sì")), translate(locale, N_("no"))
    return (
        line.choice.title,
        number(line.standing.amount, locale),
        euro(line.choice.cost_cents, locale),
        yes if line.standing.won else no,
        yes if line.other.won else no,
        translate(locale, N_("cambia")) if line.other.won != line.standing.won else "",
    )


def recounted_line(line: Line, locale: str) -> tuple[str, ...]:
    """An imported option: our count, the file's own, and whether they are equal."""
    same = N_("uguale al dato del file") if line.recount_is_equal else N_("diverso")
    declared = line.choice.declared_votes or 0
    return (line.choice.title, number(line.standing.amount, locale), number(declared, locale), translate(locale, same))
