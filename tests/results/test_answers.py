# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A question with yes or no: no proposals, a quorum of those on the roll, words in the reader's language."""

import httpx
import pytest

from analytics.reads import evidence
from analytics.tallies import count_consultation
from deliberation.actor import SYSTEM, Role
from deliberation.ballots import lifecycle, lists, roll, tallies
from deliberation.ballots.casting import cast
from deliberation.ballots.queries import question
from tests.ballots.votes import a_vote, close
from tests.consultations_office.stories import DAY, SECRET, published
from tests.results.test_results import AFTER
from tests.world import NOON, a_city, a_person


@pytest.mark.parametrize(("quorum", "winner"), [("0.4", "yes"), ("0.41", "no"), ("0", "yes")])
async def test_the_quorum_is_of_those_on_the_roll(database: None, quorum: str, winner: str) -> None:
    world = await a_city()
    people = [await a_person(world.navile) for _ in range(5)]
    vote = await a_vote(world, "choice", "yes-no", budget_cents=None, parameters=f'{{"quorum":"{quorum}"}}')
    for person in people[:2]:
        await cast(person, vote.slug, "yes", at=NOON)
    await close(vote)
    [counted] = await count_consultation(vote.slug, at=AFTER)
    assert counted.parameters["entitled"] == "5"
    assert counted.outcome["winners"] == [winner]
    again = await count_consultation(vote.slug, at=AFTER + DAY)
    assert [one.digest for one in again] == [counted.digest]


async def test_a_question_goes_on_the_ballot_without_any_proposal_and_nothing_is_amiss_afterwards(
    browser: httpx.AsyncClient,
) -> None:
    world, office = await a_city(), await a_person(None, Role.OFFICE)
    person = await a_person(world.navile)
    held = await published(office, world, "yes-or-no")
    voting = held.voting
    assert voting is not None
    frozen = await lists.freeze(office, held.slug, SECRET, at=voting.opens_at - DAY)
    assert frozen.option_ids == ("yes", "no", "abstain")
    assert [choice.title for choice in (await question(held.slug)).choices] == ["Sì", "No", "Mi astengo"]
    page = (await browser.get(f"/consultazioni/{held.slug}")).text
    assert "Come si risponde" in page
    assert "<li>Mi astengo</li>" in page
    assert "Scegli una risposta" in page
    for word in ("Le proposte", "Scegli una proposta"):
        assert word not in page
    await lifecycle.note_phase_boundaries(voting.opens_at, draw=lambda: SECRET)

    await roll.freeze(SYSTEM, held.id, at=voting.opens_at)
    await cast(person, held.slug, "abstain", at=voting.opens_at)
    await lifecycle.note_phase_boundaries(voting.closes_at, draw=lambda: SECRET)
    await count_consultation(held.slug, at=voting.closes_at, actor=office)
    await tallies.publish(office, held.slug, at=voting.closes_at)
    found, _ = await evidence.faults()
    assert [fault for fault in found if fault.subject == held.slug] == []
    assert (await browser.get(f"/consultazioni/{held.slug}/risultato")).status_code == 200
    browser.cookies.set("rione_locale", "en", domain="127.0.0.1")
    assert "I abstain" in (await browser.get(f"/consultazioni/{held.slug}/risultato")).text
