# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who proposes and supports is held to the whole regulation, with what a signed-in browser knows of the person."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from deliberation.actor import COMMAND_LINE, Actor
from deliberation.ballots.entitled import stays
from deliberation.consultations.consultation import Consultation, stored
from deliberation.consultations.rules import is_asked, may_take_part
from deliberation.errors import CivicError
from deliberation.people.access.sessions import find_session, open_session
from deliberation.proposals import supports
from deliberation.proposals.rules import may_go_to_vote
from deliberation.regulations.eligibility import Citizenship
from deliberation.regulations.profile import Basis, Conditions, RegulationProfile, YearsFor
from deliberation.regulations.queries import in_force
from tests.ballots.votes import a_vote
from tests.regulations.places import seen, written
from tests.regulations.test_rolls import settled, tied
from tests.world import NOON, World, a_city, a_consultation, a_person, a_proposal

STRICT = RegulationProfile(
    name="Prova",
    voting=Conditions(bases=(Basis.RESIDENT, Basis.WORKER)),
    proposing=Conditions(
        min_age=18, bases=(Basis.RESIDENT,), residence_days=30, residence_years=5, years_for=YearsFor.NON_EU
    ),
)


async def signed_in(person: Actor) -> Actor:
    """As a request knows them."""
    found = await find_session(await open_session(person.id, "Firefox", at=NOON), at=NOON)
    assert found is not None
    return found.actor


async def a_strict_consultation(world: World) -> Consultation:
    await written(STRICT)
    await a_consultation(world, regulation=(await in_force(date(2026, 11, 10))).id)
    return await stored("bilancio-2026")


async def refusal(person: Actor, held: Consultation) -> str:
    found = may_take_part(await signed_in(person), held, NOON)
    return found.code if found else ""


async def test_each_rule_of_the_regulation_refuses_by_its_own_name(database: None) -> None:
    world = await a_city()
    held = await a_strict_consultation(world)
    worker = await tied(await a_person(world.navile), "worker")
    newcomer, foreigner, longer = [await settled(await a_person(world.navile)) for _ in range(3)]
    young = await settled(await a_person(world.navile, born=date(2009, 1, 1)))
    await seen(newcomer, citizenship="italian", since=NOON.date() - timedelta(days=29))
    await seen(foreigner, citizenship="other", since=NOON.date() - timedelta(days=400))
    await seen(longer, citizenship="italian", since=NOON.date() - timedelta(days=30))
    assert await refusal(worker, held) == "participation.no_tie"
    assert await refusal(newcomer, held) == "participation.too_few_days"
    assert await refusal(foreigner, held) == "participation.too_few_years"
    assert await refusal(young, held) == "participation.too_young"
    assert await refusal(longer, held) == ""


async def test_an_age_of_the_consultation_s_own_holds_for_who_proposes(database: None) -> None:
    world = await a_city()
    await written(STRICT)
    regulation = (await in_force(date(2026, 11, 10))).id
    await a_consultation(world, regulation=regulation, min_age=21)
    held = await stored("bilancio-2026")
    assert await refusal(await settled(await a_person(world.navile, born=date(2006, 1, 1))), held) == (
        "participation.too_young"
    )
    assert await refusal(await settled(await a_person(world.navile, born=date(2005, 1, 1))), held) == ""


async def test_who_has_not_said_when_they_were_born_is_asked_first(database: None) -> None:
    world = await a_city()
    held = await a_strict_consultation(world)
    who = replace(await signed_in(await settled(await a_person(world.navile))), birth_date=None)
    for found in (may_take_part(who, held, NOON), is_asked(who, held)):
        assert found is not None
        assert found.code == "participation.birth_date_needed"


async def test_what_is_not_known_refuses_nobody(database: None) -> None:
    world = await a_city()
    held = await a_strict_consultation(world)
    assert await refusal(await a_person(world.navile, verified=False), held) == ""
    assert await refusal(await settled(await a_person(world.navile), at=NOON), held) == ""


async def test_since_when_somebody_lives_here_is_kept_where_only_proposers_are_asked(database: None) -> None:
    world = await a_city()
    held = await a_strict_consultation(world)
    newcomer = await settled(await a_person(world.navile))
    await seen(newcomer)
    assert await refusal(newcomer, held) == ""
    await stays.write(COMMAND_LINE, newcomer.public_id, Citizenship.ITALIAN, NOON.date(), at=NOON)
    assert await refusal(newcomer, held) == "participation.too_few_days"


async def test_a_refusal_says_the_days_and_years_that_are_asked(database: None) -> None:
    world = await a_city()
    held = await a_strict_consultation(world)
    newcomer = await settled(await a_person(world.navile))
    await seen(newcomer, citizenship="italian", since=NOON.date())
    id = await a_proposal(held.id, neighbourhood=world.navile)
    with pytest.raises(CivicError, match=r"too_few_days") as refused:
        await supports.support(await signed_in(newcomer), id, at=NOON)
    assert {name: refused.value.parameters[name] for name in ("days", "years", "age")} == {
        "days": 30,
        "years": 5,
        "age": 18,
    }


async def test_who_votes_is_not_held_to_what_is_asked_of_proposers(database: None) -> None:
    world = await a_city()
    await written(STRICT)
    vote = await a_vote(world, regulation=(await in_force(date(2026, 11, 10))).id, freeze=False)
    held = await stored(vote.slug)
    sixteen = await signed_in(await tied(await a_person(world.navile, born=date(2010, 1, 1)), "worker"))
    assert may_take_part(sixteen, held, NOON) is not None
    assert may_go_to_vote(sixteen, held, NOON) is None
    elsewhere = replace(sixteen, neighbourhood=world.savena)
    assert may_go_to_vote(elsewhere, held, NOON) is not None
