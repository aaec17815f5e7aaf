# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A worker is killed with -9 in the middle of what comes after a count: the next one goes on, and nothing is twice."""

import os
from pathlib import Path
from typing import cast

import pytest

from deliberation.ballots import queries
from deliberation.ballots.results import minutes
from deliberation.ballots.tables import Finding, MinutesFile
from deliberation.database import rows
from deliberation.records.tables import Attachment
from tests.commands.processes import Installation
from tests.kills.harness import KILLED, Program
from tests.results.scrutinies import a_published_vote
from web.pages.ballots.minutes.papers import Reader, of_count, pdf_of


class Here:
    """The database of this test, as a place for the program."""

    def environment(self) -> dict[str, str]:
        return {**os.environ, "MAIL_URL": "null://"}


async def time_passes() -> None:
    """Everything queued is due, and the lease of who died is over."""
    await rows("UPDATE job SET run_at = 0, lease = 0 WHERE state IN ('ready', 'busy')")


@pytest.mark.long
async def test_a_worker_killed_after_a_count_loses_nothing_of_what_was_lacking_and_of_the_minutes(
    database: None, tmp_path: Path
) -> None:
    vote = await a_published_vote("budget", "equal-shares")
    place, killed = cast(Installation, Here()), 0
    with Program() as program:
        for moment in (12, 25, 40, 60, 80):
            await time_passes()
            ended = program.rione(place, "worker", "--once", killed_at=moment)
            assert ended.code in (KILLED, 0), ended.said
            killed += ended.code == KILLED
        assert killed >= 3
        await time_passes()
        ended = program.rione(place, "worker", "--once")
        assert ended.code == 0, ended.said
    assert await rows("SELECT kind FROM job WHERE state <> 'done'") == []
    assert [row["is_whole"] for row in await Finding.select(Finding.is_whole)] == [True]
    assert await MinutesFile.count() == await Attachment.count() == 4
    asked = await queries.question(vote.slug)
    (official, _) = await queries.outcomes(vote.id)
    paper = await of_count(Reader("it", os.environ["BASE_URL"]), asked, official)
    assert await minutes.content(vote.id, official.digest, "it") == await pdf_of(paper)
