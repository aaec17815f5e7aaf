# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ties: the policy is data, fixed before opening; the lot is public, anyone draws it again (methods.md §0, RFC 3797).

A criterion narrows a tied set; criteria apply in order until one option is left; each that narrowed is noted.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from voting.errors import TieError
from voting.options import Option

Amounts = Mapping[str, int | Fraction]


def seed_of_lot(tally_id: str, secret_hex: str, source_text: str) -> str:
    """The seed, in hexadecimal, from the secret committed before opening and a public source after closing."""
    return hashlib.sha256(f"lot:v1|{tally_id}|{secret_hex}|{source_text}".encode()).hexdigest()


def lot_order(seed: str, ids: Iterable[str]) -> list[str]:
    """The ids in lot order: SHA-256(seed ‖ 00 ‖ id) ascending; the first wins, the last is excluded first."""
    try:
        start = bytes.fromhex(seed) + b"\0"
    except ValueError as error:
        raise TieError("bad_seed", found=seed) from error
    return sorted(ids, key=lambda option: hashlib.sha256(start + option.encode()).hexdigest())


@dataclass(frozen=True, slots=True)
class TiePolicy:
    """Criteria in order, and the lot's seed (hexadecimal) once it is known."""

    criteria: tuple[str, ...]
    seed: str | None = None

    def __post_init__(self) -> None:
        for criterion in self.criteria:
            if criterion not in CRITERIA:
                raise TieError("unknown_criterion", criterion=criterion)
        if self.seed is not None:
            lot_order(self.seed, ())

    @classmethod
    def of(cls, criteria: str | Sequence[str], seed: str | None = None) -> "TiePolicy":
        """From ``"lower_cost,more_votes,lot"`` or a list. Raises TieError unknown_criterion, bad_seed."""
        names = criteria.split(",") if isinstance(criteria, str) else criteria
        return cls(tuple(name.strip() for name in names), seed)


@dataclass(frozen=True, slots=True)
class Facts:
    """What criteria may look at: current votes, earlier stages' tallies (oldest first), who is already chosen."""

    votes: Amounts = field(default_factory=dict)
    stages: Sequence[Amounts] = ()
    chosen: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class TieNote:
    """One criterion's use: the tied ids, what it left."""

    stage: int
    tied: tuple[str, ...]
    criterion: str
    chosen: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """As published."""
        return {"stage": self.stage, "tied": list(self.tied), "criterion": self.criterion, "chosen": list(self.chosen)}


class TieBreaker:
    """Applies one policy through one count and keeps the notes. ``lots`` is a given lot order, or None."""

    def __init__(self, policy: TiePolicy, options: Iterable[Option], lots: Sequence[str] | None = None) -> None:
        self.policy = policy
        self.options = {option.id: option for option in options}
        if lots is None and policy.seed is not None:
            lots = lot_order(policy.seed, self.options)
        self.lots = None if lots is None else {option: place for place, option in enumerate(lots)}
        self.notes: list[TieNote] = []

    @property
    def lots_used(self) -> list[TieNote]:
        """The notes in which the lot decided."""
        return [note for note in self.notes if note.criterion == "lot"]

    def pick(self, stage: int, tied: Iterable[str], facts: Facts, *, exclude: bool = False) -> str:
        """The one option that the policy prefers (``exclude``: the one it prefers least). Raises TieError."""
        left = sorted(tied)
        for criterion in self.policy.criteria:
            if len(left) == 1:
                break
            narrowed = CRITERIA[criterion](self, left, facts, exclude)
            if len(narrowed) < len(left):
                self.notes.append(TieNote(stage, tuple(left), criterion, tuple(narrowed)))
                left = narrowed
        if len(left) > 1:
            raise TieError("tie_open", stage=stage, tied=left)
        return left[0]

    def drawn(self, tied: Sequence[str], exclude: bool) -> str:
        """The one of the tied that the lot takes (or leaves last). Raises TieError lot_needed."""
        if len(tied) > 1 and self.lots is None:
            raise TieError("lot_needed", tied=list(tied))
        lots = self.lots or {}
        return (max if exclude else min)(tied, key=lambda option: lots.get(option, 0))

    def narrowed(self, tied: Iterable[str], facts: Facts) -> list[str]:
        """What every criterion before the lot leaves of a tied set; nothing is noted."""
        left = sorted(tied)
        for criterion in self.policy.criteria:
            if criterion in ("lot", "refuse"):
                break
            left = CRITERIA[criterion](self, left, facts, False)
        return left

    def best(self, tied: Sequence[str], key: Callable[[str], object | None], low: bool) -> list[str]:
        """Those of the tied whose key is lowest (or highest); all of them if any key is unknown."""
        keys = {option: key(option) for option in tied}
        if any(value is None for value in keys.values()):
            return list(tied)
        extreme = (min if low else max)(keys.values())  # type: ignore[type-var]
        return [option for option in tied if keys[option] == extreme]


Criterion = Callable[[TieBreaker, list[str], Facts, bool], list[str]]


def _more_votes(breaker: TieBreaker, tied: list[str], facts: Facts, exclude: bool) -> list[str]:
    return breaker.best(tied, facts.votes.get, low=exclude)


def _lower_cost(breaker: TieBreaker, tied: list[str], facts: Facts, exclude: bool) -> list[str]:
    return breaker.best(tied, lambda option: breaker.options[option].cost, low=not exclude)


def _prior_stage(breaker: TieBreaker, tied: list[str], facts: Facts, exclude: bool) -> list[str]:
    for tallies in reversed(facts.stages):
        tied = breaker.best(tied, tallies.get, low=exclude)
        if len(tied) == 1:
            break
    return tied


def _younger(breaker: TieBreaker, tied: list[str], facts: Facts, exclude: bool) -> list[str]:
    return breaker.best(tied, lambda option: breaker.options[option].born, low=exclude)


def _older(breaker: TieBreaker, tied: list[str], facts: Facts, exclude: bool) -> list[str]:
    return breaker.best(tied, lambda option: breaker.options[option].born, low=not exclude)


def _earlier(breaker: TieBreaker, tied: list[str], facts: Facts, exclude: bool) -> list[str]:
    return breaker.best(tied, lambda option: breaker.options[option].submitted, low=not exclude)


def _less_represented(breaker: TieBreaker, tied: list[str], facts: Facts, exclude: bool) -> list[str]:
    chosen = [breaker.options[option].gender for option in facts.chosen]

    def seats(option: str) -> int | None:
        gender = breaker.options[option].gender
        return None if gender is None else chosen.count(gender)

    return breaker.best(tied, seats, low=not exclude)


def _lot(breaker: TieBreaker, tied: list[str], facts: Facts, exclude: bool) -> list[str]:
    return [breaker.drawn(tied, exclude)]


def _refuse(breaker: TieBreaker, tied: list[str], facts: Facts, exclude: bool) -> list[str]:
    if len(tied) > 1:
        raise TieError("tie_refused", tied=list(tied))
    return tied


CRITERIA: Mapping[str, Criterion] = {
    "more_votes": _more_votes,
    "lower_cost": _lower_cost,
    "prior_stage": _prior_stage,
    "younger": _younger,
    "older": _older,
    "less_represented_gender": _less_represented,
    "earlier_submission": _earlier,
    "lot": _lot,
    "refuse": _refuse,
}
