# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words of the territory: kinds of files, the columns that each needs, what a load changes."""

from collections.abc import Mapping
from dataclasses import dataclass

from deliberation.places.loads.differences import Change, Kind
from deliberation.places.loads.pictures import Ground
from web.words.messages.marks import N_


@dataclass(frozen=True, slots=True)
class KindWords:
    """A kind of file: its address, its name, what it is for, which file it needs."""

    path: str
    name: str
    asks: str
    needs: str
    accept: str


KINDS: Mapping[Kind, KindWords] = {
    Kind.ZONES: KindWords(
        "zone",
        N_("Quartieri"),
        N_("Come si divide il comune?"),
        N_("Un GeoJSON, o uno shapefile dentro uno zip. Di solito lo ha l'ufficio tecnico. Fino a 12 MB."),
        ".geojson,.json,.zip",
    ),
    Kind.STREETS: KindWords(
        "vie",
        N_("Stradario"),
        N_("In quale quartiere stanno le vie?"),
        N_("Un CSV con la via, i numeri da e a, il quartiere. Se è grande mettilo in uno zip. Fino a 12 MB."),
        ".csv,.txt,.zip",
    ),
    Kind.NUMBERS: KindWords(
        "civici",
        N_("Numeri civici"),
        N_("Dove sta ogni numero civico?"),
        N_(
            "Un CSV con la via, il civico e le coordinate, come lo dà l'archivio nazionale ANNCSU. "
            "Se è grande mettilo in uno zip. Fino a 12 MB."
        ),
        ".csv,.txt,.zip",
    ),
    Kind.RESIDENTS: KindWords(
        "residenti",
        N_("Residenti"),
        N_("Quante persone abitano in ogni quartiere?"),
        N_("Un CSV con il quartiere e i residenti. Se ha anche sesso ed età sapremo quanti possono votare."),
        ".csv,.txt,.zip",
    ),
}
PATHS: Mapping[str, Kind] = {words.path: kind for kind, words in KINDS.items()}

# The fields of each kind's options: its label, and what is said of it; which are needed is the room's to know.
LABELS: Mapping[Kind, Mapping[str, tuple[str, str]]] = {
    Kind.ZONES: {
        "name": (N_("Nome del quartiere"), ""),
        "code": (N_("Codice del quartiere"), N_("Serve a riconoscere il quartiere quando cambia nome.")),
        "district": (N_("Nome della parte più grande"), N_("Per esempio il municipio, se i quartieri stanno dentro.")),
        "district_code": (N_("Codice della parte più grande"), ""),
    },
    Kind.STREETS: {
        "name": (N_("Via"), ""),
        "place": (N_("Quartiere"), N_("Il nome o il codice del quartiere.")),
        "code": (N_("Codice della via"), N_("Serve a riconoscere la via quando cambia nome.")),
        "first": (N_("Dal numero"), N_("Se ogni riga è un tratto di via.")),
        "last": (N_("Al numero"), ""),
        "parity": (N_("Pari o dispari"), ""),
        "even_from": (N_("Pari, dal numero"), N_("Se ogni riga ha i due lati della via.")),
        "even_to": (N_("Pari, al numero"), ""),
        "odd_from": (N_("Dispari, dal numero"), ""),
        "odd_to": (N_("Dispari, al numero"), ""),
    },
    Kind.NUMBERS: {
        "street": (N_("Via"), ""),
        "number": (N_("Numero civico"), N_("Anche con la lettera: 12/A.")),
        "lon": (N_("Longitudine, est o X"), ""),
        "lat": (N_("Latitudine, nord o Y"), ""),
        "code": (N_("Codice della via"), N_("Serve a riconoscere la via quando cambia nome.")),
        "suffix": (N_("Lettera o esponente"), N_("Se sta in una colonna sua.")),
        "colour": (N_("Colore o specificità"), N_("Dove ci sono i numeri rossi.")),
    },
    Kind.RESIDENTS: {
        "place": (N_("Quartiere"), N_("Il nome o il codice del quartiere.")),
        "residents": (N_("Residenti"), N_("Lascia vuoto se donne e uomini hanno una colonna ciascuno.")),
        "women": (N_("Donne"), ""),
        "men": (N_("Uomini"), ""),
        "sex": (N_("Sesso"), ""),
        "age": (N_("Età"), N_("Un anno per riga, o fasce come 15-19.")),
    },
}
NEEDED: Mapping[Kind, tuple[str, ...]] = {
    Kind.ZONES: ("name",),
    Kind.STREETS: ("name", "place"),
    Kind.NUMBERS: ("street", "number", "lon", "lat"),
    Kind.RESIDENTS: ("place",),
}

CHANGES: Mapping[Kind, Mapping[Change, str]] = {
    Kind.ZONES: {
        Change.NEW: N_("Quartieri nuovi"),
        Change.RENAMED: N_("Quartieri con un altro nome"),
        Change.OUTLINE: N_("Quartieri con un altro confine"),
        Change.DISTRICT: N_("Quartieri con un altro codice o un'altra parte"),
        Change.GONE: N_("Quartieri che nel file non ci sono"),
        Change.BACK: N_("Quartieri che tornano"),
    },
    Kind.STREETS: {
        Change.NEW: N_("Vie nuove"),
        Change.RENAMED: N_("Vie con un altro nome"),
        Change.GONE: N_("Vie chiuse"),
        Change.BACK: N_("Vie che tornano"),
        Change.RANGES_NEW: N_("Tratti nuovi o cambiati"),
        Change.RANGES_GONE: N_("Tratti tolti"),
    },
    Kind.NUMBERS: {
        Change.NEW: N_("Vie nuove"),
        Change.RENAMED: N_("Vie con un altro nome"),
        Change.GONE: N_("Vie chiuse"),
        Change.BACK: N_("Vie che tornano"),
        Change.DOORS_NEW: N_("Civici nuovi"),
        Change.DOORS_MOVED: N_("Civici spostati"),
        Change.DOORS_GONE: N_("Civici tolti"),
    },
    Kind.RESIDENTS: {Change.COUNTED: N_("Quartieri con un altro numero di residenti")},
}
FACTS: Mapping[str, str] = {
    "zones": N_("Quartieri nel file"),
    "square_metres": N_("Metri quadrati"),
    "streets": N_("Vie nel file"),
    "ranges": N_("Tratti nel file"),
    "doors": N_("Civici nel file"),
    "placed": N_("Civici con il loro quartiere"),
    "ambiguous": N_("Civici fra due quartieri, da decidere"),
    "unplaced": N_("Civici fuori da ogni quartiere"),
    "settled": N_("Civici decisi da voi, che restano così"),
    "residents": N_("Residenti nel file"),
    "without_place": N_("Residenti senza quartiere"),
}
GROUNDS: Mapping[Ground, str] = {
    Ground.NEW: N_("quartiere nuovo"),
    Ground.CHANGED: N_("cambia confine"),
    Ground.BEFORE: N_("il confine di oggi"),
    Ground.GONE: N_("nel file non c'è"),
    Ground.SAME: N_("resta com'è"),
    Ground.OVERLAP: N_("sta in due quartieri"),
    Ground.HOLE: N_("non sta in nessun quartiere"),
}
