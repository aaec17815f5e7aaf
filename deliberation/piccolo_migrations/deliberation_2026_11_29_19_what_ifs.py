# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is found out beside a count: what was lacking, what other rules would have chosen."""

from piccolo.columns import Text
from piccolo.table import Table

from deliberation.schema.additions import Additions, additions

ID = "2026-11-29T02:00:00:000019"


class Tally(Table):
    what_ifs = Text(default="{}")


async def forwards() -> Additions:
    return additions(ID, "what_ifs", columns=[Tally])
