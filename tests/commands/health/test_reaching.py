# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""rione doctor --public asks the public address over the network: a site with TLS in every state that is refused."""

import ssl
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from web import settings
from web.commands.health import public, reaching
from web.settings import Settings


@pytest.fixture
def found() -> Settings:
    return settings.load()


class _Page(BaseHTTPRequestHandler):
    """The sign-in page of a site in some state: what the server's `said` says."""

    def do_GET(self) -> None:
        status, headers = self.server.said  # type: ignore[attr-defined]
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        return None


@contextmanager
def _site(said: tuple[int, Sequence[tuple[str, str]]], certificate: Path | None) -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Page)
    server.said = said  # type: ignore[attr-defined]
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


def _certificate(folder: Path, days: int) -> Path:
    file = folder / f"{days}.pem"
    asked = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", str(days), "-subj", "/CN=localhost"]
    files = ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(file), "-out", str(folder / "public")]
    subprocess.run([*asked, *files], check=True, capture_output=True)
    file.write_text(file.read_text() + (folder / "public").read_text())
    return file


STRICT = ("Strict-Transport-Security", "max-age=1")
SEALED = ("Set-Cookie", "__Host-rione_form=x; Path=/; Secure")


def test_the_public_address_is_asked_as_a_browser_asks_it(tmp_path: Path) -> None:
    good, short = _certificate(tmp_path, 60), _certificate(tmp_path, 5)
    for said, certificate, fault in (
        ((200, [STRICT, SEALED]), good, ""),
        ((200, [STRICT, SEALED]), short, "the certificate ends in 4 days"),
        ((502, [STRICT]), good, "the sign-in page answers 502"),
        ((200, [SEALED]), good, "no Strict-Transport-Security"),
        ((200, [STRICT, ("Set-Cookie", "rione_form=x; Secure")]), good, "rione_form does not begin with __Host-"),
        ((200, [STRICT, ("Set-Cookie", "__Host-rione_form=x; Path=/")]), good, "no Secure"),
    ):
        with _site(said, certificate) as port:
            trusted = ssl.create_default_context(cafile=str(certificate))
            found = reaching.reach(f"https://localhost:{port}", trusted=trusted)
        told = reaching.faults(found, is_below=False)
        assert len(told) == (1 if fault else 0)
        assert fault in "; ".join(told)


async def test_a_certificate_that_nobody_signed_and_a_site_that_is_away_are_told(
    found: Settings, tmp_path: Path
) -> None:
    with _site((200, [STRICT, SEALED]), _certificate(tmp_path, 60)) as port:
        here = replace(found, base_url=f"https://localhost:{port}")
        told = await public.public_answer(here)
        assert "browsers refuse the certificate" in told.says
        assert told.ok is False
    told = await public.public_answer(here)
    assert "does not answer" in told.says
    assert told.ok is False


async def test_a_site_that_is_in_order_is_told_so(
    found: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = _certificate(tmp_path, 60)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with _site((200, [STRICT, SEALED]), certificate) as port:
        told = await public.public_answer(replace(found, base_url=f"https://localhost:{port}"))
        assert told.ok, told
        monkeypatch.setattr(reaching, "way_in_clear", lambda _: (200, ""))
        told = await public.public_answer(replace(found, base_url=f"https://localhost:{port}"))
    assert told.ok is False
    assert "over http it answers 200 and does not lead to https" in told.says


def test_http_leads_to_https() -> None:
    for location in ("https://localhost/accesso", "/altro"):
        with _site((301, [("Location", location)]), None) as port:
            assert reaching.way_in_clear("https://localhost", port) == (301, location)
    assert reaching.way_in_clear("https://localhost", 1) == (0, "")
