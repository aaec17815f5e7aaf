# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every address × hostile words in its query and in its path: never a fault."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes

import httpx
import pytest

from deliberation.actor import Role
from tests.architecture.routes import PARAMETER, all_routes
from tests.databases import IS_POSTGRES
from tests.hostile.forms import discover, pattern_of
from tests.hostile.test_forms import ALL_FIELDS, enter, fault, starts
from tests.hostile.towns import a_town
from tests.world import a_person

WEB = Path(__file__).parents[2] / "web"
NAMED = re.compile(r"""query_params\.get\("(\w+)"|^    (\w+): .*(?:FromQuery|QueryParameter)""", re.MULTILINE)
IN_TUPLES = (
    "q",
    "quartiere",
    "consultazione",
    "argomento",
    "stato",
    "ordine",
    "dal",
    "al",
    "id",
    "tipo",
    "page",
    "per_page",
    "state",
)
# Values beyond those of forms that only an address can hold.
VALUES = {
    **{name: value for name, value in ALL_FIELDS.items() if value is not None and len(value) < 100},
    "thousand": b"1000",
    "nought": b"0",
    "page": b"999999",
    "leap": b"2023-02-29",
    "zone": b"2026-01-01T00:00Z",
    "last day": b"9999-12-31",
    "first day": b"0001-01-01",
    "week": b"2026-W01-1",
    "brackets": b"//[",
    "a": b"a" * 900,
    "wildcards": b"%_%\\",
    "hosts": b"//evil.example",
    "accents": "è€".encode(),
}
# What Python takes and an engine may refuse, or count with. How a text is read is the same on both and said on SQLite.
FOR_AN_ENGINE = (
    "empty",
    "NUL",
    "not UTF-8",
    "lone surrogates",
    "beyond the plane",
    "huge number",
    "negative",
    "superscript digit",
    "query",
    "nought",
    "page",
    "first day",
    "last day",
    "wildcards",
    "a",
)


def parameters() -> list[str]:
    """Every name that the source reads from an address."""
    found = set(IN_TUPLES)
    for path in WEB.rglob("*.py"):
        found |= {name for pair in NAMED.findall(path.read_text(encoding="utf-8")) for name in pair if name}
    return sorted(found)


@contextmanager
def asking(browser: httpx.AsyncClient, query: str) -> Iterator[None]:
    """Whatever is asked carries this query, byte by byte; a client would read all of it again for each address."""
    transport = browser._transport
    assert isinstance(transport, httpx.ASGITransport)
    app = transport.app

    async def asked(scope: dict[str, Any], receive: Any, send: Any) -> None:
        await app({**scope, "query_string": query.encode()}, receive, send)

    transport.app = asked
    try:
        yield
    finally:
        transport.app = app


async def addresses(browser: httpx.AsyncClient) -> dict[str, str]:
    """One address for each GET route: a real one where following links leads there."""
    town = await a_town()
    met: dict[str, str] = {}
    for who in ("visitor", "resident", "moderator", "office"):
        await enter(browser, town.people().get(who))
        for address in (await discover(browser, *starts(town, who)))[1]:
            met.setdefault(pattern_of("GET", address), address.split("?")[0])
    boss = await a_person(town.world.navile, Role.OFFICE)
    await enter(browser, boss)
    for address in (await discover(browser, "/cruscotti"))[1]:
        met.setdefault(pattern_of("GET", address), address.split("?")[0])
    met.pop("", None)
    for route in all_routes():
        if route.method == "GET":
            met.setdefault(route.pattern, route.address)
    return met


@pytest.mark.long
async def test_no_query_breaks_a_page(browser: httpx.AsyncClient) -> None:
    met = await addresses(browser)
    names, wrong, count = parameters(), [], 0
    assert {"pagina", "vista", "page", "per_page", "next"} <= set(names)
    with asking(browser, "q=parola"):
        assert 'value="parola"' in (await browser.get("/proposte")).text
    labels = FOR_AN_ENGINE if IS_POSTGRES else VALUES
    for label in labels:
        query = "&".join(f"{name}={quote_from_bytes(VALUES[label])}" for name in names)
        with asking(browser, query):
            for pattern, address in sorted(met.items()):
                answer = await browser.get(address, headers={"accept-language": "it"})
                count += 1
                if answer.status_code >= 500:
                    wrong.append((pattern, label, answer.status_code))
    assert count > 1000
    assert wrong == [], "\n".join(map(str, wrong))


@pytest.mark.parametrize("label", ["NUL", "not UTF-8", "lone surrogates", "template", "path", "accents", "hosts", "a"])
async def test_no_path_breaks_a_page(browser: httpx.AsyncClient, label: str) -> None:
    town, wrong = await a_town(), []
    for who in ("visitor", "office", "moderator"):
        await enter(browser, town.people().get(who))
        for route in all_routes():
            if route.method == "GET" and "{" in route.pattern and "openapi.json" not in route.pattern:
                address = PARAMETER.sub(lambda _: quote_from_bytes(VALUES[label], safe=""), route.pattern)
                answer = await browser.get(address, headers={"accept-language": "it"})
                problem = fault(answer) if not address.startswith("/static") else ""
                if problem or answer.status_code >= 500:
                    wrong.append((address, answer.status_code, problem))
    assert wrong == [], "\n".join(map(str, wrong))
