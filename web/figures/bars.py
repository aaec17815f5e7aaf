# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bars: every option with its total, who won, and where the money ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from web.figures.parts import NARROW, SMALL, Canvas, Drawn, Table, box, drawn_text, fits, rule, wrapped
from web.figures.reading import Reading
from web.maps.texts import width

MOST = 24  # bars in one figure; the table has all
ACROSS = 88.0  # per cent of the width for the longest bar: the rest is for «sì» and «no»


@dataclass(frozen=True, slots=True)
class Bar:
    """One option: its total and that in words, what stands beside its name, whether it won."""

    name: str
    value: Fraction
    text: str
    beside: str
    won: bool


def by_votes(reading: Reading, ident: str) -> Drawn:
    """Options by their total, the highest first; of a budget also its money, and a line below the last funded one."""
    order = by_total(reading)
    bars = [_bar(reading, option) for option in order]
    canvas = Canvas(ident)
    sentence = finding(reading)
    if reading.has_money:
        _money(canvas, reading, [option for option in order if option in reading.winners])
    _draw(canvas, reading, bars[:MOST], _ended(reading, bars[:MOST]))
    note = ""
    if len(bars) > MOST:
        note = reading.gettext("Il disegno mostra le prime %(n)s opzioni; la tabella le ha tutte.", n=MOST)
    return Drawn(ident, sentence, canvas.svg(sentence, described(bars[:MOST])), [table(reading, order)], note)


def at_the_end(reading: Reading, ident: str, sentence: str) -> Drawn:
    """The votes with which each option was left, against the quota: a count by transfers that is too long to draw."""
    left = last_tallies(reading)
    order = sorted(reading.ids, key=lambda option: (-left[option], reading.ranked.index(option)))
    bars = [Bar(reading.title(o), left[o], reading.number(left[o]), "", o in reading.winners) for o in order[:MOST]]
    canvas = Canvas(ident)
    needed = Fraction(str(reading.rounds[-1]["quota"]))
    _draw(canvas, reading, bars, None, needed)
    canvas.write(reading.gettext("La linea è la quota: %(quota)s voti.", quota=reading.number(needed)))
    canvas.y += 4
    return Drawn(ident, sentence, canvas.svg(sentence, described(bars)), [by_round(reading)])


def finding(reading: Reading) -> str:
    """What a result is, in one sentence with its numbers: who won and how far the next one was."""
    _ = reading.gettext
    if not reading.winners:
        return _("Nessuna opzione ha vinto.")
    if reading.has_money:
        return _with_money(reading)
    totals, losers = reading.totals, [option for option in reading.ranked if option not in reading.winners]
    last, held = reading.winners[-1], reading.listed(reading.winners)
    if not losers:
        return _("Tutte le opzioni sono elette: %(names)s.", names=held)
    rival = max(losers, key=lambda option: totals[option])
    values = {
        "names": held,
        "last": reading.title(last),
        "votes": reading.amount(totals[last]),
        "rival": reading.title(rival),
        "rival_votes": reading.amount(totals[rival]),
    }
    if totals[rival] == totals[last]:
        return _(
            "Passa %(names)s. «%(rival)s» ha lo stesso totale di «%(last)s», %(votes)s: decide il criterio di parità.",
            **values,
        )
    if len(reading.winners) == 1:
        return _("«%(names)s» vince con %(votes)s; «%(rival)s» segue con %(rival_votes)s.", **values)
    lowest = min(reading.winners, key=lambda option: totals[option])
    if totals[rival] > totals[lowest]:
        values |= {"last": reading.title(lowest), "votes": reading.amount(totals[lowest])}
        return _(
            "Passano %(names)s. «%(rival)s» resta fuori con %(rival_votes)s, più di «%(last)s»: %(votes)s.",
            **values,
        )
    return _(
        "Passano %(names)s. L'ultimo posto va a «%(last)s» con %(votes)s; «%(rival)s» segue con %(rival_votes)s.",
        **values,
    )


def _with_money(reading: Reading) -> str:
    spent = sum(reading.cost(option) or 0 for option in reading.winners)
    budget = Fraction(str(reading.outcome["budget"]))
    funded, left = len(reading.winners), budget - spent
    return reading.ngettext(
        "%(num)s progetto su %(all)s prende %(spent)s dei %(budget)s: avanzano %(left)s.",
        "%(num)s progetti su %(all)s prendono %(spent)s dei %(budget)s: avanzano %(left)s.",
        funded,
        all=len(reading.ids),
        spent=reading.euro(spent),
        budget=reading.euro(budget),
        left=reading.euro(left),
    )


def by_total(reading: Reading) -> list[str]:
    """Options by total, the highest first; among equals the winners, then as they are ranked."""
    place = {option: at for at, option in enumerate(reading.ranked)}
    totals, won = reading.totals, set(reading.winners)
    return sorted(reading.ids, key=lambda option: (-totals[option], option not in won, place[option]))


def described(bars: Sequence[Bar]) -> str:
    """The bars one after the other, for who does not see them."""
    return "; ".join(f"{bar.name}: {bar.text}" for bar in bars)


def table(reading: Reading, order: Sequence[str]) -> Table:
    """The same numbers: option, total, cost, whether it won."""
    _ = reading.gettext
    money = [(_("Costo"), "number")] if reading.has_money else []
    columns = [(_("Opzione"), "text"), (reading.unit(), "number"), *money, (_("Ha vinto"), "text")]
    rows = []
    for option in order:
        cost = [reading.euro(reading.cost(option) or 0)] if reading.has_money else []
        total = reading.number(reading.totals[option])
        rows.append((reading.title(option), total, *cost, word(reading, option in reading.winners)))
    return Table(_("I numeri di ogni opzione"), columns, rows)


def word(reading: Reading, won: bool) -> str:
    """Yes or no."""
    return reading.gettext("sì") if won else reading.gettext("no")


def last_tallies(reading: Reading) -> dict[str, Fraction]:
    """The highest votes that each option had at the end of a round: what it was elected or excluded with."""
    return {
        option: max(Fraction(str(step["tallies"].get(option, "0"))) for step in reading.rounds)
        for option in reading.ids
    }


def by_round(reading: Reading) -> Table:
    """A count by transfers round by round: the votes of each option, and what could not be passed on."""
    _ = reading.gettext
    steps = reading.rounds
    columns = [(_("Opzione"), "text"), *((_("Passo %(n)s", n=step["stage"]), "number") for step in steps)]
    rows = []
    for option in reading.ranked:
        held = (Fraction(str(step["tallies"].get(option, "0"))) for step in steps)
        rows.append((reading.title(option), *(reading.number(votes) if votes else "–" for votes in held)))
    rows.append((_("Non trasferibili"), *(reading.number(step["non_transferable"]) for step in steps)))
    return Table(_("I voti a ogni passo"), columns, rows)


def _bar(reading: Reading, option: str) -> Bar:
    total = reading.totals[option]
    cost = reading.cost(option) if reading.has_money else None
    text = reading.amount(total)
    return Bar(reading.title(option), total, text, reading.euro(cost) if cost else "", option in reading.winners)


def _ended(reading: Reading, bars: Sequence[Bar]) -> tuple[int, str] | None:
    """Before which bar nobody is funded any more, and the words for it; None where the last one is funded."""
    if not reading.has_money or not any(bar.won for bar in bars) or bars[-1].won:
        return None
    last = max(at for at, bar in enumerate(bars) if bar.won)
    spent = sum(reading.cost(option) or 0 for option in reading.winners)
    left = Fraction(str(reading.outcome["budget"])) - spent
    return last + 1, reading.gettext("Da qui in giù nessuno è finanziato: restano %(left)s.", left=reading.euro(left))


def _draw(
    canvas: Canvas, reading: Reading, bars: Sequence[Bar], ended: tuple[int, str] | None, needed: Fraction | None = None
) -> None:
    """Name and cost, below them the bar with its total, at its end whether it won."""
    low = min([Fraction(0), *(bar.value for bar in bars)])
    span = max([Fraction(1), *(bar.value for bar in bars), needed or Fraction(0)]) - low
    for at, bar in enumerate(bars):
        if ended and ended[0] == at:
            canvas.y += 8
            canvas.add(rule(0, canvas.y, 100, canvas.y, thick=1.5))
            canvas.write(ended[1], css="f-ink", strong=True, above=4)
            canvas.y += 6
        room = NARROW - (width(bar.beside, SMALL) + 12 if bar.beside else 0)
        for line in wrapped(bar.name, room, strong=bar.won):
            canvas.y += 19
            canvas.add(drawn_text(0, canvas.y - 6, line, strong=bar.won, lang=reading.lang))
        if bar.beside:
            canvas.add(drawn_text(100, canvas.y - 6, bar.beside, size=SMALL, css="f-soft", anchor="end"))
        _bar_of(canvas, reading, bar, low, span)
        if needed is not None:
            x = ACROSS * (needed - low) / span
            canvas.add(rule(x, canvas.y - 2, x, canvas.y + 24, "f-ink", thick=2))
        canvas.y += 34


def _bar_of(canvas: Canvas, reading: Reading, bar: Bar, low: Fraction, span: Fraction) -> None:
    zero, share = ACROSS * -low / span, ACROSS * abs(bar.value) / span
    start = zero - share if bar.value < 0 else zero
    canvas.add(box(start, canvas.y, share, 22, "f-won" if bar.won else "f-lost", edge="" if bar.won else "f-edge"))
    inside = fits(bar.text, share, margin=14)
    place = start + share
    css, anchor, dx = ("f-on" if bar.won else "f-ink", "end", -6.0) if inside else ("f-ink", "start", 6.0)
    canvas.add(drawn_text(place, canvas.y + 16, bar.text, size=SMALL, css=css, strong=True, anchor=anchor, dx=dx))
    said = word(reading, bar.won).upper()
    look = "f-won" if bar.won else "f-soft"
    canvas.add(drawn_text(100, canvas.y + 16, said, size=SMALL, css=look, strong=True, anchor="end"))


def _money(canvas: Canvas, reading: Reading, funded: Sequence[str]) -> None:
    """The budget as one bar: a part for each project that is funded, then what is left."""
    budget = Fraction(str(reading.outcome["budget"]))
    costs = [reading.cost(option) or Fraction(0) for option in funded]
    left = budget - sum(costs)
    head = reading.gettext("Dove vanno %(budget)s", budget=reading.euro(budget))
    canvas.write(head, css="f-ink", strong=True)
    at = Fraction(0)
    for place, (option, cost) in enumerate(zip(funded, costs, strict=True)):
        share = 100 * cost / budget
        said = f"{reading.title(option)}: {reading.euro(cost)}"
        canvas.add(box(at, canvas.y, share, 26, "f-won" if place % 2 == 0 else "f-3", said=said))
        if fits(text := reading.euro(cost), share):
            canvas.add(drawn_text(at + share / 2, canvas.y + 18, text, size=SMALL, css="f-on", anchor="middle"))
        at += share
    if left > 0:
        canvas.add(box(at, canvas.y, 100 - at, 26, "f-lost", edge="f-edge"))
        text = reading.gettext("avanzano %(left)s", left=reading.euro(left))
        if fits(text, 100 - at):
            canvas.add(drawn_text(at + (100 - at) / 2, canvas.y + 18, text, size=SMALL, anchor="middle"))
    canvas.y += 42
