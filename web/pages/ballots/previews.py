# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A published result handed on: its picture, and the page with its address as a QR code."""

from litestar import Response, get
from litestar.params import FromPath

from deliberation.actor import VISITOR
from deliberation.ballots import queries
from deliberation.ballots.queries import StoredTally
from deliberation.ballots.questions import Question
from deliberation.clock import in_rome
from deliberation.consultations.states import State
from web.consultation_cards import RESULT, place_names
from web.figures import Drawn
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.pages.ballots.result_parts import drawn
from web.pages.ballots.results_view import ResultView, answer_words, funded_words, view_of
from web.sharing.heads import Head, head, share_page
from web.sharing.pictures import LANGUAGE, Picture, answer, narrowed, of_this_comune
from web.words.i18n import day, euro, translate
from web.words.messages.marks import N_


async def result_head(request: CivicRequest, asked: Question, stored: tuple[StoredTally, ...]) -> Head | None:
    """The head of a result's page; what is not published has none."""
    if asked.state not in (State.RESULTS, State.ANNULLED):
        return None
    said, _ = _said(asked, stored)
    here = f"/consultazioni/{asked.slug}"
    title = translate(request.locale, RESULT, title=asked.title)
    text = f"{said.title}. {said.text}" if said.text else said.title
    return await head(request, f"{here}/risultato", said, title=title, text=text, feed=f"{here}/novita.atom")


def _said(asked: Question, stored: tuple[StoredTally, ...]) -> tuple[Picture, Drawn | None]:
    """What was decided in one sentence, and the figure of it; of a budget in pots the sum of all."""
    if asked.pots:
        words, text, figure = _of_pots(asked, stored)
    else:
        view = view_of(asked, stored, LANGUAGE)
        figure = drawn(view) if asked.state == State.RESULTS else None
        words, text = answer_words(view), figure.sentence if figure else ""
    if asked.state == State.ANNULLED:
        words, text = translate(LANGUAGE, N_("Risultato annullato")), asked.cancel_reason
    said = Picture(
        title=words,
        kicker=asked.title,
        text=text,
        facts=(place_names(asked, LANGUAGE), *_published(asked)),
        layout="figure" if figure and figure.svg else "words",
        drawn_from=" ".join(sorted(tally.digest for tally in stored if tally.is_official)),
        otherwise=translate(LANGUAGE, N_("Il risultato")),
    )
    return said, figure


def _published(asked: Question) -> tuple[str, ...]:
    at = asked.result_published_at
    return (translate(LANGUAGE, N_("Pubblicato il %(day)s"), day=day(in_rome(at).date(), LANGUAGE)),) if at else ()


def _of_pots(asked: Question, stored: tuple[StoredTally, ...]) -> tuple[str, str, None]:
    views: list[ResultView] = []
    for pot in asked.pots:
        if mine := tuple(tally for tally in stored if tally.pot == pot.key):
            views.append(view_of(asked.in_pot(pot), mine, LANGUAGE))
    spent, funded = sum(view.spent_cents for view in views), sum(len(view.winners) for view in views)
    text = translate(
        LANGUAGE,
        N_("Spesi %(spent)s su %(budget)s."),
        spent=euro(spent, LANGUAGE),
        budget=euro(asked.budget_cents, LANGUAGE),
    )
    return funded_words(funded, len(asked.choices), LANGUAGE), text, None


@get("/consultazioni/{slug:str}/risultato/anteprima/{version:str}")
async def of_result(request: CivicRequest, slug: FromPath[str]) -> Response[bytes]:
    """What was decided, and its figure; before it is published there is none."""
    asked, stored = await queries.result(VISITOR, slug)
    said, figure = _said(asked, stored)

    async def draw() -> str:
        return narrowed(str(figure.svg)) if figure and figure.svg else ""

    return await answer(request, await of_this_comune(said), draw)


@get("/consultazioni/{slug:str}/risultato/condividi")
async def share_result(request: CivicRequest, slug: FromPath[str]) -> Response[str]:
    """Its address, to hand on."""
    asked, _ = await queries.result(VISITOR, slug)
    prefix, here = request.visit.settings.path_prefix, f"/consultazioni/{asked.slug}"
    words = translate(request.locale, N_("Risultato"))
    crumbs = [(asked.title, prefix + here), (words, f"{prefix}{here}/risultato")]
    title = translate(request.locale, RESULT, title=asked.title)
    return await share_page(request, f"{here}/risultato", title, crumbs)


ROUTES = [*routes(Access.ANYONE, of_result, impersonal=True), *routes(Access.ANYONE, share_result)]
