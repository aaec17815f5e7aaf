# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A name that somebody has left is kept for a year."""

from piccolo.columns import Boolean, ForeignKey, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from deliberation.schema.additions import Additions, additions, existing

ID = "2026-11-29T02:00:00:000012"

Account = existing("Account")


class ReservedName(Table):
    name = Varchar(length=60, unique=True)
    account = ForeignKey(references=Account, on_delete=OnDelete.set_null, null=True, default=None)
    is_own = Boolean(default=False)
    until = Timestamptz()


INDEX = "CREATE INDEX names_kept_for_an_account ON reserved_name (account)"


async def forwards() -> Additions:
    return additions(ID, "reserved_names", tables=[ReservedName], statements=[INDEX])
