# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A budget in pots: who votes in which, once; each pot counted as if it were a vote of its own."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace

import pytest

from analytics.reads.evidence import faults
from analytics.tallies import count_consultation, counted, papers
from deliberation.actor import SYSTEM
from deliberation.ballots import endings, queries, tallies
from deliberation.ballots.casting import cast
from deliberation.ballots.rights import Reason, following
from deliberation.ballots.rules import Entry, pots_of
from deliberation.ballots.traces import own_votes
from deliberation.consultations.pots.values import digest_of_all
from deliberation.consultations.tables import Consultation
from deliberation.database import rows
from deliberation.errors import CivicError
from tests.ballots.pots import a_divided_vote, people_of
from tests.ballots.votes import CLOSES, a_vote, close
from tests.world import NOON, a_city


async def refused(coroutine: Awaitable[object]) -> str:
    with pytest.raises(CivicError) as refusal:
        await coroutine
    return refusal.value.code


async def stored_ballots() -> list[tuple[str, str]]:
    found = await rows("SELECT p.key, b.marks FROM ballot b JOIN pot p ON p.id = b.pot ORDER BY p.position, b.id")
    return [(row["key"], row["marks"]) for row in found]


async def test_who_lives_in_one_neighbourhood_votes_in_its_pot_without_naming_it(database: None) -> None:
    world = await a_city()
    (person,), (other,) = await people_of(world)
    vote = await a_divided_vote(world)
    receipt = await cast(person, vote.slug, ["alberi"], at=NOON)
    await cast(other, vote.slug, ["orto"], at=NOON)
    assert receipt.pot == "navile"
    assert await stored_ballots() == [("navile", '{"budget":["alberi"]}'), ("savena", '{"budget":["orto"]}')]


async def test_nobody_votes_in_the_pot_of_another_neighbourhood_nor_for_its_projects(database: None) -> None:
    world = await a_city()
    (person,), _ = await people_of(world)
    vote = await a_divided_vote(world)
    assert await refused(cast(person, vote.slug, ["orto"], at=NOON, pot="savena")) == "vote.not_your_pot"
    assert await refused(cast(person, vote.slug, ["orto"], at=NOON)) == "ballot.unknown_option"
    assert await refused(cast(person, vote.slug, ["orto"], at=NOON, pot="nessuna")) == "vote.pot_unknown"
    assert await stored_ballots() == []


async def test_a_ballot_may_cost_as_much_as_its_pot_and_no_more(database: None) -> None:
    world = await a_city()
    (person,), (other,) = await people_of(world)
    vote = await a_divided_vote(world)
    assert await refused(cast(person, vote.slug, ["alberi", "luci"], at=NOON)) == "ballot.over_budget"
    assert await refused(cast(other, vote.slug, ["orto", "pista"], at=NOON)) == "ballot.over_budget"


async def test_beside_the_city_pot_each_person_has_one_ballot_in_each(database: None) -> None:
    world = await a_city()
    (person,), _ = await people_of(world)
    vote = await a_divided_vote(world, both=True)
    assert await refused(cast(person, vote.slug, ["tram"], at=NOON)) == "vote.pot_missing"
    await cast(person, vote.slug, ["tram"], at=NOON, pot="tutta-la-citta")
    await cast(person, vote.slug, ["alberi"], at=NOON, pot="navile")
    second = await cast(person, vote.slug, ["parco"], at=NOON, pot="tutta-la-citta")
    assert second.revision == 2
    assert await stored_ballots() == [
        ("tutta-la-citta", '{"budget":["parco"]}'),
        ("navile", '{"budget":["alberi"]}'),
    ]
    assert (await queries.turnout(vote.id)).voters == 1
    assert len(await own_votes(person, at=NOON)) == 1
    assert await endings.cast_so_far(vote.id) == 1


async def test_where_voters_choose_a_ballot_moves_with_its_person_and_stays_one(database: None) -> None:
    world = await a_city()
    (person,), _ = await people_of(world)
    vote = await a_divided_vote(world, chosen=True)
    await cast(person, vote.slug, ["alberi"], at=NOON, pot="navile")
    moved = await cast(person, vote.slug, ["orto"], at=NOON, pot="savena")
    assert moved.revision == 2
    assert await stored_ballots() == [("savena", '{"budget":["orto"]}')]
    booth = await queries.booth(person, vote.slug, at=NOON, pot="navile")
    assert booth.elsewhere
    assert booth.elsewhere.key == "savena"


async def test_a_blank_ballot_moved_to_another_pot_is_recorded_there(database: None) -> None:
    world = await a_city()
    (person,), _ = await people_of(world)
    vote = await a_divided_vote(world, chosen=True)
    await cast(person, vote.slug, [], at=NOON, pot="navile")
    await cast(person, vote.slug, [], at=NOON, pot="savena")
    assert await stored_ballots() == [("savena", '{"budget":[]}')]


async def test_two_tabs_that_choose_two_pots_at_once_leave_one_ballot(database: None) -> None:
    world = await a_city()
    (person,), _ = await people_of(world)
    vote = await a_divided_vote(world, both=True, chosen=True)
    acts = [("navile", "alberi"), ("savena", "orto"), ("tutta-la-citta", "tram")] * 3
    await asyncio.gather(*(cast(person, vote.slug, [option], at=NOON, pot=pot) for pot, option in acts))
    found = dict(await stored_ballots())
    assert len(found) == 2
    assert found.pop("tutta-la-citta") == '{"budget":["tram"]}'
    assert found in ({"navile": '{"budget":["alberi"]}'}, {"savena": '{"budget":["orto"]}'})


async def test_the_database_keeps_a_second_ballot_out_whoever_writes(database: None) -> None:
    world = await a_city()
    (person,), _ = await people_of(world)
    vote = await a_divided_vote(world, chosen=True)
    await cast(person, vote.slug, ["alberi"], at=NOON, pot="navile")
    with pytest.raises(Exception, match=r"(?i)unique"):
        await rows(
            "INSERT INTO ballot (public_id, salt, consultation, roll_entry, pot, of_city, marks, is_blank, revision, "
            "cast_at, changed_at) SELECT 'again', salt, consultation, roll_entry, "
            "(SELECT id FROM pot WHERE key = 'savena'), of_city, marks, is_blank, 1, cast_at, changed_at FROM ballot"
        )


@pytest.mark.parametrize("rule", ["greedy", "equal-shares"])
async def test_each_pot_is_counted_as_a_vote_of_its_own(database: None, rule: str) -> None:
    world = await a_city()
    navile, savena = await people_of(world, 3, 2)
    vote = await a_divided_vote(world, rule=rule)
    for person, marks in zip([*navile, *savena], [["alberi"], ["alberi"], ["luci"], ["pista"], []], strict=True):
        await cast(person, vote.slug, marks, at=NOON)
    await close(vote)
    counts = await count_consultation(vote.slug, at=CLOSES)
    official = {one.pot.key: one for one in counts if one.is_official and one.pot}
    assert {key: one.outcome["winners"] for key, one in official.items()} == {
        "navile": ["alberi"],
        "savena": ["pista"],
    }
    asked = await queries.question(vote.slug)
    for here in papers(asked):
        profile = await queries.profile_of(here)
        assert here.pot
        alone = replace(here, pot=None, pots=())
        assert counted(alone, profile, compare=False)[0].digest == official[here.pot.key].digest
        assert profile.n_ballots == (3 if here.pot.key == "navile" else 2)


async def test_a_result_in_pots_is_published_with_one_digest_over_all(database: None) -> None:
    world = await a_city()
    (person,), (other,) = await people_of(world)
    vote = await a_divided_vote(world, both=True)
    await cast(person, vote.slug, ["alberi"], at=NOON, pot="navile")
    await cast(other, vote.slug, ["tram"], at=NOON, pot="tutta-la-citta")
    await close(vote)
    counts = await count_consultation(vote.slug, at=CLOSES)
    assert await count_consultation(vote.slug, at=CLOSES) == counts
    digests = {one.pot.key: one.digest for one in counts if one.is_official and one.pot}
    assert list(digests) == ["tutta-la-citta", "navile", "savena"]
    digest, winners = await tallies.official_result(vote.id)
    assert digest == digest_of_all(digests) == digest_of_all(dict(reversed(digests.items())))
    await tallies.publish(SYSTEM, vote.slug, at=CLOSES)
    chosen = await rows("SELECT option_id FROM proposal WHERE state = 'selected' ORDER BY option_id")
    assert [row["option_id"] for row in chosen] == sorted(winners)
    assert {"alberi", "tram"} <= set(winners)
    noted = await rows("SELECT detail FROM journal_entry WHERE act = 'result.published'")
    assert digest in noted[0]["detail"]


async def test_the_journal_finds_a_ballot_that_was_moved_and_a_pot_that_was_filled_up(database: None) -> None:
    world = await a_city()
    (person,), _ = await people_of(world)
    vote = await a_divided_vote(world, chosen=True)
    await cast(person, vote.slug, [], at=NOON, pot="navile")
    clean, _ = await faults()
    assert [fault.code for fault in clean if fault.code in ("rewritten", "count_unknown")] == []
    await rows("UPDATE ballot SET pot = (SELECT id FROM pot WHERE key = 'savena')")
    found, _ = await faults()
    assert "rewritten" in [fault.code for fault in found]


async def test_a_pot_without_projects_is_nobody_s_ballot_and_has_no_count(database: None) -> None:
    world = await a_city()
    vote = await a_divided_vote(world)
    asked = await queries.question(vote.slug)
    emptied = replace(asked, choices=tuple(choice for choice in asked.choices if choice.place_slug == "navile"))
    assert [here.pot.key for here in papers(emptied) if here.pot] == ["navile"]
    assert pots_of(emptied, Entry(1, world.savena, "", True)) == ()


async def test_ballots_set_aside_leave_both_pots(database: None) -> None:
    world = await a_city()
    (person,), (other,) = await people_of(world)
    vote = await a_divided_vote(world, both=True)
    for pot, option in (("navile", "alberi"), ("tutta-la-citta", "tram")):
        await cast(person, vote.slug, [option], at=NOON, pot=pot)
    await cast(other, vote.slug, ["orto"], at=NOON, pot="savena")
    async with following(person.public_id, Reason.MOVED, at=NOON):
        await rows("UPDATE account SET verified_at = NULL WHERE id = {}", person.id)
    assert (await queries.turnout(vote.id)).voters == 1
    assert (await queries.turnout(vote.id)).set_aside == 1
    asked = await queries.question(vote.slug)
    assert [(await queries.profile_of(here)).n_ballots for here in papers(asked)] == [0, 0, 1]
    noted = await rows("SELECT count(*) AS n FROM journal_entry WHERE act = 'ballot.set_aside'")
    assert noted[0]["n"] == 2
    found, _ = await faults()
    assert not {"aside", "suspended"} & {fault.code for fault in found}


async def test_a_vote_with_one_budget_has_no_pot_anywhere(database: None) -> None:
    world = await a_city()
    (person,), _ = await people_of(world)
    vote = await a_vote(world)
    await cast(person, vote.slug, ["alberi"], at=NOON)
    found = await rows("SELECT pot, of_city FROM ballot")
    assert found[0]["pot"] is None
    assert not found[0]["of_city"]
    assert await Consultation.count().where(Consultation.pot_kind != "") == 0
