# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Piccolo's own configuration: where its engine finder looks (PICCOLO_CONF=web.piccolo_conf)."""

from piccolo.conf.apps import AppRegistry

from deliberation.database import open_engine
from web import settings

DB = open_engine(settings.load().database_url)

APP_REGISTRY = AppRegistry(apps=["deliberation.piccolo_app"])
