# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Amounts of neighbourhoods from a CSV file: a column with the place, one with the sum in euro. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from deliberation.consultations.pots.amounts import Share
from deliberation.errors import Invalid
from deliberation.money import cents, euro_text
from deliberation.spreadsheets import Row, find_column, read_table
from deliberation.text import plain

PLACES = ("zona", "quartiere", "nome", "rione", "circoscrizione", "frazione", "municipio", "codice", "slug")
AMOUNTS = ("somma", "importo", "euro", "budget", "bilancio", "totale")


def read_amounts(content: bytes, among: Iterable[Share]) -> dict[str, str]:
    """The amounts by key, as they would be typed. Columns by their names, else the first and the second.

    Raises Invalid as `read_table`, and pots.file_place, pots.file_twice, pots.file_amount with the line.
    """
    table = read_table(content)
    place = table.column(find_column(table.header, PLACES) or table.header[0])
    amount = table.column(find_column(table.header, AMOUNTS) or table.header[1])
    keys = {plain(name): share.key for share in among for name in (share.key, share.name)}
    found: dict[str, str] = {}
    head = (Row(1, table.header),) if plain(table.header[place]) in keys else ()  # a file without a header
    for row in (*head, *table.rows):
        name, typed = row.cells[place], row.cells[amount]
        key = keys.get(plain(name))
        if key is None:
            raise Invalid("pots.file_place", fields={"file": "pots.file_place"}, line=row.line, name=name[:60])
        if key in found:
            raise Invalid("pots.file_twice", fields={"file": "pots.file_twice"}, line=row.line, name=name[:60])
        try:
            found[key] = euro_text(cents(typed))
        except Invalid:
            raise Invalid(
                "pots.file_amount", fields={"file": "pots.file_amount"}, line=row.line, found=typed[:60]
            ) from None
    return found
