# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Load for the benchmarks, on top of the demonstration city: `python -m tests.bench.seed` prints sessions as JSON.

One consultation with 200 published proposals and 40 supports each on average, one proposal with 200 comments, sessions
of a councillor, of the office and of voters, and an open vote with 1,500 people on its roll.
"""

import asyncio
import json
from datetime import timedelta
from random import Random

import web
from deliberation import clock
from deliberation.ballots.tables import RollEntry
from deliberation.consultations.tables import Consultation, ConsultationNeighbourhood, Phase
from deliberation.database import opened, writing
from deliberation.people.access.sessions import open_session
from deliberation.people.tables import Account, RoleGrant
from deliberation.places.tables import Municipality, Neighbourhood
from deliberation.proposals.tables import Comment, Proposal, Support
from deliberation.text import plain

assert web.__doc__
STANCES = ("for", "against", "question", "")
WORDS = [
    "piazza",
    "verde",
    "scuola",
    "bici",
    "panchina",
    "luce",
    "giardino",
    "mercato",
    "strada",
    "gioco",
    "ombra",
    "fontana",
    "orto",
    "musica",
]


async def _people(random: Random, homes: list[int]) -> list[int]:
    now = clock.now()
    people = [
        Account(
            public_id=f"bench{n:06d}",
            email=f"bench{n}@example.org",
            pseudonym=f"Residente · b{n}",
            created_at=now,
            email_confirmed_at=now,
            neighbourhood=random.choice(homes),
            declared_at=now,
            verified_at=now,
        )
        for n in range(1500)
    ]
    for start in range(0, len(people), 250):
        await Account.insert(*people[start : start + 250])
    return [row["id"] for row in await Account.select().where(Account.public_id.like("bench%"))]


async def _consultation(slug: str, title: str, kind: str, home: int, city: int, **extra: object) -> int:
    now = clock.now()
    row = Consultation(
        municipality=city,
        slug=slug,
        title=title,
        summary="Una consultazione per le misure.",
        purpose="Misurare.",
        decided_by="Nessuno",
        out_of_scope="Tutto",
        privacy_notice="Dati inventati",
        state="published",
        published_at=now - timedelta(days=20),
        created_at=now - timedelta(days=21),
        **extra,
    )
    await row.save()
    await ConsultationNeighbourhood(consultation=row.id, neighbourhood=home).save()
    await Phase(
        consultation=row.id,
        kind=kind,
        position=1,
        opens_at=now - timedelta(days=10),
        closes_at=now + timedelta(days=10),
    ).save()
    return int(row.id)


def _proposal(n: int, consultation: int, home: int, author: int, random: Random, **extra: object) -> Proposal:
    now = clock.now()
    title = f"{random.choice(WORDS)} {random.choice(WORDS)} numero {n}".capitalize()
    body = " ".join(random.choices(WORDS, k=60)) + "."
    return Proposal(
        public_id=f"benchp{n:05d}",
        consultation=consultation,
        neighbourhood=home,
        author=author,
        title=title,
        body=body,
        plain_text=plain(title + " " + body),
        state="published",
        created_at=now,
        changed_at=now,
        published_at=now,
        **extra,
    )


async def seed() -> dict[str, object]:
    """Write everything; the addresses and sessions to measure with."""
    random, now = Random(1), clock.now()
    city = (await Municipality.select().first() or {})["id"]
    homes = [row["id"] for row in await Neighbourhood.select().order_by(Neighbourhood.position)]
    async with writing():
        people = await _people(random, homes)
        busy = await _consultation("misura-proposte", "Duecento proposte", "proposing", homes[0], city)
        proposals = [_proposal(n, busy, homes[0], random.choice(people), random) for n in range(200)]
        await Proposal.insert(*proposals)
        ids = [
            r["id"] for r in await Proposal.select().where(Proposal.consultation == busy).order_by(Proposal.public_id)
        ]
        supports = [
            Support(proposal=p, account=a, created_at=now)
            for p in ids
            for a in random.sample(people, random.randint(0, 80))
        ]
        for start in range(0, len(supports), 400):
            await Support.insert(*supports[start : start + 400])
        for n in range(200):
            here = (Comment.depth == 0) & (Comment.proposal == ids[0])  # an answer to another discussion is not drawn
            roots = [r["id"] for r in await Comment.select(Comment.id).where(here).limit(50)] if n % 3 else []
            await Comment(
                public_id=f"benchc{n:05d}",
                proposal=ids[0],
                author=random.choice(people),
                depth=1 if roots else 0,
                parent=random.choice(roots) if roots else None,
                stance=random.choice(STANCES),
                body=" ".join(random.choices(WORDS, k=30)),
                created_at=now,
            ).save()
        vote = await _consultation(
            "misura-voto",
            "Voto per le misure",
            "voting",
            homes[0],
            city,
            ballot_kind="approval",
            rule="approval",
            max_picks=3,
            ballot_frozen_at=now,
            roll_frozen_at=now,
        )
        options = [
            _proposal(1000 + n, vote, homes[0], people[0], random, option_id=str(n), ballot_position=n)
            for n in range(1, 11)
        ]
        for option in options:
            option.state = "on_ballot"
        await Proposal.insert(*options)
        entries = [RollEntry(consultation=vote, account=a, neighbourhood=homes[0], age=40) for a in people]
        for start in range(0, len(entries), 400):
            await RollEntry.insert(*entries[start : start + 400])
        for person, role in ((people[0], "councillor"), (people[1], "office")):
            await RoleGrant(account=person, role=role, granted_by="cli", granted_at=now).save()
    return {
        "councillor": await open_session(people[0], "bench", at=now),
        "office": await open_session(people[1], "bench", at=now),
        "voters": [await open_session(person, "bench", at=now) for person in people[2:1000]],
    }


async def main() -> None:
    async with opened():
        print(json.dumps(await seed()))


if __name__ == "__main__":
    asyncio.run(main())
