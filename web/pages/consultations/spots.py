# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a proposal is: what somebody types as an address becomes a point, with or without a script."""

import re
from dataclasses import dataclass, replace

from deliberation.places.addresses import register
from deliberation.places.addresses.index import Address
from deliberation.proposals.contents import PLACE_LENGTH
from web.forms import ByField, TextField, VersionForm
from web.words.addresses import hint_of, near_words
from web.words.i18n import translate
from web.words.messages import MESSAGES

LONGEST, MOST = 160, 8
_FOUND = re.compile(r"(-?\d{1,3}\.\d{1,7}) (-?\d{1,3}\.\d{1,7}) (.+)")


class SpotForm(VersionForm):
    """The fields that find a point: an address, the one that was chosen among those found, and what was looked for."""

    address = TextField()
    found = TextField()
    found_for = TextField()
    find = TextField()


@dataclass(frozen=True, slots=True)
class Spot:
    """What the form shows beside the fields of the place. `options`: addresses to choose from, (value, text, hint)."""

    can_search: bool = False
    address: str = ""
    found_for: str = ""
    options: tuple[tuple[str, str, str], ...] = ()
    chosen: str = ""
    error: str = ""
    is_asking: bool = False


NO_SPOT = Spot()


async def spot_shown(spot: Spot, values: ByField, locale: str) -> dict[str, object]:
    """The context of the fields that find a point: the search where there is one, and the point so far in words."""
    can_search = (await register.index()).has_numbers
    point = await point_in_words(values["latitude"], values["longitude"], locale) if can_search else ""
    return {"spot": replace(spot, can_search=can_search), "point_words": point}


async def spot_of(typed: ByField, locale: str) -> tuple[Spot, ByField]:
    """What the form shows, and the fields of the place with the address that was chosen in them.

    An address that was typed and not looked for yet is a question: `is_asking`, and nothing is kept but what was typed.
    """
    if not (await register.index()).has_numbers:
        return Spot(), typed
    asked = typed["address"][:LONGEST]
    is_new = asked != typed["found_for"]
    has_other = any(typed[name] for name in ("found", "latitude", "longitude", "place_label"))
    if (asked and is_new) or (typed["find"] and not has_other):  # Enter in another field presses the first button
        return await _asked(asked, locale), typed
    if found := _FOUND.fullmatch(typed["found"]):
        label = typed["place_label"] or found[3][:PLACE_LENGTH]
        point = {"latitude": found[1], "longitude": found[2], "neighbourhood": "", "place_label": label}
        return Spot(True, asked, asked), ByField(typed | point)
    return Spot(True, asked, asked), typed


async def point_in_words(latitude: str, longitude: str, locale: str) -> str:
    """A point by its nearest house number; '' when there is none around, or no point."""
    try:
        near = await register.nearest(float(longitude), float(latitude))
    except ValueError:
        return ""
    return near_words(near, locale)


async def _asked(asked: str, locale: str) -> Spot:
    options = tuple(_option(address, locale) for address in await found_addresses(asked))
    if not asked or not options:
        code = "address.missing" if not asked else "address.unknown"
        return Spot(True, asked, asked, error=translate(locale, MESSAGES[code]), is_asking=True)
    return Spot(True, asked, asked, options, options[0][0], is_asking=True)


async def found_addresses(text: str) -> list[Address]:
    """The addresses with a point that somebody may mean."""
    return [address for address in await register.search(text, MOST) if address.latitude is not None]


def _option(address: Address, locale: str) -> tuple[str, str, str]:
    return f"{address.latitude:.6f} {address.longitude:.6f} {address.text}", address.text, hint_of(address, locale)
