# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""When people took part: public acts along time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from analytics.disclosure import HIDDEN, Count, added_up
from analytics.figures.shapes import Columns, Series, Tone
from analytics.figures.tables import Column, Figure, known
from analytics.language import Language
from analytics.trends import along, busiest, steps

_TONES = (Tone.MAIN, Tone.SECOND, Tone.THIRD)


def timeline(acts: Mapping[str, Sequence[tuple[date, Count]]], language: Language) -> Figure | None:
    """Proposals, supports and comments in weeks or months; `acts`: kind → (Monday of the week, count)."""
    axis = steps(week for counts in acts.values() for week, count in counts if count is not HIDDEN and count)
    if len(axis) < 2:
        return None
    _ = language.gettext
    weekly = (axis[0].last - axis[0].first).days == 6
    names = {"proposals": _("Proposte"), "supports": _("Sostegni"), "comments": _("Commenti")}
    series = {kind: along(axis, acts.get(kind, ())) for kind in names}
    shown = {kind: [added_up(counts) for counts in series[kind]] for kind in names}
    totals = [_total(cells) for cells in zip(*shown.values(), strict=True)]
    peak = axis[busiest(totals)]
    is_hidden = any(count is HIDDEN for counts in series["supports"] for count in counts)
    return Figure(
        "andamento",
        _title(weekly, _called(peak.first, weekly, language), language),
        _(
            "Allora: %(most)s tra proposte, sostegni e commenti, su %(all)s in tutto.",
            most=language.number(max(totals)),
            all=language.number(sum(totals)),
        ),
        (Column(_("Settimana del") if weekly else _("Mese")), *(Column(name, "count") for name in names.values())),
        tuple((_called(step.first, weekly, language), *(shown[k][at] for k in names)) for at, step in enumerate(axis)),
        lambda table: Columns(
            [str(row[0]) for row in table],
            [
                Series(name, [known(row[at]) for row in table], _TONES[at - 1])
                for at, name in enumerate(names.values(), 1)
            ],
        ),
        note=_note(weekly, is_hidden, language),
    )


def _total(cells: Sequence[Count]) -> int:
    """What is shown of a step."""
    return sum(count for count in cells if isinstance(count, int))


def _called(first: date, weekly: bool, language: Language) -> str:
    return language.short_day(first) if weekly else language.month(first)


def _title(weekly: bool, when: str, language: Language) -> str:
    _ = language.gettext
    if weekly:
        return _("La settimana del %(when)s è stata la più viva", when=when)
    return _("Il mese più vivo è stato %(when)s", when=when)


def _note(weekly: bool, is_hidden: bool, language: Language) -> str:
    _ = language.gettext
    months = "" if weekly else _("Ogni settimana conta nel mese in cui comincia.")
    hidden = _("Mancano i sostegni delle settimane con meno di 5: sostenere è una cosa privata.")
    return " ".join(filter(None, (months, hidden if is_hidden else "")))
