# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is printed of a consultation: posters and leaflets with its QR code, and all that they say as text."""

from litestar import Response, get
from litestar.params import FromPath

from deliberation import clock
from deliberation.consultations import queries
from deliberation.consultations.consultation import Consultation, Stage
from deliberation.errors import NotFound
from deliberation.installation.profile import coat_of_arms, profile
from deliberation.notices.office_page import office_page
from deliberation.places.queries import city
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.printing import sheets
from web.printing.sheets import Content, Sheet
from web.render import Site, page
from web.words.messages.marks import N_
from web.words.stylesheet import OWN

NAMES: dict[Sheet, str] = {
    Sheet.POSTER_A3: N_("Locandina A3"),
    Sheet.POSTER_A4: N_("Locandina A4"),
    Sheet.LEAFLET_A5: N_("Volantino A5"),
    Sheet.FOLDED_A4: N_("Pieghevole A4"),
}


@get("/consultazioni/{slug:str}/stampa")
async def printed(request: CivicRequest, slug: FromPath[str]) -> Response[str]:
    """The sheets, and what they say."""
    held = await queries.consultation(slug, request.actor)
    is_over = held.stage(clock.now()) is Stage.ENDED
    context = {
        "held": held,
        "is_over": is_over,
        "said": None if is_over else await _content(request, held),
        "sheets": [(str(sheet), NAMES[sheet]) for sheet in Sheet],
    }
    return await page(request, "consultations/printed.html", context)


@get("/consultazioni/{slug:str}/stampa/{name:str}")
async def sheet(request: CivicRequest, slug: FromPath[str], name: FromPath[str]) -> Response[bytes]:
    """One sheet as a PDF, in the reader's language."""
    held = await queries.consultation(slug, request.actor)
    kind, _, ending = name.rpartition(".")
    if ending != "pdf" or kind not in set(Sheet) or held.stage(clock.now()) is Stage.ENDED:
        raise NotFound("page.unknown")
    said = await _content(request, held)
    made = await sheets.pdf(Sheet(kind), said, await coat_of_arms(), held.published_at or held.created_at)
    file_name = f"{slug}-{kind}.pdf"
    headers = {"content-disposition": f'inline; filename="{file_name}"'}
    return Response(made, media_type="application/pdf", headers=headers)


async def _content(request: CivicRequest, held: Consultation) -> Content:
    here = await city()
    return sheets.content(
        held,
        request.locale,
        owner=Site(here.name, here.is_demo, here.attribution, True).owner,
        base_url=request.app.state.settings.base_url,
        office=(await office_page()).text,
        colour=(await profile()).colour or OWN,
        at=clock.now(),
    )


ROUTES = routes(Access.ANYONE, printed, sheet)
