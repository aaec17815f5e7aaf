# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Propose in steps: text, place, cost, summary. Every step keeps the draft; nothing is public before it is sent."""

from collections.abc import Mapping
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from deliberation import clock
from deliberation.consultations import queries
from deliberation.consultations.consultation import Consultation
from deliberation.consultations.states import ProposalState
from deliberation.errors import CivicError, Conflict, Invalid, NotAllowed, NotFound, TooLate
from deliberation.people.access import limits
from deliberation.proposals import drafts, rules
from deliberation.proposals import queries as proposal_queries
from deliberation.proposals.contents import AFTER, BODY_LENGTH, SUMMARY, TITLE_LENGTH, TYPED, Frame, Step
from deliberation.proposals.contents import CATEGORIES as CHOICES
from deliberation.proposals.drafts import Draft
from deliberation.proposals.enclosed import enclosing
from deliberation.records import enclosed
from web.forms import ByField, KindField, TextField, VersionForm, errors_of, has_texts, read_form
from web.http.guards import Access, routes
from web.http.problems import words
from web.http.requests import CivicRequest
from web.maps.sheets import ground_sheet
from web.pages.consultations.participation import area_options, obstacle, primary_act
from web.pages.consultations.spots import NO_SPOT, Spot, SpotForm, point_in_words, spot_of, spot_shown
from web.render import page, say, see_other
from web.words.messages.consultations import CATEGORIES, STEPS
from web.words.messages.marks import N_
from web.words.options import worded

BY_NAME = {"testo": Step.TEXT, "luogo": Step.PLACE, "costo": Step.COST}
PATHS: dict[str, str] = {step: f"/{name}" for name, step in BY_NAME.items()} | {SUMMARY: "/riepilogo"}
Opened = tuple[Consultation, Frame, Draft | None]
MOST_SENT, A_DAY = 20, 86_400


@has_texts(TYPED)
class DraftForm(SpotForm):
    """One step of a proposal; `go` is "back" for the step before."""

    step = KindField(Step, default=Step.TEXT)
    go = TextField()


class SendingForm(VersionForm):
    """Which draft is sent."""

    draft = TextField()


@get("/consultazioni/{slug:str}/proposte/nuova")
async def begin(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """The step at which the draft was left, if there is one; else the first, or why one cannot propose."""
    _, _, draft = await _opened(request, slug)
    if draft is not None:
        return await see_other(request, f"/consultazioni/{slug}/proposte/nuova{PATHS[draft.left_at]}")
    return await _show(request, slug, Step.TEXT)


@get("/consultazioni/{slug:str}/proposte/nuova/{step:str}")
async def go_on(request: CivicRequest, slug: FromPath[str], step: FromPath[str]) -> Response[Any]:
    """One of the steps."""
    return await _show(request, slug, _named(step))


@post("/consultazioni/{slug:str}/proposte/nuova/{step:str}")
async def keep(request: CivicRequest, slug: FromPath[str], step: FromPath[str]) -> Response[Any]:
    """One of the steps, kept."""
    return await _keep(request, slug, _named(step))


@post("/consultazioni/{slug:str}/proposte/nuova/bozza")
async def keep_quietly(request: CivicRequest, slug: FromPath[str]) -> Response[None]:
    """What is being typed (js/drafts.js): 204 when kept, 200 when there is nothing to keep yet."""
    form = await read_form(request, DraftForm)
    step, version = form.step.data, form.version.data
    try:
        await drafts.save(request.actor, slug, step, form.typed, version=version, at=clock.now(), quietly=True)
    except Invalid as refusal:
        if refusal.code != "draft.empty":
            raise
        return Response(None, status_code=200, cookies=request.visit.cookies)
    return Response(None, status_code=204, cookies=request.visit.cookies)


@post("/consultazioni/{slug:str}/proposte/nuova/simili")
async def similar(request: CivicRequest, slug: FromPath[str]) -> Response[str]:
    """Proposals like the one that is being typed, as a fragment of the page."""
    form = await read_form(request, DraftForm)
    held = await queries.consultation(slug, request.actor)
    return await page(request, "proposals/_alike.html", await _alike(request, held, form.typed))


@get("/consultazioni/{slug:str}/proposte/nuova/riepilogo")
async def summary(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """Everything before it is sent, with proposals that look alike."""
    return await _summary(request, slug, None)


@post("/consultazioni/{slug:str}/proposte/nuova/riepilogo")
async def send(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """The proposal, public; or the summary again, with what stopped it."""
    at = clock.now()
    form = await read_form(request, SendingForm)
    try:
        await limits.take(limits.key_of("propose", request.actor.public_id), MOST_SENT, A_DAY, at=at)
        sent = await drafts.send(request.actor, slug, form.draft.data, version=form.version.data, at=at)
    except (Invalid, Conflict, TooLate, NotAllowed) as refusal:
        return await _summary(request, slug, refusal)
    thanks = ("success", N_("La tua proposta è pubblica. Grazie!"))
    return await see_other(request, f"/proposte/{sent.public_id}", thanks)


@get("/proposte/bozze")
async def my_drafts(request: CivicRequest) -> Response[str]:
    """The person's drafts."""
    return await page(request, "proposals/drafts.html", {"drafts": await proposal_queries.my_drafts(request.actor)})


@get("/proposte/bozze/{draft_id:str}/elimina")
async def discard_form(request: CivicRequest, draft_id: FromPath[str]) -> Response[str]:
    """What throwing a draft away means, before it is done."""
    seen = await proposal_queries.proposal(draft_id, request.actor)
    if seen.state != ProposalState.DRAFT:
        raise NotFound("draft.unknown")
    return await page(request, "proposals/discard.html", {"draft": seen})


@post("/proposte/bozze/{draft_id:str}/elimina")
async def discard(request: CivicRequest, draft_id: FromPath[str]) -> Response[Any]:
    """The drafts that are left."""
    await drafts.discard(request.actor, draft_id, at=clock.now())
    return await see_other(request, "/proposte/bozze", ("info", N_("La bozza è eliminata.")))


def _named(step: str) -> Step:
    if step not in BY_NAME:
        raise NotFound("page.unknown")
    return BY_NAME[step]


async def _opened(request: CivicRequest, slug: str) -> Opened:
    held = await queries.consultation(slug, request.actor)
    frame = await drafts.frame_of(held)
    return held, frame, await drafts.mine(request.actor, held, frame)


async def _show(request: CivicRequest, slug: str, step: Step) -> Response[Any]:
    opened = held, _, draft = await _opened(request, slug)
    refusal = rules.may_propose(request.actor, held, clock.now())
    if draft is None and refusal:
        here = f"/consultazioni/{slug}/proposte/nuova"
        context = {"consultation": held, "obstacle": obstacle(refusal, request.locale, here)}
        return await page(request, "proposals/not_now.html", context)
    if draft is None and step is not Step.TEXT:
        return await see_other(request, f"/consultazioni/{slug}/proposte/nuova")
    return await _step(request, opened, step, refusal)


async def _keep(request: CivicRequest, slug: str, step: Step) -> Response[Any]:
    form = await read_form(request, DraftForm)
    back = form.go.data == "back"
    base = f"/consultazioni/{slug}/proposte/nuova"
    steps = list(Step)
    goes_to = str(steps[max(0, steps.index(step) - 1)]) if back else AFTER[step]
    spot, typed = (
        await spot_of(form.typed, request.locale) if step is Step.PLACE and not back else (NO_SPOT, form.typed)
    )
    if spot.is_asking:
        return await _step(request, await _opened(request, slug), step, None, typed, spot)
    try:
        left = goes_to if back else ""
        saved = await drafts.save(
            request.actor, slug, step, typed, version=form.version.data, at=clock.now(), quietly=back, left_at=left
        )
    except (Invalid, Conflict) as refusal:
        return await _step(request, await _opened(request, slug), step, refusal, typed, spot)
    if goes_to == SUMMARY:
        return await see_other(request, f"/proposte/{saved.public_id}/allegati")
    return await see_other(request, base + PATHS[goes_to])


async def _step(
    request: CivicRequest,
    opened: Opened,
    step: Step,
    refusal: CivicError | None,
    typed: ByField | None = None,
    spot: Spot = NO_SPOT,
) -> Response[str]:
    """One of the steps; with `typed`, what was sent, and why it was refused or what the address may mean."""
    held, frame, draft = opened
    stored = _stored(draft)
    values = ByField(stored | (typed or {}) | {"version": stored["version"]})
    errors = errors_of(refusal if typed is not None else None, request.locale)
    conflict = refusal is not None and refusal.code == "draft.conflict"
    closed = refusal if isinstance(refusal, TooLate) else rules.may_propose(request.actor, held, clock.now())
    known = draft is not None and draft.version >= 0
    context = {
        "consultation": held,
        "frame": frame,
        "areas": area_options(frame),
        "step": str(step),
        "number": list(Step).index(step) + 1,
        "names": [say(request, name) for name in STEPS.values()],
        "errors": ByField(errors | ({"address": spot.error} if spot.error else {})),
        "values": values,
        "theirs": stored if conflict else None,
        "saved_at": draft.changed_at if draft and known else None,
        "categories": worded(request.locale, CATEGORIES, CHOICES),
        "action": PATHS[step],
        "map": await ground_sheet(request, [area.slug for area in frame.areas]) if step is Step.PLACE else None,
        "obstacle": obstacle(_while_writing(closed), request.locale, request.url.path),
        "is_empty": refusal is not None and refusal.code == "draft.empty",
    }
    if step is Step.TEXT:
        context |= await _alike(request, held, values)
    if step is Step.PLACE:
        context |= await spot_shown(spot, values, request.locale)
    is_refused = typed is not None and not spot.options
    return await page(request, "proposals/step.html", context, status=422 if is_refused else 200)


async def _summary(request: CivicRequest, slug: str, refusal: CivicError | None) -> Response[Any]:
    held, _, draft = await _opened(request, slug)
    if draft is None:
        return await see_other(request, f"/consultazioni/{slug}/proposte/nuova")
    stopped = _while_writing(refusal or rules.may_propose(request.actor, held, clock.now()))
    missing = {
        str(step): [words(request.locale, code) for code in errors.values()]
        for step, errors in draft.errors.items()
        if errors
    }
    context = {
        "consultation": held,
        "draft": draft,
        "enclosed": await enclosed.of(enclosed.Subject(enclosing.KIND, draft.public_id)),
        "names": {step: say(request, name) for step, name in STEPS.items()},
        "paths": PATHS,
        "point_words": await point_in_words(str(draft.latitude), str(draft.longitude), request.locale),
        "then": primary_act(held, request.actor, request.locale, clock.now()).then,
        "missing": missing,
        "obstacle": obstacle(stopped, request.locale, request.url.path),
        "categories": CATEGORIES,
    }
    context |= await _alike(request, held, draft.typed(""))
    return await page(request, "proposals/summary.html", context, status=422 if refusal else 200)


async def _alike(request: CivicRequest, held: Consultation, typed: Mapping[str, str]) -> dict[str, Any]:
    """Public proposals like the text that is typed, and whether this person may support one of them instead."""
    text = f"{typed.get('title', '')} {typed.get('body', '')}"[: TITLE_LENGTH + BODY_LENGTH]
    return {
        "alike": await proposal_queries.similar(request.actor, held.slug, text) if text.strip() else (),
        "may_support_alike": rules.may_support_here(request.actor, held, clock.now()) is None,
    }


def _while_writing(refusal: CivicError | None) -> CivicError | None:
    """A closed phase is told to somebody who has a draft as what it is: the text is safe."""
    if refusal is not None and refusal.code == "propose.closed":
        return TooLate("propose.closed_while_writing")
    return refusal


def _stored(draft: Draft | None) -> ByField:
    """The draft's fields as typed text."""
    if draft is None:
        return ByField(version="0")
    slug = draft.neighbourhood.slug if draft.neighbourhood else ""
    return ByField(draft.typed(slug), version=str(draft.version))


ROUTES = [
    *routes(Access.ANYONE, begin),
    *routes(Access.SIGNED_IN, summary, send, keep_quietly, similar, go_on, keep, my_drafts, discard_form, discard),
]
