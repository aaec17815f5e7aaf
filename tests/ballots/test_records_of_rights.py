# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A right suspended and given back: what the roll, the notices, the mails and the journal hold of it, all of it."""

import json
from datetime import timedelta

import pytest

from deliberation.actor import Actor, Role
from deliberation.ballots import rights
from deliberation.ballots.casting import cast
from deliberation.ballots.rights import Right
from deliberation.database import rows
from deliberation.people.verifications import WithdrawalReason
from tests.ballots.votes import CLOSES, Vote, a_vote
from tests.world import NOON, a_city, a_person, document_of

LATER = NOON + timedelta(hours=1)
PATH = "/consultazioni/bilancio/vota"
TITLE = "Bilancio di Navile"


async def line(person: Actor, vote: Vote) -> tuple[object, str]:
    """The person's line of the roll."""
    (found,) = await rows(
        "SELECT suspended_at, suspended_for FROM roll_entry WHERE account = {} AND consultation = {}",
        person.id,
        vote.id,
    )
    return found["suspended_at"], found["suspended_for"]


async def told(person: Actor, kind: str) -> list[tuple[object, ...]]:
    """Notices of a kind to the person."""
    found = await rows("SELECT parameters, path FROM notice WHERE account = {} AND kind = {}", person.id, kind)
    return [(json.loads(row["parameters"]), row["path"]) for row in found]


async def mailed(kind: str) -> list[dict[str, str]]:
    """What the mails of a kind name."""
    found = [json.loads(row["payload"]) for row in await rows("SELECT payload FROM job WHERE kind = 'mail'")]
    return [mail["parameters"] for mail in found if mail["kind"] == kind]


async def noted(act: str) -> list[tuple[object, ...]]:
    """The journal's lines of an act."""
    found = await rows("SELECT actor, subject_kind, subject, detail FROM journal_entry WHERE act = {}", act)
    return [(row["actor"], row["subject_kind"], row["subject"], json.loads(row["detail"])) for row in found]


@pytest.mark.parametrize("votes", [True, False])
async def test_a_right_suspended_and_given_back_leaves_all_its_records(database: None, votes: bool) -> None:
    world = await a_city()
    office, person, other = await a_person(None, Role.OFFICE), *[await a_person(world.navile) for _ in range(2)]
    vote = await a_vote(world)
    await a_vote(world, slug="passata", opens_at=NOON - timedelta(days=3), closes_at=NOON - timedelta(days=2))
    detail: dict[str, str] = {"reason": "moved"}
    if votes:
        await cast(person, vote.slug, ["alberi"], at=NOON)
        (ballot,) = await rows("SELECT public_id FROM ballot")
        detail["ballot"] = ballot["public_id"]
    assert await rights.rights(person.public_id, at=NOON) == (Right("bilancio", TITLE, CLOSES, ""),)
    assert await rights.rights(person.public_id, at=CLOSES) == ()

    await rights.withdraw(office, person.public_id, WithdrawalReason.MOVED, at=LATER)
    assert await line(person, vote) == (LATER, "moved")
    suspended = Right("bilancio", TITLE, CLOSES, "moved")
    assert await rights.rights(person.public_id, at=LATER) == (suspended,)
    assert await rights.rights_given_back(person.public_id, at=LATER) == (suspended,)
    assert await rights.rights_given_back(other.public_id, at=LATER) == ()
    assert await told(person, "vote.suspended") == [({"title": TITLE}, PATH)]
    assert await mailed("vote-suspended") == [{"title": TITLE, "path": PATH, "reason": "moved"}]
    assert await noted("ballot.set_aside" if votes else "right.suspended") == [
        ("system", "consultation", "bilancio", detail)
    ]

    (seen,) = await rows("SELECT declared_at FROM account WHERE id = {}", person.id)
    await rights.verify(office, person.public_id, document_of(person), seen["declared_at"], at=LATER)
    assert await line(person, vote) == (None, "")
    assert await told(person, "vote.reinstated") == [({"title": TITLE}, PATH)]
    assert await mailed("vote-reinstated") == [{"title": TITLE, "path": PATH}]
    assert await noted("ballot.reinstated" if votes else "right.reinstated") == [
        ("system", "consultation", "bilancio", detail)
    ]
    assert not await rows("SELECT id FROM notice WHERE account = {}", other.id)
