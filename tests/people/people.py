# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the tests of the people room share: mails that wait, links in them, passwords that are quick to check."""

import json
from dataclasses import dataclass
from typing import Any

import httpx

from deliberation.actor import Actor
from deliberation.database import rows
from deliberation.people.access.passwords import hash_password
from deliberation.places.tables import Street, StreetRange
from tests.world import World, a_person, post

PASSWORD = "quattro cavalli blu"
TABS = {"sec-fetch-site": "same-origin"}


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail in the outbox."""

    kind: str
    to: str
    parameters: dict[str, Any]

    @property
    def path(self) -> str:
        return str(self.parameters["path"])


async def mails() -> list[Mail]:
    """The mails that wait, the oldest first."""
    found = await rows("SELECT payload FROM job WHERE kind = 'mail' ORDER BY id")
    payloads = [json.loads(row["payload"]) for row in found]
    return [Mail(p["kind"], p["to"], p["parameters"]) for p in payloads]


async def last_mail(kind: str) -> Mail:
    """The newest mail of a kind."""
    return next(mail for mail in reversed(await mails()) if mail.kind == kind)


async def somebody(**options: Any) -> tuple[Actor, str]:
    """A person with PASSWORD, and their address."""
    person = await a_person(password_hash=await hash_password(PASSWORD), **options)
    found = await rows("SELECT email FROM account WHERE id = {}", person.id)
    return person, found[0]["email"]


async def enter(browser: httpx.AsyncClient, email: str, password: str = PASSWORD, **more: object) -> httpx.Response:
    """Fill in the sign-in form."""
    return await post(browser, "/accesso", "/accesso", email=email, password=password, **more)


def elsewhere(browser: httpx.AsyncClient, address: str = "127.0.0.1") -> httpx.AsyncClient:
    """Another browser over the same application, with an empty cookie jar, at a network address."""
    transport = type(browser._transport)(browser._transport.app, raise_app_exceptions=False, client=(address, 123))  # type: ignore[attr-defined]
    return httpx.AsyncClient(transport=transport, base_url=browser.base_url)


async def count(table: str) -> int:
    return int((await rows(f"SELECT count(*) AS n FROM {table}"))[0]["n"])


async def streets(world: World) -> int:
    """Two streets; numbers 9 and 10 of the first lie on the border."""
    levante = Street(municipality=world.city, code="1", name="Via Emilia Levante", plain_name="via emilia levante")
    ponente = Street(municipality=world.city, code="2", name="Via Emilia Ponente", plain_name="via emilia ponente")
    await levante.save()
    await ponente.save()
    for place, first, last in ((world.savena, 1, 10), (world.navile, 9, 60)):
        await StreetRange(
            street=levante.id,
            neighbourhood=place,
            even_from=first + first % 2,
            even_to=last,
            odd_from=first,
            odd_to=last - 1,
        ).save()
    return int(levante.id)
