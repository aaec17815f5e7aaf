# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Versions of the regulation: written by the office, in force from a day, kept, and never of what was opened before."""

import json
from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module

import pytest

from deliberation.actor import COMMAND_LINE, SYSTEM, Role
from deliberation.ballots import lifecycle
from deliberation.consultations import editing
from deliberation.consultations.consultation import stored
from deliberation.consultations.seals import vote_terms
from deliberation.database import rows
from deliberation.errors import Conflict, Invalid, NotAllowed
from deliberation.people.register import bases
from deliberation.regulations.amending import Amendment, amend
from deliberation.regulations.presets import presets
from deliberation.regulations.profile import Basis
from deliberation.regulations.queries import UNWRITTEN, in_force, versions
from tests.ballots.votes import a_vote
from tests.regulations.places import EARLIER, written
from tests.world import NOON, a_city, a_consultation, a_person

TODAY = date(2026, 11, 10)
TOMORROW = TODAY + timedelta(days=1)
BOLOGNA = presets()["bologna"]


def change(**values: object) -> Amendment:
    return replace(Amendment(BOLOGNA, TODAY, "delibera 12/2026", "Prima stesura"), **values)  # type: ignore[arg-type]


async def test_until_one_is_written_the_rules_are_those_of_the_program(database: None) -> None:
    assert await in_force(TODAY) == UNWRITTEN
    assert await versions() == ()


async def test_a_version_is_in_force_from_its_day_and_the_last_to_begin_prevails(database: None) -> None:
    await a_city()
    assert await amend(SYSTEM, change(), 0, at=NOON) == 1
    assert await amend(SYSTEM, change(profile=presets()["tito"], valid_from=date(2027, 1, 1)), 1, at=NOON) == 2
    assert await amend(SYSTEM, change(profile=presets()["milano"], valid_from=TOMORROW), 2, at=NOON) == 3
    in_time = [date(2026, 11, 9), TODAY, TOMORROW, date(2026, 12, 31), date(2027, 1, 1)]
    assert [(await in_force(day)).number for day in in_time] == [0, 1, 3, 3, 2]
    assert (await in_force(TODAY)).profile == BOLOGNA
    assert [(view.regulation.number, view.article, view.reason) for view in await versions()] == [
        (3, "delibera 12/2026", "Prima stesura"),
        (2, "delibera 12/2026", "Prima stesura"),
        (1, "delibera 12/2026", "Prima stesura"),
    ]


async def test_of_two_that_begin_on_one_day_the_one_written_last_holds(database: None) -> None:
    await a_city()
    await written("bologna", at=NOON)
    await written("tito", at=NOON)
    assert (await in_force(TODAY)).number == 2


async def test_the_journal_says_who_wrote_which_version_since_when(database: None) -> None:
    await a_city()
    office = await a_person(None, Role.OFFICE)
    await amend(office, change(), 0, at=NOON)
    [line] = await rows("SELECT actor, subject, detail FROM journal_entry WHERE act = 'regulation.amended'")
    detail = json.loads(line["detail"])
    assert (line["actor"], line["subject"]) == (office.public_id, "1")
    assert (detail["number"], detail["valid_from"], detail["article"]) == (1, "2026-11-10", "delibera 12/2026")
    assert len(detail["content"]) == 64


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"valid_from": date(2026, 11, 9)}, "valid_from", "regulation.past"),
        ({"valid_from": None}, "valid_from", "regulation.day"),
        ({"reason": "  "}, "reason", "regulation.reason"),
        ({"reason": "x" * 501}, "reason", "field.too_long"),
        ({"article": "x" * 161}, "article", "field.too_long"),
    ],
)
async def test_a_version_has_a_reason_and_does_not_begin_in_the_past(
    database: None, values: dict[str, object], field: str, code: str
) -> None:
    await a_city()
    with pytest.raises(Invalid) as refused:
        await amend(SYSTEM, change(**values), 0, at=NOON)
    assert refused.value.fields == {field: code}


async def test_only_the_office_of_the_whole_city_writes_and_over_what_it_saw(database: None) -> None:
    world = await a_city()
    for person in (await a_person(world.navile), await a_person(None, Role.OFFICE, over=world.navile)):
        with pytest.raises(NotAllowed):
            await amend(person, change(), 0, at=NOON)
    await amend(COMMAND_LINE, change(), 0, at=NOON)
    with pytest.raises(Conflict) as refused:
        await amend(COMMAND_LINE, change(), 0, at=NOON)
    assert refused.value.code == "settings.changed"


async def test_a_new_version_changes_nothing_of_what_was_opened(database: None) -> None:
    world = await a_city()
    await written("bologna")
    await a_consultation(world, ("informing", 0, 24), ("voting", 48, 72), state="draft", ballot_kind="approval")
    await rows("UPDATE consultation SET rule = 'approval', lot_source = 'Lotto'")
    held = await lifecycle.publish(SYSTEM, "bilancio-2026", 1, at=NOON)
    assert (held.regulation.number, held.regulation.profile) == (1, BOLOGNA)
    await written("quiliano", at=NOON)
    assert (await stored("bilancio-2026")).regulation.number == 1
    assert [(view.regulation.number, view.opened) for view in await versions()] == [(2, 0), (1, 1)]


async def test_a_draft_is_published_under_the_regulation_of_that_day(database: None) -> None:
    world = await a_city()
    await written("bologna")
    office = await a_person(None, Role.OFFICE)
    name = await editing.start(office, "choice-of-projects", "Prova", world.city, at=EARLIER)
    assert (await stored(name)).regulation.number == 1
    await a_consultation(world, ("informing", 0, 24), ("voting", 48, 72), state="draft", ballot_kind="approval")
    await rows("UPDATE consultation SET rule = 'approval', lot_source = 'Lotto' WHERE slug = 'bilancio-2026'")
    await written("quiliano", at=NOON)
    with pytest.raises(Invalid) as refused:  # sixteen, and Quiliano asks eighteen
        await lifecycle.publish(SYSTEM, "bilancio-2026", 1, at=NOON)
    assert refused.value.fields == {"min_age": "vote.below_regulation"}
    await rows("UPDATE consultation SET min_age = 18 WHERE slug = 'bilancio-2026'")
    assert (await lifecycle.publish(SYSTEM, "bilancio-2026", 1, at=NOON)).regulation.number == 2


async def test_a_draft_begins_with_what_the_regulation_says(database: None) -> None:
    world = await a_city()
    await written(replace(presets()["milano"], support_threshold=30))
    office = await a_person(None, Role.OFFICE)
    held = await stored(await editing.start(office, "choice-of-projects", "Prova", world.city, at=NOON))
    assert (held.min_age, held.max_picks, held.support_threshold, held.pots_are_chosen) == (16, 3, 30, True)


async def test_the_sealed_terms_of_a_vote_name_its_regulation(database: None) -> None:
    world = await a_city()
    await written("bologna")
    number = (await in_force(TODAY)).id
    with_one, without = await a_vote(world, regulation=number), await a_vote(world, slug="altro")
    [line] = await rows("SELECT detail FROM journal_entry WHERE act = 'regulation.amended'")
    assert (await vote_terms(with_one.id))["regulation"] == json.loads(line["detail"])["content"]
    assert "regulation" not in await vote_terms(without.id)


async def test_ties_are_those_of_the_regulation_once_there_is_one(database: None) -> None:
    await a_city()
    await bases.allow(COMMAND_LINE, {Basis.DOMICILED: 6}, at=EARLIER)
    assert await bases.allowed(at=NOON) == {Basis.DOMICILED: 6}
    await written("bologna", at=NOON)
    assert await bases.allowed(at=NOON) == {Basis.WORKER: 12, Basis.STUDENT: 12, Basis.VOLUNTEER: 12}
    with pytest.raises(Conflict) as refused:
        await bases.allow(COMMAND_LINE, {Basis.DOMICILED: 6}, at=NOON)
    assert refused.value.code == "basis.regulated"


async def test_rules_chosen_before_there_were_versions_become_the_first(database: None) -> None:
    world = await a_city()
    await bases.allow(COMMAND_LINE, {Basis.WORKER: 6, Basis.STUDENT: 9}, at=EARLIER)
    await rows(
        "INSERT INTO participation_rules (municipality, min_age, version, changed_at) VALUES ({}, 18, 1, {})",
        world.city,
        NOON,
    )
    migration = import_module("deliberation.piccolo_migrations.deliberation_2026_11_29_09_regulations")
    additions = await migration.forwards()
    first = next(text for text in additions.statements if text.startswith("INSERT INTO regulation_version"))
    await rows(first.replace("{", "{{").replace("}", "}}"))
    held = await in_force(TODAY)
    assert (held.number, held.valid_from, held.profile.voting.min_age) == (1, TODAY, 18)
    assert held.profile.voting.bases == (Basis.RESIDENT, Basis.WORKER, Basis.STUDENT)
    assert (held.profile.proposing, held.profile.tie_months) == (held.profile.voting, 9)
