# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Follow a proposal, a consultation or a neighbourhood, or no longer; what one follows, for nobody else."""

from typing import Any

from litestar import Response, get, post

from deliberation import clock
from deliberation.consultations import queries as consultations
from deliberation.errors import NotFound
from deliberation.notices import follows
from deliberation.notices.follows import Kind
from deliberation.people.access import limits
from deliberation.places import queries as places
from deliberation.proposals.hearers.followed import followed_by
from deliberation.proposals.queries import proposal
from web.forms import CivicForm, KindField, TextField, read_form
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.render import page, see_other
from web.words.messages.marks import N_

PATHS = {Kind.PROPOSAL: "/proposte/", Kind.CONSULTATION: "/consultazioni/", Kind.NEIGHBOURHOOD: "/quartieri/"}
LIST = "/profilo/seguiti"
MOST_A_MINUTE, A_MINUTE = 60, 60


class FollowForm(CivicForm):
    """What is followed; `listed`: the button of one's own list was pressed."""

    kind = KindField(Kind)
    subject = TextField()
    listed = TextField()


@post("/segui")
async def follow(request: CivicRequest) -> Response[Any]:
    """The page again, followed. Only what the person sees can be followed."""
    at = clock.now()
    kind, subject, _ = await _asked(request)
    await limits.take(limits.key_of("follow", request.actor.public_id), MOST_A_MINUTE, A_MINUTE, at=at)
    match kind:
        case Kind.PROPOSAL:
            await proposal(subject, request.actor)
        case Kind.CONSULTATION:
            await consultations.consultation(subject, request.actor)
        case Kind.NEIGHBOURHOOD:
            await places.neighbourhood(subject)
    await follows.follow(request.actor, kind, subject, at=at)
    return await see_other(request, PATHS[kind] + subject, ("success", N_("Adesso ti avvisiamo delle novità.")))


@post("/segui/smetti")
async def leave(request: CivicRequest) -> Response[Any]:
    """The page again, or one's own list, without it."""
    kind, subject, listed = await _asked(request)
    await follows.leave(request.actor, kind, subject)
    return await see_other(request, LIST if listed else PATHS[kind] + subject, ("info", N_("Non lo segui più.")))


@get(LIST)
async def followed(request: CivicRequest) -> Response[str]:
    """Everything that the person follows."""
    context = {"followed": await followed_by(request.actor), "paths": PATHS}
    return await page(request, "notices/followed.html", context)


async def _asked(request: CivicRequest) -> tuple[Kind, str, bool]:
    form = await read_form(request, FollowForm)
    subject = form.subject.data or ""
    if form.kind.data is None or not subject or len(subject) > 120 or "/" in subject:
        raise NotFound("follow.unknown")
    return form.kind.data, subject, bool(form.listed.data)


ROUTES = routes(Access.SIGNED_IN, follow, leave, followed)
