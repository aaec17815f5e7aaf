# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cross-site requests are refused: by the browser's own headers first, then by a token bound to the session."""

from typing import Any

from litestar import Response
from litestar.datastructures import FormMultiDict

from web.http.requests import CivicRequest
from web.http.visits import FIELD

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
SHORT, LONGEST_SHOWN, MOST_SHOWN = 12, 2_000, 10  # of what was typed, to read again; all of it is sent again


def is_same_origin(request: CivicRequest) -> bool:
    """What the browser says of where the request comes from. A program that sends neither header needs the token."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("origin")
    if origin is None:
        return True
    base = request.app.state.settings.base_url
    return bool(origin == "/".join(base.split("/", 3)[:3]))


async def check(request: CivicRequest) -> Response[Any] | None:
    """Litestar's before_request hook: None lets the request pass."""
    if request.method in SAFE or request.route_handler.opt.get("no_token"):
        guarded = request.method not in SAFE and not request.route_handler.opt.get("from_anywhere")
        return await _refused(request) if guarded and not is_same_origin(request) else None
    if not is_same_origin(request):
        return await _refused(request)
    token = request.headers.get("x-csrf-token") or str((await _form(request)).get(FIELD, ""))
    if request.visit.accepts(token):
        return None
    return await ask_again(request)


def own_address(request: CivicRequest) -> str:
    """What was asked for, as an address that no browser reads as another host's."""
    query = f"?{request.url.query}" if request.url.query else ""
    return "/" + request.url.path.lstrip("/\\") + query


async def _form(request: CivicRequest) -> FormMultiDict:
    kind = request.headers.get("content-type", "")
    if kind.startswith(("application/x-www-form-urlencoded", "multipart/form-data")):
        form = await request.form()
        request.scope["state"]["form"] = form  # its files are closed when the answer is sent
        return form
    return FormMultiDict({})


async def _refused(request: CivicRequest) -> Response[Any]:
    from web.render import page

    return await page(request, "errors/403.html", {"code": "forgery.other_site"}, status=403)


async def ask_again(request: CivicRequest) -> Response[Any]:
    """The page was open for too long (session expired or renewed): show what was typed and offer to send it again.

    The request is same-origin, and it is the person who presses the button: nothing is done until then.
    """
    from web.render import page

    return await page(request, "errors/resend.html", await what_was_typed(request), status=403)


async def what_was_typed(request: CivicRequest) -> dict[str, Any]:
    """For a page that sends a form again: all of it but passwords and files, and what is long to read again, cut."""
    form = await _form(request)
    typed = [(k, v) for k, v in form.multi_items() if k != FIELD and isinstance(v, str) and "password" not in k]
    action = request.visit.settings.path_prefix + own_address(request)
    shown = [value[:LONGEST_SHOWN] for _, value in typed if len(value) > SHORT][:MOST_SHOWN]
    left = any(not isinstance(v, str) or "password" in k for k, v in form.multi_items())
    return {"typed": typed, "shown": shown, "action": action, "left": left}
