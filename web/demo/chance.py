# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Identifiers and salts of the demonstration come from its seed: the same seed makes the same database.

They protect nobody: the people are simulated, and the accounts enter from this machine only. Tokens of links and
sessions, and the salts of passwords, stay drawn by the system.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from random import Random

from deliberation import text
from deliberation.ballots import seals
from deliberation.people import pseudonyms


class _Drawn:
    """What the modules below ask of `secrets`, from a seed."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def choice(self, among: Sequence[str]) -> str:
        return self._random.choice(among)

    def token_hex(self, length: int) -> str:
        return self._random.randbytes(length).hex()


@contextmanager
def drawn_from(seed: int) -> Iterator[None]:
    """Within the block, public ids, marks of pseudonyms and salts of ballots are those of the seed."""
    modules: tuple[object, ...] = (text, seals, pseudonyms)
    before = [vars(module)["secrets"] for module in modules]
    drawn = _Drawn(seed)
    for module in modules:
        vars(module)["secrets"] = drawn
    try:
        yield
    finally:
        for module, secrets in zip(modules, before, strict=True):
            vars(module)["secrets"] = secrets
