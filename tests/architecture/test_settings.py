# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every setting is in docs/operations.md with its default, and nothing else is."""

import ast
import re
from pathlib import Path

import pytest

from web import settings

ROOT = Path(__file__).parent.parent.parent


def read_by_the_code() -> dict[str, str | None]:
    """Setting → its default, where that is written out."""
    found: dict[str, str | None] = {}
    for node in ast.walk(ast.parse((ROOT / "web" / "settings.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"_value", "_number", "_switch", "_choice"}:
            name, default = node.args[:2]
            if isinstance(name, ast.Constant):
                found[str(name.value)] = str(default.value) if isinstance(default, ast.Constant) else None
    return found


def told_in_the_docs() -> dict[str, str]:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    section = text.split("## Settings", 1)[1].split("\n## ", 1)[0]
    return dict(re.findall(r"^\| `([A-Z_]+)` \| (.*?) \|", section, re.MULTILINE))


def test_the_table_of_settings_is_complete() -> None:
    assert set(told_in_the_docs()) == set(read_by_the_code())


def test_the_table_tells_the_defaults_of_the_code() -> None:
    told = told_in_the_docs()
    assert any(read_by_the_code().values())
    for name, default in read_by_the_code().items():
        if default:
            assert told[name] == f"`{default}`"


def test_a_setting_may_be_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "key"
    secret.write_text("x" * 40 + "\n")
    monkeypatch.setenv("SECRET_KEY_FILE", str(secret))
    assert settings.load().secret_key == "x" * 40


@pytest.mark.parametrize(("name", "value"), [("PORT", "eighty"), ("SECRET_KEY", "short")])
def test_a_setting_that_cannot_be_understood_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(settings.SettingsError, match=name):
        settings.load()
