# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`rione demo --size large`: a town of 400,000 to measure with. Texts are put together from words, and say nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random

from deliberation.actor import Actor
from deliberation.consultations.consultation import stored
from deliberation.consultations.states import ProposalState
from deliberation.database import rows
from deliberation.places.loads import bulk
from deliberation.proposals.search import searchable
from deliberation.text import public_id
from web.demo import crowd, life, words
from web.demo.crowd import TIME, Line, instant
from web.demo.life import Plan, Stage
from web.demo.people import residents
from web.demo.projects import Project
from web.demo.sizes import Load

COUNTED = Plan(
    "choice-of-projects",
    "Prova di carico: il voto di tutta la città",
    "Un voto grande, per misurare. Scegli fino a tre progetti.",
    (),
    (-60, -55, -40, -30, -9),
    40,
    max_picks=3,
)
OPEN = Plan(
    "gathering-ideas",
    "Prova di carico: idee per ogni strada",
    "Una raccolta grande, per misurare.",
    (),
    (-40, -35, 18),
    50,
)
OPTIONS = 12
PROPOSAL = {
    "public_id": "text",
    "consultation": "bigint",
    "neighbourhood": "bigint",
    "author": "bigint",
    "title": "text",
    "body": "text",
    "plain_text": "text",
    "category": "text",
    "place_label": "text",
    "latitude_e6": "int",
    "longitude_e6": "int",
    "asked_cents": "bigint",
    "state": "text",
    "version": "int",
    **dict.fromkeys(("created_at", "changed_at", "published_at"), TIME),
}
COMMENT = {
    "public_id": "text",
    "proposal": "bigint",
    "parent": "bigint",
    "author": "bigint",
    "depth": "int",
    "stance": "text",
    "body": "text",
    "created_at": TIME,
}
THINGS = ("Una panchina", "Tre alberi", "Più luce", "Un attraversamento", "Una fontanella", "Un orto", "Due tavoli")


async def pour(stage: Stage, load: Load, chosen: Sequence[Project], *, founded: datetime) -> None:
    """The crowd after everybody else, a counted vote of many, a collection of ideas with its comments."""
    newcomers = await _people(stage, load, founded)
    whole = replace(stage, people=[*stage.people, *newcomers], by_home=_by_home(newcomers))
    await _vote(whole, load, chosen)
    await _ideas(whole, load)


async def _people(stage: Stage, load: Load, at: datetime) -> list[Actor]:
    names = {place.id: place.name for place in stage.places}
    simulated = residents(stage.places, load.people, at.date(), stage.random, first=len(stage.people) + 1)
    return await crowd.settle(
        [crowd.Settler(one, names[one.neighbourhood], n % load.verified_every == 0) for n, one in enumerate(simulated)],
        at=at,
    )


def _by_home(people: Sequence[Actor]) -> dict[int, list[Actor]]:
    homes: dict[int, list[Actor]] = {}
    for person in people:
        homes.setdefault(person.neighbourhood or 0, []).append(person)
    return homes


async def _vote(stage: Stage, load: Load, chosen: Sequence[Project]) -> None:
    slug = await life.open_consultation(stage, COUNTED, life.FULL)
    chosen = chosen[:OPTIONS]
    ids = await life.fill(stage, slug, COUNTED, chosen, stage.instant(-41))
    await life.assess_all(stage, slug, ids, chosen, stage.instant(-38))
    await life.open_vote(stage, slug, -30)
    held = await stored(slug)
    roll = (await rows("SELECT count(*) AS many FROM roll_entry WHERE consultation = {}", held.id))[0]["many"]
    share = load.ballots / max(1, roll)
    await life.vote(stage, slug, share, life.picks(3), stage.instant(-30), stage.instant(-9, -1))
    await life.close_and_publish(stage, slug, -9)


async def _ideas(stage: Stage, load: Load) -> None:
    slug = await life.open_consultation(stage, OPEN, life.IDEAS_ONLY)
    proposals = await _proposals(stage, slug, load.proposals)
    weights = list(accumulate(1 / (n + 20) for n in range(len(proposals))))  # some are talked about far more
    await _comments(stage, proposals, weights, load.comments)
    given = dict.fromkeys(
        zip(
            stage.random.choices(proposals, cum_weights=weights, k=load.supports),
            stage.random.choices(range(len(stage.people)), k=load.supports),
            strict=True,
        )
    )
    first, last = stage.instant(-34), stage.instant(0, -3)
    await crowd.support(
        (proposal[0], stage.people[person].id, life.between(stage.random, first, last)) for proposal, person in given
    )


async def _proposals(stage: Stage, slug: str, number: int) -> list[tuple[int, str]]:
    """Proposals at real addresses where there are any; their row and public ids."""
    random, held = stage.random, await stored(slug)
    doors = await rows(
        "SELECT s.name, h.number, h.lat, h.lon, h.neighbourhood FROM house_number h JOIN street s ON s.id = h.street "
        "WHERE h.neighbourhood IS NOT NULL AND h.suffix = '' ORDER BY h.id"
    ) or [
        {"name": f"zona {place.name}", "number": "", "lat": None, "lon": None, "neighbourhood": place.id}
        for place in stage.places
    ]
    table, lines = [], []
    for n, door in enumerate(random.choices(doors, k=number)):
        author = random.choice(stage.at_home(door["neighbourhood"]) or stage.people)
        at = stage.instant(-35) + timedelta(minutes=6 * n)
        where = f"{door['name']} {door['number']}".strip()
        title = f"{random.choice(THINGS)}: {where}"[:110]
        body = "\n\n".join(random.sample([text for _, text in words.IDEAS], 3))
        point = [None if door[axis] is None else round(door[axis] * 1_000_000) for axis in ("lat", "lon")]
        id = public_id()
        table.append(
            [
                *(id, held.id, door["neighbourhood"], author.id, title, body, searchable(title, body, where)),
                *("spazi-pubblici", where, *point, random.randint(2, 60) * 100_000, ProposalState.PUBLISHED, 4),
                *[instant(at)] * 3,
            ]
        )
        lines.append(Line(at, author.public_id, "proposal.published", "proposal", id, {"consultation": slug}))
    await bulk.insert("proposal", PROPOSAL, table)
    await crowd.note_all(lines)
    found = await rows("SELECT id, public_id FROM proposal WHERE consultation = {} ORDER BY id", held.id)
    return [(row["id"], row["public_id"]) for row in found]


async def _comments(stage: Stage, proposals: list[tuple[int, str]], weights: list[float], number: int) -> None:
    """Two of three begin a thread; the others answer one under the same proposal."""
    random, roots = stage.random, number * 2 // 3
    about = random.choices(proposals, cum_weights=weights, k=roots)
    await _write(stage, [(proposal, None, random.choice(list(words.COMMENTS))) for proposal in about])
    begun = await rows("SELECT id, proposal FROM comment WHERE proposal >= {} ORDER BY id", proposals[0][0])
    names = dict(proposals)
    answered = random.choices(begun, k=number - roots)
    await _write(stage, [((row["proposal"], names[row["proposal"]]), row["id"], "") for row in answered])


async def _write(stage: Stage, said: Sequence[tuple[tuple[int, str], int | None, str]]) -> None:
    random: Random = stage.random
    first = stage.instant(-10 if said[0][1] else -14)
    table, lines = [], []
    for n, ((proposal, name), parent, stance) in enumerate(said):
        id, author = public_id(), random.choice(stage.people)
        at = first + timedelta(days=3) * (n / len(said))
        text = random.choice(words.ANSWERS if parent else words.COMMENTS[stance])
        table.append([id, proposal, parent, author.id, 1 if parent else 0, stance, text, instant(at)])
        lines.append(Line(at, author.public_id, "comment.written", "comment", id, {"proposal": name}))
    await bulk.insert("comment", COMMENT, table)
    await crowd.note_all(lines)
