# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How bytes that people uploaded are answered: as what they are, under a harmless name, and never as a page of ours."""

from urllib.parse import quote

from litestar import Response

from web.http.requests import CivicRequest

# What may be seen now may be hidden in a minute: a browser keeps it, and asks each time whether it still may show it.
ASK_AGAIN = "private, no-cache"


def file_headers(name: str, way: str = "attachment") -> dict[str, str]:
    """`way` is "inline" or "attachment". Whatever is inside has no scripts, no forms and no origin."""
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '";\\%' else "_" for c in name)
    return {
        "content-disposition": f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; sandbox",
    }


def is_known(request: CivicRequest, digest: str) -> bool:
    """Whether the browser says that it has these bytes already."""
    asked = request.headers.get("if-none-match", "")
    return asked.strip() == "*" or f'"{digest}"' in (tag.strip().removeprefix("W/") for tag in asked.split(","))


def unchanged(digest: str) -> Response[bytes]:
    """It is the same as before, and may still be seen."""
    return Response(b"", status_code=304, headers={"etag": f'"{digest}"', "cache-control": ASK_AGAIN})
