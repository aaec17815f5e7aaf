# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Proposals, to be read by programs."""

from typing import Any

from litestar import Response, get
from litestar.params import FromPath, FromQuery

from analytics.reads import public
from web.api.consultations import Page, PerPage, State
from web.api.pages import LIST, ONE, first_row, links, pages_of
from web.api.structs import Point, Proposal, ProposalPage
from web.http.requests import CivicRequest

TAGS = ["proposals"]
MICRO = 1_000_000


def shown(row: dict[str, Any]) -> Proposal:
    """A row as the API answers it."""
    point = None
    if row["latitude_e6"] is not None and row["longitude_e6"] is not None:
        point = Point(row["latitude_e6"] / MICRO, row["longitude_e6"] / MICRO)
    renamed = {"place": row["place_label"], "point": point, "option_id": row["option_id"] or None}
    same = {name: row[name] for name in Proposal.__struct_fields__ if name not in renamed}
    return Proposal(**same, **renamed)


@get("/proposals", tags=TAGS, summary="List proposals", responses=LIST)
async def proposals(
    request: CivicRequest,
    page: Page = 1,
    per_page: PerPage = 20,
    consultation: FromQuery[str] = "",
    neighbourhood: FromQuery[str] = "",
    in_state: State = "",
    category: FromQuery[str] = "",
) -> Response[ProposalPage]:
    """Every public proposal, the latest first. `state`: published, admissible, inadmissible, on_ballot, selected,
    not_selected. `consultation` and `neighbourhood` are ids."""
    found = await public.proposals(
        consultation=consultation,
        neighbourhood=neighbourhood,
        state=in_state,
        category=category,
        first=first_row(page, per_page),
        most=per_page,
    )
    pages = pages_of(found.total, per_page)
    body = ProposalPage(page, pages, found.total, [shown(row) for row in found.rows])
    return Response(body, headers=links(request, page, pages))


@get("/proposals/{public_id:str}", tags=TAGS, summary="One proposal", responses=ONE)
async def proposal(public_id: FromPath[str]) -> Proposal:
    """The proposal of that id."""
    return shown(await public.proposal(public_id))


HANDLERS: list[Any] = [proposals, proposal]
