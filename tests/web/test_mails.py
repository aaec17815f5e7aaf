# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every mail that is queued has its words, in both languages, and leaves as a proper mail."""

import ast
import io
import re
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller

from tests.world import NOON, a_city
from web import settings
from web.mail import backends, rendering

ROOT = Path(__file__).parent.parent.parent
SAMPLES = {
    "path": "/conferma/abc123",
    "title": "Una <b>panchina</b> & un albero",
    "reason": "insult",
    "note": "Togli i nomi.",
    "consultation": "Bilancio 2026",
    "role": "office",
    "cost": "12.000 €",
    "verdict": "x",
    "answer": "Si può fare.",
    "reasons": "Il terreno è privato.",
    "closes": "2026-11-30T12:00:00+00:00",
    "day": "31/12/2026",
    "digits": "123456",
    "remains": "resta@example.org",
    "office": "Verde pubblico",
    "number": "12/2026",
    "outcome": "partly",
    "unsubscribe": "/avvisi/disiscrivi/k7",
}
TOLD = {"summary": "Scegli <i>quattro</i> progetti.", "is_test": "1", "unsubscribe": "/avvisi/disiscrivi/k7"}
OTHER_SAMPLES = {
    **{f"vote-{event}": TOLD for event in ("opening", "reminder", "result")},
    "verification-withdrawn": {"reason": "moved"},
    "vote-suspended": {"reason": "changed"},
}


def mail_of(kind: str, locale: str = "it", **changes: str) -> EmailMessage:
    parameters = {**SAMPLES, **OTHER_SAMPLES.get(kind, {}), **changes}
    return rendering.compose(kind, "p@example.org", locale, parameters, site="Bologna", settings=settings.load())


def queued_kinds() -> Iterator[tuple[str, str]]:
    """Every literal kind in a call of outbox.queue."""
    for path in (ROOT / "deliberation").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "outbox.queue" and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    yield path.name, str(first.value)


def test_every_mail_that_is_queued_has_a_folder() -> None:
    missing = [(where, kind) for where, kind in queued_kinds() if kind not in rendering.kinds()]
    assert not missing


@pytest.mark.parametrize("kind", rendering.kinds())
@pytest.mark.parametrize("locale", ["it", "en"])
def test_a_mail_is_whole_in_both_languages(kind: str, locale: str) -> None:
    mail = mail_of(kind, locale)
    plain, html = (mail.get_body((name,)) for name in ("plain", "html"))
    assert plain is not None
    assert html is not None
    assert mail["To"] == "p@example.org"
    assert "\n" not in mail["Subject"]
    assert mail["Subject"]
    assert "Bologna" in plain.get_content()
    for address in re.findall(r"https?://[^\s\"<]+", plain.get_content() + html.get_content()):
        assert urlsplit(address).netloc == "127.0.0.1:8000"
    assert "<b>" not in html.get_content()
    assert "&lt;" not in plain.get_content()


def test_a_line_end_in_a_parameter_makes_no_header() -> None:
    assert len(rendering.kinds()) > 10
    for kind in rendering.kinds():
        assert mail_of(kind, title="x\r\nBcc: altro@example.org")["Bcc"] is None


def test_a_line_end_in_an_address_is_refused() -> None:
    with pytest.raises(ValueError, match=r"linefeed|header|newline"):
        rendering.compose(
            "role-given", "p@example.org\r\nBcc: x@example.org", "it", SAMPLES, site="B", settings=settings.load()
        )


async def test_the_console_prints_a_mail() -> None:
    out = io.StringIO()
    mail = mail_of("confirm-address")
    await backends.console(urlsplit("console://"), out)(mail)
    assert "To: p@example.org" in out.getvalue()
    assert "http://127.0.0.1:8000/conferma/abc123" in out.getvalue()


def test_an_unknown_way_out_is_said_at_once() -> None:
    with pytest.raises(ValueError, match="MAIL_URL must start with"):
        backends.backend("ftp://example.org")


class Postbox:
    """What a mail server of the tests received."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, list[str], bytes]] = []

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))  # type: ignore[attr-defined]
        return "250 OK"


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, int]]:
    box = Postbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, port
    controller.stop()


async def test_a_queued_mail_reaches_the_server_once(
    database: None, postbox: tuple[Postbox, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    from deliberation.records import outbox
    from web import worker

    box, port = postbox
    monkeypatch.setenv("MAIL_URL", f"smtp://127.0.0.1:{port}")
    await a_city()
    await outbox.queue("confirm-address", "anna@example.org", "it", {"path": "/conferma/abc"}, at=NOON)
    assert await worker.do_one()
    assert not await worker.do_one()
    [(sender, recipients, content)] = box.mails
    assert sender == "partecipazione@comune.example"
    assert recipients == ["anna@example.org"]
    assert b"Auto-Submitted: auto-generated" in content
    assert b"Bologna" in content
