# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What programs ask of every site: robots.txt, security.txt (RFC 9116), the icon by its old name."""

from datetime import timedelta

from litestar import MediaType, Response, get
from litestar.exceptions import NotFoundException

from deliberation import clock
from web import assets
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.settings import Settings

# Pages of one's own and of staff. Lists of proposals are not here: a robot must read their `noindex` to obey it.
PRIVATE = (
    "/accesso",
    "/avvisi",
    "/benvenuto",
    "/conferma/",
    "/cruscotti",
    "/gestione",
    "/moderazione",
    "/profilo",
    "/proposte/bozze",
    "/recupero",
    "/registrazione",
    "/residenza",
    "/segnalazioni/",
)
VALID = timedelta(days=180)
CACHED = {"cache-control": "public, max-age=3600"}


@get("/robots.txt")
async def robots(request: CivicRequest) -> Response[str]:
    """Which pages are not for search engines. What was withdrawn or hidden, and what somebody searched for, says
    `noindex` itself; comments under a proposal are not for excerpts."""
    prefix = request.app.state.settings.path_prefix
    lines = ["User-agent: *", *(f"Disallow: {prefix}{path}" for path in PRIVATE), ""]
    return Response("\n".join(lines), media_type=MediaType.TEXT, headers=CACHED)


@get("/.well-known/security.txt")
async def security(request: CivicRequest) -> Response[str]:
    """Whom to tell of a hole. There is none without the setting SECURITY_CONTACT."""
    settings: Settings = request.app.state.settings
    if not settings.security_contact:
        raise NotFoundException
    contact = settings.security_contact
    contact = contact if ":" in contact else f"mailto:{contact}"
    lines = [
        f"Contact: {contact}",
        f"Expires: {clock.now() + VALID:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: it, en",
        f"Canonical: {settings.base_url}/.well-known/security.txt",
        "",
    ]
    return Response("\n".join(lines), media_type=MediaType.TEXT, headers=CACHED)


@get("/favicon.ico")
async def icon() -> Response[None]:
    """The icon, for programs that do not read the page's link."""
    return Response(None, status_code=303, headers={"location": assets.url("icon.svg"), **CACHED})


ROUTES = routes(Access.ANYONE, robots, security, icon, impersonal=True)
