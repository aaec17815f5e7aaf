# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fifty hostile requests of each kind at once against a real `rione serve`, and how late `/healthz` answers meanwhile.

`python -m tests.hostile.floods` prints a table; docs/benchmarks.md keeps one. The attackers run in a process of their
own, as the server does: on a machine of two cores all three share them.
"""

import asyncio
import contextlib
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

AT_ONCE = 50
SILENT = b""
_FORM = b"Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin\r\n"


def _post(body: bytes, kind: bytes = _FORM, path: bytes = b"/accesso") -> bytes:
    return b"POST %s HTTP/1.1\r\nHost: x\r\n%sContent-Length: %d\r\n\r\n%s" % (path, kind, len(body), body)


def _chunked(*chunks: bytes) -> bytes:
    head = b"POST /accesso HTTP/1.1\r\nHost: x\r\n" + _FORM + b"Transfer-Encoding: chunked\r\n\r\n"
    return head + b"".join(b"%x\r\n%s\r\n" % (len(c), c) for c in chunks) + b"0\r\n\r\n"


def _multipart(part: bytes, times: int) -> bytes:
    kind = b"Content-Type: multipart/form-data; boundary=x\r\nSec-Fetch-Site: same-origin\r\n"
    return _post(part * times + b"--x--\r\n", kind)


_PART = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n'
_GET = b"GET /%s HTTP/1.1\r\nHost: x\r\n%s\r\n"

# kind → what is sent, and the statuses that may come back (none: the connection is cut).
FLOODS: dict[str, tuple[Callable[[], bytes], frozenset[int]]] = {
    "12 MB of a=1&": (lambda: _post(b"a=1&" * 3_000_000), frozenset({413})),
    "a& six million times": (lambda: _post(b"a&" * 6_000_000), frozenset({413})),
    "12 MB in chunks": (lambda: _chunked(*[b"a=1&" * 16_000] * 190), frozenset({413})),
    "chunks of one byte": (lambda: _chunked(*[b"a"] * 500_000), frozenset({400, 413})),
    "201 fields": (lambda: _post(b"a=1&" * 200), frozenset({413})),
    "200 fields of 640 bytes": (lambda: _post((b"a=" + b"<" * 640 + b"&") * 199), frozenset({403})),
    "escapes": (lambda: _post(b"a=" + b"%f0%9f%98%80" * 10_000), frozenset({403})),
    "40,000 parts": (lambda: _multipart(_PART, 40_000), frozenset({413})),
    "parts on a route without files": (lambda: _multipart(_PART, 100), frozenset({415})),
    "150 MB of one header": (lambda: _GET % (b"", b"X-A: " + b"a" * 150_000_000 + b"\r\n"), frozenset({431})),
    "20,000 headers": (lambda: _GET % (b"", b"".join(b"X-%d: a\r\n" % n for n in range(20_000))), frozenset({431})),
    "5,000 short headers": (lambda: _GET % (b"", b"a:\r\n" * 5_000), frozenset({431})),
    "1 MB of address": (lambda: _GET % (b"a" * 1_000_000, b""), frozenset({431})),
    "15,000 parameters": (lambda: _GET % (b"proposte?" + b"&a" * 15_000, b""), frozenset({414})),
    "20 kB of words": (lambda: _GET % (b"proposte?q=" + b"a+" * 10_000, b""), frozenset({414})),
    "7,500 cookies": (lambda: _GET % (b"accesso", b"Cookie: " + b"a=1;" * 7_500 + b"\r\n"), frozenset({200})),
    "10,000 requests in a row": (lambda: _GET % (b"healthz", b"") * 10_000, frozenset({200, 400})),
    "no HTTP": (lambda: b"\x16\x03\x01" + b"\x00" * 100_000, frozenset({400})),
}


async def attack(port: int, sent: bytes, within: float = 60.0) -> int:
    """Send as fast as it is taken; the status of the first answer, 0 when the connection was cut without one."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)

    async def send() -> None:
        with contextlib.suppress(ConnectionError):
            for start in range(0, len(sent), 1 << 16):
                writer.write(sent[start : start + (1 << 16)])
                await writer.drain()

    sending = asyncio.create_task(send())
    try:
        line = await asyncio.wait_for(reader.readline(), within)
        return int(line.split()[1]) if line.startswith(b"HTTP/1.1 ") else 0
    except ConnectionError:
        return 0
    finally:
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        writer.transport.abort()


async def flood(port: int, kind: str) -> list[int]:
    """All attackers of one kind at once; what each was answered."""
    sent = FLOODS[kind][0]()
    return list(await asyncio.gather(*(attack(port, sent) for _ in range(AT_ONCE))))


def _watch(port: int, kind: str) -> tuple[list[float], list[int]]:
    """Ask for /healthz every 20 ms, on a connection of its own each time, until the flood is over."""
    command = [sys.executable, "-m", "tests.hostile.floods", str(port), kind]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as attackers:
        delays = []
        while attackers.poll() is None:
            started = time.perf_counter()
            with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
                line.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                while line.recv(4096):
                    pass
            delays.append(time.perf_counter() - started)
            time.sleep(0.02)
        assert attackers.stdout is not None
        return delays, [int(word) for word in attackers.stdout.read().split()]


def measured(kinds: Sequence[str]) -> Iterator[tuple[str, float, float, dict[int, int]]]:
    """For each kind: the slowest and the median /healthz in milliseconds, and how often each status was answered."""
    from tests.commands.processes import installation

    with tempfile.TemporaryDirectory() as folder:
        place = installation(Path(folder))
        assert place.rione("migrate").returncode == 0
        with place.serving() as (process, port):
            threading.Thread(target=process.stdout.read, daemon=True).start()  # a full pipe would stop the server
            for kind in kinds:
                delays, statuses = _watch(port, kind)
                counts = {status: statuses.count(status) for status in sorted(set(statuses))}
                yield kind, max(delays) * 1000, sorted(delays)[len(delays) // 2] * 1000, counts


def main() -> None:
    print("| 50 at once | slowest /healthz, ms | median, ms | answers |\n|---|---|---|---|")
    for kind, slowest, median, counts in measured(sys.argv[1:] or list(FLOODS)):
        answers = ", ".join(f"{count} × {status or 'cut'}" for status, count in counts.items())
        print(f"| {kind} | {slowest:.0f} | {median:.0f} | {answers} |", flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1].isdigit():
        print(*asyncio.run(flood(int(sys.argv[1]), sys.argv[2])))
    else:
        main()
