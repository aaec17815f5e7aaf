# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The way of a proposal: written, examined, on the ballot, decided; where it is now, in one sentence."""

from dataclasses import dataclass
from datetime import datetime

from deliberation.consultations.consultation import Consultation, Stage
from deliberation.consultations.phases import PhaseKind
from deliberation.consultations.states import STOPPED, ProposalState
from deliberation.proposals.views import ProposalView
from web.words.i18n import short_moment, translate
from web.words.messages.marks import N_

WAY: dict[PhaseKind, str] = {
    PhaseKind.PROPOSING: N_("Proposta"),
    PhaseKind.REVIEWING: N_("Esame"),
    PhaseKind.VOTING: N_("Scheda"),
    PhaseKind.PUBLISHING: N_("Esito"),
}
_AT: dict[ProposalState, PhaseKind] = {
    ProposalState.PUBLISHED: PhaseKind.PROPOSING,
    ProposalState.ADMISSIBLE: PhaseKind.REVIEWING,
    ProposalState.INADMISSIBLE: PhaseKind.REVIEWING,
    ProposalState.ON_BALLOT: PhaseKind.VOTING,
    ProposalState.SELECTED: PhaseKind.PUBLISHING,
    ProposalState.NOT_SELECTED: PhaseKind.PUBLISHING,
}


@dataclass(frozen=True, slots=True)
class Way:
    """The stations by name, the place of the present one from 0, a sentence about it, and where more is said."""

    stations: tuple[str, ...]
    now: int
    sentence: str
    link: str = ""
    path: str = ""


def way_of(proposal: ProposalView, held: Consultation, locale: str, at: datetime) -> Way | None:
    """Where a proposal is; None of one that goes nowhere: a draft, withdrawn, of a consultation that stopped."""
    kinds = {phase.kind for phase in held.phases}
    stations = [kind for kind in WAY if kind in kinds or kind is PhaseKind.PROPOSING]
    here = _AT.get(proposal.state)
    if here is None or proposal.hidden_at or held.state in STOPPED:
        return None
    now = held.current(at)
    if here is PhaseKind.PROPOSING and now is not None and now.kind is PhaseKind.REVIEWING:
        here = PhaseKind.REVIEWING
    if here not in stations:
        stations = [kind for kind in WAY if kind in {*stations, here}]
    sentence, link, path = _told(proposal.state, here, held, at)
    until = short_moment(now.closes_at, locale) if now is not None else ""
    return Way(
        tuple(translate(locale, WAY[kind]) for kind in stations),
        stations.index(here),
        translate(locale, sentence, until=until),
        translate(locale, link) if link else "",
        path,
    )


def _told(state: ProposalState, here: PhaseKind, held: Consultation, at: datetime) -> tuple[str, str, str]:
    now, path = held.current(at), f"/consultazioni/{held.slug}"
    kind = now.kind if now is not None and held.stage(at) is Stage.OPEN else None
    match state:
        case ProposalState.SELECTED:
            return N_("È stata scelta."), N_("Guarda il risultato"), f"{path}/risultato"
        case ProposalState.NOT_SELECTED:
            return N_("Non è stata scelta."), N_("Leggi perché"), f"{path}/risultato"
        case ProposalState.ADMISSIBLE:
            return N_("L'ufficio dice che si può fare. Adesso aspetta la scheda."), "", ""
        case ProposalState.INADMISSIBLE:
            return N_("L'ufficio dice che non si può fare: qui sotto spiega perché. Non va sulla scheda."), "", ""
        case ProposalState.ON_BALLOT if kind is PhaseKind.VOTING:
            return N_("È sulla scheda: si vota fino a %(until)s."), N_("Vai al voto"), f"{path}/vota"
        case ProposalState.ON_BALLOT if held.stage(at) is Stage.ENDED or kind is PhaseKind.PUBLISHING:
            return N_("Il voto è chiuso. L'esito esce quando l'ufficio pubblica il risultato."), "", ""
        case ProposalState.ON_BALLOT:
            return N_("È sulla scheda. Il voto non è ancora aperto."), "", ""
    if here is PhaseKind.REVIEWING:
        return N_("L'ufficio controlla se si può fare e quanto costa, fino a %(until)s."), "", ""
    if kind is PhaseKind.PROPOSING:
        return N_("È pubblica: si può sostenere e commentare."), "", ""
    return N_("È pubblica: tutti la possono leggere."), "", ""
