# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the pages of the steps share: where a step is, what comes after it, how far the others are."""

from dataclasses import dataclass
from typing import Any

from litestar import Response

from deliberation.errors import CivicError, Conflict
from deliberation.installation.steps import Step, StepView, steps
from web.forms import CivicForm
from web.http.problems import status_of
from web.http.requests import CivicRequest
from web.render import page, say, see_other
from web.words.messages.marks import N_

HOME = "/gestione/impostazioni"
SAVED = N_("Salvato.")
ALL_DONE = N_("Salvato. Hai finito: non manca più niente.")


@dataclass(frozen=True, slots=True)
class Place:
    """A step's address, its name and the question that it answers."""

    path: str
    name: str
    asks: str


PLACES: dict[Step, Place] = {
    Step.CITY: Place(f"{HOME}/comune", N_("Il comune"), N_("Come si chiama e che aspetto ha il sito?")),
    Step.PLACES: Place(f"{HOME}/luoghi", N_("Quartieri"), N_("Com'è diviso il comune?")),
    Step.STREETS: Place(f"{HOME}/strade", N_("Strade"), N_("In che quartiere sta ogni via?")),
    Step.POPULATION: Place(f"{HOME}/popolazione", N_("Abitanti"), N_("Quante persone abitano in ogni quartiere?")),
    Step.OFFICE: Place(f"{HOME}/ufficio", N_("L'ufficio"), N_("Dove e quando vi trovano le persone?")),
    Step.RULES: Place(f"{HOME}/regole", N_("Chi partecipa"), N_("Chi può proporre e votare?")),
    Step.PRIVACY: Place(f"{HOME}/privacy", N_("Privacy e accessibilità"), N_("Chi risponde dei dati e del sito?")),
    Step.MAIL: Place(f"{HOME}/posta", N_("La posta"), N_("I messaggi partono davvero?")),
}
ORDER = tuple(PLACES)


async def step_page(
    request: CivicRequest,
    step: Step,
    template: str,
    form: CivicForm | None = None,
    refusal: CivicError | None = None,
    **context: Any,
) -> Response[Any]:
    """A step's page; with a refusal, the form as it was typed and why."""
    shown = {
        "step": step,
        "place": PLACES[step],
        "places": PLACES,
        "progress": await steps(),
        "number": ORDER.index(step) + 1,
        "before": PLACES[ORDER[ORDER.index(step) - 1]].path if step is not ORDER[0] else HOME,
        "onward": _next(step),
        **context,
    }
    if form is not None:
        shown |= {"form": form, "errors": form.errors_of(refusal)}
    status = 200 if refusal is None else 409 if isinstance(refusal, Conflict) else status_of(refusal)
    return await page(request, template, shown, status=status)


async def saved(request: CivicRequest, step: Step) -> Response[None]:
    """After a step was saved: the next one that is missing, or the list of all when none is."""
    found = await steps()
    missing = [view.step for view in found if view.is_missing]
    if not missing:
        return await see_other(request, HOME, ("success", ALL_DONE))
    later = [other for other in missing if ORDER.index(other) > ORDER.index(step)]
    return await see_other(request, PLACES[later[0]].path if later else HOME, ("success", SAVED))


def named(request: CivicRequest, missing: list[StepView]) -> list[tuple[str, str]]:
    """Steps as links: address and name."""
    return [(PLACES[view.step].path, say(request, PLACES[view.step].name)) for view in missing]


def _next(step: Step) -> str:
    return PLACES[ORDER[ORDER.index(step) + 1]].path if step is not ORDER[-1] else HOME
