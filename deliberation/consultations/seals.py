# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a vote is about, as the journal keeps it from the moment its list is frozen: any later change is found."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from deliberation.database import rows
from deliberation.regulations.queries import fingerprint
from voting.canonical import canonical_json, sha256

_TERMS = (
    "rule",
    "ballot_kind",
    "min_picks",
    "max_picks",
    "seats",
    "budget_cents",
    "min_age",
    "lot_commitment",
    "lot_source",
    "warnings",
)


async def vote_terms(consultation_id: int) -> dict[str, Any]:
    """The terms of a vote: rule and limits as stored, instants in UTC, places and options by their SHA-256."""
    found = await rows("SELECT * FROM consultation WHERE id = {}", consultation_id)
    voting = await rows(
        "SELECT opens_at, closes_at FROM phase WHERE consultation = {} AND kind = 'voting' ORDER BY position",
        consultation_id,
    )
    places = await rows("SELECT neighbourhood FROM consultation_neighbourhood WHERE consultation = {}", consultation_id)
    options = await rows(
        "SELECT option_id, ballot_position, title, category, neighbourhood, cost_cents FROM proposal "
        "WHERE consultation = {} AND option_id <> '' AND state IN ('on_ballot', 'selected', 'not_selected')",
        consultation_id,
    )
    row = found[0]
    return {
        **await _pots(row),
        **await _genders(consultation_id),
        **await _regulation(row),
        **{name: row[name] for name in _TERMS},
        "city_wide": bool(row["city_wide"]),
        "rule_parameters": json.loads(row["rule_parameters"] or "{}"),
        "voting": [[_utc(phase["opens_at"]), _utc(phase["closes_at"])] for phase in voting],
        "places": sha256(canonical_json(sorted(place["neighbourhood"] for place in places))),
        "options": sha256(canonical_json(sorted(canonical_json(dict(option)) for option in options))),
    }


async def _regulation(row: dict[str, Any]) -> dict[str, str]:
    """The regulation that the vote was opened with, by the SHA-256 of its text; nothing where there is none."""
    if row["regulation"] is None:
        return {}
    found = await rows("SELECT content FROM regulation_version WHERE id = {}", row["regulation"])
    return {"regulation": fingerprint(found[0]["content"])}


async def _genders(consultation_id: int) -> dict[str, str]:
    """The genders of candidates, by their SHA-256; nothing where there are none."""
    options = await rows(
        "SELECT option_id, gender FROM proposal WHERE consultation = {} AND option_id <> '' AND gender <> '' "
        "AND state IN ('on_ballot', 'selected', 'not_selected')",
        consultation_id,
    )
    told = sorted([option["option_id"], option["gender"]] for option in options)
    return {"genders": sha256(canonical_json(told))} if told else {}


async def _pots(row: dict[str, Any]) -> dict[str, Any]:
    """What a budget in pots, co-financed options and spending limits add to the terms; nothing where there are none."""
    pots = await rows(
        "SELECT id, key, name, neighbourhood, amount_cents FROM pot WHERE consultation = {} ORDER BY position",
        row["id"],
    )
    options = await rows(
        "SELECT option_id, pot, cofinanced_cents, cofinanced_by FROM proposal WHERE consultation = {} "
        "AND option_id <> '' AND state IN ('on_ballot', 'selected', 'not_selected') "
        "AND (pot IS NOT NULL OR cofinanced_cents > 0)",
        row["id"],
    )
    told: dict[str, Any] = {}
    if pots:
        told["pots"] = sha256(canonical_json([dict(pot) for pot in pots]))
        told["pot_kind"], told["pots_are_chosen"] = row["pot_kind"], bool(row["pots_are_chosen"])
    if options:
        told["options_in_pots"] = sha256(canonical_json(sorted(canonical_json(dict(option)) for option in options)))
    if row["spending_limits"] not in ("", "{}"):
        told["spending_limits"] = row["spending_limits"]
    return told


def _utc(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="microseconds")
