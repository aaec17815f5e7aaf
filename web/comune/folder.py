# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading a comune's folder: everything is checked here that can be checked without a database."""

import dataclasses
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from deliberation.installation.data_protection import LIMITS, DataNotice
from deliberation.installation.parts import Part
from deliberation.notices.office_page import OfficeText
from deliberation.places.base_files import Layer
from deliberation.places.loads.differences import Kind
from deliberation.places.loads.options import TYPES, Options
from deliberation.regulations.presets import presets
from deliberation.regulations.profile import RegulationProfile
from deliberation.regulations.reading import Unreadable, profile_from
from web.comune.fields import FolderError, Table, read_toml

FORMAT = 1
NAME = "comune.toml"
PLACE_FILES = {"zones": Kind.ZONES, "streets": Kind.STREETS, "numbers": Kind.NUMBERS, "residents": Kind.RESIDENTS}
WAYS = ("preset", "profile", "min_age")
OFFICE = tuple(OfficeText.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class City:
    """The comune itself; `coat_of_arms` is a picture's bytes, b'' for none."""

    name: str
    part: Part = Part.QUARTIERE
    district: Part | None = None
    colour: str = ""
    coat_of_arms: bytes = b""
    attribution: str = ""
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class PlaceFile:
    """Zones, streets, house numbers or residents, with the columns that hold what."""

    kind: Kind
    name: str
    content: bytes
    options: Options


@dataclass(frozen=True, slots=True)
class LayerFile:
    """A layer of the base map."""

    layer: Layer
    content: bytes
    attribution: str


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A document of the office."""

    title: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Rules:
    """The regulation: a profile, or only an age; since when (None: today) and by which act."""

    profile: RegulationProfile | None = None
    min_age: int | None = None
    valid_from: date | None = None
    article: str = ""


@dataclass(frozen=True, slots=True)
class Folder:
    """All that a folder says. A section that is not there is left as it is in the database."""

    city: City
    places: tuple[PlaceFile, ...] = ()
    layers: tuple[LayerFile, ...] = ()
    office: OfficeText | None = None
    documents: tuple[DocumentFile, ...] = ()
    rules: Rules | None = None
    notice: DataNotice | None = None


def read(folder: Path) -> Folder:
    """The folder. Raises FolderError with file, line and key."""
    path = folder / NAME
    if not path.is_file():
        raise FolderError(f"{folder} holds no {NAME}")
    source, held = read_toml(path)
    return _Reader(folder, source, held).folder()


class _Reader:
    """The tables of one comune.toml."""

    def __init__(self, folder: Path, source: str, held: dict[str, Any]) -> None:
        self._folder, self._source, self._held = folder, source, held

    def folder(self) -> Folder:
        top = Table(self._folder, self._source, "", 0, self._held)
        top.only("format", "comune", *PLACE_FILES, "base_map", "office", "documents", "rules", "privacy")
        if top.get("format", int, None) != FORMAT:
            raise top.wrong("format", f"expected {FORMAT}")
        city, office, rules, privacy = (self._one(name) for name in ("comune", "office", "rules", "privacy"))
        if city is None:
            raise FolderError(f"{NAME}: expected a table [comune]")
        return Folder(
            city=_city(city),
            places=tuple(_place(kind, table) for name, kind in PLACE_FILES.items() if (table := self._one(name))),
            layers=tuple(_layer(table) for table in self._many("base_map")),
            office=_texts(office, OfficeText) if office else None,
            documents=tuple(_document(table) for table in self._many("documents")),
            rules=_rules(rules) if rules else None,
            notice=_texts(privacy, DataNotice) if privacy else None,
        )

    def _one(self, name: str) -> Table | None:
        if name not in self._held:
            return None
        if not isinstance(self._held[name], dict):
            raise FolderError(f"{NAME}: expected a table [{name}]")
        return Table(self._folder, self._source, name, 0, self._held[name])

    def _many(self, name: str) -> list[Table]:
        held = self._held.get(name, [])
        if not isinstance(held, list) or not all(isinstance(one, dict) for one in held):
            raise FolderError(f"{NAME}: expected tables [[{name}]]")
        return [Table(self._folder, self._source, name, n, one) for n, one in enumerate(held)]


def _city(table: Table) -> City:
    table.only("name", "part", "district", "colour", "coat_of_arms", "attribution", "demo")
    coat = table.file("coat_of_arms")[1] if table.text("coat_of_arms") else b""
    return City(
        name=table.needed("name"),
        part=_part(table, "part") or Part.QUARTIERE,
        district=_part(table, "district"),
        colour=table.text("colour"),
        coat_of_arms=coat,
        attribution=table.text("attribution"),
        is_demo=bool(table.get("demo", bool, False)),
    )


def _part(table: Table, key: str) -> Part | None:
    word = table.text(key)
    if not word:
        return None
    if word not in set(Part):
        raise table.wrong(key, f"expected one of {', '.join(Part)}, found {word!r}")
    return Part(word)


def _place(kind: Kind, table: Table) -> PlaceFile:
    columns = dataclasses.fields(TYPES[kind])
    table.only("file", *(column.name for column in columns))
    name, content = table.file()
    values: dict[str, Any] = {}
    for column in columns:
        is_needed = column.default is dataclasses.MISSING
        if column.name == "day":
            values["day"] = table.get("day", date, None)
            if values["day"] is None:
                raise table.wrong("day", "expected a day as 2025-12-31, found nothing")
        elif is_needed or column.name in table.values:
            values[column.name] = table.needed(column.name) if is_needed else table.text(column.name)
    return PlaceFile(kind, name, content, TYPES[kind](**values))


def _layer(table: Table) -> LayerFile:
    table.only("layer", "file", "attribution")
    layer = table.needed("layer")
    if layer not in set(Layer):
        raise table.wrong("layer", f"expected one of {', '.join(Layer)}, found {layer!r}")
    return LayerFile(Layer(layer), table.file()[1], table.text("attribution"))


def _document(table: Table) -> DocumentFile:
    table.only("title", "file")
    name, content = table.file()
    return DocumentFile(table.needed("title"), Path(name).name, content)


def _rules(table: Table) -> Rules:
    """One of three: a preset's name, a profile of one's own, or only an age."""
    table.only(*WAYS, "valid_from", "article")
    if sum(key in table.values for key in WAYS) != 1:
        raise table.wrong("", f"expected one of {', '.join(WAYS)}")
    since, article = table.get("valid_from", date, None), table.text("article")
    if "min_age" in table.values:
        return Rules(None, int(table.get("min_age", int, None)), since, article)
    if "preset" in table.values:
        if (key := table.needed("preset")) not in presets():
            raise table.wrong("preset", f"expected one of {', '.join(presets())}, found {key!r}")
        return Rules(presets()[key], None, since, article)
    try:
        return Rules(profile_from(table.values["profile"]), None, since, article)
    except Unreadable as wrong:
        raise table.wrong(f"profile.{wrong.key}".rstrip("."), f"expected {wrong.expected}") from None


def _texts(table: Table, kind: type[Any]) -> Any:
    names = OFFICE if kind is OfficeText else tuple(LIMITS)
    table.only(*names)
    if kind is OfficeText:
        table.needed("name")
    return kind(**{name: table.text(name) for name in names})
