# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The streets that are here, by code and by name; new ones and new names stored in one go. Streets keep their ids."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from deliberation.database import rows
from deliberation.places.loads import bulk
from deliberation.places.loads.differences import Change, Named
from deliberation.places.street_names import readable
from deliberation.places.tables import Street
from deliberation.text import plain

LONGEST_CODE = 20


@dataclass(frozen=True, slots=True)
class HeldStreet:
    """A street that is here; a closed one is history."""

    id: int
    code: str
    name: str
    is_closed: bool


@dataclass(frozen=True, slots=True)
class StreetChanges:
    """Streets that a file brings: new (code → name), renamed (id → name), and those that open again."""

    new: Mapping[str, str]
    renamed: Mapping[int, str]
    back: frozenset[int]
    named: tuple[Named, ...]


class StreetBook:
    """Streets by code, or by their name when a file has no codes."""

    def __init__(self, held: Iterable[HeldStreet]) -> None:
        self.by_code = {street.code: street for street in held}
        self._by_name = {plain(street.name): street.code for street in self.by_code.values()}

    def code_of(self, code: str, name: str) -> str:
        """The code under which a row's street is or will be kept; without one, a name has always the same."""
        if code:
            return code[:LONGEST_CODE]
        bare = plain(readable(name))
        if bare not in self._by_name:
            self._by_name[bare] = "n" + hashlib.sha256(bare.encode()).hexdigest()[:12]
        return self._by_name[bare]

    def changes(self, names: Mapping[str, str]) -> StreetChanges:
        """What storing these streets (code → name as written) changes."""
        new, renamed, back, named = {}, {}, set(), []
        for code, written in names.items():
            name = readable(written)[:160]
            street = self.by_code.get(code)
            if street is None:
                new[code] = name
                named.append(Named(Change.NEW, name))
                continue
            if street.name != name:
                renamed[street.id] = name
                named.append(Named(Change.RENAMED, name, street.name))
            if street.is_closed:
                back.add(street.id)
                named.append(Named(Change.BACK, name))
        return StreetChanges(new, renamed, frozenset(back), tuple(named))


async def held_streets() -> list[HeldStreet]:
    """All streets, closed ones too."""
    found = await rows("SELECT id, code, name, closed_at FROM street ORDER BY id")
    return [HeldStreet(row["id"], row["code"], row["name"], row["closed_at"] is not None) for row in found]


async def store(changes: StreetChanges, municipality: int) -> None:
    """New streets, other names, streets that open again."""
    await bulk.insert(
        "street",
        {"municipality": "bigint", "code": "text", "name": "text", "plain_name": "text"},
        [[municipality, code, name, plain(name)[:160]] for code, name in changes.new.items()],
    )
    renamed = [[number, name, plain(name)[:160]] for number, name in changes.renamed.items()]
    await bulk.update("street", {"id": "bigint", "name": "text", "plain_name": "text"}, renamed)
    for number in changes.back:
        await Street.update({Street.closed_at: None}).where(Street._meta.primary_key == number)


async def close(streets: Iterable[int], *, at: datetime) -> None:
    """Streets that are no longer in the register: they stay, with the day."""
    for number in streets:
        await Street.update({Street.closed_at: at}).where(Street._meta.primary_key == number)


async def ids() -> dict[str, int]:
    """Row ids by code."""
    return {row["code"]: row["id"] for row in await rows("SELECT id, code FROM street")}
