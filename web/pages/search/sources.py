# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Everything that can be found, kind by kind, as its reader may see it: a fixed number of statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from deliberation.clock import in_rome
from deliberation.committees.queries import committees
from deliberation.consultations.queries import consultations
from deliberation.notices.documents import documents
from deliberation.places.addresses.index import Index
from deliberation.places.addresses.register import index
from deliberation.places.queries import place_names
from deliberation.proposals import queries as proposal_queries
from deliberation.proposals.queries import Sort
from deliberation.regulations.queries import in_force
from voting import RULES
from web.consultation_cards import phase_words
from web.consultation_cards import place_names as places_of
from web.http.requests import CivicRequest
from web.pages.search.finding import Asked
from web.words.i18n import translate
from web.words.messages.marks import N_

PAGE_SIZE = 20
FEW = 4  # of each kind, where all kinds are shown
MOST_STREETS = 60


class Kind(StrEnum):
    """The kinds of things that are found, by their names in the address, in the order in which they are shown."""

    CONSULTATIONS = "consultazioni"
    RESULTS = "risultati"
    PROPOSALS = "proposte"
    PLACES = "quartieri"
    STREETS = "vie"
    COMMITTEES = "comitati"
    DOCUMENTS = "regole"
    HELP = "aiuto"


KINDS: dict[Kind, str] = {
    Kind.CONSULTATIONS: N_("Consultazioni"),
    Kind.RESULTS: N_("Risultati"),
    Kind.PROPOSALS: N_("Proposte"),
    Kind.PLACES: N_("Quartieri"),
    Kind.STREETS: N_("Vie"),
    Kind.COMMITTEES: N_("Comitati"),
    Kind.DOCUMENTS: N_("Regolamento e documenti"),
    Kind.HELP: N_("Aiuto"),
}
# path → title, what is read there
HELP: dict[str, tuple[str, str]] = {
    "/trova-il-tuo-quartiere": (N_("Trova il tuo quartiere"), N_("Da via e numero al quartiere in cui abiti.")),
    "/posso-votare": (N_("Posso votare?"), N_("Rispondi a poche domande e lo sai: età, residenza, cittadinanza.")),
    "/come-si-conta": (N_("Come si conta"), N_("Le regole con cui si contano i voti, con un esempio per ognuna.")),
    "/ufficio": (
        N_("L'ufficio partecipazione"),
        N_("Contatti, orari e documenti dell'ufficio. Dove farsi riconoscere."),
    ),
    "/dati-aperti": (N_("Dati aperti"), N_("I numeri della partecipazione, da scaricare.")),
    "/moderazione/motivi": (
        N_("Perché un testo viene nascosto"),
        N_("I motivi della moderazione, e come chiedere di rivedere una decisione."),
    ),
    "/privacy": (N_("Privacy"), N_("Che cosa sappiamo di te, a che cosa serve, per quanto tempo. I cookie.")),
    "/accessibilita": (N_("Accessibilità"), N_("Come si usa il sito con la tastiera o con un lettore di schermo.")),
    "/registrazione": (N_("Registrarsi"), N_("Aprire un account: serve solo un indirizzo e-mail.")),
    "/accesso": (N_("Accedere"), N_("Entrare con la password, o chiederne una nuova se l'hai dimenticata.")),
}


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was found. `facts` are short; `path` lacks the prefix of the site."""

    title: str
    path: str
    text: str = ""
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of a kind: a page of it, and how many there are. `is_cut`: there may be more."""

    kind: Kind
    items: Sequence[Found]
    total: int
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Everything:
    """All groups that hold something, and titles by which a misspelt word is guessed."""

    groups: tuple[Group, ...]
    titles: tuple[str, ...]

    @property
    def total(self) -> int:
        return sum(group.total for group in self.groups)


async def everything(request: CivicRequest, asked: Asked, chosen: Kind | None, page: int, at: datetime) -> Everything:
    """What is found of every kind, a few each; of the chosen one its page. The statements are always the same."""
    actor, locale = request.actor, request.locale
    held = await consultations(actor)
    streets = await index()
    every: dict[Kind, list[Found]] = {
        Kind.CONSULTATIONS: [
            Found(c.title, f"/consultazioni/{c.slug}", c.summary, (phase_words(c, locale, at), places_of(c, locale)))
            for c in held
        ],
        Kind.RESULTS: [
            Found(c.title, f"/consultazioni/{c.slug}/risultato", c.summary, (places_of(c, locale),))
            for c in held
            if c.result_published_at
        ],
        Kind.PLACES: [Found(place.name, f"/quartieri/{place.slug}", place.district) for place in await place_names()],
        Kind.COMMITTEES: [
            Found(one.name, f"/quartieri/{one.slug}#comitato", one.presentation, (one.place,))
            for one in await committees()
        ],
        Kind.DOCUMENTS: await _documents(locale, at),
        Kind.HELP: _help(locale),
    }
    size = (chosen and PAGE_SIZE) or FEW
    wanted = page if chosen else 1
    groups = []
    for kind in Kind:
        if kind is Kind.PROPOSALS:
            group = await _proposals(request, asked, at, size, wanted if kind is chosen else 1)
        elif kind is Kind.STREETS:
            group = _streets(streets, asked, size, wanted if kind is chosen else 1)
        else:
            group = _page(kind, _matching(asked, every[kind]), size, wanted if kind is chosen else 1)
        groups.append(group)
    titles = tuple(found.title for kind in every for found in every[kind])
    return Everything(tuple(group for group in groups if group.total), titles)


def _matching(asked: Asked, every: Iterable[Found]) -> list[Found]:
    """Those whose title says it first."""
    found = [one for one in every if asked.is_in(one.title, " ".join((one.text, *one.facts)))]
    return sorted(found, key=lambda one: not asked.is_in(one.title))


def _page(kind: Kind, found: Sequence[Found], size: int, page: int, *, is_cut: bool = False) -> Group:
    page = max(1, min(page, -(-len(found) // size)))
    return Group(kind, found[(page - 1) * size : page * size], len(found), is_cut)


async def _proposals(request: CivicRequest, asked: Asked, at: datetime, size: int, page: int) -> Group:
    found = await proposal_queries.proposals(
        request.actor, at=at, query=asked.text, sort=Sort.NEWEST, size=size, page=page
    )
    items = [
        Found(
            card.title,
            f"/proposte/{card.public_id}",
            card.excerpt,
            (card.place.name if card.place else "", card.consultation_title),
        )
        for card in found.items
    ]
    return Group(Kind.PROPOSALS, items, found.total)


def _streets(streets: Index, asked: Asked, size: int, page: int) -> Group:
    found = streets.streets(asked.text, MOST_STREETS) if asked.stems else []
    items = [Found(name, f"/trova-il-tuo-quartiere?strada={id}") for id, name in found]
    return _page(Kind.STREETS, items, size, page, is_cut=len(items) == MOST_STREETS)


async def _documents(locale: str, at: datetime) -> list[Found]:
    regulation = await in_force(in_rome(at).date())
    found = [Found(one.title, f"/documenti/{one.public_id}", "", (one.kind,)) for one in await documents()]
    if not regulation.number:
        return found
    text = translate(locale, N_("Il regolamento: chi propone, chi sostiene, chi vota."))
    return [Found(regulation.profile.name, "/posso-votare", text), *found]


def _help(locale: str) -> list[Found]:
    pages = [Found(translate(locale, title), path, translate(locale, text)) for path, (title, text) in HELP.items()]
    rules = [
        Found(rule.name(locale), f"/come-si-conta/{key}", " ".join(rule.explanation.lines) if locale == "it" else "")
        for key, rule in RULES.items()
    ]
    return [*pages, *rules]
