# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Mails that came back: which one it was by the address it came to, and whether it is for good (RFC 3464)."""

import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

_WORD = re.compile(r"\+([a-z2-7]{30,60})@", re.IGNORECASE)
_HEADERS = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Returned:
    """A report that a mail could not be delivered: the sealed word of its return address, and the status, as 5.1.1."""

    word: str
    status: str

    @property
    def is_about_the_address(self) -> bool:
        """Nobody is there (5.1.x), or the mailbox takes none (5.2.x) or cannot be reached; 5.7 is a refusal of us."""
        return not self.status.startswith("5.7.")


def read(raw: bytes, recipient: str = "") -> Returned | None:
    """The report in a message; None when it is no report, not for good, or nothing that we sent."""
    message = message_from_bytes(raw[:LARGEST], policy=email.policy.compat32)
    word = _word([recipient, *(str(value) for name in _HEADERS for value in message.get_all(name, []))])
    status = next(_statuses(message), "")
    return Returned(word, status) if word and status else None


def _word(addresses: list[str]) -> str:
    for address in addresses:
        if found := _WORD.search(address):
            return found[1].lower()
    return ""


def _statuses(message: Message) -> Iterator[str]:
    """The status of each recipient whose delivery failed for good."""
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status" or not part.is_multipart():
            continue
        for block in part.get_payload():
            action = str(block.get("Action", "")).strip().lower()  # type: ignore[union-attr]
            status = str(block.get("Status", "")).strip().split(" ")[0]  # type: ignore[union-attr]
            if action == "failed" and re.fullmatch(r"5\.\d{1,3}\.\d{1,3}", status):
                yield status
