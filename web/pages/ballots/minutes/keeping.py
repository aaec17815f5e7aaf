# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files of a public result, made after its publication by a job: for each count and language, made once."""

import time
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any

import structlog

from analytics.disclosure import is_withheld
from deliberation.actor import VISITOR
from deliberation.ballots import queries
from deliberation.ballots.results import minutes
from web import settings
from web.pages.ballots.minutes.papers import Paper, Reader, of_count, of_vote, pdf_of
from web.printing.typesetting import Unset
from web.words.i18n import LOCALES

TURN = 1.0  # seconds after which the rest is queued, so that phases and mails are not held up
log = structlog.get_logger("minutes")


async def keep(payload: Mapping[str, Any], at: datetime) -> None:
    """Make what is not there yet, as everybody may read it. The job of `minutes.JOB`.

    A document that Typst refuses holds up no other; the job then fails, and is tried again.
    """
    slug, until = str(payload["consultation"]), time.monotonic() + TURN
    refused: Unset | None = None
    has_kept = False
    consultation = (await queries.question(slug)).id
    async for paper in _papers(slug):
        locale = paper.minutes.language
        if await minutes.size(consultation, paper.digest, locale) is not None:
            continue
        if has_kept and time.monotonic() > until:
            await minutes.queue(slug, at=at)
            return
        try:
            made = await pdf_of(paper)
        except Unset as refusal:
            refused = refusal
            log.error("minutes that Typst refuses", file=paper.name, locale=locale, error=str(refusal))
        else:
            await minutes.keep(consultation, paper.digest, locale, f"{paper.name}.pdf", made, at=at)
            has_kept = True
    if refused:
        raise refused


async def _papers(slug: str) -> AsyncIterator[Paper]:
    """All that the links of a result open, in every language, put together one by one."""
    asked, stored = await queries.result(VISITOR, slug)
    pots = {pot.key: pot for pot in asked.pots}
    base_url = settings.load().base_url
    for locale in LOCALES:
        reader = Reader(locale, base_url)
        if pots:
            yield await of_vote(reader, asked, stored, stored[0].rule)
        for tally in stored:
            if not pots:
                yield await of_count(reader, asked, tally)
            elif not is_withheld(tally.outcome["n_ballots"]):
                yield await of_count(reader, asked.in_pot(pots[tally.pot]), tally)
