# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One small election for every rule, the same people and wishes each time: what the figures are drawn from."""

from collections.abc import Callable
from random import Random
from typing import Any

from tests.laws.profiles import lot, profile_of
from voting import RULES, Option, count
from web.figures import Reading

NAMES = {
    "a": "Alberi in piazza della Pace",
    "b": "Panchine di comunità e fontanella",
    "c": "Parco sensoriale <al Pilastro>",
    "d": "Pista ciclabile da via Emilia alla stazione",
    "e": "Presidio di lettura & compiti",
    "f": "Orto",
}
ANSWERS = {"yes": "Sì", "no": "No", "abstain": "Mi astengo"}
COSTS = {"a": 48_000, "b": 77_000, "c": 31_000, "d": 120_000, "e": 64_000, "f": 12_000}
WISHES = {"a": 5.0, "b": 4.0, "c": 3.0, "d": 4.5, "e": 2.0, "f": 1.2}
BUDGET = 200_000_00
PEOPLE = 300
MONEY = {"budget": BUDGET, "unit": 100}


def _marks(kind: str, chance: Random) -> Any:
    order = sorted(NAMES, key=lambda option: -chance.random() * WISHES[option])[: chance.randint(2, 6)]
    made: dict[str, Callable[[], Any]] = {
        "choice": lambda: order[:1],
        "approval": lambda: order[:3],
        "budget": lambda: order[:2],
        "ranking": lambda: order,
        "points": lambda: {option: chance.randint(1, 3) for option in order[:3]},
        "scores": lambda: {option: chance.randint(1, 5) for option in order},
        "grades": lambda: {option: min(5, int(chance.random() * (1.4 + WISHES[option]))) for option in NAMES},
    }
    return made[kind]()


def outcome_of(key: str) -> dict[str, Any]:
    """What the rule finds: two seats where it may give several, 200,000 euros where it spends."""
    rule = RULES[key]
    names = {parameter.name for parameter in rule.parameters}
    if "entitled" in names:
        options = [Option(option, name) for option, name in ANSWERS.items()]
        marks = [["yes"]] * 181 + [["no"]] * 102 + [["abstain"]] * 9
        given = {"quorum": "0.2", "entitled": "1284"}
        return count(key, profile_of("choice", options, marks), given, lot()).as_json()
    kinds = {kind.value for kind in rule.kinds}
    kind = next(k for k in ("budget", "choice", "approval", "ranking", "points", "scores", "grades") if k in kinds)
    chance = Random(7)
    options = [Option(option, name, cost=COSTS[option] * 100) for option, name in NAMES.items()]
    spends = rule.takes_budget(rule.complete({}))
    several = rule.committee or "quota" in str(rule.words)
    asked = {"seats": "2" if several else "1", "grades": "6", "credits": "30"}
    params = {name: value for name, value in asked.items() if name in names and not (spends and name == "seats")}
    profile = profile_of(kind, options, [_marks(kind, chance) for _ in range(PEOPLE)])
    return count(key, profile, params, lot(), **(MONEY if spends else {})).as_json()  # type: ignore[arg-type]


def reading_of(key: str, locale: str = "it") -> Reading:
    """The same, as the figures read it."""
    return Reading(outcome_of(key), lambda option: NAMES.get(option) or ANSWERS[option], locale)


def a_circle(rule: str) -> Reading:
    """Schulze's 45 ballots, in which nobody beats everybody (methods.md §1.4)."""
    orders = "5 ACBED 5 ADECB 8 BEDAC 3 CABED 7 CAEBD 2 CBADE 7 DCEBA 8 EBADC".lower().split()
    options = [Option(option, NAMES[option]) for option in "abcde"]
    marks = [list(order) for order in orders[1::2]]
    profile = profile_of("ranking", options, marks, [int(number) for number in orders[::2]])
    return Reading(count(rule, profile, {}, lot()).as_json(), NAMES.__getitem__)
