# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Requests that no browser of a person sends: strange bodies, methods, headers, cookies, ways out of the site."""

import re
from urllib.parse import quote_from_bytes

import httpx
import pytest
from litestar import get

from tests.architecture.routes import all_routes
from tests.hostile.forms import OWN
from tests.hostile.test_forms import enter, fault
from tests.hostile.towns import a_town
from tests.people.people import PASSWORD
from tests.world import ToAComune, post
from web import settings
from web.app import create_app
from web.http.guards import Access

EXPECTED = {
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "x-frame-options",
    "cache-control",
    "x-request-id",
}
SAME = {"sec-fetch-site": "same-origin", "accept-language": "it"}
MULTIPART = "multipart/form-data; boundary=x"
PART = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n'
BODIES: dict[str, tuple[str, bytes]] = {
    "JSON": ("application/json", b'{"title": ["a"]}'),
    "broken JSON": ("application/json", b'{"title'),
    "text": ("text/plain", b"title=a"),
    "no type": ("", b"title=a"),
    "nonsense type": (";;;==", b"title=a"),
    "unknown charset": ("application/x-www-form-urlencoded; charset=klingon", b"title=a"),
    "broken escapes": ("application/x-www-form-urlencoded", b"title=%&%zz=%f&&&=;=\x00\xff"),
    "thousand fields": ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(5_000))),
    "no boundary": ("multipart/form-data", PART),
    "other boundary": ("multipart/form-data; boundary=y", PART + b"--x--"),
    "cut off": (MULTIPART, PART[:30]),
    "never closed": (MULTIPART, PART),
    "empty": (MULTIPART, b""),
    "too many parts": (MULTIPART, PART * 2_500 + b"--x--\r\n"),
    "files for text": (
        MULTIPART,
        b"".join(
            PART.replace(b'"a"', b'"%s"; filename="../../x.html"' % name)
            for name in (b"_csrf", b"title", b"body", b"email", b"password", b"next", b"version")
        )
        + b"--x--\r\n",
    ),
    "part without a name": (MULTIPART, b"--x\r\nContent-Type: text/plain\r\n\r\nb\r\n--x--\r\n"),
    "endless header": (MULTIPART, b"--x\r\nContent-Disposition: form-data; name=" + b"a" * 9_000 + b"\r\n\r\n--x--"),
}


@pytest.mark.parametrize("label", BODIES)
async def test_no_body_breaks_a_route(browser: httpx.AsyncClient, label: str) -> None:
    kind, body = BODIES[label]
    town, wrong = await a_town(), []
    for who in ("visitor", "office"):
        token = await enter(browser, town.people().get(who))
        headers = {**SAME, "x-csrf-token": token, **({"content-type": kind} if kind else {})}
        for route in all_routes():
            if route.method == "POST" and not route.pattern.startswith(("/esci", "/profilo")):
                answer = await browser.post(route.address, content=body, headers=headers)
                if problem := fault(answer):
                    wrong.append((who, route.pattern, answer.status_code, problem))
    assert wrong == [], "\n".join(map(str, wrong))


async def test_a_body_that_is_too_large_gets_a_page_in_italian(browser: httpx.AsyncClient) -> None:
    town = await a_town()
    token = await enter(browser, town.office)
    for path in ("/gestione/ufficio/documenti/nuovo", "/accesso", "/gestione/ufficio"):
        answer = await browser.post(
            path,
            data={"_csrf": token, "title": "a"},
            headers=SAME,
            files={"file": ("a.pdf", b"%PDF-" + b"x" * 13_000_000)},
        )
        assert answer.status_code == 413, path
        assert "troppo grande" in answer.text
        assert 'lang="it"' in answer.text
        assert set(answer.headers) >= EXPECTED


async def test_repeated_fields_count_once(browser: httpx.AsyncClient) -> None:
    town = await a_town()
    token = await enter(browser, town.resident)
    body = f"_csrf={token}&body=uno&body=due&stance=for&stance=against&token=prova1&parent=&parent="
    answer = await browser.post(f"/proposte/{town.others}/commenti", content=body, headers=OWN)
    assert answer.status_code == 303
    page = (await browser.get(f"/proposte/{town.others}")).text
    assert (page.count("<p>uno</p>"), page.count("<p>due</p>")) in ((1, 0), (0, 1))


async def test_every_kind_of_answer_carries_the_security_headers(browser: httpx.AsyncClient) -> None:
    town = await a_town()
    await enter(browser, None)
    css = re.findall(r'href="(/static/[^"]+\.css)"', (await browser.get("/")).text)[0]
    asked = [
        ("GET", "/", 200),
        ("HEAD", "/", 200),
        ("OPTIONS", "/", 204),
        ("PUT", "/", 405),
        ("TRACE", "/", 405),
        ("GET", "/niente", 404),
        ("POST", "/niente", 404),
        ("GET", "/profilo", 303),
        ("POST", "/accesso", 403),
        ("GET", css, 200),
        ("GET", "/static/niente.css", 404),
        ("GET", "/api/v1/proposals", 200),
        ("GET", "/api/v1/niente", 404),
        ("GET", "/api/v1/proposals?page=x", 400),
        ("GET", "/healthz", 200),
        ("GET", f"/documenti/{town.document}", 200),
        ("GET", f"/documenti/{town.removed}", 404),
        ("GET", "/sorgente/rione.tar.gz", 200),
        ("GET", "/robots.txt", 200),
    ]
    for method, path, status in asked:
        answer = await browser.request(method, path, headers={"if-none-match": "*"})
        assert answer.status_code == status, (method, path)
        assert set(answer.headers) >= EXPECTED, (method, path)
        assert "unsafe" not in answer.headers["content-security-policy"]
        if method == "HEAD":
            assert answer.content == b""
        if status == 405:
            assert "GET" in answer.headers["allow"]


async def test_a_fault_has_the_headers_and_a_number_and_tells_nothing(database: None) -> None:
    @get("/guasto", opt={"access": Access.ANYONE})
    async def broken() -> None:
        raise RuntimeError("la password del database")

    app = create_app(settings.load())
    app.litestar.register(broken)
    transport = ToAComune(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        answer = await client.get("/guasto")
        as_json = await client.get("/guasto", headers={"accept": "application/json"})
    assert (answer.status_code, as_json.status_code) == (500, 500)
    assert set(answer.headers) >= EXPECTED
    assert answer.headers["x-request-id"] in answer.text
    assert 'lang="it"' in answer.text
    for text in (answer.text, as_json.text):
        assert "password del database" not in text
        assert "RuntimeError" not in text
        assert "Traceback" not in text


@pytest.mark.parametrize(
    "headers",
    [
        {"x-http-method-override": "POST"},
        {"x-method-override": "DELETE"},
        {"x-original-url": "/gestione"},
        {"x-rewrite-url": "/gestione"},
        {"x-forwarded-host": "evil.example"},
        {"host": "evil.example"},
        {"x-forwarded-prefix": "//evil.example"},
        {"x-forwarded-proto": "https"},
    ],
)
async def test_no_header_changes_the_method_the_address_or_the_host(
    browser: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    town = await a_town()
    await enter(browser, town.resident)
    answer = await browser.get(f"/proposte/{town.own}/ritira?_method=DELETE&_csrf=x", headers=headers)
    assert answer.status_code == 200
    assert "evil.example" not in answer.text
    assert (await browser.get(f"/proposte/{town.own}")).status_code == 200
    sent = await browser.get("/gestione", headers=headers)
    assert sent.status_code == 403


AWAY = (
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/\t/evil.example",
    "/\n/evil.example",
    "/%0d%0aset-cookie:a=b\r\nx: y",
    "http:/evil.example",
    " //evil.example",
    "\u00a0//evil.example",
    "/..//evil.example",
    "/.//evil.example",
    "/;@evil.example",
    "@evil.example",
    "/%5cevil.example",
    "//[::1]",
    "/é€",
    "/\ud800",
    "/a" * 900,
)


@pytest.mark.parametrize("target", AWAY)
async def test_nobody_is_sent_to_another_site(browser: httpx.AsyncClient, target: str) -> None:
    town = await a_town()
    await enter(browser, None)
    raw = target.encode(errors="surrogatepass")
    doors = [await post(browser, "/accesso", "/accesso", email="nessuno@example.org", password=PASSWORD)]
    away = quote_from_bytes(raw)
    await enter(browser, town.resident)
    doors.append(await browser.get(f"/accesso?next={away}"))
    doors.append(await browser.post("/lingua", content=f"locale=it&next={away}", headers=OWN))
    for answer in doors:
        assert answer.status_code < 500
        where = answer.headers.get("location", "/")
        assert where.startswith("/"), where
        joined = httpx.URL("http://127.0.0.1:8000/accesso").join(where)
        assert joined.host == "127.0.0.1", where
        assert "\\" not in where


async def test_broken_cookies_are_as_good_as_none(browser: httpx.AsyncClient) -> None:
    await a_town()
    names = ("rione_session", "rione_visitor", "rione_flash", "rione_locale", "rione_scheda")
    for value in (b"", b"a", b"a.b", b"\xff\xfe", b"W10.x", b'"', b"x" * 4_000, b"%00", b"{}", b"../..", b"=;=", b"."):
        header = b"; ".join(name.encode() + b"=" + value for name in names)
        for path in ("/", "/accesso", "/consultazioni/voto-budget/vota", "/consultazioni/voto-budget/vota/riepilogo"):
            answer = await browser.get(path, headers=[(b"cookie", header)])
            assert answer.status_code < 400, (value, path)


async def test_cookies_are_for_the_server_alone(browser: httpx.AsyncClient) -> None:
    await a_town()
    answers = [
        await browser.get("/accesso"),
        await browser.post("/lingua", data={"locale": "en"}, headers=SAME),
        await post(browser, "/accesso", "/esci"),
    ]
    found = [value for answer in answers for value in answer.headers.get_list("set-cookie")]
    assert len(found) >= 3
    for cookie in found:
        assert "httponly" in cookie.lower()
        assert "samesite=lax" in cookie.lower()
        assert "path=/" in cookie.lower()
        assert "domain" not in cookie.lower()
