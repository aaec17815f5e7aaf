# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Voting: choose, read the summary, record. Nothing is "recorded" before the ballot is in the database."""

from typing import Any
from urllib.parse import quote

from litestar import Response, get, post
from litestar.params import FromPath

from deliberation import clock
from deliberation.actor import Actor
from deliberation.ballots import casting, queries
from deliberation.ballots.queries import Booth
from deliberation.ballots.questions import Choice, Question
from deliberation.errors import CivicError, Invalid, NotAllowed, TooMany
from deliberation.places.queries import neighbourhoods
from voting import RULES, Ballot, BallotKind
from web.forms import read_form
from web.http.bodies import MANY_CHOICES
from web.http.guards import Access, routes
from web.http.problems import status_of, words
from web.http.requests import CivicRequest
from web.pages.ballots.choices import BallotForm, Typed, forget, keep, kept, typed_of
from web.render import page, see_other
from web.words.messages.marks import N_

WAIT = N_("Le tue scelte sono al sicuro. Accedi e le ritrovi qui: poi potrai registrarle.")


@get("/consultazioni/{slug:str}/vota")
async def ballot(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """The ballot, with the choices that were kept or recorded."""
    at = clock.now()
    booth, waiting = await queries.booth(request.actor, slug, at=at), kept(request, slug, at)
    if booth.refusal:
        return await refused(request, booth, waiting or Typed(), booth.refusal)
    recorded = typed_of(booth.recorded.ballot) if booth.recorded else Typed()
    was_kept = waiting is not None and waiting != recorded
    return await form_page(request, booth, waiting if waiting is not None else recorded, kept=was_kept)


@post("/consultazioni/{slug:str}/vota", status_code=200)
async def ballot_again(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """Back from the summary, with the same choices."""
    booth, typed = await opened(request, slug)
    if booth.refusal:
        return await not_taken(request, booth, typed, booth.refusal)
    return await form_page(request, booth, typed)


@post("/consultazioni/{slug:str}/vota/riepilogo", status_code=200)
async def to_summary(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """Checks the choices and goes to their summary, a page of its own that can be reloaded and gone back from."""
    booth, typed = await opened(request, slug)
    try:
        if booth.refusal:
            raise booth.refusal
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
    booth, typed = await queries.booth(request.actor, slug, at=at), kept(request, slug, at)
    if typed is None or booth.refusal:
        return await see_other(request, f"/consultazioni/{quote(slug)}/vota")
    try:
        read = casting.read_marks(booth.question, typed.marks(booth.question.kind))
    except Invalid as refusal:
        return await form_page(request, booth, typed, refusal)
    return await summary_page(request, booth, read)


@post("/consultazioni/{slug:str}/vota/registra")
async def record(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """Records the ballot; only then the next page says so."""
    booth, typed = await opened(request, slug)
    try:
        if booth.refusal:
            raise booth.refusal
        if typed.is_blank and not (await read_form(request, BallotForm)).bianca.data:
            return await summary_page(request, booth, Ballot(booth.question.kind, ()), unconfirmed=True)
        await casting.cast(request.actor, slug, typed.marks(booth.question.kind), at=clock.now())
    except CivicError as refusal:
        return await not_taken(request, booth, typed, refusal)
    forget(request.visit)
    return await see_other(request, f"/consultazioni/{quote(slug)}/vota/registrato")


@get("/consultazioni/{slug:str}/vota/registra")
async def to_ballot(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """An address that only a form sends to, opened by hand."""
    return await see_other(request, f"/consultazioni/{quote(slug)}/vota")


@get("/consultazioni/{slug:str}/vota/registrato")
async def recorded(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """The ballot is in the database: what it says, until when it can change, what comes next."""
    booth = await queries.booth(request.actor, slug, at=clock.now())
    if not request.actor.is_signed_in:
        raise NotAllowed("sign_in.needed")
    if booth.recorded is None:
        return await see_other(request, f"/consultazioni/{quote(slug)}/vota")
    context = {"booth": booth, "question": booth.question, "lines": lines(booth.question, booth.recorded.ballot)}
    return await page(request, "ballots/recorded.html", context)


async def opened(request: CivicRequest, slug: str) -> tuple[Booth, Typed]:
    """The vote as this person finds it, with what the form holds."""
    booth = await queries.booth(request.actor, slug, at=clock.now())
    return booth, (await read_form(request, BallotForm)).typed_marks(booth.question.kind)


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
    asked = booth.question
    choices = asked.order_for(request.actor.public_id)
    error = ""
    if refusal:
        choice = asked.choice(str(refusal.parameters.get("option", "")))
        told = {**refusal.parameters, "title": choice.title if choice else ""}
        error = words(request.locale, refusal.code, told)
    context = {
        "booth": booth,
        "question": asked,
        "rule": RULES[asked.rule],
        "choices": choices,
        "chosen": typed,
        "kept": kept,
        "error": error,
        "total": sum(choice.cost_cents or 0 for choice in choices if choice.id in typed),
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
        "lines": chosen,
        "marks": read.marks,
        "unconfirmed": unconfirmed,
        "total": sum(choice.cost_cents or 0 for choice in chosen),
        "same": booth.recorded is not None and booth.recorded.ballot == read,
    }
    return await page(request, "ballots/summary.html", context, status=422 if unconfirmed else 200)


async def home_elsewhere(actor: Actor, question: Question) -> str:
    """The person's neighbourhood where others are asked; '' where it is asked too, or not known."""
    if question.city_wide or not question.neighbourhoods:
        return ""
    asked = {place.slug for place in question.neighbourhoods}
    homes = [place for place in await neighbourhoods() if place.id == actor.neighbourhood and place.slug not in asked]
    return homes[0].name if homes else ""


async def refused(request: CivicRequest, booth: Booth, typed: Typed, refusal: CivicError) -> Response[Any]:
    """Why not, and the way out, with the choices already made."""
    if refusal.code == "sign_in.needed":
        back = quote(f"/consultazioni/{quote(booth.question.slug)}/vota", safe="")
        wait = ("info", WAIT) if typed and request.method == "POST" else None
        return await see_other(request, f"/accesso?next={back}", wait)
    chosen = [choice for choice in booth.question.choices if choice.id in typed]
    status = status_of(refusal) if request.method == "POST" or isinstance(refusal, NotAllowed) else 200
    context = {
        "booth": booth,
        "question": booth.question,
        "refusal": refusal,
        "lines": chosen,
        "lives_in": await home_elsewhere(request.actor, booth.question),
    }
    return await page(request, "ballots/refused.html", context, status=status)


def lines(asked: Question, ballot: Ballot) -> list[Choice]:
    """The marked choices: in the voter's order in a ranking, in the ballot's order otherwise."""
    if asked.kind is BallotKind.RANKING:
        return [choice for option in ballot.option_ids if (choice := asked.choice(option))]
    return [choice for choice in asked.choices if choice.id in ballot.option_ids]


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
