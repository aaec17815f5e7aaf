# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The simulated residents of the demonstration: where they live and how old they are, from a fixed seed."""

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from deliberation.people.identity.words import all_names

SEED = 20261123
EMAIL = "residente{n}@demo.example"
DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Place:
    """What the simulation needs of a neighbourhood."""

    id: int
    slug: str
    name: str
    district: str
    residents: int


@dataclass(frozen=True, slots=True)
class Resident:
    """One simulated person."""

    email: str
    birth_date: date
    neighbourhood: int


# Ages of the voters of 2017 (Comune di Bologna): class → voters.
AGES = {(16, 24): 1033, (25, 34): 2492, (35, 44): 3508, (45, 54): 3018, (55, 64): 2014, (65, 88): 2519}


TURNOUT = DATA / "bilancio_partecipativo" / "voti_per_quartiere.csv"


def zeals(places: Sequence[Place]) -> dict[str, float]:
    """Votes of 2023 for each resident of a district: where more people vote, more of the simulated ones do."""
    residents_of: dict[str, int] = defaultdict(int)
    for place in places:
        residents_of[place.district] += place.residents
    with TURNOUT.open(encoding="utf-8", newline="") as file:
        votes = {row["quartiere"]: int(row["voti"]) for row in csv.DictReader(file) if row["edizione"] == "2023"}
    return {district: votes[district] / number for district, number in residents_of.items()}


def public_names(number: int) -> list[str]:
    """The names under which the simulated people write; what the city's own accounts are called is left free."""
    return Random(SEED).sample(all_names(), number)


def residents(places: Sequence[Place], number: int, today: date, random: Random, first: int = 1) -> list[Resident]:
    """`number` people, spread over the places as the population is and over ages as the voters of 2017 were."""
    homes = random.choices(places, weights=[place.residents for place in places], k=number)
    classes = random.choices(list(AGES), weights=list(AGES.values()), k=number)
    people = []
    for n, (home, (youngest, oldest)) in enumerate(zip(homes, classes, strict=True), start=first):
        born = date(today.year - random.randint(youngest, oldest) - 1, random.randint(1, 12), random.randint(1, 28))
        people.append(Resident(EMAIL.format(n=n), born, home.id))
    return people
