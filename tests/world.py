# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A small world for tests: a city of two neighbourhoods, people with roles, browsers that are signed in."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count

import httpx
from codicefiscale import codicefiscale

from deliberation.actor import Actor, Grant, Role, Tier
from deliberation.consultations.tables import Consultation, ConsultationNeighbourhood, Phase
from deliberation.people.access.sessions import open_session
from deliberation.people.identity.facts import DocumentKind, PersonFacts
from deliberation.people.tables import Account, RoleGrant
from deliberation.places.queries import city, forget_city
from deliberation.places.tables import Municipality, Neighbourhood
from deliberation.proposals.search import searchable
from deliberation.proposals.tables import Proposal
from deliberation.text import public_id

NOON = datetime(2026, 11, 10, 12, tzinfo=UTC)
_numbers = count(1)

SQUARE = '{{"type":"MultiPolygon","coordinates":[[[[{w},44.4],[{e},44.4],[{e},44.5],[{w},44.5],[{w},44.4]]]]}}'


@dataclass(frozen=True, slots=True)
class World:
    """Row ids of the city and of its neighbourhoods 'navile' and 'savena'."""

    city: int
    navile: int
    savena: int


async def a_city(name: str = "Bologna", *, is_demo: bool = False) -> World:
    """A comune with two neighbourhoods."""
    city = Municipality(slug="bologna", name=name, is_demo=is_demo)
    await city.save()
    ids = []
    for position, (slug, west, east) in enumerate((("navile", 11.30, 11.35), ("savena", 11.35, 11.40))):
        place = Neighbourhood(
            municipality=city.id,
            slug=slug,
            name=slug.capitalize(),
            code=slug[0].upper(),
            position=position,
            geometry=SQUARE.format(w=west, e=east),
            residents=1000,
            residents_of_voting_age=800,
            residents_year=2010,
        )
        await place.save()
        ids.append(place.id)
    forget_city()
    return World(city.id, *ids)


class ToAComune(httpx.ASGITransport):
    """The way to an application that serves a comune: where a test has founded none, one without anything.

    It is the last in the order, so that one that is founded later stands before it.
    """

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if not (await city()).id:
            await Municipality(slug="zz", name="Rione").save()
            forget_city()
        return await super().handle_async_request(request)


async def another_place(world: World, slug: str = "colli") -> int:
    """One more neighbourhood, as large as the others."""
    place = Neighbourhood(
        municipality=world.city,
        slug=slug,
        name=slug.capitalize(),
        code=slug[0].upper(),
        position=9,
        geometry=SQUARE.format(w=11.40, e=11.45),
        residents=1000,
        residents_of_voting_age=800,
        residents_year=2010,
    )
    await place.save()
    return int(place.id)


async def a_person(
    neighbourhood: int | None = None,
    *roles: Role,
    over: int | None = None,
    verified: bool = True,
    born: date = date(1985, 5, 17),
    password_hash: str = "",
    is_demo: bool = False,
) -> Actor:
    """An account with a confirmed address; `roles` hold in `over` (None: the whole city)."""
    n = next(_numbers)
    account = Account(
        public_id=f"p{n:06d}",
        email=f"persona{n}@example.org",
        pseudonym=f"Residente · p{n}",
        created_at=NOON,
        email_confirmed_at=NOON,
        birth_date=born,
        neighbourhood=neighbourhood,
        password_hash=password_hash,
        declared_at=NOON if neighbourhood else None,
        verified_at=NOON if verified and neighbourhood else None,
        is_demo=is_demo,
    )
    await account.save()
    for role in roles:
        grant = RoleGrant(account=account.id, role=str(role), neighbourhood=over, granted_by="cli", granted_at=NOON)
        await grant.save()
    tier = Tier.ACCOUNT if neighbourhood is None else Tier.VERIFIED if verified else Tier.DECLARED
    return Actor(
        id=account.id,
        public_id=account.public_id,
        pseudonym=account.pseudonym,
        tier=tier,
        neighbourhood=neighbourhood,
        birth_date=born,
        grants=tuple(Grant(r, over) for r in roles),
        is_demo=is_demo,
    )


def document_of(person: Actor, **changes: object) -> PersonFacts:
    """What the document of a person says: a name of their own, their birth date, a fiscal code that fits."""
    letters = "".join("bcdfghlmnp"[int(digit)] for digit in str(person.id))
    facts: dict[str, object] = {
        "document": DocumentKind.PASSPORT,
        "name": "Maria",
        "surname": f"Rossi {letters}",
        "birth_date": person.birth_date or date(1985, 5, 17),
    }
    facts |= changes
    if "fiscal_code" not in facts:
        facts["fiscal_code"] = fiscal_code(str(facts["surname"]), str(facts["name"]), facts["birth_date"], person.id)  # type: ignore[arg-type]
    return PersonFacts(**facts)  # type: ignore[arg-type]


PLACES = ("A944", "F205", "H501", "L219", "F839", "D612", "D969", "G273", "A662", "C351", "Z129", "Z330")


def fiscal_code(surname: str, name: str, born: date, number: int = 0, *, female: bool = True) -> str:
    """A code as the tax office would give it; `number` chooses the birthplace."""
    day = born.day + 40 * female
    bare = (
        f"{codicefiscale.encode_lastname(surname)}{codicefiscale.encode_firstname(name)}"
        f"{born:%y}{'ABCDEHLMPRST'[born.month - 1]}{day:02}{PLACES[number % len(PLACES)]}"
    )
    return bare + codicefiscale.encode_cin(bare)


def typed_at_desk(facts: PersonFacts, **more: object) -> dict[str, object]:
    """The facts as the fields of the desk's form."""
    return {
        "document": str(facts.document),
        "name": facts.name,
        "surname": facts.surname,
        "fiscal_code": facts.fiscal_code,
        **born_on("birth_date", facts.birth_date),
        **more,
    }


def born_on(field: str, day: date | str) -> dict[str, str]:
    """A birth date as the three fields of a form; what is no date is typed as it is, split at its dashes."""
    year, month, number = (*str(day).split("-"), "", "")[:3]
    return {f"{field}-day": number, f"{field}-month": month, f"{field}-year": year}


async def sign_in(browser: httpx.AsyncClient, person: Actor) -> None:
    """Give a browser the session of a person."""
    from deliberation import clock

    browser.cookies.set("rione_session", await open_session(person.id, "Test", at=clock.now()), domain="127.0.0.1")


async def token_of(browser: httpx.AsyncClient, page: str) -> str:
    """The CSRF token that a page's form carries."""
    text = (await browser.get(page)).text
    return text.split('name="_csrf" value="', 1)[1].split('"', 1)[0]


async def post(browser: httpx.AsyncClient, page: str, action: str, **fields: object) -> httpx.Response:
    """Open a page, fill in a form of it and send it."""
    data = {"_csrf": await token_of(browser, page), **{k: v for k, v in fields.items() if v is not None}}
    return await browser.post(action, data=data, headers={"sec-fetch-site": "same-origin"})


async def a_consultation(
    world: World,
    *stretch: tuple[str, int, int],
    slug: str = "bilancio-2026",
    title: str = "Bilancio di Navile 2026",
    neighbourhoods: tuple[int, ...] | None = None,
    state: str = "published",
    **columns: object,
) -> int:
    """A consultation of Navile (no neighbourhoods: of the whole city); its row id.

    `stretch` are phases (kind, opens, closes) in hours from NOON; by default one of proposals is open for a day.
    """
    where = (world.navile,) if neighbourhoods is None else neighbourhoods
    columns = {
        "summary": "Che cosa serve al quartiere?",
        "purpose": "I progetti scelti saranno **realizzati**.",
        "decided_by": "La Giunta",
        "out_of_scope": "Le scuole",
        "privacy_notice": "Un pseudonimo.",
        "published_at": NOON,
        **columns,
    }
    row = Consultation(
        municipality=world.city, slug=slug, title=title, state=state, city_wide=not where, created_at=NOON, **columns
    )
    await row.save()
    for place in where:
        await ConsultationNeighbourhood(consultation=row.id, neighbourhood=place).save()
    for position, (kind, opens, closes) in enumerate(stretch or (("proposing", -24, 24),)):
        await Phase(
            consultation=row.id,
            kind=kind,
            position=position,
            opens_at=NOON + timedelta(hours=opens),
            closes_at=NOON + timedelta(hours=closes),
        ).save()
    return int(row.id)


async def a_proposal(
    consultation: int,
    author: Actor | None = None,
    *,
    title: str = "Panchine in piazza",
    body: str = "Servono panchine all'ombra.",
    neighbourhood: int | None = None,
    state: str = "published",
    **columns: object,
) -> str:
    """A proposal; its public id."""
    id = public_id()
    columns = {
        "created_at": NOON,
        "changed_at": NOON,
        "plain_text": searchable(title, body),
        "published_at": None if state == "draft" else NOON,
        **columns,
    }
    await Proposal(
        public_id=id,
        consultation=consultation,
        author=author.id if author else None,
        title=title,
        body=body,
        neighbourhood=neighbourhood,
        state=state,
        **columns,
    ).save()
    return id
