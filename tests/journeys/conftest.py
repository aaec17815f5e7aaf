# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One seeded server and one browser for all journeys; a visitor for each width."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.databases import new_database
from tests.journeys.servers import Server, serving
from tests.journeys.visitors import DESK, FLAGS, PHONE, Visitor, visitor


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's program; in CI a missing one is an error, elsewhere the journeys are left out."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found:
        return found
    if os.environ.get("CI") == "true":
        raise FileNotFoundError("Chromium is not installed")
    pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The demonstration city, served on this run's kind of database."""
    with serving(database_url=new_database("journeys")) as started:
        yield started


@pytest.fixture(scope="session")
def browser_program(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=[PHONE, DESK], ids=["360", "1280"])
def person(request: pytest.FixtureRequest, server: Server, browser_program: Browser) -> Iterator[Visitor]:
    """A visitor at each width; their faults fail the journey at its end."""
    someone = visitor(browser_program, server.address, request.param)
    yield someone
    someone.page.context.close()
    assert someone.faults == []


@pytest.fixture
def another(server: Server, browser_program: Browser) -> Iterator[Callable[[], Visitor]]:
    """More people in the same journey, at the desk's width."""
    people: list[Visitor] = []

    def come() -> Visitor:
        people.append(visitor(browser_program, server.address, DESK))
        return people[-1]

    yield come
    for each in people:
        each.page.context.close()
        assert each.faults == []
