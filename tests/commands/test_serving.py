# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A real server: stops without cutting anybody off, serves under a sub-path, believes only its proxy, logs nobody."""

import http.client
import json
import signal
import socket
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests import databases
from tests.commands.processes import Installation, installation

ENDED = (0, -signal.SIGTERM, 128 + signal.SIGTERM)


@pytest.fixture
def place(tmp_path: Path) -> Installation:
    made = installation(tmp_path)
    assert made.rione("migrate").returncode == 0
    return made


def test_a_stop_finishes_the_request_in_flight(place: Installation) -> None:
    body = b"locale=en&next=/"
    head = (
        b"POST /lingua HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\nContent-Length: %d\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n\r\n" % len(body)
    )
    with place.serving() as (process, port):
        with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
            line.sendall(head + body[:4])
            time.sleep(0.5)  # the request has begun: the form waits for its other half
            process.send_signal(signal.SIGTERM)
            time.sleep(0.5)
            assert process.poll() is None
            with pytest.raises(ConnectionError):
                socket.create_connection(("127.0.0.1", port), timeout=5).close()
            line.sendall(body[4:])
            answer = b""
            while chunk := line.recv(4096):
                answer += chunk
        assert answer.startswith(b"HTTP/1.1 303")
        assert process.wait(25) in ENDED


def test_the_site_lives_under_a_sub_path(place: Installation) -> None:
    place.found()
    place.settings["BASE_URL"] = "https://www.comune.example/partecipa"
    with place.serving() as (_, port):  # the proxy takes the prefix off
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        line.request("GET", "/", headers={"accept": "text/html"})
        answer = line.getresponse()
        text = answer.read().decode()
        assert answer.status == 200
        assert answer.getheader("strict-transport-security") == "max-age=31536000"  # no word about other hosts
        style = text.split('<link rel="stylesheet" href="', 1)[1].split('"', 1)[0]
        assert style.startswith("/partecipa/static/")
        line.request("GET", style.removeprefix("/partecipa"))
        file = line.getresponse()
        assert (file.status, bool(file.read())) == (200, True)
        line.request("GET", "/gestione")
        away = line.getresponse()
        away.read()
        assert away.status == 303
        assert (away.getheader("location") or "").startswith("/partecipa/accesso?next=%2Fgestione")
        line.close()


def test_the_log_names_nobody_and_the_answer_carries_its_number(place: Installation) -> None:
    place.found()
    place.settings["LOG_FORMAT"] = "json"
    with place.serving() as (process, port):
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        headers = {
            "cookie": "rione_session=SECRETCOOKIE",
            "user-agent": "SECRETBROWSER",
            "x-forwarded-for": "203.0.113.77",
            "content-type": "application/x-www-form-urlencoded",
            "accept-language": "it",
        }
        line.request("GET", "/?q=SECRETQUERY", headers=headers)
        answer = line.getresponse()
        answer.read()
        number = answer.getheader("x-request-id")
        line.request("POST", "/accesso?x=SECRETQUERY", "password=SECRETBODY&email=anna@example.org", headers)
        line.getresponse().read()
        line.request("GET", "/SECRETPATH", headers=headers)
        missing = line.getresponse()
        missing.read()
        assert missing.getheader("x-request-id")
        line.close()
        process.send_signal(signal.SIGTERM)
        told = process.communicate(timeout=30)[0]
    lines = [json.loads(text) for text in told.splitlines() if text.startswith("{")]
    [home] = [entry for entry in lines if entry.get("request") == number]
    allowed = {"request", "event", "level", "timestamp", "method", "route", "status", "ms", "sql"}
    assert set(home) == allowed
    assert (home["method"], home["route"], home["status"]) == ("GET", "/", 200)
    for secret in ("SECRET", "203.0.113.77", "127.0.0.1:", "anna@", "example.org"):
        assert secret not in told.split("stops it)", 1)[1]


@pytest.mark.skipif(not databases.IS_POSTGRES, reason="several processes need PostgreSQL")
def test_several_processes_serve_on_postgres_and_stop_together(place: Installation) -> None:
    place.found()
    with place.serving("--workers", "3") as (process, port):

        def one(_: int) -> int:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as answer:
                return int(answer.status)

        with ThreadPoolExecutor(8) as pool:
            assert set(pool.map(one, range(60))) == {200}
        process.send_signal(signal.SIGTERM)
        assert process.wait(25) in ENDED
