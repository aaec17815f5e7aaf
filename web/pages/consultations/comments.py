# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Write a comment, or answer one."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from deliberation import clock
from deliberation.consultations import queries
from deliberation.errors import CivicError, Conflict, Invalid, NotFound, TooLate
from deliberation.people.access import limits
from deliberation.proposals import comments, rules
from deliberation.proposals import queries as proposal_queries
from deliberation.proposals.views import CommentView, ProposalView
from deliberation.text import public_id as new_token
from web.forms import ByField, CivicForm, errors_of, has_texts, read_form
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.pages.consultations.discussions import threads
from web.pages.consultations.participation import obstacle
from web.render import page, see_other
from web.words.messages.consultations import STANCES
from web.words.messages.marks import N_
from web.words.options import worded

MOST, WINDOW = 30, 600


@has_texts(("body", "stance", "parent", "token"))
class CommentForm(CivicForm):
    """A comment, or the answer to `parent`; `token` lets a second click find the first."""


@get("/proposte/{public_id:str}/rispondi/{comment_id:str}")
async def answer_form(request: CivicRequest, public_id: FromPath[str], comment_id: FromPath[str]) -> Response[str]:
    """The comment that is answered, and a form."""
    seen = await proposal_queries.proposal(public_id, request.actor)
    return await _form(request, seen, comment_id, ByField())


@post("/proposte/{public_id:str}/commenti")
async def write(request: CivicRequest, public_id: FromPath[str]) -> Response[Any]:
    """The discussion again, at the new comment; a refused one comes back in its form."""
    at = clock.now()
    form = await read_form(request, CommentForm)
    try:
        await limits.take(limits.key_of("comment", request.actor.public_id), MOST, WINDOW, at=at)
        id = await comments.comment(request.actor, public_id, **form.data, at=at)
    except (Invalid, TooLate, Conflict) as refusal:
        seen = await proposal_queries.proposal(public_id, request.actor)
        return await _form(request, seen, form.parent.data, form.typed, refusal)
    done = ("success", N_("Il tuo commento è pubblico."))
    return await see_other(request, f"/proposte/{public_id}?ordine=recenti#commento-{id}", done)


async def _form(
    request: CivicRequest,
    seen: ProposalView,
    parent: str,
    typed: ByField,
    refusal: CivicError | None = None,
) -> Response[str]:
    at = clock.now()
    held = await queries.consultation(seen.consultation_slug, request.actor)
    above = _find(await proposal_queries.comments(seen, request.actor), parent) if parent else None
    if parent and above is None:
        raise NotFound("comment.unknown")
    stopped = rules.may_comment(request.actor, held, seen, at)
    context = {
        "proposal": seen,
        "above": threads([above], request.locale)[0] if above else None,
        "values": ByField({"token": new_token()} | typed),
        "errors": errors_of(refusal, request.locale),
        "obstacle": obstacle(stopped, request.locale, request.url.path),
        "stances": worded(request.locale, STANCES),
    }
    return await page(request, "proposals/comment_form.html", context, status=422 if refusal else 200)


def _find(found: tuple[CommentView, ...], id: str) -> CommentView | None:
    for comment in found:
        if comment.id == id:
            return comment
        if (below := _find(comment.replies, id)) is not None:
            return below
    return None


ROUTES = routes(Access.SIGNED_IN, answer_form, write)
