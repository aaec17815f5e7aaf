# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sessions and cross-site requests: fixation, foreign tokens, foreign origins, expired sessions, open redirects."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from deliberation import clock
from deliberation.database import rows
from deliberation.people.access.sessions import LIFETIME, find_session, open_session
from tests.people.people import PASSWORD, TABS, count, enter, somebody, streets
from tests.world import ToAComune, a_city, a_person, sign_in, token_of
from web import settings
from web.http.visits import cookie_name, safe_next

FOREIGN = [
    "https://evil.example",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\\/evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "http:evil.example",
    "https:/evil.example",
    "evil.example",
    "",
    "/\tx//evil.example",
    "/\n/evil.example",
    "/x\r\nSet-Cookie: a=b",
    " //evil.example",
    "\x00//evil.example",
    "http://127.0.0.1:8000/profilo",
    "?next=//evil.example",
    "@evil.example",
    "/" + "a" * 401,
]


async def test_a_session_id_that_somebody_planted_is_never_adopted(browser: httpx.AsyncClient) -> None:
    _, email = await somebody()
    browser.cookies.set("rione_session", "planted", domain="127.0.0.1")
    browser.cookies.set("rione_visitor", "planted-too", domain="127.0.0.1")
    assert (await enter(browser, email)).status_code == 303
    assert browser.cookies.get("rione_session", domain="127.0.0.1") not in {"planted", "planted-too", None}
    assert "rione_visitor" not in browser.cookies
    assert await find_session("planted", at=clock.now()) is None


async def test_each_sign_in_gets_a_new_id_and_ends_the_session_that_was_there(browser: httpx.AsyncClient) -> None:
    person, email = await somebody()
    stranger = await a_person()
    await sign_in(browser, stranger)
    theirs = browser.cookies["rione_session"]
    page = "/profilo/email"
    answer = await browser.post(
        "/accesso", data={"_csrf": await token_of(browser, page), "email": email, "password": PASSWORD}, headers=TABS
    )
    assert answer.status_code == 303
    assert browser.cookies["rione_session"] != theirs
    assert await find_session(theirs, at=clock.now()) is None
    assert [row["account"] for row in await rows("SELECT account FROM session")] == [person.id]


async def test_a_token_of_another_session_is_refused(browser: httpx.AsyncClient) -> None:
    attacker, victim = await a_person(), await a_person()
    await sign_in(browser, attacker)
    foreign = await token_of(browser, "/profilo/sessioni")
    await sign_in(browser, victim)
    for token in (foreign, "", "x", "a.b", foreign[:-1], "." + foreign.split(".")[1], "é.è"):
        answer = await browser.post("/profilo/sessioni/chiudi-altre", data={"_csrf": token}, headers=TABS)
        assert answer.status_code == 403, token


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "same-site"}, False),
        ({"origin": "http://127.0.0.1:8000"}, True),
        ({"origin": "http://127.0.0.1:8001"}, False),
        ({"origin": "null"}, False),
        ({"origin": "https://evil.example"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1:8000"}, False),
        ({}, True),
    ],
)
async def test_a_form_sent_from_another_site_is_refused_even_with_the_token(
    browser: httpx.AsyncClient, headers: dict[str, str], passes: bool
) -> None:
    await sign_in(browser, await a_person())
    token = await token_of(browser, "/profilo/sessioni")
    answer = await browser.post("/profilo/sessioni/chiudi-altre", data={"_csrf": token}, headers=headers)
    assert (answer.status_code == 303) is passes


async def test_what_was_typed_survives_an_expired_session(browser: httpx.AsyncClient) -> None:
    await streets(await a_city())
    person, email = await somebody()
    await sign_in(browser, person)
    token = await token_of(browser, "/residenza")
    typed = {"_csrf": token, "street": "Via «Emilia» <b>Levante</b>", "number": "12", "password": PASSWORD}
    await rows("UPDATE session SET expires_at = {}", clock.now() - timedelta(seconds=1))
    asked = await browser.post("/residenza?next=/proposte", data=typed, headers=TABS)
    assert asked.status_code == 403
    assert "Premi ancora una volta" in asked.text
    assert 'value="Via «Emilia» &lt;b&gt;Levante&lt;/b&gt;"' in asked.text
    assert 'action="/residenza?next=/proposte"' in asked.text
    assert PASSWORD not in asked.text, "a password is never written into a page"
    assert 'target="_blank"' in asked.text, "signing in must not lose the page with the text"
    assert (await enter(browser, email)).status_code == 303
    again = asked.text.split('name="_csrf" value="', 2)[-1].split('"', 1)[0]
    renewed = await browser.post("/residenza?next=/proposte", data={**typed, "_csrf": again}, headers=TABS)
    assert "Premi ancora una volta" in renewed.text
    fresh = renewed.text.rsplit('name="_csrf" value="', 1)[1].split('"', 1)[0]
    sent = await browser.post("/residenza?next=/proposte", data={**typed, "_csrf": fresh}, headers=TABS)
    assert sent.status_code == 422
    assert "&lt;b&gt;Levante" in sent.text


@pytest.mark.parametrize("path", FOREIGN)
async def test_after_signing_in_nobody_is_sent_to_another_site(browser: httpx.AsyncClient, path: str) -> None:
    assert safe_next(path) == ""
    _, email = await somebody()
    answer = await enter(browser, email, next=path)
    assert answer.headers["location"] == "/"


@given(st.text(max_size=60))
def test_a_safe_path_is_always_on_our_own_host(text: str) -> None:
    found = {path: safe_next(path) for path in (text, "/" + text)}
    assert all(safe in {path, ""} for path, safe in found.items())
    followed = [safe for safe in found.values() if safe]
    assume(followed)
    assert {urlsplit(urljoin("https://rione.example/a", safe)).netloc for safe in followed} == {"rione.example"}


@pytest.mark.parametrize(
    ("base_url", "name", "path"),
    [
        ("https://partecipa.comune.example", "__Host-rione_session", "/"),
        ("https://comune.example/partecipa", "__Secure-rione_session", "/partecipa"),
        ("http://127.0.0.1:8000", "rione_session", "/"),
    ],
)
async def test_cookies_carry_the_strictest_prefix_that_the_address_allows(
    database: None, base_url: str, name: str, path: str
) -> None:
    from web.app import create_app

    found = replace(settings.load(), base_url=base_url)
    assert cookie_name(found, "session") == name
    _, email = await somebody()
    prefix = found.path_prefix
    transport = ToAComune(create_app(found), raise_app_exceptions=False)
    origin = base_url.removesuffix(prefix)
    async with httpx.AsyncClient(transport=transport, base_url=origin) as client:
        page = await client.get("/accesso")
        assert f'action="{prefix}/accesso"' in page.text
        # A proxy strips the prefix and the browser sends the cookies of its path.
        jar = "; ".join(c.split(";", 1)[0] for c in page.headers.get_list("set-cookie"))
        token = page.text.split('name="_csrf" value="', 1)[1].split('"', 1)[0]
        answer = await client.post(
            "/accesso", data={"_csrf": token, "email": email, "password": PASSWORD}, headers={**TABS, "cookie": jar}
        )
        assert answer.status_code == 303
        cookies = {c.split("=", 1)[0]: c.lower() for c in answer.headers.get_list("set-cookie")}
        assert f"path={path}" in [part.strip() for part in cookies[name].split(";")]
        assert "httponly" in cookies[name]
        assert "samesite=lax" in cookies[name]
        assert ("secure" in cookies[name].split("; ")) is found.is_https
        assert "domain=" not in cookies[name]
        assert answer.headers["location"] == f"{prefix}/"


async def test_a_visitor_who_only_reads_gets_no_cookie(browser: httpx.AsyncClient) -> None:
    for path in ("/privacy", "/sorgente", "/accessibilita", "/non-esiste"):
        assert "set-cookie" not in (await browser.get(path)).headers


async def test_a_session_ends_after_its_lifetime_and_when_the_account_is_suspended(database: None) -> None:
    person, at = await a_person(), clock.now()
    token = await open_session(person.id, "Test", at=at)
    assert await find_session(token, at=at + LIFETIME - timedelta(seconds=1))
    assert await find_session(token, at=at + LIFETIME) is None
    await rows("UPDATE account SET disabled_at = {} WHERE id = {}", at, person.id)
    assert await find_session(token, at=at) is None
    assert token not in str(await rows("SELECT * FROM session"))
    assert await count("session") == 1
