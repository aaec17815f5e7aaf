# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Many rows in one statement: a JSON array in, a table out, on both engines. Fast enough for 100,000 doors."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from deliberation.database import is_postgres, rows

BATCH = 5000


async def insert(table: str, columns: Mapping[str, str], values: Sequence[Sequence[object]]) -> None:
    """Rows of plain values (numbers, text, None, booleans), with each column's SQL type as PostgreSQL calls it."""
    named = ", ".join(columns)
    if is_postgres():
        cells = ", ".join(f"(v->>{n})::{kind}" for n, kind in enumerate(columns.values()))
        source = "json_array_elements({}::json) AS v"
    else:
        cells = ", ".join(f"json_extract(value, '$[{n}]')" for n in range(len(columns)))
        source = "json_each({})"
    for start in range(0, len(values), BATCH):
        packed = json.dumps(values[start : start + BATCH], ensure_ascii=False, separators=(",", ":"))
        await rows(f"INSERT INTO {table} ({named}) SELECT {cells} FROM {source}", packed)


async def update(table: str, columns: Mapping[str, str], values: Sequence[Sequence[object]]) -> None:
    """Rows by their id, which is the first value of each; the others are the columns' new values."""
    names = [name for name in columns if name != "id"]
    for start in range(0, len(values), BATCH):
        packed = json.dumps(values[start : start + BATCH], ensure_ascii=False, separators=(",", ":"))
        if is_postgres():
            kinds = list(columns.values())
            cells = ", ".join(f"{name} = (v->>{n})::{kinds[n]}" for n, name in enumerate(names, 1))
            source = "json_array_elements({}::json) AS v"
            await rows(f"UPDATE {table} SET {cells} FROM {source} WHERE {table}.id = (v->>0)::bigint", packed)
        else:
            cells = ", ".join(f"{name} = json_extract(value, '$[{n}]')" for n, name in enumerate(names, 1))
            await rows(
                f"UPDATE {table} SET {cells} FROM json_each({{}}) WHERE {table}.id = json_extract(value, '$[0]')",
                packed,
            )


def squeezed(value: object) -> bytes:
    """JSON, compressed."""
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), 6)


def loosened(content: bytes) -> Any:
    """The value that was squeezed."""
    return json.loads(zlib.decompress(content))
