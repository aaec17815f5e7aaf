# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where mails go, by the scheme of MAIL_URL: a server (smtp, smtps, smtp+starttls), the console, or nowhere (null)."""

import sys
from collections.abc import Awaitable, Callable
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Protocol, TextIO
from urllib.parse import SplitResult, unquote, urlsplit

import aiosmtplib

TIMEOUT = 30


class Send(Protocol):
    """A way out. `returns` is where the mail comes back to if it cannot be delivered; '' is the address of From."""

    def __call__(self, message: EmailMessage, returns: str = "") -> Awaitable[None]: ...


def null(_: SplitResult) -> Send:
    """Mails are thrown away."""

    async def send(message: EmailMessage, returns: str = "") -> None:
        return None

    return send


def console(_: SplitResult, out: TextIO | None = None) -> Send:
    """Mails are printed, so that a demonstration needs no server."""

    async def send(message: EmailMessage, returns: str = "") -> None:
        body = message.get_body(("plain",))
        text = body.get_content() if body is not None else ""
        heading = f"To: {message['To']}\nSubject: {message['Subject']}"
        print(f"\n--- mail ---\n{heading}\n\n{text}--- end ---", file=out or sys.stdout, flush=True)

    return send


def smtp(url: SplitResult) -> Send:
    """Mails go to a server: `smtp://` in clear, `smtp+starttls://` upgraded, `smtps://` encrypted from the start."""
    encrypted = url.scheme == "smtps"
    upgraded = url.scheme == "smtp+starttls"
    port = url.port or (465 if encrypted else 587 if upgraded else 25)
    user = unquote(url.username) if url.username else None
    password = unquote(url.password) if url.password else None

    async def send(message: EmailMessage, returns: str = "") -> None:
        sender, recipient = returns or parseaddr(message["From"])[1], parseaddr(message["To"])[1]
        # as bytes of our own: aiosmtplib encodes long headers, and then no program reads the way out of a list
        plain = sender.isascii() and recipient.isascii()
        await aiosmtplib.send(
            message.as_bytes() if plain else message,
            sender=sender,
            recipients=[recipient],
            hostname=url.hostname,
            port=port,
            username=user,
            password=password,
            use_tls=encrypted,
            start_tls=upgraded,
            timeout=TIMEOUT,
        )

    return send


BACKENDS: dict[str, Callable[[SplitResult], Send]] = {
    "smtp": smtp,
    "smtps": smtp,
    "smtp+starttls": smtp,
    "console": console,
    "null": null,
}


def backend(mail_url: str) -> Send:
    """The way out that a MAIL_URL names. Raises ValueError for a scheme that is not there."""
    url = urlsplit(mail_url)
    if url.scheme not in BACKENDS:
        raise ValueError(f"MAIL_URL must start with one of: {', '.join(f'{s}://' for s in BACKENDS)}")
    return BACKENDS[url.scheme](url)
