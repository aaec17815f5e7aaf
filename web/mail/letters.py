# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Letters to those who may vote: composed in the moment of leaving, sent, and what the mail server said understood.

What is logged says neither who nor which vote nor what: a line of a reminder would tell that somebody had not voted.
"""

import asyncio
from datetime import datetime
from email.message import EmailMessage
from urllib.parse import urlsplit

import aiosmtplib
import structlog

from deliberation import clock
from deliberation.announcements import letters
from deliberation.announcements.announcements import MAILS
from deliberation.announcements.letters import Content, Fate, Letter
from deliberation.places.queries import city
from web import settings
from web.mail.backends import backend
from web.mail.rendering import compose, mark
from web.settings import Settings

PATIENCE = 120  # seconds for one mail; shorter than its lease, so that no other worker takes it meanwhile
log = structlog.get_logger("mail")
_accepted: set[tuple[int, str]] = set()  # by the mail server, while the database does not take it down


async def send_one(at: datetime) -> bool:
    """Take one letter that is due and has its turn, and send it; False when there is none."""
    if not await letters.is_due(at):
        return False
    found = settings.load()
    letter = await letters.claim(at, found.mail_per_minute)
    if letter is None:
        return False
    content = await letters.content(letter, at=at)
    fate = await _send(letter, content, found) if content else Fate.NOBODY
    await letters.finish(letter, fate, email=content.email if content else "", at=clock.now())
    _accepted.discard((letter.id, content.mark if content else ""))
    return True


async def _send(letter: Letter, content: Content, found: Settings) -> Fate:
    if (letter.id, content.mark) in _accepted:
        return Fate.SENT
    try:
        message = letter_of(content, site=(await city()).name, found=found)
        async with asyncio.timeout(PATIENCE):
            await backend(found.mail_url)(message, return_address(found, content.returns))
    except Exception as error:
        fate = fate_of(error)
        log.warning("a letter was not taken", fate=str(fate), error=type(error).__name__)
        return fate
    _accepted.add((letter.id, content.mark))
    return Fate.SENT


def letter_of(content: Content, *, site: str, found: Settings) -> EmailMessage:
    """The mail with what lists carry: its name, the way out in one click (RFC 8058), and a mark that stays the same."""
    message = compose(
        MAILS[content.event], content.email, content.locale, content.parameters, site=site, settings=found
    )
    del message["Message-ID"]
    message["Message-ID"] = mark(found, content.mark)
    message["List-Id"] = f"<avvisi-voto.{urlsplit(found.base_url).hostname}>"
    message["List-Unsubscribe"] = f"<{found.base_url}{content.parameters['unsubscribe']}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return message


def return_address(found: Settings, word: str) -> str:
    """Where a mail comes back to, with the word that names it (VERP); '' when nobody reads what comes back."""
    mailbox, _, domain = found.mail_bounces.rpartition("@")
    return f"{mailbox}+{word}@{domain}" if mailbox else ""


def fate_of(error: Exception) -> Fate:
    """What an error means for the letter, by RFC 5321 and RFC 3463: only who is not there is 'refused'."""
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        error = error.recipients[0]
    if isinstance(error, aiosmtplib.SMTPRecipientRefused):
        if 500 <= error.code < 600:
            return Fate.LATER if error.message.startswith("5.7.") else Fate.REFUSED
        return Fate.OUTAGE if error.code == 421 else Fate.LATER
    if isinstance(error, aiosmtplib.SMTPDataError):
        return Fate.FAILED if 500 <= error.code < 600 else Fate.OUTAGE if error.code == 421 else Fate.LATER
    if isinstance(error, aiosmtplib.SMTPException | OSError | TimeoutError):
        return Fate.OUTAGE
    return Fate.LATER  # a fault of ours: tried again, and given up in the end
