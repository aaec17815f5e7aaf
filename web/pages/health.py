# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Is the program alive, and does its database answer?"""

from typing import Any

from litestar import Response, get

from deliberation.database import rows
from web.guards import Access


@get("/healthz", opt={"access": Access.ANYONE, "unlogged": True}, include_in_schema=False)
async def healthz() -> Response[dict[str, str]]:
    """200 when the database answers, 503 when it does not."""
    try:
        await rows("SELECT 1 AS one")
    except Exception:
        return Response({"status": "database"}, status_code=503)
    return Response({"status": "ok"})


ROUTES: list[Any] = [healthz]
