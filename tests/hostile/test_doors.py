# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is too much is refused before it is parsed: by a real server for heads, by the application for bodies.

How late others are answered meanwhile is measured by `python -m tests.hostile.floods`, not asserted here.
"""

import asyncio
import contextlib
import re
import threading
import urllib.request
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn

from deliberation.notices.office_page import LIMITS
from deliberation.proposals.contents import BODY_LENGTH, TITLE_LENGTH
from tests.commands.processes import free_port, installation
from tests.hostile.floods import FLOODS, attack
from tests.hostile.forms import OWN
from tests.hostile.test_forms import enter
from tests.hostile.towns import a_town
from web import settings
from web.app import create_app
from web.http.bodies import FILES_TYPE, FORM, FORM_TYPE, Takes
from web.http.connections import BoundedProtocol

HANG = 60
KEPT_SMALL = 120_000  # kB that the server may need at its peak beyond what it needs at rest


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, int]]:
    """A real `rione serve`: its process and its port."""
    place = installation(tmp_path_factory.mktemp("door"))
    assert place.rione("migrate").returncode == 0
    with place.serving() as (process, port):
        assert process.stdout is not None
        threading.Thread(target=process.stdout.read, daemon=True).start()  # a full pipe would stop the server
        yield process.pid, port


def peak_kilobytes(process: int) -> int:
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text(encoding="ascii"))
    assert found
    return int(found[1])


@pytest.mark.parametrize("kind", FLOODS)
async def test_a_flood_is_refused_and_the_server_goes_on(server: tuple[int, int], kind: str) -> None:
    process, port = server
    make, allowed = FLOODS[kind]
    before, sent = peak_kilobytes(process), make()
    answers = set(await asyncio.gather(*(attack(port, sent, HANG) for _ in range(4))))
    assert answers <= allowed | {0}
    assert await attack(port, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", HANG) == 200
    assert peak_kilobytes(process) - before < KEPT_SMALL


def test_a_refused_head_is_a_page_in_italian(server: tuple[int, int]) -> None:
    request = urllib.request.Request(f"http://127.0.0.1:{server[1]}/", headers={"x-a": "a" * 40_000})
    with pytest.raises(urllib.error.HTTPError) as found:
        urllib.request.urlopen(request, timeout=HANG)
    text = found.value.read().decode()
    assert found.value.code == 431
    assert "32 kB" in text
    assert 'lang="it"' in text
    assert found.value.headers["content-security-policy"].startswith("default-src 'none'")


class Impatient(BoundedProtocol):
    """The same limits, with less patience."""

    head_seconds, body_seconds, look_every, most_connections = 0.3, 0.3, 0.05, 5


@contextlib.asynccontextmanager
async def impatient() -> AsyncIterator[int]:
    """A server with little patience in this very loop; its port."""
    port = free_port()
    app = create_app(settings.load())
    server = uvicorn.Server(uvicorn.Config(app, port=port, http=Impatient, ws="none", lifespan="off", log_config=None))
    server.config.load()
    server.lifespan = server.config.lifespan_class(server.config)
    await server.startup()
    running = asyncio.create_task(server.main_loop())
    try:
        yield port
    finally:
        server.should_exit = True
        await running
        await server.shutdown()


BEGINNINGS = {
    "nothing": b"",
    "half a line": b"GET / HT",
    "half a head": b"GET / HTTP/1.1\r\nHost: x\r\nX-A: ",
    "half a body": b"POST /accesso HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Sec-Fetch-Site: same-origin\r\nContent-Length: 1000\r\n\r\nemail=",
    "half a chunk": b"POST /accesso HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Sec-Fetch-Site: same-origin\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nemail=",
    "a second request that never ends": b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nX-A: ",
}


@pytest.mark.parametrize("label", BEGINNINGS)
async def test_who_does_not_finish_a_request_is_cut_off(database: None, label: str) -> None:
    async with impatient() as port, asyncio.timeout(HANG):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(BEGINNINGS[label])
        with contextlib.suppress(ConnectionError):
            await reader.read()  # until the server closes
        writer.close()


@pytest.mark.parametrize("goes_on", [True, False])
async def test_a_small_body_that_comes_after_its_answer_leaves_the_connection_as_the_head_asked(
    database: None, goes_on: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Impatient, "head_seconds", 2 * HANG)  # nobody but the head's word closes it
    async with impatient() as port, asyncio.timeout(HANG):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        connection = b"keep-alive" if goes_on else b"close"
        head = b"POST /non-esiste HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nConnection: " + connection + b"\r\n"
        writer.write(head + b"Content-Type: application/x-www-form-urlencoded\r\n\r\n")
        answer = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", answer)
        assert length is not None
        await reader.readexactly(int(length[1]))
        writer.write(b"email=abc")
        if goes_on:
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert await reader.read(15) == (b"HTTP/1.1 200 OK" if goes_on else b"")
        writer.close()


@pytest.mark.parametrize(
    ("length", "more"),
    [(b"9", b"Expect: 100-continue\r\n"), (b"0" * 30 + b"100000", b"")],
    ids=["asked whether to send it", "large, with zeros before it"],
)
async def test_an_answer_before_a_body_that_may_not_come_is_the_connections_last(
    database: None, length: bytes, more: bytes
) -> None:
    async with impatient() as port, asyncio.timeout(HANG):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = b"POST /non-esiste HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + b"\r\n" + more
        writer.write(head + b"Content-Type: application/x-www-form-urlencoded\r\n\r\n")
        found = re.search(rb"(?i)content-length: (\d+)", await reader.readuntil(b"\r\n\r\n"))
        assert found is not None
        await reader.readexactly(int(found[1]))
        writer.write(b"a" * int(length) + b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        answered = b""
        with contextlib.suppress(ConnectionResetError):  # what nobody reads is reset at last
            answered = await reader.read()
        assert answered == b""
        writer.close()


async def test_drops_of_bytes_do_not_keep_a_connection(database: None) -> None:
    async with impatient() as port, asyncio.timeout(HANG):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.1\r\nX-A: ")
        closed = asyncio.create_task(reader.read())
        with contextlib.suppress(ConnectionError):
            while not closed.done():
                writer.write(b"a")
                await asyncio.sleep(0.05)
        await asyncio.wait([closed])
        writer.close()


async def test_a_new_visitor_takes_the_place_of_who_has_waited_longest(database: None) -> None:
    async with impatient() as port, asyncio.timeout(HANG):
        silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(Impatient.most_connections)]
        for _ in range(3):
            assert await attack(port, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", HANG) == 200
        for _, writer in silent:
            writer.close()


class Body:
    """An endless body, and how much of it was asked for."""

    def __init__(self, chunk: bytes) -> None:
        self.chunk, self.taken = chunk, 0

    async def receive(self) -> dict[str, object]:
        self.taken += len(self.chunk)
        return {"type": "http.request", "body": self.chunk, "more_body": True}


async def ask(path: str, kind: str, body: Body, length: int | None) -> int:
    headers = [(b"content-type", kind.encode()), (b"sec-fetch-site", b"same-origin"), (b"host", b"127.0.0.1:8000")]
    if length is not None:
        headers.append((b"content-length", str(length).encode()))
    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
        "scheme": "http",
        "http_version": "1.1",
        "root_path": "",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "extensions": {},
    }
    statuses = []

    async def send(message: dict[str, object]) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    await create_app(settings.load())(scope, body.receive, send)  # type: ignore[arg-type]
    return int(str(statuses[0]))


@pytest.mark.parametrize("kind", [FORM_TYPE, FILES_TYPE + "; boundary=x"])
async def test_what_is_announced_as_too_large_is_not_read_at_all(database: None, kind: str) -> None:
    body = Body(b"a&" * 1000)
    assert await ask("/accesso", kind, body, 12_000_000) == 413
    assert body.taken == 0


async def test_a_body_without_a_length_is_read_up_to_the_limit_of_its_route(database: None) -> None:
    body = Body(b"a" * 4096)
    assert await ask("/accesso", FORM_TYPE, body, None) == 413
    assert body.taken <= FORM.size + 4096


@pytest.mark.parametrize("length", [1, 100, 10**30])
async def test_a_length_that_lies_changes_nothing(database: None, length: int) -> None:
    body = Body(b"a" * 4096)
    assert await ask("/accesso", FORM_TYPE, body, length) == 413
    assert body.taken <= FORM.size + 4096


async def test_fields_are_counted_before_they_are_parsed(browser: httpx.AsyncClient) -> None:
    await a_town()
    await enter(browser, None)
    many = await browser.post("/accesso", content="a=1&" * FORM.fields, headers=OWN)
    assert many.status_code == 413
    assert str(FORM.fields) in many.text
    few = await browser.post("/accesso", content="&".join(["a=1"] * FORM.fields), headers=OWN)
    assert few.status_code == 403  # read, and asked to be sent again for want of a token


async def test_files_are_refused_where_none_are_taken(browser: httpx.AsyncClient) -> None:
    await a_town()
    await enter(browser, None)
    answer = await browser.post(
        "/accesso",
        files={"email": ("a.txt", b"a")},
        headers={**OWN, "content-type": ""} | {"content-type": "multipart/form-data; boundary=x"},
    )
    assert answer.status_code == 415
    assert "file" in answer.text


async def test_what_is_shown_again_is_bounded(browser: httpx.AsyncClient) -> None:
    await a_town()
    await enter(browser, None)
    body = "&".join(f"campo{n}=" + "<" * 600 for n in range(199))
    answer = await browser.post("/accesso", content=body, headers=OWN)
    assert answer.status_code == 403
    assert answer.text.count("<blockquote>") <= 10
    assert answer.text.count('type="hidden" name="campo') == 199  # all of it is sent again


async def test_every_route_that_takes_more_than_a_form_says_so() -> None:
    more = {
        (method, route.path): handler.opt["takes"]
        for route in create_app(settings.load()).litestar.routes
        for method, (handler, _) in getattr(route, "route_handler_map", {}).items()
        if "takes" in handler.opt
    }
    assert all(isinstance(takes, Takes) for takes in more.values())
    assert {key for key, takes in more.items() if takes.files} >= {
        ("POST", "/gestione/ufficio/documenti/nuovo"),
        ("POST", "/gestione/impostazioni/comune"),
    }


async def test_the_longest_texts_that_forms_allow_are_within_the_limits(browser: httpx.AsyncClient) -> None:
    town = await a_town()
    token = await enter(browser, town.office)
    texts = {name: "𝄞" * limit for name, limit in LIMITS.items()} | {"email": "ufficio@comune.example"}
    version = re.findall(r'name="version" value="(\d+)"', (await browser.get("/gestione/ufficio")).text)[0]
    answer = await browser.post("/gestione/ufficio", data={"_csrf": token, "version": version, **texts}, headers=OWN)
    assert answer.status_code in (200, 303)
    assert "𝄞" * 20_000 in (await browser.get("/ufficio")).text
    token = await enter(browser, town.resident)
    data = {"_csrf": token, "title": "𝄞" * TITLE_LENGTH, "body": "𝄞" * BODY_LENGTH, "version": "1"}
    refused = await browser.post(f"/proposte/{town.own}/modifica", data=data, headers=OWN)
    assert refused.status_code in (200, 303, 409, 422)
