# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Options and places that every test may ask for."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate-goldens", action="store_true", help="write the golden files again")


@pytest.fixture(scope="session")
def regenerate(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are written instead of compared."""
    return bool(request.config.getoption("--regenerate-goldens"))


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The folder of real data, named by RIONE_DATA; without it the test is left out, in CI it is an error."""
    folder = Path(os.environ.get("RIONE_DATA") or ROOT.parent / "shared" / "data").resolve()
    if folder.is_dir():
        return folder
    if os.environ.get("CI") == "true":
        raise FileNotFoundError(f"no real data in {folder}: set RIONE_DATA")
    pytest.skip("real data not found: set RIONE_DATA")
