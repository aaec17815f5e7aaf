# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The public address, asked as a browser asks it: certificate, cookies, and http that leads to https."""

import http.client
import re
import ssl
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

PATIENCE = 10
LEAST_DAYS = 14


@dataclass(frozen=True, slots=True)
class Reached:
    """What came back from BASE_URL/accesso over https."""

    status: int
    cookies: tuple[str, ...]
    strict_transport: str
    days_left: int


def reach(base_url: str, *, trusted: ssl.SSLContext | None = None) -> Reached:
    """Ask for the sign-in page. Raises OSError (ssl.SSLError, too) or http.client.HTTPException."""
    parts = urlsplit(base_url)
    context = trusted or ssl.create_default_context()
    line = http.client.HTTPSConnection(parts.hostname or "", parts.port or 443, timeout=PATIENCE, context=context)
    try:
        line.connect()
        ends = (line.sock.getpeercert() or {}).get("notAfter", "")
        line.request("GET", f"{parts.path}/accesso", headers={"Accept": "text/html", "User-Agent": "rione doctor"})
        answer = line.getresponse()
        days = int((ssl.cert_time_to_seconds(str(ends)) - time.time()) // 86400)
        cookies = tuple(answer.headers.get_all("set-cookie") or ())
        return Reached(answer.status, cookies, answer.headers.get("strict-transport-security", ""), days)
    finally:
        line.close()


def faults(found: Reached, *, is_below: bool) -> list[str]:
    """What is wrong with what came back; `is_below`: under a sub-path, where a cookie cannot be bound to the host."""
    told = [] if found.status == 200 else [f"the sign-in page answers {found.status}"]
    prefix = "__Secure-" if is_below else "__Host-"
    told += [f"the cookie {name} does not begin with {prefix}" for name in _named(found.cookies, prefix)]
    told += ["a cookie goes over http too (no Secure)"] if not all(map(_is_secure, found.cookies)) else []
    told += [] if found.strict_transport else ["no Strict-Transport-Security"]
    told += [f"the certificate ends in {found.days_left} days"] if found.days_left < LEAST_DAYS else []
    return told


def _named(cookies: Sequence[str], prefix: str) -> list[str]:
    return [name for cookie in cookies if not (name := cookie.split("=", 1)[0]).startswith(prefix)]


def _is_secure(cookie: str) -> bool:
    return bool(re.search(r";\s*secure\b", cookie, re.IGNORECASE))


def way_in_clear(base_url: str, port: int = 80) -> tuple[int, str]:
    """Status and Location of the same page over http; (0, '') when nobody listens there."""
    parts = urlsplit(base_url)
    line = http.client.HTTPConnection(parts.hostname or "", port, timeout=PATIENCE)
    try:
        line.request("GET", f"{parts.path}/accesso", headers={"User-Agent": "rione doctor"})
        answer = line.getresponse()
        return answer.status, answer.headers.get("location", "")
    except (OSError, http.client.HTTPException):
        return 0, ""
    finally:
        line.close()
