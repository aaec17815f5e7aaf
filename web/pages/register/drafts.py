# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A file of the registry office step by step: its columns, what it would change, the confirmation."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from deliberation import clock
from deliberation.ballots.entitled import loading
from deliberation.errors import CivicError, Conflict, Invalid
from deliberation.people.register import drafts, loads, stays
from deliberation.people.register.columns import FIELDS
from deliberation.people.register.reading import SAME_ROW, STILL_USED
from deliberation.places.queries import place_names
from web.forms import (
    ByField,
    CheckField,
    CivicForm,
    PrefixedField,
    TextField,
    errors_of,
    has_texts,
    read_form,
    show_form,
    whole,
)
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.render import page, see_other
from web.words.i18n import number, translate
from web.words.messages.marks import N_
from web.words.messages.register import FAULTS
from web.words.options import worded

HOME = "/gestione/registro"
LABELS: dict[str, str] = {
    "code": N_("Codice fiscale"),
    "born": N_("Data di nascita"),
    "surname": N_("Cognome"),
    "name": N_("Nome"),
    "sex": N_("Sesso"),
    "zone": N_("Quartiere"),
    "street": N_("Via, anche con il numero"),
    "number": N_("Numero civico"),
    "suffix": N_("Esponente, come A o bis"),
    "citizenship": N_("Cittadinanza"),
    "resident_since": N_("Abita nel comune dal"),
}
NEEDED = ("code", "born")
STAY = ("citizenship", "resident_since")  # offered where a regulation asks for it
SEPARATORS: dict[str, str] = {
    ";": N_("punto e virgola"),
    ",": N_("virgola"),
    "\t": N_("tabulazione"),
    "|": N_("barra verticale"),
}


@has_texts(FIELDS)
class ColumnsForm(CivicForm):
    """Which column holds what."""


class ZonesForm(CivicForm):
    """The zone of each address that has none; `mancanti` are the questions that the page asked, in order."""

    zona = PrefixedField()


class ConfirmForm(CivicForm):
    """What was seen, and what is meant although it looks wrong."""

    seen = TextField()
    older = CheckField()
    many_gone = CheckField()


@get(f"{HOME}/prove/{{draft:str}}/colonne")
async def columns(request: CivicRequest, draft: FromPath[str]) -> Response[Any]:
    """The first rows, and what each column is taken for."""
    return await _columns(request, draft)


@post(f"{HOME}/prove/{{draft:str}}/colonne", status_code=200)
async def choose_columns(request: CivicRequest, draft: FromPath[str]) -> Response[Any]:
    """Say what each column holds."""
    form = await read_form(request, ColumnsForm)
    try:
        await drafts.choose_columns(request.actor, draft, form.data, at=clock.now())
    except Invalid as refusal:
        return await _columns(request, draft, form, refusal)
    return await see_other(request, f"{HOME}/prove/{draft}")


async def _columns(
    request: CivicRequest, draft: str, form: ColumnsForm | None = None, refusal: Invalid | None = None
) -> Response[Any]:
    found, look = await drafts.look(request.actor, draft, at=clock.now())
    form = form or await read_form(request, ColumnsForm, **look.columns.as_dict())
    asks_stay = await stays.is_asked()
    context = {
        "asks_stay": asks_stay,
        "draft": found,
        "look": look,
        "labels": [pair for pair in worded(request.locale, LABELS) if asks_stay or pair[0] not in STAY],
        "needed": NEEDED,
        "separator": translate(request.locale, SEPARATORS.get(look.separator, look.separator)),
    }
    return await show_form(request, "register/columns.html", form, refusal, context)


@get(f"{HOME}/prove/{{draft:str}}")
async def differences(request: CivicRequest, draft: FromPath[str]) -> Response[Any]:
    """What the file would change, and what is wrong with it. Nothing is written."""
    return await _differences(request, draft)


@post(f"{HOME}/prove/{{draft:str}}/zone")
async def choose_zones(request: CivicRequest, draft: FromPath[str]) -> Response[Any]:
    """Say in which zone the addresses lie that have none."""
    form = await read_form(request, ZonesForm)
    choices = {key: whole(zone) or 0 for key, zone in form.zona.data}
    await drafts.choose_zones(request.actor, draft, choices, at=clock.now())
    return await see_other(request, f"{HOME}/prove/{draft}")


@post(f"{HOME}/prove/{{draft:str}}/conferma", status_code=200)
async def confirm(request: CivicRequest, draft: FromPath[str]) -> Response[Any]:
    """Make the file the register."""
    form = await read_form(request, ConfirmForm)
    try:
        done = await loading.confirm(request.actor, draft, **form.data, at=clock.now())
    except (Conflict, Invalid) as refusal:
        return await _differences(request, draft, refusal)
    if not done.public_id:
        return await see_other(request, HOME, ("info", N_("L'elenco è uguale a quello che c'era: non cambia niente.")))
    sentence = translate(
        request.locale,
        N_("L'elenco è caricato: %(added)s persone nuove, %(changed)s cambiate, %(removed)s uscite."),
        added=number(done.added, request.locale),
        changed=number(done.changed, request.locale),
        removed=number(done.removed, request.locale),
    )
    return await see_other(request, HOME, ("success", sentence))


async def _differences(request: CivicRequest, draft: str, refusal: CivicError | None = None) -> Response[Any]:
    at = clock.now()
    found = await drafts.open_draft(request.actor, draft, at=at)
    try:
        trial = await loads.try_out(request.actor, found.source, at=at)
    except Invalid as unreadable:
        if unreadable.code not in {"entitled.columns_missing", "entitled.column_twice", "entitled.no_such_column"}:
            raise
        return await _columns(request, draft, None, unreadable)
    places = await place_names()
    context = {
        "draft": found,
        "trial": trial,
        "faults": {fault: translate(request.locale, words) for fault, words in FAULTS.items()},
        "still_used": STILL_USED,
        "same_row": SAME_ROW,
        "places": [(place.id, place.name) for place in places],
        "place_of": {place.id: place.name for place in places},
        "errors": errors_of(refusal, request.locale) if refusal else ByField(),
    }
    status = 200 if refusal is None else 409 if isinstance(refusal, Conflict) else 422
    return await page(request, "register/differences.html", context, status=status)


@post(f"{HOME}/prove/{{draft:str}}/elimina")
async def discard(request: CivicRequest, draft: FromPath[str]) -> Response[Any]:
    """Forget the file."""
    await drafts.discard(request.actor, draft)
    return await see_other(request, HOME, ("success", N_("Il file è eliminato. Il registro non è cambiato.")))


ROUTES = routes(Access.OFFICE, columns, choose_columns, differences, choose_zones, confirm, discard)
