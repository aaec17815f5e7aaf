# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keyed hashes. The keys are settings and never in the database: the installation's secret, and those of identity.

The configuration that PICCOLO_CONF names hands them over when it is imported, before the first query.

What is kept under a key of identity cannot be computed again under another one, since the text itself is kept nowhere.
So the name of its key stands beside each hash, several keys may be known at once, and the first makes new hashes.
"""

from __future__ import annotations

import hashlib
import hmac

_secret: list[bytes] = []
_identity: list[tuple[str, bytes]] = []


def use(secret: str) -> None:
    """The secret of this process."""
    _secret[:] = [secret.encode()]


def mac(purpose: str, text: str) -> str:
    """HMAC-SHA-256 of a text under a key of its own for each purpose, in hexadecimal."""
    if not _secret:
        raise RuntimeError("no secret: PICCOLO_CONF names no configuration that hands one over")
    key = hmac.digest(_secret[0], f"rione/{purpose}".encode(), hashlib.sha256)
    return hmac.digest(key, text.encode(errors="replace"), hashlib.sha256).hex()


def is_mac(purpose: str, text: str, sent: str) -> bool:
    """Whether `sent` is the keyed hash of the text; in constant time, whatever was sent."""
    return hmac.compare_digest(mac(purpose, text).encode(), sent.encode(errors="replace"))


def use_identity(*keys: str) -> None:
    """The keys of identity of this process: today's, then earlier ones whose hashes are still recognised."""
    _identity[:] = [(key_name(key), key.encode()) for key in keys]


def key_name(key: str) -> str:
    """What is written beside a hash to say which key made it; nobody finds the key by it."""
    return hmac.digest(key.encode(), b"rione/name-of-this-key", hashlib.sha256).hex()[:12]


def identity_keys() -> tuple[str, ...]:
    """The names of the known keys of identity, today's first."""
    return tuple(name for name, _ in _identity)


def identity_macs(purpose: str, text: str) -> list[tuple[str, str]]:
    """(name of the key, HMAC-SHA-256 in hexadecimal) under every known key of identity, today's first."""
    if not _identity:
        raise RuntimeError("no key of identity: PICCOLO_CONF names no configuration that hands one over")
    return [
        (
            name,
            hmac.digest(hmac.digest(key, f"rione/{purpose}".encode(), hashlib.sha256), text.encode(), "sha256").hex(),
        )
        for name, key in _identity
    ]
