# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who took part: voters, accounts and voices by neighbourhood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.disclosure import HIDDEN, Count
from analytics.figures import drawings
from analytics.figures.tables import Cell, Column, Drawing, Figure, known
from analytics.language import Language
from analytics.participation import Share, differ, turnout


@dataclass(frozen=True, slots=True)
class Turnout:
    """A neighbourhood's voters, already fit to be published; `electorate` None where nobody knows it."""

    place: str
    voters: Count | None
    electorate: int | None
    at_least: bool = False
    here: bool = False

    @property
    def share(self) -> Share | None:
        """Turnout with its interval."""
        return turnout(self.voters if isinstance(self.voters, int) else None, self.electorate)


def voters(rows: Sequence[Turnout], language: Language) -> Figure | None:
    """Voters by neighbourhood: turnout where the electorate is known, counts elsewhere."""
    seen = [row for row in rows if row.voters is not None]
    if not any(isinstance(row.voters, int) and row.voters > 0 for row in seen):
        return None
    if any(row.share for row in seen):
        return _turnouts(seen, language)
    if len(seen) == 1:
        return None  # one number is no figure: it stands among the counts at the top
    _ = language.gettext
    ordered = sorted(seen, key=lambda row: (-_number(row.voters), row.place))
    here = next((row for row in ordered if row.here and isinstance(row.voters, int)), None)
    count = language.number(_number((here or ordered[0]).voters))
    if here is not None:
        title = _("%(place)s: hanno votato %(count)s persone", place=here.place, count=count)
    else:
        title = _("%(place)s ha raccolto più voti di tutti: %(count)s", place=ordered[0].place, count=count)
    return Figure(
        "votanti", title,
        _("Non conosciamo quante persone potevano votare: contiamo chi ha votato, non l'affluenza."),
        (Column(_("Quartiere")), Column(_("Persone che hanno votato"), "count")),
        tuple((row.place, row.voters) for row in ordered),
        lambda table: drawings.bars(
            [str(row[0]) for row in table], [(_("Persone che hanno votato"), [known(row[1]) for row in table])],
            colours=[[_emphasis(row.here, here is not None) for row in ordered]],
        ),
        note=_at_least(ordered, language), height=drawings.height_of(len(ordered)),
    )  # fmt: skip


def _turnouts(rows: Sequence[Turnout], language: Language) -> Figure:
    _ = language.gettext
    ordered = sorted(rows, key=lambda row: (-(row.share.value if row.share else -1), row.place))
    table: list[tuple[Cell, ...]] = []
    for row in ordered:
        share = row.share
        interval = (share.value, share.low, share.high) if share else (None, None, None)
        table.append((row.place, row.voters, row.electorate, *interval))
    with_share = [(row, row.share) for row in ordered if row.share is not None]
    (top, first), (bottom, last) = ((row, share) for row, share in (with_share[0], with_share[-1]))
    here = next(((row, share) for row, share in with_share if row.here), None)
    if here is not None:
        place = 1 + sum(1 for _row, share in with_share if share.value > here[1].value)
        title = _(
            "%(place)s: affluenza %(share)s, %(rank)sª su %(all)s zone", place=here[0].place,
            share=language.percent(here[1].value), rank=place, all=len(with_share),
        )  # fmt: skip
    elif len(with_share) == 1 or not differ(first, last):
        whole = sum(share.part for _row, share in with_share) / sum(share.whole for _row, share in with_share)
        title = _("Affluenza %(share)s: nessuna zona si stacca dalle altre", share=language.percent(whole))
        if len(with_share) == 1:
            title = _("%(place)s: affluenza %(share)s", place=top.place, share=language.percent(first.value))
    elif first.value >= 2 * last.value > 0:
        title = _("%(top)s ha votato più del doppio di %(bottom)s", top=top.place, bottom=bottom.place)
    else:
        title = _("%(top)s ha votato più di tutti, %(bottom)s meno", top=top.place, bottom=bottom.place)
    return Figure(
        "votanti", title,
        _("Fra %(low)s e %(high)s dei residenti in età di voto. La linea scura è l'intervallo al 95 %%.",
          low=language.percent(last.value), high=language.percent(first.value)),
        (
            Column(_("Quartiere")), Column(_("Persone che hanno votato"), "count"),
            Column(_("Residenti in età di voto"), "count"), Column(_("Affluenza"), "share"),
            Column(_("Da (95 %)"), "share"), Column(_("A (95 %)"), "share"),
        ),
        tuple(table), lambda cells: _draw_turnouts(cells, ordered, here is not None, _("Affluenza")),
        note=_at_least(ordered, language), height=drawings.height_of(len(ordered)),
    )  # fmt: skip


def _draw_turnouts(
    table: Sequence[tuple[Cell, ...]], rows: Sequence[Turnout], one_is_here: bool, name: str
) -> Drawing:
    values = [known(row[3]) for row in table]
    up = [(known(row[5]) or 0) - (known(row[3]) or 0) for row in table]
    down = [(known(row[3]) or 0) - (known(row[4]) or 0) for row in table]
    return drawings.bars(
        [str(row[0]) for row in table], [(name, values)], errors=(up, down), percent=True,
        colours=[[_emphasis(row.here, one_is_here) for row in rows]],
    )  # fmt: skip


def people(rows: Sequence[tuple[str, int, int]], step: int, language: Language) -> Figure | None:
    """Accounts and verified accounts by neighbourhood, already in steps."""
    shown = sorted((row for row in rows if row[1] > 0), key=lambda row: (-row[1], row[0]))
    if not shown:
        return None
    _ = language.gettext
    names = (_("Account"), _("Persone verificate"))
    accounts, verified = sum(row[1] for row in shown), sum(row[2] for row in shown)
    return Figure(
        "iscritti",
        _("%(share)s di chi ha un account può già votare", share=language.percent(verified / accounts)),
        _("Almeno %(accounts)s persone hanno un account; almeno %(verified)s sono state verificate allo sportello.",
          accounts=language.number(accounts), verified=language.number(verified)),
        (Column(_("Quartiere")), *(Column(name, "count") for name in names)),
        tuple(shown),
        lambda table: drawings.bars(
            [str(row[0]) for row in table],
            [(name, [known(row[at]) for row in table]) for at, name in enumerate(names, 1)],
            colours=(drawings.QUIET, drawings.BRICK),
        ),
        note=_("Contati oggi, di %(step)s in %(step)s per difetto: nessuno si riconosce.", step=step),
        height=drawings.height_of(len(shown), 2),
    )  # fmt: skip


def voices(rows: Sequence[tuple[str, int, int, int]], language: Language) -> Figure | None:
    """Proposals, supports and comments by neighbourhood; the last row is the whole city's. They are public."""
    shown = sorted((row for row in rows if _acts(row) > 0), key=lambda row: (-_acts(row), row[0]))
    if len(shown) < 2:
        return None
    _ = language.gettext
    names = (_("Proposte"), _("Sostegni"), _("Commenti"))
    total = [sum(column) for column in zip(*(row[1:] for row in shown), strict=True)]
    answered = max(rows[:-1], key=lambda row: (row[2] + row[3], row[0]), default=rows[-1])
    title = _("Le idee di %(place)s hanno avuto più risposte", place=answered[0])
    if answered[2] + answered[3] == 0:
        title = _("Ci sono proposte in %(n)s quartieri", n=sum(1 for row in rows[:-1] if row[1]))
    return Figure(
        "voci", title,
        _("In tutto %(proposals)s proposte, %(supports)s sostegni e %(comments)s commenti.",
          proposals=language.number(total[0]), supports=language.number(total[1]), comments=language.number(total[2])),
        (Column(_("Quartiere")), *(Column(name, "count") for name in names)), tuple(shown),
        lambda table: drawings.bars(
            [str(row[0]) for row in table],
            [(name, [known(row[at]) for row in table]) for at, name in enumerate(names, 1)], stacked=True,
        ),
        height=drawings.height_of(len(shown)),
    )  # fmt: skip


def _acts(row: tuple[str, int, int, int]) -> int:
    return row[1] + row[2] + row[3]


def _number(count: Count | None) -> int:
    return count if isinstance(count, int) else 0


def _emphasis(here: bool, one_is_here: bool) -> str:
    return drawings.BRICK if here or not one_is_here else drawings.QUIET


def _at_least(rows: Sequence[Turnout], language: Language) -> str:
    notes = []
    if any(row.at_least for row in rows):
        notes.append(language.gettext("Con più votazioni ognuno conta una volta, di 5 in 5 per difetto."))
    if any(row.voters is HIDDEN for row in rows):
        notes.append(language.gettext("I numeri piccoli sono nascosti, perché nessuno si riconosca."))
    return " ".join(notes)
