# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A person with a browser: every page they open is checked by axe, for console errors and for requests off the host."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, Request

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


@dataclass(slots=True)
class Visitor:
    """One browser context at one width."""

    page: Page
    address: str
    faults: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open a page and look at it closely."""
        self.page.goto(self.address + path)
        self.look()

    def look(self) -> None:
        """Accessibility of what is on the screen now; sideways scrolling is a fault too."""
        self.page.wait_for_load_state("load")
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        self._check()

    def look_at_both_widths(self) -> None:
        """The same page on a phone and on a desk."""
        self.look()
        own = self.page.viewport_size
        for width, height in (PHONE, DESK):
            if own and width != own["width"]:
                self.page.set_viewport_size({"width": width, "height": height})
                self._check()
        if own:
            self.page.set_viewport_size(own)

    def _check(self) -> None:
        # violations whole; of what passed, which fills long pages, only that it did
        options = "{resultTypes: ['violations']}"
        found: list[dict[str, Any]] = self.page.evaluate(f"async () => (await axe.run({options})).violations")
        for violation in found:
            where = "; ".join(str(node["target"]) for node in violation["nodes"][:3])
            self.faults.append(f"{self.page.url}: axe {violation['id']} at {where}")
        if self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            self.faults.append(f"{self.page.url}: scrolls sideways")

    def sees(self, text: str) -> None:
        """The text is on the page."""
        self.page.get_by_text(text).first.wait_for()

    def sign_in(self, email: str, password: str) -> None:
        self.go("/accesso")
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("main").get_by_role("button", name="Accedi").click()
        self.page.wait_for_load_state("load")


def visitor(browser: Browser, address: str, size: tuple[int, int], **options: Any) -> Visitor:
    """A fresh browser context whose faults are collected."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="it-IT", **options)
    page = context.new_page()
    page.set_default_timeout(45_000)  # a machine with much to do is no failure
    person = Visitor(page, address)

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
