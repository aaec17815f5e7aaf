# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keyed hashes, and short texts that only we can read again.

The keys are settings and never in the database: the installation's secret, and those of identity.

The configuration that PICCOLO_CONF names hands them over when it is imported, before the first query.

What is kept under a key of identity cannot be computed again under another one, since the text itself is kept nowhere.
So the name of its key stands beside each hash, several keys may be known at once, and the first makes new hashes.
"""

from __future__ import annotations

import base64
import binascii
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


_TAG = 12


def seal(purpose: str, text: bytes) -> str:
    """A few bytes as a word of an address: it tells nothing, nobody else makes one, the same text gives the same.

    The keyed hash of the text comes first and is the seed of what hides it (as in the SIV mode of RFC 5297, with
    HMAC-SHA-256 for both). Small letters and digits, since mail servers change the case of what they carry.
    """
    tag = bytes.fromhex(mac(purpose, text.hex()))[:_TAG]
    return base64.b32encode(tag + _hidden(purpose, tag, text)).decode().rstrip("=").lower()


def unsealed(purpose: str, token: str) -> bytes | None:
    """What was sealed for this purpose; None for any other text."""
    try:
        both = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
    except (binascii.Error, ValueError):
        return None
    tag, text = both[:_TAG], _hidden(purpose, both[:_TAG], both[_TAG:])
    known = bytes.fromhex(mac(purpose, text.hex()))[:_TAG]
    return text if hmac.compare_digest(tag, known) and token == token.lower() else None


def _hidden(purpose: str, tag: bytes, text: bytes) -> bytes:
    """The text under a stream that the tag draws: done twice it is there again. Up to 32 bytes."""
    stream = bytes.fromhex(mac(f"{purpose}/hiding", tag.hex()))
    return bytes(a ^ b for a, b in zip(text, stream, strict=False))
