# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every page that a person can reach by following links, at both widths: axe, console, sideways scrolling, off-host."""

import re
from collections import deque

import pytest

from tests.journeys.places import COUNCILLOR, MODERATOR, OFFICE, RESIDENT
from tests.journeys.visitors import Visitor

SKIPPED = re.compile(r"^/(static|documenti|api/v1|sorgente/rione|healthz|.*\.(txt|json|csv|geojson|pdf))")
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
MOST = 60


def _shape(path: str) -> str:
    """Pages that differ only by identifier, query or page number count as one."""
    parts = path.split("?")[0].split("#")[0].strip("/").split("/")
    return "/".join(part if n == 0 or part in WORDS.split() else "*" for n, part in enumerate(parts))


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_is_accessible_and_quiet(person: Visitor, who: str) -> None:
    account, own = PEOPLE[who]
    if account:
        person.sign_in(*account)
    queue, known = deque(["/"]), {"/"}
    seen: set[str] = set()
    while queue and len(seen) < MOST:
        path = queue.popleft()
        if SKIPPED.match(path) or _shape(path) in seen:
            continue
        seen.add(_shape(path))
        if re.match(own, path):
            person.go(path)
        else:
            person.page.goto(person.address + path)
        for href in person.page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))"):
            if href and href.startswith("/") and href not in known:
                known.add(href)
                queue.append(href)
    assert len(seen) > 10
