# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""rione account: roles given and taken back, accounts suspended, as an administrator does it."""

import asyncio
import json

import pytest
from click.testing import CliRunner, Result

from deliberation.database import rows
from deliberation.errors import CivicError
from tests import databases
from tests.databases import on_database
from tests.people.people import last_mail, somebody
from tests.world import a_city
from web import settings
from web.__main__ import rione
from web.commands import terminal
from web.commands.health.doctor import proxies_are_named

OFFICE = ("--role", "office")


@pytest.fixture
def email(request: pytest.FixtureRequest) -> str:
    """A city with one account, in a database that no pool holds open; commands open their own."""

    async def prepare() -> str:
        await a_city()
        return (await somebody())[1]

    databases.make()
    databases.empty()
    return str(on_database(prepare))


def run(*words: str) -> Result:
    """The command as `main` runs it; a refusal's exit code is the one that `main` leaves with."""
    result = CliRunner().invoke(rione, ["account", *words])
    if isinstance(result.exception, CivicError):
        with pytest.raises(SystemExit) as left:
            terminal.explain(result.exception)
        result.exit_code = int(str(left.value.code))
    return result


def acts() -> list[tuple[str, str]]:
    found = on_database(lambda: rows("SELECT actor, act FROM journal_entry ORDER BY sequence"))
    return [(row["actor"], row["act"]) for row in found]  # type: ignore[attr-defined]


def held() -> list[tuple[str, str]]:
    return [(h["role"], h["neighbourhood_slug"]) for h in json.loads(run("list", "--json").stdout)]


def test_a_role_is_given_to_an_address_that_has_an_account_and_taken_back(email: str) -> None:
    given = run("grant", "--email", email.upper(), *OFFICE, "--json")
    assert (given.exit_code, json.loads(given.stdout)["new"]) == (0, 1)
    again = run("grant", "--email", email, *OFFICE)
    assert (again.exit_code, "nothing changed" in again.stdout) == (0, True)
    assert held() == [("office", "")]
    assert acts() == [("cli", "role.granted")]
    refused = run("revoke", "--email", email, *OFFICE)
    assert refused.exit_code == terminal.BAD_INPUT, "somebody of the office remains"
    assert held() == [("office", "")]


def test_a_moderator_gets_neighbourhoods_or_the_whole_city(email: str) -> None:
    moderator = ("--email", email, "--role", "moderator")
    assert run("grant", *moderator).exit_code == 2
    assert run("grant", *moderator, "--city", "--neighbourhood", "navile").exit_code == 2
    assert run("grant", "--email", email, *OFFICE, "--neighbourhood", "navile").exit_code == 2
    both = run("grant", *moderator, "--neighbourhood", "navile", "--neighbourhood", "savena", "--json")
    assert json.loads(both.stdout) == {
        "email": email,
        "role": "moderator",
        "neighbourhoods": ["navile", "savena"],
        "new": 2,
    }
    assert run("grant", *moderator, "--city").exit_code == 0
    assert sorted(held()) == [("moderator", ""), ("moderator", "navile"), ("moderator", "savena")]
    assert run("revoke", *moderator, "--neighbourhood", "navile").exit_code == 0
    assert run("revoke", *moderator).exit_code == 0
    assert held() == [("moderator", "savena")]
    assert [act for _, act in acts()] == ["role.granted"] * 3 + ["role.revoked"] * 2


def test_what_is_not_there_is_refused(email: str) -> None:
    for words in (
        ("grant", "--email", "nessuno@example.org", *OFFICE),
        ("revoke", "--email", "nessuno@example.org", *OFFICE),
        ("revoke", "--email", email, *OFFICE),
        ("suspend", "--email", "nessuno@example.org"),
        ("restore", "--email", email),
        ("grant", "--email", email, "--role", "moderator", "--neighbourhood", "altrove"),
    ):
        assert run(*words).exit_code == terminal.BAD_INPUT
    assert held() == []
    assert acts() == []


def test_an_account_is_suspended_and_restored(email: str) -> None:
    assert run("suspend", "--email", email).exit_code == 0
    assert run("suspend", "--email", email).exit_code == terminal.BAD_INPUT
    assert run("restore", "--email", email, "--json").exit_code == 0
    assert [act for _, act in acts()] == ["account.suspended", "account.restored"]
    mail = on_database(lambda: last_mail("account-suspended"))
    assert mail.to == email  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("base_url", "proxies", "ok"),
    [
        ("https://partecipa.example", "", None),
        ("https://partecipa.example", "127.0.0.1", True),
        ("http://127.0.0.1:8000", "", True),
    ],
)
def test_the_doctor_notes_a_proxy_that_nobody_named(
    monkeypatch: pytest.MonkeyPatch, base_url: str, proxies: str, ok: bool | None
) -> None:
    monkeypatch.setenv("BASE_URL", base_url)
    monkeypatch.setenv("TRUSTED_PROXIES", proxies)
    assert asyncio.run(proxies_are_named(settings.load())).ok is ok
