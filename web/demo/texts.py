# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is said of a project: the invented texts of data/story, and those of the real titles that it leaves out."""

import json
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data" / "story"
NOTE = "*Il titolo è di un vero progetto dei bilanci partecipativi di Bologna ({year}). Il testo è inventato.*"
OTHERS = {
    "Diritto alla bellezza, al gioco e al sogno": (
        "Il muro della scuola dell'infanzia Mazzini è grigio, e il Parco dei Pioppi finisce proprio lì davanti.\n\n"
        "Vorremmo dipingerlo insieme ai bambini, togliere la rete arrugginita e mettere giochi di legno al posto dello "
        "scivolo rotto. Due panchine all'ombra per i nonni, che il pomeriggio sono quelli che aspettano di più.\n\n"
        "Un posto bello non costa più di uno brutto: bisogna solo deciderlo."
    ),
    "Il Parco di tutti i Bambini": (
        "Mia nipote è in carrozzina. Al parco guarda gli altri giocare, perché per lei non c'è niente.\n\n"
        "Chiedo un'altalena con la seduta alta, una giostra a livello del terreno, un vialetto che non sia di ghiaia. "
        "Non un angolo a parte: giochi dove si sta tutti insieme."
    ),
    "TrasformAzioni al Parco": (
        "A Pescarola il parco è grande e ci si passa di fretta. Di sera è buio, di giorno non c'è dove sedersi.\n\n"
        "Proponiamo tavoli per mangiare fuori, una parete da arrampicata bassa, luci sul vialetto principale. E una "
        "volta al mese un pomeriggio di lavori fatti insieme: si pianta, si vernicia, si aggiusta."
    ),
    "Il muro che unisce": (
        "Il muro del Parco delle Querce sta cadendo a pezzi: lo hanno transennato e basta.\n\n"
        "Rifacciamolo più basso, con dei passaggi, e facciamolo dipingere ai bambini delle scuole. Oggi divide il "
        "parco dalle case, domani può essere il posto dove ci si siede."
    ),
    "Social Sport": (
        "Al Giardino degli Olmi corriamo in tanti, ognuno per conto suo.\n\n"
        "Bastano quattro attrezzi all'aperto, un anello segnato di mezzo chilometro e un canestro. Chi non può pagare "
        "la palestra viene qui, e qualcuno che insegna si trova: due istruttori in pensione si sono già offerti."
    ),
    "Un giardino da raccontare": (
        "Il Giardino del Bambù è piccolo e nascosto: chi non abita nei palazzi accanto non sa che esiste.\n\n"
        "Un'insegna all'ingresso, i nomi delle piante, tre sedute in cerchio per le letture ad alta voce. Le storie le "
        "mettono i residenti più anziani e i bambini della primaria."
    ),
    "Via libera all'accessibilità": (
        "Intorno alle 3 Torri i marciapiedi hanno gradini ovunque: con il passeggino si scende in strada, con la "
        "carrozzina non si esce proprio.\n\n"
        "Servono scivoli agli incroci, un percorso piano fino alla fermata e ai negozi, e una rampa al posto dei tre "
        "scalini del passaggio coperto."
    ),
}


def read(name: str) -> list[dict[str, Any]]:
    """A file of data/story."""
    found: list[dict[str, Any]] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return found


@cache
def by_title() -> dict[str, dict[str, Any]]:
    """The proposals of data/story by their title."""
    return {one["title"]: one for one in read("proposals")}


def body_of(title: str, year: int) -> str:
    """What its author writes of a project of a real title."""
    told = by_title().get(title)
    return f"{told['body'] if told else OTHERS[title]}\n\n{NOTE.format(year=year)}"


def thread_of(title: str) -> list[dict[str, Any]]:
    """What people say of it in data/story, without what is reported there; nothing answers what is."""
    told = by_title().get(title)
    return [one for one in read("threads") if told and one["proposal"] == told["id"] and "report" not in one]
