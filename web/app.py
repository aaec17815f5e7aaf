# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""create_app(settings): the one place where everything is plugged together."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator, Sequence

import structlog
from litestar import Litestar
from litestar.config.compression import CompressionConfig
from litestar.datastructures import State
from litestar.types import ControllerRouterHandler

from deliberation import database
from deliberation.installation.profile import look_again
from web import assets, render, worker
from web.api import OPENAPI
from web.api import ROUTES as API_ROUTES
from web.http import forgery, logs
from web.http.bodies import LARGEST
from web.http.guards import check_routes, guard
from web.http.paces import Paces
from web.http.problems import HANDLERS
from web.http.recent import Recent
from web.http.requests import CivicRequest
from web.http.security import Application
from web.http.turns import Turns
from web.pages.about import committees, documents, health, languages, office_page, policies, strip, theme, well_known
from web.pages.answers import answered, answering
from web.pages.answers import offices as answering_offices
from web.pages.ballots import ballot, ballot_downloads, counting_rules, pot_results, results
from web.pages.ballots import previews as result_previews
from web.pages.ballots.minutes import pages as minutes
from web.pages.consultations import (
    calendar,
    comments,
    consultations,
    enclosures,
    feeds,
    map_points,
    previews,
    printed,
    proposal_drafts,
    proposals,
    supports,
    versions,
)
from web.pages.consultations.together import amendments
from web.pages.council import dashboards, exports
from web.pages.enclosures import downloads
from web.pages.installation import city, mail
from web.pages.installation import notices as installation_notices
from web.pages.installation import settings as installation_settings
from web.pages.moderation import content_reports, moderation_desk
from web.pages.notices import contact_choices, follows, notices, unsubscribing
from web.pages.office import (
    assessments,
    budget_pots,
    consultation_admin,
    consultation_wizard,
    office_desk,
    roll,
    vote_notices,
)
from web.pages.people import (
    account_mergers,
    first_account,
    people_desk,
    profile,
    public_name,
    recovery,
    registration,
    residence,
    role_grants,
    sign_in,
    welcome,
)
from web.pages.places import (
    addresses,
    base_layers,
    grounds,
    home,
    home_preview,
    moving_map,
    neighbourhoods,
    street_register,
)
from web.pages.ratings import ratings
from web.pages.register import declarations, recognition, register
from web.pages.register import drafts as register_drafts
from web.pages.regulations import editor as regulation_editor
from web.pages.regulations import may_i_vote, stays
from web.pages.search import search
from web.pages.territory import loads as territory_loads
from web.pages.territory import overview as territory
from web.pages.territory import zones as territory_zones
from web.settings import Settings

COMPRESSION = CompressionConfig(
    backend="gzip", minimum_size=800, gzip_compress_level=3, exclude=["/static/", "/fondi/", "/mappa/[0-9a-f]{16}/"]
)

LOOK_AGAIN = 5.0  # seconds

ROUTES: list[ControllerRouterHandler] = [
    *assets.ROUTES,
    *theme.ROUTES,
    *health.ROUTES,
    *well_known.ROUTES,
    *home.ROUTES,
    *home_preview.ROUTES,
    *neighbourhoods.ROUTES,
    *street_register.ROUTES,
    *addresses.ROUTES,
    *moving_map.ROUTES,
    *grounds.ROUTES,
    *base_layers.ROUTES,
    *office_page.ROUTES,
    *documents.ROUTES,
    *committees.ROUTES,
    *assessments.ROUTES,
    *answered.ROUTES,
    *answering.ROUTES,
    *answering_offices.ROUTES,
    *budget_pots.ROUTES,
    *consultation_admin.ROUTES,
    *consultation_wizard.ROUTES,
    *content_reports.ROUTES,
    *moderation_desk.ROUTES,
    *office_desk.ROUTES,
    *installation_settings.ROUTES,
    *city.ROUTES,
    *installation_notices.ROUTES,
    *mail.ROUTES,
    *first_account.ROUTES,
    *roll.ROUTES,
    *vote_notices.ROUTES,
    *territory.ROUTES,
    *territory_loads.ROUTES,
    *territory_zones.ROUTES,
    *ballot.ROUTES,
    *results.ROUTES,
    *result_previews.ROUTES,
    *pot_results.ROUTES,
    *minutes.ROUTES,
    *ballot_downloads.ROUTES,
    *counting_rules.ROUTES,
    *dashboards.ROUTES,
    *exports.ROUTES,
    *registration.ROUTES,
    *sign_in.ROUTES,
    *recovery.ROUTES,
    *profile.ROUTES,
    *residence.ROUTES,
    *welcome.ROUTES,
    *notices.ROUTES,
    *contact_choices.ROUTES,
    *follows.ROUTES,
    *unsubscribing.ROUTES,
    *languages.ROUTES,
    *strip.ROUTES,
    *people_desk.ROUTES,
    *account_mergers.ROUTES,
    *public_name.ROUTES,
    *role_grants.ROUTES,
    *register.ROUTES,
    *register_drafts.ROUTES,
    *recognition.ROUTES,
    *declarations.ROUTES,
    *may_i_vote.ROUTES,
    *regulation_editor.ROUTES,
    *stays.ROUTES,
    *policies.ROUTES,
    *ratings.ROUTES,
    *search.ROUTES,
    *consultations.ROUTES,
    *calendar.ROUTES,
    *feeds.ROUTES,
    *previews.ROUTES,
    *map_points.ROUTES,
    *printed.ROUTES,
    *proposals.ROUTES,
    *versions.ROUTES,
    *amendments.ROUTES,
    *proposal_drafts.ROUTES,
    *enclosures.ROUTES,
    *downloads.ROUTES,
    *supports.ROUTES,
    *comments.ROUTES,
    *API_ROUTES,
]


def new_state(settings: Settings) -> State:
    """What an application remembers between two requests, at its start."""
    return State(
        {"settings": settings, "recent": Recent(), "turns": Turns(), "paces": Paces(), "pulse": health.Pulse()}
    )


@contextlib.contextmanager
def looking_again() -> Iterator[None]:
    """For the length of the block: what another process changes of the comune is shown here some seconds later."""
    task = asyncio.create_task(_look_again())
    try:
        yield
    finally:
        task.cancel()


async def _look_again() -> None:
    while True:
        await asyncio.sleep(LOOK_AGAIN)
        try:
            await look_again()
        except Exception as error:  # the database is away: pages say so, and the next look is soon
            structlog.get_logger("profile").warning("the comune was not looked at again", error=logs.kind(error))


def create_app(settings: Settings, routes: Sequence[ControllerRouterHandler] = ROUTES) -> Application:
    """The ASGI application of these settings. Raises Undeclared when a route does not say who may open it."""
    logs.configure(settings)

    @contextlib.asynccontextmanager
    async def pool(_: Litestar) -> AsyncIterator[None]:
        render.warm(settings.path_prefix)
        async with contextlib.AsyncExitStack() as opened:
            try:
                await opened.enter_async_context(database.opened())
                await opened.enter_async_context(worker.running(settings))
            except Exception as error:  # the server would log its text
                structlog.get_logger("start").error("the application cannot start", exc_info=error)
                raise
            with looking_again():
                yield

    litestar = Litestar(
        list(routes),
        guards=[guard],
        before_request=forgery.check,  # type: ignore[arg-type]  # of `request_class`
        exception_handlers=HANDLERS,
        lifespan=[pool],
        state=new_state(settings),
        request_max_body_size=LARGEST,
        request_class=CivicRequest,
        compression_config=COMPRESSION,
        logging_config=None,
        openapi_config=OPENAPI,
        include_in_schema=False,
        pdb_on_exception=False,
    )
    check_routes(litestar)
    return Application(litestar, settings)
