# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files for nginx, in a real nginx with TLS before the real program: at the root of a host and under a sub-path."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from litestar.handlers import HTTPRouteHandler

from tests.commands.processes import ROOT, installation
from tests.deploy.proxies import Proxy, running, written
from web.app import ROUTES
from web.http.bodies import FORM, KB
from web.http.connections import HEAD_SECONDS, MOST_HEAD

DEPLOY = ROOT / "deploy"

PASSWORD = "una frase lunga per l'ufficio"
EMAIL = "ufficio@comune.example"
SECRET = "SEGRETO"
# Each is one of the three kinds of page that leave no line, as a browser, a mail program or a stranger may write it.
UNLOGGED = (
    f"/conferma/{SECRET}1",
    f"/recupero/{SECRET}2",
    f"/%63onferma/{SECRET}3",
    f"//recupero//{SECRET}4",
    f"/./x/../recupero/{SECRET}5?{SECRET}",
    f"/consultazioni/{SECRET}6/vota",
    f"/consultazioni/{SECRET}7/vota/registrato",
    f"/consultazioni/{SECRET}8/%76ota/riepilogo",
)
Site = tuple[Proxy, httpx.Client]


@pytest.fixture(scope="module", params=["root", "sub-path"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The program and nginx before it."""
    proxy = written(tmp_path_factory.mktemp("nginx"), shared=request.param == "sub-path")
    place = installation(tmp_path_factory.mktemp("program"))
    place.settings |= {"BASE_URL": proxy.base_url, "TRUSTED_PROXIES": "127.0.0.1"}
    assert place.rione("migrate").returncode == 0
    place.found()
    made = place.rione("account", "create", "--role", "office", "--email", EMAIL, "--password-stdin", typed=PASSWORD)
    assert made.returncode == 0, made.stderr
    with place.serving(port=proxy.program_port), running(proxy), proxy.browser() as browser:
        yield proxy, browser


def test_nginx_accepts_the_files(site: Site) -> None:
    proxy, _ = site
    checked = subprocess.run([*proxy.command, "-t"], capture_output=True, text=True)
    told = [line for line in checked.stderr.splitlines() if "syntax is ok" not in line and "is successful" not in line]
    assert (checked.returncode, told) == (0, [])


def test_pages_styles_and_scripts_load(site: Site) -> None:
    proxy, browser = site
    page = browser.get(f"{proxy.base_url}/")
    assert page.status_code == 200
    assert page.headers["strict-transport-security"] == "max-age=31536000"
    style = page.text.split('<link rel="stylesheet" href="', 1)[1].split('"', 1)[0]
    script = page.text.split(' src="', 1)[1].split('"', 1)[0]
    for file, kind in ((style, "text/css"), (script, "text/javascript")):
        assert file.startswith(f"{proxy.prefix}/static/")
        answer = browser.get(f"https://{proxy.host}:{proxy.tls_port}{file}")
        assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, kind)
        assert answer.content


def test_redirects_stay_on_the_host_and_below_the_path(site: Site) -> None:
    proxy, browser = site
    away = browser.get(f"{proxy.base_url}/gestione")
    assert away.status_code == 303
    assert away.headers["location"].startswith(f"{proxy.prefix}/accesso?next=%2Fgestione")
    if proxy.prefix:
        bare = browser.get(proxy.base_url)
        assert (bare.status_code, bare.headers["location"]) == (301, f"{proxy.base_url}/")
        assert browser.get(f"https://{proxy.host}:{proxy.tls_port}/").text == "il sito del comune"
    else:
        plain = browser.get(f"http://{proxy.host}:{proxy.plain_port}/conferma/{SECRET}0")
        assert (plain.status_code, plain.headers["location"]) == (301, f"{proxy.base_url}/conferma/{SECRET}0")
        assert SECRET not in proxy.told()


def test_signing_in_works_with_cookies_that_only_https_sends(site: Site) -> None:
    proxy, browser = site
    form = browser.get(f"{proxy.base_url}/accesso")
    token = form.text.split('name="_csrf" value="', 1)[1].split('"', 1)[0]
    origin = f"https://{proxy.host}:{proxy.tls_port}"
    headers = {"origin": origin, "sec-fetch-site": "same-origin"}
    typed = {"_csrf": token, "email": EMAIL, "password": PASSWORD}
    entered = browser.post(f"{proxy.base_url}/accesso", data=typed, headers=headers)
    assert entered.status_code == 303, entered.text
    assert entered.headers["location"].startswith(f"{proxy.prefix}/")
    [session] = [c for c in entered.headers.get_list("set-cookie") if "rione_session=" in c]
    assert session.startswith("__Secure-" if proxy.prefix else "__Host-")
    assert {"secure", "httponly", f"path={proxy.prefix or '/'}"} <= {
        part.strip().lower() for part in session.split(";")
    }
    assert browser.get(f"{proxy.base_url}/gestione").status_code == 200


def _as_location(path: str) -> str:
    """An address of ours as nginx matches it."""
    return f"~ ^{re.sub(r'{[^}]+}', '[^/]+', path)}$" if "{" in path else f"= {path}"


def test_the_files_name_the_limits_of_the_program() -> None:
    """A route that takes more, or another that takes files, must be let through by both examples."""
    taken = {path: h.opt.get("takes", FORM) for h in ROUTES if isinstance(h, HTTPRouteHandler) for path in h.paths}
    largest_form = max(takes.size for takes in taken.values() if not takes.files)
    files = {(_as_location(path), -(-takes.size // KB**2)) for path, takes in taken.items() if takes.files}
    common, at_root, below = (
        (DEPLOY / name).read_text() for name in ("nginx-proxy.conf", "nginx.conf", "nginx-subpath.conf")
    )
    assert f"client_max_body_size {largest_form // KB}k;" in common
    for text, prefix in ((at_root, ""), (below, "/partecipa")):
        found = re.findall(r"location (= |~ \^)(\S+) \{\s+client_max_body_size (\d+)m;", text)
        assert {(kind + path.removeprefix(prefix), int(size)) for kind, path, size in found} == files
    assert "large_client_header_buffers 4 8k;" in at_root
    assert MOST_HEAD == 4 * 8 * KB
    assert "keepalive_timeout 10s;" in (DEPLOY / "nginx-http.conf").read_text()
    assert HEAD_SECONDS > 10


def test_limits_are_the_programs(site: Site) -> None:
    proxy, browser = site
    headers = {"sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded"}

    def sent(path: str, kilobytes: int) -> int:
        return browser.post(f"{proxy.base_url}{path}", content=b"a" * (kilobytes * 1024), headers=headers).status_code

    assert sent("/accesso", 513) == 413
    assert sent("/gestione/ufficio/documenti/nuovo", 600) != 502
    assert sent("/gestione/ufficio/documenti/nuovo", 12 * 1024 + 1) == 413
    assert browser.get(f"{proxy.base_url}/", headers={"x-long": "a" * 7000}).status_code == 200
    many = {f"x-long-{number}": "a" * 7000 for number in range(5)}
    assert browser.get(f"{proxy.base_url}/", headers=many).status_code == 400


def is_nginxs_own_page(answer: httpx.Response) -> bool:
    """A whole page in Italian with a line of English, that fetches nothing and runs nothing."""
    asks = re.search(r"(src|href|action|content)=(?!\"width=)|url\(|@import|<script|https?:", answer.text)
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        answer.headers["content-type"] == "text/html; charset=utf-8"
        and answer.headers["content-security-policy"] == policy
        and answer.headers["cache-control"] == "no-store"
        and answer.text.startswith('<!DOCTYPE html>\n<html lang="it">')
        and answer.text.count('<p lang="en">') == 1
        and asks is None
    )


def test_what_nginx_finds_too_large_is_refused_in_italian(site: Site) -> None:
    proxy, browser = site
    for path, kilobytes in (("/accesso", 513), ("/gestione/ufficio/documenti/nuovo", 12 * 1024 + 1)):
        answer = browser.post(f"{proxy.base_url}{path}", content=b"a" * (kilobytes * 1024))
        assert answer.status_code == 413
        assert is_nginxs_own_page(answer)
        assert "<h1>Quello che hai inviato è troppo grande</h1>" in answer.text


def test_while_the_program_is_away_nginx_says_so_in_italian(tmp_path: Path) -> None:
    for shared in (False, True):
        proxy = written(tmp_path / str(shared), shared=shared)
        with running(proxy), proxy.browser() as browser:
            for method in ("GET", "POST"):
                answer = browser.request(method, f"{proxy.base_url}/accesso")
                assert (answer.status_code, answer.headers["retry-after"]) == (502, "60")
                assert is_nginxs_own_page(answer)
                assert "<h1>Il servizio è fermo per un momento</h1>" in answer.text
                assert "nginx" not in answer.text


def test_what_the_program_refuses_passes_through_nginx_as_it_is(site: Site) -> None:
    proxy, browser = site
    headers = {"sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded"}
    answer = browser.post(f"{proxy.base_url}/accesso", content=b"a" * 200 * 1024, headers=headers)
    assert answer.status_code == 413
    assert "<header" in answer.text


def test_no_log_of_nginx_holds_a_link_of_a_mail_or_who_votes(site: Site) -> None:
    proxy, browser = site
    for path in UNLOGGED:
        raw = httpx.URL(f"https://{proxy.host}:{proxy.tls_port}").copy_with(raw_path=f"{proxy.prefix}{path}".encode())
        assert browser.get(raw).status_code < 500
        browser.get(f"{proxy.base_url}/accesso?x={SECRET}", headers={"referer": f"{proxy.base_url}{path}"})
    assert f'"GET {proxy.prefix}/accesso" 200' in proxy.told()
    assert SECRET not in proxy.told()
    assert "vota" not in proxy.told()


def test_the_error_log_is_silent_about_them_while_the_program_is_away(tmp_path: Path) -> None:
    for shared in (False, True):
        proxy = written(tmp_path / str(shared), shared=shared)
        with running(proxy), proxy.browser() as browser:
            for path in UNLOGGED:
                answer = browser.get(f"{proxy.base_url}{path}", headers={"referer": f"{proxy.base_url}{path}"})
                assert answer.status_code == 502
            assert browser.get(f"{proxy.base_url}/accesso").status_code == 502
        assert f'"GET {proxy.prefix}/accesso" 502' in proxy.told()
        assert SECRET not in proxy.told()
