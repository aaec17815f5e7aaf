# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was decided and why, from the stored tallies: nothing is counted again here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from analytics.figures.shapes import Bars, Heat, Series, Tone
from analytics.figures.tables import Cell, Column, Figure, known
from analytics.language import Language
from voting import RULES

CENTS = 100
MOST_DRAWN = 30


@dataclass(frozen=True, slots=True)
class Result:
    """A published result: stored outcomes (voting.Outcome as JSON), the official one first. `slug`: of the vote; `pot`
    and `place`: row ids of the pot that it is of, and of that pot's neighbourhood."""

    key: str
    title: str
    outcomes: tuple[Mapping[str, Any], ...]
    slug: str = ""
    pot: int | None = None
    place: int | None = None

    @property
    def official(self) -> Mapping[str, Any]:
        """The outcome that counts."""
        return self.outcomes[0]

    @property
    def has_money(self) -> bool:
        """Whether the winners are paid for."""
        return "budget" in self.official


def result(found: Result, language: Language) -> Figure:
    """One vote: every option with its votes, who won under each stored rule, and what the others lacked."""
    _ = language.gettext
    winners = [set(outcome["winners"]) for outcome in found.outcomes]
    options = {str(option["id"]): option for option in found.official["options"]}
    totals = {key: Fraction(text) for key, text in found.official["totals"].items()}
    order = sorted(options, key=lambda key: (key not in winners[0], -totals.get(key, Fraction(0)), key))
    won, lost = (_("Finanziato"), _("No")) if found.has_money else (_("Scelto"), _("No"))
    money = [Column(_("Costo"), "euro")] if found.has_money else []
    rows: list[tuple[Cell, ...]] = []
    for key in order:
        cost = [_cents(options[key].get("cost"), found.official)] if found.has_money else []
        verdicts = [won if key in chosen else lost for chosen in winners]
        why = reason(found.official, key, language)
        rows.append((_name(options[key]), int(totals.get(key, 0)), *cost, *verdicts, why))
    rules = [_rule_name(outcome, language) for outcome in found.outcomes]
    first = 3 if found.has_money else 2
    notes = [_("La prima regola è quella ufficiale; l'altra è un confronto.")] if len(rules) > 1 else []
    if len(rows) > MOST_DRAWN:
        notes.append(_("Il disegno mostra le prime %(n)s proposte; la tabella le ha tutte.", n=MOST_DRAWN))
    return Figure(
        f"risultato-{found.key}",
        _headline(found, winners, language),
        _sentence(found, winners, language),
        (
            Column(_("Proposta")),
            Column(_unit(found.official, language), "count"),
            *money,
            *(Column(rule) for rule in rules),
            Column(_("Perché")),
        ),
        tuple(rows),
        lambda table: _draw(table[:MOST_DRAWN], first, len(rules), won, rules, language),
        note=" ".join(notes),
    )


def _draw(
    table: Sequence[tuple[Cell, ...]], first: int, rules: int, won: str, names: Sequence[str], language: Language
) -> Bars:
    """Bars of votes in three groups: won, won only under the other rule, not won."""
    groups: list[list[float | None]] = [[], [], []]
    for row in table:
        official, other = row[first] == won, rules > 1 and row[first + 1] == won
        place = 0 if official else 1 if other else 2
        for at, group in enumerate(groups):
            group.append(known(row[1]) if at == place else None)
    texts = [won, language.gettext("Solo con «%(rule)s»", rule=names[1]) if rules > 1 else "", language.gettext("No")]
    tones = (Tone.MAIN, Tone.THIRD, Tone.QUIET)
    kept = [at for at, group in enumerate(groups) if any(value is not None for value in group)]
    return Bars(
        [str(row[0]) for row in table], [Series(texts[at], groups[at], tones[at]) for at in kept], is_stacked=True
    )


def reason(outcome: Mapping[str, Any], option: str, language: Language) -> str:
    """What an option lacked, from the outcome's margins; for a winner how it got in."""
    _ = language.gettext
    if option in outcome["winners"]:
        if option in outcome.get("evidence", {}).get("completed", ()):
            return _("Entra con i fondi rimasti")
        place = outcome["winners"].index(option) + 1
        return _("%(place)sª scelta", place=place)
    margin = outcome["margins"].get(option)
    if not isinstance(margin, dict):
        return ""
    if margin.get("because") == "below_threshold":
        lacking = int(margin["missing_votes"])
        return language.ngettext("Mancava un voto alla soglia", "Mancavano %(n)s voti alla soglia", lacking)
    if margin.get("because") == "after_stop":
        return _("La lista si era già fermata")
    if margin.get("because") == "over_cap":
        return _("Il tetto per «%(cap)s» era troppo basso", cap=margin["cap"])
    if "missing" not in margin:
        return _("Al suo turno i fondi non bastavano")
    missing = language.euro(_cents(margin["missing"], outcome) or 0)
    if margin.get("because") == "dropped":
        return _("A chi lo sostiene mancavano %(missing)s", missing=missing)
    return _("Al suo turno mancavano %(missing)s", missing=missing)


def _headline(found: Result, winners: Sequence[set[str]], language: Language) -> str:
    all_of_them = len(found.official["options"])
    if found.has_money:
        return language.ngettext(
            "%(title)s: finanziato un progetto su %(all)s",
            "%(title)s: finanziati %(n)s progetti su %(all)s",
            len(winners[0]),
            title=found.title,
            all=all_of_them,
        )
    first = next((o for o in found.official["options"] if o["id"] in winners[0]), None)
    if len(winners[0]) == 1 and first is not None:
        return language.gettext("%(title)s: vince «%(name)s»", title=found.title, name=_name(first))
    return language.gettext(
        "%(title)s: scelte %(n)s proposte su %(all)s", title=found.title, n=len(winners[0]), all=all_of_them
    )


def _sentence(found: Result, winners: Sequence[set[str]], language: Language) -> str:
    _ = language.gettext
    parts = [language.ngettext("Una scheda", "%(n)s schede", int(found.official["n_ballots"])) + "."]
    if aside := found.official.get("n_set_aside"):
        parts.append(
            language.ngettext(
                "Una scheda messa da parte, non contata.", "%(n)s schede messe da parte, non contate.", int(aside)
            )
        )
    if found.has_money:
        spent = _cents(found.official.get("evidence", {}).get("spent"), found.official)
        budget = _cents(found.official["budget"], found.official)
        if spent is not None and budget is not None:
            parts.append(_("Spesi %(spent)s su %(budget)s.", spent=language.euro(spent), budget=language.euro(budget)))
    for outcome, chosen in list(zip(found.outcomes, winners, strict=True))[1:]:
        rule = _rule_name(outcome, language)
        changed = len(chosen - winners[0])
        if chosen == winners[0]:
            parts.append(_("Con «%(rule)s» vincono gli stessi.", rule=rule))
        else:
            parts.append(
                language.ngettext(
                    "Con «%(rule)s» ne entrerebbe uno diverso.",
                    "Con «%(rule)s» ne entrerebbero %(n)s diversi.",
                    changed,
                    rule=rule,
                )
                if changed
                else _("Con «%(rule)s» ne entrerebbero di meno.", rule=rule)
            )
    if found.official.get("lot"):
        parts.append(_("Una parità è stata decisa per sorteggio."))
    return " ".join(parts)


def pairwise(found: Result, language: Language) -> Figure | None:
    """Ranked ballots: which share prefers the row to the column, among those who prefer one of the two."""
    matrix = found.official.get("evidence", {}).get("pairwise")
    names = [_name(option) for option in found.official["options"]]
    if not matrix or len(names) < 2:
        return None
    _ = language.gettext
    order = [str(key) for group in found.official["ranking"] for key in group]
    place = {str(option["id"]): at for at, option in enumerate(found.official["options"])}
    at = [place[key] for key in order if key in place]
    rows: list[tuple[Cell, ...]] = [
        (names[i], *(_preference(matrix[i][j], matrix[j][i]) if i != j else None for j in at)) for i in at
    ]
    sentence = _("Ogni casella dice quale parte di chi ha scelto tra le due preferisce la riga alla colonna.")
    title = _("%(title)s: nessuna proposta batte tutte le altre", title=found.title)
    if found.official["margins"].get("closest_rival") is not None:
        winner = names[place[str(found.official["margins"]["condorcet_winner"])]]
        title = _("%(title)s: «%(name)s» batte ogni altra proposta", title=found.title, name=winner)
    return Figure(
        f"confronti-{found.key}",
        title,
        sentence,
        (Column(_("Preferita")), *(Column(names[i], "share") for i in at)),
        tuple(rows),
        lambda table: _heat(table, [names[i] for i in at], language),
    )


def _heat(table: Sequence[Sequence[Cell]], heads: Sequence[str], language: Language) -> Heat:
    """The shares of a table in colours, each with its per cent."""
    cells = [[known(cell) for cell in row[1:]] for row in table]
    words = [["" if cell is None else language.percent(cell) for cell in row] for row in cells]
    return Heat(heads, [str(row[0]) for row in table], cells, words)


def _preference(ahead: int, behind: int) -> float | None:
    return ahead / (ahead + behind) if ahead + behind else None


def _name(option: Mapping[str, Any]) -> str:
    return str(option.get("name") or option["id"])


def _rule_name(outcome: Mapping[str, Any], language: Language) -> str:
    return RULES[str(outcome["rule"])].name(language.code)


def _unit(outcome: Mapping[str, Any], language: Language) -> str:
    return RULES[str(outcome["rule"])].words[language.code]["unit"].capitalize()


def _cents(text: object, outcome: Mapping[str, Any]) -> int | None:
    """Money of an outcome in cents, rounded up."""
    return None if text is None else ceil(Fraction(str(text)) * CENTS / int(outcome.get("unit", 1)))
