# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How it was counted: the rule in its words and parameters, then the count step by step with its evidence."""

from collections.abc import Mapping
from fractions import Fraction
from functools import partial

from markupsafe import Markup

from voting.evidence import transcript
from voting.tallies import Parameter
from web.figures import Reading, Table
from web.figures.bars import by_votes
from web.figures.fitting import fitting
from web.pages.ballots.minutes.counts import Count, exact, money, write
from web.pages.ballots.minutes.document import Block, Facts, Lines, Paragraph, Section
from web.render import environment
from web.words import i18n
from web.words.choices import limits_told
from web.words.messages.marks import N_

# Parameters that no form asks for by a label; what is not here is said elsewhere in the minutes.
UNLABELLED = {
    "seats": N_("Posti"),
    "support": N_("Sostegno minimo, in proporzione al costo"),
    "group_weights": N_("Peso di ogni quartiere"),
}


def the_rule(count: Count) -> Section:
    """The rule in three lines, what a ballot could hold, parameters, limits, what breaks a tie."""
    view, reading = count.view, count.reading
    _, rule = reading.gettext, reading.rule
    explained = rule.explained(money=view.has_budget)
    blocks: list[Block] = [Lines([_(line) for line in explained.lines])]
    paper = environment(view.locale).get_template("ballots/_rule.html").module
    ballot = " ".join(Markup(paper.limits(count.asked)).unescape().split())  # type: ignore[attr-defined]  # noqa: S704
    criteria = [transcript.criterion(str(name), view.locale) for name in count.outcome["tie_policy"]]
    rows = [(_("La scheda"), ballot), *_parameters(count), (_("In caso di parità, nell'ordine"), ", ".join(criteria))]
    blocks.append(Facts(rows))
    if limits := limits_told(count.asked, view.locale):
        blocks.append(Lines(limits))
    return Section(_("La regola: %(rule)s", rule=rule.name(view.locale)), blocks)


def _parameters(count: Count) -> list[tuple[str, str]]:
    """Each parameter in words. Those about money are left out where no money is spent."""
    reading, rule = count.reading, count.reading.rule
    given = {**count.asked.rule_parameters, **count.outcome["params"]}
    only_seats = rule.of_seats is not None and not count.view.has_budget
    found = []
    for parameter in rule.fields:
        value = str(given.get(parameter.name, parameter.default))
        label = parameter.label or UNLABELLED.get(parameter.name, "")
        is_silent = (not parameter.label and value in ("", "0")) or (only_seats and parameter.name != "seats")
        if label and not is_silent:
            found.append((reading.gettext(label).rstrip("?"), _value(parameter, value, reading)))
    return found


def _value(parameter: Parameter, value: str, reading: Reading) -> str:
    """A value in words: its label, a share in per cent, a number."""
    if value in parameter.labels:
        return reading.gettext(parameter.labels[value])
    if parameter.form == "share":
        share = Fraction(value)
        return i18n.percent(float(share), reading.locale, 2) if (share * 10_000).denominator == 1 else value
    return exact(reading, value) if parameter.form in ("integer", "amount") else value


def the_steps(count: Count) -> Section:
    """What happened at each step, with the tables that the figure has for it."""
    reading, view, drawn = count.reading, count.view, count.figure
    _ = reading.gettext
    blocks: list[Block] = [Paragraph(text) for text in (stopped(count), *_quota(reading)) if text]
    listed = transcript.steps(count.outcome, count.names, view.locale, partial(write, reading))
    blocks.append(Lines(listed))
    if moved := transfers(reading):
        blocks.append(moved)
    if drawn and fitting(reading) is not by_votes:
        blocks += drawn.tables
    if locked := locked_duels(reading):
        blocks.append(locked)
    return Section(_("Il conteggio, passo per passo"), blocks)


def stopped(count: Count) -> str:
    """Of Equal Shares: with how much a head it began, where it stopped and why; '' of any other count."""
    evidence, reading, params = count.outcome["evidence"], count.reading, count.outcome["params"]
    if "first_endowment" not in evidence:
        return ""
    _, ended = reading.gettext, evidence["endowment"]
    if evidence["everything_fits"]:
        return _("Tutti i progetti scelti da qualcuno costano insieme meno della somma: non serve dividerla in parti.")
    values = {"first": money(reading, evidence["first_endowment"]), "last": money(reading, ended)}
    if params["completion"] not in ("add1", "add1u"):
        return _("Ogni scheda ha avuto %(last)s. Le parti non si aumentano.", **values)
    begun = _("Ogni scheda è partita da %(first)s, e la parte è cresciuta fino a %(last)s.", **values)
    return f"{begun} {_why_there(count, count.tally.what_ifs.get('one_step_more'))}"


def _why_there(count: Count, following: Mapping[str, str] | None) -> str:
    """Why no step more; counts from before this was kept do not say what it would have cost."""
    reading = count.reading
    _ = reading.gettext
    if following is None:
        return _("Un passo in più avrebbe superato la somma, o non avrebbe aggiunto altri progetti.")
    if "spent" not in following:
        return _("Un passo in più non serviva: nessun altro progetto poteva entrare.")
    budget, spent = Fraction(str(count.outcome["budget"])), Fraction(following["spent"])
    return _(
        "Con un passo in più, a %(next)s, i progetti comprati sarebbero costati %(spent)s: %(over)s più della somma. "
        "Per questo ci si è fermati.",
        next=money(reading, following["endowment"]),
        spent=money(reading, spent),
        over=money(reading, spent - budget),
    )


def _quota(reading: Reading) -> list[str]:
    """Of a count by transfers: the votes that elect."""
    first = reading.rounds[0] if reading.rounds else {}
    if "quota" not in first:
        return []
    _, quotas = reading.gettext, list(dict.fromkeys(str(step["quota"]) for step in reading.rounds))
    if "seats" not in reading.outcome["params"]:
        return [_("Più della metà delle schede valide: almeno %(quota)s.", quota=exact(reading, quotas[0]))]
    if len(quotas) == 1:
        return [_("Per entrare servono %(quota)s voti: è la quota.", quota=exact(reading, quotas[0]))]
    values = {"first": exact(reading, quotas[0]), "last": exact(reading, quotas[-1])}
    return [_("La quota per entrare cambia: da %(first)s voti al primo passo a %(last)s all'ultimo.", **values)]


def transfers(reading: Reading) -> Table | None:
    """How many votes went from whom to whom at each step; None where a count does not say it."""
    _, rows = reading.gettext, []
    for step in reading.rounds:
        for to, votes in step.get("transfers", {}).items():
            source = reading.title(str(step["option"]))
            rows.append((_("Passo %(n)s", n=step["stage"]), source, reading.title(str(to)), exact(reading, str(votes))))
    columns = [(_("Passo"), "text"), (_("Da chi"), "text"), (_("A chi"), "text"), (_("Voti"), "number")]
    return Table(_("I voti che passano"), columns, rows) if rows else None


def locked_duels(reading: Reading) -> Table | None:
    """Of ranked pairs: the duels that were locked, in that order; None of any other count."""
    locked = reading.evidence.get("locked")
    if not locked:
        return None
    _, at, matrix = reading.gettext, {o: n for n, o in enumerate(reading.ids)}, reading.evidence["pairwise"]
    rows = [
        (
            _("«%(one)s» davanti a «%(other)s»", one=reading.title(one), other=reading.title(other)),
            reading.number(matrix[at[one]][at[other]]),
            reading.number(matrix[at[other]][at[one]]),
        )
        for one, other in locked
    ]
    columns = [(_("Sfida fissata"), "text"), (_("A favore"), "number"), (_("Contro"), "number")]
    return Table(_("Le sfide fissate, dalla più netta"), columns, rows)
