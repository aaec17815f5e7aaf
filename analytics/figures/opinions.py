# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What unites and what divides: agreement between neighbourhoods, voters served, proposals that split opinions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analytics.consensus import average_ranks, controversy, kendall_w, tau_b
from analytics.disclosure import Pooled
from analytics.figures.shapes import Bars, Heat, Series, Tone
from analytics.figures.tables import Cell, Column, Figure, known
from analytics.language import Language
from analytics.reads.snapshots import Stances

LEAST_VOICES = 5
MOST_ROWS = 12
_RULES, _SIDES = (Tone.MAIN, Tone.THIRD), (Tone.FOR, Tone.AGAINST, Tone.QUIET)


@dataclass(frozen=True, slots=True)
class Served:
    """Of a vote's voters with a mark, how many see at least one option that they marked win; `other`: comparison."""

    title: str
    voters: int
    official: int
    other: int | None


def served(rows: Sequence[Served], language: Language) -> Figure | None:
    """The share of voters who got something, by vote, under the official rule and beside it the other one."""
    shown = sorted((row for row in rows if row.voters), key=lambda row: (-row.official / row.voters, row.title))
    if not shown:
        return None
    _ = language.gettext
    compared = all(row.other is not None for row in shown)
    table: list[tuple[Cell, ...]] = []
    for row in shown:
        other = (row.other / row.voters,) if compared and row.other is not None else ()
        table.append((row.title, row.voters, row.official / row.voters, *other))
    names = [_("Regola ufficiale"), *([_("Altra regola")] if compared else [])]
    first, last = (language.percent(row.official / row.voters) for row in (shown[0], shown[-1]))
    if len(shown) == 1:
        title = _("%(share)s di chi ha votato ottiene qualcosa", share=first)
        sentence = _(
            "Su %(voters)s schede con almeno una scelta, %(happy)s hanno votato almeno un progetto che si farà.",
            voters=language.number(shown[0].voters),
            happy=language.number(shown[0].official),
        )
        if compared:
            share = language.percent((shown[0].other or 0) / shown[0].voters)
            sentence += " " + _("Con l'altra regola: %(share)s.", share=share)
    else:
        title = _("In ogni votazione almeno %(share)s di chi ha votato ottiene qualcosa", share=last)
        sentence = _(
            "%(n)s votazioni, ognuna per sé: da %(low)s a %(high)s delle schede con almeno una scelta.",
            n=language.number(len(shown)),
            low=last,
            high=first,
        )
    return Figure(
        "contenti",
        title,
        sentence,
        (
            Column(_("Consultazione")),
            Column(_("Schede con una scelta"), "count"),
            *(Column(name, "share") for name in names),
        ),
        tuple(table),
        lambda cells: Bars(
            [str(row[0]) for row in cells],
            [Series(name, [known(row[at]) for row in cells], _RULES[at - 2]) for at, name in enumerate(names, 2)],
            is_share=True,
        ),
    )


def agreement(title: str, key: str, table: Pooled, names: Mapping[str, str], language: Language) -> Figure:
    """Votes by project and neighbourhood as shares of its voters, with Kendall's W over the neighbourhoods' orders."""
    _ = language.gettext
    count = len(table.columns)
    shares = [[votes / table.voters[at] for at, votes in enumerate(row)] for row in table.votes]
    w, apart = _concordance(table, shares)
    heads = [names[column] for column in table.columns] + ([_("Altri quartieri insieme")] if table.pooled else [])
    return Figure(
        f"accordo-{key}",
        _finding(title, w, language),
        _(
            "Su %(n)s quartieri la concordanza W di Kendall è %(w)s (1: stesso ordine). "
            "Chi se ne stacca di più: %(apart)s.",
            w=language.number(round(w, 2)),
            n=count,
            apart=names[apart],
        ),
        (Column(_("Progetto")), *(Column(head, "share") for head in heads)),
        tuple((names[key], *row) for key, row in zip(table.rows, shares, strict=True)),
        lambda cells: Heat(
            heads,
            [str(row[0]) for row in cells],
            [[known(c) for c in row[1:]] for row in cells],
            [[language.percent(known(c) or 0) for c in row[1:]] for row in cells],
        ),
        finding=_(
            "%(finding)s. L'ordine più lontano da quello di tutti è di %(apart)s.",
            finding=_finding(title, w, language),
            apart=names[apart],
        ),
        note=_("Quota dei votanti del quartiere. Dove i numeri sono piccoli o i voti unanimi, sommiamo i quartieri."),
    )


def _concordance(table: Pooled, shares: Sequence[Sequence[float]]) -> tuple[float, str]:
    """Kendall's W over the neighbourhoods' orders, and the neighbourhood whose order is farthest from that of all."""
    ranks = [average_ranks([row[at] for row in shares]) for at in range(len(table.columns))]
    whole = average_ranks([sum(row) / sum(table.voters) for row in table.votes])
    w = kendall_w(ranks) if any(len(set(order)) > 1 for order in ranks) else 1.0
    return w, min((tau_b(order, whole) or 0.0, name) for order, name in zip(ranks, table.columns, strict=True))[1]


def _finding(title: str, w: float, language: Language) -> str:
    _ = language.gettext
    if w >= 0.7:
        return _("%(title)s: i quartieri mettono i progetti quasi nello stesso ordine", title=title)
    if w >= 0.4:
        return _("%(title)s: i quartieri sono d'accordo solo in parte", title=title)
    return _("%(title)s: i quartieri vogliono cose diverse", title=title)


def divisive(stances: Sequence[Stances], language: Language) -> Figure | None:
    """Proposals whose commenters are split between for and against: people, each once. Comments are public."""
    heard = [row for row in stances if row.for_it + row.against >= LEAST_VOICES]
    if not heard:
        return None
    _ = language.gettext

    def split(row: Stances) -> float:
        return controversy(row.for_it, row.against, row.neither)

    shown = sorted(heard, key=lambda row: (-split(row), row.title, row.proposal))[:MOST_ROWS]
    names = (_("Persone a favore"), _("Persone contro"), _("Altre persone"))
    if split(shown[0]) >= 0.5:
        title = _("«%(title)s» divide più di ogni altra proposta", title=shown[0].title)
    else:
        title = _("Nessuna proposta divide: quasi tutti stanno dalla stessa parte")
    return Figure(
        "divisioni",
        title,
        language.ngettext(
            "Su una proposta si sono schierate almeno %(least)s persone, nei commenti.",
            "Su %(n)s proposte si sono schierate almeno %(least)s persone, nei commenti.",
            len(heard),
            least=LEAST_VOICES,
        ),
        (Column(_("Proposta")), *(Column(name, "count") for name in names), Column(_("Divisione"), "share")),
        tuple((row.title, row.for_it, row.against, row.neither, split(row)) for row in shown),
        lambda cells: Bars(
            [str(row[0]) for row in cells],
            [Series(name, [known(row[at]) for row in cells], _SIDES[at - 1]) for at, name in enumerate(names, 1)],
            is_stacked=True,
        ),
        note=_("Ogni persona conta una volta, con l'ultima posizione. Divisione al cento per cento: metà e metà."),
    )
