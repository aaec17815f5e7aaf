# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Minutes put on paper: of a count, of a pot's count, of a budget in pots as a whole.

They say what the count's own row says, which the database keeps from changing, and nothing that is found out later.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from litestar.exceptions import NotFoundException

from analytics.ballot_files import forms_of
from analytics.disclosure import is_withheld
from analytics.participation import Turnout
from analytics.turnouts import of_result
from deliberation import clock
from deliberation.ballots.queries import StoredTally
from deliberation.ballots.questions import Question
from deliberation.ballots.tallies import counted_by, official_result
from deliberation.installation.profile import coat_of_arms, profile
from deliberation.notices.office_page import office_page
from deliberation.places.queries import city
from web.pages.ballots.minutes import contents
from web.pages.ballots.minutes.counts import Count, Setting
from web.pages.ballots.minutes.document import Minutes
from web.pages.ballots.minutes.pdf import as_pdf
from web.pages.ballots.result_parts import ballot_files
from web.pages.ballots.results_view import view_of
from web.render import Site
from web.words.i18n import translate
from web.words.messages.marks import N_
from web.words.stylesheet import OWN


@dataclass(frozen=True, slots=True)
class Paper:
    """Minutes with the count that dates them, what is digested, and the name of their file without its ending."""

    minutes: Minutes
    tally: StoredTally
    digest: str
    name: str


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom minutes are written: the language, and where the site is."""

    locale: str
    base_url: str


async def of_vote(reader: Reader, asked: Question, stored: Sequence[StoredTally], rule: str) -> Paper:
    """The minutes of a vote's count by that rule; of a budget in pots, those of all its official counts."""
    if asked.pots and asked.pot is None:
        return await _of_pots(reader, asked, stored, rule)
    found = next((tally for tally in stored if tally.rule == rule), None)
    if found is None:
        raise NotFoundException
    return await of_count(reader, asked, found)


async def of_count(reader: Reader, asked: Question, tally: StoredTally) -> Paper:
    """The minutes of a count, or of a pot's."""
    turnout = await of_result(asked, at=clock.now())
    known = turnout.pots.get(asked.pot.key) if asked.pot else turnout.whole
    count = _count(reader, asked, tally, known if isinstance(known, Turnout) else None, turnout.is_partial)
    name = "-".join(["verbale", asked.slug, *([asked.pot.key] if asked.pot else []), tally.rule])
    return Paper(contents.of_count(count, await _setting(reader, asked, tally)), tally, tally.digest, name)


async def _of_pots(reader: Reader, asked: Question, stored: Sequence[StoredTally], rule: str) -> Paper:
    official = {tally.pot: tally for tally in stored if tally.is_official and tally.rule == rule}
    if not official:
        raise NotFoundException
    turnout = await of_result(asked, at=clock.now())
    counts = []
    for pot in asked.pots:
        if pot.key in official:
            known = turnout.pots[pot.key]
            shown = known if isinstance(known, Turnout) else None
            counts.append(_count(reader, asked.in_pot(pot), official[pot.key], shown, False))
    digest, _winners = await official_result(asked.id)
    setting = await _setting(reader, asked, counts[0].tally)
    made = contents.of_pots(asked, counts, setting, turnout.whole, turnout.is_partial, digest)
    return Paper(made, counts[0].tally, digest, f"verbale-{asked.slug}-{rule}")


def _count(reader: Reader, asked: Question, tally: StoredTally, known: Turnout | None, is_partial: bool) -> Count:
    withheld = asked.pot is not None and is_withheld(tally.outcome["n_ballots"])
    view = view_of(asked, (replace(tally, found={}),), reader.locale, withheld=withheld)
    address = f"/consultazioni/{asked.slug}/risultato" + (f"/somme/{asked.pot.key}" if asked.pot else "")
    forms = () if withheld or not tally.is_official else forms_of(asked, tally.what_ifs)
    return Count(view, known, is_partial and asked.pot is None, ballot_files(view, forms), address)


async def _setting(reader: Reader, asked: Question, tally: StoredTally) -> Setting:
    here, office = await city(), (await office_page()).text
    owner = Site(here.name, here.is_demo, here.attribution, True).owner
    who = await counted_by(asked.slug, tally.digest)
    return Setting(owner, here.name, office.name, office.address, who, reader.base_url)


async def pdf_of(paper: Paper) -> bytes:
    """The PDF, dated by its count: the same result gives the same bytes. Raises typesetting.Unset."""
    locale = paper.minutes.language
    words = {"page": translate(locale, N_("pagina")), "of": translate(locale, N_("di"))}
    colour = (await profile()).colour or OWN
    assert paper.tally.computed_at is not None
    return await as_pdf(paper.minutes, await coat_of_arms(), colour, paper.tally.computed_at, words)
