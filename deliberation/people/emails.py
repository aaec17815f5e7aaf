# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""E-mail addresses in the form in which they are compared."""

from __future__ import annotations

import re

from deliberation import text
from deliberation.errors import Invalid

LONGEST_TYPED = 1_000  # of an address; longer ones are refused whatever follows
_PART = r"[^@\s<>()\[\],;:\"\\]"
_LABEL = r"[^@\s<>()\[\],;:\"\\._]{1,63}"
_ADDRESS = re.compile(rf"{_PART}{{1,64}}@(?:{_LABEL}\.)+(?!\d+$){_LABEL}")


def normal(email: str) -> str:
    """The address in lower case. Raises Invalid when nothing could be delivered there."""
    address = text.normal("NFC", email[:LONGEST_TYPED]).strip().lower()
    if len(address) > 254 or not _ADDRESS.fullmatch(address) or ".." in address or not address.isprintable():
        raise Invalid("email.unreadable", fields={"email": "email.unreadable"})
    return address


def as_typed(email: str) -> str:
    """The address in lower case where nothing depends on whether it is one, as at sign-in."""
    try:
        return normal(email)
    except Invalid:
        return email.strip().lower()[:254]
