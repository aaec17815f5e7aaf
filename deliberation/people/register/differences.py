# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a new list changes in the register that is held. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from deliberation.people.register.reading import Entry, Reading

FEW = 50  # a register of so few people may lose many of them without a question
MANY_GONE = 0.10  # of those held: more than these are gone when a file is cut off, or is of one zone only


class Held(NamedTuple):
    """A person of the register that is held."""

    born: date
    sex: str
    zone: int
    citizenship: str
    since: date | None
    key: str


@dataclass(frozen=True, slots=True)
class Differences:
    """Who is new, who is written otherwise, who is gone; `renewed` only get their hash under today's key.

    `replaced` are the hashes that changed and renewed people had.
    """

    held: int
    added: tuple[Entry, ...]
    changed: tuple[Entry, ...]
    renewed: tuple[Entry, ...]
    replaced: tuple[str, ...]
    removed: tuple[str, ...]
    moved: int
    only_stay: int  # of the changed: those of whom only citizenship or the beginning of residence is another
    zones: tuple[tuple[int, int, int], ...]  # zone, people before, people after

    @property
    def same(self) -> int:
        return self.held - len(self.changed) - len(self.removed)

    @property
    def nothing(self) -> bool:
        return not (self.added or self.changed or self.removed)

    @property
    def many_gone(self) -> bool:
        return self.held > FEW and len(self.removed) > MANY_GONE * self.held


def compare(held: Mapping[str, Held], reading: Reading) -> Differences:
    """The register by hash against a file. Who is in a row that cannot be used stays as they are held, and so does what
    a row does not say of citizenship and residence."""
    added: list[Entry] = []
    changed: list[Entry] = []
    renewed: list[Entry] = []
    replaced: list[str] = []
    left = set(held)
    moved = only_stay = 0
    for entry in reading.entries.values():
        found = next((mac.value for mac in entry.macs if mac.value in held), None)
        if found is None:
            added.append(entry)
            continue
        left.discard(found)
        before = held[found]
        if not entry.citizenship or entry.since is None:
            entry = entry._replace(
                citizenship=entry.citizenship or before.citizenship, since=entry.since or before.since
            )
        if before[:5] == entry[1:]:
            if before.key != entry.macs[0].key:
                renewed.append(entry)
                replaced.append(found)
            continue
        changed.append(entry)
        replaced.append(found)
        moved += before.zone != entry.zone
        only_stay += before[:3] == entry[1:4]
    removed = tuple(sorted(left - reading.set_aside))
    zones = _zones(held, removed, added, changed, replaced)
    return Differences(
        len(held),
        tuple(added),
        tuple(changed),
        tuple(renewed),
        tuple(replaced),
        removed,
        moved,
        only_stay,
        zones,
    )


def _zones(
    held: Mapping[str, Held], removed: tuple[str, ...], added: list[Entry], changed: list[Entry], replaced: list[str]
) -> tuple[tuple[int, int, int], ...]:
    before = Counter(person.zone for person in held.values())
    after = Counter(before)
    after.subtract(held[mac].zone for mac in removed)
    after.update(entry.zone for entry in added)
    by_mac = {mac.value: entry for entry in changed for mac in entry.macs}
    for mac in replaced:
        if mac in by_mac:
            after[held[mac].zone] -= 1
            after[by_mac[mac].zone] += 1
    return tuple((zone, before[zone], after[zone]) for zone in sorted(before | after))
