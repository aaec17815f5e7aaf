# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is voted on: the question, its options as they stand on the ballot, and how they are counted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deliberation.database import rows
from deliberation.errors import NotFound
from voting import BallotKind, Limits, Option
from voting.canonical import sha256
from voting.warnings import Warned


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a ballot, with what a voter reads about it. `id` is the option's id in the count.

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

    def as_option(self) -> Option:
        """As the counting floor takes it; money in cents."""
        return Option(
            self.id, self.title, self.cost_cents, category=self.category or None, zone=self.place_slug or None
        )


@dataclass(frozen=True, slots=True)
class Where:
    """A neighbourhood that votes."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Question:
    """A consultation as voters and counters see it; money in cents, [opens_at, closes_at)."""

    id: int
    slug: str
    title: str
    state: str
    kind: BallotKind
    rule: str
    rule_parameters: dict[str, str]
    min_picks: int
    max_picks: int | None
    seats: int
    budget_cents: int | None
    city_wide: bool
    opens_at: datetime
    closes_at: datetime
    roll_frozen_at: datetime | None
    result_published_at: datetime | None
    lot_commitment: str
    lot_secret: str
    lot_source: str
    lot_value: str
    imported_from: str
    warnings: tuple[Warned, ...]
    cancel_reason: str
    cancelled_at: datetime | None
    is_shuffled: bool
    places: tuple[Where, ...]
    choices: tuple[Choice, ...]

    @property
    def limits(self) -> Limits:
        """What one ballot may hold."""
        budget = self.budget_cents if self.kind is BallotKind.BUDGET else None
        grades, credits = (int(self.rule_parameters.get(name, "0")) for name in ("grades", "credits"))
        return Limits(
            min=self.min_picks,
            max=self.max_picks,
            budget_cents=budget,
            top=grades - 1 if grades and self.kind is BallotKind.GRADES else None,
            credits=credits or None if self.kind is BallotKind.POINTS else None,
        )

    @property
    def most_picks(self) -> int | None:
        """The limit that a voter can meet: None when the list is no longer than it."""
        return self.max_picks if self.max_picks is not None and self.max_picks < len(self.choices) else None

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
        if not self.is_shuffled:
            return self.choices
        return tuple(sorted(self.choices, key=lambda choice: sha256(f"{self.slug}|{voter}|{choice.id}")))

    def is_open(self, at: datetime) -> bool:
        """Votes are taken at this instant: decided by the clock, and by a closing that came first."""
        return self.state == "published" and self.opens_at <= at < self.closes_at

    def is_over(self, at: datetime) -> bool:
        return self.state not in ("draft", "published") or at >= self.closes_at


_QUESTION = """
SELECT c.id, c.slug, c.title, c.state, c.ballot_kind, c.rule, c.rule_parameters, c.min_picks, c.max_picks, c.seats,
       c.budget_cents, c.city_wide, c.roll_frozen_at, c.result_published_at, c.lot_commitment, c.lot_secret,
       c.lot_source, c.lot_value, c.imported_from, c.warnings, c.cancel_reason, c.cancelled_at, c.options_shuffled,
       p.opens_at, p.closes_at
FROM consultation c JOIN phase p ON p.consultation = c.id AND p.kind = 'voting'
WHERE c.{column} = {{}} AND c.state <> 'draft' AND c.ballot_kind <> ''
ORDER BY p.position
"""
_PLACES = """
SELECT n.slug, n.name FROM consultation_neighbourhood c JOIN neighbourhood n ON n.id = c.neighbourhood
WHERE c.consultation = {} ORDER BY n.position, n.name
"""
_CHOICES = """
SELECT p.option_id AS id, p.public_id, p.title, p.category, coalesce(n.name, '') AS place,
       coalesce(n.slug, '') AS place_slug, p.cost_cents, p.cost_is_simulated, p.declared_votes,
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
    return await _load("slug", slug)


async def question_of(consultation_id: int) -> Question:
    """The same, by the consultation's row."""
    return await _load("id", consultation_id)


async def _load(column: str, value: object) -> Question:
    found = await rows(_QUESTION.format(column=column), value)
    if not found:
        raise NotFound("vote.unknown")
    row = found[0]
    choices = [_choice(option) for option in await rows(_CHOICES, row["id"])]
    places = [Where(**place) for place in await rows(_PLACES, row["id"])]
    names = (
        "id",
        "slug",
        "title",
        "state",
        "rule",
        "min_picks",
        "max_picks",
        "budget_cents",
        "opens_at",
        "closes_at",
        "roll_frozen_at",
        "result_published_at",
        "lot_commitment",
        "lot_secret",
        "lot_source",
        "lot_value",
        "imported_from",
        "seats",
        "cancel_reason",
        "cancelled_at",
    )
    parameters = {str(name): str(value) for name, value in json.loads(row["rule_parameters"] or "{}").items()}
    return Question(
        **{name: row[name] for name in names},
        kind=BallotKind(row["ballot_kind"]),
        rule_parameters=parameters,
        warnings=tuple(json.loads(row["warnings"])),
        city_wide=bool(row["city_wide"]),
        choices=tuple(choices),
        is_shuffled=bool(row["options_shuffled"]),
        places=tuple(places),
    )


def _choice(row: dict[str, Any]) -> Choice:
    return Choice(**{**row, "cost_is_simulated": bool(row["cost_is_simulated"])})
