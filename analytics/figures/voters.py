# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who took part: voters, accounts and voices by neighbourhood."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.disclosure import HIDDEN, Count
from analytics.figures.shapes import Bars, Series, Tone
from analytics.figures.tables import Cell, Column, Figure, known
from analytics.language import Language
from analytics.participation import Measure, PlaceTurnout, Turnout, are_alike, measure_of


def voters(rows: Sequence[PlaceTurnout], language: Language) -> Figure | None:
    """How many voted, by neighbourhood: by residents where they are known, else by the roll, else as counts."""
    shown = [(row, row.turnout) for row in rows if row.turnout is not None]
    if not any(found.ballots for _, found in shown):
        return None
    measure = measure_of([found for _, found in shown])
    if measure is Measure.BALLOTS and len(shown) == 1 == sum(row.known is not None for row in rows):
        return None  # one number is no figure: it stands among the counts at the top
    _ = language.gettext
    ordered = sorted(shown, key=lambda pair: (-measure.number_of(pair[1]), pair[0].name))
    seen = [row for row, _ in ordered] + [row for row in rows if row.known is HIDDEN]
    return Figure(
        "votanti",
        title_of(ordered, measure, language),
        _sentence(ordered, measure, language),
        (
            Column(_("Quartiere")),
            Column(_("Schede"), "count"),
            Column(_("Potevano votare"), "count"),
            Column(_("Affluenza"), "share"),
            Column(_("Residenti in età di voto"), "count"),
            Column(_("Ogni 1.000 residenti"), "score"),
            Column(_("Da (95 %)"), "score"),
            Column(_("A (95 %)"), "score"),
        ),
        tuple(_row(row) for row in seen),
        lambda table: _draw(table, seen, measure, language),
        note=_notes(rows, shown, language),
        finding=_finding(ordered, measure, language),
    )


def _row(row: PlaceTurnout) -> tuple[Cell, ...]:
    found = row.turnout
    if found is None:
        return (row.name, HIDDEN, HIDDEN, None, None, None, None, None)
    of_residents = found.of_residents
    interval = (round(of_residents.low * 1000, 1), round(of_residents.high * 1000, 1)) if of_residents else (None, None)
    share = found.share.value if found.share else None
    return (row.name, found.ballots, found.entitled, share, found.residents, found.per_thousand, *interval)


def title_of(ordered: Sequence[tuple[PlaceTurnout, Turnout]], measure: Measure, language: Language) -> str:
    """The finding, of places in their order, the first first: the dashboard, its map and the home page say the same."""
    _ = language.gettext
    (top, first), (bottom, last) = ordered[0], ordered[-1]
    here = next(((row, found) for row, found in ordered if row.here), None)
    if here is not None or len(ordered) == 1:
        row, found = here or ordered[0]
        place = 1 + sum(measure.number_of(other) > measure.number_of(found) for _row, other in ordered)
        if len(ordered) == 1:
            return _("%(place)s: %(value)s", place=row.name, value=in_words(found, measure, language))
        return _(
            "%(place)s: %(value)s, al posto %(rank)s su %(all)s quartieri",
            place=row.name,
            value=in_words(found, measure, language),
            rank=place,
            all=len(ordered),
        )
    if measure is Measure.BALLOTS:
        return _(
            "%(place)s ha raccolto più voti di tutti: %(count)s", place=top.name, count=language.number(first.ballots)
        )
    if are_alike([found for _, found in ordered], measure):
        return _("In tutti i quartieri si vota più o meno in ugual misura")
    if measure.number_of(first) >= 2 * measure.number_of(last) > 0:
        return _("In proporzione, %(top)s ha votato più del doppio di %(bottom)s", top=top.name, bottom=bottom.name)
    return _("In proporzione, %(top)s ha votato più di tutti, %(bottom)s meno", top=top.name, bottom=bottom.name)


def _finding(ordered: Sequence[tuple[PlaceTurnout, Turnout]], measure: Measure, language: Language) -> str:
    """The title with the numbers that it compares; itself where it has them."""
    title, _ = title_of(ordered, measure, language), language.gettext
    if measure is Measure.BALLOTS or len(ordered) == 1 or any(row.here for row, _found in ordered):
        return title
    first, last = ordered[0][1], ordered[-1][1]
    if measure is Measure.ROLL:
        high, low = (language.percent(measure.number_of(found)) for found in (first, last))
        return _("%(finding)s: da %(high)s a %(low)s.", finding=title, high=high, low=low)
    high, low = (language.number(found.per_thousand or 0) for found in (first, last))
    return _("%(finding)s: da %(high)s a %(low)s schede ogni 1.000 residenti.", finding=title, high=high, low=low)


def in_words(found: Turnout, measure: Measure, language: Language) -> str:
    """«4,2 schede ogni 1.000 residenti», «537 su 1.284 potevano votare», «972 schede»."""
    if measure is Measure.RESIDENTS and found.per_thousand is not None:
        return language.gettext("%(n)s schede ogni 1.000 residenti", n=language.number(found.per_thousand))
    if measure is Measure.ROLL and found.entitled:
        return language.gettext(
            "%(n)s su %(all)s potevano votare", n=language.number(found.ballots), all=language.number(found.entitled)
        )
    return language.ngettext("Una scheda", "%(n)s schede", found.ballots)


def _sentence(ordered: Sequence[tuple[PlaceTurnout, Turnout]], measure: Measure, language: Language) -> str:
    _ = language.gettext
    if measure is Measure.BALLOTS:
        return _("Non conosciamo quante persone potevano votare: contiamo le schede, non l'affluenza.")
    first, last = ordered[0][1], ordered[-1][1]
    if measure is Measure.ROLL:
        low, high = (language.percent(measure.number_of(found)) for found in (last, first))
        return _(
            "Affluenza: quante schede su quante persone potevano votare. Si va da %(low)s a %(high)s.",
            low=low,
            high=high,
        )
    low, high = (language.number(found.per_thousand or 0) for found in (last, first))
    return _(
        "Ogni 1.000 residenti in età di voto, da %(low)s a %(high)s schede. La linea è l'intervallo al 95 %%.",
        low=low,
        high=high,
    )


def _draw(
    table: Sequence[tuple[Cell, ...]], rows: Sequence[PlaceTurnout], measure: Measure, language: Language
) -> Bars:
    at, name = {
        Measure.RESIDENTS: (5, language.gettext("Ogni 1.000 residenti")),
        Measure.ROLL: (3, language.gettext("Affluenza")),
        Measure.BALLOTS: (1, language.gettext("Schede")),
    }[measure]
    intervals = None
    if measure is Measure.RESIDENTS:
        intervals = [(known(row[6]) or 0.0, known(row[7]) or 0.0) for row in table]
    one_is_here = any(row.here and row.turnout for row in rows)
    tones = [Tone.MAIN if row.here or not one_is_here else Tone.QUIET for row in rows]
    values = [known(row[at]) for row in table]
    return Bars(
        [str(row[0]) for row in table],
        [Series(name, values, tones)],
        intervals=intervals,
        is_share=measure is Measure.ROLL,
    )


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
        _(
            "Almeno %(accounts)s persone hanno un account; almeno %(verified)s sono state verificate allo sportello.",
            accounts=language.number(accounts),
            verified=language.number(verified),
        ),
        (Column(_("Quartiere")), *(Column(name, "count") for name in names)),
        tuple(shown),
        lambda table: Bars(
            [str(row[0]) for row in table],
            [
                Series(name, [known(row[at]) for row in table], (Tone.QUIET, Tone.MAIN)[at - 1])
                for at, name in enumerate(names, 1)
            ],
        ),
        note=_("Contati oggi, di %(step)s in %(step)s per difetto: nessuno si riconosce.", step=step),
    )


def voices(rows: Sequence[tuple[str, Count, Count, Count]], language: Language) -> Figure | None:
    """Proposals, supports, comments by neighbourhood; the last row is the whole city's. Small supports are hidden."""
    heard = [row for row in rows if any(cell is HIDDEN or cell for cell in row[1:])]
    shown = sorted(heard, key=lambda row: (-_acts(row), row[0]))
    if len(shown) < 2:
        return None
    _ = language.gettext
    names = (_("Proposte"), _("Sostegni"), _("Commenti"))
    proposals, supports, comments = (sum(map(_number, column)) for column in list(zip(*shown, strict=True))[1:])
    answered = max(rows[:-1], key=lambda row: (_number(row[2]) + _number(row[3]), row[0]), default=rows[-1])
    title = _("Le idee di %(place)s hanno avuto più risposte", place=answered[0])
    if _number(answered[2]) + _number(answered[3]) == 0:
        title = language.ngettext(
            "Ci sono proposte in un quartiere",
            "Ci sono proposte in %(n)s quartieri",
            sum(1 for row in rows[:-1] if row[1]),
        )
    hidden = any(cell is HIDDEN for row in rows for cell in row)
    return Figure(
        "voci",
        title,
        _(
            "In tutto %(proposals)s, %(supports)s e %(comments)s.",
            proposals=language.ngettext("una proposta", "%(n)s proposte", proposals),
            supports=language.ngettext("un sostegno", "%(n)s sostegni", supports),
            comments=language.ngettext("un commento", "%(n)s commenti", comments),
        ),
        (Column(_("Quartiere")), *(Column(name, "count") for name in names)),
        tuple(shown),
        lambda table: Bars(
            [str(row[0]) for row in table],
            [
                Series(name, [known(row[at]) for row in table], (Tone.MAIN, Tone.SECOND, Tone.THIRD)[at - 1])
                for at, name in enumerate(names, 1)
            ],
            is_stacked=True,
        ),
        note=_("Non contiamo i sostegni in gruppi sotto 5: sostenere è una cosa privata.") if hidden else "",
    )


def _acts(row: tuple[str, Count, Count, Count]) -> int:
    return _number(row[1]) + _number(row[2]) + _number(row[3])


def _number(count: object) -> int:
    return count if isinstance(count, int) else 0


def _notes(rows: Sequence[PlaceTurnout], shown: Sequence[tuple[PlaceTurnout, Turnout]], language: Language) -> str:
    notes = []
    if any(found.votes > 1 for _, found in shown):
        notes.append(
            language.gettext("Con più votazioni si sommano le schede. Chi poteva votare conta una volta per ciascuna.")
        )
    if any(row.known is HIDDEN or row.is_partial for row in rows):
        notes.append(language.gettext("I numeri piccoli sono nascosti, perché nessuno si riconosca."))
    return " ".join(notes)
