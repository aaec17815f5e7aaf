# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the pages of the steps share: where a step is, what comes after it, how far the others are."""

from typing import Any

from litestar import Response

from deliberation.errors import CivicError, Conflict
from deliberation.installation.steps import Step, steps
from web.forms import CivicForm
from web.http.problems import status_of
from web.http.requests import CivicRequest
from web.render import page, see_other
from web.words.messages.marks import N_
from web.words.set_up import HOME, LACKS, PLACES

SAVED = N_("Salvato.")
ALL_DONE = N_("Salvato. Hai finito: non manca più niente.")
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
    progress = await steps()
    shown = {
        "step": step,
        "place": PLACES[step],
        "places": PLACES,
        "progress": progress,
        "lacks": [LACKS[code] for view in progress if view.step is step for code in view.lacks],
        "number": ORDER.index(step) + 1,
        "is_ready": not any(view.is_missing for view in progress),
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


def _next(step: Step) -> str:
    return PLACES[ORDER[ORDER.index(step) + 1]].path if step is not ORDER[-1] else HOME
