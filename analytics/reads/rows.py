# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What both engines need said differently, and texts read back as values."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from deliberation.clock import in_rome
from deliberation.database import is_postgres
from voting import ballots


def by_hour(column: str) -> tuple[str, str]:
    """SQL for the UTC hour of a timestamp, as '2026-11-10 12' or '2026-11-10T12', and what to group by for it.

    Grouped by as the engine holds it: PostgreSQL takes twice as long to write each row's hour as a text and sort those.
    """
    if is_postgres():
        hour = f"date_trunc('hour', {column} AT TIME ZONE 'UTC')"
        return f"to_char({hour}, 'YYYY-MM-DD HH24')", hour
    hour = f"substr({column}, 1, 13)"
    return hour, hour


@lru_cache(maxsize=20_000)
def day_of_hour(text: str) -> date:
    """The day of Rome in which that UTC hour begins (Rome's days begin on a whole hour)."""
    return in_rome(datetime.fromisoformat(text + ":00").replace(tzinfo=UTC)).date()


def placeholders(values: Sequence[object]) -> str:
    """'({}, {})' for a list of values; one place for an empty list, to be filled with a value that matches nothing."""
    return "(" + ", ".join(["{}"] * max(1, len(values))) + ")"


def objects(text: str) -> dict[str, Any]:
    """A stored JSON object."""
    found: dict[str, Any] = json.loads(text)
    return found


@lru_cache(maxsize=20_000)
def marked_options(canonical: str) -> tuple[str, ...]:
    """The options that a stored ballot marks."""
    return ballots.read(canonical).option_ids
