# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one door between the counting floor and the disk: ``read("warszawa.pb")``.

The floor itself opens nothing, so nothing in it imports this module (contracts in pyproject.toml).
"""

from pathlib import Path

from voting.errors import FormatError
from voting.exchange.contents import Contents, contents


def read(path: str | Path, groups: str | None = None, *, void: bool = True) -> Contents:
    """What a file holds, read by its ending: .pb .blt .soc .soi .toc .toi .cat .csv .json.

    ``groups``: the column of a .pb file with each voter's neighbourhood; ``void=False``: ballots beyond its limits
    count, as in other programs. Raises FormatError with line, field and what was expected there, and OSError.
    """
    place = Path(path)
    return contents(_text(place.read_bytes()), place.suffix.lower(), groups, void=void)


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FormatError(line, "text", "UTF-8", repr(data[error.start : error.start + 8])) from error
