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
        "Il file non si legge. La mappa di prima resta com'era. Serve un GeoJSON, o uno shapefile dentro uno zip."
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
        "Con questo sistema di riferimento il disegno finirebbe fuori dal mondo. La mappa di prima resta com'era. "
        "Scegli il sistema del file: lo sa l'ufficio tecnico."
    ),
    "base_map.bad_zip": N_(
        "Lo zip non si legge. Serve uno shapefile intero, da solo nello zip: almeno i file .shp e .dbf. "
        "La mappa di prima resta com'era."
    ),
    "base_map.no_column": N_(
        "Nel file non c'è la colonna «%(column)s». Ci sono: %(found)s. La mappa di prima resta com'era."
    ),
    "base_map.no_file": N_("Scegli il file da caricare."),
}
