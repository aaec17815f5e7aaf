# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the server's processes start: the application of this process's settings."""

from web import settings
from web.app import create_app
from web.http import logs
from web.http.security import Application


def application() -> Application:
    """The application of the environment's settings."""
    logs.take_over()
    return create_app(settings.load())
