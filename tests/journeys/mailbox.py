# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A mail server that keeps what it gets: a journey reads the links and codes that people find in their mailbox."""

import email
import email.policy
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller

from tests.journeys.servers import free_port


@dataclass(slots=True)
class Mailbox:
    """All mails of one installation; `url` is the setting MAIL_URL."""

    url: str
    _mails: list[tuple[list[str], str]] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        body = mail.get_body(("plain",))
        self._mails.append((envelope.rcpt_tos, f"{mail['Subject']}\n{body.get_content() if body else ''}"))
        return "250 OK"

    def find(self, address: str, pattern: str) -> str:
        """What the pattern's group catches in the newest mail to the address that has it; waits for the worker."""
        for _ in range(300):
            for recipients, text in reversed(self._mails):
                if address in recipients and (found := re.search(pattern, text)):
                    return found[1]
            time.sleep(0.1)
        raise AssertionError(f"no mail to {address} with {pattern}")


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    port = free_port()
    box = Mailbox(f"smtp://127.0.0.1:{port}")
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box
    controller.stop()
