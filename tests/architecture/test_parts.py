# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What `make test` leaves out of its run on PostgreSQL asks for no database, so that no check is lost."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DATABASE = re.compile(
    r"\b(database: None|browser: |usefixtures|installation\(|opened\(|RIONE_TEST_POSTGRES|IS_POSTGRES|databases\b)"
)


def left_out() -> list[str]:
    script = (ROOT / "deploy/test.sh").read_text(encoding="utf-8")
    return script.split('pure="', 1)[1].split('"', 1)[0].split()


@pytest.mark.parametrize("name", left_out())
def test_what_is_left_out_on_postgresql_asks_for_no_database(name: str) -> None:
    path = ROOT / name
    files = [path] if path.is_file() else sorted(path.rglob("*.py"))
    assert files, "nothing has this name"
    assert [str(file) for file in files if DATABASE.search(file.read_text(encoding="utf-8"))] == []


def test_a_file_that_asks_for_one_would_be_found() -> None:
    for name in ("tests/people/test_accounts.py", "tests/commands/test_endings.py", "tests/records/test_jobs.py"):
        assert DATABASE.search((ROOT / name).read_text(encoding="utf-8")), name
