# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""CSV files as offices really send them: any charset, any separator, titles on top, cut in the middle."""

import io
import zipfile

import pytest

from deliberation import spreadsheets
from deliberation.errors import Invalid
from deliberation.spreadsheets import find_column, found_separator, read_table


def zipped(**files: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return packed.getvalue()


STREETS = "codice;via;località\n10;Via Nicolò dell'Abate;Forlì\n20;Via Libia;Forlì\n"


@pytest.mark.parametrize(
    ("charset", "mark", "found"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8-sig", b"", "utf-8"),
        ("cp1252", b"", "cp1252"),
        ("latin-1", b"", "cp1252"),
        ("utf-16-le", b"\xff\xfe", "utf-16-le"),
        ("utf-16-be", b"\xfe\xff", "utf-16-be"),
    ],
)
def test_the_charset_is_found_and_the_words_are_whole(charset: str, mark: bytes, found: str) -> None:
    table = read_table(mark + STREETS.encode(charset))
    assert table.charset == found
    assert table.header == ("codice", "via", "località")
    assert table.rows[0].cells == ("10", "Via Nicolò dell'Abate", "Forlì")


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("zona;voti;quota\nBarca;120;31,4\nColli;80;24,2\n", ";"),
        ('zona;testo\nBarca;"a; b\nc"\nColli;"ciao, Mario"\n', ";"),
        ("nome;indirizzo\nRossi;via Libia, 3, Bologna\nBianchi;via Ferrara, 4, Bologna\n", ";"),
        ("a\tb\n1\t2\n", "\t"),
        ("a|b\n1|2\n3|4\n", "|"),
        ("a,b\n1,2\n", ","),
    ],
)
def test_the_separator_is_the_one_that_makes_even_rows(text: str, separator: str) -> None:
    assert read_table(text.encode()).separator == separator
    assert found_separator(text) == separator


@pytest.mark.parametrize("first", ["sep=,", '"sep=,"', "SEP=,"])
def test_a_line_that_announces_the_separator_is_believed_and_counted(first: str) -> None:
    table = read_table(f"{first}\r\na,b\r\n1;0,2;0\r\n".encode())
    assert (table.separator, table.header) == (",", ("a", "b"))
    assert [(row.line, row.cells) for row in table.rows] == [(3, ("1;0", "2;0"))]


def test_every_row_keeps_the_line_on_which_it_begins() -> None:
    table = read_table(b'a;b\n1;"due\nrighe"\n\n3;x\n;\n4;y\n')
    assert [(row.line, row.cells[0]) for row in table.rows] == [(2, "1"), (5, "3"), (7, "4")]


def test_a_title_before_the_header_is_passed_over_as_istat_writes_one() -> None:
    table = read_table(b"Popolazione residente al 1 gennaio 2026\nzona;eta;residenti\nA;0;5\nB;0;6\n")
    assert table.header == ("zona", "eta", "residenti")
    assert [row.line for row in table.rows] == [3, 4]


def test_rows_of_another_width_are_named_and_not_guessed_at() -> None:
    table = read_table(b"a;b;c\n1;2;3\n1;2\n1;2;3;4\n1;2;3;;\n7;8;9\n")
    assert table.uneven == (3, 4)
    assert [row.line for row in table.rows] == [2, 5, 6]
    assert not table.is_cut_off


def test_a_file_that_ends_in_the_middle_of_a_row_says_so() -> None:
    table = read_table(STREETS.encode()[:-9])
    assert table.is_cut_off
    assert table.uneven == (3,)


def test_columns_without_a_name_or_with_the_same_name_are_told_apart() -> None:
    assert read_table(b"via;;via;via\n1;2;3;4\n").header == ("via", "colonna 2", "via (2)", "via (3)")


def test_a_column_is_found_whatever_its_case_and_accents() -> None:
    assert find_column(("Codice Via", "Località"), ("codvia", "codice via")) == "Codice Via"
    assert find_column(("Codice Via", "Località"), ("LOCALITA",)) == "Località"
    assert find_column(("Codice Via",), ("zona",)) == ""


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"", "table.empty", None),
        (b" \n\n", "table.empty", None),
        (b"PK\x03\x04rest", "table.zip_broken", None),
        (zipped(workbook=b"<xml/>"), "table.is_a_sheet", None),
        (b"\xd0\xcf\x11\xe0rest", "table.is_a_sheet", None),
        (b'\xef\xbb\xbf{"type": "FeatureCollection",\n"features": []}', "table.is_json", None),
        (b"a;b\n\x00;2\n", "table.not_text", None),
        (b"a;b\n\x81\x8d;2\n", "table.not_text", None),
        (b"email\na@example.it\n", "table.one_column", None),
        (b'a;b\n1;2\n3;"quattro\n5;6\n', "table.quotes", 3),
        (b'a;b\n1;"due"x\n', "table.quotes", 2),
        (b"a;b\n1;" + b"x" * 200_000 + b"\n", "table.cell_too_long", 2),
        (b"a;b\n1;" + b"x" * 110_000 + b"\n", "table.cell_too_long", 2),
        (b"a;b\n" + b"1;" * 300 + b"\n", "table.too_wide", 2),
    ],
)
def test_what_cannot_be_read_says_why_and_where(content: bytes, code: str, line: int | None) -> None:
    with pytest.raises(Invalid) as refused:
        read_table(content)
    assert (refused.value.code, refused.value.parameters.get("line")) == (code, line)


def test_files_and_rows_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "MOST_ROWS", 3)
    with pytest.raises(Invalid, match=r"table\.too_many_rows"):
        read_table(b"a;b\n" * 4)
    monkeypatch.setattr(spreadsheets, "MOST_BYTES", 10)
    with pytest.raises(Invalid, match=r"table\.too_large"):
        read_table(b"a;b\n" * 4)


def test_an_unknown_column_is_refused_by_name() -> None:
    with pytest.raises(Invalid) as refused:
        read_table(STREETS.encode()).column("zona")
    assert refused.value.parameters == {"field": "zona"}


def test_a_large_table_may_come_in_a_zip() -> None:
    assert read_table(zipped(civici_csv=STREETS.encode("cp1252"))).rows[0].cells[2] == "Forlì"
