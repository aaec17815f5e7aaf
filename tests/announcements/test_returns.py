# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Mails that come back: which one it was, whether for good, and that nobody else can say so."""

import pytest

from deliberation.announcements import letters
from deliberation.announcements.letters import Fate
from deliberation.database import rows
from deliberation.keys import seal, unsealed
from tests.announcements.rolls import OPENS, a_roll, addresses, tell
from web.mail import bounces
from web.mail.bounces import Returned
from web.mail.letters import fate_of

WORD = "abcdefghijklmnopqrstuvwxyz234567abcdefgh"
REPORT = """From: MAILER-DAEMON@posta.example\r
To: rimbalzi+{word}@comune.example\r
Subject: Undelivered Mail\r
Content-Type: multipart/report; report-type=delivery-status; boundary="B"\r
\r
--B\r
Content-Type: text/plain\r
\r
Sorry.\r
--B\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; posta.example\r
\r
Final-Recipient: rfc822; anna@example.org\r
Action: {action}\r
Status: {status}\r
\r
--B--\r
"""


def report(word: str = WORD, action: str = "failed", status: str = "5.1.1") -> bytes:
    return REPORT.format(word=word, action=action, status=status).encode()


def test_a_report_names_the_mail_by_the_address_it_came_to() -> None:
    assert bounces.read(report()) == Returned(WORD, "5.1.1")
    assert bounces.read(report("nobody"), f"rimbalzi+{WORD.upper()}@comune.example") == Returned(WORD, "5.1.1")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe not a mail",
        b"Subject: Sono in ferie\r\nAuto-Submitted: auto-replied\r\n\r\nTorno lunedi.",
        report(action="delayed", status="4.4.7"),
        report(action="failed", status="4.2.2"),
        report(action="delivered", status="2.0.0"),
        report(status="five"),
        report(word="short"),
        b"Content-Type: message/delivery-status\r\nTo: r+" + WORD.encode() + b"@x.example\r\n\r\nStatus",
    ],
)
def test_what_is_no_report_or_not_for_good_says_nothing(raw: bytes) -> None:
    assert bounces.read(raw) is None


def test_a_refusal_of_us_is_not_about_the_address() -> None:
    found = bounces.read(report(status="5.7.1"))
    assert found is not None
    assert not found.is_about_the_address


def smtp(code: int, message: str, kind: str) -> Exception:
    import aiosmtplib

    if kind == "data":
        return aiosmtplib.SMTPDataError(code, message)
    return aiosmtplib.SMTPRecipientsRefused([aiosmtplib.SMTPRecipientRefused(code, message, "a@example.org")])


@pytest.mark.parametrize(
    ("error", "fate"),
    [
        (smtp(550, "5.1.1 no such user", "to"), Fate.REFUSED),
        (smtp(552, "mailbox full", "to"), Fate.REFUSED),
        (smtp(550, "5.7.1 we do not know you", "to"), Fate.LATER),
        (smtp(450, "4.2.1 greylisted", "to"), Fate.LATER),
        (smtp(421, "too busy", "to"), Fate.OUTAGE),
        (smtp(554, "looks like spam", "data"), Fate.FAILED),
        (smtp(452, "too many", "data"), Fate.LATER),
        (ConnectionRefusedError(), Fate.OUTAGE),
        (TimeoutError(), Fate.OUTAGE),
        (KeyError("a fault of ours"), Fate.LATER),
    ],
)
def test_what_a_mail_server_says_decides_what_becomes_of_a_letter(error: Exception, fate: Fate) -> None:
    assert fate_of(error) is fate


async def test_a_mail_that_came_back_counts_once_and_no_more_go_to_that_address(database: None) -> None:
    _, [person], _, _ = await a_roll(1)
    await tell(OPENS)
    [email] = await addresses([person])
    [announcement] = await rows("SELECT id FROM announcement")
    word = letters.returns_of(person.id, announcement["id"], email)
    for _ in range(3):
        assert await letters.note_bounce(word, about_the_address=True, at=OPENS)
    assert await rows("SELECT bounced FROM announcement") == [{"bounced": 1}]
    letter = await letters.claim(OPENS, 60)
    assert letter is not None
    assert await letters.content(letter, at=OPENS) is None
    await rows("UPDATE account SET email = 'nuova@example.org' WHERE id = {}", person.id)
    assert await letters.content(letter, at=OPENS) is not None, "another address is another matter"
    await letters.note_bounce(word, about_the_address=True, at=OPENS)
    assert await letters.content(letter, at=OPENS) is not None, "what comes back late is about the old one"


async def test_a_forged_return_marks_nobody(database: None) -> None:
    _, [person], _, _ = await a_roll(1)
    word = letters.returns_of(person.id, 0, "somebody@else.example")
    assert await letters.note_bounce(word, about_the_address=True, at=OPENS)
    other = ("b" if word[0] == "a" else "a") + word[1:]
    assert not await letters.note_bounce(other, about_the_address=True, at=OPENS)
    assert not await letters.note_bounce(seal("unsubscribe", bytes(12)), about_the_address=True, at=OPENS)
    assert await rows("SELECT 1 AS one FROM contact_choice") == []


def test_a_sealed_word_is_read_for_its_purpose_alone() -> None:
    word = seal("bounce", b"twelve bytes")
    assert unsealed("bounce", word) == b"twelve bytes"
    assert unsealed("letter", word) is None
    assert len(f"rimbalzi+{word}") <= 64, "no mailbox name is longer"
    assert word == seal("bounce", b"twelve bytes")
    assert word.isalnum()
    assert word == word.lower()
