# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The machine under the program: its clock, its database server, who may read its files."""

import ctypes
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from deliberation.installation.readiness import DURABLE

UNSYNCHRONISED = 5  # TIME_ERROR of adjtimex(2)
OLDEST_POSTGRES = 13_00_00
CONNECTIONS = 10  # of one serving process
SPARE = 10  # for workers, backups and whoever looks


def clock_state() -> int | None:
    """What the kernel says of its clock: 0 to 4 kept in step, 5 not; None where it cannot be asked (not Linux)."""
    try:
        return int(ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(512)))  # modes 0: it only reads
    except (AttributeError, OSError):
        return None


def postgres_faults(found: Mapping[str, str], processes: int) -> Iterator[str]:
    """What of PostgreSQL's settings is not for a vote."""
    if int(found["server_version_num"]) < OLDEST_POSTGRES:
        yield "older than PostgreSQL 13"
    for name in DURABLE:
        if found[name] == "off":
            yield f"{name} is off: a power cut may take votes away that were confirmed"
    if found["server_encoding"] != "UTF8":
        yield f"the database is encoded in {found['server_encoding']}, not in UTF8"
    if int(found["max_connections"]) < (needed := processes * CONNECTIONS + SPARE):
        yield f"max_connections is {found['max_connections']}, and {processes} processes may need {needed}"


def sqlite_faults(found: Mapping[str, str], file: Path) -> Iterator[str]:
    """What of SQLite's file is not for a vote."""
    if found["quick_check"] != "ok":
        yield f"the file is damaged: {found['quick_check']}"
    if found["journal_mode"] != "wal":
        yield f"journal_mode is {found['journal_mode']}, not wal: the folder may be on a disk that cannot do it"
    if is_open_to_others(file):
        yield f"others on this machine may read {file}"


def is_open_to_others(path: Path) -> bool:
    """Whether anybody but the owner may open a file: its own mode, and that of its folder."""
    try:
        file, folder = path.stat().st_mode, path.parent.stat().st_mode
    except OSError:
        return False
    return bool(file & (stat.S_IRWXG | stat.S_IRWXO)) and bool(folder & (stat.S_IXGRP | stat.S_IXOTH))


def is_beside(key: Path, database: Path) -> bool:
    """Whether a copy of the database's folder takes the key with it."""
    folder, copied = key.resolve().parent, database.resolve().parent
    return folder == copied or copied in folder.parents
