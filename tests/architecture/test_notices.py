# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is told, mailed and noted belongs to the transaction of a use case; what is told has its words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from deliberation.notices.kinds import KINDS
from web.words.messages.notices import WORDS

ROOT = Path(__file__).parents[2]
SAYING = {"tell", "outbox.queue", "jobs.schedule", "journal.note"}
TELLING = {"tell", "_tell", "_tell_all", "Word"}
KIND = re.compile(r"[a-z_]+\.[a-z_]+")


def functions(folder: str) -> Iterator[tuple[str, ast.AsyncFunctionDef]]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.AsyncFunctionDef):
                yield f"{path.relative_to(ROOT)}: {node.name}", node


def called(node: ast.AST, names: set[str]) -> Iterator[ast.Call]:
    return (n for n in ast.walk(node) if isinstance(n, ast.Call) and ast.unparse(n.func) in names)


def test_pages_and_commands_tell_queue_and_note_nothing_beside_a_use_case() -> None:
    found = {name for name, function in functions("web") for _ in called(function, SAYING)}
    assert not {name for name in found if not name.startswith(("web/demo/", "web/commands/demo.py"))}


def test_what_a_use_case_tells_queues_and_notes_is_inside_its_transaction() -> None:
    """In a block that opens one, or in a function that says it wants one open, or in a private one."""
    loose = set()
    for name, function in functions("deliberation"):
        says = ast.get_docstring(function) or ""
        if function.name.startswith("_") or "transaction" in says or "Inside `writing()`" in says:
            continue
        blocks = [node for node in ast.walk(function) if isinstance(node, ast.AsyncWith)]
        inside = {id(call) for block in blocks for call in called(block, SAYING)}
        loose |= {name for call in called(function, SAYING) if id(call) not in inside}
    assert not loose


def test_every_kind_of_notice_has_its_words_and_no_other_is_told() -> None:
    told = {
        constant.value
        for _, function in functions("deliberation")
        for call in called(function, TELLING)
        for argument in call.args
        for constant in ast.walk(argument)
        if isinstance(constant, ast.Constant) and isinstance(constant.value, str) and KIND.fullmatch(constant.value)
    }
    assert {"residence.verified", "consultation.voting", "proposal.reopened"} <= told, "the test reads the calls"
    assert told <= KINDS
    assert set(WORDS) == KINDS
