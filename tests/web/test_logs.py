# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whatever fails, wherever, in any format and at any level: no log holds what a person typed, carries or was sent."""

import asyncio
import gc
import logging
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from litestar import Request, get, post
from litestar.params import FromPath, FromQuery

from deliberation import clock
from deliberation.database import rows, writing
from deliberation.records import jobs
from deliberation.records.tables import Job
from tests.commands.processes import free_port
from tests.world import a_city
from web import settings, worker
from web.app import create_app
from web.http import logs
from web.http.connections import BoundedProtocol
from web.http.guards import Access
from web.jobs import JOBS
from web.render import page

ROOT = Path(__file__).parents[2]
TYPED, COOKIE, TOKEN, ADDRESS = "SEGRETOscritto", "SEGRETObiscotto", "SEGRETOgettone", "segreto.anna@example.org"
SECRETS = ("SEGRETO", "segreto", "%40example", "/conferma/", "/recupero/SEG")
OPEN: dict[str, Any] = {"access": Access.ANYONE, "no_token": True}
LEVELS = [("text", ""), ("text", "1"), ("json", ""), ("json", "1")]


@get("/guasto/{token:str}", opt=OPEN)
async def broken_page(request: Request[Any, Any, Any], token: FromPath[str]) -> None:
    cookie = request.cookies["rione_visitor"]
    raise RuntimeError(f"{token} {cookie} {request.headers}")


@post("/guasto/{token:str}", opt=OPEN)
async def broken_form(request: Request[Any, Any, Any], token: FromPath[str]) -> None:
    form = await request.form()
    try:
        int(form["password"])
    except ValueError as error:
        raise LookupError(form) from error


@get("/api/v1/guasto", opt=OPEN)
async def broken_api(q: FromQuery[str]) -> dict[str, str]:
    return {}[q]


@get("/guasto-modello", opt=OPEN)
async def broken_template(request: Request[Any, Any, Any], q: FromQuery[str]) -> Any:
    class Broken:
        @property
        def name(self) -> str:
            raise ValueError(q)

    return await page(request, "errors/problem.html", {"message": Broken(), "back_href": q, **_of(Broken())})


def _of(broken: object) -> dict[str, object]:
    """A context whose template needs what cannot be had."""
    return {"retry_after": type("Number", (), {"__bool__": lambda self: bool(getattr(broken, "name", ""))})()}


@get("/guasto-base", opt=OPEN)
async def broken_statement(q: FromQuery[str]) -> None:
    async with writing():
        for _ in range(2):
            await rows(
                "INSERT INTO job (kind, key, payload, run_at, created_at, state, lease, attempts, last_error) "
                "VALUES ('x', {}, {}, 0, {}, 'done', 0, 0, '')",
                q,
                q,
                clock.now(),
            )


@get("/guasto-numero", opt=OPEN)
async def broken_value(q: FromQuery[str]) -> None:
    await rows("SELECT * FROM job WHERE no_such_column = {}", q)


@get("/guasto-compito", opt=OPEN)
async def broken_task(q: FromQuery[str]) -> None:
    async def lost() -> None:
        raise RuntimeError(q)

    asyncio.get_running_loop().create_task(lost(), name=q)
    await asyncio.sleep(0)
    gc.collect()


ROUTES = [broken_page, broken_form, broken_api, broken_template, broken_statement, broken_value, broken_task]


async def broken_job(payload: Mapping[str, Any], at: datetime) -> None:
    raise RuntimeError(f"{payload}")


async def ask_everything(client: httpx.AsyncClient) -> list[int]:
    """Every family of handlers, with secrets in each place that a request has."""
    client.cookies.set("rione_visitor", COOKIE)
    client.cookies.set("rione_session", COOKIE)
    headers = {"sec-fetch-site": "same-origin", "user-agent": TYPED, "x-csrf-token": TOKEN, "referer": f"/?{TYPED}"}
    found = []
    for path in (
        f"/guasto/{TOKEN}?q={TYPED}",
        f"/api/v1/guasto?q={TYPED}",
        f"/guasto-modello?q={TYPED}",
        f"/guasto-base?q={ADDRESS}",
        f"/guasto-numero?q={ADDRESS}",
        f"/guasto-compito?q={TYPED}",
        f"/conferma/{TOKEN}",
        f"/recupero/{TOKEN}",
        f"/{TOKEN}",
        f"/accesso?next=/{TYPED}",
    ):
        found.append((await client.get(path, headers=headers)).status_code)
    for path in (f"/guasto/{TOKEN}", "/accesso", f"/recupero/{TOKEN}", f"/conferma/{TOKEN}"):
        data = {"email": ADDRESS, "password": TYPED}
        found.append((await client.post(path, data=data, headers=headers)).status_code)
    return found


def test_handlers_that_a_server_set_up_by_itself_are_taken_away() -> None:
    uvicorn.Config(outermost_of_all, log_level="debug")  # its defaults: a handler of its own that prints values
    assert logging.getLogger("uvicorn").handlers
    logs.configure(settings.load())
    assert not any(logging.getLogger(name).handlers for name in ("uvicorn", "uvicorn.error", "uvicorn.access"))
    assert logging.getLogger("uvicorn.error").propagate


async def outermost_of_all(scope: Any, receive: Any, send: Any) -> None:
    """An application that nobody asks."""


@pytest.mark.parametrize(("form", "debug"), LEVELS)
async def test_no_failure_of_a_request_or_of_a_job_logs_a_secret(
    database: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], form: str, debug: str
) -> None:
    await a_city()
    monkeypatch.setenv("LOG_FORMAT", form)
    monkeypatch.setenv("DEBUG", debug)
    monkeypatch.setitem(JOBS, "guasto", broken_job)
    app = create_app(settings.load())
    for handler in ROUTES:
        app.litestar.register(handler)

    async def outermost(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"] == "/guasto-fuori":
            raise RuntimeError(f"{scope}")
        await app(scope, receive, send)

    port = free_port()
    config = uvicorn.Config(
        outermost,
        port=port,
        http=BoundedProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        log_level="debug" if debug else "warning",
    )
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    running = asyncio.create_task(server.main_loop())
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        statuses = await ask_everything(client)
        assert (await client.get(f"/guasto-fuori?q={TYPED}")).status_code == 500
    assert statuses.count(500) == 6
    due, payload = clock.now() - timedelta(seconds=5), {"to": ADDRESS, "link": f"/conferma/{TOKEN}"}
    await jobs.schedule("guasto", payload, run_at=due, key=None, at=due)
    assert await worker.do_one()
    server.should_exit = True
    await running
    await server.shutdown()
    told = capsys.readouterr().err
    for family in (
        "broken_page",
        "broken_form",
        "broken_api",
        "broken_template",
        "broken_statement",
        "broken_value",
        "lost",
        "outermost",
        "job failed",
        "RuntimeError",
    ):
        assert family in told, family
    last = (await Job.select(Job.last_error).where(Job.kind == "guasto"))[0]["last_error"]
    for secret in SECRETS:
        assert secret not in last
        assert secret not in told, [line for line in told.splitlines() if secret in line]


SCRIPT = """
import asyncio, logging, sys, threading, warnings
from web import settings
from web.http import logs
logs.configure(settings.load()); logs.take_over()
secret = sys.argv[1]
warnings.simplefilter("always")
warnings.warn("w " + secret, RuntimeWarning)
thread = threading.Thread(target=lambda: int(secret)); thread.start(); thread.join()
class Finaliser:
    def __del__(self): raise ValueError(secret)
Finaliser(); logging.getLogger("a.library").error("interpolated " + secret)
logging.getLogger("a.library").error("apart %s", secret)
logging.getLogger("uvicorn.access").error("GET /conferma/%s", secret)
logging.getLogger("a.library").error(ValueError(secret))
async def lost(): raise KeyError(secret)
async def main():
    asyncio.get_running_loop().create_task(lost(), name=secret); await asyncio.sleep(0)
    asyncio.get_running_loop().call_soon(int, secret); await asyncio.sleep(0.01)
asyncio.run(main(), debug=True)
try: raise ExceptionGroup(secret, [ValueError(secret), KeyError(secret)])
except ExceptionGroup as error: raise RuntimeError(secret) from error
"""


@pytest.mark.parametrize(("form", "debug"), LEVELS)
def test_what_python_itself_would_print_holds_no_secret(tmp_path: Path, form: str, debug: str) -> None:
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "LOG_FORMAT": form, "DEBUG": debug}
    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT, TYPED], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert ended.returncode == 1
    for part in (
        "RuntimeWarning",
        "uncaught in a thread",
        "uncaught in a finaliser",
        "apart %s",
        "KeyError",
        "ExceptionGroup",
        "RuntimeError",
        "Task exception was never retrieved",
    ):
        assert part in ended.stderr, part
    assert "GET /conferma" not in ended.stderr
    assert TYPED not in ended.stderr + ended.stdout


def test_a_command_that_cannot_reach_its_database_tells_no_password(tmp_path: Path) -> None:
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "DATABASE_URL": f"postgresql://u:{TYPED}@127.0.0.1:1/x"}
    for command in (["doctor"], ["migrate"], ["worker", "--once"], ["account", "list"]):
        ended = subprocess.run(
            [sys.executable, "-m", "web", *command],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert ended.returncode != 0
        assert TYPED not in ended.stderr + ended.stdout


def test_every_page_whose_address_holds_a_token_writes_no_access_line() -> None:
    app = create_app(settings.load()).litestar
    found = [route for route in app.routes if "{token" in route.path]
    assert len(found) >= 2
    for route in found:
        for handler, _ in getattr(route, "route_handler_map", {}).values():
            assert handler.opt.get("unlogged") or "OPTIONS" in handler.http_methods, route.path
