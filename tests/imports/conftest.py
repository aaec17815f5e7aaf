# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A folder with one vote of a small city, and its districts."""

import json
from pathlib import Path

import pytest

from tests.imports.files import POLYGONS, SMALL


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "Piccola_2022_1_-_Centro.pb").write_text(SMALL.format(rule="greedy"), encoding="utf-8")
    (tmp_path / "zone.geojson").write_text(json.dumps(POLYGONS), encoding="utf-8")
    return tmp_path
