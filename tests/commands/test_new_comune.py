# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An empty database becomes a comune that votes on a budget in two pots, by commands.

What people do for themselves (being recognised, proposing, voting) has no command: here their use cases are called.
"""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from deliberation import clock
from deliberation.actor import Actor, Tier
from deliberation.ballots.casting import cast
from deliberation.ballots.entitled import recognitions
from deliberation.consultations.consultation import stored
from deliberation.database import rows
from deliberation.people.register.matching import Claim
from deliberation.places.queries import forget_city
from tests import databases
from tests.databases import on_database
from tests.guards import by_hand
from tests.installation import valdombra
from tests.journeys.moving_time import CLOSED, statements
from tests.people.people import mails
from tests.register.files import Resident, csv_of, resident
from tests.world import a_person, a_proposal
from web.__main__ import rione
from web.comune.consultation import read

BORN = date(1980, 2, 3)
VALLEY, MOUNTAIN = "Pieve a Valle", "Monte Ombroso"
CONSULTATION = """format = 1
template = "neighbourhood-budget"
title = "Una somma per ogni frazione"
summary = "Proponi e vota."
places = ["Pieve a Valle", "monte-ombroso"]

[phases]
informing = ["{0} 12:00", "{1} 12:00"]
proposing = ["{1} 12:00", "{2} 12:00"]
reviewing = ["{2} 12:00", "{3} 12:00"]
voting = ["{3} 12:00", "{4} 12:00"]
publishing = ["{4} 12:00", "{5} 12:00"]

[vote]
budget = "100.000"
pots = "each"
division = "equal"
"""


def run(*words: object) -> Result:
    return CliRunner().invoke(rione, [str(word) for word in words])


def answer(*words: object) -> Any:
    done = run(*words, "--json")
    assert done.exit_code == 0, f"{words}: {done.output} {done.exception!r}"
    return json.loads(done.stdout)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files of the comune beside an empty database that no pool holds open."""
    forget_city()
    databases.make()
    databases.empty()
    made = valdombra.write(tmp_path / "valdombra")
    (made / "consultation.toml").write_text(described(), encoding="utf-8")
    return made


def described() -> str:
    today = clock.now().date()
    return CONSULTATION.format(*(today + timedelta(days=days) for days in (1, 8, 30, 40, 60, 90)))


async def recognised(one: Resident) -> Actor:
    """Somebody of the register, by fiscal code, birth date and the code of the mail."""
    person, at = await a_person(None), clock.now()
    await recognitions.ask(person, Claim(one.name, one.surname, one.code, BORN), at=at)
    digits = (await mails())[-1].parameters["digits"]
    await recognitions.confirm(person, digits, at=at)
    [stands] = await rows("SELECT neighbourhood FROM account WHERE id = {}", person.id)
    return replace(person, tier=Tier.VERIFIED, neighbourhood=stands["neighbourhood"], birth_date=BORN)


async def moved(slug: str, phase: str) -> None:
    await by_hand(*statements((await stored(slug)).id, phase))


def test_an_empty_database_becomes_a_comune_whose_vote_anybody_can_count_again(folder: Path) -> None:
    people = [resident("Rossi", "Maria", BORN, zone=MOUNTAIN), resident("Bianchi", "Luca", BORN, zone=VALLEY)]
    people += [resident("Verdi", "Anna", zone=(VALLEY, MOUNTAIN)[n % 2]) for n in range(28)]
    (folder / "anagrafe.csv").write_bytes(csv_of(people))

    assert answer("comune", "load", folder, "--yes")["changed"]
    assert run("account", "create", "--role", "office", "--email", "ufficio@valdombra.example").exit_code == 0
    today = clock.now().date().isoformat()
    assert answer("register", "load", folder / "anagrafe.csv", "--date", today)["added"] == 30
    slug = answer("consultation", "load", folder / "consultation.toml")["slug"]
    begun = answer("consultation", "show", slug)
    assert (begun["state"], len(begun["phases"])) == ("published", 5)
    assert {pot["name"]: pot["amount_cents"] for pot in begun["pots"]} == {VALLEY: 50_000_00, MOUNTAIN: 50_000_00}

    async def residents_propose() -> tuple[Actor, Actor]:
        maria, luca = await recognised(people[0]), await recognised(people[1])
        held = (await stored(slug)).id
        for author, title in ((maria, "Panchine"), (maria, "Fontana"), (luca, "Campo da bocce")):
            await a_proposal(held, author, title=title, neighbourhood=author.neighbourhood)
        await moved(slug, "reviewing")
        return maria, luca

    maria, luca = on_database(residents_propose)
    ids = {one["title"]: one["id"] for one in answer("consultation", "show", slug)["proposals"]}
    costs = {"Panchine": "20.000", "Fontana": "45.000", "Campo da bocce": "25.000"}
    pairs = [f"{ids[title]}={euro}" for title, euro in costs.items()]
    assert answer("consultation", "admit", slug, *pairs)["admitted"] == [ids[title] for title in costs]
    assert answer("consultation", "freeze", slug) == {"options": 3, "entitled": 2}

    async def residents_vote() -> None:
        await moved(slug, "voting")
        options = {row["title"]: row["option_id"] for row in await rows("SELECT title, option_id FROM proposal")}
        await cast(maria, slug, [options["Panchine"]], at=clock.now())
        await cast(luca, slug, [options["Campo da bocce"]], at=clock.now())
        await moved(slug, CLOSED)

    on_database(residents_vote)
    assert run("worker", "--once").exit_code == 0
    first = run("tally", "--consultation", slug, "--json")
    assert first.exit_code == 0, first.output
    published = answer("consultation", "publish", slug)
    assert len(published["winners"]) == 2
    again = run("tally", "--consultation", slug, "--json")
    assert again.stdout == first.stdout, "whoever counts again finds the same"
    assert answer("consultation", "show", slug)["state"] == "results"
    exported = run("export", slug, "--pot", "monte-ombroso", "--format", "pb")
    assert exported.exit_code == 0, exported.output
    (folder / "pot.pb").write_text(exported.stdout, encoding="utf-8")
    assert len(answer("tally", folder / "pot.pb", "--rule", "equal-shares")["winners"]) == 1
    assert run("doctor", "--journal").exit_code == 0


def test_the_example_of_the_documentation_is_a_file_that_can_be_read(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "docs" / "formats" / "consultation.md").read_text(encoding="utf-8")
    path = tmp_path / "consultation.toml"
    path.write_text(text.split("```toml\n", 1)[1].split("```", 1)[0], encoding="utf-8")
    asked = read(path)
    assert (asked.places, asked.vote["budget_cents"]) == (("Pieve a Valle", "monte-ombroso"), 100_000_00)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("format = 1", "format = 2", "consultation.toml, line 1, format: expected 1"),
        ('template = "neighbourhood-budget"', 'template = "budget"', "line 2, template: expected one of"),
        ('"100.000"', '"molto"', "line 15, vote.budget: expected euro in quotes"),
        ('pots = "each"', 'pots = "two"', "line 16, vote.pots: expected one of whole, each, both"),
        ('voting = ["', 'voting = [3, "', "line 11, phases.voting: expected where it begins and ends"),
        ("monte-ombroso", "altrove", "places: there is no 'altrove' here"),
        ('"Proponi e vota."', '""', "summary: "),
        ("division", "colour", "line 17, vote.colour: unknown key"),
        ("division", "max_picks = 3000000000\ndivision", "vote.max_picks: expected a whole number from 0 to 10000"),
        ("monte-ombroso", "", "places: there is no '' here"),
    ],
)
def test_what_is_wrong_in_the_file_is_told_with_its_place_and_nothing_is_made(
    folder: Path, old: str, new: str, says: str
) -> None:
    assert answer("comune", "load", folder, "--yes")["changed"]
    text = described()
    assert old in text
    (folder / "consultation.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    refused = run("consultation", "load", folder / "consultation.toml")
    assert refused.exit_code == 3, refused.output
    assert says in refused.stderr
    assert on_database(lambda: rows("SELECT id FROM consultation")) == []
