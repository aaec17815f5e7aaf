# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The API's own description: OpenAPI 3.1 as JSON, and the same as a page of plain HTML made here."""

from functools import cache
from typing import Any

from litestar import Litestar, MediaType, Response, Router, get
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Contact, License, Tag

from web.http.guards import Access
from web.http.requests import CivicRequest
from web.render import VERSION, page

OPENAPI = OpenAPIConfig(
    title="Rione API",
    version=VERSION,
    description="Public reads of a participation service: consultations, proposals, results, neighbourhoods.",
    license=License(name="AGPL-3.0-or-later", identifier="AGPL-3.0-or-later"),
    contact=Contact(name="Rione"),
    tags=[
        Tag(name="consultations", description="Questions of the comune, their phases and their results."),
        Tag(name="proposals", description="What residents propose. Authors are not published."),
        Tag(name="neighbourhoods", description="The places that everything speaks of."),
    ],
    render_plugins=[JsonRenderPlugin(path="/", media_type=MediaType.JSON)],
    openapi_router=Router(
        path="/api/v1/openapi.json",
        route_handlers=[],
        opt={"access": Access.ANYONE, "impersonal": True},
        include_in_schema=False,
    ),
    use_handler_docstrings=True,
)


@get(["/api", "/dati-aperti"])
async def documentation(request: CivicRequest) -> Response[str]:
    """The API explained on one page, without a script."""
    return await page(request, "api/documentation.html", _described(request.app))


@cache
def _described(app: Litestar) -> dict[str, Any]:
    """What the page tells, made once: the routes of an application do not change, and any visitor may ask."""
    schema = app.openapi_schema.to_schema()
    return {"operations": operations(schema), "shapes": shapes(schema)}


def operations(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Each address: path, summary, description, parameters, the name of what it answers."""
    found = []
    for path, item in schema["paths"].items():
        operation = item["get"]
        contents: dict[str, dict[str, Any]] = operation["responses"]["200"].get("content", {})
        answer: dict[str, Any] = next((content.get("schema", {}) for content in contents.values()), {})
        found.append(
            {
                "path": path,
                "id": path.strip("/").replace("/", "-").replace("{", "").replace("}", ""),
                "summary": operation.get("summary", ""),
                "description": operation.get("description", ""),
                "answer": kind_of(answer),
                "parameters": [
                    (one["name"], one["in"], kind_of(one["schema"]), one["schema"].get("default", ""))
                    for one in operation.get("parameters", ())
                ],
            }
        )
    return found


def shapes(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Each structure: name, description, fields with their types."""
    return [
        {
            "name": name,
            "description": shape.get("description", ""),
            "fields": [(field, kind_of(kind)) for field, kind in shape.get("properties", {}).items()],
        }
        for name, shape in sorted(schema.get("components", {}).get("schemas", {}).items())
    ]


def kind_of(schema: dict[str, Any]) -> str:
    """A JSON schema in a few words, as 'list of Proposal' or 'integer or null'."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    for word in ("oneOf", "anyOf"):
        if word in schema:
            return " or ".join(kind_of(one) for one in schema[word])
    if schema.get("type") == "array":
        return "list of " + kind_of(schema.get("items", {}))
    if "const" in schema:
        return f"“{schema['const']}”"
    kind = schema.get("type", "any")
    text = " or ".join(kind) if isinstance(kind, list) else str(kind)
    return f"{text} ({schema['format']})" if "format" in schema else text
