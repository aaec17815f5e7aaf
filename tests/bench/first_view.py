# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What comes down the first time that somebody opens a map that moves: the page, and all until the map stands.

    python -m tests.bench.first_view

The whole demonstration is served by `rione serve`; a proxy between it and Chromium counts what comes down into an
empty cache, headers and bodies as they were packed, until six seconds after the map is ready. (Chromium's own count
leaves out what the map's worker asks for.)
"""

import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.places import IDEAS, RESIDENT
from tests.journeys.servers import serving
from tests.journeys.visitors import DESK, FLAGS, PHONE, visitor

LIMIT = 650_000
FLAGS_WITH_WEBGL = [
    *(flag for flag in FLAGS if flag != "--disable-gpu"),
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]


@dataclass(slots=True)
class Counter:
    """A proxy before the server; `received`: bytes that came down through it."""

    server: int
    without_brotli: bool
    port: int = 0
    received: int = 0

    def serve(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            upstream = socket.create_connection(("127.0.0.1", self.server))
            for work in ((self.up, client, upstream), (self.down, upstream, client)):
                threading.Thread(target=work[0], args=work[1:], daemon=True).start()

    def up(self, client: socket.socket, upstream: socket.socket) -> None:
        while part := client.recv(65_536):
            upstream.sendall(part.replace(b", br", b"") if self.without_brotli else part)
        upstream.close()

    def down(self, upstream: socket.socket, client: socket.socket) -> None:
        while part := upstream.recv(65_536):
            self.received += len(part)
            client.sendall(part)
        client.close()


@contextmanager
def counting(server: int, *, without_brotli: bool) -> Iterator[Counter]:
    counter = Counter(server, without_brotli)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        counter.port = listener.getsockname()[1]
        threading.Thread(target=counter.serve, args=(listener,), daemon=True).start()
        yield counter


def measured(
    browser: Browser, address: str, path: str, size: tuple[int, int], *, without_brotli: bool
) -> tuple[int, int]:
    """Bytes of the page alone, and of the page with its map opened. Signed in past the proxy: a cookie has no port."""
    person = visitor(browser, address, size)
    if path != "/proposte":
        person.sign_in(*RESIDENT)
        _write(person.page, address)
    cookies = person.page.context.cookies()
    person.page.context.close()
    with counting(int(address.rsplit(":", 1)[1]), without_brotli=without_brotli) as counter:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="it-IT")
        context.add_cookies(cookies)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{counter.port}{path}")
        page.wait_for_load_state("networkidle")
        alone = counter.received
        page.get_by_role("button", name="Apri la mappa").click()
        page.locator("[data-moving-map][data-ready='1']").wait_for(timeout=60_000)
        page.wait_for_timeout(6_000)
        context.close()
        return alone, counter.received


def _write(page: Page, address: str) -> None:
    page.goto(f"{address}{IDEAS}/proposte/nuova/testo")
    page.get_by_label("Titolo").fill(f"Un albero in più {uuid4().hex[:6]}")
    page.get_by_label("La tua idea").fill("D'estate il marciapiede scotta: serve un albero.")
    page.get_by_role("button", name="Continua").click()
    page.wait_for_url("**/luogo")


def main() -> None:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    with serving(seed=("demo",)) as server, sync_playwright() as playwright:
        server.rione("map", "tiles")
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS_WITH_WEBGL)
        for path in ("/proposte", f"{IDEAS}/proposte/nuova/luogo"):
            for packing in ("br", "gzip"):
                for size in (PHONE, DESK):
                    alone, whole = measured(browser, server.address, path, size, without_brotli=packing == "gzip")
                    verdict = "" if whole <= LIMIT else "  OVER"
                    print(f"{path} {packing:4} {size[0]:4} px: page {alone:,}, with the map {whole:,}{verdict}")


if __name__ == "__main__":
    main()
