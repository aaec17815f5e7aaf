# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Refusals of CSV files that others wrote."""

from web.words.messages.marks import N_

MESSAGES: dict[str, str] = {
    "table.empty": N_("Il file è vuoto. Controlla di avere scelto quello giusto."),
    "table.too_large": N_("Il file supera %(megabytes)s MB. Togli le colonne che non servono, o dividilo in più file."),
    "table.is_a_sheet": N_("Questo è un foglio di calcolo. Aprilo e salvalo come CSV, poi carica il CSV."),
    "table.is_json": N_("Questo file è un GeoJSON o un JSON. Qui serve una tabella: salvala come CSV."),
    "table.zip_broken": N_("L'archivio zip è rovinato, o è arrivato a metà. Caricalo di nuovo."),
    "table.not_text": N_("Questo file non è un testo leggibile. Salvalo di nuovo come CSV in UTF-8."),
    "table.one_column": N_("Nel file c'è una sola colonna. Salvalo come CSV con il punto e virgola fra le colonne."),
    "table.too_many_rows": N_("Il file ha più di %(most)s righe. Dividilo in più file."),
    "table.too_wide": N_("Riga %(line)s: ci sono più di %(most)s colonne. Controlla il separatore del file."),
    "table.quotes": N_(
        "Riga %(line)s: le virgolette non si chiudono. Forse il file è arrivato a metà: caricalo di nuovo, "
        "o correggi la riga."
    ),
    "table.cell_too_long": N_("Riga %(line)s: una casella è troppo lunga. Controlla le virgolette di quella riga."),
    "table.no_column": N_("Nel file non c'è la colonna «%(field)s». Scegli la colonna dall'elenco."),
}
