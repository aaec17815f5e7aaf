# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The desk of those who judge: a list that empties, one text with its context, three decisions, the next one."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from deliberation import clock
from deliberation.actor import Role
from deliberation.ballots.questions import question
from deliberation.errors import CivicError, NotAllowed, NotFound
from deliberation.moderation import judgements, queries
from deliberation.moderation.judgements import Judgement
from deliberation.moderation.queries import View
from deliberation.places.queries import place_names
from deliberation.records import enclosed
from web.forms import ByField, CheckField, CivicForm, KindField, TextField, errors_of, read_form
from web.http.guards import Access, routes
from web.http.problems import status_of, words_for
from web.http.requests import CivicRequest
from web.render import page, see_other
from web.words.i18n import translate
from web.words.messages.marks import N_
from web.words.messages.moderation import REASONS, REASONS_TO_KEEP

PATHS = judgements.PATHS
KINDS = {name: kind for kind, name in PATHS.items()}


class DecisionForm(CivicForm):
    """What is done with a text, and why; `confirmed` once it was said what it means for the ballot."""

    act = KindField(Judgement, default=Judgement.UNDO)
    reason = TextField()
    note = TextField()
    knows_of_ballot = CheckField(name="confirmed")


def kind_of(name: str) -> str:
    if name not in KINDS:
        raise NotFound("report.nothing_there")
    return KINDS[name]


@get("/moderazione")
async def desk(request: CivicRequest) -> Response[Any]:
    """One of the three lists."""
    wanted = request.query_params.get("vista", "")
    view = View(wanted) if wanted in set(View) else View.REPORTED
    reach = request.actor.reach(Role.MODERATOR)
    context = {
        "view": str(view),
        "items": await queries.desk(request.actor, view, at=clock.now()),
        "waiting": await queries.reports_waiting(request.actor),
        "paths": PATHS,
        "reasons": REASONS,
        "places": None if reach is None else [p.name for p in await place_names() if p.id in reach],
        "moderates": request.actor.has(Role.MODERATOR),
    }
    return await page(request, "moderation/desk.html", context)


@get("/moderazione/{name:str}/{public_id:str}")
async def case(request: CivicRequest, name: FromPath[str], public_id: FromPath[str]) -> Response[Any]:
    """One text with its context."""
    return await case_page(request, kind_of(name), public_id, ByField())


async def case_page(
    request: CivicRequest,
    kind: str,
    public_id: str,
    typed: ByField,
    refusal: CivicError | None = None,
) -> Response[Any]:
    """The text, its context, its reports, what was decided, and the form."""
    at = clock.now()
    found = await queries.case(request.actor, kind, public_id, at=at)
    context = {
        "case": found,
        "values": typed,
        "errors": errors_of(refusal, request.locale),
        "name": PATHS[kind],
        "enclosure": await enclosed.enclosure(public_id) if kind == "enclosure" else None,
        "reasons": {**REASONS, **REASONS_TO_KEEP},
        "following": await following(request, public_id),
        "refusal": words_for(request, found.refusal) if found.refusal else "",
        "options": reason_options(request.locale, is_hidden=found.target.hidden_at is not None),
    }
    return await page(request, "moderation/case.html", context, status=status_of(refusal))


def reason_options(locale: str, *, is_hidden: bool) -> list[tuple[str, str]]:
    """The reasons for what can be decided now: to hide what is seen, to keep what is seen, to show what is hidden."""
    hiding = [] if is_hidden else [key for key in REASONS if key in judgements.REASONS]
    kept = N_("Lo mostro: %(why)s") if is_hidden else N_("Resta: %(why)s")
    told = [(key, N_("Nascondo: %(why)s"), REASONS[key][0]) for key in hiding]
    told += [(key, kept, words[0]) for key, words in REASONS_TO_KEEP.items()]
    return [(key, translate(locale, text, why=translate(locale, why).lower())) for key, text, why in told]


async def following(request: CivicRequest, public_id: str) -> str:
    """The path of the next reported text, '' when the list is empty."""
    waiting = await queries.desk(request.actor, View.REPORTED, at=clock.now())
    rest = [item for item in waiting if item.public_id != public_id]
    return f"/moderazione/{PATHS[rest[0].kind]}/{rest[0].public_id}" if rest else ""


@post("/moderazione/{name:str}/{public_id:str}")
async def decide(request: CivicRequest, name: FromPath[str], public_id: FromPath[str]) -> Response[Any]:
    """Hide, keep or restore; then the next one."""
    form, kind = await read_form(request, DecisionForm), kind_of(name)
    try:
        decision = await judgements.decide(request.actor, kind, public_id, **form.data, at=clock.now())
    except CivicError as refusal:
        if isinstance(refusal, NotAllowed | NotFound):
            raise
        if refusal.code == "moderation.mind_the_ballot":
            return await warning_page(request, public_id, form.act.data, form.typed)
        return await case_page(request, kind, public_id, form.typed, refusal)
    return await see_other(request, f"/moderazione/decisioni/{decision}")


async def warning_page(request: CivicRequest, public_id: str, act: Judgement, typed: ByField) -> Response[Any]:
    """What it means for the vote to hide an option's text, or to show it again, before it is done."""
    found = await queries.case(request.actor, "proposal", public_id, at=clock.now())
    asked = await question(found.target.consultation)
    context = {
        "case": found,
        "act": str(act),
        "values": typed,
        "question": asked,
        "is_open": asked.is_open(clock.now()),
        "is_over": asked.is_over(clock.now()),
        "reasons": {**REASONS, **REASONS_TO_KEEP},
    }
    return await page(request, "moderation/on_ballot.html", context)


@get("/moderazione/decisioni/{decision:str}")
async def decided(request: CivicRequest, decision: FromPath[str]) -> Response[Any]:
    """The decision is recorded: undo it, or go to the next."""
    at = clock.now()
    kind, public_id = await queries.decided_on(decision)
    found = await queries.case(request.actor, kind, public_id, at=at)
    made = next(d for d in found.decisions if d.public_id == decision)
    context = {
        "case": found,
        "decision": made,
        "name": PATHS[kind],
        "following": await following(request, public_id),
        "reasons": {**REASONS, **REASONS_TO_KEEP},
    }
    return await page(request, "moderation/decided.html", context)


@post("/moderazione/decisioni/{decision:str}/annulla")
async def undo(request: CivicRequest, decision: FromPath[str]) -> Response[Any]:
    found = await judgements.undo(request.actor, decision, at=clock.now())
    done = N_("La decisione è annullata: il testo torna com'era.")
    return await see_other(request, f"/moderazione/{PATHS[found.kind]}/{found.public_id}", ("success", done))


ROUTES = routes(Access.MODERATOR, desk, decided, undo, case, decide)
