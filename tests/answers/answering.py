# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A proposal, an officer and an office, for the tests of answers."""

import json
from dataclasses import dataclass
from datetime import datetime

from deliberation.actor import Actor, Role
from deliberation.database import rows
from deliberation.proposals.answers import answers, offices
from tests.world import NOON, World, a_city, a_consultation, a_person, a_proposal

REASONS = "Il piano del verde ha già i fondi."


@dataclass(frozen=True)
class Desk:
    """`id` is the proposal's; its author lives in Navile. `held` is the consultation's row id."""

    world: World
    officer: Actor
    author: Actor
    held: int
    id: str
    office: str

    async def take(self, *, at: datetime = NOON, version: int = 0, id: str = "") -> None:
        await answers.take(self.officer, id or self.id, self.office, "", version, at=at)

    async def give(self, outcome: str = "accepted", *, at: datetime = NOON, version: int = 1) -> None:
        await answers.give(self.officer, self.id, outcome, REASONS, "Si comincia a marzo.", version, at=at)


async def a_desk() -> Desk:
    world = await a_city()
    held = await a_consultation(world)
    officer, author = await a_person(None, Role.OFFICE), await a_person(world.navile)
    office = await offices.add(officer, "Verde pubblico", "verde@example.org", at=NOON)
    id = await a_proposal(held, author, neighbourhood=world.navile)
    return Desk(world, officer, author, held, id, office)


async def mails() -> list[dict[str, str]]:
    """What is queued, in its order: kind, to and the parameters."""
    found = [
        json.loads(row["payload"]) for row in await rows("SELECT payload FROM job WHERE kind = 'mail' ORDER BY id")
    ]
    return [{"kind": one["kind"], "to": one["to"], **one["parameters"]} for one in found]


async def notices_of(person: Actor) -> list[str]:
    """The kinds of a person's notices, in their order."""
    return [row["kind"] for row in await rows("SELECT kind FROM notice WHERE account = {} ORDER BY id", person.id)]
