# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The invented proposals, threads and answers of data/story, written into one consultation by simulated people."""

from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from deliberation.actor import COMMAND_LINE, Actor, Grant, Role, Tier
from deliberation.consultations.states import ProposalState
from deliberation.database import rows
from deliberation.moderation import judgements
from deliberation.moderation.judgements import Judgement
from deliberation.places.addresses import register
from deliberation.proposals import assessments, comments
from web.demo import crowd, life
from web.demo.life import Plan, Stage
from web.demo.texts import read

OFFICE = "ufficio@demo.example"
CATEGORIES = {
    "verde": "ambiente",
    "spazi pubblici": "spazi-pubblici",
    "mobilità": "mobilita",
    "scuola e bambini": "scuola",
    "accessibilità": "sociale",
}
REASONS = {
    "insulto": "insult",
    "dati personali": "personal-data",
    "fuori tema": "off-topic",
    "pubblicità": "advertising",
    "generalizzazione su un gruppo": "hate",
}
HIDDEN_AT_ONCE = ("dati personali", "insulto")  # a moderator has seen these; the others wait
# Outcome of an answer → the verdict, and how much of the sum that was asked for it grants.
OUTCOMES = {
    "accettata": (ProposalState.ADMISSIBLE, 1.0),
    "accettata in parte": (ProposalState.ADMISSIBLE, 0.65),
    "non accolta": (ProposalState.INADMISSIBLE, 0.0),
    "non di competenza": (ProposalState.INADMISSIBLE, 0.0),
}


@dataclass(frozen=True, slots=True)
class Written:
    """A proposal of the story as it stands in the database."""

    key: str
    public_id: str
    author: Actor
    at: datetime


def chosen(number: int, told: Container[str] = ()) -> list[dict[str, Any]]:
    """As many proposals, from as many zones as there are: the first of each zone, then the second …

    `told`: titles that stand elsewhere; they are left out."""
    by_zone: dict[str, int] = defaultdict(int)
    ranked = []
    for one in read("proposals"):
        if one["title"] in told:
            continue
        ranked.append((by_zone[one["zone"]], one))
        by_zone[one["zone"]] += 1
    return [one for _, one in sorted(ranked, key=lambda pair: pair[0])][:number]


async def tell(stage: Stage, slug: str, plan: Plan, number: int, elsewhere: Container[str]) -> None:
    """`number` proposals while they are collected, what people say of them until today, the office's answers."""
    opens, closes, now = stage.instant(plan.begins[1]), stage.instant(plan.begins[2], -3), stage.instant(0, -2)
    told = chosen(number, elsewhere)
    written = {}
    for n, one in enumerate(stage.random.sample(told, len(told))):
        at = opens + (closes - opens) * ((n + stage.random.random()) / (len(told) * 1.25))
        written[one["id"]] = await _propose(stage, slug, one, at)
    await _support(stage, written, closes)
    await _discuss(stage, written, now)
    for n, answer in enumerate(a for a in read("answers") if a["proposal"] in written):
        asked = next(one["asked_euro"] for one in told if one["id"] == answer["proposal"])
        at = stage.instant(plan.begins[2] + 2, 2) + timedelta(hours=13 * n)
        await _answer(written[answer["proposal"]], answer, asked, min(at, now))


async def _propose(stage: Stage, slug: str, one: dict[str, Any], at: datetime) -> Written:
    home = next(place for place in stage.places if place.name == one["zone"])
    author = stage.random.choice(stage.around(home.id))
    street, _, civic = one["street"].partition(", ")
    latitude, longitude = await _point(street, civic, home.id)
    fields = {
        "title": one["title"],
        "body": one["body"],
        "category": CATEGORIES.get(one["category"], one["category"]),
        "neighbourhood": home.slug,
        "place_label": one["place_words"],
        "latitude": latitude,
        "longitude": longitude,
        "cost": str(one["asked_euro"]),
    }
    return Written(one["id"], await life.write(author, slug, fields, at), author, at)


async def _point(street: str, civic: str, home: int) -> tuple[str, str]:
    """The door that is named, or the one in the middle of the street within the zone; '' where no door is known."""
    found = await register.search(f"{street} {civic}".strip(), 1)
    if not found:
        return "", ""
    if not civic:
        doors = await rows(
            "SELECT lat, lon FROM house_number WHERE street = {} AND neighbourhood = {} ORDER BY number, suffix",
            found[0].street,
            home,
        )
        if doors:
            door = doors[len(doors) // 2]
            return str(door["lat"]), str(door["lon"])
    return ("", "") if found[0].latitude is None else (str(found[0].latitude), str(found[0].longitude))


async def _support(stage: Stage, written: dict[str, Written], until: datetime) -> None:
    """People of the zone, and a few of the others, until the collection ends; some proposals are loved, most liked."""
    ids = {row["public_id"]: row["id"] for row in await rows("SELECT id, public_id FROM proposal")}
    given = []
    for one in written.values():
        warmth, near = stage.random.betavariate(1.4, 5), stage.around(one.author.neighbourhood or 0)
        friends = stage.random.sample(near, int(len(near) * warmth * 0.6))
        strangers = stage.random.sample(stage.people, int(len(stage.people) * warmth * 0.006))
        for person in {person.id: person for person in (*friends, *strangers)}.values():
            given.append((ids[one.public_id], person.id, life.between(stage.random, one.at, until)))
    await crowd.support(given)


async def _discuss(stage: Stage, written: dict[str, Written], until: datetime) -> None:
    threads = defaultdict(list)
    for said in read("threads"):
        if said["proposal"] in written:
            threads[said["proposal"]].append(said)
    for key, thread in threads.items():
        await _thread(stage, written[key], thread, until)


async def _thread(stage: Stage, about: Written, thread: list[dict[str, Any]], until: datetime) -> None:
    """Two who answer one another keep talking; the author answers what was asked under the proposal."""
    near = [person for person in stage.around(about.author.neighbourhood or 0) if person.id != about.author.id]
    others = iter(stage.random.sample(near, min(len(near), len(thread))) * 2)
    said = {one["id"]: one for one in thread}
    ids: dict[str, str] = {}
    who: dict[str, Actor] = {}
    for n, one in enumerate(thread, 1):
        above = said.get(one["parent"])
        if above and above["parent"]:
            who[one["id"]] = who[above["parent"]]
        elif above and above["stance"] == "question" and stage.random.random() < 0.6:
            who[one["id"]] = about.author
        else:
            who[one["id"]] = next(others)
        at = about.at + (until - about.at) * (n - stage.random.random() / 2) / (len(thread) + 1)
        ids[one["id"]] = await comments.comment(
            who[one["id"]],
            about.public_id,
            one["text"],
            token=one["id"],
            stance=one["stance"] or "",
            parent=ids[one["parent"]] if above else "",
            at=at,
        )
    for one in thread:  # nobody answers what is hidden: the thread has been told
        if "report" in one:
            await _report(stage, ids[one["id"]], one["report"], who[one["id"]], until - timedelta(hours=5))


async def _report(stage: Stage, comment: str, why: str, writer: Actor, at: datetime) -> None:
    """One to three people report it; what is plain is hidden the same evening."""
    people = [person for person in stage.random.sample(stage.people, 4) if person.id != writer.id]
    for person in people[: stage.random.randint(1, 3)]:
        await judgements.report(person, "comment", comment, REASONS[why], "", at=at)
    if why in HIDDEN_AT_ONCE:
        hidden_at = at + timedelta(hours=3)
        await judgements.decide(await _office(), "comment", comment, Judgement.HIDE, REASONS[why], "", at=hidden_at)


async def _office() -> Actor:
    """The office's own account: no moderator has these zones."""
    found = (await rows("SELECT id, public_id, pseudonym FROM account WHERE email = {}", OFFICE))[0]
    return Actor(**found, tier=Tier.VERIFIED, grants=(Grant(Role.OFFICE, None),))


async def _answer(about: Written, answer: dict[str, Any], asked_euro: int, at: datetime) -> None:
    verdict, share = OUTCOMES[answer["outcome"]]
    cost = round(asked_euro * share / 1000) * 1000_00 or None
    text = f"{answer['outcome'].capitalize()}. {answer['office']}.\n\n{answer['text']}"
    version = (await rows("SELECT version FROM proposal WHERE public_id = {}", about.public_id))[0]["version"]
    await assessments.assess(COMMAND_LINE, about.public_id, verdict, cost, text, version, at=at)
