# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The keys of comune.toml and consultation.toml, checked one by one: an error says line, key and what was expected."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

_HEADER = re.compile(r"\s*\[+\s*([\w.-]+)\s*\]+")
KINDS: dict[type, str] = {
    str: "text in quotes",
    int: "a whole number",
    bool: "true or false",
    date: "a day as 2025-12-31",
    list: "a list in brackets",
}


class FolderError(ValueError):
    """Something in a folder that cannot be loaded. The message names file, line and key."""


def read_toml(path: Path) -> tuple[str, dict[str, Any]]:
    """The text of a file and what it holds. Raises FolderError for anything that is no TOML in UTF-8."""
    try:
        source = path.read_text(encoding="utf-8-sig")
        return source, tomllib.loads(source)
    except UnicodeDecodeError as error:
        raise FolderError(f"{path.name}: expected UTF-8 text ({error.reason})") from None
    except (ValueError, RecursionError) as error:  # numbers of thousands of digits, brackets in thousands of brackets
        raise FolderError(f"{path.name}: {error}") from None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a file in TOML; `number` counts those of one name ([[documents]])."""

    folder: Path
    source: str
    name: str
    number: int
    values: Mapping[str, Any]
    file_name: str = "comune.toml"

    def line(self, key: str = "") -> int:
        """The line of a key, or of the table's header."""
        seen, inside, header = -1, self.name == "", 1
        for n, text in enumerate(self.source.splitlines(), 1):
            if found := _HEADER.match(text):
                seen += found[1] == self.name
                inside = found[1] == self.name and seen == self.number
                header = n if inside else header
                if self.name == "" and found[1] == key:
                    return n
            elif inside and key and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", text):
                return n
        return header

    def wrong(self, key: str, expected: str) -> FolderError:
        place = f"{self.name}.{key}" if self.name else key
        return FolderError(f"{self.file_name}, line {self.line(key)}, {place}: {expected}")

    def only(self, *known: str) -> None:
        """Raises FolderError for a key that nobody reads."""
        for key in self.values:
            if key not in known:
                raise self.wrong(key, f"unknown key; known here: {', '.join(sorted(known))}")

    def get(self, key: str, kind: type, default: Any) -> Any:
        """A value of that kind, or the default where the key is not there."""
        if key not in self.values:
            return default
        value = self.values[key]
        narrower = {int: bool, date: datetime}.get(kind)
        if not isinstance(value, kind) or (narrower and isinstance(value, narrower)):
            raise self.wrong(key, f"expected {KINDS[kind]}, found {value!r}"[:200])
        return value

    def text(self, key: str, default: str = "") -> str:
        return str(self.get(key, str, default))

    def needed(self, key: str) -> str:
        if not self.text(key).strip():
            raise self.wrong(key, "expected text in quotes, found nothing")
        return self.text(key)

    def file(self, key: str = "file") -> tuple[str, bytes]:
        """The name and the bytes of a file of the folder."""
        name = self.needed(key)
        try:
            path = (self.folder / name).resolve()
            if not path.is_relative_to(self.folder.resolve()):
                raise self.wrong(key, f"{name} is outside the folder")
            if not path.is_file():
                raise self.wrong(key, f"there is no file {name} in the folder")
            return name, path.read_bytes()
        except FolderError:
            raise
        except (OSError, ValueError) as error:  # no name that a file can have, or a file that nobody may read
            raise self.wrong(key, f"{name!r} cannot be read ({error})") from None
