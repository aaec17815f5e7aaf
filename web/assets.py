# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Static files: hashed names, compressed beforehand, kept in memory, immutable. No session, no cookie."""

import gzip
import json
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web import settings
from web.http.guards import Access, routes
from web.http.requests import CivicRequest

STATIC = Path(__file__).parent / "static"
MANIFEST = STATIC / "vendor" / "manifest.json"
mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("text/javascript", ".js")


@cache
def manifest() -> dict[str, str]:
    """Logical name → path below static/, as written by web.assets_build."""
    found: dict[str, str] = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return found


def url(name: str) -> str:
    """The address of a static file by its logical name, as 'app.css'."""
    return f"{_prefix()}/static/{manifest()[name]}"


@cache
def _prefix() -> str:
    return settings.load().path_prefix


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file ready to send, by encoding."""

    media_type: str
    encodings: dict[str, bytes]


_FILES: dict[str, StaticFile] = {}


def _file(path: str) -> StaticFile | None:
    """A file of web/static, read once; addresses that name none are not remembered."""
    if path in _FILES:
        return _FILES[path]
    try:
        target = (STATIC / path).resolve()
        if not target.is_relative_to(STATIC) or not target.is_file():
            return None
    except (OSError, ValueError):  # a name that no file can have
        return None
    _FILES[path] = _read(target)
    return _FILES[path]


def _read(target: Path) -> StaticFile:
    body = target.read_bytes()
    encodings = {"identity": body}
    for encoding, suffix in (("br", ".br"), ("gzip", ".gz")):
        packed = target.with_name(target.name + suffix)
        if packed.is_file():
            encodings[encoding] = packed.read_bytes()
    media_type = mimetypes.guess_type(target.name)[0] or "application/octet-stream"
    if "gzip" not in encodings and media_type.startswith(("text/", "image/svg", "application/json")):
        encodings["gzip"] = gzip.compress(body, 6)
    return StaticFile(media_type, encodings)


@get("/static/{path:path}")
async def static_file(request: CivicRequest, path: FromPath[str]) -> Response[bytes]:
    """A file of web/static."""
    file = _file(str(path).lstrip("/"))
    if file is None or str(path).endswith((".br", ".gz")):
        raise NotFoundException
    accepted = request.headers.get("accept-encoding", "")
    encoding = next((e for e in ("br", "gzip") if e in accepted and e in file.encodings), "identity")
    headers = {"cache-control": "public, max-age=31536000, immutable", "vary": "accept-encoding"}
    if encoding != "identity":
        headers["content-encoding"] = encoding
    return Response(file.encodings[encoding], media_type=file.media_type, headers=headers)


ROUTES = routes(Access.ANYONE, static_file, static=True, impersonal=True)
