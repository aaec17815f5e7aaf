# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many examples a law is tried on: a quarter of its own number in `make test`, which tries others on every run.

``make laws``: with RIONE_LAWS=10000 every law is tried on at least so many examples.
"""

import os

import pytest
from hypothesis import is_hypothesis_test, settings

LEAST = int(os.environ.get("RIONE_LAWS", "0"))
DAILY, FEWEST = 4, 25  # the part of its own number, and how many it is tried on at least


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    done = set[int]()
    for item in items:
        law = getattr(item, "obj", None)
        if "tests/laws" not in item.nodeid or not is_hypothesis_test(law) or id(law) in done:
            continue
        done.add(id(law))  # one law may be several tests
        known = getattr(law, "_hypothesis_internal_use_settings", None) or settings()
        own = known.max_examples
        most = max(LEAST, own) if LEAST else min(own, max(FEWEST, own // DAILY))
        law._hypothesis_internal_use_settings = settings(known, max_examples=most)  # type: ignore[union-attr]
