# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A plugin of pytest for tests/mutants.py: which functions does each test run through, and how much CPU does it take?

With MUTANT_UNDER_TEST=stats every function that mutmut has wrapped says that it was called; this writes, into the file
that RIONE_MUTANT_HITS names, a row ``[test, seconds, [functions]]`` for each test. What runs while modules are imported
is run through by every test. What a test does in another process is not seen.
"""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from mutmut.state import state

_rows: list[tuple[str, float, list[str]]] = []
_imported: set[str] = set()


def pytest_collection_finish() -> None:
    _imported.update(state()._stats)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """One row for a test with its fixtures."""
    state()._stats.clear()
    begun = time.process_time()
    try:
        return (yield)
    finally:
        _rows.append((item.nodeid, time.process_time() - begun, sorted({*state()._stats, *_imported})))


def pytest_sessionfinish() -> None:
    Path(os.environ["RIONE_MUTANT_HITS"]).write_text(json.dumps(_rows), encoding="utf-8")
