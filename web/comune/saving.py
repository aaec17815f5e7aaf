# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The database's comune as a folder that loads back into the same: exact outlines, streets, doors, residents, texts."""

import csv
import io
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import shapely
import shapely.geometry

from deliberation.errors import NotFound
from deliberation.installation import profile
from deliberation.installation.data_protection import data_notice
from deliberation.notices import documents, office_page
from deliberation.places import base_map, holdings
from deliberation.places.queries import city
from deliberation.regulations.queries import versions
from deliberation.regulations.reading import as_data
from web.comune.folder import FORMAT, NAME

SIDES = ("even_from", "even_to", "odd_from", "odd_to")


async def save(folder: Path) -> list[str]:
    """Write the folder; the names of its files. Raises NotFound(city.unknown) when there is no comune."""
    here, look = await city(), await profile.profile()
    if not here.id:
        raise NotFound("city.unknown")
    written = Written(folder)
    written.table(
        "comune",
        {
            "name": here.name,
            "part": str(look.part),
            "district": str(look.district or ""),
            "colour": look.colour,
            "coat_of_arms": written.file("stemma.png", await profile.coat_of_arms()) if look.coat_of_arms else "",
            "attribution": here.attribution,
            "demo": here.is_demo,
        },
    )
    await _territory(written)
    for view in await base_map.layers():
        name = written.file(f"base/{view.layer}.geojson", await base_map.content(view.layer))
        written.table("base_map", {"layer": str(view.layer), "file": name, "attribution": view.attribution}, many=True)
    await _texts(written)
    return written.finish()


async def _territory(written: "Written") -> None:
    if zones := await holdings.zones():
        written.table(
            "zones",
            {
                "file": written.file("zone.geojson", _outlines(zones)),
                **_named(zones, name="nome", code="codice", district="parte", district_code="codice_parte"),
            },
        )
    if ranges := await holdings.ranges():
        header = ("codice", "via", "zona", "pari_da", "pari_a", "dispari_da", "dispari_a")
        columns = dict(zip(("code", "name", "place", *SIDES), header, strict=True))
        written.table("streets", {"file": written.csv("vie.csv", header, ranges), **columns})
    if doors := await holdings.doors():
        held = ("codice", "via", "numero", "esponente", "lon", "lat")
        columns = dict(zip(("code", "street", "number", "suffix", "lon", "lat"), held, strict=True))
        written.table("numbers", {"file": written.csv("civici.csv", held, doors), **columns})
    if counts := await holdings.counts():
        day, source = counts[0]["residents_on"], counts[0]["residents_source"]
        listed = [(c["place"], c["sex"], _age(c["age_from"], c["age_to"]), c["residents"]) for c in counts]
        name = written.csv("residenti.csv", ("zona", "sesso", "eta", "residenti"), listed)
        columns = {"place": "zona", "sex": "sesso", "age": "eta", "residents": "residenti"}
        written.table("residents", {"file": name, **columns, "day": day, "source": source})
    elif totals := await holdings.totals():
        day, source = totals[0]["residents_on"], totals[0]["residents_source"]
        name = written.csv("residenti.csv", ("zona", "residenti"), [(t["place"], t["residents"]) for t in totals])
        written.table(
            "residents", {"file": name, "place": "zona", "residents": "residenti", "day": day, "source": source}
        )


async def _texts(written: "Written") -> None:
    office, notice = await office_page.office_page(), await data_notice()
    if office.version:
        written.table("office", asdict(office.text))
    for n, document in enumerate(reversed(await documents.documents()), 1):
        file = await documents.file_of(document.public_id)
        name = written.file(f"documenti/{n:02d}-{file.name}", file.content)
        written.table("documents", {"title": document.title, "file": name}, many=True)
    if ruled := await versions():
        last = ruled[0]
        written.table("rules", {"valid_from": last.regulation.valid_from, "article": last.article})
        written.tables_in("rules.profile", as_data(last.regulation.profile))
    if notice.version:
        written.table("privacy", asdict(notice.notice))


class Written:
    """A folder that is being written."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._text, self._names = folder, f"format = {FORMAT}\n", [NAME]
        folder.mkdir(parents=True, exist_ok=True)

    def file(self, name: str, content: bytes) -> str:
        path = self._folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        self._names.append(name)
        return name

    def csv(self, name: str, header: Sequence[str], listed: Iterable[Mapping[str, Any] | Sequence[Any]]) -> str:
        held = io.StringIO()
        writer = csv.writer(held, delimiter=";", lineterminator="\n")
        writer.writerow(header)
        writer.writerows(list(row.values()) if isinstance(row, Mapping) else row for row in listed)
        return self.file(name, held.getvalue().encode())

    def table(self, name: str, values: Mapping[str, Any], *, many: bool = False) -> None:
        """A table of comune.toml; what is empty is left out."""
        lines = [f"{key} = {_toml(value)}" for key, value in values.items() if value not in ("", None, False)]
        self._text += f"\n{'[[' if many else '['}{name}{']]' if many else ']'}\n" + "\n".join(lines) + "\n"

    def tables_in(self, name: str, values: Mapping[str, Any]) -> None:
        """A table with tables inside it, each under its whole name; a list of tables in line."""
        plain = {key: value for key, value in values.items() if not isinstance(value, Mapping)}
        lines = [f"{key} = {_toml(value)}" for key, value in plain.items()]
        self._text += f"\n[{name}]\n" + "\n".join(lines) + "\n"
        for key, inner in values.items():
            if isinstance(inner, Mapping):
                self.tables_in(f"{name}.{key}", inner)

    def finish(self) -> list[str]:
        (self._folder / NAME).write_text(self._text, encoding="utf-8")
        return self._names


def _toml(value: Any) -> str:
    """A value as TOML writes it; every string of JSON is one of TOML but for DEL, which no text holds."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_toml(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def _named(listed: Sequence[Mapping[str, Any]], **columns: str) -> dict[str, str]:
    """The columns of which some row has something."""
    return {key: name for key, name in columns.items() if any(row[key] for row in listed)}


def _outlines(zones: Sequence[Mapping[str, Any]]) -> bytes:
    features = []
    for zone in zones:
        shape = shapely.from_wkb(zlib.decompress(bytes(zone["outline"]))) if zone["outline"] else None
        geometry = shapely.geometry.mapping(shape) if shape else json.loads(zone["geometry"] or "null")
        facts = {"nome": zone["name"], "codice": zone["code"], "parte": zone["district"]}
        facts["codice_parte"] = zone["district_code"]
        features.append({"type": "Feature", "properties": facts, "geometry": geometry})
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def _age(low: int, high: int | None) -> str:
    return f"{low} e oltre" if high is None else str(low) if low == high else f"{low}-{high}"
