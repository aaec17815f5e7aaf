# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a worker does: JOBS by the kind of a job, PERIODIC by the clock. A job runs at least once.

Handlers may run again after a crash: what they write must be written once whatever happens (a key, an "is null").
"""

import secrets
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from analytics.tallies import look
from deliberation.actor import SYSTEM
from deliberation.announcements import announcements
from deliberation.ballots import lifecycle, roll
from deliberation.ballots.entitled import ties
from deliberation.ballots.mergers import merging
from deliberation.ballots.results import findings, minutes
from deliberation.errors import Conflict
from deliberation.installation.profile import look_again, profile
from deliberation.people import accounts
from deliberation.people.access import delays, devices, limits, sessions, warnings
from deliberation.people.identity import reservations
from deliberation.people.register import drafts, loads, matching, zones
from deliberation.places.queries import city
from deliberation.proposals import supports
from deliberation.proposals.answers import reminders
from deliberation.proposals.hearers import telling
from deliberation.ratings import ratings
from deliberation.records import jobs, outbox
from web import settings
from web.mail.backends import backend
from web.mail.rendering import compose, mark
from web.pages.ballots.minutes import keeping
from web.tiles.facts import try_to_cut

KEPT_DAYS = 30
Step = Callable[[datetime], Awaitable[None]]


async def send_mail(payload: Mapping[str, Any], at: datetime) -> None:
    """Send one mail of the outbox."""
    found = settings.load()
    await profile()  # mails say the comune's own words
    message = compose(
        payload["kind"],
        payload["to"],
        payload["locale"],
        payload["parameters"],
        site=(await city()).name,
        settings=found,
    )
    if word := payload.get("mark"):  # a mail that was queued before an upgrade has none
        del message["Message-ID"]
        message["Message-ID"] = mark(found, word)
    await backend(found.mail_url)(message)


async def keep_phases(at: datetime) -> None:
    """Write down the boundaries of phases that were reached; freeze the rolls that freeze themselves."""
    await lifecycle.note_phase_boundaries(at, draw=lambda: secrets.token_hex(32))
    for consultation in await lifecycle.rolls_to_freeze(at):
        try:
            await roll.freeze(SYSTEM, consultation, at=at)
        except Conflict:  # another worker was faster
            continue


async def tell_voters(at: datetime) -> None:
    """Begin what is to be told to those who may vote, and queue it, part by part."""
    await announcements.begin_due(at)
    await announcements.spread(at)


async def look_at_city(at: datetime) -> None:
    """A worker in a process of its own: its mails say the comune's words of now."""
    await look_again()


async def forget_jobs(at: datetime) -> None:
    """Delete jobs that were done long ago."""
    await jobs.forget(at - timedelta(days=KEPT_DAYS))


async def forget_people(at: datetime) -> None:
    """Delete sessions and recognised browsers that are over, registrations that nobody confirmed, old counts, what
    mergers that can no longer be undone remember, names that were kept for a year, and what was written of pages."""
    await sessions.forget_expired(at=at)
    await accounts.forget_unconfirmed(at=at)
    await devices.forget_expired(at=at)
    await merging.forget(at=at)
    await reservations.forget_over(at=at)
    await limits.forget_old(at=at)
    await delays.forget_old(at=at)
    await ratings.forget_texts(at=at)


async def cut_tiles(at: datetime) -> None:
    """Cut the tiles of the moving map again when a layer or the house numbers have changed."""
    await try_to_cut(settings.load().data_dir)


async def keep_register(at: datetime) -> None:
    """End declared ties whose last day is past, tell whose ends soon; forget files, claims and people that are over.

    And follow zones that were merged.
    """
    await ties.keep(at=at)
    await drafts.forget_old(at=at)
    await matching.forget_old(at=at)
    await loads.forget_ended(at=at)
    await zones.follow()


JOBS: dict[str, Callable[[Mapping[str, Any], datetime], Awaitable[None]]] = {
    outbox.MAIL: send_mail,
    warnings.JOB: warnings.warn,
    supports.ASK_AGAIN: supports.mail_asked,
    telling.TELL: telling.mail_hearers,
    findings.JOB: look,
    minutes.JOB: keeping.keep,
}

# Each with its pause in seconds.
PERIODIC: tuple[tuple[Step, int], ...] = (
    (keep_phases, 1),
    (tell_voters, 5),
    (look_at_city, 5),
    (forget_jobs, 3600),
    (forget_people, 3600),
    (reminders.remind, 60),
    (cut_tiles, 300),
    (keep_register, 3600),
)
