# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The desk writes citizenship and since when somebody lives here, where a version of the regulation asks for it."""

from datetime import date
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from deliberation import clock
from deliberation.ballots.entitled import stays
from deliberation.errors import Conflict, Invalid, NotAllowed
from deliberation.people import queries
from deliberation.people.register.stays import is_asked, stay_at_desk
from deliberation.regulations.eligibility import Citizenship
from web.forms import CivicForm, DayField, KindField, read_form, show_form
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.render import see_other
from web.words.messages.marks import N_
from web.words.options import worded
from web.words.regulations import CITIZENSHIPS

PERSON = "/gestione/persone"


class StayForm(CivicForm):
    """Both may be left empty: then the register's word is kept, or nothing."""

    citizenship = KindField(Citizenship)
    resident_since = DayField(wrong=N_("Questa data non esiste: controllala."))


@get(f"{PERSON}/{{person:str}}/residenza")
async def stay_form(request: CivicRequest, person: FromPath[str]) -> Response[Any]:
    """What was seen so far."""
    held = await stay_at_desk(request.actor, person)
    seen = {"citizenship": held.citizenship, "resident_since": held.resident_since} if held else {}
    form = await read_form(request, StayForm, **seen)
    return await _show(request, person, form)


@post(f"{PERSON}/{{person:str}}/residenza")
async def write_stay(request: CivicRequest, person: FromPath[str]) -> Response[Any]:
    """Keep it."""
    form = await read_form(request, StayForm)
    try:
        form.check()
        since: date | None = form.resident_since.data
        await stays.write(request.actor, person, form.citizenship.data, since, at=clock.now())
    except (Conflict, Invalid, NotAllowed) as refusal:
        return await _show(request, person, form, refusal)
    return await see_other(request, f"{PERSON}/{person}", ("success", N_("Salvato.")))


async def _show(
    request: CivicRequest, person: str, form: StayForm, refusal: Conflict | Invalid | NotAllowed | None = None
) -> Response[Any]:
    held = await stay_at_desk(request.actor, person)
    context = {
        "account": await queries.person_at_desk(request.actor, person),
        "stay": held,
        "is_unknown": held is None,
        "is_asked": await is_asked(),
        "citizenships": worded(request.locale, CITIZENSHIPS),
        "since": form.typed["resident_since"] or form.resident_since.data,
    }
    return await show_form(request, "regulations/stay.html", form, refusal, context)


ROUTES = routes(Access.OFFICE, stay_form, write_stay)
