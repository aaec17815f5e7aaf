# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses in words: how sure one is, and where a point is."""

from deliberation.places.addresses.index import Address, Near
from web.words.i18n import translate
from web.words.messages.marks import N_


def hint_of(address: Address, locale: str) -> str:
    """How sure an address is, where it is not quite what was asked for."""
    if address.instead_of:
        text = N_("Il %(number)s non è nell'elenco: questo è il più vicino.")
        return translate(locale, text, number=address.instead_of)
    return "" if address.number else translate(locale, N_("A metà della via. Con il numero civico è più preciso."))


def near_words(near: Near | None, locale: str) -> str:
    """'Via Roma 12', or 'vicino a Via Roma 12' beyond the reach of a door; '' with no door around."""
    if near is None:
        return ""
    text = near.address.text
    return text if near.is_there else translate(locale, N_("vicino a %(address)s"), address=text)
