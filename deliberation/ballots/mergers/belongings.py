# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What belongs to an account, table by table, and what becomes of it when the account is merged into another one.

The rest stays with the account that goes: a test says what, and why.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deliberation.database import rows

# Goes over to the account that is kept: table.column.
MOVES = (
    "proposal.author",
    "past_text.author",
    "amendment.author",
    "comment.author",
    "membership.account",
    "notice.account",
    "reserved_name.account",
)
# Goes over where the kept account has none for the same thing, named by these columns; otherwise it counts once.
ONCE = {
    "support.account": ("proposal",),
    "asked_support.account": ("proposal",),
    "follow.account": ("subject_kind", "subject"),
    "content_report.reporter": ("target_kind", "target"),
    "self_declaration.account": ("state",),
}
# Ends: the account that is kept has choices and letters of its own; who is being merged stands at the desk.
ENDS = ("contact_choice.account", "letter.account", "register_match.account")


async def move(kept: int, dropped: int) -> dict[str, Any]:
    """Give what the account has to the other one; table.column → rows, and what was there twice. In `writing()`."""
    memory: dict[str, Any] = {"moved": {}, "twice": {}}
    for place, same in ONCE.items():
        table, column = place.split(".")
        alike = " AND ".join(f"o.{name} = {table}.{name}" for name in same)
        twice = await rows(
            f"DELETE FROM {table} WHERE {column} = {{}} AND EXISTS "
            f"(SELECT 1 FROM {table} o WHERE o.{column} = {{}} AND {alike}) RETURNING *",
            dropped,
            kept,
        )
        memory["twice"][place] = [
            {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}
            for row in twice
        ]
    for place in ENDS:
        table, column = place.split(".")
        await rows(f"DELETE FROM {table} WHERE {column} = {{}}", dropped)
    for place in (*MOVES, *ONCE):
        table, column = place.split(".")
        done = await rows(f"UPDATE {table} SET {column} = {{}} WHERE {column} = {{}} RETURNING id", kept, dropped)
        memory["moved"][place] = [row["id"] for row in done]
    return memory


async def move_back(kept: int, dropped: int, memory: Mapping[str, Any]) -> None:
    """Give back what is still there. What was there twice and counted once is the other account's again, too."""
    for place, ids in memory["moved"].items():
        table, column = place.split(".")
        for start in range(0, len(ids), 500):
            some = ids[start : start + 500]
            marks = ", ".join("{}" for _ in some)
            await rows(
                f"UPDATE {table} SET {column} = {{}} WHERE {column} = {{}} AND id IN ({marks})", dropped, kept, *some
            )
    for row in memory["twice"].get("support.account", ()):
        await rows(
            "INSERT INTO support (proposal, account, text_number, created_at) "
            "SELECT p.id, {}, s.text_number, s.created_at FROM proposal p "
            "JOIN support s ON s.proposal = p.id AND s.account = {} WHERE p.id = {} ON CONFLICT DO NOTHING",
            dropped,
            kept,
            row["proposal"],
        )


def numbers(memory: Mapping[str, Any]) -> dict[str, int]:
    """How much went over, for the journal and for the page: table → rows."""
    return {place.split(".")[0]: len(ids) for place, ids in memory["moved"].items() if ids}
