# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Options and places that every test may ask for."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import hypothesis
import pytest

from tests import databases

ROOT = Path(__file__).parent.parent
# How long an example takes says nothing of the code on a machine with other work: scipy is imported in one of them.
hypothesis.settings.register_profile("rione", deadline=None)
hypothesis.settings.load_profile("rione")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate-goldens", action="store_true", help="write the golden files again")


@pytest.fixture(scope="session")
def regenerate(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are written instead of compared."""
    return bool(request.config.getoption("--regenerate-goldens"))


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The folder of real data, named by RIONE_DATA; without it the test is left out, in CI it is an error."""
    folder = Path(os.environ.get("RIONE_DATA") or ROOT.parent / "shared" / "data").resolve()
    if folder.is_dir():
        return folder
    if os.environ.get("CI") == "true":
        raise FileNotFoundError(f"no real data in {folder}: set RIONE_DATA")
    pytest.skip("real data not found: set RIONE_DATA")


@pytest.fixture(autouse=True, scope="session")
def refusals_have_words() -> Iterator[None]:
    """Whatever is refused in any test has a code that has a sentence, and so has each of its fields."""
    from deliberation.errors import CivicError
    from web.words.messages import MESSAGES

    made = CivicError.__init__

    def checked(self: CivicError, code: str, *, fields: dict[str, str] | None = None, **parameters: object) -> None:
        wordless = {code, *(fields or {}).values()} - set(MESSAGES)
        assert not wordless, f"no sentence for {wordless}"
        made(self, code, fields=fields, **parameters)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CivicError, "__init__", checked)
        yield


@pytest.fixture
def agreed_hasher(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are hashed as in a city, for the test that says how."""
    from deliberation.people.access import passwords

    monkeypatch.setattr(passwords, "_HASHER", databases.AGREED_HASHER)


@pytest.fixture
async def database() -> AsyncIterator[None]:
    """An empty, migrated database with its pool open: SQLite, or PostgreSQL when RIONE_TEST_POSTGRES names a server."""
    from deliberation.database import opened
    from deliberation.installation.parts import Part, speak
    from deliberation.places.queries import forget_city

    forget_city()
    speak(Part.QUARTIERE)
    databases.empty()
    async with opened(min_size=1):  # PostgreSQL starts a process for each; more come when a test needs them
        yield


@pytest.fixture
async def browser(database: None, request: pytest.FixtureRequest) -> AsyncIterator[httpx.AsyncClient]:
    """A browser without a window, over the real application; `database` is open below it.

    A site serves no page without a comune: before its first request the browser founds one where a test has not, but
    for tests marked `without_comune`.
    """
    from tests import applications
    from tests.world import ToAComune

    kind = httpx.ASGITransport if request.node.get_closest_marker("without_comune") else ToAComune
    transport = kind(applications.as_if_started(), raise_app_exceptions=False)
    # Packing a page and unpacking it again takes a fifth of the time of most: journeys and tests/places ask for that.
    plain = {"accept-encoding": "identity"}
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", headers=plain) as client:
        yield client


def pytest_unconfigure() -> None:
    databases.leave()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Make the database before any event loop runs, and only if a test of this run asks for it.

    Long tests come first, so that at the end no worker is left alone with one.
    """
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    if any({"database", "bologna", "town"} & set(getattr(item, "fixturenames", ())) for item in items):
        databases.make()
