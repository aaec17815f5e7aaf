# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Headers of every answer, the request's id, the access log. Outermost, so that a 404 has them too."""

import secrets
import time
from collections.abc import MutableMapping
from typing import Any

import structlog
from litestar import Litestar
from litestar.enums import ScopeType
from litestar.types import Message, Receive, Scope, Send

from deliberation.database import engine
from web.http import connections, heads
from web.settings import Settings

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "manifest-src 'self'",
    )
)
HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "x-frame-options": "DENY",
}
log = structlog.get_logger("access")


async def refuse(status: int, send: Send) -> None:
    """Answer with a page that costs nothing."""
    body = connections.refusal_page(status)
    headers = [(name.encode(), value.encode()) for name, value in connections.REFUSAL_HEADERS]
    headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def _is_unlogged(scope: Any) -> bool:
    return bool(getattr(scope.get("route_handler"), "opt", {}).get("unlogged"))


class Application:
    """The Litestar application inside the headers and the log that every answer carries."""

    def __init__(self, litestar: Litestar, settings: Settings) -> None:
        self.litestar = litestar
        self.settings = settings
        fixed = dict(HEADERS)
        if settings.is_https:
            fixed["strict-transport-security"] = "max-age=31536000"  # the operator answers for no other host
        self._headers = [(name.encode(), value.encode()) for name, value in fixed.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.litestar(scope, receive, send)
            return
        if scope["method"] == "HEAD":  # as GET; the server leaves the body out
            scope = {**scope, "method": "GET"}
        refused = heads.refused_status(scope)
        scope = heads.cleaned(scope)
        request_id = secrets.token_hex(8)
        state: MutableMapping[str, Any] = scope.setdefault("state", {})
        state["request_id"] = request_id
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=request_id)
        statements = engine().statements.start()
        started = time.perf_counter()
        status = 0

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = list(message.get("headers", []))
                present = {name.lower() for name, _ in headers}
                if _is_unlogged(scope) and b"referrer-policy" not in present:
                    headers.append((b"referrer-policy", b"strict-origin"))  # the proxy's log holds referrers too
                    present.add(b"referrer-policy")
                headers += [(n, v) for n, v in self._headers if n not in present]
                if b"cache-control" not in present:
                    headers.append((b"cache-control", b"no-store"))
                headers.append((b"x-request-id", request_id.encode()))
                message["headers"] = headers
            await send(message)

        try:
            if refused:
                await refuse(refused, send_with_headers)
            else:
                await self.litestar(scope, receive, send_with_headers)
        finally:
            if (form := state.get("form")) is not None:
                await form.close()
            self._note(scope, status, time.perf_counter() - started, len(statements))

    def _note(self, scope: Any, status: int, seconds: float, statements: int) -> None:
        """One line a request: the route's pattern, never the path, the query, the body or the address."""
        handler = scope.get("route_handler")
        if _is_unlogged(scope) or getattr(handler, "opt", {}).get("static"):
            return
        pattern = next(iter(getattr(handler, "paths", []) or []), "-")
        log.info(
            "request", method=scope["method"], route=pattern, status=status, ms=round(seconds * 1000, 1), sql=statements
        )
