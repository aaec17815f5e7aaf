# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Write a comment, or answer one."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from deliberation import clock
from deliberation.consultations import queries
from deliberation.errors import CivicError, Conflict, Invalid, NotFound, TooLate
from deliberation.people.access import limits
from deliberation.proposals import comments, rules
from deliberation.proposals import queries as proposal_queries
from deliberation.proposals.views import CommentView, ProposalView
from deliberation.text import public_id as new_token
from web.http.guards import Access
from web.http.visits import visit_of
from web.pages.consultations.discussions import threads
from web.pages.consultations.participation import Errors, field_errors, obstacle, typed_fields
from web.render import page, see_other
from web.words.messages.consultations import STANCES

MOST, WINDOW = 30, 600


@get("/proposte/{public_id:str}/rispondi/{comment_id:str}", opt={"access": Access.SIGNED_IN}, include_in_schema=False)
async def answer_form(
    request: Request[Any, Any, Any], public_id: FromPath[str], comment_id: FromPath[str]
) -> Response[str]:
    """The comment that is answered, and a form."""
    visit = await visit_of(request)
    seen = await proposal_queries.proposal(public_id, visit.actor)
    return await _form(request, seen, comment_id, {"token": new_token()}, Errors())


@post("/proposte/{public_id:str}/commenti", opt={"access": Access.SIGNED_IN}, include_in_schema=False)
async def write(request: Request[Any, Any, Any], public_id: FromPath[str]) -> Response[Any]:
    """The discussion again, at the new comment; a refused one comes back in its form."""
    visit, at = await visit_of(request), clock.now()
    typed = await typed_fields(request)
    parent = typed.get("parent", "")
    try:
        await limits.take(limits.key_of("comment", visit.actor.public_id), MOST, WINDOW, at=at)
        id = await comments.comment(
            visit.actor,
            public_id,
            typed.get("body", ""),
            token=typed.get("token", ""),
            at=at,
            stance=typed.get("stance", ""),
            parent=parent,
        )
    except (Invalid, TooLate, Conflict) as refusal:
        seen = await proposal_queries.proposal(public_id, visit.actor)
        return await _form(request, seen, parent, typed, field_errors(refusal, visit.locale), refusal)
    return await see_other(request, f"/proposte/{public_id}?ordine=recenti#commento-{id}")


async def _form(
    request: Request[Any, Any, Any],
    seen: ProposalView,
    parent: str,
    values: dict[str, str],
    errors: Errors,
    refusal: CivicError | None = None,
) -> Response[str]:
    visit, at = await visit_of(request), clock.now()
    held = await queries.consultation(seen.consultation_slug, visit.actor, at=at)
    above = _find(await proposal_queries.comments(seen, visit.actor), parent) if parent else None
    if parent and above is None:
        raise NotFound("comment.unknown")
    stopped = rules.may_comment(visit.actor, held, seen, at)
    context = {
        "proposal": seen,
        "above": threads([above], visit.locale)[0] if above else None,
        "values": {"body": "", "stance": "", "token": new_token()} | values,
        "errors": errors,
        "obstacle": obstacle(stopped, visit.locale, request.url.path),
        "stances": STANCES,
    }
    return await page(request, "proposals/comment_form.html", context, status=422 if refusal else 200)


def _find(found: tuple[CommentView, ...], id: str) -> CommentView | None:
    for comment in found:
        if comment.id == id:
            return comment
        if (below := _find(comment.replies, id)) is not None:
            return below
    return None


ROUTES: list[Any] = [answer_form, write]
