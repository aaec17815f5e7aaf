# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses and cookies before anything parses them: bounded, and without the one character no database stores.

The framework remembers the last thousand query strings and cookie headers with what it found in them: without a limit
on their parts, small requests would fill the memory.
"""

import re

from litestar.types import HTTPScope

MOST_QUERY, MOST_PARAMETERS = 8_000, 100
MOST_PATH = 2_000
MOST_COOKIES = 20
_OURS = re.compile(rb"(?:^|;)[ \t]*((?:__Host-|__Secure-)?rione_[^;]*)")
_NUL, _SHOWN_NUL = b"%00", b"%EF%BF%BD"  # replaced, not removed: %%0000 without %00 is %00


def refused_status(scope: HTTPScope) -> int:
    """414 for an address that is too long or has too many parameters, otherwise 0."""
    query = scope["query_string"]
    too_long = len(query) > MOST_QUERY or len(scope["path"]) > MOST_PATH
    return 414 if too_long or query.count(b"&") >= MOST_PARAMETERS else 0


def cleaned(scope: HTTPScope) -> HTTPScope:
    """The request as the application reads it: no NUL in path and query, no cookies but our own."""
    query = scope["query_string"].replace(b"\x00", _SHOWN_NUL).replace(_NUL, _SHOWN_NUL)
    path = scope["path"].replace("\x00", "\ufffd")
    headers = [pair for pair in scope["headers"] if pair[0] != b"cookie"]
    sent = b";".join(value for name, value in scope["headers"] if name == b"cookie")
    if cookies := b"; ".join(_OURS.findall(sent)[:MOST_COOKIES]):
        headers.append((b"cookie", cookies))
    return {**scope, "query_string": query, "path": path, "headers": headers}
