# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A visit: who asks, in which language, with which session. Read once a request, from the cookie."""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie

from deliberation import clock
from deliberation.actor import VISITOR, Actor
from deliberation.people.access.devices import LIFETIME as DEVICE_LIFETIME
from deliberation.people.access.sessions import LIFETIME, find_session, renew_session
from web.settings import Settings
from web.words.i18n import LOCALES, best_locale

FIELD = "_csrf"  # of every form that changes something
LONGEST_NEXT = 400
DEVICE = "device"
SEPARATOR = "~"
LONGEST_COOKIE = 1000
type_of_connection = ASGIConnection[Any, Any, Any, Any]


@dataclass(slots=True)
class Visit:
    """The person and the cookies of one request."""

    actor: Actor
    token: str
    session_id: str
    locale: str
    settings: Settings
    unread_notices: int = 0
    is_stale: bool = False
    devices: tuple[str, ...] = ()
    sent_token: str = ""
    flashes: list[tuple[str, str]] = field(default_factory=list)
    cookies: list[Cookie] = field(default_factory=list)

    def cookie(self, name: str, value: str, max_age: int | None = None) -> None:
        """Set a cookie with the answer."""
        self.cookies.append(_cookie(self.settings, name, value, max_age))

    def csrf_token(self) -> str:
        """A token that only this browser's session can send back; another text on every page (BREACH)."""
        if not self.token:
            self.token = secrets.token_urlsafe(24)
            self.cookie("visitor", self.token)
        nonce = secrets.token_urlsafe(9)
        return f"{nonce}.{_mac(self.settings, 'csrf', nonce, self.token)}"

    def accepts(self, csrf_token: str) -> bool:
        """Whether a form's token belongs to the session (or visitor) that the browser sent with it."""
        nonce, _, mac = csrf_token.partition(".")
        return bool(self.sent_token and mac) and _same(mac, _mac(self.settings, "csrf", nonce, self.sent_token))

    def sign_in(self, token: str, devices: tuple[str, ...] = ()) -> None:
        """Hand the new session's token to the browser, with those by which it is recognised; forget the visitor's."""
        self.token = token
        self.is_stale = False
        self.cookie("session", token, int(LIFETIME.total_seconds()))
        self.cookie("visitor", "", 0)
        if devices:
            self.devices = devices
            self.cookie(DEVICE, SEPARATOR.join(devices), int(DEVICE_LIFETIME.total_seconds()))

    async def renew(self) -> None:
        """Give a session whose rights have changed its new id, with an answer that is sure to carry cookies."""
        if self.is_stale and (token := await renew_session(self.token, at=clock.now())):
            self.token = token
            self.cookie("session", token, int(LIFETIME.total_seconds()))
        self.is_stale = False

    def sign_out(self) -> None:
        self.cookie("session", "", 0)
        self.actor, self.token, self.session_id, self.is_stale = VISITOR, "", "", False

    def flash(self, kind: str, text: str) -> None:
        """A sentence for the next page: success, info, warning or danger."""
        self.flashes.append((kind, text))

    def taken_flashes(self, cookies: Mapping[str, str]) -> list[tuple[str, str]]:
        """The sentences that this page shows, and no other after it: those that its request brought come first."""
        found, self.flashes = self.flashes, []
        if sent := cookies.get(cookie_name(self.settings, "flash")):
            found = [*(signed_value(self.settings, "flash", sent) or []), *found]
            self.cookie("flash", "", 0)
        return found

    def send_flashes(self) -> None:
        """Let the browser bring the sentences to the page that it is sent to."""
        if self.flashes:
            self.cookie("flash", signed(self.settings, "flash", self.flashes), 300)
        self.flashes = []


def cookie_name(settings: Settings, name: str) -> str:
    """`__Host-` on https at the root, `__Secure-` under a sub-path, bare on loopback http."""
    prefix = "" if not settings.is_https else "__Secure-" if settings.path_prefix else "__Host-"
    return f"{prefix}rione_{name}"


def _cookie(settings: Settings, name: str, value: str, max_age: int | None) -> Cookie:
    return Cookie(
        key=cookie_name(settings, name),
        value=value,
        max_age=max_age,
        path=settings.path_prefix or "/",
        secure=settings.is_https,
        httponly=True,
        samesite="lax",
    )


def _mac(settings: Settings, *parts: str) -> str:
    text = "\x00".join(parts).encode(errors="replace")
    mac = hmac.digest(settings.secret_key.encode(), text, hashlib.sha256)
    return base64.urlsafe_b64encode(mac).decode().rstrip("=")


def _same(sent: str, expected: str) -> bool:
    """In constant time; what was sent may hold any character."""
    return hmac.compare_digest(sent.encode(errors="replace"), expected.encode())


def signed(settings: Settings, purpose: str, value: object) -> str:
    """A value as a cookie's text. The browser can read it, and cannot change it or use it for another purpose."""
    text = base64.urlsafe_b64encode(json.dumps(value, separators=(",", ":")).encode()).decode()
    return f"{text}.{_mac(settings, purpose, text)}"


def signed_value(settings: Settings, purpose: str, sent: str) -> Any:
    """The value that we signed for this purpose; None for any other text."""
    text, _, mac = sent.partition(".")
    if not mac or not _same(mac, _mac(settings, purpose, text)):
        return None
    return json.loads(base64.urlsafe_b64decode(text))


def locale_of(connection: type_of_connection) -> str:
    chosen = connection.cookies.get(cookie_name(connection.app.state.settings, "locale"), "")
    return chosen if chosen in LOCALES else best_locale(connection.headers.get("accept-language", ""))


def visit_without_database(connection: type_of_connection) -> Visit:
    """What is known of this request's visit when nothing can be looked up: its language, and a token for forms."""
    state = connection.scope["state"]
    state["without_database"] = True
    held = state.get("visit")
    if not isinstance(held, Visit):
        settings: Settings = connection.app.state.settings
        sent = (connection.cookies.get(cookie_name(settings, name), "") for name in ("session", "visitor"))
        token = next((token for token in sent if token), "")
        held = Visit(
            actor=VISITOR,
            token=token,
            sent_token=token,
            session_id="",
            locale=locale_of(connection),
            settings=settings,
        )
        state["visit"] = held
    held.is_stale = False  # a renewal would be written; the next request will find it again
    return held


async def visit_of(connection: type_of_connection) -> Visit:
    """The visit of this request; the session is looked up once, whoever asks."""
    held = connection.scope["state"].get("visit")
    if isinstance(held, Visit):
        return held
    settings: Settings = connection.app.state.settings
    cookies = connection.cookies
    token = cookies.get(cookie_name(settings, "session"), "")
    signed_in = await find_session(token, at=clock.now()) if token else None
    locale = locale_of(connection)
    token = token if signed_in else cookies.get(cookie_name(settings, "visitor"), "")
    visit = Visit(
        actor=signed_in.actor if signed_in else VISITOR,
        token=token,
        sent_token=token,
        session_id=signed_in.public_id if signed_in else "",
        locale=locale,
        settings=settings,
        unread_notices=signed_in.unread_notices if signed_in else 0,
        is_stale=signed_in.is_stale if signed_in else False,
        devices=tuple(cookies.get(cookie_name(settings, DEVICE), "")[:LONGEST_COOKIE].split(SEPARATOR)),
    )
    connection.scope["state"]["visit"] = visit
    return visit


def client_address(connection: type_of_connection) -> str:
    """The address behind the request, after the proxies that the settings trust (uvicorn has replaced it then)."""
    return connection.client.host if connection.client else ""


def is_behind_unnamed_proxy(connection: type_of_connection) -> bool:
    """Whether a proxy that TRUSTED_PROXIES does not name has forwarded the request: its address is not the client's."""
    forwarded = any(connection.headers.get(h) for h in ("forwarded", "x-forwarded-for", "x-real-ip"))
    return bool(forwarded and not connection.app.state.settings.trusted_proxies)


def is_from_loopback(connection: type_of_connection) -> bool:
    """True only when the browser runs on this machine; a forwarding header from nobody we trust makes it false."""
    if is_behind_unnamed_proxy(connection):
        return False
    try:
        return ip_address(client_address(connection)).is_loopback
    except ValueError:
        return False


def safe_next(path: str) -> str:
    """A path of our own to go to after signing in, or ''. Nothing that a browser could read as another host."""
    if not path.startswith("/") or path.startswith("//") or "\\" in path or any(ord(c) < 32 for c in path):
        return ""
    parts = urlsplit(path)
    return path if not parts.scheme and not parts.netloc and len(path) <= LONGEST_NEXT else ""


def browser_name(connection: type_of_connection) -> str:
    """The browser in two words, for the person's list of sessions."""
    agent = connection.headers.get("user-agent", "")
    names = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrom", "Chrome"), ("Safari/", "Safari"))
    systems = (
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    )
    name = next((label for mark, label in names if mark in agent), "Browser")
    system = next((label for mark, label in systems if mark in agent), "")
    return f"{name} · {system}" if system else name
