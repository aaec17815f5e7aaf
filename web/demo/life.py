# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A year of participation in the demonstration city, lived through the use cases: the same seed, the same story.

Titles of projects are real (web/demo/data). People, texts, costs, supports and ballots are simulated.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import pairwise
from random import Random

from analytics.tallies import count_consultation
from deliberation.actor import COMMAND_LINE, Actor
from deliberation.ballots import lifecycle, lists, roll, tallies
from deliberation.clock import in_rome
from deliberation.consultations import editing
from deliberation.consultations.consultation import stored
from deliberation.consultations.pots import dividing
from deliberation.consultations.pots.dividing import Division
from deliberation.consultations.pots.values import PotKind, Source
from deliberation.consultations.schedules import TypedPhase
from deliberation.consultations.states import ProposalState
from deliberation.database import rows
from deliberation.moderation import judgements
from deliberation.proposals import assessments, comments, drafts
from deliberation.proposals.contents import FIELDS
from web.demo import crowd, texts, words
from web.demo.people import Place, zeals
from web.demo.projects import Project

FULL = ("informing", "proposing", "reviewing", "voting", "publishing")
IDEAS_ONLY = ("informing", "proposing", "publishing")
FEW = 20
MOST_NEAR = 1_500  # people whom a proposal reaches


@dataclass(frozen=True, slots=True)
class Plan:
    """One consultation of the demonstration. Days are counted from today; a phase lasts until the next begins."""

    template: str
    title: str
    summary: str
    districts: tuple[str, ...]
    begins: tuple[int, ...]
    ends: int
    budget_cents: int | None = None
    max_picks: int | None = None
    in_pots: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """Who and where: what every scene needs."""

    city: int
    places: Sequence[Place]
    people: Sequence[Actor]
    random: Random
    today: datetime
    by_home: Mapping[int, list[Actor]]
    tells: bool = False  # the threads of data/story too

    def instant(self, day: int, hour: int = 0) -> datetime:
        return self.today + timedelta(days=day, hours=hour)

    def of(self, plan: Plan) -> list[Place]:
        return [p for p in self.places if not plan.districts or p.district in plan.districts]

    def living_in(self, plan: Plan, district: str = "", name: str = "") -> list[Actor]:
        """The plan's people; of one district only, or of one neighbourhood, where it is given and has any."""
        here = [place for place in self.of(plan) if district in ("", place.district)]
        near = [person for place in here if place.name == name for person in self.at_home(place.id)]
        return near or [person for place in here for person in self.at_home(place.id)]

    def at_home(self, neighbourhood: int) -> list[Actor]:
        """The people of one neighbourhood."""
        return self.by_home.get(neighbourhood, [])

    def around(self, neighbourhood: int) -> Sequence[Actor]:
        """The people of one neighbourhood, or everybody where hardly anybody lives."""
        near = self.at_home(neighbourhood)
        return near if len(near) >= FEW else self.people


def typed(instant: datetime) -> str:
    return in_rome(instant).strftime("%Y-%m-%dT%H:%M")


async def open_consultation(stage: Stage, plan: Plan, kinds: Sequence[str]) -> str:
    """Draft, texts, dates, vote, publication, all by the office; the slug."""
    at = stage.instant(plan.begins[0], -48)
    slug = await editing.start(COMMAND_LINE, plan.template, plan.title, stage.city, at=at)
    held = await stored(slug)
    texts = editing.Texts(
        plan.title, plan.summary, held.purpose, held.decided_by, held.out_of_scope, held.privacy_notice
    )
    held = await editing.write_texts(COMMAND_LINE, slug, texts, held.version, at=at)
    edges = [*plan.begins, plan.ends]
    phases = [
        TypedPhase(kind, typed(stage.instant(first)), typed(stage.instant(last)), "1", "1")
        for kind, (first, last) in zip(kinds, pairwise(edges), strict=True)
    ]
    places = [place.id for place in stage.of(plan)]
    held = await editing.write_schedule(
        COMMAND_LINE,
        slug,
        phases,
        city_wide=not plan.districts,
        neighbourhoods=places if plan.districts else (),
        version=held.version,
        at=at,
    )
    if held.ballot_kind:
        vote = editing.Vote(
            held.rule,
            held.rule_parameters,
            held.min_picks,
            plan.max_picks,
            held.seats,
            plan.budget_cents,
            held.min_age,
            held.options_shuffled,
            held.freezes_itself,
            held.lot_source,
            pot_kind=PotKind.EACH if plan.in_pots else PotKind.WHOLE,
        )
        held = await editing.write_vote(COMMAND_LINE, slug, vote, held.version, at=at)
        if plan.in_pots:
            held = await dividing.write(COMMAND_LINE, slug, Division(Source.POPULATION), held.version, at=at)
    await lifecycle.publish(COMMAND_LINE, slug, held.version, at=at)
    return slug


async def propose(
    stage: Stage,
    slug: str,
    authors: Sequence[Actor],
    title: str,
    body: str,
    cost_cents: int,
    at: datetime,
    where: str = "",
) -> str:
    """One of the authors writes a proposal in its steps and sends it; its public id. `where`: the place, in words."""
    author = stage.random.choice(authors)
    here = {place.id: place for place in stage.places}[author.neighbourhood or 0]
    fields = {
        "title": title[:110],
        "body": body,
        "category": "spazi-pubblici",
        "neighbourhood": here.slug,
        "place_label": where or f"zona {here.name}",
        "cost": str(cost_cents // 100),
    }
    return await write(author, slug, fields, at)


async def write(author: Actor, slug: str, fields: Mapping[str, str], at: datetime) -> str:
    """Somebody's proposal in its steps, sent; its public id."""
    version = 0
    for step, names in FIELDS.items():
        typed_here = {name: fields[name] for name in names if name in fields}
        draft = await drafts.save(author, slug, step, typed_here, version=version, at=at)
        version = draft.version
    return (await drafts.send(author, slug, draft.public_id, version=version, at=at)).public_id


async def discuss(stage: Stage, plan: Plan, proposal: str, first: datetime, last: datetime, title: str = "") -> None:
    """Supports and a small thread under a proposal, between two instants: what data/story has of that title, if any."""
    random, people = stage.random, stage.living_in(plan)
    warmth = random.betavariate(2, 3)
    row = (await rows("SELECT id FROM proposal WHERE public_id = {}", proposal))[0]["id"]
    number = int(min(len(people), MOST_NEAR) * warmth * 0.3)
    await crowd.support((row, one.id, between(random, first, last)) for one in random.sample(people, number))
    if thread := texts.thread_of(title):
        await crowd.retell(random, people, proposal, thread, first, last)
        return
    parent = ""
    for n in range(random.choice((0, 1, 2, 2, 3, 5))):
        stance = random.choices(list(words.COMMENTS), weights=(5, 2, 3, 2))[0]
        answers = bool(parent) and random.random() < 0.5
        text = random.choice(words.ANSWERS if answers else words.COMMENTS[stance])
        written = await comments.comment(
            random.choice(people),
            proposal,
            text,
            token=f"{proposal}-{n}"[:20],
            stance="" if answers else stance,
            parent=parent if answers else "",
            at=first + (last - first) * (n + 1) / 7,
        )
        parent = written if not answers else parent


def between(random: Random, first: datetime, last: datetime) -> datetime:
    return first + (last - first) * random.random()


async def fill(stage: Stage, slug: str, plan: Plan, chosen: Sequence[Project], until: datetime) -> list[str]:
    """The proposals of a consultation, each with its discussion; their public ids."""
    opens = stage.instant(plan.begins[1])
    ids = []
    for n, project in enumerate(chosen):
        body, told = texts.body_of(project.title, project.year), texts.by_title().get(project.title, {})
        at = opens + (until - opens) * (n + 1) / (len(chosen) + 8)
        authors = stage.living_in(plan, project.district, told.get("zone", ""))
        where = told.get("place_words", "")
        ids.append(await propose(stage, slug, authors, project.title, body, project.cost_cents, at, where))
        title = project.title if stage.tells else ""
        await discuss(stage, plan, ids[-1], at + timedelta(minutes=5), until - timedelta(minutes=5), title)
    return ids


def is_admissible(n: int) -> bool:
    """The office's answer to the n-th proposal: every eighth is not admissible."""
    return n % 8 != 7


async def assess_all(stage: Stage, slug: str, ids: Sequence[str], chosen: Sequence[Project], at: datetime) -> None:
    """The office finds proposals admissible, at their (simulated) cost; some are not."""
    for n, (public_id, project) in enumerate(zip(ids, chosen, strict=True)):
        good = is_admissible(n)
        reasons = "Si può fare con questa cifra." if good else "L'area non è del Comune: non possiamo intervenire."
        version = (await rows("SELECT version FROM proposal WHERE public_id = {}", public_id))[0]["version"]
        await assessments.assess(
            COMMAND_LINE,
            public_id,
            ProposalState.ADMISSIBLE if good else ProposalState.INADMISSIBLE,
            project.cost_cents if good else None,
            reasons,
            version,
            at=at,
        )


async def open_vote(stage: Stage, slug: str, voting_day: int) -> None:
    """The list with its lot, then the roll."""
    secret = sha256(slug.encode()).hexdigest()
    await lists.freeze(COMMAND_LINE, slug, secret, at=stage.instant(voting_day, -30))
    held = await stored(slug)
    await roll.freeze(COMMAND_LINE, held.id, at=stage.instant(voting_day, -29))


Likings = list[tuple[str, float]]  # options with how well they are liked where somebody lives
Marks = Callable[[Random, Likings], object]


def picks(most: int) -> Marks:
    """Up to `most` options."""
    return lambda random, likings: _liked(random, likings, random.randint(1, most))


def ranking(most: int) -> Marks:
    return lambda random, likings: _liked(random, likings, random.randint(2, most))


def basket(costs: dict[str, int], budget: int) -> Marks:
    """Options in the order liked, as long as they fit."""

    def fill_basket(random: Random, likings: Likings) -> object:
        left, chosen = budget, []
        for option in _liked(random, likings, random.randint(1, 5)):
            if costs[option] <= left:
                chosen.append(option)
                left -= costs[option]
        return chosen

    return fill_basket


def _liked(random: Random, likings: Likings, number: int) -> list[str]:
    keys = {option: random.random() * liking for option, liking in likings}
    return sorted(keys, key=lambda option: -keys[option])[:number]


async def vote(stage: Stage, slug: str, share: float, marks: Marks, first: datetime, last: datetime) -> int:
    """About that share of the simulated people on the roll votes between the two instants; how many did.

    In some districts more people vote than in others, as in the budget of 2023. The first options are better liked, so
    that a result has a shape, and each better near where it would be built.
    """
    district = {place.id: place.district for place in stage.places}
    options = await rows(
        "SELECT p.option_id, p.neighbourhood FROM proposal p JOIN consultation c ON c.id = p.consultation "
        "WHERE c.slug = {} AND p.state = 'on_ballot' ORDER BY ballot_position",
        slug,
    )
    roll = await rows(
        "SELECT e.id, e.neighbourhood FROM roll_entry e JOIN consultation c ON c.id = e.consultation "
        "JOIN account a ON a.id = e.account WHERE c.slug = {} AND a.password_hash = '' ORDER BY e.id",
        slug,
    )
    likings = {
        here: [
            (one["option_id"], (1 + 4 / (n + 2)) * (1.8 if district[one["neighbourhood"]] == here else 1))
            for n, one in enumerate(options)
        ]
        for here in set(district.values())
    }
    zeal = zeals(stage.places)
    mean = sum(zeal[district[one["neighbourhood"]]] for one in roll) / max(1, len(roll))
    cast = [
        crowd.Cast(
            one["id"],
            one["neighbourhood"],
            marks(stage.random, likings[here]),
            between(stage.random, first, last),
        )
        for one in roll
        if stage.random.random() < share * zeal[here := district[one["neighbourhood"]]] / mean
    ]
    await crowd.fill(slug, cast)
    return len(cast)


async def close_and_publish(stage: Stage, slug: str, day: int) -> None:
    """Write down the boundaries, type the public draw's value, count, publish."""
    await lifecycle.note_phase_boundaries(stage.instant(day), draw=lambda: sha256(slug.encode()).hexdigest())
    await lifecycle.write_lot_value(COMMAND_LINE, slug, "estrazione simulata 12-34-56-78-90", at=stage.instant(day, 2))
    await count_consultation(slug, at=stage.instant(day, 3), actor=COMMAND_LINE)
    await tallies.publish(COMMAND_LINE, slug, at=stage.instant(day, 30))


async def report_something(stage: Stage, plan: Plan, option: str, other: str, at: datetime) -> None:
    """Two residents report an option of the ballot, which the office judges, and a comment below another one."""
    first, second = stage.random.sample(stage.living_in(plan), 2)
    for person, reason in zip((first, second), judgements.REASONS, strict=False):
        await judgements.report(person, "proposal", option, reason, "", at=at)
    writer, *readers = stage.random.sample(stage.living_in(plan), 3)
    comment = await comments.comment(
        writer, other, words.ADVERTISING, token=f"{other}-spot"[:20], stance="", parent="", at=at
    )
    for person in readers:
        await judgements.report(person, "comment", comment, "advertising", "", at=at)
