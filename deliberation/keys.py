# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keyed hashes. The key is the installation's secret, which is a setting and never in the database.

The configuration that PICCOLO_CONF names hands it over when it is imported, before the first query.
"""

from __future__ import annotations

import hashlib
import hmac

_secret: list[bytes] = []


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
