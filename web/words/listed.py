# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people choose among, in words: proposals; candidates where a group is elected; answers to a question.

The texts are Italian sources; who shows them translates them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from deliberation.consultations.phases import PhaseKind
from deliberation.consultations.templates import TEMPLATES
from voting import Asking
from web.words.messages.consultations import PHASE_NAMES
from web.words.messages.marks import N_


@dataclass(frozen=True, slots=True)
class Listed:
    """`heading` of the list, `none` while it is empty, `act` to add one with what is `asked` and `hint` above it,
    `examined`, `examining` and `reading` while the office looks at them; `ballots` by kind, what one does with them."""

    heading: str
    none: str
    act: str
    asked: str
    asked_city: str
    hint: str
    examined: str
    examining: str
    reading: str
    ballots: Mapping[str, str]
    phases: Mapping[PhaseKind, str] = field(default_factory=lambda: PHASE_NAMES)
    are_people: bool = False


PROPOSALS = Listed(
    heading=N_("Le proposte"),
    none=N_("Nessuna proposta, per ora."),
    act=N_("Proponi un'idea"),
    asked=N_("Hai un'idea per questo quartiere?"),
    asked_city=N_("Hai un'idea per la città?"),
    hint=N_("Puoi proporla, e sostenere e commentare quelle degli altri."),
    examined=N_("L'ufficio esamina le proposte"),
    examining=N_("Controlla se si possono fare e quanto costano. Tu puoi commentarle."),
    reading=N_("Leggi e commenta le proposte"),
    ballots={
        "choice": N_("Scegli una proposta"),
        "approval": N_("Scegli i progetti che approvi"),
        "ranking": N_("Metti in ordine i progetti"),
        "grades": N_("Dai un giudizio a ogni progetto"),
        "scores": N_("Dai un punteggio ai progetti"),
        "points": N_("Dividi i punti tra i progetti"),
        "budget": N_("Riempi il bilancio con i progetti"),
    },
)
ANSWERS = replace(PROPOSALS, ballots={"choice": N_("Scegli una risposta")})
PEOPLE = Listed(
    heading=N_("I candidati"),
    none=N_("Nessun candidato, per ora."),
    act=N_("Presenta una candidatura"),
    asked=N_("Vuoi candidarti per questo quartiere?"),
    asked_city=N_("Vuoi candidarti per la città?"),
    hint=N_("Puoi presentarti, e sostenere e commentare gli altri candidati."),
    examined=N_("L'ufficio esamina le candidature"),
    examining=N_("Controlla chi si può eleggere. Tu puoi commentare."),
    reading=N_("Leggi e commenta le candidature"),
    ballots={
        "approval": N_("Scegli i candidati che preferisci"),
        "ranking": N_("Metti in ordine i candidati"),
    },
    phases={
        **PHASE_NAMES,
        PhaseKind.PROPOSING: N_("Raccolta delle candidature"),
        PhaseKind.REVIEWING: N_("Esame delle candidature"),
    },
    are_people=True,
)
_BY_ASKED = {Asking.GROUP: PEOPLE, Asking.ANSWER: ANSWERS}


def listed(template: str) -> Listed:
    """Of a consultation that began from this template ('': imported)."""
    asked = TEMPLATES[template].asked if template in TEMPLATES else None
    return PROPOSALS if asked is None else _BY_ASKED.get(asked, PROPOSALS)
