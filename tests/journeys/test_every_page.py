# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every page that a person can reach by following links, at both widths: axe, console, sideways scrolling, off-host."""

import re
from collections import deque

import pytest

from tests.journeys.places import COUNCILLOR, MODERATOR, OFFICE, RESIDENT
from tests.journeys.visitors import Visitor

SKIPPED = re.compile(r"^/(static|documenti|api/v1|sorgente/rione|healthz|.*\.(txt|json|csv|geojson))")
WORDS = set(
    "consultazioni proposte vota risultato nuova text place cost riepilogo bozze modifica ritira rispondi sessioni "
    "password email elimina persone ruoli ufficio documenti nuovo testi fasi voto congela annulla motivi comment "
    "proposal correggi verifica revoca pubblica-risultato comitati".split()
)
EACH, MOST = 2, 90


def _shape(path: str) -> str:
    """Pages that differ only by identifier, query or page number count as one."""
    parts = path.split("?")[0].split("#")[0].strip("/").split("/")
    return "/".join(part if n == 0 or part in WORDS else "*" for n, part in enumerate(parts))


@pytest.mark.parametrize("who", [None, RESIDENT, MODERATOR, OFFICE, COUNCILLOR],
                         ids=["visitor", "resident", "moderator", "office", "councillor"])  # fmt: skip
def test_every_page_is_accessible_and_quiet(person: Visitor, who: tuple[str, str] | None) -> None:
    if who:
        person.sign_in(*who)
    seen: dict[str, int] = {}
    queue = deque(["/"])
    known, visited = {"/"}, 0
    while queue and visited < MOST:
        path = queue.popleft()
        shape = _shape(path)
        if SKIPPED.match(path) or seen.get(shape, 0) >= EACH:
            continue
        seen[shape] = seen.get(shape, 0) + 1
        visited += 1
        person.go(path)
        for href in person.page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))"):
            if href and href.startswith("/") and href not in known:
                known.add(href)
                queue.append(href)
    assert visited > 10
