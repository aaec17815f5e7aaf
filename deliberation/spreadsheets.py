# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""CSV files that others wrote: charset and separator are found, every row keeps its line number, sizes are bounded.

A file is UTF-8 with or without a mark, UTF-16 with one, or what Windows writes (cp1252). The separator is the one that
gives most lines the same number of cells, unless a first line `sep=;` says it. Lines before the header (ISTAT begins
with a title) are passed over. Rows of another width are not guessed at: they are named.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from deliberation.errors import Invalid
from deliberation.text import plain, tidy

MOST_BYTES = 48 * 1024 * 1024
MOST_ROWS = 500_000
MOST_COLUMNS = 200
MOST_CHARACTERS = 100_000  # of one cell
SAMPLE = 64 * 1024
SEPARATORS = ";\t|,"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})(?:[ T]0?0:00(?::00)?)?")
_YEAR_FIRST = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[ T]00:00(?::00)?)?")
_SHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods, .xls


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, without blanks around them, and the line of the file on which it begins (from 1)."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file as it was read.

    `uneven` are the lines of rows that have more or fewer cells than the header: they are in no row. `is_cut_off`
    says that the file ends in the middle of a row, as an upload does that was interrupted.
    """

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    charset: str
    separator: str
    uneven: tuple[int, ...] = ()
    is_cut_off: bool = False

    def column(self, name: str) -> int:
        """The place of a column. Raises Invalid(table.no_column)."""
        if name not in self.header:
            raise Invalid("table.no_column", field=name[:60])
        return self.header.index(name)


def read_table(content: bytes) -> Table:
    """The header and the rows of a CSV file.

    Raises Invalid, before anything large is made: table.empty, table.too_large (megabytes), table.is_a_sheet,
    table.is_json, table.not_text, table.one_column, table.too_many_rows (most), table.too_wide (most, line),
    table.quotes (line: where the row with the quote begins), table.cell_too_long (line).
    """
    text, charset = decoded(content)
    if text.lstrip().startswith(("{", "[{")):
        raise Invalid("table.is_json")
    text, separator, skipped = _announced(text)
    separator = separator or found_separator(text[:SAMPLE], whole=len(text) <= SAMPLE)
    rows = list(_rows(text, separator, skipped))
    if not rows:
        raise Invalid("table.empty")
    width = _width(rows)
    start = next(n for n, row in enumerate(rows) if len(row.cells) == width)
    body = rows[start + 1 :]
    even = tuple(fitted for row in body if (fitted := _fitted(row, width)) is not None)
    kept = {row.line for row in even}
    uneven = tuple(row.line for row in body if row.line not in kept)
    cut_off = bool(body) and len(body[-1].cells) < width and not text.endswith(("\n", "\r"))
    return Table(_header(rows[start].cells), even, charset, separator, uneven, cut_off)


def decoded(content: bytes) -> tuple[str, str]:
    """The text of a file and its charset: utf-8, utf-16-le, utf-16-be or cp1252."""
    if len(content) > MOST_BYTES:
        raise Invalid("table.too_large", megabytes=MOST_BYTES // 1024 // 1024)
    if not content.strip():
        raise Invalid("table.empty")
    content = _unpacked(content)
    if content.startswith(_SHEETS):
        raise Invalid("table.is_a_sheet")
    for mark, charset in _MARKS:
        if content.startswith(mark):
            return _checked(content[len(mark) :], charset), charset
    try:
        return _checked(content, "utf-8"), "utf-8"
    except Invalid:
        return _checked(content, "cp1252"), "cp1252"


def _unpacked(content: bytes) -> bytes:
    """A large table may come as the one CSV of a zip archive."""
    if not content.startswith(b"PK"):
        return content
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = [name for name in packed.namelist() if name.lower().endswith((".csv", ".txt"))]
            if len(names) != 1:
                return content
            if packed.getinfo(names[0]).file_size > MOST_BYTES:
                raise Invalid("table.too_large", megabytes=MOST_BYTES // 1024 // 1024)
            return packed.read(names[0])
    # NotImplementedError is what zipfile says of a compression that it does not know
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error) as error:
        raise Invalid("table.zip_broken") from error


def found_separator(sample: str, whole: bool = True) -> str:
    """The separator that gives the same number (over 1) of cells on most lines; `;` tab and `|` before a comma."""
    if not whole:
        sample = sample[: max(sample.rfind("\n"), sample.rfind("\r"), 1) + 1]
    best = (0.0, 0, ",")
    for rank, separator in enumerate(SEPARATORS):
        widths = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator) if row]
        usual = max(set(widths), key=widths.count) if widths else 0
        if usual > 1:
            share = widths.count(usual) / len(widths) * (1 if rank < 3 else 0.99)
            best = max(best, (share, usual, separator))
    return best[2]


def find_column(header: Iterable[str], names: Iterable[str]) -> str:
    """The column of the header that bears one of the names, whatever case and accents; '' when none does."""
    by_plain = {plain(column): column for column in reversed(tuple(header))}
    return next((by_plain[plain(name)] for name in names if plain(name) in by_plain), "")


def day(text: str) -> date | None:
    """A day as registry offices write it: 31/12/1980, 31.12.1980, 1980-12-31, 19801231. None for 31 February."""
    if found := _DAY_FIRST.fullmatch(text):
        d, m, y = (int(part) for part in found.groups())
    elif found := _YEAR_FIRST.fullmatch(text):
        y, m, d = (int(part) for part in found.groups())
    else:
        return None
    try:
        return date(y, m, d)
    except ValueError:
        return None


def _checked(content: bytes, charset: str) -> str:
    try:
        text = content.decode(charset)
    except UnicodeDecodeError as error:
        raise Invalid("table.not_text") from error
    if "\x00" in text:
        raise Invalid("table.not_text")
    return text.removeprefix("\ufeff")


def _announced(text: str) -> tuple[str, str, int]:
    """The text after a line `sep=;`, the separator it says or '', and how many lines that took."""
    first, _, rest = text.partition("\n")
    said = first.strip().strip('"')
    if said.lower().startswith("sep=") and len(said) == 5:
        return rest, said[4], 1
    if first.rstrip("\r").lower() == "sep=\t":
        return rest, "\t", 1
    return text, "", 0


def _rows(text: str, separator: str, skipped: int) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line, count = 1, 0
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            long = "field larger" in str(error)
            raise Invalid("table.cell_too_long" if long else "table.quotes", line=line + skipped) from error
        if cells is None:
            return
        began, line = line, reader.line_num + 1
        if not any(cell.strip() for cell in cells):
            continue
        count += 1
        if count > MOST_ROWS:
            raise Invalid("table.too_many_rows", most=MOST_ROWS)
        if len(cells) > MOST_COLUMNS:
            raise Invalid("table.too_wide", line=began + skipped, most=MOST_COLUMNS)
        if any(len(cell) > MOST_CHARACTERS for cell in cells):
            raise Invalid("table.cell_too_long", line=began + skipped)
        yield Row(began + skipped, tuple(tidy(cell) if not cell.isascii() else cell.strip() for cell in cells))


def _width(rows: list[Row]) -> int:
    """How many cells most rows have. Titles before the header and notes after the last row are few."""
    width = Counter(len(row.cells) for row in rows[:5000]).most_common(1)[0][0]
    if width < 2:
        raise Invalid("table.one_column")
    return width


def _fitted(row: Row, width: int) -> Row | None:
    """The row in the width of the header: empty cells too many at its end are cut, another width is None."""
    if len(row.cells) == width:
        return row
    if len(row.cells) > width and not any(row.cells[width:]):
        return Row(row.line, row.cells[:width])
    return None


def _header(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Names of columns, none empty and none twice: 'colonna 3', 'via (2)'."""
    names: list[str] = []
    for n, cell in enumerate(cells, 1):
        name = " ".join(cell.split())[:80] or f"colonna {n}"
        same = sum(1 for other in names if other == name or other.startswith(f"{name} ("))
        names.append(f"{name} ({same + 1})" if name in names else name)
    return tuple(names)
