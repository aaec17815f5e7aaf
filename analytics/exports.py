# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Figures and counts as files: CSV of exactly the numbers on the page."""

from __future__ import annotations

import csv
import io

from analytics.disclosure import Hidden
from analytics.figures.tables import Cell, Column, Figure
from analytics.language import Language
from deliberation.ballots.queries import StoredTally
from deliberation.ballots.questions import Question
from deliberation.consultations.states import State
from voting.evidence import transcript

BYTE_ORDER_MARK = "\ufeff"  # spreadsheets read UTF-8 only when they are told
_STATES = {State.RESULTS: "pubblicato", State.ANNULLED: "annullato"}
_ROLL = {
    "frozen": "nella lista fissata",
    "added": "aggiunte alla lista",
    "struck": "tolte dalla lista",
    "merged": "secondi account",
    "reinstated": "riammesse",
    "entitled": "potevano votare",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_csv(figure: Figure, language: Language) -> str:
    """RFC 4180 with a byte order mark: comma, CRLF, points for decimals; money in euros, shares as numbers from 0 to 1.

    Hidden numbers are the word 'nascosto' in the reader's language, unknown ones are empty. A text that a spreadsheet
    would run as a formula gets an apostrophe in front.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([harmless(column.text) for column in figure.columns])
    for row in figure.rows:
        writer.writerow([_field(cell, column, language) for cell, column in zip(row, figure.columns, strict=True)])
    return BYTE_ORDER_MARK + text.getvalue()


def minutes_as_csv(asked: Question, count: StoredTally) -> str:
    """The numbers of a published count, one a row, and its options with their totals; written as `as_csv`.

    Of a count that was annulled no option has won.
    """
    outcome, annulled = count.outcome, asked.state == State.ANNULLED
    reasons = outcome.get("set_aside", {})
    facts: list[tuple[str, object]] = [
        ("consultazione", asked.slug),
        ("stato", _STATES.get(asked.state, "da pubblicare")),
        *([("motivo", asked.cancel_reason)] if annulled else []),
        ("regola", count.rule),
        ("schede", outcome["n_ballots"]),
        ("valide", outcome["n_valid"]),
        ("bianche", outcome["n_blank"]),
        ("nulle", outcome["n_invalid"]),
        ("messe da parte", outcome.get("n_set_aside", 0)),
        *((_ROLL[part], n) for part, n in outcome.get("roll", {}).items()),
        *((f"messe da parte: {transcript.WORDS['it'][reason]}", n) for reason, n in reasons.items()),
        ("impronta", count.digest),
    ]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["dato", "valore", "opzione", "titolo", "voti", "esito"])
    for name, value in facts:
        writer.writerow([name, harmless(str(value)), "", "", "", ""])
    for choice in asked.choices:
        won = "annullato" if annulled else "scelta" if choice.id in count.winners else "non scelta"
        total = outcome["totals"].get(choice.id, "")
        writer.writerow(["opzione", "", harmless(choice.id), harmless(choice.title), total, won])
    return BYTE_ORDER_MARK + text.getvalue()


def harmless(text: str) -> str:
    """The text, not a formula."""
    return "'" + text if text.startswith(_FORMULA) else text


def _field(cell: Cell, column: Column, language: Language) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Hidden):
        return language.gettext("nascosto")
    if isinstance(cell, str):
        return harmless(cell)
    if column.unit == "euro":
        return f"{int(cell) // 100}.{int(cell) % 100:02d}"
    if column.unit in ("share", "score"):
        return f"{cell:.6f}"
    return str(cell)
