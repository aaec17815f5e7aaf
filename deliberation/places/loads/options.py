# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which columns of a file hold what: chosen on screen or in a folder, kept with the load. Frozen and plain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from deliberation.places.geodata.systems import DEGREES
from deliberation.places.loads.differences import Kind
from deliberation.spreadsheets import find_column


@dataclass(frozen=True, slots=True)
class ZoneOptions:
    """Properties of a file of outlines; '' where it has none. `system` '' means the one that the file says."""

    name: str
    code: str = ""
    district: str = ""
    district_code: str = ""
    system: str = ""


@dataclass(frozen=True, slots=True)
class StreetOptions:
    """Columns of a register of streets.

    Either a row has both sides (`even_from` … `odd_to`), or one stretch with its parity (`first`, `last`, `parity`);
    with neither, a row is a whole street. `place` holds a zone's name or code; without `code` streets go by name.
    """

    name: str
    place: str
    code: str = ""
    even_from: str = ""
    even_to: str = ""
    odd_from: str = ""
    odd_to: str = ""
    first: str = ""
    last: str = ""
    parity: str = ""


@dataclass(frozen=True, slots=True)
class NumberOptions:
    """Columns of house numbers with points: `lon` is east (x), `lat` is north (y), in `system`."""

    street: str
    number: str
    lon: str
    lat: str
    code: str = ""
    suffix: str = ""
    colour: str = ""
    system: str = DEGREES


@dataclass(frozen=True, slots=True)
class ResidentOptions:
    """Columns of a count of residents, the day on which they were counted and who counted.

    A row counts `residents`, or `women` and `men` apart; with `age`, and `sex` or the two columns, there is a pyramid.
    """

    place: str
    day: date
    source: str
    residents: str = ""
    women: str = ""
    men: str = ""
    sex: str = ""
    age: str = ""


Options = ZoneOptions | StreetOptions | NumberOptions | ResidentOptions
TYPES: Mapping[Kind, type[ZoneOptions] | type[StreetOptions] | type[NumberOptions] | type[ResidentOptions]] = {
    Kind.ZONES: ZoneOptions,
    Kind.STREETS: StreetOptions,
    Kind.NUMBERS: NumberOptions,
    Kind.RESIDENTS: ResidentOptions,
}

# How columns are usually called, by what they hold: the national archive's names first (ANNCSU, ISTAT).
USUAL: Mapping[Kind, Mapping[str, Sequence[str]]] = {
    Kind.ZONES: {
        "name": ("nome", "name", "zona", "nome_zona", "denominazione", "quartiere", "frazione", "rione", "descrizione"),
        "code": ("codice", "code", "cod_zona", "cod", "id", "codzona", "numero"),
        "district": ("municipio", "circoscrizione", "quartiere", "district", "distretto"),
        "district_code": ("cod_quar", "cod_municipio", "cod_circoscrizione", "cod_quartiere"),
    },
    Kind.STREETS: {
        "code": ("progressivo_nazionale", "codice_comunale", "codvia", "cod_via", "codice_via", "codice"),
        "name": ("odonimo", "via", "nome_via", "denominazione", "strada", "toponimo", "indirizzo"),
        "place": ("zona", "quartiere", "frazione", "rione", "nome_zona", "circoscrizione"),
        "even_from": ("pari_da", "da_pari"),
        "even_to": ("pari_a", "a_pari"),
        "odd_from": ("dispari_da", "da_dispari"),
        "odd_to": ("dispari_a", "a_dispari"),
        "first": ("da", "dal", "da_civico", "civico_da", "inizio"),
        "last": ("a", "al", "a_civico", "civico_a", "fine"),
        "parity": ("parità", "pari_dispari", "lato", "tipo_numerazione"),
    },
    Kind.NUMBERS: {
        "code": ("progressivo_nazionale", "codice_comunale", "codvia", "cod_via", "codice_via"),
        "street": ("odonimo", "via", "nome_via", "denominazione", "strada", "toponimo", "indirizzo"),
        "number": ("civico", "numero_civico", "numero", "num", "n_civico"),
        "suffix": ("esponente", "lettera", "barrato", "sub", "bis"),
        "colour": ("specificita", "colore"),
        "lon": ("coord_x_comune", "longitudine", "lon", "lng", "x", "coord_x", "est"),
        "lat": ("coord_y_comune", "latitudine", "lat", "y", "coord_y", "nord"),
    },
    Kind.RESIDENTS: {
        "place": ("zona", "quartiere", "frazione", "rione", "nome_zona", "comune"),
        "residents": ("residenti", "popolazione", "totale", "abitanti", "value", "valore"),
        "women": ("totale femmine", "femmine", "donne", "f"),
        "men": ("totale maschi", "maschi", "uomini", "m"),
        "sex": ("sesso", "genere", "sex"),
        "age": ("età", "eta", "fascia_eta", "classe_eta", "fascia d'età", "classe di età", "age"),
    },
}


def likely(kind: Kind, header: Sequence[str]) -> dict[str, str]:
    """The columns that seem to hold what this kind needs; '' for what none seems to hold."""
    found = {name: find_column(header, names) for name, names in USUAL[kind].items()}
    if kind is Kind.RESIDENTS and found["women"] and found["men"]:
        found |= {"residents": "", "sex": ""}
    if kind is Kind.ZONES and found["district"] == found["name"]:
        found["district"] = ""
    return found


def packed(options: Options) -> dict[str, str]:
    """Options as JSON keeps them."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(options).items()}


def unpacked(kind: Kind, held: Mapping[str, Any]) -> Options:
    """Options that were packed. Raises KeyError, TypeError or ValueError when these are none."""
    values = dict(held)
    if kind is Kind.RESIDENTS:
        values["day"] = date.fromisoformat(values["day"])
    return TYPES[kind](**values)
