# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Panels drawn by lot from a published seed: anyone draws them again.

``stratified`` gives each stratum its seats and draws inside it. With quotas on several features at once,
``voting.lots.lotteries.leximin`` makes a lottery over panels that all meet the quotas, and ``draw`` draws one of them.
People are drawn in lot order (``voting.lots.ties.lot_order``): SHA-256(seed ‖ 00 ‖ id), lowest first.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from voting.errors import CountError, TieError
from voting.lots.apportionment import apportion
from voting.lots.ties import TiePolicy, lot_order


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who may be drawn: an id and the features that quotas speak of."""

    id: str
    features: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Quota:
    """From ``least`` to ``most`` members of the panel have this value of the feature."""

    feature: str
    value: str
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Lottery:
    """Panels with tickets. ``groups`` holds the ids of people who are alike; ``panels[p][g]`` how many come from g.

    Published before the draw: the draw itself needs whole numbers only.
    """

    groups: tuple[tuple[str, ...], ...]
    panels: tuple[tuple[int, ...], ...]
    tickets: tuple[int, ...]

    @property
    def chances(self) -> dict[str, Fraction]:
        """For each person the exact chance to be drawn."""
        total = sum(self.tickets)
        found: dict[str, Fraction] = {}
        for at, members in enumerate(self.groups):
            expected = sum(panel[at] * count for panel, count in zip(self.panels, self.tickets, strict=True))
            found.update(dict.fromkeys(members, Fraction(expected, total * len(members))))
        return found


def stratified(
    people: Sequence[Person], size: int, features: Sequence[str], seed: str, method: str = "hamilton"
) -> tuple[str, ...]:
    """A panel in proportion to the strata that the features make. Raises CountError too_few_people."""
    strata = _alike(people, features)
    if size > len(people):
        raise CountError("too_few_people", found=len(people), needed=size)
    sizes = {"\x1f".join(key): len(members) for key, members in strata.items()}
    seats = apportion(method, sizes, size, TiePolicy(("lot",), seed))
    drawn: list[str] = []
    for key, members in strata.items():
        drawn += lot_order(seed, members)[: seats["\x1f".join(key)]]
    return tuple(sorted(drawn))


def draw(lottery: Lottery, seed: str) -> tuple[str, ...]:
    """The panel that the seed draws: the ticket SHA-256(seed ‖ 01) mod all tickets, then people in lot order."""
    try:
        number = int.from_bytes(hashlib.sha256(bytes.fromhex(seed) + b"\x01").digest(), "big")
    except ValueError as error:
        raise TieError("bad_seed", found=seed) from error
    ticket = number % sum(lottery.tickets)
    ends = accumulate(lottery.tickets)
    panel = next(panel for panel, end in zip(lottery.panels, ends, strict=True) if ticket < end)
    drawn: list[str] = []
    for members, wanted in zip(lottery.groups, panel, strict=True):
        drawn += lot_order(seed, members)[:wanted]
    return tuple(sorted(drawn))


def alike(people: Iterable[Person], quotas: Sequence[Quota]) -> dict[tuple[str, ...], list[str]]:
    """Ids of people whose values of the quotas' features are the same."""
    return _alike(people, sorted({quota.feature for quota in quotas}))


def _alike(people: Iterable[Person], features: Sequence[str]) -> dict[tuple[str, ...], list[str]]:
    groups: dict[tuple[str, ...], list[str]] = {}
    seen: set[str] = set()
    for person in people:
        if person.id in seen:
            raise CountError("repeated_option", option=person.id)
        seen.add(person.id)
        groups.setdefault(tuple(person.features.get(feature, "") for feature in features), []).append(person.id)
    return {key: sorted(groups[key]) for key in sorted(groups)}
