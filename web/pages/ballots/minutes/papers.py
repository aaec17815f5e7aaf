# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Minutes as somebody may read them: of a count, of a pot's count, of a budget in pots as a whole."""

from dataclasses import dataclass

from litestar.exceptions import NotFoundException

from analytics.ballot_files import forms_of
from analytics.disclosure import is_withheld
from analytics.participation import Turnout
from analytics.reads.over import once
from analytics.turnouts import of_result
from deliberation import clock
from deliberation.ballots import queries
from deliberation.ballots.queries import StoredTally
from deliberation.ballots.questions import Question
from deliberation.ballots.tallies import counted_by, official_result
from deliberation.installation.profile import coat_of_arms, profile
from deliberation.notices.office_page import office_page
from deliberation.places.queries import city
from web.http.requests import CivicRequest
from web.pages.ballots.minutes import contents
from web.pages.ballots.minutes.counts import Count, Setting
from web.pages.ballots.minutes.document import Minutes
from web.pages.ballots.minutes.pdf import as_pdf
from web.pages.ballots.result_files import counts_of
from web.pages.ballots.result_parts import ballot_files
from web.pages.ballots.results_view import view_of
from web.render import Site
from web.words.i18n import translate
from web.words.messages.marks import N_
from web.words.stylesheet import OWN


@dataclass(frozen=True, slots=True)
class Paper:
    """Minutes with the count that dates them, and the name of their file without its ending."""

    minutes: Minutes
    tally: StoredTally
    name: str


async def of_vote(request: CivicRequest, slug: str, rule: str) -> Paper:
    """The minutes of a vote's count by that rule; of a budget in pots, those of all its official counts."""
    asked, stored = await queries.result(request.actor, slug)
    return await _paper(request, asked, stored, rule)


async def of_pot(request: CivicRequest, slug: str, pot: str, rule: str) -> Paper:
    """The minutes of a pot's count; its numbers only where there are enough ballots, or for the office."""
    asked, tally = await counts_of(request, slug, rule, pot)
    return await _of_count(request, asked, tally)


async def _paper(request: CivicRequest, asked: Question, stored: tuple[StoredTally, ...], rule: str) -> Paper:
    if asked.pots and asked.pot is None:
        return await _of_pots(request, asked, stored, rule)
    found = next((tally for tally in stored if tally.rule == rule), None)
    if found is None:
        raise NotFoundException
    return await _of_count(request, asked, found)


async def _of_count(request: CivicRequest, asked: Question, tally: StoredTally) -> Paper:
    turnout = await of_result(asked, at=clock.now())
    known = turnout.pots.get(asked.pot.key) if asked.pot else turnout.whole
    count = _count(request, asked, tally, known if isinstance(known, Turnout) else None, turnout.is_partial)
    name = "-".join(["verbale", asked.slug, *([asked.pot.key] if asked.pot else []), tally.rule])
    return Paper(contents.of_count(count, await _setting(request, asked, tally)), tally, name)


async def _of_pots(request: CivicRequest, asked: Question, stored: tuple[StoredTally, ...], rule: str) -> Paper:
    official = {tally.pot: tally for tally in stored if tally.is_official and tally.rule == rule}
    if not official:
        raise NotFoundException
    turnout = await of_result(asked, at=clock.now())
    counts = []
    for pot in asked.pots:
        if pot.key in official:
            known = turnout.pots[pot.key]
            shown = known if isinstance(known, Turnout) else None
            counts.append(_count(request, asked.in_pot(pot), official[pot.key], shown, False))
    digest, _winners = await official_result(asked.id)
    setting = await _setting(request, asked, counts[0].tally)
    made = contents.of_pots(asked, counts, setting, turnout.whole, turnout.is_partial, digest)
    return Paper(made, counts[0].tally, f"verbale-{asked.slug}-{rule}")


def _count(
    request: CivicRequest, asked: Question, tally: StoredTally, known: Turnout | None, is_partial: bool
) -> Count:
    withheld = asked.pot is not None and is_withheld(tally.outcome["n_ballots"])
    view = view_of(asked, (tally,), request.locale, withheld=withheld)
    address = f"/consultazioni/{asked.slug}/risultato" + (f"/somme/{asked.pot.key}" if asked.pot else "")
    forms = () if withheld or not tally.is_official else forms_of(asked, tally.what_ifs)
    return Count(view, known, is_partial and asked.pot is None, ballot_files(view, forms), address)


async def _setting(request: CivicRequest, asked: Question, tally: StoredTally) -> Setting:
    here, office = await city(), (await office_page()).text
    owner = Site(here.name, here.is_demo, here.attribution, True).owner
    who = await counted_by(asked.slug, tally.digest)
    return Setting(owner, here.name, office.name, office.address, who, request.app.state.settings.base_url)


async def pdf_of(paper: Paper) -> bytes:
    """The PDF, dated by its count: the same result gives the same bytes."""
    locale = paper.minutes.language
    words = {"page": translate(locale, N_("pagina")), "of": translate(locale, N_("di"))}
    colour = (await profile()).colour or OWN
    assert paper.tally.computed_at is not None
    return await as_pdf(paper.minutes, await coat_of_arms(), colour, paper.tally.computed_at, words)


async def kilobytes(request: CivicRequest, asked: Question, stored: tuple[StoredTally, ...]) -> int:
    """How many thousands of bytes the PDF of the official count is; once public, found once a process."""
    pot = asked.pot.key if asked.pot else ""

    async def found() -> int:
        paper = await _paper(request, asked, stored, stored[0].rule)
        return -(-len(await pdf_of(paper)) // 1000)

    return await once(asked, ("minutes", pot, stored[0].digest, request.locale), found)
