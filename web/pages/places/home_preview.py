# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The comune handed on: the picture of the home page."""

from litestar import Response, get

from deliberation import clock
from deliberation.actor import VISITOR
from deliberation.consultations import queries
from deliberation.consultations.consultation import Stage
from deliberation.errors import NotFound
from deliberation.places.queries import city
from web.http.guards import Access, routes
from web.http.requests import CivicRequest
from web.maps.atlases import atlas_of, drawn
from web.sharing.heads import Head, head
from web.sharing.maps import place_map
from web.sharing.pictures import LANGUAGE, Picture, answer, of_this_comune
from web.words.i18n import translate
from web.words.messages.marks import N_
from web.words.speech import Speech


async def home_head(request: CivicRequest, open_count: int) -> Head:
    """The head of the home page; `open_count` consultations are open to a visitor."""
    said = await _said(request, open_count)
    return await head(request, "/", said, title=said.title, text=said.text)


async def _said(request: CivicRequest, open_count: int) -> Picture:
    told = Speech(LANGUAGE)
    open_now = told.ngettext(
        "%(num)s consultazione aperta", "%(num)s consultazioni aperte", open_count, num=told.number(open_count)
    )
    return Picture(
        title=translate(LANGUAGE, N_("Che cosa succede nel tuo quartiere?")),
        text=translate(LANGUAGE, N_("Consultazioni, proposte e voti nei quartieri. Trova il tuo e partecipa.")),
        facts=(open_now,) if open_count else (),
        layout="map",
        drawn_from=(await atlas_of(request)).version,
    )


@get("/anteprima/{version:str}")
async def of_home(request: CivicRequest) -> Response[bytes]:
    """The comune's name and coat of arms, its map, how much is open."""
    if not (await city()).id:
        raise NotFound("page.unknown")
    at = clock.now()
    open_count = sum(held.stage(at) is Stage.OPEN for held in await queries.consultations(VISITOR))
    said = await of_this_comune(await _said(request, open_count))

    async def draw() -> str:
        atlas = await atlas_of(request)
        return await drawn(atlas, ("preview", (), said.colour), lambda: place_map(atlas, (), said.colour))

    return await answer(request, said, draw)


ROUTES = routes(Access.ANYONE, of_home, impersonal=True)
