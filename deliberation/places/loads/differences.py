# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a file would change: counted, named, with what is wrong by line. The same shape for every kind of file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from deliberation.errors import Invalid

MOST_NAMED = 300  # changes that are listed by name; the others are counted
MOST_FOUND = 20_000  # findings that are kept; the others are counted


class Kind(StrEnum):
    """What a file holds."""

    ZONES = "zones"
    STREETS = "streets"
    NUMBERS = "numbers"
    RESIDENTS = "residents"


class State(StrEnum):
    """Where a load stands."""

    WAITING = "waiting"
    APPLIED = "applied"
    UNDONE = "undone"


class Change(StrEnum):
    """What happens to a zone, a street, a stretch of numbers, a door or a count of residents."""

    NEW = "new"
    RENAMED = "renamed"
    OUTLINE = "outline"
    DISTRICT = "district"
    GONE = "gone"
    BACK = "back"
    RANGES_NEW = "ranges_new"
    RANGES_GONE = "ranges_gone"
    DOORS_NEW = "doors_new"
    DOORS_MOVED = "doors_moved"
    DOORS_GONE = "doors_gone"
    COUNTED = "counted"


@dataclass(frozen=True, slots=True)
class Named:
    """A change by name; `was` is the name before, or the figure."""

    change: Change
    name: str
    was: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, or worth knowing, at a line (None: in the file). One that `blocks` must be corrected first."""

    code: str
    line: int | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    blocks: bool = False


@dataclass(frozen=True, slots=True)
class Differences:
    """What loading a file changes. `facts` are figures that change nothing, as how many doors were placed."""

    kind: Kind
    counts: Mapping[Change, int]
    named: tuple[Named, ...]
    findings: tuple[Finding, ...]
    finding_counts: Mapping[str, int]
    facts: Mapping[str, int]
    seen: int = 0

    @property
    def is_empty(self) -> bool:
        """Nothing would change, as when the same file comes twice."""
        return not any(self.counts.values())

    @property
    def is_blocked(self) -> bool:
        return any(finding.blocks for finding in self.findings)


@dataclass
class Findings:
    """Findings as they are met: all are counted, the first are kept, those that block before others."""

    kept: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, code: str, line: int | None = None, *, blocks: bool = False, **values: object) -> None:
        self.counts[code] = self.counts.get(code, 0) + 1
        if len(self.kept) < MOST_FOUND or blocks:
            self.kept.append(Finding(code, line, values, blocks))

    def refused(self, refusal: Invalid, *, blocks: bool = False) -> None:
        """A row that a reader refused, with its line."""
        values = dict(refusal.parameters)
        line = values.pop("line", None)
        self.add(refusal.code, line if isinstance(line, int) else None, blocks=blocks, **values)

    def uneven(self, lines: Iterable[int], is_cut_off: bool) -> None:
        """What the reader of tables left out."""
        for line in lines:
            self.add("table.uneven", line)
        if is_cut_off:
            self.add("table.cut_off", blocks=True)


def differences(
    kind: Kind, named: Iterable[Named], counts: Mapping[Change, int], found: Findings, facts: Mapping[str, int]
) -> Differences:
    """The first changes by name, all of them counted."""
    listed = tuple(named)
    counted = {change: number for change, number in counts.items() if number}
    for one in listed:
        if one.change not in counts:
            counted[one.change] = counted.get(one.change, 0) + 1
    order = {change: n for n, change in enumerate(Change)}
    listed = tuple(sorted(listed, key=lambda one: order[one.change]))[:MOST_NAMED]
    kept = sorted(found.kept, key=lambda finding: (not finding.blocks, finding.line or 0))[:MOST_FOUND]
    return Differences(kind, counted, listed, tuple(kept), dict(found.counts), facts)
