# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Grades: how many gave which grade to each option, with the middle of all voters."""

from fractions import Fraction

from web.figures.bars import word
from web.figures.parts import LETTERS, NARROW, SMALL, Canvas, Drawn, Table, box, drawn_text, fits, rule, wrapped
from web.figures.reading import Reading

# The highest grade first: a scale of one hue, light in the middle of nothing; numbers and order say the same.
SCALE = {
    2: ("f-5", "f-lost"),
    3: ("f-5", "f-3", "f-lost"),
    4: ("f-5", "f-4", "f-2", "f-lost"),
    5: ("f-5", "f-4", "f-3", "f-1", "f-lost"),
    6: ("f-5", "f-4", "f-3", "f-2", "f-1", "f-lost"),
}
DARK = {"f-5", "f-4", "f-3"}
MOST = 24


def profile(reading: Reading, ident: str) -> Drawn:
    """A bar for each option, the best grades at the left; the grade on the middle line is the one that counts."""
    held: dict[str, list[int]] = {str(o): list(given) for o, given in reading.evidence["grades"].items()}
    grades = len(next(iter(held.values())))
    order = reading.ranked
    sentence, tables = _finding(reading, held), [_table(reading, held)]
    if grades not in SCALE:
        return Drawn(ident, sentence, None, tables)
    canvas = Canvas(ident)
    _key(canvas, reading, grades)
    for option in order[:MOST]:
        _bar(canvas, reading, option, held[option])
    canvas.write(reading.gettext("La linea è a metà dei votanti: conta il giudizio che taglia."), above=2)
    canvas.y += 2
    described = "; ".join(f"{reading.title(o)}: {_listed(reading, held[o])}" for o in order[:MOST])
    return Drawn(ident, sentence, canvas.svg(sentence, described), tables)


def _finding(reading: Reading, held: dict[str, list[int]]) -> str:
    if not reading.winners:
        return reading.gettext("Nessuna opzione ha vinto.")
    winner, totals = reading.winners[0], reading.totals
    grade, judged = int(totals[winner]), sum(held[winner])
    at_least = Fraction(sum(held[winner][grade:]), judged or 1)
    return reading.gettext(
        "«%(name)s» ha il giudizio di mezzo più alto, «%(grade)s»: il %(share)s dei votanti le ha dato tanto o di più.",
        name=reading.title(winner),
        grade=reading.grades(len(held[winner]))[grade],
        share=reading.percent(at_least),
    )


def _key(canvas: Canvas, reading: Reading, grades: int) -> None:
    canvas.write(reading.gettext("Giudizi, dal più alto al più basso"))
    across, words, short = 100 / grades, reading.grades(grades)[::-1], []
    for place, css in enumerate(SCALE[grades]):
        canvas.add(box(place * across, canvas.y, across - 0.6, 20, css, edge="f-edge" if css == "f-lost" else ""))
        ink = "f-on" if css in DARK else "f-ink"
        middle = (place + 0.5) * across
        if fits(words[place], across, margin=4):
            canvas.add(drawn_text(middle, canvas.y + 15, words[place], size=SMALL, css=ink, anchor="middle"))
        else:
            canvas.add(
                drawn_text(middle, canvas.y + 15, LETTERS[place], size=SMALL, css=ink, strong=True, anchor="middle")
            )
            short.append(f"{LETTERS[place]} {words[place]}")
    canvas.y += 24
    if short:
        canvas.write(", ".join(short))
    canvas.y += 6


def _bar(canvas: Canvas, reading: Reading, option: str, given: list[int]) -> None:
    won, judged = option in reading.winners, sum(given)
    for line in wrapped(reading.title(option), NARROW - 34, strong=won):
        canvas.y += 19
        canvas.add(drawn_text(0, canvas.y - 6, line, strong=won, lang=reading.lang))
    look = "f-won" if won else "f-soft"
    said = word(reading, won).upper()
    canvas.add(drawn_text(100, canvas.y - 6, said, size=SMALL, css=look, strong=True, anchor="end"))
    x = Fraction(0)
    for place, css in enumerate(SCALE[len(given)]):
        number = given[len(given) - 1 - place]
        if not number:
            continue
        share = Fraction(100 * number, judged)
        canvas.add(box(x, canvas.y, share, 24, css, edge="f-edge" if css == "f-lost" else ""))
        if fits(text := reading.number(number), share, margin=4):
            ink = "f-on" if css in DARK else "f-ink"
            canvas.add(drawn_text(x + share / 2, canvas.y + 17, text, size=SMALL, css=ink, anchor="middle"))
        x += share
    canvas.add(rule(50, canvas.y - 3, 50, canvas.y + 28, "f-ink", thick=2))
    canvas.y += 36


def _listed(reading: Reading, given: list[int]) -> str:
    words = reading.grades(len(given))
    parts = [f"{words[grade]} × {reading.number(n)}" for grade, n in reversed(list(enumerate(given))) if n]
    return ", ".join(parts)


def _table(reading: Reading, held: dict[str, list[int]]) -> Table:
    _ = reading.gettext
    grades = len(next(iter(held.values())))
    words = reading.grades(grades)
    heads = [(word_, "number") for word_ in reversed(words)]
    columns = [(_("Opzione"), "text"), *heads, (reading.unit(), "text"), (_("Ha vinto"), "text")]
    rows = [
        (
            reading.title(option),
            *(reading.number(given) for given in reversed(held[option])),
            words[int(reading.totals[option])],
            word(reading, option in reading.winners),
        )
        for option in reading.ranked
    ]
    return Table(_("Quanti hanno dato ogni giudizio"), columns, rows)
