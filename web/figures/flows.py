# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Transfers: how votes pass from option to option, round by round, as ribbons as wide as the votes that they carry.

Rounds follow each other downwards, because a phone is tall. Options keep one order in all rounds, so a ribbon crosses
another only where votes really change sides; the order is drawn for up to ``MOST_OPTIONS`` and ``MOST_ROUNDS``, beyond
that the table by round says more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from web.figures.bars import at_the_end, by_round, finding, last_tallies
from web.figures.parts import COLOURS, LETTERS, SMALL, Canvas, Drawn, box, drawn_text, fits, n, wrapped
from web.figures.reading import Reading

MOST_OPTIONS, MOST_ROUNDS = 8, 6
NOWHERE = ""  # ballots without a further choice
BLOCK, RIBBON, GAP = 24, 46, 1.0  # pixels down, per cent across
SCALE = 1000  # units across of the ribbons' own drawing, which is stretched to the width


@dataclass(slots=True)
class Block:
    """An option's votes in one round: where they begin and how wide they are, in per cent; cursors for the ribbons."""

    start: float
    across: float
    votes: Fraction
    given: float = 0.0
    taken: float = 0.0


@dataclass(frozen=True, slots=True)
class Round:
    """The votes of every option after a round (``NOWHERE``: not transferable), and what moved to get there."""

    votes: Mapping[str, Fraction]
    moved: Mapping[tuple[str, str], Fraction] = field(default_factory=dict)


def transfers(reading: Reading, ident: str) -> Drawn:
    """The ribbons with a sentence for each round; where they cannot be drawn, the votes at the end and the quota."""
    rounds = rounds_of(reading)
    if (
        rounds is None
        or len(rounds) > MOST_ROUNDS
        or len(reading.ids) > MOST_OPTIONS
        or not any(rounds[0].votes.values())
    ):
        return at_the_end(reading, ident, finding_of(reading))
    order = [*reading.ranked, NOWHERE]
    blocks = [_placed(order, round_, rounds[0]) for round_ in rounds]
    canvas = Canvas(ident)
    for at, round_ in enumerate(rounds):
        if at:
            _ribbons(canvas, order, blocks[at - 1], blocks[at], round_)
        canvas.write(_happened(reading, at), css="f-ink", strong=True, above=6)
        _row(canvas, reading, order, blocks[at])
    _key(canvas, reading)
    sentence = finding_of(reading)
    return Drawn(ident, sentence, canvas.svg(sentence, _described(reading)), [by_round(reading)])


def rounds_of(reading: Reading) -> list[Round] | None:
    """The rounds with who gave what to whom; None where votes move from several at once (they are kept in part)."""
    found: list[Round] = []
    for step in reading.rounds:
        lost = Fraction(str(step["non_transferable"])) + Fraction(str(step["rounding_loss"]))
        votes = {option: Fraction(str(step["tallies"].get(option, "0"))) for option in reading.ids} | {NOWHERE: lost}
        if not found:
            found.append(Round(votes))
            continue
        if "transfers" not in step:
            return None
        source, before = str(step["option"]), found[-1].votes
        moved = {(source, str(to)): Fraction(str(more)) for to, more in step["transfers"].items()}
        if (more := lost - before[NOWHERE]) > 0:
            moved[source, NOWHERE] = more
        found.append(Round(votes, moved))
    return found


def finding_of(reading: Reading) -> str:
    """Who wins with which votes in the end, which may not be who had most first choices."""
    held = last_tallies(reading)
    if len(reading.winners) != 1:
        return reading.ngettext(
            "Con una quota di %(quota)s voti entra: %(names)s.",
            "Con una quota di %(quota)s voti entrano: %(names)s.",
            len(reading.winners),
            quota=reading.number(reading.rounds[-1]["quota"]),
            names=reading.listed(reading.winners),
        )
    winner, totals = reading.winners[0], reading.totals
    ahead = [option for option in reading.ids if totals[option] > totals[winner]]
    values = {
        "name": reading.title(winner),
        "first": reading.number(totals[winner]),
        "last": reading.number(held[winner]),
    }
    if ahead:
        values["ahead"] = reading.title(max(ahead, key=totals.__getitem__))
        return reading.gettext(
            "«%(name)s» parte da %(first)s voti, dietro a «%(ahead)s», e con le scelte che seguono arriva a %(last)s.",
            **values,
        )
    if held[winner] == totals[winner]:
        return finding(reading)
    return reading.gettext(
        "«%(name)s» parte da %(first)s voti e con le scelte che seguono arriva a %(last)s.", **values
    )


def _placed(order: Sequence[str], round_: Round, first: Round) -> dict[str, Block]:
    """One row: blocks side by side, as wide as their votes; all rows on the scale of the first."""
    total = sum(first.votes.values())
    room = 100 - GAP * (len(order) - 1)
    found: dict[str, Block] = {}
    x = 0.0
    for option in order:
        if votes := round_.votes.get(option, Fraction(0)):
            across = room * float(votes / total)
            found[option] = Block(x, across, votes)
            x += across + GAP
    return found


def _row(canvas: Canvas, reading: Reading, order: Sequence[str], blocks: Mapping[str, Block]) -> None:
    canvas.y += 2
    for option in order:
        if option not in blocks:
            continue
        block, won = blocks[option], option in reading.winners
        look = "f-won" if won else "f-lost"
        said = f"{_name(reading, option)}: {reading.number(block.votes)}"
        canvas.add(box(block.start, canvas.y, block.across, BLOCK, look, edge="" if won else "f-edge", said=said))
        letter = LETTERS[order.index(option)] if option else "–"
        texts = (f"{letter} {reading.number(block.votes)}", letter)
        text = next((text for text in texts if fits(text, block.across, margin=4)), "")
        css, middle = "f-on" if won else "f-ink", block.start + block.across / 2
        canvas.add(drawn_text(middle, canvas.y + 17, text, size=SMALL, css=css, strong=True, anchor="middle"))
    canvas.y += BLOCK


def _ribbons(
    canvas: Canvas, order: Sequence[str], above: Mapping[str, Block], below: Mapping[str, Block], round_: Round
) -> None:
    """From each block what it keeps and what it gives away, in the order of where it goes."""
    links: list[tuple[str, str, Fraction]] = []
    for option in order:
        if option not in above:
            continue
        given = [(to, votes) for (source, to), votes in round_.moved.items() if source == option]
        kept = above[option].votes - sum(votes for _, votes in given)
        links += [(option, to, votes) for to, votes in [*([(option, kept)] if kept > 0 else []), *given]]
    links.sort(key=lambda link: (order.index(link[0]), order.index(link[1])))
    scale = sum(block.across for block in above.values()) / float(sum(block.votes for block in above.values()))
    paths = []
    for source, to, votes in links:
        if source not in above or to not in below:
            continue
        start, end, across = above[source], below[to], float(votes) * scale
        path = _path(start.start + start.given, end.start + end.taken, across)
        start.given += across
        end.taken += across
        css = "f-2" if source != to else "f-1"
        paths.append(f'<path class="{css}" fill="{COLOURS[css]}" d="{path}"/>')
    head = f'<svg y="{n(canvas.y)}" width="100%" height="{RIBBON}" viewBox="0 0 {SCALE} {RIBBON}"'
    canvas.add(f'{head} preserveAspectRatio="none">{"".join(paths)}</svg>')
    canvas.y += RIBBON


def _path(start: float, end: float, across: float) -> str:
    """A ribbon from a place above to a place below, both in per cent."""
    unit, half = SCALE / 100, RIBBON / 2
    a, b, c, d = (n(x * unit) for x in (start, start + across, end, end + across))
    return f"M{a} 0C{a} {n(half)} {c} {n(half)} {c} {RIBBON}H{d}C{d} {n(half)} {b} {n(half)} {b} 0z"


def _happened(reading: Reading, at: int) -> str:
    """What a round did, in one line."""
    step = reading.rounds[at]
    _ = reading.gettext
    if not at:
        said = _("Prime scelte")
    else:
        values = {"n": step["stage"], "name": reading.title(str(step["option"]))}
        if step["excluded"]:
            said = _("Passo %(n)s: esce «%(name)s», le sue schede passano", **values)
        else:
            said = _("Passo %(n)s: passano i voti in più di «%(name)s»", **values)
    elected = [str(option) for option in step["elected"]]
    if elected:
        said += ". " + _("Passa: %(names)s", names=reading.listed(elected))
    return said


def _name(reading: Reading, option: str) -> str:
    return reading.title(option) if option else reading.gettext("Senza altre scelte")


def _key(canvas: Canvas, reading: Reading) -> None:
    """Which letter is whose, and how it ended."""
    canvas.y += 10
    for at, option in enumerate(reading.ranked):
        won = option in reading.winners
        ended = reading.gettext("sì") if won else reading.gettext("no")
        for place, line in enumerate(wrapped(reading.title(option), 252, size=SMALL, strong=won)):
            canvas.y += 18
            if not place:
                canvas.add(drawn_text(0, canvas.y - 4, LETTERS[at], size=SMALL, strong=True))
                look = "f-won" if won else "f-soft"
                canvas.add(
                    drawn_text(100, canvas.y - 4, ended.upper(), size=SMALL, css=look, strong=True, anchor="end")
                )
            canvas.add(drawn_text(0, canvas.y - 4, line, size=SMALL, strong=won, dx=20, lang=reading.lang))
    canvas.y += 18
    canvas.add(drawn_text(0, canvas.y - 4, "–", size=SMALL, strong=True))
    canvas.add(drawn_text(0, canvas.y - 4, _name(reading, NOWHERE), size=SMALL, css="f-soft", dx=20))
    canvas.y += 4


def _described(reading: Reading) -> str:
    parts = []
    for at, step in enumerate(reading.rounds):
        votes = {option: Fraction(str(step["tallies"].get(option, "0"))) for option in reading.ranked}
        held = ", ".join(f"{reading.title(option)} {reading.number(v)}" for option, v in votes.items() if v)
        parts.append(f"{_happened(reading, at)}: {held}")
    return ". ".join(parts)
