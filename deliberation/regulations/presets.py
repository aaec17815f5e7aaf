# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Regulations of comuni as they were published, to begin from: files of data beside this one."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from deliberation.regulations.profile import RegulationProfile
from deliberation.regulations.reading import profile_from

_FOLDER = Path(__file__).parent / "known"


@cache
def presets() -> dict[str, RegulationProfile]:
    """Every preset by its key, as 'brescia', in alphabetical order."""
    return {
        path.stem: profile_from(tomllib.loads(path.read_text(encoding="utf-8")))
        for path in sorted(_FOLDER.glob("*.toml"))
    }
