# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Refusals of the base map: the files of its layers."""

from web.words.messages.marks import N_

MESSAGES: dict[str, str] = {
    "base_map.not_yours": N_("La mappa di base la cambia l'ufficio di tutta la città."),
    "base_map.no_layer": N_("Questo strato della mappa non c'è: forse qualcuno l'ha già tolto."),
    "base_map.too_large": N_(
        "Il file supera %(megabytes)s MB. La mappa di prima resta com'era. Esporta lo strato con meno punti e riprova."
    ),
    "base_map.unreadable": N_(
        "Il file non si legge come GeoJSON. La mappa di prima resta com'era. Esportalo di nuovo e riprova."
    ),
    "base_map.no_features": N_("Nel file non c'è niente da disegnare. La mappa di prima resta com'era."),
    "base_map.bad_feature": N_(
        "Elemento %(feature)s del file: la forma manca o non è valida. La mappa di prima resta com'era."
    ),
    "base_map.wrong_shape": N_(
        "Elemento %(feature)s del file: non è una forma di questo strato. Le strade sono linee, i parchi superfici, "
        "i luoghi punti. La mappa di prima resta com'era."
    ),
    "base_map.not_degrees": N_(
        "Elemento %(feature)s del file: le coordinate non sono gradi di longitudine e latitudine. "
        "Esporta lo strato in WGS84 (EPSG:4326) e riprova."
    ),
}
