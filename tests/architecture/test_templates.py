# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Templates say how a page looks; what it takes to know that is Python's. The limits here are those of today."""

import re
from collections.abc import Iterator

import jinja2
import pytest
from jinja2 import nodes

from web.render import TEMPLATES

LONGEST_LINE, MOST_LEVELS, MOST_FILTERS, MOST_TERNARIES = 140, 4, 2, 1
MACRO = re.compile(r"\{%-?\s*macro\s+(\w+)")
COMMENT_ABOVE = re.compile(r"\{#-?((?:(?!#\}).)*?)-?#\}\n\Z", re.DOTALL)
GRAMMAR = jinja2.Environment(extensions=["jinja2.ext.i18n"])


def faults(source: str) -> list[str]:
    """What is wrong with a template, as 'line 7: a macro without a comment'."""
    found = [
        (number, f"{len(line)} characters")
        for number, line in enumerate(source.splitlines(), 1)
        if len(line) > LONGEST_LINE
    ]
    for macro in MACRO.finditer(source):
        above = COMMENT_ABOVE.search(source[: macro.start()])
        if above is None or f"{macro[1]}(" not in above[1]:
            found.append((source.count("\n", 0, macro.start()) + 1, f"no comment tells what {macro[1]}() draws"))
    tree = GRAMMAR.parse(source)
    found += [(line, f"{levels} levels of if and for") for line, levels in _levels(tree.body) if levels > MOST_LEVELS]
    for part in _parts(tree):
        for kind, most, name in (
            (nodes.Filter, MOST_FILTERS, "filters"),
            (nodes.CondExpr, MOST_TERNARIES, "ternaries"),
        ):
            if (held := isinstance(part, kind) + len(list(part.find_all(kind)))) > most:
                found.append((part.lineno, f"{held} {name} in one expression"))
    return [f"line {line}: {what}" for line, what in sorted(found)]


def _levels(body: list[nodes.Node], above: int = 0) -> Iterator[tuple[int, int]]:
    """Each `if` and `for` of a body, and of the macros and blocks in it, with how many it stands in, itself counted."""
    for node in body:
        if isinstance(node, nodes.If | nodes.For):
            yield node.lineno, above + 1
            arms = [node.body, node.else_, *(arm.body for arm in getattr(node, "elif_", ()))]
            for arm in arms:
                yield from _levels(arm, above + 1)
        elif isinstance(node, nodes.Macro | nodes.Block):
            yield from _levels(node.body)
        else:
            yield from _levels(getattr(node, "body", []), above)


def _parts(tree: nodes.Node) -> Iterator[nodes.Expr]:
    """Every expression; of a call, a list or a dictionary each argument and item on its own, as they are read."""
    for child in tree.iter_child_nodes():
        if isinstance(child, nodes.Expr) and not isinstance(tree, nodes.Expr):
            yield from _read_apart(child)
        if not isinstance(child, nodes.Expr):
            yield from _parts(child)


def _read_apart(whole: nodes.Expr) -> Iterator[nodes.Expr]:
    if isinstance(whole, nodes.Call | nodes.List | nodes.Tuple | nodes.Dict):
        for child in whole.iter_child_nodes():
            inner = child.value if isinstance(child, nodes.Keyword | nodes.Pair) else child
            assert isinstance(inner, nodes.Expr)
            yield from _read_apart(inner)
    else:
        yield whole


@pytest.mark.parametrize("name", sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")))
def test_a_template_is_short_flat_and_says_what_its_macros_draw(name: str) -> None:
    assert faults((TEMPLATES / name).read_text(encoding="utf-8")) == []


def test_every_table_is_drawn_by_one_macro() -> None:
    """So that each of them is readable on a phone: _macros/tables.html knows how."""
    drawn = {
        path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html") if "<table" in path.read_text()
    }
    assert drawn == {"_macros/tables.html"}
