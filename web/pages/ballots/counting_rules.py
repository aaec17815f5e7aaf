# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How votes are counted: the method cards of docs/rules. `web/cards` is that folder (a link; files in a wheel)."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from voting import RULES
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.render import page

CARDS = Path(__file__).parents[2] / "cards"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its markdown."""

    title: str
    body: str


@cache
def card(name: str) -> tuple[Section, ...]:
    """A card's sections; the first is the card's own title with what stands before any other heading."""
    text = (CARDS / f"{name}.md").read_text(encoding="utf-8")
    first, *others = text.removeprefix("# ").split("\n## ")
    parts = [part.partition("\n") for part in (first, *others)]
    return tuple(Section(title.partition(" (`")[0].strip(), body.strip()) for title, _, body in parts)


@get("/come-si-conta")
async def counting_rules(request: CivicRequest) -> Response[str]:
    """All the rules, the public draw, the fingerprint of a result."""
    cards = [(key, card(key)[0].title, rule) for key, rule in RULES.items() if (CARDS / f"{key}.md").exists()]
    sections = [part for part in card("README")[1:] if "regola" not in part.title]
    return await page(request, "results/rules.html", {"cards": cards, "sections": sections})


@get("/come-si-conta/{rule:str}")
async def counting_rule(request: CivicRequest, rule: FromPath[str]) -> Response[str]:
    """One rule."""
    if rule not in RULES or not (CARDS / f"{rule}.md").exists():
        raise NotFoundException
    return await page(request, "results/rule.html", {"card": card(rule)[0], "rule": RULES[rule]})


ROUTES = routes(Access.ANYONE, counting_rules, counting_rule)
