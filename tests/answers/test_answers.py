# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An office takes a proposal in charge and answers it: numbers, days, states, and what is refused."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from deliberation.actor import Actor, Grant, Role
from deliberation.database import rows
from deliberation.errors import CivicError, Conflict, Invalid, NotAllowed
from deliberation.proposals import queries as proposals
from deliberation.proposals.answers import answers, offices
from deliberation.proposals.answers.queries import AnswerView, Which, answer_to, late_answers, unanswered
from deliberation.proposals.answers.queries import answers as listed
from deliberation.proposals.answers.states import GIVEN, TRANSITIONS, AnswerState, due_at, may_move
from deliberation.regulations.amending import Amendment, amend
from deliberation.regulations.presets import presets
from tests.answers.answering import REASONS, Desk, a_desk
from tests.world import NOON, a_person, a_proposal

DAY = timedelta(days=1)


@pytest.fixture
async def desk(database: None) -> Desk:
    return await a_desk()


async def held(desk: Desk, id: str = "") -> AnswerView:
    seen = await proposals.proposal(id or desk.id, desk.officer)
    found = await answer_to(seen.id)
    assert found is not None
    return found


@pytest.mark.parametrize("state", AnswerState)
@pytest.mark.parametrize("to", AnswerState)
def test_every_move_is_in_the_table_or_refused(state: AnswerState, to: AnswerState) -> None:
    legal = {("none", "taken"), ("taken", "taken"), ("not_competent", "taken")} | {("taken", str(g)) for g in GIVEN}
    assert (may_move(state, to) is None) is ((str(state), str(to)) in legal)
    assert set(TRANSITIONS) == set(AnswerState)


@pytest.mark.parametrize(
    ("taken", "days", "due"),
    [
        (datetime(2026, 3, 1, 10, tzinfo=UTC), 30, datetime(2026, 3, 31, 21, 59, 59, tzinfo=UTC)),  # summer time since
        (datetime(2026, 10, 1, 10, tzinfo=UTC), 30, datetime(2026, 10, 31, 22, 59, 59, tzinfo=UTC)),
        (datetime(2026, 6, 1, 22, 30, tzinfo=UTC), 1, datetime(2026, 6, 3, 21, 59, 59, tzinfo=UTC)),  # 2 June in Rome
    ],
)
def test_the_last_day_is_counted_and_ended_by_the_clock_in_rome(taken: datetime, days: int, due: datetime) -> None:
    assert due_at(taken, days) == due


async def test_taking_in_charge_sets_number_day_and_latest_answer_day(desk: Desk) -> None:
    await answers.take(desk.officer, desk.id, desk.office, " PG  12/9 ", 0, at=NOON)
    one = await held(desk)
    assert (one.office, one.label, one.registry, one.state) == ("Verde pubblico", f"1/{NOON.year}", "PG 12/9", "taken")
    assert (one.taken_at, one.answer_days, one.due_at) == (NOON, 30, due_at(NOON, 30))
    [noted] = await rows("SELECT actor, subject, detail FROM journal_entry WHERE act = 'answer.taken'")
    assert (noted["actor"], noted["subject"]) == (desk.officer.public_id, desk.id)
    assert json.loads(noted["detail"])["due_at"] == one.due_at.isoformat()


async def test_the_days_are_those_of_the_regulation_in_force(desk: Desk) -> None:
    profile = replace(presets()["milano"], answer_days=45)
    change = Amendment(profile, NOON.date(), "", "Prova")
    await amend(desk.officer, change, 0, at=NOON)
    await desk.take()
    assert (await held(desk)).due_at == due_at(NOON, 45)


async def test_numbers_follow_each_other_and_begin_again_with_the_year(desk: Desk) -> None:
    others = [await a_proposal(desk.held, title=f"Altra {n}") for n in range(2)]
    await desk.take()
    await desk.take(id=others[0])
    await desk.take(id=others[1], at=NOON.replace(year=NOON.year + 1))
    labels = [(await held(desk, id)).label for id in (desk.id, *others)]
    assert labels == [f"1/{NOON.year}", f"2/{NOON.year}", f"1/{NOON.year + 1}"]


@pytest.mark.parametrize("outcome", GIVEN)
async def test_an_answer_has_an_outcome_reasons_and_what_happens_next(desk: Desk, outcome: AnswerState) -> None:
    await desk.take()
    await desk.give(outcome, at=NOON + 3 * DAY)
    one = await held(desk)
    assert (one.state, one.reasons, one.next_steps) == (outcome, REASONS, "Si comincia a marzo.")
    assert (one.answered_at, one.days_taken, one.was_late) == (NOON + 3 * DAY, 3, False)
    [noted] = await rows("SELECT detail FROM journal_entry WHERE act = 'answer.given'")
    assert json.loads(noted["detail"]) == {"from": "taken", "to": outcome, "late": False, "number": one.label}


@pytest.mark.parametrize(
    ("outcome", "reasons", "next_steps", "fields"),
    [
        ("", "", "", {"outcome": "answer.outcome_missing", "reasons": "answer.reasons_missing"}),
        ("taken", REASONS, "", {"outcome": "answer.outcome_missing"}),
        ("accepted", " \n ", "Si fa.", {"reasons": "answer.reasons_missing"}),
        ("accepted", REASONS, "", {"next_steps": "answer.next_missing"}),
        ("partly", REASONS, "", {"next_steps": "answer.next_missing"}),
        ("rejected", "x" * 10_001, "", {"reasons": "field.too_long"}),
    ],
)
async def test_what_an_answer_lacks_is_said_by_field(
    desk: Desk, outcome: str, reasons: str, next_steps: str, fields: dict[str, str]
) -> None:
    await desk.take()
    with pytest.raises(Invalid) as refused:
        await answers.give(desk.officer, desk.id, outcome, reasons, next_steps, 1, at=NOON)
    assert refused.value.fields == fields
    assert (await held(desk)).state is AnswerState.TAKEN


async def test_a_no_needs_reasons_and_nothing_else(desk: Desk) -> None:
    await desk.take()
    await answers.give(desk.officer, desk.id, "rejected", REASONS, "", 1, at=NOON)
    assert (await held(desk)).state is AnswerState.REJECTED


async def refusal_of(desk: Desk, act: str, version: int) -> str:
    with pytest.raises(CivicError) as refused:
        await (desk.take(version=version) if act == "take" else desk.give(version=version))
    return refused.value.code


async def test_acts_out_of_their_order_are_refused(desk: Desk) -> None:
    assert await refusal_of(desk, "give", 0) == "answer.not_taken"
    await desk.take()
    assert await refusal_of(desk, "take", 1) == "answer.is_taken"
    assert await refusal_of(desk, "take", 0) == "answer.changed"
    await desk.give()
    assert await refusal_of(desk, "give", 2) == "answer.is_given"
    assert await refusal_of(desk, "take", 2) == "answer.is_given"


async def test_what_is_not_one_offices_matter_can_be_taken_by_another(desk: Desk) -> None:
    await desk.take()
    await desk.give("not_competent")
    other = await offices.add(desk.officer, "Mobilità", "", at=NOON)
    await answers.take(desk.officer, desk.id, other, "", 2, at=NOON + 10 * DAY)
    one = await held(desk)
    assert (one.office, one.state, one.reasons, one.due_at) == ("Mobilità", "taken", "", due_at(NOON + 10 * DAY, 30))
    [_, again] = await rows("SELECT detail FROM journal_entry WHERE act = 'answer.taken' ORDER BY sequence")
    assert json.loads(again["detail"])["reasons"] == REASONS


async def test_another_office_goes_on_by_the_same_day(desk: Desk) -> None:
    await desk.take()
    other = await offices.add(desk.officer, "Mobilità", "", at=NOON)
    with pytest.raises(Invalid, match=r"answer\.same_office"):
        await answers.hand_on(desk.officer, desk.id, desk.office, 1, at=NOON)
    await answers.hand_on(desk.officer, desk.id, other, 1, at=NOON + 5 * DAY)
    one = await held(desk)
    assert (one.office, one.label, one.due_at, one.version) == ("Mobilità", f"1/{NOON.year}", due_at(NOON, 30), 2)
    await desk.give(version=2)
    with pytest.raises(Conflict, match=r"answer\.is_given"):
        await answers.hand_on(desk.officer, desk.id, desk.office, 3, at=NOON)


async def test_late_is_a_flag_that_time_sets_and_no_state(desk: Desk) -> None:
    await desk.take()
    one = await held(desk)
    assert not one.is_late(one.due_at)
    assert one.is_late(one.due_at + timedelta(seconds=1))
    assert {row["state"] for row in await rows("SELECT state FROM official_answer")} == {"taken"}
    await desk.give(at=one.due_at + DAY)
    given = await held(desk)
    assert (given.was_late, given.is_late(one.due_at + 9 * DAY)) == (True, False)


async def test_residents_authors_and_what_is_not_public_are_refused(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match=r"role\.needed"):
        await answers.take(desk.author, desk.id, desk.office, "", 0, at=NOON)
    of_office = replace(desk.author, grants=(Grant(Role.OFFICE, None),))
    with pytest.raises(NotAllowed, match=r"answer\.own"):
        await answers.take(of_office, desk.id, desk.office, "", 0, at=NOON)
    for columns in ({"state": "withdrawn"}, {"hidden_at": NOON}):
        gone = await a_proposal(desk.held, title="Altra", **columns)
        with pytest.raises(Conflict, match=r"proposal\.not_public"):
            await desk.take(id=gone)
    with pytest.raises(Invalid, match=r"answer\.office_missing"):
        await answers.take(desk.officer, desk.id, "nessuno", "", 0, at=NOON)


async def test_offices_have_names_of_their_own_and_none_closes_that_owes(desk: Desk) -> None:
    with pytest.raises(Conflict, match=r"office\.known"):
        await offices.add(desk.officer, "verde  PUBBLICO", "", at=NOON)
    with pytest.raises(Invalid) as refused:
        await offices.add(desk.officer, "  ", "nessuna", at=NOON)
    assert refused.value.fields == {"name": "office.nameless", "email": "email.unreadable"}
    await offices.change(desk.officer, desk.office, "Verde pubblico", "nuova@example.org", at=NOON)
    await desk.take()
    with pytest.raises(Conflict, match=r"office\.owes"):
        await offices.close(desk.officer, desk.office, closed=True, at=NOON)
    await desk.give()
    await offices.close(desk.officer, desk.office, closed=True, at=NOON)
    assert await offices.offices() == ()
    [one] = await offices.offices(with_closed=True)
    assert (one.email, one.is_closed) == ("nuova@example.org", True)
    other = await a_proposal(desk.held, title="Altra")
    with pytest.raises(Invalid, match=r"answer\.office_missing"):
        await desk.take(id=other)


async def test_the_list_of_offices_is_the_whole_citys(desk: Desk) -> None:
    local: Actor = await a_person(None, Role.OFFICE, over=desk.world.navile)
    with pytest.raises(NotAllowed):
        await offices.add(local, "Cultura", "", at=NOON)


async def test_lists_count_and_leave_out_what_nobody_sees(desk: Desk) -> None:
    late, hidden = await a_proposal(desk.held, title="Tardi"), await a_proposal(desk.held, title="Nascosta")
    await desk.take(id=late, at=NOON - 40 * DAY)
    await desk.take(id=hidden)
    await rows("UPDATE proposal SET hidden_at = {} WHERE public_id = {}", NOON, hidden)
    await desk.take()
    found = await listed(Which.WAITING, at=NOON)
    assert ([row.title for row in found.items], found.late, found.waiting, found.given) == (
        ["Panchine in piazza"],
        1,
        1,
        0,
    )
    assert [row.title for row in (await listed(Which.LATE, at=NOON)).items] == ["Tardi"]
    assert await late_answers(NOON) == (1, 2)
    await desk.give()
    found = await listed(Which.GIVEN, at=NOON, page=7)
    assert ([row.answer.state for row in found.items], found.on_time, found.page) == (["accepted"], 1, 1)
    fresh = await a_proposal(desk.held, title="Nuova")
    some, total = await unanswered()
    assert ([one.public_id for one in some], total) == ([fresh], 1)
