# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office's desk: who waits to be verified, what they declared, the document that was seen."""

from datetime import UTC
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from deliberation import clock
from deliberation.ballots import rights
from deliberation.ballots.corrections.queries import open_to
from deliberation.ballots.corrections.rules import Kind
from deliberation.ballots.mergers.sides import mergers_into
from deliberation.clock import in_rome
from deliberation.errors import CivicError, Conflict, Invalid, NotAllowed
from deliberation.people import queries
from deliberation.people.identity.facts import DocumentKind
from deliberation.people.identity.queries import identity_at_desk, seen_since
from deliberation.people.queries import Person
from deliberation.people.register import stays
from deliberation.people.verifications import WithdrawalReason
from web.forms import CivicForm, KindField, page_number, read_form, show_form
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.pages.people.identity_forms import DOCUMENTS, VerificationForm, questions
from web.pages.people.residence_forms import Answer, Questions, ResidenceForm, blank, initial, understand
from web.render import page, see_other
from web.words.messages.marks import N_
from web.words.options import worded

QUESTIONS = Questions(
    street=N_("Ci sono più vie con un nome simile: scegli quella giusta."),
    border=N_("Questo numero è al confine tra due quartieri: scegli quello giusto."),
    place=N_("Scegli il quartiere."),
)
UNKNOWN = "senza-nome"
PERSON, ROOM = "people/desk_person.html", "identity/room.html"
REASONS: dict[WithdrawalReason, str] = {
    WithdrawalReason.MOVED: N_("La persona ha cambiato casa"),
    WithdrawalReason.MISTAKE: N_("La verifica era un errore"),
    WithdrawalReason.ASKED: N_("L'ha chiesto la persona"),
    WithdrawalReason.EXPIRED: N_("La sua dichiarazione è scaduta"),
}


class WithdrawalForm(CivicForm):
    """Why the verification is taken back."""

    reason = KindField(WithdrawalReason, N_("Scegli il motivo."))


@get("/gestione/persone")
async def desk(request: CivicRequest) -> Response[str]:
    """Who waits, who was searched for, or who is verified without anybody knowing who they are."""
    actor, q = request.actor, request.query_params.get("q", "").strip()[:120]
    number = page_number(request)
    unknown = not q and request.query_params.get("vista") == UNKNOWN
    if q:
        found = await queries.people_found(actor, q, number)
    else:
        found = await (queries.people_unknown(actor, number) if unknown else queries.people_waiting(actor, number))
    n_unknown = found.total if unknown else await queries.number_unknown()
    context = {"found": found, "q": q, "is_unknown": unknown, "n_unknown": n_unknown}
    return await page(request, "people/desk.html", context)


@get("/gestione/persone/in-sala")
async def room(request: CivicRequest) -> Response[str]:
    """One after the other, by keyboard: who is in front of the desk is found, seen and verified, and then the next."""
    typed, chosen = request.query_params.get("q", "").strip()[:120], request.query_params.get("documento", "")
    found = (await queries.people_found(request.actor, typed)).people if typed else ()
    waiting = [one for one in found if one.declared_at and not one.verified_at]
    if len(waiting) == 1 or len(found) == 1:
        kind = DocumentKind(chosen) if chosen in set(DocumentKind) else DocumentKind.IDENTITY_CARD
        form = await read_form(request, VerificationForm, room=True, document=kind)
        return await _show(request, (waiting or found)[0].public_id, form)
    context = {"account": None, "found": found, "q": typed, "document": chosen}
    return await page(request, ROOM, {**context, **await _of_today(request)})


@get("/gestione/persone/{person:str}")
async def person_page(request: CivicRequest, person: FromPath[str]) -> Response[str]:
    """One person."""
    return await _show(request, person, await read_form(request, VerificationForm))


@post("/gestione/persone/{person:str}/verifica")
async def verify(request: CivicRequest, person: FromPath[str]) -> Response[Any]:
    """The office has seen a document."""
    form = await read_form(request, VerificationForm)
    try:
        form.check()
        if form.seen.data is None:
            raise Conflict("desk.changed")
        known = (await queries.person_at_desk(request.actor, person)).verified_at is not None
        await rights.verify(request.actor, person, form.facts, form.seen.data, at=clock.now())
    except (Invalid, Conflict, NotAllowed) as refusal:
        return await _show(request, person, form, refusal)
    done = N_("Residenza verificata. Abbiamo avvisato la persona.")
    sentence = N_("Adesso si sa chi è. La verifica resta quella di prima.") if known else done
    path = f"/gestione/persone/in-sala?documento={form.document.data}" if form.room.data else "/gestione/persone"
    if not known and await _is_missing(request, person):
        late = N_("Residenza verificata. Manca però dalla lista di un voto: nella sua scheda puoi aggiungerla.")
        return await see_other(request, path if form.room.data else f"/gestione/persone/{person}", ("warning", late))
    return await see_other(request, path, ("success", sentence))


@get("/gestione/persone/{person:str}/ritira")
async def withdrawal_form(request: CivicRequest, person: FromPath[str]) -> Response[str]:
    """Ask for the reason before the verification is taken back."""
    return await _ask_why(request, person, await read_form(request, WithdrawalForm))


@post("/gestione/persone/{person:str}/ritira")
async def withdraw(request: CivicRequest, person: FromPath[str]) -> Response[Any]:
    """Take the verification back."""
    form = await read_form(request, WithdrawalForm)
    if not form.validate():
        return await _ask_why(request, person, form)
    try:
        await rights.withdraw(request.actor, person, form.reason.data, at=clock.now())
    except (Conflict, NotAllowed) as refusal:
        return await _show(request, person, VerificationForm(locale=request.locale), refusal)
    return await see_other(request, f"/gestione/persone/{person}", ("success", N_("La verifica è ritirata.")))


async def _ask_why(request: CivicRequest, person: str, form: WithdrawalForm) -> Response[str]:
    account = await queries.person_at_desk(request.actor, person)
    context = {"account": account, "reasons": worded(request.locale, REASONS), "rights": await _standing(person)}
    return await show_form(request, "people/withdrawal.html", form, context=context)


@get("/gestione/persone/{person:str}/correggi")
async def correction_form(request: CivicRequest, person: FromPath[str]) -> Response[str]:
    """The declaration, to be corrected."""
    account = await queries.person_at_desk(request.actor, person)
    form = await read_form(request, ResidenceForm, **initial(account))
    return await _correction(request, account, form, await blank())


@post("/gestione/persone/{person:str}/correggi")
async def correct(request: CivicRequest, person: FromPath[str]) -> Response[Any]:
    """Write what the document says."""
    form, answer = await read_form(request, ResidenceForm), await blank()
    account = await queries.person_at_desk(request.actor, person)
    try:
        form.check()
        answer = await understand(form)
        if answer.address is None:
            QUESTIONS.ask(form, answer)
            return await _correction(request, account, form, answer)
        await rights.correct(request.actor, person, form.birth_date.data, answer.address, at=clock.now())
    except (Invalid, NotAllowed) as refusal:
        return await _correction(request, account, form, answer, refusal)
    return await see_other(request, f"/gestione/persone/{person}", ("success", N_("Dati corretti.")))


async def _correction(
    request: CivicRequest,
    account: Person,
    form: ResidenceForm,
    answer: Answer,
    refusal: CivicError | None = None,
) -> Response[str]:
    context = {"account": account, "answer": answer, "rights": await _standing(account.public_id)}
    return await show_form(request, "people/correction.html", form, refusal, context)


async def _show(
    request: CivicRequest, person: str, form: VerificationForm, refusal: CivicError | None = None
) -> Response[str]:
    account = await queries.person_at_desk(request.actor, person)
    waits, at = account.declared_at and not account.verified_at, clock.now()
    identity = await identity_at_desk(request.actor, person)
    context = {
        "account": account,
        "identity": identity,
        "is_unknown": account.declared_at and account.verified_at and identity is None,
        "mergers": await mergers_into(request.actor, account.id),
        "documents": worded(request.locale, DOCUMENTS),
        "returning": await rights.rights_given_back(person, at=at) if waits else (),
        "rights": await rights.rights(person, at=at),
        "on_rolls": await open_to(request.actor, person, at=at),
        "is_self": account.id == request.actor.id,
        "asks_stay": await stays.is_asked(),
        **await questions(request.actor, request.locale, refusal),
    }
    if form.room.data:
        return await show_form(request, ROOM, form, refusal, {**context, **await _of_today(request), "q": ""})
    return await show_form(request, PERSON, form, refusal, context)


async def _of_today(request: CivicRequest) -> dict[str, int]:
    today = in_rome(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    return {"seen_today": await seen_since(request.actor, today.astimezone(UTC))}


async def _is_missing(request: CivicRequest, person: str) -> bool:
    """Whether a roll that is frozen already would have held this person, who can be added to it."""
    found = await open_to(request.actor, person, at=clock.now())
    return any(one.may_be is Kind.ADDED for one in found)


async def _standing(person: str) -> list[rights.Right]:
    """The rights that withdrawing the verification would suspend."""
    return [right for right in await rights.rights(person, at=clock.now()) if not right.suspended_for]


ROUTES = routes(Access.OFFICE, desk, room, person_page, verify, withdrawal_form, withdraw, correction_form, correct)
