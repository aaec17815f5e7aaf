# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Scripts in every text that people and offices write, and in addresses: Chromium runs none of them.

The browser is told to ignore the site's policy, so that what stops a script is the escaping alone.
"""

import json
import re
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.hostile.payloads import PAYLOADS
from tests.journeys.places import COUNCILLOR, MODERATOR, OFFICE, RESIDENT
from tests.journeys.servers import Server, serving
from tests.journeys.visitors import FLAGS

# Every column that holds what somebody typed.
COLUMNS = {
    "proposal": ("title", "body", "category", "place_label", "assessment"),
    "comment": ("body",),
    "consultation": ("title", "summary", "purpose", "decided_by", "out_of_scope", "privacy_notice", "lot_source"),
    "content_report": ("note",),
    "decision": ("note",),
    "document": ("title",),
    "attachment": ("name",),
    "office_page": ("name", "introduction", "opening_hours", "address", "phone", "email"),
    "committee": ("name", "presentation", "email"),
    "membership": ("name",),
    "account": ("pseudonym",),
    "neighbourhood": ("name",),
    "municipality": ("attribution",),
}
LONG = ("body", "purpose", "privacy_notice", "introduction", "opening_hours", "presentation", "assessment", "note")
WRITE = """
import asyncio, json, sys
from deliberation.database import opened, rows
async def main():
    columns, payloads, long = json.loads(sys.stdin.read())
    async with opened():
        for table, names in columns.items():
            for row in await rows(f"SELECT id FROM {table} ORDER BY id LIMIT 600"):
                for n, name in enumerate(names):
                    one = payloads[(row["id"] + n) % len(payloads)]
                    text = "\\n\\n".join(payloads) if name in long else one[:80]
                    await rows(f"UPDATE {table} SET {name} = {{}} WHERE id = {{}}", text, row["id"])
asyncio.run(main())
"""
PROBE = "window.hits = []; window.PWN = () => window.hits.push(location.href); window.alert = window.PWN;"
FOUND = """() => [...window.hits, ...[...document.querySelectorAll('*')].filter(e =>
  [...e.attributes].some(a => /PWN/.test(a.value) && (/^on|^hx-on|srcdoc|^style$/.test(a.name)
    || (/^(href|src|action|formaction|data|xlink:href)$/.test(a.name)
      && /^\\s*(javascript|data|vbscript):/i.test(a.value))))
  || (/^(script|iframe|object|embed|base|style)$/i.test(e.tagName) && /PWN/.test(e.outerHTML)
    && e.type !== 'application/json')).map(e => e.outerHTML)]"""
SKIPPED = re.compile(r"^/(static|documenti|api/v1|sorgente/rione|healthz|.*\.(txt|json|csv))")
PEOPLE = {"visitor": None, "resident": RESIDENT, "moderator": MODERATOR, "office": OFFICE, "councillor": COUNCILLOR}


@pytest.fixture(scope="module")
def poisoned() -> Iterator[Server]:
    """The demonstration, with a script in every text."""
    with serving() as server:
        given = json.dumps([COLUMNS, PAYLOADS, LONG])
        done = subprocess.run(
            [sys.executable, "-c", WRITE],
            input=given,
            env=server.environment,
            text=True,
            capture_output=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr[-2_000:]
        yield server


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


def a_page(browser: Browser) -> Page:
    context = browser.new_context(locale="it-IT", bypass_csp=True)
    context.add_init_script(PROBE)
    return context.new_page()


def enter(page: Page, server: Server, account: tuple[str, str] | None) -> None:
    if account:
        page.goto(f"{server.address}/accesso")
        page.fill("input[name=email]", account[0])
        page.fill("input[name=password]", account[1])
        page.get_by_role("main").get_by_role("button", name="Accedi").click()
        page.wait_for_load_state("load")


def test_there_are_enough_payloads() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 60


@pytest.mark.parametrize("who", PEOPLE)
def test_no_text_that_people_write_runs(poisoned: Server, chromium: Browser, who: str) -> None:
    page, ran = a_page(chromium), []
    enter(page, poisoned, PEOPLE[who])
    queue, known, opened = deque(["/"]), {"/"}, dict[str, int]()
    while queue and sum(opened.values()) < 120:
        path = queue.popleft()
        shape = re.sub(r"[^/]*\d[^/]*|(?<=/consultazioni/)[^/]+|(?<=/quartieri/)[^/]+", "*", path.split("?")[0])
        if SKIPPED.match(path) or opened.get(shape, 0) >= 4:
            continue
        opened[shape] = opened.get(shape, 0) + 1
        answer = page.goto(poisoned.address + path)
        assert answer is not None
        assert answer.status < 500, path
        ran += [(path, found[:200]) for found in page.evaluate(FOUND)]
        for href in page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))"):
            link = href.split("#")[0]
            if link.startswith("/") and link not in known:
                known.add(link)
                queue.append(link)
    assert len(opened) > 10
    assert ran == []
    page.context.close()


def test_no_text_in_an_address_runs(poisoned: Server, chromium: Browser) -> None:
    page, ran = a_page(chromium), []
    for payload in PAYLOADS:
        text = quote(payload, safe="")
        for path in (
            f"/proposte?q={text}&argomento={text}&stato={text}",
            f"/accesso?next=/{text}",
            f"/trova-il-tuo-quartiere?via={text}&numero={text}",
        ):
            page.goto(poisoned.address + path, wait_until="domcontentloaded")
            ran += [(path, found[:200]) for found in page.evaluate(FOUND)]
    assert ran == []
    page.context.close()
