# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The application of this test process: its routes are put together once, what it remembers is new for every test."""

from functools import cache

from web import settings
from web.app import create_app, new_state
from web.http import logs
from web.http.security import Application


@cache
def _application(found: settings.Settings) -> Application:
    return create_app(found)


def as_if_started() -> Application:
    """The application of the settings in the environment, with nothing in its memory. Nobody may change its routes."""
    found = settings.load()
    application = _application(found)
    application.litestar.state = new_state(found)
    logs.configure(found)
    return application
