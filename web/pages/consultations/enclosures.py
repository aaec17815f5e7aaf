# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pictures and files of one's own proposal, also of a draft: added one at a time, described, put in order, removed."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from deliberation import clock
from deliberation.consultations import queries
from deliberation.consultations.states import ProposalState
from deliberation.errors import CivicError, Conflict, Invalid, NotFound, TooMany
from deliberation.proposals import queries as proposal_queries
from deliberation.proposals import rules
from deliberation.proposals.enclosed import enclosing
from deliberation.proposals.views import ProposalView
from deliberation.records import attachments, pictures
from deliberation.records.enclosed import EnclosureView, Kind, Words
from deliberation.records.enclosures import MOST
from web.forms import ByField, CivicForm, TextField, UploadField, errors_of, has_texts, read_form, show_form
from web.http.bodies import KB, PICTURES
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.render import page, say, see_other
from web.words.messages import MESSAGES
from web.words.messages.consultations import STEPS as STEPS_OF_WRITING
from web.words.messages.marks import N_

BY_NAME = {"immagine": Kind.PICTURE, "documento": Kind.FILE}
NAMES = {kind: name for name, kind in BY_NAME.items()}
ADDED = {Kind.PICTURE: N_("L'immagine è aggiunta."), Kind.FILE: N_("Il documento è aggiunto.")}
REMOVED = {Kind.PICTURE: N_("L'immagine è cancellata."), Kind.FILE: N_("Il documento è cancellato.")}
STEPS = {"su": -1, "giu": 1}
MEGABYTES = {Kind.PICTURE: pictures.MOST_BYTES // KB**2, Kind.FILE: attachments.MOST_BYTES // KB**2}


@has_texts(("description", "caption"))
class WordsForm(CivicForm):
    """What a picture shows, and a line under it."""

    @property
    def words(self) -> Words:
        return Words(self["description"].data, self["caption"].data)


class UploadForm(WordsForm):
    """A picture or a file with its words."""

    file = UploadField(MESSAGES["enclosure.no_file"])


class MoveForm(CivicForm):
    """One place up or down."""

    verso = TextField()


@get("/proposte/{public_id:str}/allegati")
async def enclosed(request: CivicRequest, public_id: FromPath[str]) -> Response[str]:
    """What goes with the proposal, and what can be added."""
    seen = await _own(request, public_id)
    held = await queries.consultation(seen.consultation_slug, request.actor)
    there = await enclosing.enclosures_of(seen, request.actor)
    is_draft = seen.state == ProposalState.DRAFT
    count = {kind: sum(1 for one in there if one.kind is kind) for kind in Kind}
    context = {
        "proposal": seen,
        "consultation": held,
        "pictures": [one for one in there if one.kind is Kind.PICTURE],
        "files": [one for one in there if one.kind is Kind.FILE],
        "may_add": {NAMES[kind]: count[kind] < MOST[kind] for kind in Kind},
        "most": {NAMES[kind]: MOST[kind] for kind in Kind},
        "is_draft": is_draft,
        "names": [say(request, name) for name in STEPS_OF_WRITING.values()] if is_draft else [],
    }
    return await page(request, "enclosures/list.html", context)


@get("/proposte/{public_id:str}/allegati/{kind:str}")
async def upload_form(request: CivicRequest, public_id: FromPath[str], kind: FromPath[str]) -> Response[str]:
    """Choose a picture, or a file, and say what it is."""
    seen = await _own(request, public_id)
    return await show_form(request, "enclosures/upload.html", UploadForm(), context=_context(seen, _named(kind)))


@post("/proposte/{public_id:str}/allegati/{kind:str}", status_code=200)
async def upload(request: CivicRequest, public_id: FromPath[str], kind: FromPath[str]) -> Response[Any]:
    """Keep it. What was typed stays when the file is refused; the picture stays when its words are."""
    wanted = _named(kind)
    form = await read_form(request, UploadForm)
    try:
        form.check()
        sent = form.file.data
        content = await sent.read()
        kept = await enclosing.add(request.actor, public_id, wanted, sent.filename, content, form.words, at=clock.now())
    except (Invalid, Conflict, TooMany) as refusal:
        seen = await _own(request, public_id)
        return await show_form(request, "enclosures/upload.html", form, refusal, _context(seen, wanted))
    if kept.wrong:
        field = "caption" if kept.wrong == "enclosure.caption_long" else "description"
        lacking = Invalid(kept.wrong, fields={field: kept.wrong})
        return await _words(request, kept.public_id, form.typed, lacking, is_new=True)
    return await see_other(request, f"/proposte/{public_id}/allegati", ("success", ADDED[wanted]))


@get("/allegati/{enclosure:str}/parole")
async def words_form(request: CivicRequest, enclosure: FromPath[str]) -> Response[str]:
    """The words of one."""
    return await _words(request, enclosure)


@post("/allegati/{enclosure:str}/parole", status_code=200)
async def describe(request: CivicRequest, enclosure: FromPath[str]) -> Response[Any]:
    """Other words."""
    form = await read_form(request, WordsForm)
    try:
        await enclosing.describe(request.actor, enclosure, form.words, at=clock.now())
    except Invalid as refusal:
        return await _words(request, enclosure, form.typed, refusal)
    _, one = await _one(request, enclosure)
    return await _back(request, one, ("success", N_("Le parole sono salvate.")))


@post("/allegati/{enclosure:str}/sposta")
async def move(request: CivicRequest, enclosure: FromPath[str]) -> Response[Any]:
    """One place up or down."""
    form = await read_form(request, MoveForm)
    _, one = await _one(request, enclosure)
    await enclosing.move(request.actor, enclosure, STEPS.get(form.verso.data, 0), at=clock.now())
    return await _back(request, one)


@get("/allegati/{enclosure:str}/togli")
async def remove_form(request: CivicRequest, enclosure: FromPath[str]) -> Response[str]:
    """What removing means, before it is done."""
    seen, one = await _one(request, enclosure)
    return await page(request, "enclosures/remove.html", {"proposal": seen, "one": one})


@post("/allegati/{enclosure:str}/togli")
async def remove(request: CivicRequest, enclosure: FromPath[str]) -> Response[Any]:
    """The list without it."""
    seen, one = await _one(request, enclosure, removed=True)
    await enclosing.remove(request.actor, enclosure, at=clock.now())
    where = "" if await _refusal(request, seen) else "/allegati"
    return await see_other(request, f"/proposte/{seen.public_id}{where}", ("info", REMOVED[one.kind]))


def _named(kind: str) -> Kind:
    if kind not in BY_NAME:
        raise NotFound("page.unknown")
    return BY_NAME[kind]


async def _own(request: CivicRequest, public_id: str) -> ProposalView:
    """The proposal, whose author may change what goes with it. Raises what refuses it."""
    seen = await proposal_queries.proposal(public_id, request.actor)
    if refusal := await _refusal(request, seen):
        raise refusal
    return seen


async def _refusal(request: CivicRequest, seen: ProposalView) -> CivicError | None:
    """Why nothing can be added to it now."""
    held = await queries.consultation(seen.consultation_slug, request.actor)
    return rules.may_enclose(request.actor, held, seen, clock.now())


async def _one(request: CivicRequest, enclosure: str, *, removed: bool = False) -> tuple[ProposalView, EnclosureView]:
    """One of one's own, with its proposal. Raises NotFound, also for somebody else's."""
    return await enclosing.own(enclosure, request.actor, removed=removed)


async def _back(request: CivicRequest, one: EnclosureView, flash: tuple[str, str] | None = None) -> Response[None]:
    return await see_other(request, f"/proposte/{one.subject.public_id}/allegati#allegato-{one.public_id}", flash)


def _context(seen: ProposalView, kind: Kind) -> dict[str, Any]:
    return {"proposal": seen, "kind": NAMES[kind], "megabytes": MEGABYTES[kind]}


async def _words(
    request: CivicRequest,
    enclosure: str,
    typed: ByField | None = None,
    refusal: CivicError | None = None,
    *,
    is_new: bool = False,
) -> Response[str]:
    seen, one = await _one(request, enclosure)
    stored = {"description": one.words.description, "caption": one.words.caption}
    context = {
        "proposal": seen,
        "one": one,
        "kind": NAMES[one.kind],
        "values": ByField(stored | (typed or {})),
        "errors": errors_of(refusal, request.locale),
        "is_new": is_new,
    }
    return await page(request, "enclosures/words.html", context, status=422 if refusal else 200)


ROUTES = [
    *routes(Access.SIGNED_IN, enclosed, upload_form, words_form, describe, move, remove_form, remove),
    *routes(Access.SIGNED_IN, upload, takes=PICTURES),
]
