# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How often one origin may ask for what is cheap, counted in this process: a keystroke is worth no row in a table."""

import time
from typing import cast

from deliberation.errors import TooMany
from web.http.limits import origin_of
from web.http.requests import CivicRequest

WINDOW = 60.0
MOST_KEPT = 10_000


class Paces:
    """Requests of the last minute by what is asked and by origin; windows are aligned to the clock."""

    def __init__(self) -> None:
        self._window = -1
        self._seen: dict[tuple[str, str], int] = {}

    def take(self, what: str, origin: str, most: int) -> None:
        """Count one request. Raises TooMany with `retry_after` seconds beyond `most` a minute."""
        now = time.monotonic()
        if (window := int(now // WINDOW)) != self._window or len(self._seen) > MOST_KEPT:
            self._window, self._seen = window, {}
        count = self._seen[what, origin] = self._seen.get((what, origin), 0) + 1
        if count > most:
            raise TooMany("rate.limited", retry_after=int((window + 1) * WINDOW - now) + 1)


def keep_pace(request: CivicRequest, what: str, most: int) -> None:
    """Refuse an origin that asks for this more than `most` times a minute; behind an unnamed proxy none is counted."""
    if origin := origin_of(request):
        cast(Paces, request.app.state.paces).take(what, origin, most)
