# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The layers of the base map in words: how the office's page calls them, and what a file of each may hold."""

from dataclasses import dataclass

from deliberation.places.base_files import Layer
from web.words.messages.marks import N_


@dataclass(frozen=True, slots=True)
class Words:
    """A layer's part of the address, its name, and what is drawn of it."""

    path: str
    name: str
    hint: str


LAYERS: dict[Layer, Words] = {
    Layer.STREETS: Words(
        "strade",
        N_("Strade"),
        N_(
            "Linee con il nome. La classe dice quali vie si vedono da lontano: autostrada, principale, secondaria, "
            "locale, minore."
        ),
    ),
    Layer.PARKS: Words(
        "parchi", N_("Parchi e giardini"), N_("Superfici con il nome. La classe distingue i parchi dal verde minore.")
    ),
    Layer.WATER: Words("acqua", N_("Acque"), N_("Fiumi, canali e laghi: superfici o linee, con il nome.")),
    Layer.WOODS: Words("boschi", N_("Boschi"), N_("Superfici, senza nome.")),
    Layer.RAILWAY: Words(
        "ferrovia", N_("Ferrovie"), N_("Binari come linee; se ci sono, anche i sedimi come superfici.")
    ),
    Layer.CYCLE_PATHS: Words("ciclabili", N_("Piste ciclabili"), N_("Linee. Si vedono da vicino.")),
    Layer.PLACES: Words("luoghi", N_("Scuole e biblioteche"), N_("Punti con il nome. Si vedono da vicino.")),
    Layer.BUILT_UP: Words("abitato", N_("Centro abitato"), N_("Superfici: una tinta leggera sullo sfondo.")),
    Layer.BOUNDARY: Words(
        "confine", N_("Confine del comune"), N_("Una superficie. Serve se i quartieri non coprono tutto il comune.")
    ),
}
BY_PATH = {words.path: layer for layer, words in LAYERS.items()}
