# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a person can do on a page about a consultation, until when, and if not: why, and the way out; where
a proposal is on its way."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import quote

from babel import Locale, dates

from deliberation.actor import Actor
from deliberation.ballots.traces import Voted
from deliberation.clock import in_rome
from deliberation.consultations.consultation import Consultation, Stage
from deliberation.consultations.phases import PhaseKind, PhaseView, following
from deliberation.consultations.states import NOT_ENDED, STOPPED, ProposalState, State
from deliberation.errors import CivicError
from deliberation.proposals import rules
from deliberation.proposals.contents import Frame
from deliberation.proposals.views import ProposalView
from web.consultation_cards import NEXT, voted_words
from web.http.problems import words
from web.words.i18n import short_moment, since, translate
from web.words.listed import listed
from web.words.messages.consultations import WAYS_OUT
from web.words.messages.marks import N_


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why something is not possible, in words, and what to do about it; paths lack the site's prefix."""

    code: str
    text: str
    way: str
    path: str


@dataclass(frozen=True, slots=True)
class PrimaryAct:
    """The one thing that the page asks for now."""

    title: str
    text: str
    button: str
    path: str
    until: datetime | None
    then: str
    obstacle: Obstacle | None = None
    brief: str = ""  # the state beside the button where there is little room; '' for the deadline


SIGN_IN_TO_SUPPORT = (N_("Per sostenere serve un account."), N_("Accedi e sostieni"))
SIGN_IN_TO_COMMENT = (N_("Per commentare serve un account."), N_("Accedi e commenta"))


def obstacle(
    refusal: CivicError | None, locale: str, here: str, signing_in: tuple[str, str] = ("", "")
) -> Obstacle | None:
    """A refusal as the page shows it; `here` is the path to come back to. `signing_in`: what a visitor would do, said
    in words and on the button."""
    if refusal is None:
        return None
    way, path = WAYS_OUT.get(refusal.code, ("", ""))
    text = words(locale, refusal.code, refusal.parameters)
    if refusal.code == "sign_in.needed" and signing_in[0]:
        text, way = translate(locale, signing_in[0]), signing_in[1]
    return Obstacle(
        refusal.code,
        text,
        translate(locale, way) if way else "",
        path.replace("{next}", quote(here, safe="")),
    )


def area_options(frame: Frame) -> list[tuple[str, str]]:
    """The neighbourhoods to choose from, by name."""
    return sorted(((area.slug, area.name) for area in frame.areas), key=lambda option: option[1].lower())


def phase_steps(held: Consultation, locale: str, at: datetime) -> list[tuple[str, str, str]]:
    """For the macro `phases`: name, state, dates in words."""
    steps = []
    for phase in held.phases:
        state = "done" if phase.closes_at <= at else "current" if phase.is_open(at) else "next"
        if held.state not in NOT_ENDED and state == "current":
            state = "next" if held.state in STOPPED else "current"
        when = _stretch(phase.opens_at, phase.closes_at, locale)
        steps.append((translate(locale, listed(held.template).phases[phase.kind]), state, when))
    return steps


def _stretch(opens: datetime, closes: datetime, locale: str) -> str:
    first, last = in_rome(opens).date(), in_rome(closes - timedelta(microseconds=1)).date()
    language = Locale.parse(locale)
    if first == last:
        return dates.format_date(first, "d MMMM", locale=language)
    start = "d" if (first.year, first.month) == (last.year, last.month) else "d MMMM"
    return translate(
        locale,
        N_("dal %(first)s al %(last)s"),
        first=dates.format_date(first, start, locale=language),
        last=dates.format_date(last, "d MMMM", locale=language),
    )


# What the two phases of proposals say stands in web.words.listed.
_ACTS: dict[PhaseKind, tuple[str, str, str, str]] = {
    PhaseKind.INFORMING: (
        N_("Leggi di che cosa si parla"),
        N_("Per ora ci si informa: qui sotto trovi tutto."),
        "",
        "",
    ),
    PhaseKind.PROPOSING: (
        "",
        "",
        "",
        "/proposte/nuova",
    ),
    PhaseKind.REVIEWING: (
        "",
        "",
        "",
        "#proposte",
    ),
    PhaseKind.VOTING: (
        N_("Si vota"),
        N_("Puoi cambiare il voto fino alla chiusura."),
        N_("Vota"),
        "/vota",
    ),
    PhaseKind.PUBLISHING: (N_("Il voto è concluso"), N_("Il risultato esce qui appena è pronto."), "", ""),
}


def _never_counted(held: Consultation, locale: str) -> str:
    if not held.cancelled_ballots:
        return ""
    text = N_("Schede registrate fino ad allora: %(num)s. Restano nell'archivio e non si contano.")
    return translate(locale, text, num=held.cancelled_ballots)


def primary_act(held: Consultation, actor: Actor, locale: str, at: datetime, voted: Voted | None = None) -> PrimaryAct:
    """The act that the current phase allows to this person, or what to wait for; that they have `voted` comes first."""
    act = _primary_act(held, actor, locale, at)
    if voted is None:
        return act
    phase = held.current(at)
    if voted.is_set_aside and phase is not None and phase.kind is PhaseKind.VOTING:
        title, text, button = N_("Il tuo voto è messo da parte"), voted_words(voted, locale), N_("Che cosa puoi fare")
        return replace(
            act,
            title=translate(locale, title),
            text=text,
            button=translate(locale, button),
            path=f"/consultazioni/{held.slug}/vota",
            obstacle=None,
            brief=translate(locale, title),
        )
    if not voted.may_change:
        return replace(act, text=f"{voted_words(voted, locale)} {act.text}")
    then = translate(locale, N_("Puoi cambiarlo fino alla chiusura: conta solo l'ultimo."))
    text = f"{voted_words(voted, locale)} {then}"
    title, button = translate(locale, N_("Hai votato")), translate(locale, N_("Cambia il voto"))
    path = f"/consultazioni/{held.slug}/vota"
    brief = voted_words(voted, locale)
    return replace(act, title=title, text=text, button=button, path=path, obstacle=None, brief=brief)


def _primary_act(held: Consultation, actor: Actor, locale: str, at: datetime) -> PrimaryAct:
    path = f"/consultazioni/{held.slug}"
    then = _then(held, locale, at)
    if held.state == State.CANCELLED:
        text = " ".join(filter(None, (held.cancel_reason, _never_counted(held, locale))))
        return PrimaryAct(translate(locale, N_("Consultazione annullata")), text, "", "", None, "")
    if held.state == State.ANNULLED:
        title, button = N_("Il risultato è annullato"), N_("Guarda il conteggio")
        return PrimaryAct(
            translate(locale, title), held.cancel_reason, translate(locale, button), f"{path}/risultato", None, ""
        )
    if held.result_published_at is not None:
        title, text = N_("Il risultato è pubblico"), N_("Guarda che cosa è stato scelto, perché, e ricontalo tu.")
        return _act(locale, title, text, N_("Guarda il risultato"), f"{path}/risultato", None, "")
    if held.stage(at) is Stage.ENDED:
        title, text = N_("La consultazione è chiusa"), N_("Il risultato esce qui appena è pronto.")
        return _act(locale, title, text, "", "", None, then)
    phase = held.current(at)
    if phase is None:
        coming = held.stage(at) is Stage.COMING
        title = N_("Non è ancora aperta") if coming else N_("Tra una fase e l'altra")
        return _act(locale, title, N_("Per ora puoi leggere di che cosa si tratta."), "", "", None, then)
    return _act_of(phase, held, actor, locale, at)


def _act_of(phase: PhaseView, held: Consultation, actor: Actor, locale: str, at: datetime) -> PrimaryAct:
    """What an open phase asks for; what a person may not do becomes why, and the way out."""
    path, then = f"/consultazioni/{held.slug}", _then(held, locale, at)
    title, text, button, target = _ACTS[phase.kind]
    said = listed(held.template)
    if phase.kind is PhaseKind.PROPOSING:
        title, text, button = said.asked_city if held.city_wide else said.asked, said.hint, said.act
    elif phase.kind is PhaseKind.REVIEWING:
        title, text, button = said.examined, said.examining, said.reading
    refusal = None
    if phase.kind is PhaseKind.PROPOSING:
        refusal = rules.may_propose(actor, held, at)
    elif phase.kind is PhaseKind.VOTING:
        refusal = rules.may_go_to_vote(actor, held, at)
    made = _act(locale, title, text, button, target if target.startswith("#") else path + target, phase.closes_at, then)
    if refusal is None:
        return made
    if refusal.code == "sign_in.needed":
        words_there = N_("Accedi e vota") if phase.kind is PhaseKind.VOTING else N_("Accedi e proponi")
        return replace(made, button=translate(locale, words_there), path=f"/accesso?next={quote(made.path, safe='')}")
    return PrimaryAct(made.title, made.text, "", "", made.until, then, obstacle(refusal, locale, path))


def _act(locale: str, title: str, text: str, button: str, path: str, until: datetime | None, then: str) -> PrimaryAct:
    title, text, button = (translate(locale, part) if part else "" for part in (title, text, button))
    return PrimaryAct(title, text, button, path if button else "", until, then)


def _then(held: Consultation, locale: str, at: datetime) -> str:
    phase = following(held.phases, at)
    if phase is None or held.state != State.PUBLISHED:
        return ""
    return translate(locale, NEXT[phase.kind], since=since(phase.opens_at, locale))


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
