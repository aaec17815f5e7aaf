# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The layers of the base map."""

from piccolo.columns import Bytea, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from deliberation.schema.additions import Additions, additions

ID = "2026-11-29T02:00:00:000002"


class BaseLayer(Table):
    layer = Varchar(length=20, unique=True)
    content = Bytea()
    features = Integer()
    attribution = Text(default="")
    version = Varchar(length=16)
    loaded_at = Timestamptz()


async def forwards() -> Additions:
    return additions(ID, "base map", tables=[BaseLayer])
