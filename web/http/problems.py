# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Refusals as answers: the one table from their class to a status, and the words of their code."""

from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import structlog
from litestar import Response
from litestar.exceptions import HTTPException
from litestar.types import ASGIApp, Receive, Scope, Send

from deliberation.clock import in_rome
from deliberation.errors import CivicError, Conflict, Invalid, NotAllowed, NotFound, TooLate, TooMany
from deliberation.outages import Outage, Unavailable
from deliberation.places.queries import city
from web.http.bodies import BodyRefused
from web.http.forgery import SAFE, ask_again, own_address, what_was_typed
from web.http.guards import Access, NoCityYet, may_open
from web.http.requests import CivicRequest
from web.http.visits import LONGEST_NEXT, visit_of, visit_without_database
from web.render import page, see_other
from web.words.i18n import duration, euro, translate
from web.words.messages import MESSAGES

STATUS: dict[type[CivicError], int] = {
    NotFound: 404,
    NotAllowed: 403,
    Conflict: 409,
    Invalid: 422,
    TooLate: 409,
    TooMany: 429,
}
TEMPLATES = {
    403: "errors/403.html",
    404: "errors/404.html",
    405: "errors/404.html",
    413: "errors/413.html",
    415: "errors/415.html",
    429: "errors/429.html",
}
BY_CODE = {"result.not_published": "results/not_yet.html"}
RETRY_AFTER = {Outage.BUSY: 5}
RETRY_LATER = 30
WAIT_FOR_CITY = 3600
_KEPT_HEADERS = ("allow", "retry-after")
log = structlog.get_logger("problems")


def words(locale: str, code: str, parameters: dict[str, object] | None = None) -> str:
    """The sentence of a code, in the reader's language. An unknown code is a fault of ours, never shown raw."""
    message = MESSAGES.get(code)
    if message is None:
        log.error("a refusal without words", code=code)
        message = MESSAGES["generic"]
    known = dict(parameters or {"_": ""})
    if isinstance(seconds := known.get("retry_after"), int):
        known["wait"] = duration(seconds, locale)
    if isinstance(cents := known.get("over_cents"), int):
        known["over"] = euro(cents, locale)
    if isinstance(again := known.get("again_at"), datetime):
        known["again"] = f"{in_rome(again + timedelta(seconds=59)):%H:%M}"  # its minute has not begun before
    return translate(locale, message, **known)


def status_of(refusal: CivicError | None) -> int:
    return STATUS[type(refusal)] if refusal else 200


def _is_file(request: CivicRequest) -> bool:
    """Whether a program asks for a file that has nothing to do with a comune."""
    return request.url.path.startswith(("/static/", "/.well-known/", "/tema.css", "/stemma.png"))


def words_for(request: CivicRequest, error: CivicError) -> str:
    return words(request.locale, error.code, error.parameters)


def _wants_json(request: CivicRequest) -> bool:
    return request.url.path.startswith("/api/") or "application/json" in request.headers.get("accept", "")


async def civic_problem(request: CivicRequest, error: CivicError) -> Response[Any]:
    """A use case refused."""
    await visit_of(request)  # an impersonal route has looked nobody up
    status = status_of(error)
    headers = {"retry-after": str(error.parameters["retry_after"])} if "retry_after" in error.parameters else {}
    if _wants_json(request):
        body = {
            "type": f"about:blank#{error.code}",
            "title": words(request.locale, error.code, error.parameters),
            "status": status,
            "code": error.code,
        }
        return Response(body, status_code=status, media_type="application/problem+json", headers=headers)
    if error.code == "sign_in.needed" and request.method == "GET":
        target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        target = target if len(target) <= LONGEST_NEXT else "/"
        return await see_other(request, f"/accesso?next={quote(target, safe='')}")
    if error.code == "sign_in.needed":
        return await ask_again(request)
    template = BY_CODE.get(error.code) or TEMPLATES.get(status, "errors/problem.html")
    context = {"code": error.code, "message": words_for(request, error), **error.parameters}
    return await page(request, template, context, status=status, headers=headers)


async def no_city_yet(request: CivicRequest, _: NoCityYet) -> Response[Any]:
    """An installation without a comune: the office is led to the set-up, everybody else reads one page."""
    if _wants_json(request):
        words_there = words(request.locale, "city.unknown")
        body = {"type": "about:blank#city.unknown", "title": words_there, "status": 503, "code": "city.unknown"}
        return Response(body, status_code=503, media_type="application/problem+json")
    if may_open(request.actor, Access.OFFICE):
        return await see_other(request, "/gestione/impostazioni/comune")
    headers = {"retry-after": str(WAIT_FOR_CITY), "x-robots-tag": "noindex"}
    return await page(request, "errors/no_city.html", status=503, headers=headers)


async def http_problem(request: CivicRequest, error: HTTPException) -> Response[Any]:
    """The framework refused: unknown page, wrong method, body too large, unreadable input."""
    await visit_of(request)  # where there is no route the guard has not run
    status = error.status_code
    if status in {404, 405} and not (await city()).id and not _is_file(request):
        return await no_city_yet(request, NoCityYet())
    headers = {name: value for name, value in (error.headers or {}).items() if name.lower() in _KEPT_HEADERS}
    said = translate(request.locale, error.message, **error.values) if isinstance(error, BodyRefused) else ""
    if _wants_json(request):
        body = {"type": "about:blank", "title": said or error.detail, "status": status}
        return Response(body, status_code=status, media_type="application/problem+json", headers=headers)
    template = TEMPLATES.get(status, "errors/problem.html" if status < 500 else "errors/500.html")
    code = {400: "request.unreadable", 404: "page.unknown", 405: "page.unknown"}.get(status, "generic")
    context = {"code": code, "message": said or words(request.locale, code)}
    return await page(request, template, context, status=status, headers=headers)


async def outage(request: CivicRequest, error: Unavailable) -> Response[Any]:
    """The database does not serve: a page that needs none, with what was typed, to be sent again."""
    log.error("outage", exc_info=error)
    visit = visit_without_database(request)
    headers = {"retry-after": str(RETRY_AFTER.get(error.outage, RETRY_LATER))}
    if _wants_json(request):
        body = {
            "type": "about:blank#database.unavailable",
            "title": words(visit.locale, "database.unavailable"),
            "status": 503,
            "code": "database.unavailable",
            "request_id": request.scope["state"].get("request_id", ""),
        }
        return Response(body, status_code=503, media_type="application/problem+json", headers=headers)
    is_form = request.method not in SAFE
    context: dict[str, Any] = {"is_form": is_form, "again": own_address(request)}
    if is_form:
        context |= await what_was_typed(request)
    return await page(request, "errors/503.html", context, status=503, headers=headers)


async def fault(request: CivicRequest, error: Exception) -> Response[Any]:
    """A fault of ours: the person gets the request's id, the log gets the traceback."""
    log.error("fault", exc_info=error)
    if _wants_json(request):
        body = {
            "type": "about:blank",
            "title": "Internal Server Error",
            "status": 500,
            "request_id": request.scope["state"].get("request_id", ""),
        }
        return Response(body, status_code=500, media_type="application/problem+json")
    try:
        visit_without_database(request)  # whose answer may be the fault
        return await page(request, "errors/500.html", {"code": "fault", "message": ""}, status=500)
    except Exception as second:
        log.error("fault while showing a fault", exc_info=second)
        number = request.scope["state"].get("request_id", "")
        text = f"Il servizio ha un guasto. Riprova tra poco. Codice: {number}"
        return Response(text, status_code=500, media_type="text/plain; charset=utf-8")


class _Later(Response[None]):
    """Litestar's exception handlers are not async; our pages are. This answer makes the page when it is sent."""

    def __init__(self, made: Coroutine[Any, Any, Response[Any]]) -> None:
        super().__init__(None)
        self._made = made

    def to_asgi_response(self, request: CivicRequest, **options: Any) -> ASGIApp:  # type: ignore[override]
        async def send_page(scope: Scope, receive: Receive, send: Send) -> None:
            try:
                response = await self._made
            except HTTPException as error:  # the form to show again cannot be read
                response = await http_problem(request, error)
            except Unavailable as error:  # met while a refusal was explained
                response = await outage(request, error)
            except Exception as error:
                response = await fault(request, error)
            await response.to_asgi_response(request=request, **options)(scope, receive, send)

        return send_page


def _later(handler: Callable[[Any, Any], Coroutine[Any, Any, Response[Any]]]) -> Callable[[Any, Any], Response[Any]]:
    return lambda request, error: _Later(handler(request, error))


HANDLERS: Any = {
    CivicError: _later(civic_problem),
    NoCityYet: _later(no_city_yet),
    HTTPException: _later(http_problem),
    Unavailable: _later(outage),
    Exception: _later(fault),
}
