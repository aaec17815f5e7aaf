# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words for the demonstration: comments and ideas that nobody wrote, from which a fixed seed chooses."""

IDEA = "{text}\n\n*Idea simulata per la dimostrazione.*"

IDEAS: tuple[tuple[str, str], ...] = (
    ("Una fontanella davanti alla biblioteca", "D'estate chi studia e chi passeggia non trova acqua. Ne basta una."),
    ("Panchine all'ombra lungo il percorso della scuola", "I nonni accompagnano i bambini e non sanno dove sedersi."),
    ("Attraversamento rialzato vicino alla scuola", "Le auto arrivano veloci. Un dosso largo le fa rallentare."),
    ("Orti condivisi nel prato abbandonato", "Il prato è chiuso da anni. Dieci famiglie si offrono di curarlo."),
    ("Più luce nel sottopasso", "La sera il sottopasso è buio e molti fanno il giro lungo."),
    ("Rastrelliere per bici al mercato", "Chi va al mercato in bici la lega ai pali e intralcia chi cammina."),
    ("Tavoli da ping pong nel giardino", "Costano poco, durano molto e fanno incontrare età diverse."),
    ("Alberi nel parcheggio", "D'estate il parcheggio scotta. Venti alberi lo rendono un luogo."),
    ("Una bacheca di quartiere", "Molte persone anziane non usano il telefono: una bacheca le informa."),
    ("Sala prove per chi suona", "La cantina del centro civico è vuota: con poco diventa una sala prove."),
    ("Giochi per bambini con disabilità", "Un'altalena accessibile e una pedana bastano per cominciare."),
    ("Doposcuola nel centro civico", "Due pomeriggi a settimana, con volontari e studenti."),
)

COMMENTS: dict[str, tuple[str, ...]] = {
    "for": (
        "Passo di lì ogni giorno: sarebbe un gran miglioramento.",
        "Sono d'accordo, ma teniamo conto della manutenzione.",
        "I miei figli ci andrebbero a piedi. Bella idea.",
        "Con questa cifra mi sembra una spesa giusta.",
        "Lo chiediamo da anni. Bene che qualcuno lo abbia scritto.",
        "Mi piace perché serve a età diverse.",
    ),
    "against": (
        "C'è già qualcosa di simile a due strade da qui.",
        "Prima sistemerei i marciapiedi, che sono rotti.",
        "Temo il rumore la sera. Servono orari chiari.",
        "Il costo mi pare alto per quello che si ottiene.",
    ),
    "question": (
        "Chi si occupa della manutenzione dopo il primo anno?",
        "Si possono tenere gli alberi che ci sono?",
        "È previsto l'accesso per chi usa la carrozzina?",
        "Quanto durano i lavori?",
    ),
    "": (
        "Ne abbiamo parlato in assemblea: quasi tutti erano interessati.",
        "Propongo di fare un sopralluogo insieme.",
        "Segnalo che in zona c'è anche la scuola dell'infanzia.",
    ),
}
ADVERTISING = "Intanto venite tutti al bar di mio cugino: panini, musica e il caffè a un euro!"
ANSWERS: tuple[str, ...] = (
    "Buona domanda, lo chiedo all'ufficio.",
    "Nel testo è scritto: la manutenzione è del Comune.",
    "Capisco, ma l'altro spazio è chiuso la domenica.",
    "Sì, ci avevamo pensato. Aggiungo un dettaglio appena posso.",
    "Grazie, è un punto importante.",
)
