# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The table of zones as the page draws it: sorted by the address, so that it works without a script."""

from typing import Any
from urllib.parse import urlencode

from analytics.dashboards import Dashboard
from analytics.figures import Column
from analytics.figures.zones import NAME, Zones
from analytics.filters import Filter
from web.pages.council.council import Question, values_of
from web.words.speech import Speech

ORDER = "ordine"  # the column's key; a minus before it: the largest first


def table_of_zones(request: Question, found: Dashboard, filter: Filter) -> dict[str, Any]:
    """The context of dashboards/_zones.html; `zones` is None where the dashboard has no table."""
    if found.zones is None:
        return {"zones": None, "order": ""}
    asked = request.query_params.get(ORDER, "")
    table = found.zones.sorted(asked.removeprefix("-"), is_descending=asked.startswith("-"))
    speech = Speech(request.locale)
    root = f"{request.visit.settings.path_prefix}/cruscotti"
    heads = [Column(column.text, column.unit) for column in table.columns]
    return {
        "zones": table,
        "order": asked if table is not found.zones else "",
        "orders": {key: _addresses(root, key, table, filter) for key in (NAME, *(c.key for c in table.columns))},
        "zone_heads": [(NAME, table.head), *((column.key, column.text) for column in table.columns)],
        "zone_looks": ["text", *_looks(table)],
        "zone_root": f"{root}/",
        "zone_cells": {
            row.slug: [
                (speech.cell(cell, head), None if bar is None else f"{100 * bar:.1f}")
                for cell, bar, head in zip(row.cells, row.bars, heads, strict=True)
            ]
            for row in table.rows
        },
    }


def _addresses(root: str, key: str, table: Zones, filter: Filter) -> tuple[str, str]:
    """(sorted by this column, turned round if it already is; sorted by it as one first wants it)."""

    def to(is_descending: bool) -> str:
        query = urlencode(values_of(filter) | {ORDER: ("-" if is_descending else "") + key})
        return f"{root}?{query}#zone"

    first = key != NAME
    return to(not table.is_descending if key == table.key else first), to(first)


def _looks(table: Zones) -> list[str]:
    """On a phone only the column that decides is shown, or the first where the names do."""
    keys = [column.key for column in table.columns]
    chosen = table.key if table.key in keys else next(iter(keys), "")
    return [f"number{'' if key == chosen else ' aside'}" for key in keys]
