# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""``make laws``: with RIONE_LAWS=10000 every law is tried on at least so many examples."""

import os

import pytest
from hypothesis import is_hypothesis_test, settings

LEAST = int(os.environ.get("RIONE_LAWS", "0"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        law = getattr(item, "obj", None)
        if not LEAST or "tests/laws" not in item.nodeid or not is_hypothesis_test(law):
            continue
        known = getattr(law, "_hypothesis_internal_use_settings", None) or settings()
        most = max(LEAST, known.max_examples)
        law._hypothesis_internal_use_settings = settings(known, max_examples=most)  # type: ignore[union-attr]
