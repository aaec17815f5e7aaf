# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office's desk: who waits to be verified, what they declared, the document that was seen."""

from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired

from deliberation import clock
from deliberation.ballots import rights
from deliberation.errors import CivicError, Conflict, Invalid, NotAllowed
from deliberation.people import queries
from deliberation.people.verifications import DocumentKind, WithdrawalReason
from web.forms import CivicForm, read_form
from web.http.guards import Access, routes
from web.http.problems import words_for
from web.http.requests import CivicRequest
from web.pages.people.residence_forms import ResidenceForm, birth_date, blank, initial, question, understand
from web.render import page, see_other
from web.words.messages.marks import N_

PERSON = "people/desk_person.html"
DOCUMENTS: dict[DocumentKind, str] = {
    DocumentKind.IDENTITY_CARD: N_("Carta d'identità"),
    DocumentKind.PASSPORT: N_("Passaporto"),
    DocumentKind.DRIVING_LICENCE: N_("Patente"),
    DocumentKind.RESIDENCE_PERMIT: N_("Permesso di soggiorno"),
    DocumentKind.REGISTER: N_("Riscontro in anagrafe"),
}
REASONS: dict[WithdrawalReason, str] = {
    WithdrawalReason.MOVED: N_("La persona ha cambiato casa"),
    WithdrawalReason.MISTAKE: N_("La verifica era un errore"),
    WithdrawalReason.ASKED: N_("L'ha chiesto la persona"),
}


class VerificationForm(CivicForm):
    """Which document was seen; `seen` is the instant of the declaration on the page."""

    document = StringField(validators=[InputRequired(N_("Scegli il documento che hai visto."))])
    seen = HiddenField()


class WithdrawalForm(CivicForm):
    """Why the verification is taken back."""

    reason = StringField(validators=[InputRequired(N_("Scegli il motivo."))])


@get("/gestione/persone")
async def desk(request: CivicRequest) -> Response[str]:
    """Who waits, or who was searched for."""
    actor, q = request.actor, request.query_params.get("q", "").strip()[:120]
    asked = request.query_params.get("pagina", "1")
    number = int(asked) if asked.isdecimal() and len(asked) < 7 else 1
    found = await (queries.people_found(actor, q, number) if q else queries.people_waiting(actor, number))
    return await page(request, "people/desk.html", {"found": found, "q": q})


@get("/gestione/persone/{person:str}")
async def person_page(request: CivicRequest, person: FromPath[str]) -> Response[str]:
    """One person."""
    return await _show(request, person)


@post("/gestione/persone/{person:str}/verifica")
async def verify(request: CivicRequest, person: FromPath[str]) -> Response[Any]:
    """The office has seen a document."""
    actor, form = request.actor, await read_form(request, VerificationForm)
    if not form.validate() or form.document.data not in set(DocumentKind):
        return await _show(request, person, N_("Scegli il documento che hai visto."), where="document")
    try:
        seen, document = _instant(form.seen.data), DocumentKind(form.document.data)
        await rights.verify(actor, person, document, seen, at=clock.now())
    except (Invalid, Conflict, NotAllowed) as refusal:
        return await _show(request, person, refusal)
    sentence = N_("Residenza verificata. Abbiamo avvisato la persona.")
    return await see_other(request, "/gestione/persone", ("success", sentence))


@get("/gestione/persone/{person:str}/ritira")
async def withdrawal_form(request: CivicRequest, person: FromPath[str]) -> Response[str]:
    """Ask for the reason before the verification is taken back."""
    account = await queries.person_at_desk(request.actor, person)
    context = {"account": account, "reasons": REASONS, "problem": "", "rights": await _standing(person)}
    return await page(request, "people/withdrawal.html", context)


@post("/gestione/persone/{person:str}/ritira")
async def withdraw(request: CivicRequest, person: FromPath[str]) -> Response[Any]:
    """Take the verification back."""
    actor, form = request.actor, await read_form(request, WithdrawalForm)
    if not form.validate() or form.reason.data not in set(WithdrawalReason):
        context = {
            "account": await queries.person_at_desk(actor, person),
            "reasons": REASONS,
            "problem": N_("Scegli il motivo."),
            "rights": await _standing(person),
        }
        return await page(request, "people/withdrawal.html", context, status=422)
    try:
        await rights.withdraw(actor, person, WithdrawalReason(form.reason.data), at=clock.now())
    except (Conflict, NotAllowed) as refusal:
        return await _show(request, person, refusal)
    return await see_other(request, f"/gestione/persone/{person}", ("success", N_("La verifica è ritirata.")))


@get("/gestione/persone/{person:str}/correggi")
async def correction_form(request: CivicRequest, person: FromPath[str]) -> Response[str]:
    """The declaration, to be corrected."""
    account = await queries.person_at_desk(request.actor, person)
    form = await read_form(request, ResidenceForm, **initial(account))
    context = {
        "account": account,
        "form": form,
        "answer": await blank(),
        "problem": "",
        "rights": await _standing(person),
    }
    return await page(request, "people/correction.html", context)


@post("/gestione/persone/{person:str}/correggi")
async def correct(request: CivicRequest, person: FromPath[str]) -> Response[Any]:
    """Write what the document says."""
    actor, form = request.actor, await read_form(request, ResidenceForm)
    account, answer, problem, where = await queries.person_at_desk(actor, person), await blank(), "", ""
    if form.validate():
        try:
            answer = await understand(form)
            if answer.address is not None:
                await rights.correct(actor, person, birth_date(form), answer.address, at=clock.now())
                return await see_other(request, f"/gestione/persone/{person}", ("success", N_("Dati corretti.")))
        except (Invalid, NotAllowed) as refusal:
            problem, where = words_for(request, refusal), next(iter(refusal.fields), "")
    asking = "" if problem or form.errors else question(answer)
    context = {
        "account": account,
        "form": form,
        "answer": answer,
        "problem": problem,
        "where": where,
        "asking": asking,
        "rights": await _standing(person),
    }
    return await page(request, "people/correction.html", context, status=422)


async def _show(request: CivicRequest, person: str, refusal: CivicError | str = "", where: str = "") -> Response[str]:
    account = await queries.person_at_desk(request.actor, person)
    problem = words_for(request, refusal) if isinstance(refusal, CivicError) else refusal
    waits, at = account.declared_at and not account.verified_at, clock.now()
    context = {
        "account": account,
        "documents": DOCUMENTS,
        "problem": problem,
        "where": where,
        "returning": await rights.rights_given_back(person, at=at) if waits else (),
        "rights": await rights.rights(person, at=at),
        "is_self": account.id == request.actor.id,
    }
    return await page(request, PERSON, context, status=422 if problem else 200)


async def _standing(person: str) -> list[rights.Right]:
    """The rights that withdrawing the verification would suspend."""
    return [right for right in await rights.rights(person, at=clock.now()) if not right.suspended_for]


def _instant(text: str | None) -> datetime:
    try:
        return datetime.fromisoformat(text or "")
    except ValueError:
        raise Conflict("desk.changed") from None


ROUTES = routes(Access.OFFICE, desk, person_page, verify, withdrawal_form, withdraw, correction_form, correct)
