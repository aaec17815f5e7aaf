# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a dashboard says first: the findings of its own figures, so that none tells a number that they hide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analytics.figures.tables import Figure

MOST = 3
# Beginnings of figures' keys, in the order of what a councillor asks. A kind of finding more is one entry.
ORDER = ("votanti", "risultato-", "accordo-", "divisioni", "contenti", "voci", "andamento", "iscritti")


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence and the key of the figure that shows it."""

    text: str
    figure: str


def findings(figures: Iterable[Figure]) -> tuple[Finding, ...]:
    """The first MOST in that order, one of each kind: a city with ten results says other things, too."""
    shown = list(figures)
    firsts = (next((one for one in shown if one.key.startswith(kind)), None) for kind in ORDER)
    return tuple(Finding(one.finding or one.title, one.key) for one in firsts if one is not None)[:MOST]
