# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The result in minutes: one sentence, the money, the figure, every option with its reason."""

from web.figures import Table
from web.pages.ballots.minutes.counts import Count
from web.pages.ballots.minutes.document import Block, Facts, Lines, Paragraph, Picture, Section
from web.pages.ballots.results_view import Line
from web.words.choices import hidden_words, shared_cost
from web.words.sentences import told


def the_result(count: Count) -> Section:
    """What was decided."""
    view, reading, drawn = count.view, count.reading, count.figure
    _ = reading.gettext
    blocks: list[Block] = []
    if drawn:
        blocks.append(Paragraph(drawn.sentence, strong=True))
    if view.winners:
        blocks.append(Lines([f"{place}. {_named(line, count)}" for place, line in enumerate(view.winners, 1)]))
    else:
        blocks.append(Paragraph(_("Nessuna opzione ha vinto.")))
    if view.has_budget and count.asked.budget_cents:
        left = count.asked.budget_cents - view.spent_cents
        rows = [
            (_("Somma disponibile"), reading.euro(count.asked.budget_cents)),
            (_("Spesi"), reading.euro(view.spent_cents)),
            (_("Avanzano"), reading.euro(left)),
        ]
        blocks.append(Facts(rows))
    if drawn and drawn.svg:
        words = _("Figura. %(sentence)s Gli stessi numeri sono nelle tabelle.", sentence=drawn.sentence)
        blocks.append(Picture(str(drawn.svg), words))
    return Section(_("Il risultato"), blocks)


def _named(line: Line, count: Count) -> str:
    cost = line.choice.cost_cents if count.view.has_budget else None
    return f"{line.choice.title}, {count.reading.euro(cost)}" if cost else line.choice.title


def the_options(count: Count) -> Section:
    """Each option with what it got, what it costs, how it ended and why."""
    reading, view = count.reading, count.view
    _ = reading.gettext
    money = [(_("Costo"), "number")] if view.has_budget else []
    columns = [(_("Opzione"), "text"), (reading.unit(), "number"), *money, (_("Esito"), "text"), (_("Motivo"), "text")]
    yes, no = (_("Finanziato"), _("No")) if view.has_budget else (_("Ha vinto"), _("No"))
    rows = []
    for line in view.lines:
        standing = line.standing
        cost = [reading.euro(line.choice.cost_cents or 0)] if view.has_budget else []
        total = reading.gettext(standing.word) if standing.word else reading.number(standing.total)
        rows.append((line.choice.title, total, *cost, yes if standing.won else no, why(line, count)))
    return Section(_("Le opzioni, una per una"), [Table(_("Voti, esito e motivo di ogni opzione"), columns, rows)])


def why(line: Line, count: Count) -> str:
    """Why it won or lost, what it lacked, why not with more votes; that others pay a part, that its text is hidden."""
    standing, view, _ = line.standing, count.view, count.reading.gettext
    said = [str(told([*standing.reasons, *standing.lacked], view.locale, view.title).unescape())]
    if standing.despite:
        asked = _("Perché no, con più %(unit)s?", unit=count.reading.unit().lower())
        said += [asked, str(told(standing.despite, view.locale, view.title).unescape())]
    said += [shared_cost(line.choice, view.locale), hidden_words(line.choice, view.locale)]
    return " ".join(part for part in said if part)


def withheld(count: Count) -> list[Section]:
    """Of a pot in which few voted: what is funded, and the digest; its numbers stay with the office."""
    _ = count.reading.gettext
    first = Paragraph(
        _(
            "Con meno di cinque schede i voti non si pubblicano: si capirebbe chi ha scelto che cosa. L'ufficio "
            "conserva il conteggio, e la sua impronta è pubblica."
        )
    )
    found = the_result(count)
    digest = Facts([(_("Impronta del risultato"), count.tally.digest)])
    return [Section(found.title, [first, *found.blocks, digest])]
