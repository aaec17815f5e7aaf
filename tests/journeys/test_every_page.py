# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every page that a person can reach by following links: axe, console, sideways scrolling, off-host.

A page is asked once in Italian, on a phone, and then seen on a desk and in the dark; some may not be longer on a phone
than is soon read. Then each is asked in English, in a dark scheme, at 320 px, by a finger: targets, letters, headings.
"""

import re
from collections import deque

import pytest
from playwright.sync_api import Browser

from tests.journeys.places import COUNCILLOR, MODERATOR, OFFICE, RESIDENT
from tests.journeys.servers import Server
from tests.journeys.visitors import LEAST, PHONE, Visitor, visitor

SKIPPED = re.compile(
    r"^/(static|documenti|allegati|api/v1|sorgente/rione|healthz|.*\.(txt|json|csv|geojson|pdf|pb|blt|ics|atom))"
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
    seen, looked_at = _walk(person, own)
    if account is None:
        assert {"accesso", "registrazione"} <= seen
    state = person.page.context.storage_state()
    person.page.context.close()
    scheme = {"color_scheme": "dark", "reduced_motion": "reduce", "has_touch": True}
    in_english = visitor(browser_program, server.address, LEAST, storage_state=state, **scheme)
    _read_in_english(in_english, looked_at)
    in_english.page.context.close()
    assert person.faults + in_english.faults == []
    assert len(seen) > 10


def _read_in_english(person: Visitor, paths: list[str]) -> None:
    """An account keeps its language, and the other journeys read Italian: it is put back."""
    try:
        _speak(person, "en")
        for path in paths:
            person.page.goto(person.address + path)
            assert person.page.locator("html").get_attribute("lang") == "en", path
            person.look_closely()
    finally:
        _speak(person, "it")


def _speak(person: Visitor, locale: str) -> None:
    headers = {"sec-fetch-site": "same-origin"}
    form = {"locale": locale, "next": "/"}
    person.page.context.request.post(f"{person.address}/lingua", form=form, headers=headers)


def _walk(person: Visitor, own: str) -> tuple[set[str], list[str]]:
    """The shapes of the pages that were opened, and this person's pages."""
    queue, known = deque(["/"]), {"/"}
    seen, looked_at = set[str](), list[str]()
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
            person.look_in_the_dark()
            looked_at.append(path)
        for href in person.page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))"):
            if href and href.startswith("/") and href not in known:
                known.add(href)
                queue.append(href)
    return seen, looked_at
