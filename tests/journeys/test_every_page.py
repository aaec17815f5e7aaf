# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every page that a person can reach by following links, at both widths: axe, console, sideways scrolling, off-host.

A page is asked once, on a phone, and then seen on a desk. Some may not be longer on a phone than is soon read.
"""

import re
from collections import deque

import pytest
from playwright.sync_api import Browser

from tests.journeys.places import COUNCILLOR, MODERATOR, OFFICE, RESIDENT
from tests.journeys.servers import Server
from tests.journeys.visitors import PHONE, Visitor, visitor

SKIPPED = re.compile(
    r"^/(static|documenti|api/v1|sorgente/rione|healthz|.*\.(txt|json|csv|geojson|pdf|pb|blt|ics|atom))"
)
WORDS = """
consultazioni proposte vota risultato nuova luogo costo riepilogo bozze modifica ritira rispondi sessioni password email
elimina persone ruoli ufficio documenti nuovo testi fasi voto congela annulla motivi comment proposal correggi verifica
revoca pubblica-risultato comitati avvisi stampa
"""
# Whom, and the pages that only this person has: the public ones are looked at once, by the visitor.
PEOPLE = {
    "visitor": (None, "/"),
    "resident": (RESIDENT, "/(profilo|avvisi|residenza|segnalazioni|consultazioni/.*/(vota|proposte)|proposte/.*/)"),
    "moderator": (MODERATOR, "/(moderazione|segnalazioni)"),
    "office": (OFFICE, "/gestione"),
    "councillor": (COUNCILLOR, "/cruscotti"),
}
TALLEST = {"cruscotti": 4000, "cruscotti/*": 4000}  # pixels on a phone, by the shape of the page
MOST = 60


def _shape(path: str) -> str:
    """Pages that differ only by identifier, query or page number count as one."""
    parts = path.split("?")[0].split("#")[0].strip("/").split("/")
    return "/".join(part if n == 0 or part in WORDS.split() else "*" for n, part in enumerate(parts))


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_is_accessible_and_quiet(server: Server, browser_program: Browser, who: str) -> None:
    account, own = PEOPLE[who]
    person = visitor(browser_program, server.address, PHONE)
    if account:
        person.sign_in(*account)
    seen = _walk(person, own)
    if account is None:
        assert {"accesso", "registrazione"} <= seen
    person.page.context.close()
    assert person.faults == []
    assert len(seen) > 10


def _walk(person: Visitor, own: str) -> set[str]:
    """The shapes of the pages that were opened."""
    queue, known = deque(["/"]), {"/"}
    seen = set[str]()
    while queue and len(seen) < MOST:
        path = queue.popleft()
        if SKIPPED.match(path) or _shape(path) in seen:
            continue
        seen.add(_shape(path))
        person.page.goto(person.address + path)
        if re.match(own, path):
            person.look()
            tall = person.page.evaluate("document.documentElement.scrollHeight")
            if tall >= TALLEST.get(_shape(path), tall + 1):
                person.faults.append(f"{person.page.url}: {tall} px long on a phone")
        for href in person.page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))"):
            if href and href.startswith("/") and href not in known:
                known.add(href)
                queue.append(href)
    return seen
