# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A site whose database stops says so, loses nothing that was typed, and works again by itself."""

import asyncio
import html
import re
import resource
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import asyncpg
import httpx
import pytest

from tests import databases
from tests.commands.processes import Installation
from tests.postgres_server import Server, binaries

TYPED, SECRET = "anna+prova@example.org", "una frase molto segreta"
SECONDS_AT_MOST = 30
SPARE = 2  # connections of the visitor, which the server may not have closed yet
Condition = Callable[[Installation, int], AbstractContextManager[set[str]]]


def _execute(place: Installation, *statements: str) -> None:
    async def run() -> None:
        connection = await asyncpg.connect(place.settings["DATABASE_URL"])
        for statement in statements:
            await connection.execute(statement)
        await connection.close()

    asyncio.run(run())


@contextmanager
def _locked(place: Installation, _pid: int) -> Iterator[set[str]]:
    if databases.IS_POSTGRES:
        with asyncio.Runner() as runner:
            other = runner.run(asyncpg.connect(place.settings["DATABASE_URL"]))
            listed = "SELECT string_agg(format('%I', tablename), ', ') FROM pg_tables WHERE schemaname = 'public'"
            named = runner.run(other.fetchval(listed))
            runner.run(other.execute(f"BEGIN; LOCK TABLE {named} IN EXCLUSIVE MODE"))  # reading is let through
            try:
                yield {"busy"}
            finally:
                runner.run(other.close())
        return
    with closing(sqlite3.connect(place.folder / "rione.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield {"busy"}


@contextmanager
def _full(place: Installation, pid: int) -> Iterator[set[str]]:
    if databases.IS_POSTGRES:
        _execute(
            place,
            """
            CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
              RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100';
            END $$;
            DO $$ DECLARE t text; BEGIN FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
              EXECUTE format('CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE OR DELETE ON %I
                FOR EACH STATEMENT EXECUTE FUNCTION full_disk()', t);
            END LOOP; END $$;
        """,
        )
        yield {"full"}
        _execute(place, "DROP FUNCTION full_disk CASCADE")
        return
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (1, before[1]))
    yield {"full", "failing"}  # SQLite tells "no space left" from "file too large", which a limit gives
    resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


@contextmanager
def _moved(place: Installation, _pid: int) -> Iterator[set[str]]:
    file = place.folder / "rione.sqlite"
    file.rename(place.folder / "away")
    yield {"gone"}
    (place.folder / "away").rename(file)


@contextmanager
def _read_only(place: Installation, _pid: int) -> Iterator[set[str]]:
    name = place.settings["DATABASE_URL"].rsplit("/", 1)[1]
    again = (
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' AND pid <> pg_backend_pid()"
    )
    _execute(place, f"ALTER DATABASE {name} SET default_transaction_read_only = on", again)
    yield {"read_only"}
    _execute(
        place,
        "SET default_transaction_read_only = off",
        f"ALTER DATABASE {name} RESET default_transaction_read_only",
        again,
    )


@contextmanager
def _stopped(_place: Installation, _pid: int) -> Iterator[set[str]]:
    assert _server is not None
    _server.stop("immediate")
    try:
        yield {"gone"}
    finally:
        _server.start()  # also after a failure: the fixture below stops it once more


CONDITIONS: dict[str, Condition] = {
    "locked": _locked,
    "full": _full,
    **({"read-only": _read_only, "stopped": _stopped} if databases.IS_POSTGRES else {"moved": _moved}),
}
_server: Server | None = None


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation that waits one second; on PostgreSQL with a server of its own, which can be stopped."""
    global _server
    made = Installation(tmp_path_factory.mktemp("place"), {"DATABASE_TIMEOUT": "1"})
    with tempfile.TemporaryDirectory(prefix="rione-pg-") as folder:
        if databases.IS_POSTGRES:
            programs = binaries()
            assert programs is not None
            _server = Server(programs, folder)
            _server.start()
            made.settings["DATABASE_URL"] = f"{_server.address}/postgres"
        assert made.rione("migrate").returncode == 0
        yield made
        if _server is not None:
            _server.stop("immediate")


def _until(status: int, client: httpx.Client) -> httpx.Response:
    """`/healthz`, once it says so."""
    until = time.monotonic() + SECONDS_AT_MOST
    while True:
        answer = client.get("/healthz")
        if answer.status_code == status or time.monotonic() > until:
            assert answer.status_code == status, answer.text
            return answer
        time.sleep(0.2)


def _until_it_works(client: httpx.Client, form: dict[str, str]) -> httpx.Response:
    """The form's answer, once it is taken: with one second for the database, a busy machine may be late once more."""
    until = time.monotonic() + SECONDS_AT_MOST
    while (answer := client.post("/accesso", data=form)).status_code == 503:
        assert time.monotonic() < until, answer.text
        time.sleep(0.2)
    return answer


def _token(text: str) -> str:
    found = re.search(r'name="_csrf" value="([^"]+)"', text)
    assert found is not None
    return html.unescape(found[1])


def _open_files(pid: int) -> tuple[int, int]:
    return len(list(Path(f"/proc/{pid}/fd").iterdir())), len(list(Path(f"/proc/{pid}/task").iterdir()))


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_site_whose_database_stops_says_so_keeps_what_was_typed_and_works_again_by_itself(
    place: Installation, name: str
) -> None:
    after = []
    with (
        place.serving() as (process, port),
        httpx.Client(
            base_url=f"http://127.0.0.1:{port}", headers={"sec-fetch-site": "same-origin"}, timeout=SECONDS_AT_MOST
        ) as client,
    ):
        for _ in range(2):
            form = {
                "_csrf": _token(client.get("/accesso").text),
                "email": TYPED,
                "password": SECRET,
                "next": "/profilo",
            }
            with CONDITIONS[name](place, process.pid) as reasons:
                ill = _until(503, client)
                assert ill.json()["status"] in reasons
                assert int(ill.headers["retry-after"]) > 0
                shown = client.post("/accesso", data=form)
                assert (shown.status_code, '<html lang="it">' in shown.text) == (503, True), shown.text
                assert int(shown.headers["retry-after"]) > 0
                assert shown.headers["x-request-id"] in shown.text
                assert f'value="{TYPED}"' in shown.text
                assert SECRET not in shown.text
                assert shown.headers["content-security-policy"]
                english = client.post("/accesso", data=form, headers={"accept-language": "en"})
                assert (english.status_code, "The service has stopped" in english.text) == (503, True)
                program = client.post("/accesso", data=form, headers={"accept": "application/json"})
                assert program.headers["content-type"] == "application/problem+json"
                assert (program.status_code, program.json()["status"]) == (503, 503)
                assert program.json()["request_id"] == program.headers["x-request-id"]
                style = re.search(r'<link rel="stylesheet" href="([^"]+)"', shown.text)
                assert style is not None
                assert client.get(style[1]).status_code == 200
            _until(200, client)
            again = _until_it_works(client, {**form, "_csrf": _token(shown.text)})
            assert again.status_code not in (403, 500), again.text
            after.append(_open_files(process.pid))
        assert after[1][0] <= after[0][0] + SPARE, after
        assert after[1][1] <= after[0][1], after
