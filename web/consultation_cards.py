# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A consultation in a few words: where, which phase, until when, what one can do, what comes next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from deliberation.ballots.traces import Voted
from deliberation.consultations.consultation import Consultation, Stage
from deliberation.consultations.phases import Act, PhaseKind, allows, following
from deliberation.consultations.queries import ConsultationCard
from deliberation.consultations.states import State
from web.words.i18n import short_moment, since, translate
from web.words.listed import listed
from web.words.messages.marks import N_

NEXT: dict[PhaseKind, str] = {
    PhaseKind.INFORMING: N_("Ci informiamo %(since)s"),
    PhaseKind.PROPOSING: N_("Si propone %(since)s"),
    PhaseKind.REVIEWING: N_("L'ufficio esamina le proposte %(since)s"),
    PhaseKind.VOTING: N_("Si vota %(since)s"),
    PhaseKind.PUBLISHING: N_("I risultati escono %(since)s"),
}
CITY, RESULT = N_("Tutta la città"), N_("Il risultato: %(title)s")
SET_ASIDE = N_("La tua scheda è messa da parte e non si conta.")
PLACES = N_("%(count)s quartieri")
_MOST_NAMES = 2


@dataclass(frozen=True, slots=True)
class Decided:
    """What a published result came to: how many were chosen out of how many; their cents out of the budget's, or 0."""

    chosen: int
    voted_on: int
    spent_cents: int
    budget_cents: int

    @classmethod
    def of(cls, held: ConsultationCard) -> "Decided | None":
        """None where nothing is published, or no proposals were voted on."""
        if held.state != State.RESULTS or not held.voted_on:
            return None
        budget = held.budget_cents or 0
        return cls(held.chosen, held.voted_on, held.chosen_cents if budget else 0, budget)


@dataclass(frozen=True, slots=True)
class Card:
    """What the macro `consultation_card` shows; `act_path` and `path` still lack the prefix of the site. `asks_me`:
    the reader lives where it is held, and has not done yet what it asks."""

    title: str
    path: str
    place: str
    phase: str
    tone: str
    until: datetime | None
    text: str
    proposals: int
    comments: int
    act: str
    act_path: str
    then: str
    opens: str
    published_at: datetime | None
    is_mine: bool
    asks_me: bool
    voted: str = ""
    decided: "Decided | None" = None

    @property
    def is_vote(self) -> bool:
        """Whether one votes there now."""
        return self.act_path.endswith("/vota")

    @property
    def takes_ideas(self) -> bool:
        """Whether one proposes there now."""
        return self.act_path.endswith("/proposte/nuova")


def voted_words(voted: Voted, locale: str) -> str:
    """That the reader has voted, and when; only the reader's own page says it."""
    when = translate(locale, N_("Hai votato il %(when)s."), when=short_moment(voted.at, locale))
    return f"{when} {translate(locale, SET_ASIDE)}" if voted.is_set_aside else when


def _vote_button(voted: Voted | None) -> str:
    """What an open vote asks of the reader; whose ballot is set aside reads there how it counts again."""
    if voted is None:
        return N_("Vota")
    return N_("Cambia il voto") if voted.may_change else N_("Che cosa puoi fare")


def place_names(consultation: ConsultationCard | Consultation, locale: str) -> str:
    """'Tutta la città', 'Navile e Savena', '6 quartieri'."""
    names = [place.name for place in consultation.neighbourhoods]
    if consultation.city_wide or not names:
        return translate(locale, CITY)
    if len(names) <= _MOST_NAMES:
        return ", ".join(names)
    return translate(locale, PLACES, count=len(names))


def card(
    consultation: ConsultationCard, locale: str, at: datetime, mine: int | None = None, voted: Voted | None = None
) -> Card:
    """The card of a consultation at an instant; `mine` is the reader's neighbourhood (row id), `voted` their trace."""
    path = f"/consultazioni/{consultation.slug}"
    now = consultation.current(at)
    is_open = consultation.stage(at) is Stage.OPEN
    is_mine = mine is not None and any(place.id == mine for place in consultation.neighbourhoods)
    act, act_path = ("", "")
    if is_open and allows(consultation.phases, Act.VOTE, at):
        act = translate(locale, _vote_button(voted))
        act_path = f"{path}/vota"
    elif is_open and allows(consultation.phases, Act.PROPOSE, at):
        act, act_path = translate(locale, listed(consultation.template).act), f"{path}/proposte/nuova"
    return Card(
        title=consultation.title,
        path=path,
        place=place_names(consultation, locale),
        phase=phase_words(consultation, locale, at),
        tone="open" if is_open and now else "neutral",
        until=now.closes_at if is_open and now else None,
        text=consultation.summary,
        proposals=consultation.proposals,
        comments=consultation.comments,
        act=act,
        act_path=act_path,
        then=_then(consultation, locale, at) if is_open else "",
        opens=_then(consultation, locale, at) if consultation.stage(at) is Stage.COMING else "",
        published_at=consultation.result_published_at,
        is_mine=is_mine,
        asks_me=bool(act) and voted is None and (is_mine or (mine is not None and consultation.city_wide)),
        voted=voted_words(voted, locale) if voted else "",
        decided=Decided.of(consultation),
    )


def cards(
    consultations: Iterable[ConsultationCard],
    locale: str,
    at: datetime,
    mine: int | None = None,
    voted: Mapping[int, Voted] | None = None,
) -> tuple[Card, ...]:
    """The cards in the order in which they matter: the reader's own place, votes, then what closes first."""
    traces = voted or {}
    made = [card(one, locale, at, mine, traces.get(one.id)) for one in consultations]
    last = datetime.max.replace(tzinfo=at.tzinfo)
    return tuple(sorted(made, key=lambda c: (not c.is_mine, not c.is_vote, c.until or last)))


def phase_words(consultation: ConsultationCard | Consultation, locale: str, at: datetime) -> str:
    """Where it stands, in a word or two."""
    now = consultation.current(at)
    if consultation.state == State.RESULTS:
        return translate(locale, N_("Risultato pubblicato"))
    if consultation.state == State.ANNULLED:
        return translate(locale, N_("Risultato annullato"))
    if consultation.stage(at) is Stage.ENDED:
        return translate(locale, N_("Annullata") if consultation.state == State.CANCELLED else N_("Chiusa"))
    if now is None:
        return translate(locale, N_("In arrivo") if consultation.stage(at) is Stage.COMING else N_("In pausa"))
    return translate(locale, listed(consultation.template).phases[now.kind])


def _then(consultation: ConsultationCard, locale: str, at: datetime) -> str:
    following_phase = following(consultation.phases, at)
    if following_phase is None or consultation.stage(at) is Stage.ENDED:
        return ""
    return translate(locale, NEXT[following_phase.kind], since=since(following_phase.opens_at, locale))
