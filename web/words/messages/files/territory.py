# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a file of zones, streets, house numbers or residents met, by line; and refusals of acts on the territory."""

from web.words.messages.marks import N_

MESSAGES: dict[str, str] = {
    "table.uneven": N_("Riga %(line)s: le caselle non sono quante le colonne. La riga è lasciata fuori."),
    "table.cut_off": N_("Il file finisce a metà di una riga. Forse il caricamento si è interrotto: caricalo di nuovo."),
    "geodata.empty": N_("Il file dei confini è vuoto. Controlla di avere scelto quello giusto."),
    "geodata.too_large": N_(
        "Il file dei confini supera %(megabytes)s MB. Semplifica i poligoni, poi caricalo di nuovo."
    ),
    "geodata.unreadable": N_("Il file dei confini non si legge. Serve un GeoJSON, o uno shapefile dentro uno zip."),
    "geodata.cut_off": N_(
        "Il file dei confini finisce a metà, alla riga %(line)s. "
        "Forse il caricamento si è interrotto: caricalo di nuovo."
    ),
    "geodata.broken": N_("Il file dei confini ha un errore alla riga %(line)s. Salvalo di nuovo come GeoJSON."),
    "geodata.no_features": N_("Nel file dei confini non c'è nessuna forma. Controlla di avere scelto quello giusto."),
    "geodata.too_detailed": N_(
        "I confini nel file sono troppo dettagliati: al massimo %(millions)s milioni di punti. Semplificali e riprova."
    ),
    "geodata.too_many": N_("Il file dei confini ha troppe forme: al massimo %(most)s. Togli quelle che non servono."),
    "geodata.zip_broken": N_("L'archivio zip è rovinato, o è arrivato a metà. Caricalo di nuovo."),
    "geodata.no_shapefile": N_(
        "Nello zip non c'è uno shapefile intero. Servono almeno il file .shp e il file .dbf con lo stesso nome."
    ),
    "geodata.several_shapefiles": N_("Nello zip ci sono più shapefile (%(names)s). Lasciane uno solo."),
    "geodata.no_shapes": N_("Nel file non c'è nemmeno una forma leggibile."),
    "geodata.metres": N_(
        "Le coordinate sono in metri, non in gradi. Scegli il sistema di riferimento del file: lo sa l'ufficio tecnico."
    ),
    "geodata.unknown_system": N_("Il sistema di riferimento «%(system)s» non è fra quelli che conosciamo. Sceglilo."),
    "geodata.nowhere": N_(
        "Con il sistema di riferimento «%(system)s» il file finirebbe fuori dal mondo. Scegline un altro."
    ),
    "geodata.swapped": N_("Nel file la latitudine viene prima della longitudine. Le abbiamo rimesse in ordine."),
    "geodata.converted": N_("Le coordinate sono convertite in gradi da «%(system)s»."),
    "zones.too_many": N_("Il file ha %(found)s quartieri: al massimo %(most)s. Forse è il file delle particelle?"),
    "zones.nameless": N_("Forma %(feature)s: il campo «%(field)s» è vuoto. Ogni quartiere ha bisogno di un nome."),
    "zones.unusable": N_("Forma %(feature)s, «%(name)s»: non è un poligono. Correggila nel file."),
    "zones.repaired": N_("Forma %(feature)s, «%(name)s»: il confine si incrociava (%(reason)s). È riparato."),
    "zones.twice": N_("Forma %(feature)s: il nome «%(name)s» c'è già, alla forma %(first)s. Cambiane uno."),
    "zones.overlap": N_("«%(first)s» e «%(second)s» si sovrappongono per %(square_metres)s metri quadrati."),
    "zones.hole": N_("C'è un buco di %(square_metres)s metri quadrati vicino a: %(names)s."),
    "zones.many_gone": N_("Nel file mancano %(gone)s quartieri su %(held)s. È il file giusto?"),
    "load.people": N_(
        "Riga %(line)s: c'è un codice fiscale. È un elenco di persone: caricalo dal registro dei residenti."
    ),
    "load.column_needed": N_("Scegli la colonna."),
    "load.day_needed": N_("Scrivi a quale giorno si riferiscono i numeri."),
    "load.source_needed": N_("Scrivi chi ha contato: per esempio anagrafe comunale, oppure ISTAT."),
    "load.nothing": N_("Nel file non c'è nessuna riga che si possa usare. Controlla le colonne che hai scelto."),
    "numbers.no_street": N_("Riga %(line)s: manca la via."),
    "numbers.no_number": N_("Riga %(line)s: %(street)s, manca il numero civico."),
    "numbers.bad_number": N_("Riga %(line)s: %(street)s, «%(found)s» non è un numero civico."),
    "numbers.no_point": N_("Riga %(line)s: %(street)s %(number)s, mancano le coordinate."),
    "numbers.far": N_("Riga %(line)s: %(street)s %(number)s è lontanissimo dagli altri. È lasciato fuori."),
    "numbers.twice": N_("Riga %(line)s: %(street)s %(number)s c'è già, alla riga %(first)s. Vale la prima."),
    "numbers.outside": N_("Riga %(line)s: %(street)s %(number)s non sta in nessun quartiere."),
    "numbers.ambiguous": N_("Riga %(line)s: %(street)s %(number)s sta fra «%(first)s» e «%(second)s»."),
    "numbers.many_gone": N_("Nel file mancano %(gone)s civici su %(held)s. È il file più recente?"),
    "streets.unknown_zone": N_("Riga %(line)s: %(street)s, il quartiere «%(zone)s» non c'è."),
    "streets.twice": N_("Riga %(line)s: %(street)s, la stessa riga c'è già, alla riga %(first)s."),
    "streets.many_gone": N_("Nel file mancano %(gone)s vie su %(held)s. È il file più recente?"),
    "register.bad_parity": N_(
        "Riga %(line)s, campo «%(field)s»: «%(found)s» non dice se i numeri sono pari o dispari."
    ),
    "residents.no_column": N_("Scegli la colonna dei residenti, oppure quelle delle donne e degli uomini."),
    "residents.unknown_zone": N_(
        "Riga %(line)s: il quartiere «%(zone)s» non c'è. Correggi il nome, o carica prima i quartieri."
    ),
    "residents.zones_missing": N_("Nel file mancano %(count)s quartieri, che tengono i numeri di prima: %(names)s."),
    "residents.totals_only": N_("Il file non ha le età: non sapremo quanti residenti possono votare."),
    "door.settled": N_("Questo civico ha già il suo quartiere: forse l'ha deciso un collega."),
    "door.no_zone": N_("Scegli fra i due quartieri."),
    "boundaries.no_heir": N_("Qui abitano delle persone: scegli almeno un quartiere che le accoglie."),
    "boundaries.unknown_heir": N_("Scegli fra i quartieri di oggi."),
    "boundaries.reason_needed": N_("Scrivi il motivo, per esempio la delibera che ha cambiato i quartieri."),
    "boundaries.unfinished": N_("Qui c'è ancora una consultazione da finire: «%(title)s». Aspetta che si chiuda."),
    "boundaries.no_new_outlines": N_(
        "Per dividere un quartiere carica prima i nuovi confini. Così sappiamo dove va ogni indirizzo."
    ),
    "territory.not_yours": N_("Quartieri, vie e residenti li cambia l'ufficio. Chiedi a chi ci lavora."),
    "territory.changed": N_(
        "Mentre guardavi, qualcuno ha cambiato il territorio. Il tuo file è ancora qui: guarda di nuovo le differenze."
    ),
    "territory.already_loaded": N_("Questo file è già stato caricato."),
    "territory.no_load": N_("Questo caricamento non c'è più. Carica di nuovo il file."),
    "territory.not_last": N_("Si può annullare solo l'ultimo caricamento, finché niente è cambiato dopo."),
    "territory.in_use": N_(
        "Non si può annullare: %(count)s fra persone, consultazioni o comitati usano già quello che il file ha portato."
    ),
}
