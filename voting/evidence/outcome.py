# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The result of a count with all its evidence, and the digest that a stranger compares after counting again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from voting.canonical import canonical_json, exact, plural, sha256
from voting.lots.ties import TieNote, TiePolicy
from voting.profile import Profile
from voting.tallies import Detail
from voting.warnings import Warned

SHOWN = 8


@dataclass(frozen=True)
class Inputs:
    """What was counted: the ballots, and the money in the profile's unit where the rule needs it."""

    profile: Profile
    budget: Fraction | None = None
    unit: int = 1

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the ballots' digest with budget and unit."""
        return sha256(
            canonical_json(
                {
                    "profile": self.profile.digest,
                    "budget": None if self.budget is None else exact(self.budget),
                    "unit": self.unit,
                }
            )
        )


@dataclass(frozen=True, repr=False)
class Outcome:
    """Who won and why: every round, every tie, exact totals as text. Equal inputs give equal bytes of ``as_json``.

    ``lot`` is None when no lot decided; else seed, order and whether another lot would change the winners.
    ``set_aside``: ballots that are none of the count because the right to vote of who cast them was suspended, by
    reason (``""``: reasons that are not told); in ``as_json`` only when there are any.
    ``roll``: people who could vote, where their list was corrected while people voted: ``frozen`` at first, ``added``,
    ``struck``, ``merged`` (a second account of somebody), ``entitled`` in the end; ``reinstated``: strikes taken back.
    In ``as_json`` only when there were corrections.
    ``warnings``: what must be told with the result (voting.warnings); in ``as_json`` only when there are any.
    """

    rule: str
    rule_version: str
    params: Mapping[str, str]
    policy: TiePolicy
    inputs: Inputs
    winners: tuple[str, ...]
    ranking: tuple[tuple[str, ...], ...]
    totals: Mapping[str, str]
    ties: tuple[TieNote, ...]
    lot: Mapping[str, object] | None
    _write: Callable[[], Detail]
    set_aside: Mapping[str, int] = field(default_factory=dict)
    roll: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[Warned, ...] = ()

    def __repr__(self) -> str:
        first, more = self.winners[:SHOWN], len(self.winners) - SHOWN
        told = ", ".join(first) + (f" and {more} more" if more > 0 else "")
        return f"<Outcome {self.rule}: {told or 'nobody'} won, {plural(self.n_ballots, 'ballot')}>"

    @cached_property
    def _detail(self) -> Detail:
        return self._write()

    @property
    def rounds(self) -> Sequence[Mapping[str, object]]:
        """Every step of the count, each with ``stage`` and ``act``."""
        return self._detail.rounds

    @property
    def margins(self) -> Mapping[str, object]:
        """How far the result was from another."""
        return self._detail.margins

    @property
    def evidence(self) -> Mapping[str, object]:
        """What else a reader needs to check the result."""
        return self._detail.evidence

    @property
    def beside(self) -> Mapping[str, object]:
        """What the count found on its way; no part of ``as_json`` nor of the digest."""
        return self._detail.beside

    @property
    def n_ballots(self) -> int:
        """All ballots."""
        return self.inputs.profile.n_ballots

    @property
    def n_valid(self) -> int:
        """Ballots that mark something."""
        return self.inputs.profile.n_valid

    @property
    def n_blank(self) -> int:
        """Blank ballots."""
        return self.inputs.profile.n_blank

    @property
    def n_invalid(self) -> int:
        """Void ballots (paper)."""
        return self.inputs.profile.n_invalid

    @property
    def n_set_aside(self) -> int:
        """Ballots that are none of the count (methods.md §9, withdrawn right)."""
        return sum(self.set_aside.values())

    @cached_property
    def _fields(self) -> dict[str, object]:
        inputs = self.inputs
        money: dict[str, object] = {}
        if inputs.budget is not None:
            money = {"budget": exact(inputs.budget), "unit": inputs.unit}
        aside: dict[str, object] = {}
        if self.n_set_aside:
            reasons = {reason: n for reason, n in sorted(self.set_aside.items()) if reason}
            aside = {"n_set_aside": self.n_set_aside, "set_aside": reasons}
        return {
            "rule": self.rule,
            "rule_version": self.rule_version,
            "params": dict(self.params),
            **money,
            "kind": inputs.profile.kind.value,
            "options": [option.as_json() for option in inputs.profile.options],
            "n_ballots": self.n_ballots,
            "n_valid": self.n_valid,
            "n_blank": self.n_blank,
            "n_invalid": self.n_invalid,
            **aside,
            **({"roll": dict(self.roll)} if self.roll else {}),
            **({"warnings": [dict(warning) for warning in self.warnings]} if self.warnings else {}),
            "winners": list(self.winners),
            "ranking": [list(group) for group in self.ranking],
            "totals": dict(self.totals),
            "rounds": list(self.rounds),
            "tie_policy": list(self.policy.criteria),
            "ties": [note.as_json() for note in self.ties],
            "lot": self.lot,
            "margins": self.margins,
            "evidence": self.evidence,
            "input": inputs.digest,
        }

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON of every field of ``as_json`` but ``digest`` itself."""
        return digest_of(self._fields)

    def as_json(self) -> dict[str, object]:
        """The whole outcome as plain data, ready to be published or stored."""
        return {**self._fields, "digest": self.digest}


def digest_of(document: Mapping[str, object]) -> str:
    """The digest that a published outcome must carry; a ``transcript`` written beside it is no part of it."""
    beside = ("digest", "transcript")
    return sha256(canonical_json({name: value for name, value in document.items() if name not in beside}))
