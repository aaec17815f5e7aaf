# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is voted on: the question, its options as they stand on the ballot, and how they are counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime

from piccolo.querystring import QueryString

from deliberation.consultations.consultation import Consultation, Place, read
from deliberation.consultations.phases import PhaseKind, PhaseView
from deliberation.consultations.pots.limits import caps
from deliberation.consultations.pots.values import Pot
from deliberation.consultations.states import NOT_ENDED, State
from deliberation.database import rows
from deliberation.errors import NotFound
from voting import RULES, BallotKind, Limits, Option
from voting.canonical import sha256


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a ballot, with what a voter reads about it. `id` is the option's id in the count.

    `cost_cents` is what weighs on the pot (row id): the whole cost without the part that others pay.
    `hidden_reason` (a key of the published list) and `hidden_note` say why its text is hidden; both '' when it is not.
    """

    id: str
    public_id: str
    title: str
    category: str
    place: str
    place_slug: str
    cost_cents: int | None
    cost_is_simulated: bool
    declared_votes: int | None
    hidden_reason: str
    hidden_note: str
    whole_cents: int | None = None
    cofinanced_cents: int = 0
    cofinanced_by: str = ""
    pot: int | None = None
    gender: str = ""

    @classmethod
    def answer(cls, key: str, words: str) -> Choice:
        """An option that the rule itself puts on the ballot: nobody proposed it."""
        return cls(key, "", words, "", "", "", None, False, None, "", "")

    def as_option(self) -> Option:
        """As the counting floor takes it; money in cents."""
        return Option(
            self.id,
            self.title,
            self.cost_cents,
            gender=self.gender or None,
            category=self.category or None,
            zone=self.place_slug or None,
        )


@dataclass(frozen=True, slots=True)
class Question(Consultation):
    """A consultation with a vote, and the choices on its ballot. `pot`: of one pot only, see `in_pot`."""

    choices: tuple[Choice, ...]
    pot: Pot | None

    def in_pot(self, pot: Pot) -> Question:
        """The same vote as it is in one of its pots, as if it were all: its choices, its money, its neighbourhood."""
        here = {} if pot.of_city else {"city_wide": False, "neighbourhoods": (_place(pot),)}
        choices = tuple(choice for choice in self.choices if choice.pot == pot.id)
        return replace(self, pot=pot, choices=choices, budget_cents=pot.amount_cents, **here)  # type: ignore[arg-type]

    @property
    def told_title(self) -> str:
        """The title, with the pot's name where there is one: in mails."""
        return f"{self.title} ({self.pot.name})" if self.pot else self.title

    @property
    def caps(self) -> dict[str, str]:
        """The limits on spending, as parameters of a rule."""
        one_place = self.pot is not None and not self.pot.of_city
        return caps(self.spending_limits, self.budget_cents or 0, self.options, one_place=one_place)

    @property
    def kind(self) -> BallotKind:
        return BallotKind(self.ballot_kind)

    @property
    def voting(self) -> PhaseView:
        return next(phase for phase in self.phases if phase.kind is PhaseKind.VOTING)

    @property
    def opens_at(self) -> datetime:
        return self.voting.opens_at

    @property
    def closes_at(self) -> datetime:
        return self.voting.closes_at

    @property
    def limits(self) -> Limits:
        """What one ballot may hold."""
        rule, budget = RULES[self.rule], self.budget_cents if self.kind is BallotKind.BUDGET else None
        said = rule.limits(rule.filled(self.rule_parameters))
        most = min((most for most in (said.max, self.max_picks) if most is not None), default=None)
        return replace(said, min=self.min_picks, max=most, budget_cents=budget)

    @property
    def scale(self) -> Sequence[str]:
        """The words of the marks of a ballot, from 0 up; none where marks have no words."""
        rule = RULES[self.rule]
        return rule.scale(rule.filled(self.rule_parameters))

    @property
    def most_picks(self) -> int | None:
        """The limit that a voter can meet: None when the list is no longer than it."""
        most = self.limits.max
        return most if most is not None and most < len(self.choices) else None

    @property
    def options(self) -> tuple[Option, ...]:
        return tuple(choice.as_option() for choice in self.choices)

    @property
    def n_invalid(self) -> int:
        """Void ballots of an imported file: they stand in its warnings, not in the box."""
        return sum(int(str(w["number"])) for w in self.warnings if w["code"] == "ballots_beyond_limits")

    def choice(self, option_id: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.id == option_id), None)

    def order_for(self, voter: str) -> tuple[Choice, ...]:
        """The choices in the order of this voter's ballot: always the same for one voter, or fixed for all."""
        if not self.options_shuffled:
            return self.choices
        return tuple(sorted(self.choices, key=lambda choice: sha256(f"{self.slug}|{voter}|{choice.id}")))

    def is_open(self, at: datetime) -> bool:
        """Votes are taken at this instant: decided by the clock, and by a closing that came first."""
        return self.state == State.PUBLISHED and self.opens_at <= at < self.closes_at

    def is_over(self, at: datetime) -> bool:
        return self.state not in NOT_ENDED or at >= self.closes_at


_CHOICES = """
SELECT p.option_id AS id, p.public_id, p.title, p.category, coalesce(n.name, '') AS place,
       coalesce(n.slug, '') AS place_slug, p.cost_cents - p.cofinanced_cents AS cost_cents,
       p.cost_cents AS whole_cents, p.cofinanced_cents, p.cofinanced_by, p.pot,
       p.cost_is_simulated, p.declared_votes, p.gender,
       CASE WHEN p.hidden_at IS NULL THEN '' ELSE coalesce(d.reason, 'other') END AS hidden_reason,
       coalesce(d.note, '') AS hidden_note
FROM proposal p LEFT JOIN neighbourhood n ON n.id = p.neighbourhood
LEFT JOIN decision d ON p.hidden_at IS NOT NULL AND d.id = (SELECT MAX(e.id) FROM decision e
    WHERE e.target_kind = 'proposal' AND e.target = p.public_id AND e.act = 'hide')
WHERE p.consultation = {} AND p.state IN ('on_ballot', 'selected', 'not_selected') AND p.option_id <> ''
ORDER BY p.ballot_position, p.id
"""


async def question(slug: str) -> Question:
    """The question of a published consultation with a vote. Raises NotFound vote.unknown."""
    return await _load(QueryString("c.slug = {}", slug))


async def question_of(consultation_id: int) -> Question:
    """The same, by the consultation's row."""
    return await _load(QueryString("c.id = {}", consultation_id))


async def _load(condition: QueryString) -> Question:
    found = await read(condition)
    if not found or not (found[0].has_begun and found[0].has_vote and found[0].voting):
        raise NotFound("vote.unknown")
    held = found[0]
    choices = tuple(Choice.answer(key, words) for key, words in held.answers.items()) or await _proposed(held.id)
    return Question(**{field.name: getattr(held, field.name) for field in fields(held)}, choices=choices, pot=None)


async def _proposed(consultation_id: int) -> tuple[Choice, ...]:
    found = await rows(_CHOICES, consultation_id)
    return tuple(Choice(**row | {"cost_is_simulated": bool(row["cost_is_simulated"])}) for row in found)


def _place(pot: Pot) -> Place:
    assert pot.neighbourhood is not None
    return Place(pot.neighbourhood, pot.key, pot.name)
