# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Any outcome as plain text: stable, in Italian or English, fit to be the minutes of the count."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import cast

from voting.canonical import exact
from voting.evidence.outcome import Outcome
from voting.rules import RULES
from voting.warnings import sentence

Json = Mapping[str, object]
Write = Callable[[str, object], object]  # the name of a field and its value → the value as it is read

MONEY = frozenset({"cost", "left", "money", "price", "endowment", "first_endowment", "spent", "room"})

WORDS: Mapping[str, Mapping[str, str]] = {
    "it": {
        "title": "VERBALE DI SCRUTINIO",
        "rule": "Regola: {name} ({key}, versione {version})",
        "params": "Parametri: {params}",
        "none": "nessuno",
        "ballots": "Schede: {n_ballots}. Valide {n_valid}, bianche {n_blank}, nulle {n_invalid}.",
        "set_aside": "Schede messe da parte, non contate: {n_set_aside}. Chi le aveva date ha perso il diritto di voto"
        "{reasons}.",
        "roll": "Chi poteva votare: {entitled}. Nella lista fissata erano {frozen}. Aggiunte dopo: {added}; tolte: "
        "{struck}; secondi account della stessa persona: {merged}; riammesse: {reinstated}.",
        "moved": "ha cambiato casa",
        "mistake": "verifica sbagliata",
        "asked": "l'ha chiesto la persona",
        "changed": "dati cambiati dalla persona",
        "corrected": "dati corretti dall'ufficio",
        "disabled": "account sospeso",
        "merged": "account unito a un altro",
        "expired": "dichiarazione scaduta",
        "struck": "tolta dalla lista di chi vota",
        "budget": "Fondi: {budget}.",
        "policy": "In caso di parità, nell'ordine: {criteria}.",
        "options": "OPZIONI E TOTALI ({unit})",
        "total": "{name} [{id}]: {total}",
        "rounds": "SCRUTINIO",
        "duel": "{option} {for} – {against} {rival}",
        "ties": "PARITÀ",
        "no_ties": "Nessuna parità ha deciso il risultato.",
        "tie": "Passo {stage}. In parità: {tied}. Criterio: {criterion}. Tocca a: {chosen}.",
        "tie_left": "Passo {stage}. In parità: {tied}. Criterio: {criterion}. Restano: {chosen}.",
        "void": "Schede nulle per la regola: {void}.",
        "preferences_void": "Preferenze annullate: {preferences_void}.",
        "lot": "Seme del sorteggio: {seed}. {effect}",
        "lot_changes": "Un altro sorteggio avrebbe cambiato i vincitori.",
        "lot_same": "Un altro sorteggio non avrebbe cambiato i vincitori.",
        "winners": "RISULTATO",
        "ranking": "Graduatoria:",
        "input": "Impronta delle schede: {input}",
        "digest": "Impronta del risultato: {digest}",
        "more_votes": "più voti",
        "lower_cost": "costo minore",
        "prior_stage": "passo precedente",
        "younger": "età minore",
        "older": "età maggiore",
        "less_represented_gender": "genere meno rappresentato",
        "earlier_submission": "presentazione precedente",
        "refuse": "nessuna scelta",
        "sorteggio": "sorteggio",
    },
    "en": {
        "title": "MINUTES OF THE COUNT",
        "rule": "Rule: {name} ({key}, version {version})",
        "params": "Parameters: {params}",
        "none": "none",
        "ballots": "Ballots: {n_ballots}. Valid {n_valid}, blank {n_blank}, void {n_invalid}.",
        "set_aside": "Ballots set aside, not counted: {n_set_aside}. Who had cast them lost the right to vote"
        "{reasons}.",
        "roll": "Who could vote: {entitled}. On the list as it was frozen: {frozen}. Added afterwards: {added}; "
        "struck: {struck}; second accounts of one person: {merged}; reinstated: {reinstated}.",
        "moved": "moved house",
        "mistake": "verified by mistake",
        "asked": "asked for it",
        "changed": "changed what was verified",
        "corrected": "corrected by the office",
        "disabled": "account suspended",
        "merged": "account merged into another one",
        "expired": "declaration over",
        "struck": "struck from the list of who votes",
        "budget": "Money: {budget}.",
        "policy": "If options tie, in this order: {criteria}.",
        "options": "OPTIONS AND TOTALS ({unit})",
        "total": "{name} [{id}]: {total}",
        "rounds": "COUNT",
        "duel": "{option} {for} – {against} {rival}",
        "ties": "TIES",
        "no_ties": "No tie decided the result.",
        "tie": "Step {stage}. Tied: {tied}. Criterion: {criterion}. It falls on: {chosen}.",
        "tie_left": "Step {stage}. Tied: {tied}. Criterion: {criterion}. Left: {chosen}.",
        "void": "Ballots void under the rule: {void}.",
        "preferences_void": "Preferences annulled: {preferences_void}.",
        "lot": "Seed of the lot: {seed}. {effect}",
        "lot_changes": "Another lot would have changed the winners.",
        "lot_same": "Another lot would not have changed the winners.",
        "winners": "RESULT",
        "ranking": "Ranking:",
        "input": "Digest of the ballots: {input}",
        "digest": "Digest of the result: {digest}",
        "more_votes": "more votes",
        "lower_cost": "lower cost",
        "prior_stage": "earlier stage",
        "younger": "younger",
        "older": "older",
        "less_represented_gender": "less represented gender",
        "earlier_submission": "earlier submission",
        "refuse": "no choice",
        "sorteggio": "lot",
    },
}


def render(outcome: Outcome | Json, language: str = "it") -> str:
    """The transcript of an outcome or of its published JSON. ``language``: ``it`` or ``en``."""
    document = outcome.as_json() if isinstance(outcome, Outcome) else outcome
    words = WORDS[language]
    options = cast(Sequence[Json], document["options"])
    names = {str(option["id"]): str(option["name"] or option["id"]) for option in options}
    lines = [
        *_heading(document, words, language),
        "",
        *_totals(document, words, names, language),
        "",
        words["rounds"],
        *steps(document, names, language),
        "",
        words["ties"],
        *ties(document, names, language),
        "",
        words["winners"],
        *_result(document, words, names),
        "",
        words["input"].format(**document),
        words["digest"].format(**document),
    ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _heading(document: Json, words: Mapping[str, str], language: str) -> list[str]:
    key = str(document["rule"])
    params = cast(Mapping[str, str], document["params"])
    listed = ", ".join(f"{name}={value}" for name, value in sorted(params.items()) if value) or words["none"]
    criteria = [criterion(name, language) for name in cast(Sequence[str], document["tie_policy"])]
    lines = [
        words["title"],
        words["rule"].format(name=RULES[key].name(language), key=key, version=document["rule_version"]),
        words["params"].format(params=listed),
        words["ballots"].format(**document),
        words["policy"].format(criteria=", ".join(criteria)),
    ]
    for warning in cast(Sequence[Json], document.get("warnings", ())):
        lines.insert(4, sentence(warning, language))
    if "roll" in document:
        lines.insert(4, words["roll"].format(**cast(Json, document["roll"])))
    if "n_set_aside" in document:
        lines.insert(4, _set_aside(document, words))
    if "budget" in document:
        lines.insert(4, words["budget"].format(budget=_money(document["budget"], document)))
    return lines


def _set_aside(document: Json, words: Mapping[str, str]) -> str:
    given = cast(Mapping[str, int], document["set_aside"])
    reasons = ", ".join(f"{words[reason]} {n}" for reason, n in given.items())
    return words["set_aside"].format(n_set_aside=document["n_set_aside"], reasons=f" ({reasons})" if reasons else "")


def _totals(document: Json, words: Mapping[str, str], names: Mapping[str, str], language: str) -> list[str]:
    totals = cast(Mapping[str, str], document["totals"])
    unit = RULES[str(document["rule"])].words[language]["unit"]
    order = sorted(totals, key=lambda option: (-Fraction(totals[option]), option))
    lines = [words["total"].format(name=names[option], id=option, total=_read(totals[option])) for option in order]
    return [words["options"].format(unit=unit), *lines]


def steps(document: Json, names: Mapping[str, str], language: str = "it", write: Write | None = None) -> list[str]:
    """The count step by step, a line for each thing that happened; what belongs to a step is indented.

    ``names``: what each option is called. ``write``: how numbers are written; fields of ``MONEY`` hold the outcome's
    own unit.
    """
    words, templates = WORDS[language], RULES[str(document["rule"])].words[language]
    write = write or _plainly(document)
    evidence = _fields(cast(Json, document["evidence"]), write)
    spends = "budget" in document
    lines = [templates["opening"].format(**evidence)] if spends and "opening" in templates else []
    gone: set[str] = set()
    for step in cast(Sequence[Json], document["rounds"]):
        gone.update(cast(Sequence[str], step.get("excluded", ())))
        fields = _fields(step, write)
        if "option" in step:
            fields["name"] = names[str(step["option"])]
        lines.append(f"{step['stage']}. {templates[str(step['act'])].format(**fields)}")
        lines += _tallies(step, templates, names, gone, write)
        for duel in cast(Sequence[Json], step.get("duels", ())):
            named = {**_fields(duel, write), "option": names[str(duel["option"])], "rival": names[str(duel["rival"])]}
            lines.append("   " + words["duel"].format(**named))
    lines += [words[name].format(**evidence) for name in ("void", "preferences_void") if name in evidence]
    comparison = cast(Json | None, evidence.get("comparison"))
    if comparison is not None and "comparison" in templates:
        kept = RULES[str(comparison["kept"])].name(language)
        lines.append(templates["comparison"].format(**{**_fields(comparison, write), "kept": kept}))
    return [*lines, templates["closing"].format(**evidence)] if spends and "closing" in templates else lines


def _tallies(
    step: Json, templates: Mapping[str, str], names: Mapping[str, str], gone: set[str], write: Write
) -> list[str]:
    """The tallies of who is still there, the highest first, and who is elected, where the rule has words for them."""
    lines: list[str] = []
    given = cast(Mapping[str, str], step.get("tallies", {}))
    tallies = {option: tally for option, tally in given.items() if option not in gone}
    if "tally" in templates:
        order = sorted(tallies, key=lambda option: (-Fraction(tallies[option]), option))
        lines += ["   " + templates["tally"].format(name=names[o], tally=write("tally", tallies[o])) for o in order]
    elected = cast(Sequence[str], step.get("elected", ()))
    if elected and "elects" in templates:
        lines.append("   " + templates["elects"].format(names=", ".join(names[option] for option in elected)))
    return lines


def _fields(values: Json, write: Write) -> dict[str, object]:
    return {name: write(name, value) for name, value in values.items()}


def _plainly(document: Json) -> Write:
    """Money in currency units, fractions to two decimals."""
    return lambda name, value: _money(value, document) if name in MONEY else _read(value)


def ties(document: Json, names: Mapping[str, str], language: str = "it") -> list[str]:
    """Which ties were broken and by what, with the seed of the lot where it decided; a line that there were none."""
    words = WORDS[language]
    lines = [
        words["tie" if len(cast(Sequence[str], note["chosen"])) == 1 else "tie_left"].format(
            stage=note["stage"],
            tied=", ".join(names[option] for option in cast(Sequence[str], note["tied"])),
            criterion=criterion(str(note["criterion"]), language),
            chosen=", ".join(names[option] for option in cast(Sequence[str], note["chosen"])),
        )
        for note in cast(Sequence[Json], document["ties"])
    ]
    lot = cast(Json | None, document["lot"])
    if lot is not None:
        effect = words["lot_changes" if lot["another_lot_changes_winners"] else "lot_same"]
        lines.append(words["lot"].format(seed=lot["seed"], effect=effect))
    return lines or [words["no_ties"]]


def _result(document: Json, words: Mapping[str, str], names: Mapping[str, str]) -> list[str]:
    winners = cast(Sequence[str], document["winners"])
    ranking = cast(Sequence[Sequence[str]], document["ranking"])
    lines = [f"{place}. {names[option]} [{option}]" for place, option in enumerate(winners, 1)] or ["–"]
    lines.append(words["ranking"])
    lines += [f"   {place}. " + " = ".join(names[o] for o in group) for place, group in enumerate(ranking, 1)]
    return lines


def criterion(name: str, language: str) -> str:
    """What a criterion for ties is called."""
    words = WORDS[language]
    return words["sorteggio" if name == "lot" else name]


def _money(value: object, document: Json) -> object:
    """A sum in currency units."""
    return _read(exact(Fraction(str(value)) / int(str(document.get("unit", 1)))))


def _read(value: object) -> object:
    """A number as a person reads it: fractions to two decimals, marked «≈»; the rest as it is."""
    if not (isinstance(value, str) and "/" in value):
        return value
    try:
        number = Fraction(value)
    except (ValueError, ZeroDivisionError):
        return value
    cents = round(number * 100)
    return f"≈{cents // 100}.{cents % 100:02d}"
