# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What minutes say before the numbers: whose vote it was, when, who counted, who could vote and how many did."""

from collections.abc import Sequence
from datetime import datetime

from analytics.disclosure import is_withheld
from deliberation.consultations.states import State
from voting import RULES, warnings
from voting.evidence import transcript
from web.pages.ballots.minutes.counts import Count, Setting
from web.pages.ballots.minutes.document import Facts, Lines, Paragraph, Section
from web.printing.sheets import since_when, until_when
from web.words import i18n
from web.words.messages.marks import N_
from web.words.regulations import conditions_told


def notes(count: Count, *, is_official: bool, whole: bool) -> list[str]:
    """What must be known first: not published, annulled, only a comparison, numbers for the office alone."""
    asked, _ = count.asked, count.reading.gettext
    said = []
    if asked.state == State.ANNULLED and asked.cancelled_at:
        when = i18n.short_moment(asked.cancelled_at, count.view.locale)
        said.append(f"{_('Annullato il %(when)s', when=when)}. {asked.cancel_reason}".strip())
    elif asked.state != State.RESULTS:
        said.append(_("Bozza: il risultato non è ancora pubblico."))
    if not is_official:
        said.append(_("È un confronto con un'altra regola: non decide niente."))
    if not whole and asked.pot and is_withheld(count.outcome["n_ballots"]):
        said.append(_("Con meno di cinque schede questi numeri restano all'ufficio: non si pubblicano."))
    return said


def the_vote(count: Count, setting: Setting) -> Section:
    """Whose vote, on what, for whom."""
    asked, _ = count.asked, count.reading.gettext
    office = ", ".join(part for part in (setting.office, setting.office_address) if part)
    rows = [
        (_("Ente"), setting.owner),
        (_("Ufficio"), office),
        (_("Consultazione"), asked.title),
        (_("Di che cosa si tratta"), asked.summary),
        (_("Perché"), asked.purpose),
        (_("Chi decide"), asked.decided_by),
        (_("Dove"), place_of(count, setting)),
        (_("Somma"), asked.pot.name if asked.pot else ""),
        (_("Voti importati"), asked.imported_from),
    ]
    if not asked.imported_from:
        rows.append((_("Chi poteva votare"), " ".join(conditions_told(asked.voters, count.view.locale))))
    return Section(_("La votazione"), [Facts([(name, text) for name, text in rows if text])])


def place_of(count: Count, setting: Setting) -> str:
    """Where was voted: the neighbourhoods' names, or the city's."""
    asked = count.asked
    if asked.city_wide or not asked.neighbourhoods:
        return setting.city
    return ", ".join(place.name for place in asked.neighbourhoods)


def the_dates(count: Count) -> Section:
    """Opening, closing, counting, publication."""
    asked, locale, _ = count.asked, count.view.locale, count.reading.gettext
    dated: list[tuple[str, datetime | None]] = [
        (_("Schede contate"), count.tally.computed_at),
        (_("Risultato pubblicato"), asked.result_published_at),
        (_("Risultato annullato"), asked.cancelled_at if asked.state == State.ANNULLED else None),
    ]
    told = [(name, i18n.moment(instant, locale)) for name, instant in dated if instant]
    if not asked.imported_from:
        opened, closed = since_when(asked.opens_at, locale), until_when(_closing(count), locale)
        told.insert(0, (_("Si è votato"), f"{opened}, {closed}"))
        if asked.roll_frozen_at:
            told.insert(0, (_("Lista di chi vota fissata"), i18n.moment(asked.roll_frozen_at, locale)))
    return Section(_("Le date"), [Facts(told)])


def _closing(count: Count) -> datetime:
    """When the vote closed: as foreseen, or earlier by the office."""
    asked = count.asked
    return min(asked.closes_at, asked.closed_at or asked.closes_at)


# Who makes a count, by the journal's word; people have accounts, whose names stand in no minutes.
COUNTED_BY = {
    "system": N_("Il programma, da solo."),
    "cli": N_("Chi amministra il sistema, dalla riga di comando."),
    "": N_("Non indicato."),
}


def who_counted(count: Count, setting: Setting) -> Section:
    """The role of who counted, the program and the rule with their versions."""
    _, tally = count.reading.gettext, count.tally
    rule = RULES[tally.rule]
    person = N_("Una persona dell'ufficio, con il suo account.")
    who = _(COUNTED_BY.get(setting.counted_by, person))
    name = rule.name(count.view.locale)
    rows = [
        (_("Ha avviato il conteggio"), who),
        (_("Programma"), _("Rione, versione %(version)s", version=tally.program_version)),
        (_("Regola"), _("%(name)s, versione %(version)s", name=name, version=count.outcome["rule_version"])),
    ]
    return Section(_("Chi ha contato"), [Facts(rows)])


def the_ballots(count: Count) -> Section:
    """Who could vote, who did, and what the ballots were."""
    reading, outcome, known = count.reading, count.outcome, count.known
    _, number = reading.gettext, reading.number
    rows: list[tuple[str, str]] = []
    if known and known.share:
        rows += [
            (_("Potevano votare"), number(known.entitled)),
            (_("Hanno votato"), number(known.ballots)),
            (_("Affluenza"), i18n.percent(known.share.value, reading.locale)),
        ]
    elif count.asked.imported_from:
        rows.append((_("Potevano votare"), _("non noto")))
    else:
        rows.append((_("Potevano votare"), _("nascosto")))
    rows += [
        (_("Schede contate"), number(outcome["n_ballots"])),
        (_("Schede valide"), number(outcome["n_valid"])),
        (_("Schede bianche"), number(outcome["n_blank"])),
        (_("Schede nulle"), number(outcome["n_invalid"])),
        (_("Schede messe da parte"), number(outcome.get("n_set_aside", 0))),
    ]
    blocks: list[Facts | Paragraph | Lines] = [Facts(rows)]
    if count.is_partial and known and known.share:
        hidden = _("Senza i quartieri in cui hanno votato in pochi, o quasi tutti: i loro numeri sono nascosti.")
        blocks.append(Paragraph(hidden))
    blocks += [Paragraph(text) for text in _corrections(count)]
    told = [warnings.sentence(warning, reading.locale) for warning in outcome.get("warnings", ())]
    return Section(_("Persone e schede"), [*blocks, *([Lines(told)] if told else [])])


def _corrections(count: Count) -> Sequence[str]:
    """Why ballots were set aside, and how the list of voters was corrected: as the result's page says it."""
    reading, said = count.reading, []
    _, number = reading.gettext, reading.number
    if count.view.set_aside:
        text = _(
            "Le schede messe da parte non sono contate: chi le aveva date ha perso il diritto di voto mentre si votava."
        )
        given = count.outcome["set_aside"]
        words = transcript.WORDS[reading.locale]
        reasons = ", ".join(f"{words[reason]} {number(n)}" for reason, n in given.items())
        why = f"{_('Perché:')} {reasons}." if given else _("I motivi, con numeri così piccoli, non si pubblicano.")
        said.append(f"{text} {why}")
    if roll := count.view.roll:
        values = {name: number(n) for name, n in roll.items()}
        text = _(
            "La lista di chi poteva votare è stata corretta mentre si votava. Persone aggiunte: %(added)s; tolte: "
            "%(struck)s; contate una volta sola, con due account: %(merged)s.",
            **values,
        )
        said.append(f"{text} {_('Erano %(frozen)s, alla fine %(entitled)s.', **values)}")
    return said
