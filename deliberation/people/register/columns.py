# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which column of the registry office's file holds what: guessed by its name, corrected on screen. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields

from deliberation.errors import Invalid
from deliberation.spreadsheets import find_column

NAMES: dict[str, tuple[str, ...]] = {
    "code": ("codice fiscale", "codicefiscale", "cod fiscale", "codfiscale", "cod fisc", "cf", "c f", "codice_fiscale"),
    "born": (
        "data di nascita",
        "data nascita",
        "datanascita",
        "nato il",
        "nata il",
        "nascita",
        "dt nascita",
        "birth date",
    ),
    "surname": ("cognome", "surname"),
    "name": ("nome", "nomi", "name"),
    "sex": ("sesso", "genere", "sex", "s"),
    "zone": (
        "zona",
        "quartiere",
        "codice zona",
        "cod zona",
        "frazione",
        "circoscrizione",
        "rione",
        "municipio",
        "zone",
    ),
    "street": (
        "indirizzo",
        "via",
        "strada",
        "toponimo",
        "denominazione via",
        "indirizzo residenza",
        "area di circolazione",
    ),
    "number": ("civico", "numero civico", "n civico", "num civico", "numero", "n", "nr", "numciv"),
    "suffix": ("esponente", "barrato", "lettera", "suffisso", "esp"),
    "citizenship": (
        "cittadinanza",
        "nazionalità",
        "stato di cittadinanza",
        "stato cittadinanza",
        "descrizione cittadinanza",
        "desc cittadinanza",
        "cod cittadinanza",
        "codice cittadinanza",
        "codice istat cittadinanza",
        "cittadinanza 1",
        "citt",
        "citizenship",
        "nationality",
    ),
    "resident_since": (
        "residente dal",
        "residenza dal",
        "residente da",
        "data residenza",
        "data inizio residenza",
        "inizio residenza",
        "data immigrazione",
        "data di immigrazione",
        "dt immigrazione",
        "data iscrizione",
        "data di iscrizione",
        "data iscrizione anagrafica",
        "data iscrizione apr",
        "dt iscrizione",
        "iscritto dal",
        "iscritta dal",
        "nel comune dal",
        "resident since",
    ),
}


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of columns of the file; '' where it has none. The zone is enough, or the street with its number."""

    code: str = ""
    born: str = ""
    surname: str = ""
    name: str = ""
    sex: str = ""
    zone: str = ""
    street: str = ""
    number: str = ""
    suffix: str = ""
    citizenship: str = ""
    resident_since: str = ""

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


FIELDS = tuple(field.name for field in fields(Columns))


def guessed(header: Sequence[str]) -> Columns:
    """The columns that bear a usual name; each column is taken once."""
    left, found = list(header), {}
    for field, names in NAMES.items():
        found[field] = find_column(left, names)
        if found[field]:
            left.remove(found[field])
    return Columns(**found)


def chosen(header: Sequence[str], given: Mapping[str, str]) -> Columns:
    """The columns that somebody named, each of them in the file. Raises Invalid(entitled.no_such_column)."""
    for field, column in given.items():
        if field not in FIELDS:
            raise Invalid("entitled.no_such_field", field=field[:40])
        if column and column not in header:
            raise Invalid("entitled.no_such_column", fields={field: "entitled.no_such_column"}, column=column[:80])
    return Columns(**given)


def check(columns: Columns) -> None:
    """Raises Invalid for a file that could not be read so: no code, no birth date, neither zone nor street."""
    needed = {"code": "entitled.code_missing", "born": "entitled.born_missing"}
    missing = {field: code for field, code in needed.items() if not getattr(columns, field)}
    if not columns.zone and not columns.street:
        missing["street"] = "entitled.place_missing"
    if missing:
        raise Invalid("entitled.columns_missing", fields=missing)
    used = [column for column in columns.as_dict().values() if column]
    twice = next((column for column in used if used.count(column) > 1), "")
    if twice:
        field = next(field for field, column in columns.as_dict().items() if column == twice)
        raise Invalid("entitled.column_twice", fields={field: "entitled.column_twice"}, column=twice)
