# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A person with a browser: every page they open is checked by axe, for console errors and for requests off the host.

Who comes with a phone looks at each page on a desk too, so that one journey says both. On PostgreSQL nobody looks: a
page looks the same there, and what it writes and asks is what only that run can break.
"""

import os
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, ViewportSize

from tests.journeys.measures import CUT_TEXTS, GAPS, MOTION, SMALL_TARGETS

IS_POSTGRES = bool(os.environ.get("RIONE_TEST_POSTGRES"))
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESK = (360, 740), (1280, 900)
# What may scroll sideways inside a page, by name: on a phone nothing but text that no line may break.
SIDEWAYS_ON_A_PHONE, SIDEWAYS_ON_A_DESK = "pre", "pre, .table-frame"
SCROLLS = """names => [...document.querySelectorAll('body, body *')].filter(one => one.scrollWidth > one.clientWidth + 1
  && /auto|scroll/.test(getComputedStyle(one).overflowX) && !one.matches(names)
  ).map(one => one.tagName.toLowerCase() + '.' + one.className)"""
LEAST = (320, 640)  # what 1280 px are at 400 % (WCAG 1.4.10)
STILL = "Promise.allSettled(document.getAnimations().map(each => each.finished))"
DRAWN = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done())))"

SESSION = "rione_session"
_SESSIONS: dict[tuple[str, str], Any] = {}  # of an account on a server


@dataclass(slots=True)
class Visitor:
    """One browser context at one width."""

    page: Page
    address: str
    faults: list[str] = field(default_factory=list)
    has_script: bool = True

    def go(self, path: str) -> None:
        """Open a page and look at it closely."""
        self.page.goto(self.address + path)
        self.look()

    def look(self) -> None:
        """Accessibility of what is on the screen now; sideways scrolling is a fault too. Without a phone: as it is."""
        self.look_as_it_is()
        if self.page.viewport_size == _size(PHONE):
            self._look_at(DESK)

    def look_as_it_is(self) -> None:
        """At the width of this visitor: what is open would close at another one."""
        self.page.wait_for_load_state("load")
        if not IS_POSTGRES:
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        self._check()

    def look_at_both_widths(self) -> None:
        """The same page on a phone and on a desk, whatever this visitor came with."""
        self.look_as_it_is()
        self._look_at(DESK if self.page.viewport_size == _size(PHONE) else PHONE)

    def look_in_the_dark(self) -> None:
        """The colours of the page that was looked at, in a dark scheme; nothing is still on its way to its colour."""
        self.page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        for settled in (DRAWN, STILL, DRAWN):
            self.page.evaluate(settled)
        self._check_violations("{runOnly: ['color-contrast'], resultTypes: ['violations']}", "in the dark, ")
        self.page.emulate_media(color_scheme="light", reduced_motion="no-preference")

    def look_closely(self) -> None:
        """As it is, and what a finger, wide letters and one who hears the headings meet."""
        self.look_as_it_is()
        for measure in (SMALL_TARGETS, CUT_TEXTS, GAPS, MOTION):
            self._measure(measure)

    def _measure(self, measure: str) -> None:
        width = (self.page.viewport_size or {}).get("width")
        self.faults += [f"{self.page.url}: {found}, {width} px wide" for found in self.page.evaluate(measure)]

    def _look_at(self, size: tuple[int, int]) -> None:
        own = self.page.viewport_size
        if own is None or IS_POSTGRES:
            return
        for each in (_size(size), own):
            self.page.set_viewport_size(each)
            self.page.evaluate(DRAWN)
            if each != own:
                self._check()

    def _check(self) -> None:
        # violations whole; of what passed, which fills long pages, only that it did
        self._check_violations("{resultTypes: ['violations']}")
        if self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            self.faults.append(f"{self.page.url}: scrolls sideways")
        width = (self.page.viewport_size or {}).get("width", 0)
        names = SIDEWAYS_ON_A_DESK if width > PHONE[0] else SIDEWAYS_ON_A_PHONE
        for inside in self.page.evaluate(SCROLLS, names):
            self.faults.append(f"{self.page.url}: {inside} scrolls sideways")

    def _check_violations(self, options: str, how: str = "") -> None:
        if IS_POSTGRES:
            return
        for violation in self.page.evaluate(f"async () => (await axe.run({options})).violations"):
            where = "; ".join(str(node["target"]) for node in violation["nodes"][:3])
            width = (self.page.viewport_size or {}).get("width")
            self.faults.append(f"{self.page.url}: axe {violation['id']} at {where}, {how}{width} px wide")

    def sees(self, text: str) -> None:
        """The text is to be seen on the page."""
        self.page.get_by_text(text).filter(visible=True).first.wait_for()

    def born(self, day: date) -> None:
        """Type a birth date in its three fields."""
        fields = self.page.get_by_role("group", name="Data di nascita")
        for label, number in (("Giorno", day.day), ("Mese", day.month), ("Anno", day.year)):
            fields.get_by_label(label, exact=True).fill(str(number))

    def sign_in(self, email: str, password: str) -> None:
        """By the form, which test_every_page.py looks at; who has come in once comes back in the same session."""
        context = self.page.context
        if kept := _SESSIONS.get((self.address, email)):
            context.add_cookies([kept])
            return
        self.page.goto(f"{self.address}/accesso")
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("main").get_by_role("button", name="Accedi").click()
        self.page.wait_for_url(lambda url: not url.endswith("/accesso"))
        [cookie] = [found for found in context.cookies() if found.get("name") == SESSION]
        _SESSIONS[self.address, email] = {
            "name": SESSION,
            "value": cookie["value"],
            "url": self.address,
            "httpOnly": True,
            "sameSite": "Lax",
        }


def _size(size: tuple[int, int]) -> ViewportSize:
    return {"width": size[0], "height": size[1]}


def visitor(browser: Browser, address: str, size: tuple[int, int], **options: Any) -> Visitor:
    """A fresh browser context whose faults are collected."""
    context = browser.new_context(viewport=_size(size), locale="it-IT", **options)
    page = context.new_page()
    page.set_default_timeout(45_000)  # a machine with much to do is no failure
    person = Visitor(page, address, has_script=options.get("java_script_enabled", True))

    def on_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "status of 4" not in message.text:
            person.faults.append(f"{page.url}: console {message.text}")

    def on_request(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            person.faults.append(f"{page.url}: request to {request.url}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: person.faults.append(f"{page.url}: script {error}"))
    page.on("request", on_request)
    return person
