# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office examines proposals: a list with filters, one proposal at a time, and a way back."""

from typing import Any
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.params import FromPath

from deliberation import clock
from deliberation.ballots import desk
from deliberation.consultations import office_rules as rules
from deliberation.consultations.consultation import stored
from deliberation.consultations.pots.values import PotKind, pot_of
from deliberation.consultations.states import VERDICTS
from deliberation.errors import CivicError, NotAllowed
from deliberation.money import euro_text
from deliberation.proposals import assessments
from deliberation.proposals import queries as consultations
from deliberation.proposals.assessments import Funding
from web.forms import CheckField, MoneyField, TextField, VersionForm, page_number, read_form
from web.http.bodies import LONG_TEXTS
from web.http.guards import Access, routes
from web.http.problems import status_of, words_for
from web.http.requests import CivicRequest
from web.render import page, say, see_other
from web.words.messages.consultations import GENDERS
from web.words.messages.marks import N_

SIZE = 20
LISTS = {
    "tutte": N_("Tutte"),
    "da-valutare": N_("Da valutare"),
    "ammesse": N_("Ammesse"),
    "non-ammesse": N_("Non ammesse"),
    "sulla-scheda": N_("Sulla scheda"),
}


class AssessmentForm(VersionForm):
    """What is decided of a proposal."""

    verdict = TextField()
    cost_cents = MoneyField(name="cost")
    reasons = TextField()
    cofinanced_cents = MoneyField(name="cofinanced")
    cofinanced_by = TextField()
    for_city = CheckField()
    zone = TextField()
    gender = TextField()

    def decided(self) -> dict[str, Any]:
        """As the room takes it."""
        paid = Funding(self.cofinanced_cents.data or 0, self.cofinanced_by.data, bool(self.for_city.data))
        return {name: self.data[name] for name in ("verdict", "cost_cents", "reasons", "version", "zone", "gender")} | {
            "funding": paid
        }


@get("/gestione/consultazioni/{slug:str}/proposte")
async def examination(request: CivicRequest, slug: FromPath[str]) -> Response[Any]:
    """The proposals of a consultation, those that wait first."""
    query = request.query_params
    state, words = query.get("stato", "da-valutare"), query.get("q", "").strip()[:80]
    here = page_number(request)
    held, items, total, numbers = await desk.examined(
        request.actor, slug, state=state, words=words, page=here, size=SIZE
    )
    refusal = rules.may_assess(request.actor, held, clock.now())
    context = {
        "held": held,
        "items": items,
        "total": total,
        "amounts": numbers,
        "options": [
            (key, f"{say(request, name)} ({numbers[key]})" if key in numbers else say(request, name))
            for key, name in LISTS.items()
        ],
        "state": state,
        "words": words,
        "page": here,
        "pages": max(1, -(-total // SIZE)),
        "filter": urlencode({"stato": state, "q": words}),
        "refusal": words_for(request, refusal) if refusal else "",
    }
    return await page(request, "office/examination.html", context)


@get("/gestione/proposte/{public_id:str}")
async def assessment(request: CivicRequest, public_id: FromPath[str]) -> Response[Any]:
    """One proposal, to be decided."""
    found = await consultations.proposal(public_id, request.actor)
    cost = found.cost_cents if found.cost_cents is not None else found.asked_cents
    verdict = found.state if found.state in VERDICTS else ""
    values = {"verdict": verdict, "cost": euro_text(cost), "reasons": found.assessment, "version": found.version}
    values |= {"cofinanced": euro_text(found.cofinanced_cents or None), "cofinanced_by": found.cofinanced_by}
    values |= {"for_city": found.for_city, "zone": "", "gender": found.gender}
    return await form_page(request, public_id, values)


async def form_page(
    request: CivicRequest,
    public_id: str,
    values: dict[str, Any],
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Response[Any]:
    """The proposal beside the form of its assessment."""
    found = await consultations.proposal(public_id, request.actor)
    held = await stored(found.consultation_slug)
    refusal = rules.may_assess(request.actor, held, clock.now())
    if found.author_id == request.actor.id:
        refusal = NotAllowed("assessment.own")
    home = found.place.id if found.place else None
    context = {
        "proposal": found,
        "held": held,
        "values": values,
        "pot": pot_of(held.pots, home),
        "is_homeless": bool(held.pots) and pot_of(held.pots, home, for_city=found.for_city) is None,
        "zones": [(pot.key, pot.name) for pot in held.pots if not pot.of_city],
        "genders": [(str(key), say(request, name)) for key, name in GENDERS.items()] if held.by_gender else [],
        "has_city": held.pot_kind == PotKind.BOTH and home is not None,
        "errors": errors or {},
        "refusal": words_for(request, refusal) if refusal else "",
    }
    return await page(request, "office/assessment.html", context, status=status)


@post("/gestione/proposte/{public_id:str}")
async def assess(request: CivicRequest, public_id: FromPath[str]) -> Response[Any]:
    form = await read_form(request, AssessmentForm)
    try:
        form.check()
        done = await assessments.assess(request.actor, public_id, **form.decided(), at=clock.now())
    except CivicError as refusal:
        if isinstance(refusal, NotAllowed):
            raise
        return await form_page(request, public_id, form.typed, form.errors_of(refusal), status_of(refusal))
    text = N_("La valutazione è registrata e l'autore è avvisato.")
    over = N_("La valutazione è registrata. Attenzione: il costo supera la somma a disposizione.")
    lost = N_("La valutazione è registrata. Attenzione: la proposta non va su nessuna delle somme.")
    found = await consultations.proposal(public_id, request.actor)
    warned = lost if done.is_homeless else over if done.over_budget else ""
    flash = ("warning", warned) if warned else ("success", text)
    return await see_other(request, f"/gestione/consultazioni/{found.consultation_slug}/proposte", flash)


@post("/gestione/proposte/{public_id:str}/riapri")
async def reopen(request: CivicRequest, public_id: FromPath[str]) -> Response[Any]:
    """Take the decision back."""
    form = await read_form(request, VersionForm)
    await assessments.undo(request.actor, public_id, form.version.data, at=clock.now())
    return await see_other(request, f"/gestione/proposte/{public_id}", ("success", N_("La valutazione è riaperta.")))


ROUTES = routes(Access.OFFICE, examination, assessment, assess, reopen, takes=LONG_TEXTS)
