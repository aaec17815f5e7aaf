# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The demonstration at a thousandth of its largest size: one seed, one database; what is written in bulk is sound."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest

from analytics.integrity.faults import Fault
from analytics.reads import evidence
from deliberation.database import opened, rows
from deliberation.piccolo_app import TABLES
from deliberation.places.queries import forget_city
from deliberation.records import journal
from tests import databases
from tests.world import NOON
from web.demo import debate, large, story, texts
from web.demo.life import Plan
from web.demo.sizes import LARGE, Load, Size

THOUSANDTH = Load(388, 4, 60, 5, 200, 150)
TINY = Size(LARGE.residents // 40, LARGE.stories // 6, has_numbers=False, load=THOUSANDTH)
# Salted by the system: the hashes of five passwords, and the keys under which attempts are counted.
DRAWN_BY_THE_SYSTEM = {"account": ("password_hash",), "attempt": ("key",)}
Content = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Town:
    """Every table as it was told, and what the program's own checks found."""

    content: Content
    journal_fault: journal.Fault | None
    faults: list[Fault]

    def of(self, plan: Plan, table: str) -> list[dict[str, Any]]:
        held = next(row["id"] for row in self.content["consultation"] if row["title"] == plan.title)
        if table != "comment":
            return [row for row in self.content[table] if row["consultation"] == held]
        ids = {row["id"] for row in self.of(plan, "proposal")}
        return [row for row in self.content[table] if row["proposal"] in ids]


_told: list[Town] = []


async def _tell() -> Town:
    forget_city()
    databases.empty()
    async with opened():
        await story.tell(NOON, TINY)
        content = {}
        for table in TABLES:
            name = table._meta.tablename
            left_out = DRAWN_BY_THE_SYSTEM.get(name, ())
            found = await rows(f'SELECT * FROM "{name}" ORDER BY id')
            content[name] = [{key: value for key, value in row.items() if key not in left_out} for row in found]
        return Town(content, (await journal.check()).fault, (await evidence.faults())[0])


@pytest.fixture
async def town() -> Town:
    if not _told:
        _told.append(await _tell())
    return _told[0]


@pytest.mark.skipif(databases.IS_POSTGRES, reason="an emptied PostgreSQL goes on numbering its rows")
async def test_one_seed_makes_one_database(town: Town) -> None:
    again = await _tell()
    assert {name for name, held in again.content.items() if held != town.content[name]} == set()


async def test_what_is_written_in_bulk_is_what_the_journal_says(town: Town) -> None:
    assert town.journal_fault is None
    assert town.faults == []
    said = Counter(row["act"] for row in town.content["journal_entry"])
    assert said["ballot.cast"] == len(town.content["ballot"])
    assert said["comment.written"] == len(town.content["comment"])
    assert said["proposal.published"] == len(town.content["proposal"])


async def test_the_load_is_as_large_as_asked_for(town: Town) -> None:
    people = [row for row in town.content["account"] if row["email"].startswith("residente")]
    assert len(people) == TINY.residents + THOUSANDTH.people + 1
    assert len(town.of(large.OPEN, "proposal")) == THOUSANDTH.proposals
    assert len(town.of(large.OPEN, "comment")) == THOUSANDTH.comments
    assert THOUSANDTH.ballots * 0.6 < len(town.of(large.COUNTED, "ballot")) < THOUSANDTH.ballots * 1.4


async def test_simulated_people_have_names_to_read_and_no_password(town: Town) -> None:
    people = [row for row in town.content["account"] if row["email"].startswith("residente")]
    assert len([row for row in people if row["name_kind"] == "words"]) == TINY.residents
    assert len({row["pseudonym"] for row in people}) == len(people)
    async with opened():
        entering = await rows("SELECT email FROM account WHERE password_hash <> ''")
    assert {row["email"] for row in entering} == {account.email for account in story.ACCOUNTS}


def _titles_elsewhere(town: Town) -> set[str]:
    plans = [plan for plan in vars(story).values() if isinstance(plan, Plan) and plan is not story.STORY]
    return {row["title"] for plan in plans for row in town.of(plan, "proposal")}


async def test_a_title_stands_in_one_consultation_with_a_text_of_its_own(town: Town) -> None:
    plans = [plan for plan in vars(story).values() if isinstance(plan, Plan)]
    written = [row for plan in plans for row in town.of(plan, "proposal")]
    assert [title for title, times in Counter(row["title"] for row in written).items() if times > 1] == []
    assert [text for text, times in Counter(row["body"] for row in written).items() if times > 1] == []
    assert [row["title"] for row in written if row["body"].startswith(row["title"])] == []


async def test_people_say_of_a_project_what_the_story_has_them_say(town: Town) -> None:
    project = next(row for row in town.of(story.APPROVAL, "proposal") if row["title"] == "Nuovo Parco delle Querce")
    said = [row["body"] for row in town.of(story.APPROVAL, "comment") if row["proposal"] == project["id"]]
    assert said == [one["text"] for one in texts.thread_of(project["title"])] != []


async def test_proposals_of_the_story_are_discussed_and_answered(town: Town) -> None:
    told = debate.chosen(TINY.stories, _titles_elsewhere(town))
    keys = {one["id"] for one in told}
    proposals = town.of(story.STORY, "proposal")
    assert {row["title"] for row in proposals} == {one["title"] for one in told}
    said = {row["token"]: row for row in town.of(story.STORY, "comment")}
    wanted = {one["id"]: one for one in debate.read("threads") if one["proposal"] in keys}
    assert said.keys() == wanted.keys()
    by_row = {row["id"]: key for key, row in said.items()}
    assert {key: by_row.get(row["parent"]) for key, row in said.items()} == {
        key: one["parent"] for key, one in wanted.items()
    }
    answered = {row["title"] for row in proposals if row["assessment"]}
    expected = {one["proposal"] for one in debate.read("answers")} & keys
    assert answered == {one["title"] for one in told if one["id"] in expected}


async def test_every_text_of_the_story_finds_its_place() -> None:
    proposals = debate.read("proposals")
    keys = {one["id"] for one in proposals}
    assert len(proposals) == len(debate.chosen(len(proposals))) == 72
    assert {one["proposal"] for name in ("threads", "answers") for one in debate.read(name)} <= keys
    assert {one["report"] for one in debate.read("threads") if "report" in one} <= debate.REASONS.keys()
    assert {one["outcome"] for one in debate.read("answers")} == debate.OUTCOMES.keys()
