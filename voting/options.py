# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can be voted on."""

from dataclasses import dataclass
from fractions import Fraction

from voting.canonical import exact


@dataclass(frozen=True, slots=True)
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
