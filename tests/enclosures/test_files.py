# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files are what their bytes say, hold no program and do not burst; their names are harmless. No database."""

import pytest

from deliberation.errors import Invalid
from deliberation.records import attachments
from deliberation.records.enclosed import Kind
from deliberation.records.enclosures import prepared
from tests.enclosures import samples

SCRIPT = b"<html><script>alert(1)</script></html>"


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("piano.pdf", samples.PDF, "application/pdf"),
        ("piano.pdf", samples.PDF + SCRIPT, "application/pdf"),
        ("lettera.docx", samples.document(), attachments._SUFFIXES[".docx"]),
        ("note.txt", "Perché sì.".encode(), "text/plain"),
        ("spese.csv", b"=1+1;2\n", "text/csv"),
        ("pagina.txt", SCRIPT, "text/plain"),
    ],
)
async def test_a_file_is_kept_as_what_it_is(name: str, content: bytes, media_type: str) -> None:
    file = await prepared(Kind.FILE, name, content)
    assert (file.name, file.media_type, file.contents) == (name, media_type, ((0, 0, content),))


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("vuoto.pdf", b"", "attachment.empty"),
        ("pesante.pdf", samples.PDF + bytes(attachments.MOST_BYTES), "attachment.too_large"),
        ("pagina.pdf", SCRIPT + samples.PDF, "attachment.wrong_type"),
        ("pagina.html", SCRIPT, "attachment.wrong_type"),
        ("disegno.svg", b"<svg><script>alert(1)</script></svg>", "attachment.wrong_type"),
        ("foto.pdf", samples.plain(), "attachment.wrong_type"),
        ("foto.png", samples.plain(), "attachment.not_accepted"),
        ("programma.pdf", b"MZ\x90\x00" + bytes(500), "attachment.wrong_type"),
        ("bomba.docx", samples.document(("word/media/x.bin", bytes(attachments.MOST_UNPACKED + 1))), "attachment.bomb"),
        ("macro.docx", samples.document(("word/vbaProject.bin", b"x")), "attachment.macro"),
        ("rotto.docx", samples.document()[:-40], "attachment.broken"),
    ],
)
async def test_what_is_something_else_or_dangerous_is_refused_at_its_field(
    name: str, content: bytes, code: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        await prepared(Kind.FILE, name, content)
    assert refusal.value.code == code
    assert refusal.value.fields == {"file": code}


async def test_an_archive_with_thousands_of_entries_is_refused() -> None:
    many = samples.document(*((f"word/{n}.xml", b"") for n in range(attachments.MOST_ENTRIES)))
    with pytest.raises(Invalid, match=r"attachment\.bomb"):
        await prepared(Kind.FILE, "molti.docx", many)


async def test_a_name_of_ten_thousand_characters_is_cut_to_what_file_systems_take() -> None:
    file = await prepared(Kind.FILE, "è" * 10_000 + ".pdf", samples.PDF)
    assert file.name.endswith("è.pdf")
    assert len(file.name.encode()) <= 255
