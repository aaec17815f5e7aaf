# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A town with something to show: six neighbourhoods, votes of every state, comments for and against."""

from datetime import UTC, datetime, timedelta
from random import Random

from deliberation.ballots.tables import Ballot, RollEntry, Tally
from deliberation.consultations.tables import Consultation, ConsultationNeighbourhood, Phase
from deliberation.people.tables import Account
from deliberation.places.queries import forget_city
from deliberation.places.tables import Municipality, Neighbourhood
from deliberation.proposals.tables import Comment, Proposal, Support
from tests.world import SQUARE
from voting import Option, Profile, ballots, count
from voting.canonical import canonical_json

NOW = datetime(2026, 11, 10, 12, tzinfo=UTC)
PLACES = ("Colli", "Corticella", "Marconi", "Navile", "San Ruffillo", "Savena")
COSTS = (120_000, 90_000, 48_000, 31_000, 200_000, 15_000)


async def a_town(people: int = 60, *, comments: int = 12) -> None:
    """Accounts, one published city-wide budget, one published ranking, an open vote, a secret tally, a draft."""
    chance = Random(7)
    city = Municipality(slug="bologna", name="Bologna", attribution="Comune di Bologna, CC BY 4.0")
    await city.save()
    places = [await _place(city.id, at, name) for at, name in enumerate(PLACES)]
    forget_city()
    accounts = [await _people(at, place, people - 8 * at) for at, place in enumerate(places)]
    budget = await _consultation(city.id, "bilancio", "Bilancio 2026", "results", kind="approval", rule="greedy")
    proposals = await _proposals(budget, "p", COSTS, places)
    await _budget(budget, places, accounts, chance)
    await _voices(proposals, [a for group in accounts for a in group], comments)
    ranking = await _consultation(city.id, "piazza", "La piazza", "results", places[0], kind="ranking", rule="schulze")
    await _proposals(ranking, "r", COSTS[:4], places[:1])
    await _ranking(ranking, places[0], accounts[0], chance)
    opened = await _consultation(city.id, "panchine", "Le panchine", "published", places[1], kind="approval")
    await Phase(
        consultation=opened,
        kind="voting",
        position=1,
        opens_at=NOW - timedelta(days=2),
        closes_at=NOW + timedelta(days=2),
    ).save()
    await _cast(opened, places[1], accounts[1][:17], lambda: ["p0"])
    secret = await _consultation(city.id, "segreta", "Ancora segreta", "tallied", places[2], kind="approval")
    await Tally(
        consultation=secret,
        rule="greedy",
        is_official=True,
        outcome='{"winners":["SEGRETO"]}',
        digest="0",
        program_version="0",
        computed_at=NOW,
    ).save()
    await _consultation(city.id, "bozza", "Una bozza", "draft", places[3])


async def _place(city: int, at: int, name: str) -> int:
    west = 11.2 + at * 0.05
    place = Neighbourhood(
        municipality=city,
        slug=name.lower().replace(" ", "-"),
        name=name,
        position=at,
        residents=500 + 100 * at,
        geometry=SQUARE.format(w=west, e=west + 0.05),
        residents_of_voting_age=400 + 80 * at,
        residents_year=2010,
        voting_age_is_estimated=True,
    )
    await place.save()
    return int(place.id)


async def _people(at: int, place: int, number: int) -> list[int]:
    rows = [
        Account(
            public_id=f"t{at}-{n}",
            email=f"t{at}-{n}@example.org",
            pseudonym=f"Residente t{at}-{n}",
            created_at=NOW,
            email_confirmed_at=NOW,
            neighbourhood=place,
            verified_at=NOW if n % 3 else None,
        )
        for n in range(number)
    ]
    return [int(row["id"]) for row in await Account.insert(*rows)]


async def _consultation(
    city: int, slug: str, title: str, state: str, place: int | None = None, *, kind: str = "", rule: str = ""
) -> int:
    done = NOW - timedelta(days=10) if state in ("closed", "tallied", "results") else None
    row = Consultation(
        municipality=city,
        slug=slug,
        title=title,
        state=state,
        city_wide=place is None,
        ballot_kind=kind,
        rule=rule,
        budget_cents=250_000_00 if rule == "greedy" else None,
        created_at=NOW - timedelta(days=60),
        published_at=None if state == "draft" else NOW - timedelta(days=60),
        closed_at=done,
        result_published_at=done if state == "results" else None,
    )
    await row.save()
    if place is not None:
        await ConsultationNeighbourhood(consultation=row.id, neighbourhood=place).save()
    return int(row.id)


async def _proposals(consultation: int, prefix: str, costs: tuple[int, ...], places: list[int]) -> list[int]:
    made = NOW - timedelta(days=50)
    rows = [
        Proposal(
            public_id=f"{prefix}{n}-{consultation}",
            consultation=consultation,
            neighbourhood=places[n % len(places)],
            title=f"Progetto {prefix}{n}",
            state="on_ballot",
            option_id=f"{prefix}{n}",
            cost_cents=cost * 100,
            created_at=made,
            changed_at=made,
            published_at=made + timedelta(days=3 * n),
        )
        for n, cost in enumerate(costs)
    ]
    return [int(row["id"]) for row in await Proposal.insert(*rows)]


async def _cast(consultation: int, place: int, voters: list[int], marks: object, kind: str = "approval") -> list[str]:
    assert callable(marks)
    at_home = [
        RollEntry(consultation=consultation, anonymous_id=f"home-{place}-{n}", neighbourhood=place, age=40)
        for n in range(20 + place % 7)
    ]
    await RollEntry.insert(*at_home)
    entries = await RollEntry.insert(
        *(RollEntry(consultation=consultation, account=voter, neighbourhood=place, age=40) for voter in voters)
    )
    made = [ballots.parse(kind, marks(), [Option(id=f"{p}{n}") for p in "pr" for n in range(6)]) for _ in voters]
    await Ballot.insert(
        *(
            Ballot(
                consultation=consultation,
                roll_entry=entry["id"],
                neighbourhood=place,
                marks=ballot.canonical(),
                cast_at=NOW - timedelta(days=12, hours=n),
                changed_at=NOW,
            )
            for n, (entry, ballot) in enumerate(zip(entries, made, strict=True))
        )
    )
    return [ballot.canonical() for ballot in made]


async def _budget(consultation: int, places: list[int], accounts: list[list[int]], chance: Random) -> None:
    cast: list[str] = []
    for at, (place, people) in enumerate(zip(places, accounts, strict=True)):
        voters = people[: 2 if at == 5 else len(people)]  # two voters in Savena: too few to show
        cast += await _cast(consultation, place, voters, lambda: chance.sample([f"p{n}" for n in range(6)], 3))
    options = [Option(id=f"p{n}", name=f"Progetto p{n}", cost=cost * 100) for n, cost in enumerate(COSTS)]
    profile = Profile.of("approval", options, [(ballots.read(text), 1) for text in cast])
    for rule in ("greedy", "equal-shares"):
        outcome = count(rule, profile, budget=250_000_00, unit=100)
        await Tally(
            consultation=consultation,
            rule=rule,
            is_official=rule == "greedy",
            digest=outcome.digest,
            outcome=canonical_json(outcome.as_json()),
            program_version="0",
            computed_at=NOW,
        ).save()


async def _ranking(consultation: int, place: int, voters: list[int], chance: Random) -> None:
    names = [f"r{n}" for n in range(4)]
    cast = await _cast(consultation, place, voters, lambda: chance.sample(names, 4), "ranking")
    profile = Profile.of(
        "ranking", [Option(id=n, name=f"Progetto {n}") for n in names], [(ballots.read(text), 1) for text in cast]
    )
    outcome = count("schulze", profile)
    await Tally(
        consultation=consultation,
        rule="schulze",
        is_official=True,
        outcome=canonical_json(outcome.as_json()),
        digest=outcome.digest,
        program_version="0",
        computed_at=NOW,
    ).save()


async def _voices(proposals: list[int], accounts: list[int], comments: int) -> None:
    for at, proposal in enumerate(proposals[:3]):
        supports = [Support(proposal=proposal, account=a, created_at=NOW - timedelta(days=30)) for a in accounts[at:20]]
        await Support.insert(*supports)
        if not comments:
            continue
        await Comment.insert(
            *(
                Comment(
                    public_id=f"c{at}-{n}",
                    proposal=proposal,
                    author=accounts[n % len(accounts)],
                    body="…",
                    stance=("for", "against", "question")[n % 3 if at == 0 else 0],
                    created_at=NOW - timedelta(days=30 - n % 20),
                )
                for n in range(comments)
            )
        )
