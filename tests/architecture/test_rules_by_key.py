# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Nothing outside voting/rules knows a counting rule by its key: what differs, the rule says of itself."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import jinja2
from jinja2 import nodes

from voting import RULES

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("voting", "deliberation", "analytics", "web")
# Files in which a key is a word of a format: which rule a .pb or a .blt means.
FORMATS = {
    "voting/exchange/pabulib.py": {"greedy", "equal-shares"},
    "voting/exchange/contents.py": {"scottish-stv"},
}
# Keys that are also other words: a kind of ballot, a unit of a column, a kind of vote in a .pb. They are looked for
# only where something called a rule is compared.
OTHER_WORDS = {"approval", "score", "cumulative"}


def keys_in_python(source: str) -> set[str]:
    """Keys of rules that a module names, as texts."""
    tree = ast.parse(source)
    found = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and node.value in RULES}
    compared = {
        text.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare | ast.Subscript | ast.Match)
        and re.search(r"\brules?\b", ast.unparse(node), re.I)
        for text in ast.walk(node)
        if isinstance(text, ast.Constant) and text.value in OTHER_WORDS
    }
    return {str(key) for key in (found - OTHER_WORDS) | compared}


def keys_in_a_template(source: str) -> set[str]:
    """Keys of rules that a template names, as texts."""
    grammar = jinja2.Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    tree = grammar.parse(source)
    found = {node.value for node in tree.find_all(nodes.Const) if isinstance(node.value, str) and node.value in RULES}
    compared = {
        text.value
        for node in tree.find_all((nodes.Compare, nodes.Getitem))
        if re.search(r"\brules?\b", repr(node))
        for text in node.find_all(nodes.Const)
        if text.value in OTHER_WORDS
    }
    return (found - OTHER_WORDS) | compared


def sources() -> Iterator[tuple[str, set[str]]]:
    for floor in FLOORS:
        for path in sorted((ROOT / floor).rglob("*")):
            name = path.relative_to(ROOT).as_posix()
            if name.startswith("voting/rules/") or "/static/" in name or "/piccolo_migrations/" in name:
                continue
            if path.suffix == ".py":
                yield name, keys_in_python(path.read_text(encoding="utf-8"))
            elif path.suffix in (".html", ".txt") and {"templates", "mail"} & set(path.parts):
                yield name, keys_in_a_template(path.read_text(encoding="utf-8"))
            elif path.suffix == ".js":
                quoted = set(re.findall(r"[\"'`]([a-z-]+)[\"'`]", path.read_text(encoding="utf-8")))
                yield name, quoted & (set(RULES) - OTHER_WORDS - {"block"})  # block: a word of styles


def test_no_source_outside_the_rules_names_one_by_its_key() -> None:
    read = list(sources())
    assert len(read) > 400
    assert {name for name, _ in read} >= {"web/templates/results/result.html", "voting/evidence/whatifs.py"}
    named = {name: keys for name, keys in read if keys}
    assert named == FORMATS


def test_a_branch_by_key_would_be_found() -> None:
    assert keys_in_python('if asked.rule == "approval": pass') == {"approval"}
    assert keys_in_python('WORDS = {"equal-shares": "…", "greedy": "…"}') == {"equal-shares", "greedy"}
    assert keys_in_python('match rule.key:\n    case "score": pass') == {"score"}
    assert keys_in_python('SEVERAL = frozenset({"block", "pav"})') == {"block", "pav"}
    assert keys_in_python('if held.ballot_kind == "approval": pass') == set()
    assert keys_in_a_template('{% if rule.key in ("schulze", "irv") %}{% endif %}') == {"schulze", "irv"}
    assert keys_in_a_template('{% if result.other.rule == "approval" %}{% endif %}') == {"approval"}
    assert keys_in_a_template('{% if question.kind == "approval" %}{% endif %}') == set()
