# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office examines proposals."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation import money
from deliberation.actor import Actor, Role
from deliberation.ballots import lists
from deliberation.consultations.consultation import Consultation
from deliberation.errors import Conflict, Invalid, NotAllowed, NotFound, TooLate
from deliberation.notices.tables import Notice
from deliberation.proposals import assessments
from deliberation.proposals.tables import Proposal
from tests.consultations_office.stories import SECRET, a_proposal, published
from tests.world import NOON, a_city, a_person

TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("48000", 4_800_000),
        ("48.000", 4_800_000),
        ("48.000,5", 4_800_050),
        ("48000,05", 4_800_005),
        ("48000.50", 4_800_050),
        ("1 200", 120_000),
        ("48.000 €", 4_800_000),
        ("", None),
        ("0,01", 1),
    ],
)
def test_typed_euro_are_exact_cents(typed: str, expected: int | None) -> None:
    assert money.cents(typed) == expected


@pytest.mark.parametrize("typed", ["-5", "0", "1e9", "4,800.00", "12,345", "mille", "NaN", "9" * 40, "48.0000", "4..5"])
def test_what_is_not_money_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        money.cents(typed)


@given(st.integers(1, 10**11))
def test_every_sum_survives_being_typed(value: int) -> None:
    assert money.cents(f"{value // 100},{value % 100:02d}") == value
    assert money.cents(f"{value // 100:,}".replace(",", ".") + f",{value % 100:02d}") == value


async def a_review() -> tuple[Actor, Actor, Consultation, str]:
    world = await a_city()
    office, author = await a_person(None, Role.OFFICE), await a_person(world.navile)
    held = await published(office, world)
    return office, author, held, await a_proposal(held, author)


async def test_a_refusal_needs_reasons_and_the_author_hears_them(database: None) -> None:
    office, author, held, name = await a_review()
    at = held.phases[2].opens_at
    with pytest.raises(Invalid):
        await assessments.assess(office, name, "inadmissible", None, " ", 1, at=at)
    await assessments.assess(office, name, "inadmissible", None, "È un terreno privato.", 1, at=at)
    row = await Proposal.select().where(Proposal.public_id == name).first()
    assert row is not None
    assert (row["state"], row["assessment"]) == ("inadmissible", "È un terreno privato.")
    notice = await Notice.select().where(Notice.account == author.id).first()
    assert notice is not None
    assert notice["kind"] == "proposal.inadmissible"


async def test_a_budget_needs_costs_and_warns_over_the_budget(database: None) -> None:
    office, _, held, name = await a_review()
    at = held.phases[2].opens_at
    with pytest.raises(Invalid):
        await assessments.assess(office, name, "admissible", None, "", 1, at=at)
    done = await assessments.assess(office, name, "admissible", 10_000_001, "", 1, at=at)
    assert done.over_budget
    again = await assessments.assess(office, name, "admissible", 10_000_000, "", 2, at=at)
    assert not again.over_budget


async def test_it_is_decided_only_while_the_office_examines_and_until_the_list_is_fixed(database: None) -> None:
    office, _, held, name = await a_review()
    phase, voting = held.phases[2], held.phases[3]
    for at in (NOON, phase.opens_at - TICK, voting.closes_at):
        with pytest.raises(TooLate):
            await assessments.assess(office, name, "admissible", 100, "", 1, at=at)
    await assessments.assess(office, name, "admissible", 100, "", 1, at=phase.opens_at)
    await assessments.undo(office, name, 2, at=phase.opens_at)
    row = await Proposal.select().where(Proposal.public_id == name).first()
    assert row is not None
    assert (row["state"], row["cost_cents"]) == ("published", None)
    await assessments.assess(office, name, "admissible", 100, "", 3, at=phase.opens_at)
    await a_proposal(held, None, state="admissible", cost=100)
    await lists.freeze(office, held.slug, SECRET, at=phase.opens_at)
    with pytest.raises(TooLate):
        await assessments.undo(office, name, 4, at=phase.opens_at)


async def test_a_vote_that_could_not_open_may_still_get_its_list(database: None) -> None:
    office, _, held, name = await a_review()
    await a_proposal(held, None, state="admissible", cost=100)
    late = held.phases[3].opens_at + timedelta(days=1)
    await assessments.assess(office, name, "admissible", 100, "", 1, at=late)
    assert len((await lists.freeze(office, held.slug, SECRET, at=late)).option_ids) == 2


async def test_residents_do_not_examine_nor_the_office_its_own_proposal(database: None) -> None:
    office, author, held, name = await a_review()
    at = held.phases[2].opens_at
    with pytest.raises(NotAllowed):
        await assessments.assess(author, name, "admissible", 100, "", 1, at=at)
    own = await a_proposal(held, office)
    with pytest.raises(NotAllowed) as refusal:
        await assessments.assess(office, own, "admissible", 100, "", 1, at=at)
    assert refusal.value.code == "assessment.own"
    with pytest.raises(NotFound):
        await assessments.assess(office, "nulla", "admissible", 100, "", 1, at=at)


async def test_two_officers_at_once_leave_one_decision(database: None) -> None:
    office, _, held, name = await a_review()
    second = await a_person(None, Role.OFFICE)
    at = held.phases[2].opens_at

    async def decide(who: Actor, cost: int) -> bool:
        try:
            await assessments.assess(who, name, "admissible", cost, "", 1, at=at)
        except Conflict:
            return False
        return True

    assert sorted(await asyncio.gather(decide(office, 100), decide(second, 200))) == [False, True]
