# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Minutes put together: of one count, or of a budget in pots with a section for each."""

from collections.abc import Sequence
from dataclasses import replace

from analytics.participation import Turnout
from deliberation.ballots.questions import Question
from web.figures import Table
from web.pages.ballots.minutes import checks, findings, heads, steps
from web.pages.ballots.minutes.counts import Count, Setting
from web.pages.ballots.minutes.document import Block, Facts, Minutes, Paragraph, Section
from web.words import i18n


def of_count(count: Count, setting: Setting) -> Minutes:
    """The minutes of one count; room to sign where it is the official one."""
    is_official = count.tally.is_official
    sections = [
        heads.the_vote(count, setting),
        heads.the_dates(count),
        heads.who_counted(count, setting),
        *parts(count),
        checks.the_digests(count, setting),
        *([checks.to_sign(count)] if is_official else []),
    ]
    return _bound(count, setting, heads.notes(count, is_official=is_official, whole=False), sections)


def parts(count: Count) -> list[Section]:
    """What minutes say of each count."""
    return [
        heads.the_ballots(count),
        findings.the_result(count),
        findings.the_options(count),
        steps.the_rule(count),
        steps.the_steps(count),
        checks.the_ties(count),
    ]


def of_pots(
    asked: Question, counts: Sequence[Count], setting: Setting, whole: Turnout, is_partial: bool, digest: str
) -> Minutes:
    """The minutes of a budget in pots: all together, then each by itself; the numbers of a pot in which few voted stay
    with the office, also for who is of the office: the document is made to be published."""
    first = counts[0]
    general = replace(first, view=replace(first.view, question=asked))
    _ = first.reading.gettext
    sections = [
        heads.the_vote(general, setting),
        heads.the_dates(general),
        heads.who_counted(first, setting),
        _together(asked, counts, whole, is_partial),
    ]
    for count in counts:
        assert count.asked.pot is not None
        inner = findings.withheld(count) if count.view.withheld else [*parts(count), checks.the_digests(count, setting)]
        sections.append(
            Section(count.asked.pot.name, [Facts([(_("Somma"), first.reading.euro(count.asked.budget_cents or 0))])])
        )
        sections += [replace(section, level=2) for section in inner]
    every = Facts([(_("Impronta di tutti i risultati insieme"), digest)])
    sections += [Section(_("Impronta di tutte le somme"), [every]), checks.to_sign(first)]
    return _bound(general, setting, heads.notes(general, is_official=True, whole=True), sections)


def _together(asked: Question, counts: Sequence[Count], whole: Turnout, is_partial: bool) -> Section:
    """The sums of all pots, and who voted in all."""
    reading = counts[0].reading
    _ = reading.gettext
    rows: list[tuple[str, ...]] = []
    for count in counts:
        view, pot = count.view, count.asked.pot
        assert pot is not None
        won = _("%(n)s su %(all)s", n=len(view.winners), all=len(view.lines))
        rows.append((pot.name, reading.euro(pot.amount_cents), reading.euro(view.spent_cents), won))
    spent = sum(count.view.spent_cents for count in counts)
    funded = sum(len(count.view.winners) for count in counts)
    total = _("%(n)s su %(all)s", n=funded, all=len(asked.choices))
    rows.append((_("In tutto"), reading.euro(asked.budget_cents or 0), reading.euro(spent), total))
    columns = [(_("Quartiere"), "text"), (_("Somma"), "number"), (_("Spesi"), "number"), (_("Finanziati"), "number")]
    said = reading.ngettext(
        "Finanziato %(num)s progetto su %(all)s",
        "Finanziati %(num)s progetti su %(all)s",
        funded,
        all=len(asked.choices),
    )
    blocks: list[Block] = [Paragraph(f"{said}.", strong=True)]
    if whole.ballots and whole.share:
        number = reading.number
        known = [
            (_("Potevano votare"), number(whole.entitled)),
            (_("Hanno votato"), number(whole.ballots)),
            (_("Affluenza"), i18n.percent(whole.share.value, reading.locale)),
        ]
        blocks.append(Facts(known))
    if is_partial:
        hidden = _("Senza i quartieri in cui hanno votato in pochi, o quasi tutti: i loro numeri sono nascosti.")
        blocks.append(Paragraph(hidden))
    return Section(_("Tutte le somme"), [*blocks, Table(_("Le somme e che cosa finanziano"), columns, rows)])


def _bound(count: Count, setting: Setting, notes: Sequence[str], sections: Sequence[Section]) -> Minutes:
    _ = count.reading.gettext
    return Minutes(count.view.locale, _("Verbale di scrutinio"), setting.owner, count.asked.title, notes, sections)
