# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""docs/voting.md says what is: each example is run by itself, and prints what stands below it."""

import contextlib
import importlib.util
import io
import re
import sys
from pathlib import Path

import pytest

from tests.voting import frames

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "voting.md"
EXAMPLES = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
MOST_LINES = 10


@pytest.mark.parametrize(("code", "shown"), EXAMPLES, ids=range(1, len(EXAMPLES) + 1))
def test_an_example_prints_what_the_page_shows(code: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where pandas is not installed, a table with the same interface stands for it."""
    monkeypatch.chdir(ROOT)
    if importlib.util.find_spec("pandas") is None:
        monkeypatch.setitem(sys.modules, "pandas", frames)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, str(PAGE), "exec"), {"__name__": "example"})
    assert printed.getvalue() == shown
    assert printed.getvalue()


def test_every_example_shows_what_it_prints_and_fits_into_ten_lines() -> None:
    codes = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert codes == [code for code, _ in EXAMPLES]
    assert [code for code in codes if len(code.splitlines()) > MOST_LINES] == []
