# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a comune may call its parts: the keys that are stored. Their words and genders are web/words/parts.py's."""

from __future__ import annotations

from enum import StrEnum


class Part(StrEnum):
    """A word for the parts of a comune."""

    QUARTIERE = "quartiere"
    ZONA = "zona"
    RIONE = "rione"
    CIRCOSCRIZIONE = "circoscrizione"
    FRAZIONE = "frazione"
    MUNICIPIO = "municipio"
