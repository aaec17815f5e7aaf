# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fingerprints that the journal keeps of ballots, rolls and counts, so that a later change of the tables is found.

A ballot's seal is salted: whoever reads only the journal cannot try out choices until one fits. Whoever reads the
database sees the ballot itself (these votes are *palese*).
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence

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


class RollSealing:
    """The hash and the seal of a roll whose lines come in parts, sorted by public id: those of the whole at once."""

    __slots__ = ("_hash", "_is_begun", "_seal")

    def __init__(self) -> None:
        self._hash, self._seal = hashlib.sha256(), hashlib.sha256(b"[")
        self._is_begun = False

    def add(self, lines: Sequence[tuple[str, int | None, int | None]]) -> None:
        """The next lines; none is none."""
        if not lines:
            return
        between = self._is_begun
        self._hash.update(("\n" * between + "\n".join(line[0] for line in lines)).encode())
        self._seal.update(("," * between + canonical_json(lines)[1:-1]).encode())
        self._is_begun = True

    @property
    def hash(self) -> str:
        """SHA-256 of the sorted public ids, one a line."""
        return self._hash.hexdigest()

    @property
    def seal(self) -> str:
        """As `roll_seal` of all lines."""
        whole = self._seal.copy()
        whole.update(b"]")
        return whole.hexdigest()
