# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dashboards over a town: what they say, what they keep to themselves, how much they ask the database."""

from datetime import date, timedelta
from typing import Any

import pytest

from analytics import dashboards
from analytics.dashboards import Dashboard
from analytics.disclosure import HIDDEN
from analytics.figures import Figure
from analytics.filters import Filter
from deliberation.ballots.tables import Ballot, RollEntry
from deliberation.consultations.tables import Consultation, ConsultationNeighbourhood
from deliberation.database import engine
from deliberation.errors import NotFound
from deliberation.people.tables import Account
from deliberation.proposals.tables import Comment, Proposal
from tests.analytics.town import NOW, a_town
from tests.world import a_city
from voting import Option, ballots
from web.words.speech import Speech

ITALIAN = Speech("it")


async def shown(slug: str = "", **filter: Any) -> Dashboard:
    if slug:
        return await dashboards.neighbourhood(slug, Filter(**filter), ITALIAN, at=NOW)
    return await dashboards.city(Filter(**filter), ITALIAN, at=NOW)


def drawn_numbers(figure: Figure) -> list[float]:
    """Every number that the drawing's traces hold, in any order."""
    found: list[float] = []
    for trace in figure.drawing()["data"]:
        values = trace.get("z") or [trace["x"] if trace.get("orientation") == "h" else trace["y"]]
        found += [value for row in values for value in row if isinstance(value, int | float)]
    return found


async def test_the_city_is_told_by_findings(database: None) -> None:
    await a_town()
    found = await shown()
    titles = {figure.key: figure.title for figure in found.figures()}
    assert set(titles) == {
        "votanti",
        "mappa",
        "voci",
        "iscritti",
        "risultato-bilancio",
        "risultato-piazza",
        "confronti-piazza",
        "contenti",
        "accordo-bilancio",
        "divisioni",
        "andamento",
    }
    assert titles["votanti"] == "In proporzione, Colli ha votato più del doppio di Marconi"
    assert titles["mappa"] == "Colli: 150 schede ogni 1.000 residenti, più di ogni altro quartiere"
    assert titles["divisioni"] == "«Progetto p0» divide più di ogni altra proposta"
    assert all(figure.sentence and figure.rows for figure in found.figures())


async def test_an_empty_city_has_no_figures(database: None) -> None:
    assert list((await shown()).figures()) == []


async def test_every_drawing_holds_the_numbers_of_its_table(database: None) -> None:
    await a_town()
    for slug in ("", "colli"):
        for figure in (await shown(slug)).figures():
            if figure.shading():
                continue  # a map has no drawing: what it says is checked below
            units = ("count", "share", "score")
            counted = [at for at, column in enumerate(figure.columns) if column.unit in units]
            cells = [row[at] for row in figure.rows for at in counted]
            numbers = sorted(round(float(cell), 9) for cell in cells if isinstance(cell, int | float))
            drawn = sorted(round(value, 9) for value in drawn_numbers(figure))
            assert drawn, figure.key
            rest = list(numbers)
            for value in drawn:
                assert value in rest, (figure.key, value)
                rest.remove(value)


async def test_the_map_says_the_numbers_of_its_table(database: None) -> None:
    await a_town()
    figure = (await shown()).figure("mappa")
    shading = figure.shading()
    assert shading is not None
    assert {name: text for name, (_, text) in shading.places.items()} == {
        row[0]: ITALIAN.number(row[1]) if isinstance(row[1], float) else "nascosto" for row in figure.rows
    }
    assert {name for name, (level, _) in shading.places.items() if level == 0} == {
        row[0] for row in figure.rows if not isinstance(row[1], float)
    }
    assert {level for level, _ in shading.places.values()} <= {level for level, _ in shading.legend}
    with pytest.raises(NotFound):
        figure.drawing()


async def test_two_voters_are_hidden_and_cannot_be_subtracted(database: None) -> None:
    await a_town()
    figure = (await shown(consultation="bilancio")).figure("votanti")
    cells = {row[0]: row[1] for row in figure.rows}
    assert cells["Savena"] is HIDDEN
    assert sum(cell is HIDDEN for cell in cells.values()) >= 2
    assert all(row[2] is HIDDEN and row[3] is None for row in figure.rows if row[1] is HIDDEN)  # no share tells it
    assert all(cell is None for row in figure.rows if row[1] is HIDDEN for cell in row[3:])


async def test_several_votes_are_added_up_with_all_who_could_vote_in_each(database: None) -> None:
    await a_town()
    one = {row[0]: row for row in (await shown(consultation="bilancio")).figure("votanti").rows}
    both = {row[0]: row for row in (await shown()).figure("votanti").rows}
    assert both["Colli"][1:4] == (120, 2 * int(str(one["Colli"][2])), one["Colli"][3])
    assert both["Corticella"] == one["Corticella"]


async def test_an_open_vote_shows_steps_of_ten_and_no_result(database: None) -> None:
    await a_town()
    found = await shown("corticella")
    assert [(vote.slug, vote.at_least) for vote in found.open_votes] == [("panchine", 10)]
    assert "risultato-panchine" not in {figure.key for figure in found.figures()}
    row = next(row for row in found.figure("votanti").rows if row[0] == "Corticella")
    assert row[1] is HIDDEN or row[1] == 52  # the open vote's seventeen are nowhere
    assert "17" not in {str(cell) for figure in found.figures() for line in figure.rows for cell in line}


async def test_four_people_who_write_forty_comments_are_four(database: None) -> None:
    """Ten times for and ten times against by each of four: no deepest divide, no divide at all."""
    await a_town(comments=1)
    proposals = await Proposal.select(Proposal.id).where(Proposal.title == "Progetto p0")
    people = await Account.select(Account.id).order_by(Account.id).limit(14)
    loud = [
        Comment(
            public_id=f"l{n}",
            proposal=proposals[0]["id"],
            author=people[n % 4]["id"],
            body="…",
            stance="for" if n % 4 < 2 else "against",
            created_at=NOW - timedelta(days=2),
        )
        for n in range(40)
    ]
    await Comment.insert(*loud)
    assert "divisioni" not in {figure.key for figure in (await shown()).figures()}
    more = [
        Comment(
            public_id=f"m{n}",
            proposal=proposals[0]["id"],
            author=person["id"],
            body="…",
            stance="for",
            created_at=NOW - timedelta(days=1),
        )
        for n, person in enumerate(people[4:])
    ]
    changed = Comment(
        public_id="chg", proposal=proposals[0]["id"], author=people[3]["id"], body="…", stance="for", created_at=NOW
    )
    await Comment.insert(*more, changed)
    assert (await shown()).figure("divisioni").rows[0][1:4] == (13, 1, 0)


async def test_a_result_is_not_shown_before_its_publication(database: None) -> None:
    await a_town()
    for slug in ("", "marconi"):
        found = await shown(slug)
        assert "SEGRETO" not in repr(found)
        assert "risultato-segreta" not in {figure.key for figure in found.figures()}


async def test_drafts_are_not_even_named(database: None) -> None:
    await a_town()
    assert "bozza" not in dict((await shown()).choices)


async def test_both_budget_rules_stand_side_by_side_with_reasons(database: None) -> None:
    await a_town()
    figure = (await shown(consultation="bilancio")).figure("risultato-bilancio")
    assert [column.text for column in figure.columns][3:5] == ["I più votati finché ci sono fondi", "Parti uguali"]
    won = [row for row in figure.rows if row[3] == "Finanziato"]
    assert sum(row[2] for row in won if isinstance(row[2], int)) <= 250_000_00
    lost = [row for row in figure.rows if row[3] == "No"]
    assert won
    assert lost
    assert all("mancavano" in str(row[5]) for row in lost)


async def test_pairwise_shares_are_the_duels_of_the_outcome(database: None) -> None:
    await a_town()
    found = await shown("colli")
    figure = found.figure("confronti-piazza")
    assert len(figure.rows) > 2
    for i, row in enumerate(figure.rows):
        for j, other in enumerate(figure.rows):
            if i != j:
                there, back = row[j + 1], other[i + 1]
                assert isinstance(there, float)
                assert isinstance(back, float)
                assert abs(there + back - 1) < 1e-9


async def test_a_period_counts_acts_by_day_and_votes_whole(database: None) -> None:
    await a_town()
    closing = (NOW - timedelta(days=10)).date()
    inside = await shown(since=closing, until=closing)
    assert inside.figure("risultato-bilancio").rows == (await shown()).figure("risultato-bilancio").rows
    assert "voci" not in {figure.key for figure in inside.figures()}
    assert list((await shown(until=date(2020, 1, 1))).figures()) == []


async def test_a_neighbourhood_that_does_not_exist_is_not_found(database: None) -> None:
    await a_town()
    with pytest.raises(NotFound):
        await shown("atlantide")


async def statements(slug: str = "") -> int:
    seen = engine().statements.start()
    await shown(slug)
    return len(seen)


async def test_the_number_of_statements_does_not_grow(database: None) -> None:
    await a_town(comments=3)
    before = await statements(), await statements("colli")
    proposal = await Proposal.select(Proposal.id).first()
    assert proposal is not None
    rows = [
        Comment(public_id=f"x{n}", proposal=proposal["id"], body="…", stance="against", created_at=NOW)
        for n in range(200)
    ]
    await Comment.insert(*rows)
    assert (await statements(), await statements("colli")) == before
    assert before[0] == before[1]
    assert before[0] <= 12


async def _imported(city: int, slug: str, place: int | None, places: list[int], count: int) -> None:
    """A closed vote from a file, about the same two projects as the others of that file's city."""
    vote = Consultation(
        municipality=city,
        slug=slug,
        title=slug.capitalize(),
        state="results",
        city_wide=place is None,
        ballot_kind="approval",
        rule="greedy",
        created_at=NOW,
        published_at=NOW - timedelta(days=9),
        closed_at=NOW,
        result_published_at=NOW,
        imported_from=f"{slug}.pb",
    )
    await vote.save()
    if place is not None:
        await ConsultationNeighbourhood(consultation=vote.id, neighbourhood=place).save()
    for at, where in enumerate(places):
        await Proposal(
            public_id=f"{slug}-{at}",
            consultation=vote.id,
            neighbourhood=where,
            title=f"Progetto {where}",
            option_id=str(where),
            state="on_ballot",
            created_at=NOW,
            changed_at=NOW,
            published_at=NOW,
        ).save()
    marks = ballots.parse("approval", [str(places[0])], [Option(id=str(places[0]))]).canonical()
    entries = await RollEntry.insert(
        *(RollEntry(consultation=vote.id, anonymous_id=str(n), neighbourhood=place) for n in range(count))
    )
    await Ballot.insert(
        *(
            Ballot(
                consultation=vote.id,
                roll_entry=entry["id"],
                neighbourhood=place,
                marks=marks,
                cast_at=NOW,
                changed_at=NOW,
            )
            for entry in entries
        )
    )


async def test_one_project_on_two_imported_ballots_counts_once_and_each_scope_has_its_sum(database: None) -> None:
    """Toulouse: 199 projects were 398, and the city-wide ballots stood among those of the 20 neighbourhoods."""
    world = await a_city("Tolosa")
    both = [world.navile, world.savena]
    await _imported(world.city, "navile", world.navile, both[:1], 30)
    await _imported(world.city, "savena", world.savena, both[1:], 20)
    await _imported(world.city, "citta", None, both, 45)
    numbers = [(value, label) for value, label in (await shown()).numbers if value != "0"]
    assert numbers == [
        ("2", "proposte"),
        ("50", "schede in 2 votazioni di quartiere chiuse"),
        ("45", "schede in una votazione cittadina chiusa"),
    ]
    assert [row[1] for row in (await shown()).figure("voci").rows] == [1, 1]
    assert ("2", "proposte") in (await shown(consultation="citta")).numbers
    assert ("1", "proposta") in (await shown("navile")).numbers
