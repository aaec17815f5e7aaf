# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The code of a refusal is written out where it is raised and has one sentence; each sentence is somebody's."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from deliberation import errors
from deliberation.errors import CivicError
from deliberation.notices.kinds import KINDS
from deliberation.piccolo_app import TABLES
from web.words import messages
from web.words.messages import MESSAGES

ROOT = Path(__file__).parents[2]
REFUSALS = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, CivicError)}
CODE = re.compile(r"[a-z_]{2,}(\.[a-z_-]+)+")  # a prefix of one letter is a table's alias in SQL
BEGUN = re.compile(r"[a-z_]{2,}\.[a-z_]*")
# What else looks like a code: why the journal says that a list was not frozen.
REASONS = {"ballot.not_automatic"}


def trees() -> Iterator[tuple[str, ast.Module]]:
    for floor in ("deliberation", "analytics", "web"):
        for path in sorted((ROOT / floor).rglob("*.py")):
            if not {"piccolo_migrations", "messages"} & set(path.parts):
                yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def raised() -> Iterator[tuple[str, ast.expr]]:
    """Every expression that is the code of a refusal, or of one of its fields."""
    for name, tree in trees():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in REFUSALS):
                continue
            fields = [word.value for word in node.keywords if word.arg == "fields"]
            codes = [value for field in fields if isinstance(field, ast.Dict) for value in field.values]
            for code in (*node.args[:1], *codes):
                yield from (
                    (name, half) for half in ([code.body, code.orelse] if isinstance(code, ast.IfExp) else [code])
                )


def written(*floors: str) -> set[str]:
    """The strings that look like codes."""
    return {
        node.value
        for name, tree in trees()
        if name.split("/")[0] in floors
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value)
    }


def columns() -> set[str]:
    """Table and column, as what belongs to an account names them."""
    return {f"{table._meta.tablename}.{column._meta.name}" for table in TABLES for column in table._meta.columns}


def acts() -> set[str]:
    """What the journal notes: the strings in calls of `note` or of what ends in one, and those of `act` before one."""
    found = set()
    for _, tree in trees():
        for node in ast.walk(tree):
            noted = isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {"note", "_note", "_change"}
            named = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in {
                "act",
                "ACTS",
                "CLOSED",
                "SETTLED",
            }
            if noted or named:
                found |= {part.value for part in ast.walk(node) if isinstance(part, ast.Constant)}
    return {str(act) for act in found}


def test_no_code_is_put_together() -> None:
    composed = (ast.JoinedStr, ast.BinOp)
    assert not {f"{name}: {ast.unparse(code)}" for name, code in raised() if isinstance(code, composed)}
    begun = {
        f"{name}: {ast.unparse(node)}"
        for name, tree in trees()
        if name.startswith("deliberation/")
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        and isinstance(node.values[0], ast.Constant)
        and BEGUN.fullmatch(str(node.values[0].value))
    }
    assert not begun


def test_every_code_that_is_raised_has_a_sentence() -> None:
    codes = {code.value for _, code in raised() if isinstance(code, ast.Constant)}
    assert {"vote.closed", "missing.title", "cancel.reason_missing"} <= codes, "the test reads what is raised"
    assert not codes - set(MESSAGES)


def test_what_looks_like_a_code_is_one_or_is_told_or_noted() -> None:
    """So that a code from a table or a function has its sentence too."""
    assert not written("deliberation") - set(MESSAGES) - KINDS - acts() - columns() - REASONS


def test_every_sentence_has_a_code_that_somebody_raises() -> None:
    assert not set(MESSAGES) - written("deliberation", "analytics", "web") - {"generic"}


def test_no_code_has_two_sentences() -> None:
    areas = [import_module(f"{messages.__name__}.{area.name}") for area in iter_modules(messages.__path__)]
    counted = Counter(code for area in areas for code in getattr(area, "MESSAGES", {}))
    assert set(counted) == set(MESSAGES)
    assert not [code for code, sentences in counted.items() if sentences > 1]
