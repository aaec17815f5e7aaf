# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text that has to wait in the database for an hour or a day, and that whoever takes the database cannot read.

A key for each text, from the installation's secret and a random nonce; SHAKE-256 of the key is the stream that hides
the text, HMAC-SHA-256 finds changes (encrypt-then-MAC). Nothing of a longer life is kept so.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import zlib

from deliberation import keys

_NONCE, _TAG = 16, 32


class BrokenSeal(ValueError):
    """It was changed, or sealed under another secret."""


def seal(content: bytes) -> bytes:
    """The content, compressed and hidden."""
    nonce = secrets.token_bytes(_NONCE)
    hidden = _hidden(nonce, zlib.compress(content, 3))
    return nonce + _tag(nonce, hidden) + hidden


def unseal(sealed: bytes) -> bytes:
    """The content again. Raises BrokenSeal."""
    nonce, tag, hidden = sealed[:_NONCE], sealed[_NONCE : _NONCE + _TAG], sealed[_NONCE + _TAG :]
    if len(tag) < _TAG or not hmac.compare_digest(tag, _tag(nonce, hidden)):
        raise BrokenSeal
    return zlib.decompress(_hidden(nonce, hidden))


def _hidden(nonce: bytes, text: bytes) -> bytes:
    key = bytes.fromhex(keys.mac("seal/stream", nonce.hex()))
    stream = hashlib.shake_256(key).digest(len(text))
    return (int.from_bytes(text, "big") ^ int.from_bytes(stream, "big")).to_bytes(len(text), "big")


def _tag(nonce: bytes, hidden: bytes) -> bytes:
    key = bytes.fromhex(keys.mac("seal/tag", nonce.hex()))
    return hmac.digest(key, hidden, hashlib.sha256)
