# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms as a browser finds them: read from the pages, so that a new form is attacked without being listed."""

import re
from collections import deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import quote_from_bytes, urlsplit

import httpx

from tests.architecture.routes import PARAMETER, all_routes

OWN = {"sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded"}
FILES = re.compile(r"^/(static|sorgente/rione|healthz)")


@dataclass(slots=True)
class Form:
    """One form of one page: `fields` are (name, value) as they would be sent, `typed` the names that people type."""

    page: str
    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    typed: set[str] = field(default_factory=set)
    has_file: bool = False

    @property
    def names(self) -> list[str]:
        return sorted({name for name, _ in self.fields if name != "_csrf"})

    def body(self, changes: dict[str, bytes | None]) -> bytes:
        """The form as sent, with fields changed (None: left out)."""
        kept = [(name, value.encode(errors="surrogateescape")) for name, value in self.fields if name not in changes]
        pairs = kept + [(name, value) for name, value in changes.items() if value is not None]
        return "&".join(f"{quote_from_bytes(n.encode())}={quote_from_bytes(v)}" for n, v in pairs).encode()


class _Reader(HTMLParser):
    """Forms and links of a page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.page, self.forms, self.links = page, [], []  # type: str, list[Form], list[str]
        self._form: Form | None = None
        self._area: str | None = None
        self._select: str | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "a":
            self.links.append(given.get("href", ""))
        elif tag == "form":
            action = given.get("action") or self.page
            self._form = Form(self.page, action, given.get("method", "get").upper())
            self.forms.append(self._form)
        elif self._form is None or not name:
            if tag == "option" and self._form and self._select and "selected" in given:
                self._choose(given.get("value", ""))
        elif tag == "input":
            self._input(self._form, name, given)
        elif tag == "button" and given.get("type", "submit") == "submit":
            pass
        elif tag == "textarea":
            self._area, self._text = name, ""
        elif tag == "select":
            self._select = name
            self._form.fields.append((name, ""))

    def _input(self, form: Form, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind == "file":
            form.has_file = True
        elif kind in ("checkbox", "radio"):
            if "checked" in given or name not in dict(form.fields):
                form.fields = [(n, v) for n, v in form.fields if kind == "checkbox" or n != name]
                form.fields.append((name, given.get("value", "on")))
        else:
            form.fields.append((name, given.get("value", "")))
            if kind in ("text", "email", "search", "tel", "number", "datetime-local", "date"):
                form.typed.add(name)

    def _choose(self, value: str) -> None:
        assert self._form is not None
        self._form.fields = [(n, v) for n, v in self._form.fields if n != self._select]
        self._form.fields.append((str(self._select), value))

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area is not None and self._form is not None:
            self._form.fields.append((self._area, self._text.removeprefix("\n")))
            self._form.typed.add(self._area)
            self._area = None
        elif tag == "select":
            self._select = None
        elif tag == "form":
            self._form = None


def read(page: str, text: str) -> tuple[list[Form], list[str]]:
    """The forms and the links of a page."""
    reader = _Reader(page)
    reader.feed(text)
    return reader.forms, reader.links


ROUTES = [(route, re.compile("^" + PARAMETER.sub("[^/]+", route.pattern) + "$")) for route in all_routes()]


def pattern_of(method: str, address: str) -> str:
    """The route that an address belongs to; a fixed address wins over one with parameters."""
    path = urlsplit(address).path
    found = [route.pattern for route, shape in ROUTES if route.method == method and shape.match(path)]
    return min(found, key=lambda pattern: pattern.count("{"), default="")


async def discover(browser: httpx.AsyncClient, *starts: str, each: int = 3) -> tuple[list[Form], list[str]]:
    """Follow all links from the home page and `starts`: one form of each shape, and the addresses that were opened."""
    queue, known = deque(["/", *starts]), {"/", *starts}
    opened: dict[str, int] = {}
    forms: dict[tuple[str, str, tuple[str, ...]], Form] = {}
    visited: list[str] = []
    while queue:
        address = queue.popleft()
        shape = pattern_of("GET", address) + "?" + ",".join(re.findall(r"[?&](\w+)=", address))
        if FILES.match(address) or opened.get(shape, 0) >= each:
            continue
        opened[shape] = opened.get(shape, 0) + 1
        answer = await browser.get(address)
        assert answer.status_code < 500, (address, answer.status_code)
        visited.append(address)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        found, links = read(address, answer.text)
        for form in found:
            forms.setdefault((form.method, pattern_of(form.method, form.action), tuple(form.names)), form)
        for link in links:
            link = link.split("#")[0]
            if link.startswith("/") and link not in known:
                known.add(link)
                queue.append(link)
    return list(forms.values()), visited
