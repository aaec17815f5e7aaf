# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The two limits that pages are measured against: Litestar saying hello, and a plain Jinja page of two hundred rows."""

from pathlib import Path

import jinja2
from litestar import Litestar, MediaType, Response, get

_PAGE = jinja2.Environment(autoescape=True).from_string(
    "<!DOCTYPE html><html lang='it'><head><title>{{ title }}</title></head><body><h1>{{ title }}</h1><ul>"
    "{% for row in rows %}<li><a href='/p/{{ row.id }}'>{{ row.title }}</a> {{ row.text }} <b>{{ row.n }}</b></li>"
    "{% endfor %}</ul></body></html>"
)
_ROWS = [
    {"id": n, "title": f"Proposta numero {n}", "text": "Due righe di testo & un segno.", "n": n} for n in range(200)
]


@get("/hello", media_type=MediaType.TEXT)
async def hello() -> str:
    """The least that the framework can do."""
    return "hello"


@get("/page")
async def plain_page() -> Response[str]:
    """The least that a page of two hundred rows costs."""
    return Response(_PAGE.render(title=Path(__file__).stem, rows=_ROWS), media_type=MediaType.HTML)


app = Litestar([hello, plain_page], openapi_config=None, logging_config=None)
