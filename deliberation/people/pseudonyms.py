# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The name that others see before one is chosen (identity.names): never asked, never the person's own."""

from __future__ import annotations

import secrets

from deliberation.people.tables import Account, ReservedName

_LETTERS = "bcdfghjkmnpqrstvwxz"
_DIGITS = "23456789"
DELETED = "Account eliminato"


def draw(place: str, length: int = 2) -> str:
    """'Residente di San Ruffillo · k7', or 'Residente · k7' before a residence is declared."""
    return f"Residente di {place} · {mark(length)}" if place else f"Residente · {mark(length)}"


def mark(length: int) -> str:
    """'k7': letters and digits in turn."""
    return "".join(secrets.choice(_LETTERS if n % 2 == 0 else _DIGITS) for n in range(length))


def named_after(place: str) -> str:
    """How the pseudonyms of a place's residents begin."""
    return f"Residente di {place[:40]} · "


async def a_free_one(place: str = "") -> str:
    """A pseudonym that nobody bears, or has left within a year; its mark grows where the short ones are taken."""
    for length in (2, 2, 3, 4, 4, 5, 6):
        pseudonym = draw(place[:40], length)
        borne = await Account.exists().where(Account.pseudonym == pseudonym)
        if not borne and not await ReservedName.exists().where(ReservedName.name == pseudonym):
            return pseudonym
    return draw(place[:40], 8)
