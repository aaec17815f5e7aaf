# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fingerprints that the journal keeps of ballots, rolls and counts, so that a later change of the tables is found.

A ballot's seal is salted: whoever reads only the journal cannot try out choices until one fits. Whoever reads the
database sees the ballot itself (these votes are *palese*).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping

from voting.canonical import canonical_json, sha256


def draw_salt() -> str:
    """128 random bits as hex; a new one at each change of a ballot."""
    return secrets.token_hex(16)


def ballot_seal(ballot: Mapping[str, object]) -> str:
    """SHA-256 over everything that a ballot's row counts with.

    `ballot` has public_id, roll_entry, neighbourhood (row ids), marks, is_blank, revision and salt; and the pot it lies
    in, where the budget is in pots.
    """
    pot = ballot.get("pot")
    return sha256(
        canonical_json(
            {
                "id": ballot["public_id"],
                "entry": ballot["roll_entry"],
                "neighbourhood": ballot["neighbourhood"],
                "marks": ballot["marks"],
                "blank": bool(ballot["is_blank"]),
                "revision": ballot["revision"],
                "salt": ballot["salt"],
                **({} if pot is None else {"pot": pot}),
            }
        )
    )


def seal_of_all(seals: Iterable[str]) -> str:
    """One fingerprint of many ballots, whatever their order."""
    return sha256("\n".join(sorted(seals)))


def roll_seal(entries: Iterable[tuple[str, int | None, int | None]]) -> str:
    """SHA-256 over a roll with what its entries count with: (public id, neighbourhood's row id, age)."""
    return sha256(canonical_json(sorted([list(entry) for entry in entries], key=lambda entry: str(entry[0]))))
