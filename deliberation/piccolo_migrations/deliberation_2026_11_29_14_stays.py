# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Citizenship and the beginning of residence come with the registry office's list, where a regulation asks for them."""

from piccolo.columns import Boolean, Date, Varchar
from piccolo.table import Table

from deliberation.schema.additions import Additions, additions

ID = "2026-11-29T02:00:00:000014"


class RegisterEntry(Table):
    citizenship = Varchar(length=10, default="")
    resident_since = Date(null=True, default=None)


class Person(Table):
    citizenship_by_register = Boolean(default=False)
    since_by_register = Boolean(default=False)


async def forwards() -> Additions:
    return additions(ID, "stays of the register", columns=[RegisterEntry, Person])
