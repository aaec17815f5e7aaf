# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a rule explains itself on a page: before the vote in three lines, after it with a reason for every option."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from voting.words.sentences import N_, Sentence, tell_many

Document = Mapping[str, Any]  # an outcome as it is published and stored
Reasons = Callable[[Document, str], Sequence[Sentence]]

IN_ORDER = N_("Metti in ordine le opzioni, dalla preferita in giù. Quelle senza numero stanno in fondo, pari tra loro.")
STRICT_ORDER = N_("Metti in ordine le opzioni, dalla preferita in giù.")
EVERY_DUEL = N_("Ogni opzione sfida tutte le altre, due alla volta: vince la sfida chi sta davanti in più schede.")
EACH_A_VOTE = N_("Ogni segno vale un voto: non devi metterle in ordine.")
MARK_ALL = N_("Segna tutte le opzioni che ti vanno bene, fino al massimo indicato.")
MARK_PROJECTS = N_("Ogni progetto che scegli riceve un voto.")
TO_THE_QUOTA = N_(
    "Chi arriva alla quota di voti entra. I voti in più passano alla scelta che segue, ridotti in proporzione."
)
UNTIL_FULL = N_(
    "Se nessuno arriva alla quota, esce l'opzione con meno voti e le sue schede passano. Così finché i posti sono "
    "pieni."
)
FIT = N_("Se un progetto non entra nella somma")
SKIP_OR_STOP = {"skip": N_("si salta e si continua"), "stop": N_("ci si ferma")}
YES_OR_NO = {"true": N_("sì"), "false": N_("no")}
MOST_VOTES = N_("Vince l'opzione con più voti.")
MOST_POINTS = N_("Vince l'opzione con più punti.")


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example and the same as data, so that a test counts what the text says.

    ``ballots``: how many people write which marks, as ``ballots.parse`` takes them. ``costs`` and ``budget`` in the
    currency unit of the text.
    """

    text: str
    kind: str
    ballots: Sequence[tuple[int, object]]
    winners: tuple[str, ...]
    costs: Mapping[str, int] = field(default_factory=dict)
    budget: int | None = None
    params: Mapping[str, str] = field(default_factory=dict)


def votes(number: int) -> Sentence:
    """So many votes."""
    return tell_many("%(num)s voto", "%(num)s voti", number)


def rivals(number: int) -> Sentence:
    """So many rivals beaten."""
    return tell_many("%(num)s avversario superato", "%(num)s avversari superati", number)


ONE_DUEL = Example(
    N_(
        "In 3 scrivono alberi, panchine. In 2 scrivono panchine, alberi. Gli alberi battono le panchine per 3 a 2 e "
        "vincono."
    ),
    "ranking",
    ((3, ["alberi", "panchine"]), (2, ["panchine", "alberi"])),
    ("alberi",),
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A rule's words on pages; all texts are Italian and marked for translation.

    ``summary``: for the office that chooses. ``lines`` and ``example``: on the ballot and under the result.
    ``reasons(outcome, option)``: why an option won or lost, from the stored outcome alone. ``unit`` heads the column of
    totals; ``counted`` says a whole total in words (None: unit and number do). ``as_comparison``: what opens the
    details of this rule where it stands beside an official one (empty: its name does). ``drawn``: what the figure of a
    result shows: the evidence, where it can be drawn (duels, grades), or the totals alone. ``graded``: totals are marks
    of the rule's scale, and are said by their words.
    """

    summary: str
    lines: tuple[str, str, str]
    example: Example
    reasons: Reasons
    unit: str = N_("Voti")
    counted: Callable[[int], Sentence] | None = votes
    as_comparison: str = ""
    drawn: Literal["evidence", "totals"] = "evidence"
    graded: bool = False
