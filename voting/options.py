# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can be voted on."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from voting import magnitudes
from voting.canonical import exact
from voting.errors import CountError


@dataclass(frozen=True, slots=True, repr=False)
class Option:
    """One option of a ballot. Only ``id`` (stable, unique) takes part in a count; the rest serves ties and reading.

    ``cost`` is in the profile's own money unit (cents for deliberation, currency units for a .pb file). ``born`` and
    ``submitted`` are ISO texts, compared as text; ``gender`` is any label.
    """

    id: str
    name: str = ""
    cost: int | Fraction | None = None
    born: str | None = None
    gender: str | None = None
    submitted: str | None = None
    category: str | None = None
    zone: str | None = None

    def __repr__(self) -> str:
        known = {field.name: getattr(self, field.name) for field in fields(self)[1:]}
        told = [f"{name}={value!r}" for name, value in known.items() if value not in (None, "")]
        return f"Option({', '.join([repr(self.id), *told])})"

    def as_json(self) -> dict[str, object]:
        """The option as published: only what is known."""
        known: dict[str, object] = {"id": self.id, "name": self.name}
        if self.cost is not None:
            known["cost"] = exact(self.cost)
        for field in ("born", "gender", "submitted", "category", "zone"):
            value = getattr(self, field)
            if value is not None:
                known[field] = value
        return known


def by_id(options: Sequence[Option]) -> tuple[tuple[Option, ...], npt.NDArray[np.int64]]:
    """Options by id, and for each given one its place. Raises CountError no_options, repeated_option, bad_cost."""
    if not options:
        raise CountError("no_options")
    for option in options:
        if option.cost is not None:
            magnitudes.money(option.cost, "bad_cost", option=option.id)
    order = sorted(range(len(options)), key=lambda at: options[at].id)
    chosen = tuple(options[at] for at in order)
    for before, after in pairwise(chosen):
        if before.id == after.id:
            raise CountError("repeated_option", option=after.id)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return chosen, rank
