# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Piccolo's own configuration: where its engine finder looks (PICCOLO_CONF=web.piccolo_conf).

What the floors below may know of the settings is handed over here: the database's address and the keys.
"""

from piccolo.conf.apps import AppRegistry

from deliberation import keys
from deliberation.database import open_engine
from web import settings

_found = settings.load()
keys.use(_found.secret_key)
keys.use_identity(_found.identity_key, *([_found.identity_key_old] if _found.identity_key_old else []))
DB = open_engine(_found.database_url, _found.database_timeout)

APP_REGISTRY = AppRegistry(apps=["deliberation.piccolo_app"])
