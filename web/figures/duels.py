# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Duels: who is preferred to whom, as a table of shades; where duels go round in circles, the chains that decide."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from web.figures.bars import word
from web.figures.parts import (
    LETTERS,
    NARROW,
    SMALL,
    Canvas,
    Drawn,
    Table,
    attributes,
    box,
    drawn_text,
    fits,
    p,
    wrapped,
)
from web.figures.reading import Reading

MOST = 12  # options of a drawing
LABEL = 36.0  # per cent for the names
CELL = 34
Matrix = Sequence[Sequence[int]]
Pair = tuple[str, str]


def duels(reading: Reading, ident: str) -> Drawn:
    """Each cell: how many prefer the row to the column. Won duels are dark; those that decide have an edge."""
    matrix: Matrix = reading.evidence["pairwise"]
    at = {option: place for place, option in enumerate(reading.ids)}
    sentence = finding(reading, matrix)
    tables = [_table(reading, matrix, at), *_chains(reading, matrix, at)]
    if len(at) > MOST:
        return Drawn(ident, sentence, None, tables)
    canvas = Canvas(ident)
    decide = _deciding(reading, matrix, at)
    _head(canvas, reading)
    for place, option in enumerate(reading.ranked):
        _line(canvas, reading, place, option, matrix, at, decide)
    canvas.write(
        reading.gettext("Ogni casella: quanti preferiscono la riga alla colonna. Scura: la riga vince."), above=6
    )
    if decide:
        canvas.write(reading.gettext("Con il bordo: le sfide che decidono la classifica."))
    canvas.y += 2
    return Drawn(ident, sentence, canvas.svg(sentence, _described(reading, matrix, at)), tables)


def finding(reading: Reading, matrix: Matrix) -> str:
    """Whether the winner beats everybody, and its closest duel; else that duels go round in circles."""
    if not reading.winners:
        return reading.gettext("Nessuna opzione ha vinto.")
    winner, at = reading.winners[0], {option: place for place, option in enumerate(reading.ids)}
    rivals = [option for option in reading.ids if option != winner]
    if not rivals:
        return reading.gettext("«%(name)s» era l'unica opzione.", name=reading.title(winner))

    def score(rival: str) -> tuple[int, int]:
        return matrix[at[winner]][at[rival]], matrix[at[rival]][at[winner]]

    lost = [rival for rival in rivals if score(rival)[0] <= score(rival)[1]]
    closest = min(lost or rivals, key=lambda rival: (score(rival)[0] - score(rival)[1], rival))
    ours, theirs = score(closest)
    values = {
        "name": reading.title(winner),
        "rival": reading.title(closest),
        "ours": reading.number(ours),
        "theirs": reading.number(theirs),
    }
    if not lost:
        text = reading.gettext(
            "«%(name)s» batte tutte le altre; la sfida più vicina è con «%(rival)s»: %(ours)s a %(theirs)s.", **values
        )
    elif ours == theirs:
        text = reading.gettext("«%(name)s» vince, ma con «%(rival)s» finisce pari: %(ours)s a %(theirs)s.", **values)
    else:
        text = reading.gettext(
            "Nessuna batte tutte le altre: «%(name)s» vince, ma con «%(rival)s» finisce %(ours)s a %(theirs)s.",
            **values,
        )
    return text


def strongest(matrix: Matrix, start: int) -> list[tuple[int, list[int]]]:
    """The strongest chain of won duels from one option to each other: its weakest duel, and who stands in it.

    The widest path by the fewest steps among equals, found step by step (Bellman and Ford); 0 and nobody where there is
    none.
    """
    best: list[tuple[int, list[int]]] = [(0, [])] * len(matrix)
    best[start] = (max(max(row) for row in matrix) + 1, [start])
    longer = [start]  # whose chain became stronger in the last step: only they can make another one stronger
    while longer:
        before, longer_now = list(best), set()
        for via in longer:
            strength, path = before[via]
            for to, votes in enumerate(matrix[via]):
                if min(strength, votes) > best[to][0] and votes > matrix[to][via]:
                    best[to] = (min(strength, votes), [*path, to])
                    longer_now.add(to)
        longer = sorted(longer_now)
    return best


def _deciding(reading: Reading, matrix: Matrix, at: dict[str, int]) -> set[Pair]:
    """The duels that the rule goes by, where it is not all of them: locked ones, or the winner's strongest chains."""
    if locked := reading.evidence.get("locked"):
        return {(str(one), str(other)) for one, other in locked}
    if "strengths" not in reading.evidence or not reading.winners:
        return set()
    names = reading.ids
    chains = strongest(matrix, at[reading.winners[0]])
    return {(names[one], names[other]) for _, path in chains for one, other in pairwise(path)}


def _chains(reading: Reading, matrix: Matrix, at: dict[str, int]) -> list[Table]:
    """For a rule that goes by chains: from the winner to each other one and back."""
    if "strengths" not in reading.evidence or len(reading.ids) < 2 or not reading.winners:
        return []
    _, names, winner = reading.gettext, reading.ids, reading.winners[0]
    chains, back_to = strongest(matrix, at[winner]), reading.evidence["strengths"]
    rows = []
    for rival in reading.ranked:
        if rival == winner:
            continue
        there, path = chains[at[rival]]
        back = back_to[at[rival]][at[winner]]
        told = " → ".join(reading.title(names[one]) for one in path) or "–"
        rows.append((reading.title(rival), told, reading.number(there), reading.number(back)))
    columns = [
        (_("Contro"), "text"),
        (_("La catena più forte"), "text"),
        (_("Vale"), "number"),
        (_("Al contrario"), "number"),
    ]
    return [Table(_("Le catene di sfide più forti di «%(name)s»", name=reading.title(winner)), columns, rows)]


def _head(canvas: Canvas, reading: Reading) -> None:
    canvas.y = 18
    share = (100 - LABEL) / len(reading.ids)
    for place in range(len(reading.ids)):
        middle = LABEL + (place + 0.5) * share
        canvas.add(drawn_text(middle, 13, LETTERS[place], size=SMALL, strong=True, anchor="middle"))


def _line(
    canvas: Canvas,
    reading: Reading,
    place: int,
    option: str,
    matrix: Matrix,
    at: dict[str, int],
    decide: set[Pair],
) -> None:
    share, won = (100 - LABEL) / len(reading.ids), option in reading.winners
    room = NARROW * LABEL / 100 - 22
    names = wrapped(reading.title(option), room, size=SMALL, strong=won, most=2)
    top = canvas.y + CELL / 2 + 5 - 8 * (len(names) - 1)
    canvas.add(drawn_text(0, top, LETTERS[place], size=SMALL, strong=True))
    for line in names:
        look = "f-won" if won else "f-ink"
        canvas.add(drawn_text(0, top, line, size=SMALL, strong=won, css=look, dx=16, lang=reading.lang))
        top += 16
    for across, rival in enumerate(reading.ranked):
        x = LABEL + across * share
        if rival == option:
            continue
        ours, theirs = matrix[at[option]][at[rival]], matrix[at[rival]][at[option]]
        look, ink = _shade(ours, theirs)
        edge = (option, rival) in decide
        said = f"{reading.title(option)} – {reading.title(rival)}: {ours} – {theirs}"
        canvas.add(box(x, canvas.y, share - 0.6, CELL - 3, look, said=said))
        if edge:
            inner = f'x="{p(x + 0.5)}" y="{canvas.y + 1.5:g}" width="{p(share - 1.6)}" height="{CELL - 6}"'
            canvas.add(
                f'<rect {inner} fill="none" {attributes("f-ink", stroke=True).replace("f-ink", "f-ink-line")} '
                'stroke-width="2.5"/>'
            )
        text = reading.number(ours)
        text = text if fits(text, share, margin=2) else _in_hundred(ours, theirs)
        middle = x + (share - 0.6) / 2
        strong = ours > theirs
        canvas.add(drawn_text(middle, canvas.y + 20, text, size=SMALL, css=ink, strong=strong, anchor="middle"))
    canvas.y += CELL


def _in_hundred(ours: int, theirs: int) -> str:
    """Where numbers are too long for a cell: how many in a hundred of those who prefer one of the two."""
    return f"{round(Fraction(100 * ours, ours + theirs))}%" if ours + theirs else "0%"


def _shade(ours: int, theirs: int) -> tuple[str, str]:
    """The colours of a cell and of its number: dark where the row wins, pale where it loses."""
    if ours > theirs:
        return "f-won", "f-on"
    return ("f-1", "f-ink") if ours == theirs else ("f-lost", "f-ink")


def _table(reading: Reading, matrix: Matrix, at: dict[str, int]) -> Table:
    _ = reading.gettext
    columns = [
        (_("Opzione"), "text"),
        (_("Sfide vinte"), "number"),
        (_("La sfida peggiore"), "text"),
        (_("Ha vinto"), "text"),
    ]
    rows = []
    for option in reading.ranked:
        mine = [
            (rival, matrix[at[option]][at[rival]], matrix[at[rival]][at[option]]) for rival in at if rival != option
        ]
        won = sum(ours > theirs for _rival, ours, theirs in mine)
        worst = min(mine, key=lambda duel: (duel[1] - duel[2], duel[0]), default=None)
        told = f"{reading.title(worst[0])}: {reading.number(worst[1])} – {reading.number(worst[2])}" if worst else "–"
        held = _("%(n)s su %(all)s", n=won, all=len(mine))
        rows.append((reading.title(option), held, told, word(reading, option in reading.winners)))
    return Table(_("Le sfide di ogni opzione"), columns, rows)


def _described(reading: Reading, matrix: Matrix, at: dict[str, int]) -> str:
    order = reading.ranked
    return "; ".join(
        f"{reading.title(one)} – {reading.title(other)}: {matrix[at[one]][at[other]]} – {matrix[at[other]][at[one]]}"
        for place, one in enumerate(order)
        for other in order[place + 1 :]
    )
