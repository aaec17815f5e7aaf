# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages read what people send through forms that are declared (docs/decisions/0008), never by hand."""

import ast
from pathlib import Path

import pytest

PAGES = Path(__file__).parents[2] / "web" / "pages"
BY_HAND = {"int", "form", "body", "json", "isdigit", "isdecimal", "isnumeric", "fromisoformat", "strptime"}
THE_DIALECTS = ("wtforms", "litestar.datastructures", "multipart", "deliberation.money.cents")


def read_by_hand(source: str) -> list[str]:
    """The calls and imports by which a source reads a body, a number or a date itself."""
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            found += [f"{called}()"] if called in BY_HAND else []
        elif isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name.startswith(THE_DIALECTS)]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found += [name for name in names if name.startswith(THE_DIALECTS)]
    return found


def test_no_page_reads_a_body_a_number_or_a_date_by_hand() -> None:
    found = {path.relative_to(PAGES).as_posix(): read_by_hand(path.read_text("utf-8")) for path in PAGES.rglob("*.py")}
    assert {path: calls for path, calls in found.items() if calls} == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("async def page(request):\n    return (await request.form()).get('title')", ["form()"]),
        ("number = int(text) if text.isdigit() else 1", ["int()", "isdigit()"]),
        ("day = date.fromisoformat(text)", ["fromisoformat()"]),
        ("from wtforms import StringField", ["wtforms.StringField"]),
        ("import wtforms", ["wtforms"]),
        ("from deliberation.money import cents, euro_text", ["deliberation.money.cents"]),
        ("form = await read_form(request, TitleForm)\ntitle = form.title.data", []),
    ],
)
def test_what_is_read_by_hand_would_be_found(source: str, found: list[str]) -> None:
    assert sorted(read_by_hand(source)) == sorted(found)
