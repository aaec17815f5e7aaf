# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""rione export: what a stranger counts again, to the same digest."""

import asyncio
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from analytics.tallies import count_consultation
from deliberation.actor import COMMAND_LINE
from deliberation.ballots.casting import cast
from deliberation.ballots.tables import Ballot
from tests.ballots.votes import CLOSES, Vote, a_vote, close
from tests.world import NOON, a_city, a_person
from web.__main__ import rione
from web.commands import terminal


async def command(monkeypatch: pytest.MonkeyPatch, *args: object) -> Result:
    """Run `rione …` on the database of the test."""
    loop = asyncio.get_running_loop()
    monkeypatch.setattr(terminal, "run", lambda work: asyncio.run_coroutine_threadsafe(work(), loop).result())
    return await asyncio.to_thread(lambda: CliRunner().invoke(rione, [str(arg) for arg in args]))


async def a_closed_vote(kind: str, rule: str, *ballots: list[str], **more: object) -> Vote:
    world = await a_city()
    people = [await a_person(world.navile if n % 2 else world.savena) for n in range(len(ballots))]
    vote = await a_vote(world, kind, rule, city_wide=True, **more)  # type: ignore[arg-type]
    for person, marks in zip(people, ballots, strict=True):
        await cast(person, vote.slug, marks, at=NOON)
    await close(vote)
    return vote


async def test_a_budget_is_exported_and_counted_to_the_same_digest(
    database: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    vote = await a_closed_vote("budget", "greedy", ["alberi", "orto"], ["pista"], [], ["alberi", "luci"])
    official = (await count_consultation(vote.slug, at=CLOSES, actor=COMMAND_LINE))[0]
    for ending in ("json", "csv"):
        path = tmp_path / f"vote.{ending}"
        done = await command(monkeypatch, "export", vote.slug, "--format", ending, "--output", path)
        assert done.exit_code == 0, done.output
        counted = await command(monkeypatch, "tally", path, "--rule", "greedy", "--json")
        assert json.loads(counted.stdout)["digest"] == official.digest
    in_euros = tmp_path / "vote.pb"
    assert (await command(monkeypatch, "export", vote.slug, "--format", "pb", "--output", in_euros)).exit_code == 0
    counted = await command(monkeypatch, "tally", in_euros, "--rule", "greedy", "--json")
    assert json.loads(counted.stdout)["winners"] == list(official.outcome["winners"])  # type: ignore[call-overload]
    assert "budget;200000\n" in in_euros.read_text(encoding="utf-8")


async def test_rankings_are_exported_in_every_format_that_holds_them(
    database: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    vote = await a_closed_vote("ranking", "schulze", ["orto", "luci"], ["luci"], [], budget_cents=None)
    for form, ending in (("json", "json"), ("blt", "blt"), ("preflib", "soi")):
        path = tmp_path / f"vote.{ending}"
        assert (await command(monkeypatch, "export", vote.slug, "--format", form, "--output", path)).exit_code == 0
        counted = await command(monkeypatch, "tally", path, "--rule", "borda", "--lot-seed", "00", "--json")
        assert json.loads(counted.stdout)["n_ballots"] == 3, form
    refused = await command(monkeypatch, "export", vote.slug, "--format", "pb")
    assert (refused.exit_code, "these ballots are no budget" in refused.stderr) == (3, True)


async def test_nobody_who_voted_is_in_the_file(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    vote = await a_closed_vote("budget", "greedy", ["alberi"], ["alberi"], ["orto"])
    text = (await command(monkeypatch, "export", vote.slug)).stdout
    [first] = await Ballot.select().limit(1)
    assert str(first["public_id"]) not in text
    assert "2026-11" not in text
    assert "p0" not in text


async def test_a_file_that_is_there_and_a_format_that_is_not_are_refused(
    database: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    vote = await a_closed_vote("budget", "greedy", ["alberi"])
    (tmp_path / "there.json").write_text("mine")
    refused = await command(monkeypatch, "export", vote.slug, "--output", tmp_path / "there.json")
    assert (refused.exit_code, (tmp_path / "there.json").read_text()) == (3, "mine")
    assert (await command(monkeypatch, "export", vote.slug, "--format", "docx")).exit_code == 2


async def test_an_open_vote_is_not_exported(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    world = await a_city()
    await a_person(world.navile)
    vote = await a_vote(world)
    monkeypatch.setattr("deliberation.clock.now", lambda: NOON)
    still = await command(monkeypatch, "export", vote.slug)
    assert type(still.exception).__name__ == "TooLate"
