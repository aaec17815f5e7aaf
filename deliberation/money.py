# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Money as people type it, and cents. Pure; no float on the way."""

from __future__ import annotations

import re

from deliberation.errors import Invalid

MOST_CENTS = 10**12
_MONEY = re.compile(r"(\d{1,3}(?:[. ]\d{3})+|\d+)(?:,(\d{1,2}))?|(\d+)\.(\d{1,2})", re.ASCII)


def cents(text: str) -> int | None:
    """Typed euro as exact cents: "48.000", "48000,5", "48000.50"; None for nothing.

    Raises Invalid("cost.unreadable"), also for nought and for more than ten thousand millions.
    """
    bare = text.replace("\u00a0", " ").strip().removeprefix("€").removesuffix("€").strip()
    if not bare:
        return None
    found = _MONEY.fullmatch(bare)
    if found is None:
        raise Invalid("cost.unreadable", fields={"cost": "cost.unreadable"})
    whole = re.sub(r"\D", "", found[1] or found[3])
    value = int(whole[:20]) * 100 + int((found[2] or found[4] or "0").ljust(2, "0"))
    if not 0 < value <= MOST_CENTS:
        raise Invalid("cost.unreadable", fields={"cost": "cost.unreadable"})
    return value


def euro_text(cents: int | None) -> str:
    """Cents as somebody would type them: '48000' or '48000,50'."""
    if cents is None:
        return ""
    return str(cents // 100) if cents % 100 == 0 else f"{cents // 100},{cents % 100:02d}"
