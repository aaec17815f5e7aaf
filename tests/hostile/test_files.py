# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that are not what they should be: vote files with faults, uploads that lie about themselves."""

import json
import random
import shutil
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from deliberation.consultations.tables import Consultation
from tests.hostile.test_forms import enter
from tests.hostile.towns import PDF, a_town
from tests.imports.files import POLYGONS, SMALL, command
from web.__main__ import rione

BROKEN = sorted((Path(__file__).parents[1] / "voting" / "pabulib" / "invalid").glob("*.pb"))
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
NEW = "/gestione/ufficio/documenti/nuovo"
LIES: dict[str, tuple[str, bytes]] = {
    "HTML as PDF": ("a.pdf", HTML),
    "HTML as picture": ("a.png", HTML),
    "SVG": ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    "SVG as picture": ("a.jpg", b'<?xml version="1.0"?><svg onload="alert(1)"/>'),
    "program": ("a.pdf", b"MZ\x90\x00" + b"\x00" * 200),
    "Linux program": ("a.csv", b"\x7fELF\x02\x01\x01" + b"\x00" * 200),
    "shell": ("a.sh", b"#!/bin/sh\nrm -rf /\n"),
    "empty": ("a.pdf", b""),
    "two suffixes": ("a.pdf.exe", PDF),
    "NUL in the name": ("a.pdf\x00.html", PDF),
    "page": ("a.html", HTML),
    "page in a text": ("a.txt", HTML),
    "script": ("a.js", b"alert(1)"),
    "archive": ("a.zip", b"PK\x03\x04" + b"\x00" * 60),
    "gzip": ("a.gz", b"\x1f\x8b\x08\x00" + b"\x00" * 60),
    "binary as text": ("a.txt", b"\x00\x01\x02\x03"),
    "picture as table": ("a.csv", PNG),
    "eleven megabytes": ("a.pdf", PDF + b"x" * 11_000_000),
}
POLYGLOTS: dict[str, tuple[str, bytes, str, str]] = {
    "PDF and page": ("a.pdf", PDF + HTML, "application/pdf", "inline"),
    "page in a table": ("a.csv", HTML, "text/csv; charset=utf-8", "attachment"),
    "picture and page": ("a.png", PNG + HTML, "image/png", "inline"),
}
NAMES = (
    "../../../etc/passwd.pdf",
    "..\\..\\boot.pdf",
    "/etc/passwd.pdf",
    "C:\\x.pdf",
    "a\r\nSet-Cookie: x=y.pdf",
    'a";x=".pdf',
    "\u202efdp.exe.pdf",
    "<img src=x onerror=alert(1)>.pdf",
    "a" * 400 + ".pdf",
    ".pdf",
    "....pdf",
    "è€𝔘.pdf",
    "%00.pdf",
    "con.pdf",
    "-rf.pdf",
    "'; DROP TABLE document; --.pdf",
)


async def upload(browser: httpx.AsyncClient, token: str, title: str, name: str, content: bytes) -> httpx.Response:
    return await browser.post(
        NEW,
        data={"_csrf": token, "title": title},
        files={"file": (name, content, "application/pdf")},
        headers={"sec-fetch-site": "same-origin", "accept-language": "it"},
    )


@pytest.mark.parametrize("label", LIES)
async def test_a_file_that_lies_is_refused_and_the_title_kept(browser: httpx.AsyncClient, label: str) -> None:
    town = await a_town()
    token = await enter(browser, town.office)
    answer = await upload(browser, token, "Titolo scritto", *LIES[label])
    assert answer.status_code == 422
    assert "Titolo scritto" in answer.text
    assert "Titolo scritto" not in (await browser.get("/ufficio")).text


@pytest.mark.parametrize("label", POLYGLOTS)
async def test_what_is_two_things_is_served_as_one_that_runs_nothing(browser: httpx.AsyncClient, label: str) -> None:
    town = await a_town()
    token = await enter(browser, town.office)
    name, content, media_type, disposition = POLYGLOTS[label]
    assert (await upload(browser, token, "Doppio", name, content)).status_code == 303
    page = (await browser.get("/ufficio")).text
    address = page.split("Doppio")[0].rsplit('href="', 1)[1].split('"', 1)[0]
    served = await browser.get(address)
    assert served.headers["content-type"] == media_type
    assert served.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in served.headers["content-security-policy"]
    assert served.headers["content-disposition"].split(";")[0] == disposition


@pytest.mark.parametrize("name", NAMES)
async def test_a_files_name_is_made_harmless(browser: httpx.AsyncClient, name: str) -> None:
    town = await a_town()
    token = await enter(browser, town.office)
    answer = await upload(browser, token, "Nomi", name, PDF)
    assert answer.status_code in (303, 422)
    if answer.status_code == 303:
        page = (await browser.get("/ufficio")).text
        served = await browser.get(page.split("Nomi")[0].rsplit('href="', 1)[1].split('"', 1)[0])
        disposition = served.headers["content-disposition"]
        assert disposition.count('"') == 2
        assert not any(part in disposition for part in ("/", "\\", "..", "%2F", "%5C", "%0D", "%0A", "%E2%80%AE"))
        assert "set-cookie" not in served.headers


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_faulty_vote_file_is_refused_with_its_line(path: Path) -> None:
    result = CliRunner().invoke(rione, ["tally", str(path), "--json"])
    assert result.exit_code == 3, result.output
    error = json.loads(result.stdout)["error"]
    assert error["line"] is None or error["line"] >= 0
    told = CliRunner().invoke(rione, ["tally", str(path)])
    assert told.exit_code == 3
    assert "Traceback" not in told.output
    assert told.exception is None or isinstance(told.exception, SystemExit)


def test_no_change_of_a_vote_file_is_a_crash(tmp_path: Path) -> None:
    draw, whole = random.Random(7), SMALL.format(rule="greedy").encode()
    path = tmp_path / "a.pb"
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(draw.randint(1, 4)):
            at = draw.randrange(len(data))
            bit = draw.choice([b"", b";", b"\n", b"\x00", b"\xff", b"-1", b"9" * 40, b'"', "²".encode(), b"1e9", b",,"])
            data[at : at + draw.randint(0, 5)] = bit
        path.write_bytes(bytes(data))
        result = CliRunner().invoke(rione, ["tally", str(path), "--json"])
        assert result.exit_code in (0, 2, 3, 4), (bytes(data), result.output)
        assert result.exception is None or isinstance(result.exception, SystemExit), bytes(data)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A file that is well, and the city's districts."""
    (tmp_path / "buona.pb").write_text(SMALL.format(rule="greedy"), encoding="utf-8")
    (tmp_path / "zone.geojson").write_text(json.dumps(POLYGONS), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("path", BROKEN[::4], ids=lambda path: path.stem)
async def test_importing_a_faulty_file_leaves_nothing(
    database: None, path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(path, folder)
    done = await command(monkeypatch, "import", str(folder))
    assert done.exit_code == 3, done.output
    assert await Consultation.count() == 0
