# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The dashboards' figures as SVG: bars, columns along time, heat maps; of a heat map also a list for narrow screens."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from analytics.figures import Figure
from analytics.figures.shapes import Bars, Columns, Heat, Series, Tone
from web.figures.parts import COLOURS, NARROW, PLAIN, SMALL, WIDE, Canvas, attributes, box, drawn_text, n, p, wrapped
from web.maps.texts import width
from web.words.speech import Speech

BESIDE = 38.0  # per cent of the width for names that stand beside their bars
ROOM = 12.0  # per cent of the width left free at the end of a row for its number
TALL = 150  # pixels of the highest column
MOST_ROWS = 40  # rows drawn; the table has all
MOST_COLUMNS = 14  # columns of a heat map that can still be read at 640 pixels
# By lightness, so that paper without colours tells them apart; edges where a tone is as light as the paper.
TONES = {
    Tone.MAIN: ("f-won", ""),
    Tone.SECOND: ("f-2", ""),
    Tone.THIRD: ("f-1", "f-edge"),
    Tone.QUIET: ("f-lost", "f-edge"),
    Tone.FOR: ("f-won", ""),
    Tone.AGAINST: ("f-2", ""),
}
SLANT = (0.77, 0.64)  # how far a name of length 1 at 40 degrees reaches across and up
STEPS = ("f-1", "f-2", "f-3", "f-4", "f-5")


@dataclass(frozen=True, slots=True)
class Chart:
    """What stands for a figure's drawing: an SVG, None where there is too much to draw; `lines` say the same of a heat
    map where it is too narrow to read, or always if there is no SVG; `note`: what was left out."""

    svg: Markup | None
    lines: tuple[tuple[str, str], ...] = ()
    note: str = ""


def chart(figure: Figure, speech: Speech) -> Chart | None:
    """The drawing of a figure; None of a map, which the page draws."""
    shape = figure.shape()
    if shape is None:
        return None
    ident = f"disegno-{figure.key}"
    if isinstance(shape, Heat):
        return _heat(shape, ident, figure.title, speech)
    canvas = Canvas(ident)
    if len(shape.series) > 1:
        _legend(canvas, shape.series)
    note = ""
    if isinstance(shape, Bars):
        _bars(canvas, shape, speech)
        if len(shape.names) > MOST_ROWS:
            note = speech.gettext("Il disegno mostra le prime %(n)s righe; la tabella le ha tutte.", n=MOST_ROWS)
    else:
        _columns(canvas, shape, speech)
    return Chart(canvas.svg(figure.title, _described(shape, speech)), note=note)


def _described(shape: Bars | Columns, speech: Speech) -> str:
    """Every row in words, for who does not see the drawing."""
    share = isinstance(shape, Bars) and shape.is_share
    rows = [
        f"{name}: " + ", ".join(_number(one.values[at], share, speech) for one in shape.series)
        for at, name in enumerate(shape.names[:MOST_ROWS])
    ]
    heads = ", ".join(one.name for one in shape.series if one.name)
    return f"{heads}. " * bool(heads) + "; ".join(rows)


def _number(value: float | None, is_share: bool, speech: Speech) -> str:
    if value is None:
        return "–"
    return speech.percent(value) if is_share else speech.number(value)


def _legend(canvas: Canvas, series: Sequence[Series]) -> None:
    """What each tone means, one below the other where they do not fit beside each other."""
    x = 0.0
    canvas.y += 20
    for one in series:
        css, edge = TONES[one.tone_at(0)]
        across = 20 + width(one.name, SMALL) + 16
        if x and x + across > NARROW:
            x, canvas.y = 0.0, canvas.y + 20
        canvas.add(
            f'<svg x="{n(x)}" y="{n(canvas.y - 15)}" width="14" height="14">{box(0, 0, 100, 14, css, edge=edge)}</svg>',
            drawn_text(0, canvas.y - 4, one.name, size=SMALL, css="f-soft", dx=x + 20),
        )
        x += across
    canvas.y += 6


def _of_names(speech: Speech) -> str:
    """The language of names where it is not the page's."""
    return "" if speech.code == "it" else "it"


def _bars(canvas: Canvas, shape: Bars, speech: Speech) -> None:
    """Names beside their bars where all are short, else above; at the end of each row its numbers."""
    names = list(shape.names[:MOST_ROWS])
    beside = all(width(name, SMALL) <= NARROW * BESIDE / 100 - 8 for name in names)
    start = BESIDE if beside else 0.0
    texts = [_texts(shape, at, speech) for at in range(len(names))]
    room = 100 * max((width(text, SMALL, "strong") for row in texts for text in row), default=0) / NARROW + 3
    scale = (100 - start - max(ROOM, room)) / shape.most
    lang = _of_names(speech)
    for at, name in enumerate(names):
        if beside:
            canvas.add(drawn_text(0, canvas.y + 16, name, size=SMALL, lang=lang))
        else:
            for line in wrapped(name, NARROW, most=2):
                canvas.y += 19
                canvas.add(drawn_text(0, canvas.y - 5, line, size=PLAIN, lang=lang))
        _row(canvas, shape, at, start, scale, texts[at])
        canvas.y += 6 if beside else 10


def _texts(shape: Bars, at: int, speech: Speech) -> list[str]:
    """The numbers of a row: of stacked bars in one line."""
    said = [_number(one.values[at], shape.is_share, speech) for one in shape.series]
    if not shape.is_stacked:
        return said
    known = [text for one, text in zip(shape.series, said, strict=True) if one.values[at] is not None]
    return [" · ".join(said if len(known) > 1 else known or ["–"])]


def _row(canvas: Canvas, shape: Bars, at: int, start: float, scale: float, texts: Sequence[str]) -> None:
    x = start
    down = 20 if shape.is_stacked or len(shape.series) == 1 else 16
    for one in shape.series:
        across = (one.values[at] or 0) * scale
        css, edge = TONES[one.tone_at(at)]
        if across:
            canvas.add(box(x, canvas.y + 1, across, down, css, edge=edge))
        if shape.is_stacked:
            x += across
            continue
        end = start + across
        if shape.intervals is not None and one.values[at] is not None:
            low, high = (start + side * scale for side in shape.intervals[at])
            canvas.add(_whisker(low, high, canvas.y + 1 + down / 2))
            end = max(end, high)
        text = texts[shape.series.index(one)]
        canvas.add(drawn_text(end, canvas.y + down - 4, text, size=SMALL, strong=True, dx=6))
        canvas.y += down
    if shape.is_stacked:
        canvas.add(drawn_text(x, canvas.y + down - 4, texts[0], size=SMALL, strong=True, dx=6))
        canvas.y += down


def _whisker(low: float, high: float, y: float) -> str:
    """An interval: a line with its two ends."""
    lines = [(low, y, high, y), (low, y - 4, low, y + 4), (high, y - 4, high, y + 4)]
    drawn = (f'x1="{p(a)}" y1="{n(b)}" x2="{p(c)}" y2="{n(d)}"' for a, b, c, d in lines)
    return "".join(
        f'<line class="f-ink-line" stroke="{COLOURS["f-ink"]}" stroke-width="1.5" {line}/>' for line in drawn
    )


def _columns(canvas: Canvas, shape: Columns, speech: Speech) -> None:
    """Stacked columns; named are the first, the last and the highest step, which also has its number."""
    totals = [sum(one.values[at] or 0 for one in shape.series) for at in range(len(shape.names))]
    most, peak, across = max(totals) or 1, totals.index(max(totals)), 100 / len(shape.names)
    foot = canvas.y + 22 + TALL
    for at, total in enumerate(totals):
        y = foot
        for one in shape.series:
            down = TALL * (one.values[at] or 0) / most
            css, edge = TONES[one.tone_at(at)]
            if down:
                y -= down
                canvas.add(box(at * across + across * 0.1, y, across * 0.8, down, css, edge=edge))
        if at == peak:
            anchor = "start" if at < len(totals) / 3 else "end" if at > len(totals) * 2 / 3 else "middle"
            x = {"start": at * across, "end": (at + 1) * across, "middle": (at + 0.5) * across}[anchor]
            text = f"{shape.names[at]}: {speech.number(total)}"
            canvas.add(drawn_text(x, y - 6, text, size=SMALL, strong=True, anchor=anchor))
    canvas.add(drawn_text(0, foot + 18, shape.names[0], size=SMALL, css="f-soft"))
    canvas.add(drawn_text(100, foot + 18, shape.names[-1], size=SMALL, css="f-soft", anchor="end"))
    canvas.y = foot + 26


def _heat(shape: Heat, ident: str, title: str, speech: Speech) -> Chart:
    lines = tuple(_extremes(shape, at, speech) for at in range(min(len(shape.rows), MOST_ROWS)))
    if len(shape.columns) > MOST_COLUMNS or len(shape.rows) > MOST_ROWS:
        return Chart(None, lines)
    canvas = Canvas(ident)
    start, most = 30.0, max((value for row in shape.values for value in row if value is not None), default=1) or 1
    longest = max(width(name, SMALL) for name in shape.columns)
    across = (100 - start - 100 * longest * SLANT[0] / WIDE) / len(shape.columns)  # the last name leans over the edge
    canvas.y = 20 + longest * SLANT[1]
    for at, name in enumerate(shape.columns):
        x = start + across * (at + 0.5)
        canvas.add(
            f'<svg x="{p(x)}" y="{n(canvas.y - 4)}" overflow="visible"><text lang="it" {attributes("f-ink")} '
            f'transform="rotate(-40)" font-size="{n(SMALL)}">{escape(name)}</text></svg>'
        )
    for at, name in enumerate(shape.rows):
        for line, text in enumerate(wrapped(name, 180, size=SMALL, most=2)):
            canvas.add(drawn_text(0, canvas.y + 17 + 16 * line, text, size=SMALL, lang=_of_names(speech)))
        for column, value in enumerate(shape.values[at]):
            _cell(canvas, start + across * column, across, value, most, shape.texts[at][column])
        canvas.y += 42
    desc = "; ".join(f"{name}: {said}" for name, said in lines)
    note = speech.gettext("Nelle caselle: quanti su cento, senza decimali. La tabella li ha.")
    return Chart(canvas.svg(title, desc), lines, note)


def _cell(canvas: Canvas, x: float, across: float, value: float | None, most: float, text: str) -> None:
    if value is None:
        return
    step = min(4, int(value * 5 / most))
    canvas.add(box(x + 0.2, canvas.y, across - 0.4, 38, STEPS[step], said=text))
    css = "f-ink" if step < 2 else "f-on"
    canvas.add(drawn_text(x + across / 2, canvas.y + 24, str(round(100 * value)), size=SMALL, css=css, anchor="middle"))


def _extremes(shape: Heat, at: int, speech: Speech) -> tuple[str, str]:
    """A row of a heat map in words: from its lowest to its highest share."""
    cells = [
        (value, shape.columns[c], shape.texts[at][c]) for c, value in enumerate(shape.values[at]) if value is not None
    ]
    if not cells:
        return shape.rows[at], "–"
    low, high = min(cells, key=lambda cell: cell[0]), max(cells, key=lambda cell: cell[0])
    if low[0] == high[0]:
        return shape.rows[at], speech.gettext("%(share)s dappertutto", share=low[2])
    said = speech.gettext(
        "da %(low)s (%(first)s) a %(high)s (%(last)s)", low=low[2], first=low[1], high=high[2], last=high[1]
    )
    return shape.rows[at], said
