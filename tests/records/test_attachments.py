# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Uploads are what they are, not what they say."""

import hashlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from deliberation.errors import Invalid, NotFound
from deliberation.records import attachments
from deliberation.records.tables import Attachment
from tests.world import NOON

PICTURES = frozenset({"image/png", "image/jpeg", "image/webp"})
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(out, kind)
    return out.getvalue()


def archive(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in files.items():
            package.writestr(name.replace("__", "/"), content)
    return out.getvalue()


async def test_a_file_is_kept_with_its_true_type_and_its_fingerprint(database: None) -> None:
    row = await attachments.store("Verbale 3.pdf", PDF, attachments.DOCUMENTS, at=NOON)
    stored = await Attachment.select(Attachment.public_id).where(Attachment.id == row).first()
    assert stored is not None
    file = await attachments.fetch(stored["public_id"])
    assert (file.name, file.media_type, file.size) == ("Verbale 3.pdf", "application/pdf", len(PDF))
    assert file.sha256 == hashlib.sha256(PDF).hexdigest()
    assert file.content == PDF


async def test_a_file_that_is_not_there_is_said_so(database: None) -> None:
    with pytest.raises(NotFound) as refusal:
        await attachments.fetch("nothing")
    assert refusal.value.code == "attachment.unknown"


@pytest.mark.parametrize(
    ("name", "content", "allowed", "media_type"),
    [
        ("foto.png", picture("PNG"), PICTURES, "image/png"),
        ("foto.JPG", picture("JPEG"), PICTURES, "image/jpeg"),
        ("foto", picture("WEBP"), PICTURES, "image/webp"),
        ("spese.csv", b"voce;costo\nPanchine;1.200,00\n", attachments.DOCUMENTS, "text/csv"),
        ("spese.csv", "voce;città\n".encode("latin-1"), attachments.DOCUMENTS, "text/csv"),
        ("note.txt", "Perché sì.\n".encode(), attachments.DOCUMENTS, "text/plain"),
    ],
)
def test_the_type_is_found_in_the_bytes(name: str, content: bytes, allowed: frozenset[str], media_type: str) -> None:
    assert attachments.checked_type(name, content, allowed) == media_type


@pytest.mark.parametrize(
    ("name", "content", "code", "words"),
    [
        ("vuoto.pdf", b"", "attachment.empty", {}),
        ("foto.png", PDF, "attachment.wrong_type", {"found": "PDF", "declared": "PNG"}),
        ("foto.jpg", picture("PNG"), "attachment.wrong_type", {"found": "PNG", "declared": "JPG"}),
        ("programma.exe", b"MZ\x90\x00" + bytes(200), "attachment.wrong_type", None),
        ("foto.png", b"\x00\x01\x02 nothing known", "attachment.unknown_type", None),
        ("pagina.png", b"<script>alert(1)</script>", "attachment.wrong_type", None),
        ("disegno.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "attachment.wrong_type", None),
        ("dati.csv", b"\x7fELF\x02\x01\x01" + bytes(200), "attachment.wrong_type", None),
        ("archivio.zip", archive(a="x"), "attachment.not_accepted", None),
        ("documento.pdf", picture("PNG") + PDF, "attachment.wrong_type", {"found": "PNG", "declared": "PDF"}),
    ],
)
def test_what_is_not_what_it_says_is_refused(
    name: str, content: bytes, code: str, words: dict[str, str] | None
) -> None:
    with pytest.raises(Invalid) as refusal:
        attachments.checked_type(name, content, PICTURES | attachments.DOCUMENTS)
    assert refusal.value.code == code
    if words is not None:
        assert refusal.value.parameters == words


def test_a_file_over_ten_megabytes_is_refused() -> None:
    whole = PDF + bytes(attachments.MOST_BYTES - len(PDF))
    assert attachments.checked_type("a.pdf", whole, attachments.DOCUMENTS) == "application/pdf"
    with pytest.raises(Invalid) as refusal:
        attachments.checked_type("a.pdf", whole + b"x", attachments.DOCUMENTS)
    assert (refusal.value.code, refusal.value.parameters) == ("attachment.too_large", {"megabytes": 10})


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Utenti\\Anna\\verbale.pdf", "verbale.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie x.pdf"),
        ("fattura\u202efdp.exe", "fattura fdp.exe"),
        ('"quoted".pdf', "quoted .pdf"),
        ("...", "file"),
        ("", "file"),
        ("à" * 200 + ".pdf", "à" * 125 + ".pdf"),
    ],
)
def test_a_name_is_made_harmless(given_name: str, kept: str) -> None:
    assert attachments.safe_name(given_name) == kept


@given(st.text(max_size=300))
def test_every_name_becomes_a_short_plain_one(name: str) -> None:
    kept = attachments.safe_name(name)
    assert 0 < len(kept) <= 160
    assert len(kept.encode()) <= 255
    assert not set(kept) & set('/\\\n\r\t\0<>:"|?*')
