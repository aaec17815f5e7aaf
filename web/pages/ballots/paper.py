# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A ballot as it is drawn: what each kind needs on the page, and what was chosen in words."""

from typing import Any

from deliberation.actor import Actor
from deliberation.ballots import queries
from deliberation.ballots.questions import Choice, Question
from deliberation.errors import CivicError
from deliberation.proposals.queries import excerpt
from voting import RULES, Ballot, BallotKind
from voting.ballots import VALUED
from voting.words.explanations import Explanation
from web.http.problems import words
from web.pages.ballots.choices import Typed
from web.words.choices import mark_told
from web.words.i18n import translate
from web.words.messages.marks import N_

LINE = 90  # letters of a proposal under its title
SCRIPTS = {
    BallotKind.RANKING: "js/ranking.js",
    BallotKind.POINTS: "js/points.js",
    BallotKind.GRADES: "js/points.js",
    BallotKind.SCORES: "js/points.js",
}


async def paper(asked: Question, typed: Typed, voter: Actor, locale: str) -> dict[str, Any]:
    """The ballot's part of the page, in the order of this voter."""
    texts = await queries.texts(asked)
    return {
        "question": asked,
        "told": rule_told(asked),
        "choices": asked.order_for(voter.public_id),
        "chosen": typed,
        "texts": {option: (excerpt(body, LINE), body) for option, body in texts.items() if body.strip()},
        "most": asked.most_picks,
        "bounds": asked.limits,
        "steps": steps_of(asked, locale),
        "none_word": translate(locale, N_("senza giudizio") if asked.kind is BallotKind.GRADES else N_("nessuno")),
        "script": SCRIPTS.get(asked.kind, "js/basket.js"),
    }


def rule_told(asked: Question) -> Explanation:
    """How the votes are counted, in words."""
    return RULES[asked.rule].explained(money=asked.kind is BallotKind.BUDGET)


def wrong_with(asked: Question, refusal: CivicError, locale: str) -> str:
    """Why a ballot was refused, with the title of the option that it is about."""
    choice = asked.choice(str(refusal.parameters.get("option", "")))
    return words(locale, refusal.code, {**refusal.parameters, "title": choice.title if choice else ""})


def steps_of(asked: Question, locale: str) -> list[tuple[int, str]]:
    """The marks that an option can get, with their words; grades from the best down, as they are read."""
    found = [(value, translate(locale, word)) for value, word in enumerate(asked.scale)]
    return found[::-1] if asked.kind is BallotKind.GRADES else found


def lines(asked: Question, ballot: Ballot) -> list[Choice]:
    """The marked choices: in the voter's order in a ranking, the most marked first where marks differ, in the ballot's
    order otherwise."""
    if asked.kind is BallotKind.RANKING:
        return [choice for option in ballot.option_ids if (choice := asked.choice(option))]
    marked = dict(ballot.marks)
    found = [choice for choice in asked.choices if choice.id in marked]
    return sorted(found, key=lambda choice: -marked[choice.id]) if asked.kind in VALUED else found


def told(asked: Question, ballot: Ballot, locale: str) -> dict[str, str]:
    """What the ballot says of each marked choice, beyond marking it."""
    return {option: mark_told(value, asked, locale) for option, value in ballot.marks}
