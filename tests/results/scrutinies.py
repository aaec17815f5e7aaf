# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Small votes for the minutes, with what is hard to tell: a circle of duels, a draw, an endowment that grows."""

from analytics.tallies import count_consultation
from deliberation.actor import SYSTEM
from deliberation.ballots import tallies
from deliberation.ballots.casting import cast
from tests.ballots.votes import Vote, a_vote, close
from tests.results.test_results import AFTER
from tests.world import NOON, a_city, a_person
from voting.canonical import sha256

SECRET = "ab" * 32  # as a_vote has it
CIRCLE = [["alberi", "pista", "luci"], ["pista", "luci", "alberi"], ["luci", "alberi", "pista"]]
MARKS: dict[str, list[object]] = {
    "choice": [["alberi"], ["alberi"], ["luci"], ["luci"], ["orto"]],
    "approval": [["alberi", "luci"]] * 5 + [["orto"]] * 5,
    "budget": [["alberi", "luci"]] * 3 + [["luci", "orto"]] * 2 + [["orto"], ["pista"], []],
    "ranking": [*CIRCLE, *CIRCLE, *CIRCLE],
    "grades": [{"alberi": 4, "luci": 2, "pista": 1}] * 3 + [{"alberi": 3, "luci": 4, "orto": 1}] * 2,
}


async def a_published_vote(kind: str, rule: str, marks: list[object] | None = None, **options: object) -> Vote:
    """A vote with these ballots (by default those of its kind), counted and published."""
    world = await a_city()
    given = MARKS[kind] if marks is None else marks
    people = [await a_person(world.navile) for _ in given]
    money = {} if kind == "budget" else {"budget_cents": None}
    draw = {"lot_commitment": sha256(SECRET), "lot_source": "Lotto, ruota di Bari"}
    vote = await a_vote(world, kind, rule, **draw | money | options)  # type: ignore[arg-type]
    for person, chosen in zip(people, given, strict=True):
        ballot = [[option] for option in chosen] if kind == "ranking" else chosen  # type: ignore[attr-defined]
        await cast(person, vote.slug, ballot, at=NOON)
    await close(vote)
    await count_consultation(vote.slug, at=AFTER)
    await tallies.publish(SYSTEM, vote.slug, at=AFTER)
    return vote
