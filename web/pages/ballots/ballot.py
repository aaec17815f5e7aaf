# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Voting: choose, read the summary, record. Nothing is "recorded" before the ballot is in the database."""

from dataclasses import replace
from typing import Any
from urllib.parse import quote

from litestar import Response, get, post
from litestar.params import FromPath

from deliberation import clock
from deliberation.actor import Actor
from deliberation.ballots import casting, queries
from deliberation.ballots.entitled.answers import own_answers
from deliberation.ballots.queries import Booth
from deliberation.ballots.questions import Question
from deliberation.consultations.pots.values import Pot
from deliberation.errors import CivicError, Invalid, NotAllowed, TooMany
from deliberation.places.queries import neighbourhoods
from deliberation.regulations.eligibility import No
from deliberation.regulations.profile import WRITTEN_RULES
from voting import Ballot
from web.forms import read_form
from web.http.bodies import MANY_CHOICES
from web.http.guards import Access, routes
from web.http.problems import status_of, words
from web.http.requests import CivicRequest
from web.pages.ballots.choices import FIELDS, BallotForm, Typed, Unconfirmed, forget, keep, kept, typed_of
from web.pages.ballots.paper import lines, paper, rule_told, told, wrong_with
from web.render import page, see_other
from web.words.choices import in_words
from web.words.messages.marks import N_
from web.words.regulations import AnswerWords, answer_words

WAIT = N_("Le tue scelte sono al sicuro. Accedi e le ritrovi qui: poi potrai registrarle.")


@get("/consultazioni/{slug:str}/vota")
async def ballot(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """The ballot, with the choices that were kept or recorded; of a budget in pots, first which one (`per`)."""
    at, pot = clock.now(), request.query_params.get("per", "")
    waiting = kept(request, slug, at)
    booth = await booth_of(request, slug, pot)
    if booth.refusal:
        return await refused(request, booth, waiting or Typed(), booth.refusal)
    if booth.must_choose:
        return await pots_page(request, booth)
    here = pot_key(booth)
    waiting = waiting if waiting is not None and waiting.pot == here else None
    recorded = typed_of(booth.recorded.ballot) if booth.recorded and booth.elsewhere is None else Typed()
    recorded.pot = here
    was_kept = waiting is not None and waiting != recorded
    return await form_page(request, booth, waiting if waiting is not None else recorded, kept=was_kept)


async def booth_of(request: CivicRequest, slug: str, pot: str = "") -> Booth:
    """The vote as this person finds it, in their language."""
    booth = await queries.booth(request.actor, slug, at=clock.now(), pot=pot)
    return replace(booth, question=in_words(booth.question, request.locale))


def pot_key(booth: Booth) -> str:
    """The key of the pot that the ballot is for; '' where the budget is one."""
    return booth.question.pot.key if booth.question.pot else ""


async def pots_page(request: CivicRequest, booth: Booth, refusal: CivicError | None = None) -> Response[Any]:
    """In which pot: the ballots that this person has, and which are recorded."""
    own = next(
        (
            paper.pot.key
            for paper in booth.papers
            if booth.entry and paper.pot.neighbourhood == booth.entry.neighbourhood
        ),
        "",
    )
    context = {
        "booth": booth,
        "question": booth.question,
        "home": own,
        "error": words(request.locale, refusal.code, refusal.parameters) if refusal else "",
    }
    return await page(request, "ballots/pots.html", context, status=status_of(refusal))


@post("/consultazioni/{slug:str}/vota", status_code=200)
async def ballot_again(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """Back from the summary, with the same choices."""
    booth, typed = await opened(request, slug)
    if booth.refusal:
        return await not_taken(request, booth, typed, booth.refusal)
    if booth.must_choose:
        return await pots_page(request, booth)
    return await form_page(request, booth, typed)


@post("/consultazioni/{slug:str}/vota/riepilogo", status_code=200)
async def to_summary(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """Checks the choices and goes to their summary, a page of its own that can be reloaded and gone back from."""
    booth, typed = await opened(request, slug)
    try:
        if booth.refusal:
            raise booth.refusal
        if booth.must_choose:
            return await pots_page(request, booth, Invalid("vote.pot_missing"))
        read = casting.read_marks(booth.question, typed.marks(booth.question.kind))
    except CivicError as refusal:
        return await not_taken(request, booth, typed, refusal)
    if keep(request.visit, slug, typed, clock.now()):
        return await see_other(request, f"/consultazioni/{quote(slug)}/vota/riepilogo")
    return await summary_page(request, booth, read)


@get("/consultazioni/{slug:str}/vota/riepilogo")
async def summary(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """The choices again, in words, before they are recorded."""
    at = clock.now()
    typed = kept(request, slug, at)
    booth = await booth_of(request, slug, typed.pot if typed is not None else "")
    if typed is None or booth.refusal or booth.must_choose:
        return await see_other(request, f"/consultazioni/{quote(slug)}/vota")
    try:
        read = casting.read_marks(booth.question, typed.marks(booth.question.kind))
    except Invalid as refusal:
        return await form_page(request, booth, typed, refusal)
    return await summary_page(request, booth, read)


@post("/consultazioni/{slug:str}/vota/registra")
async def record(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """Records the ballot; only then the next page says so."""
    form = await read_form(request, BallotForm)
    try:
        if not request.actor.is_signed_in:
            raise NotAllowed("sign_in.needed")
        receipt = await casting.cast(request.actor, slug, form.confirmed_marks, at=clock.now(), pot=form.per.data)
    except Unconfirmed:
        booth, _ = await opened(request, slug)
        return await summary_page(request, booth, Ballot(booth.question.kind, ()), unconfirmed=True)
    except CivicError as refusal:
        return await not_recorded(request, slug, refusal)
    forget(request.visit)
    pot = f"?per={quote(receipt.pot)}" if receipt.pot else ""
    return await see_other(request, f"/consultazioni/{quote(slug)}/vota/registrato{pot}")


async def not_recorded(request: CivicRequest, slug: str, refusal: CivicError) -> Response[Any]:
    """The step that this person is to take first, or why there is none."""
    booth, typed = await opened(request, slug)
    if booth.refusal is None and booth.must_choose:
        return await pots_page(request, booth, Invalid("vote.pot_missing"))
    return await not_taken(request, booth, typed, booth.refusal or refusal)


def per(booth: Booth) -> str:
    """What an address of this vote ends with: the pot, where there are several."""
    return f"?per={quote(pot_key(booth))}" if booth.question.pots else ""


@get("/consultazioni/{slug:str}/vota/registra")
async def to_ballot(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """An address that only a form sends to, opened by hand."""
    return await see_other(request, f"/consultazioni/{quote(slug)}/vota")


@get("/consultazioni/{slug:str}/vota/registrato")
async def recorded(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """The ballot is in the database: what it says, until when it can change, what comes next."""
    pot = request.query_params.get("per", "")
    booth = await booth_of(request, slug, pot)
    if not request.actor.is_signed_in:
        raise NotAllowed("sign_in.needed")
    if booth.recorded is None or booth.elsewhere:
        return await see_other(request, f"/consultazioni/{quote(slug)}/vota")
    context = {
        "booth": booth,
        "question": booth.question,
        "rule": rule_told(booth.question),
        "lines": lines(booth.question, booth.recorded.ballot),
        "told": told(booth.question, booth.recorded.ballot, request.locale),
        "per": per(booth),
        "others": to_do(booth),
    }
    return await page(request, "ballots/recorded.html", context)


def to_do(booth: Booth) -> list[Pot]:
    """The pots in which this person has a ballot besides this one, and none recorded: the city's, or the own one."""
    here = booth.question.pot
    kinds = {paper.pot.of_city for paper in booth.papers if paper.recorded} | ({here.of_city} if here else set())
    return [paper.pot for paper in booth.papers if paper.pot.of_city not in kinds]


async def opened(request: CivicRequest, slug: str) -> tuple[Booth, Typed]:
    """The vote as this person finds it, with what the form holds."""
    form = await read_form(request, BallotForm)
    booth = await booth_of(request, slug, form.per.data)
    typed = form.typed_marks(booth.question.kind)
    typed.pot = pot_key(booth) or typed.pot
    return booth, typed


async def not_taken(request: CivicRequest, booth: Booth, typed: Typed, refusal: CivicError) -> Response[Any]:
    """The ballot again where that helps; else why not, and the way out. Who can go on finds the choices again."""
    helps = isinstance(refusal, Invalid | TooMany)
    if helps or (typed and refusal.code == "sign_in.needed"):
        keep(request.visit, booth.question.slug, typed, clock.now())
    return await form_page(request, booth, typed, refusal) if helps else await refused(request, booth, typed, refusal)


async def form_page(
    request: CivicRequest,
    booth: Booth,
    typed: Typed,
    refusal: CivicError | None = None,
    *,
    kept: bool = False,
) -> Response[Any]:
    """The ballot itself."""
    context = {
        "booth": booth,
        "kept": kept,
        "error": wrong_with(booth.question, refusal, request.locale) if refusal else "",
        **await paper(booth.question, typed, request.actor, request.locale),
    }
    wait = str(refusal.parameters["retry_after"]) if isinstance(refusal, TooMany) else ""
    return await page(
        request,
        "ballots/ballot.html",
        context,
        status=status_of(refusal),
        headers={"retry-after": wait} if wait else {},
    )


async def summary_page(
    request: CivicRequest, booth: Booth, read: Ballot, *, unconfirmed: bool = False
) -> Response[Any]:
    """What would be recorded."""
    chosen = lines(booth.question, read)
    context = {
        "booth": booth,
        "question": booth.question,
        "rule": rule_told(booth.question),
        "lines": chosen,
        "told": told(booth.question, read, request.locale),
        "marks": read.marks,
        "prefix": FIELDS.get(booth.question.kind, ""),
        "unconfirmed": unconfirmed,
        "total": sum(choice.cost_cents or 0 for choice in chosen),
        "same": booth.recorded is not None and booth.elsewhere is None and booth.recorded.ballot == read,
    }
    return await page(request, "ballots/summary.html", context, status=422 if unconfirmed else 200)


async def home_elsewhere(actor: Actor, question: Question) -> str:
    """The person's neighbourhood where others are asked; '' where it is asked too, or not known."""
    if question.city_wide or not question.neighbourhoods:
        return ""
    asked = {place.slug for place in question.neighbourhoods}
    homes = [place for place in await neighbourhoods() if place.id == actor.neighbourhood and place.slug not in asked]
    return homes[0].name if homes else ""


async def _why(request: CivicRequest, question: Question, refusal: CivicError) -> AnswerWords | None:
    """What the regulation says of who is not on the roll; None for any other refusal."""
    if refusal.code not in ("vote.not_on_roll", "vote.not_verified"):
        return None
    [said] = await own_answers(request.actor, [question], at=clock.now())
    return (
        answer_words(said, question.voters, request.locale)
        if isinstance(said, No) and said.rule in WRITTEN_RULES
        else None
    )


async def refused(request: CivicRequest, booth: Booth, typed: Typed, refusal: CivicError) -> Response[Any]:
    """Why not, and the way out, with the choices already made."""
    if refusal.code == "sign_in.needed":
        per_pot = f"?per={quote(typed.pot)}" if typed.pot else ""
        back = quote(f"/consultazioni/{quote(booth.question.slug)}/vota{per_pot}", safe="")
        wait = ("info", WAIT) if typed and request.method == "POST" else None
        return await see_other(request, f"/accesso?next={back}", wait)
    try:
        read = casting.read_marks(booth.question, typed.marks(booth.question.kind))
        chosen, words_of = lines(booth.question, read), told(booth.question, read, request.locale)
    except Invalid:
        chosen, words_of = [choice for choice in booth.question.choices if choice.id in typed], {}
    status = status_of(refusal) if request.method == "POST" or isinstance(refusal, NotAllowed) else 200
    context = {
        "booth": booth,
        "question": booth.question,
        "refusal": refusal,
        "lines": chosen,
        "told": words_of,
        "lives_in": await home_elsewhere(request.actor, booth.question),
        "why": await _why(request, booth.question, refusal),
    }
    return await page(request, "ballots/refused.html", context, status=status)


ROUTES = routes(
    Access.ANYONE,
    ballot,
    ballot_again,
    to_summary,
    summary,
    record,
    to_ballot,
    recorded,
    unlogged=True,
    takes=MANY_CHOICES,
)
