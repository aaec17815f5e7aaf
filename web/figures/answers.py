# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Yes or no: the answers against what was needed, and who voted against the quorum."""

from fractions import Fraction

from web.figures.bars import finding, word
from web.figures.parts import SMALL, Canvas, Drawn, Table, box, drawn_text, fits, rule
from web.figures.reading import Reading


def answers(reading: Reading, ident: str) -> Drawn:
    """Two bars: of those who said yes or no, with the line that yes had to reach; of those who could vote, with the
    quorum where there is one."""
    step = reading.rounds[0]
    votes = {str(option): int(str(count)) for option, count in step["tallies"].items()}
    canvas = Canvas(ident)
    _answers(canvas, reading, votes, int(step["yes_needed"]))
    entitled, needed = int(reading.outcome["params"]["entitled"]), int(step["turnout_needed"])
    if needed:
        _quorum(canvas, reading, int(step["turnout"]), needed, entitled)
    sentence = _finding(reading)
    rows = [
        (reading.title(option), reading.number(count), word(reading, option in reading.winners))
        for option, count in votes.items()
    ]
    _ = reading.gettext
    columns = [(_("Risposta"), "text"), (_("Voti"), "number"), (_("Ha vinto"), "text")]
    described = "; ".join(f"{reading.title(option)}: {reading.number(count)}" for option, count in votes.items())
    return Drawn(ident, sentence, canvas.svg(sentence, described), [Table(_("Le risposte"), columns, rows)])


def _finding(reading: Reading) -> str:
    step = reading.rounds[0]
    values = {
        "yes": reading.number(step["yes"]),
        "no": reading.number(step["no"]),
        "needed": reading.number(step["yes_needed"]),
        "voters": reading.number(step["turnout"]),
        "quorum": reading.number(step["turnout_needed"]),
    }
    _ = reading.gettext
    if reading.winners == ["yes"]:
        return _("Vince il sì: %(yes)s sì e %(no)s no, ne servivano %(needed)s.", **values)
    if step["turnout"] < step["turnout_needed"]:
        return _("Non passa: hanno votato in %(voters)s e ne servivano %(quorum)s.", **values)
    if "no" not in reading.winners:
        return finding(reading)
    return _("Vince il no: i sì sono %(yes)s e ne servivano %(needed)s.", **values)


def _answers(canvas: Canvas, reading: Reading, votes: dict[str, int], needed: int) -> None:
    said = votes["yes"] + votes["no"]
    passes = "yes" in reading.winners
    canvas.write(reading.gettext("Chi ha detto sì o no"), css="f-ink", strong=True)
    canvas.y += 4
    x = Fraction(0)
    for option in ("yes", "no"):
        share = Fraction(100 * votes[option], said) if said else Fraction(50)
        won = (option == "yes") == passes
        canvas.add(box(x, canvas.y, share, 38, "f-won" if won else "f-lost", edge="" if won else "f-edge"))
        text = f"{reading.title(option)} {reading.number(votes[option])}"
        if fits(text, share):
            ink = "f-on" if won else "f-ink"
            canvas.add(drawn_text(x + share / 2, canvas.y + 25, text, css=ink, strong=True, anchor="middle"))
        x += share
    _mark(
        canvas,
        Fraction(100 * needed, max(said, needed)),
        reading.gettext("servivano %(n)s sì", n=reading.number(needed)),
    )
    if "abstain" in votes:
        told = reading.ngettext("%(num)s persona si è astenuta.", "Si sono astenuti in %(num)s.", votes["abstain"])
        canvas.write(told)


def _quorum(canvas: Canvas, reading: Reading, turnout: int, needed: int, entitled: int) -> None:
    canvas.write(reading.gettext("Chi ha votato"), css="f-ink", strong=True, above=12)
    canvas.y += 6
    whole = max(entitled, turnout, needed)
    share = Fraction(100 * turnout, whole)
    reached = turnout >= needed
    canvas.add(box(0, canvas.y, 100, 26, "f-lost", edge="f-edge"))
    canvas.add(box(0, canvas.y, share, 26, "f-won" if reached else "f-2"))
    text = reading.gettext("%(n)s su %(all)s", n=reading.number(turnout), all=reading.number(entitled))
    inside = fits(text, share, margin=14)
    place, anchor, dx = (share, "end", -6.0) if inside else (share, "start", 6.0)
    ink = "f-on" if inside and reached else "f-ink"
    canvas.add(drawn_text(place, canvas.y + 18, text, size=SMALL, css=ink, strong=True, anchor=anchor, dx=dx))
    canvas.y -= 12
    _mark(canvas, Fraction(100 * needed, whole), reading.gettext("quorum: %(n)s", n=reading.number(needed)))


def _mark(canvas: Canvas, x: Fraction, text: str) -> None:
    """A line across the bar that ends here (38 pixels), with its words below."""
    canvas.add(rule(x, canvas.y - 2, x, canvas.y + 44, "f-ink", thick=2))
    canvas.y += 58
    anchor, dx = ("end", 2.0) if x > 60 else ("start", -2.0) if x < 40 else ("middle", 0.0)
    canvas.add(drawn_text(x, canvas.y - 2, text, size=SMALL, anchor=anchor, dx=dx))
    canvas.y += 4
