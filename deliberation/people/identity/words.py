# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The two plain words of a pseudonym: things of streets and gardens, and what may be said well of anybody.

Nothing that is also an insult, a body, a party's colour, a trade, an origin or a belief.
"""

from __future__ import annotations


def _each(text: str) -> tuple[str, ...]:
    return tuple(text.split())


MASCULINE = _each(
    """
    Abete Acero Airone Albero Alloro Altopiano Aquilone Arancio Arco Astro Autunno Balcone Basilico Bosco Bucaneve
    Calicanto Campanile Canneto Cardellino Carpino Castagno Cedro Ciclamino Ciliegio Cipresso Cortile Corbezzolo
    Fagiano Faggio Faro Fiordaliso Fiume Frassino Fringuello Gabbiano Gelso Gelsomino Ghiro Giacinto Giardino Giglio
    Ginepro Girasole Glicine Grano Ibisco Lago Lampione Lauro Leccio Lillà Limone Lupino Maestrale Mandorlo Mare
    Mattone Melo Melograno Mirto Molo Mosaico Mulino Muschio Nespolo Nido Nocciolo Noce Oleandro Olivo Olmo Ontano
    Orizzonte Orto Papavero Parco Pendio Pero Pettirosso Picchio Pino Pioppo Platano Ponte Portico Pozzo Prato
    Quaderno Ramo Rododendro Rosmarino Ruscello Salice Sambuco Scoiattolo Sentiero Sole Sorbo Susino Tamburo Tavolo
    Tiglio Timo Torrente Tramonto Trifoglio Tulipano Vento Viale Viburno Zaffiro Zafferano Zefiro
    """
)
FEMININE = _each(
    """
    Acacia Alba Allodola Altalena Aurora Azalea Baia Bacheca Begonia Betulla Bicicletta Bottega Brezza Bussola
    Calendula Camelia Camomilla Campanula Cicogna Ciliegia Cinciallegra Clessidra Collina Coccinella Corrente Cupola
    Dalia Edera Erica Felce Fiaba Finestra Foglia Fontana Foresta Fragola Fresia Fucsia Gardenia Genziana Ginestra
    Ghianda Girandola Gondola Isola Laguna Lanterna Lavanda Libellula Limonaia Luna Magnolia Malva Mandorla
    Margherita Matita Mela Melissa Meridiana Mimosa Mongolfiera Montagna Neve Nuvola Onda Orchidea Ortensia Palma
    Panchina Penna Peonia Pergola Pervinca Pesca Piazza Pietra Pineta Pioggia Piuma Primavera Primula Quercia Radura
    Riva Robinia Rondine Rosa Rugiada Salvia Scala Sequoia Siepe Sorgente Spiga Stella Strada Terrazza Torre Tortora
    Valle Vela Verbena Viola Zagara Zinnia
    """
)
# Masculine and feminine, as 'quieto/quieta'; one form where both are alike.
QUALITIES = _each(
    """
    Accorto/Accorta Affabile Agile Allegro/Allegra Amabile Ameno/Amena Antico/Antica Arguto/Arguta Assorto/Assorta
    Attento/Attenta Audace Avveduto/Avveduta Benevolo/Benevola Brillante Brioso/Briosa Calmo/Calma Cauto/Cauta
    Celeste Chiaro/Chiara Concorde Contento/Contenta Coraggioso/Coraggiosa Cordiale Cortese Costante Curioso/Curiosa
    Deciso/Decisa Delicato/Delicata Diligente Discreto/Discreta Dolce Dorato/Dorata Eloquente Energico/Energica
    Esperto/Esperta Fedele Felice Fermo/Ferma Festoso/Festosa Fidato/Fidata Fiducioso/Fiduciosa Fiorito/Fiorita
    Forte Fresco/Fresca Garbato/Garbata Generoso/Generosa Gentile Giocondo/Gioconda Gioioso/Gioiosa Giusto/Giusta
    Grato/Grata Ilare Intento/Intenta Intrepido/Intrepida Leale Leggero/Leggera Lesto/Lesta Lieto/Lieta
    Limpido/Limpida Lucente Luminoso/Luminosa Mite Modesto/Modesta Nitido/Nitida Nobile Operoso/Operosa Ospitale
    Ottimista Pacato/Pacata Paziente Placido/Placida Pronto/Pronta Prudente Puntuale Quieto/Quieta Raggiante Ridente
    Risoluto/Risoluta Saggio/Saggia Saldo/Salda Schietto/Schietta Sereno/Serena Silenzioso/Silenziosa
    Sincero/Sincera Sobrio/Sobria Solare Solerte Solido/Solida Sollecito/Sollecita Sorridente Spontaneo/Spontanea
    Stabile Tenace Tranquillo/Tranquilla Valente Veloce Vigile Vispo/Vispa Vivace Volonteroso/Volonterosa Zelante
    """
)


def agreed(noun: str, quality: str) -> str:
    """'Gelso' and 'Quieto/Quieta' → 'Gelso Quieto'."""
    masculine, _, feminine = quality.partition("/")
    return f"{noun} {masculine if noun in MASCULINE else feminine or masculine}"


def all_names() -> tuple[str, ...]:
    """Every name there is, in an order that does not change."""
    return tuple(agreed(noun, quality) for noun in (*MASCULINE, *FEMININE) for quality in QUALITIES)


def is_of_ours(name: str) -> bool:
    """Whether a name is one that could have been offered."""
    noun, _, word = name.partition(" ")
    if noun not in MASCULINE and noun not in FEMININE:
        return False
    return any(agreed(noun, quality) == name for quality in QUALITIES if word in quality.split("/"))
