# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""rione tally, compare, explain, rules. Exit codes: 0 counted, 2 wrong use, 3 bad input, 4 a tie is left open.

Errors are one line on stderr; with --json also ``{"error": {"code", "line", "message"}}`` on stdout. Warnings of a file
stand in the outcome, in the minutes and on stderr.
"""

import json
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from voting import RULES, CountError, FormatError, TieError, count, warnings
from voting.evidence import transcript
from voting.evidence.margins import explained
from voting.evidence.properties import audit
from voting.evidence.whatifs import Asked, compared
from voting.exchange.contents import Contents
from web.commands import terminal
from web.commands.election_files import Choices, Misuse, asked, load
from web.commands.refusals import sentence

TIE_OPEN = 4
USAGE = ("unknown_criterion", "bad_seed", "unknown_parameter", "bad_parameter", "wrong_ballot_kind", "wrong_options")
T = TypeVar("T")
Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def count_options(command: Decorated) -> Decorated:
    """The options that say how a file is counted."""
    for option in (
        click.option("--groups", metavar="COLUMN", help="The column of a .pb file with each voter's neighbourhood."),
        click.option("--lot-seed", metavar="HEX", help="Seed of the public draw."),
        click.option("--ties", metavar="CRITERION,…", help="What breaks a tie, in order."),
        click.option("--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter of the rule."),
        click.option("--seats", type=click.IntRange(min=1), help="How many options win."),
        click.option("--rule", metavar="KEY", help="A rule of `rione rules`; .pb and .blt files have their own."),
    ):
        command = option(command)
    return command


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--consultation", metavar="SLUG", help="Count a closed consultation and keep the count.")
@count_options
@click.option("--json", "as_json", is_flag=True, help="The whole outcome for a program.")
@click.option("--transcript", "as_minutes", is_flag=True, help="The minutes of the count; with --json inside it.")
@click.option("--language", type=click.Choice(["it", "en"]), default="it", show_default=True, help="Of the minutes.")
def tally(
    file: Path | None, consultation: str | None, as_json: bool, as_minutes: bool, language: str, **choices: Any
) -> None:
    """Count a file of ballots (.pb .blt .soc .soi .toc .toi .cat .csv .json) or a consultation."""

    def counted() -> dict[str, Any]:
        if (file is None) == (consultation is None):
            raise Misuse("give a FILE or --consultation SLUG, one of the two")
        if file is not None:
            return _outcome(*_asked(file, choices))
        if any(choices.values()):
            raise Misuse("a consultation is counted by its own rule: no --rule, --param, --ties")
        return terminal.run(lambda: _of_consultation(str(consultation)))

    document = _or_fail(counted, file, as_json)
    if "pots" in document:
        _in_pots(document, as_json, language if as_minutes else "")
    elif as_json:
        minutes = {"transcript": transcript.render(document, language)} if as_minutes else {}
        terminal.print_json({**document, **minutes})
    elif as_minutes:
        sys.stdout.write(transcript.render(document, language).rstrip("\n") + "\n")
    else:
        _summary(document)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@count_options
@click.option("--json", "as_json", is_flag=True, help="The whole table for a program.")
def compare(file: Path, as_json: bool, **choices: Any) -> None:
    """Count the same ballots under every rule that fits, with a fairness audit. Only the first line is official."""

    def table() -> tuple[Contents, Asked, list[dict[str, Any]]]:
        loaded, question = _asked(file, choices)
        return loaded, question, compared(question, choices["seats"] or loaded.seats or 1)

    loaded, question, rows = _or_fail(table, file, as_json)
    for row in rows:
        if question.budget is not None and "winners" in row:
            row["audit"] = audit(question.profile, row["winners"], question.budget)
    if as_json:
        warnings = {"warnings": [dict(warning) for warning in loaded.warnings]} if loaded.warnings else {}
        terminal.print_json({"file": file.name, "input": question.profile.digest, **warnings, "rows": rows})
        return
    for row in rows:
        given = ",".join(f"{k}={v}" for k, v in row["params"].items() if v != _default(row["rule"], k))
        told = row.get("error") or f"{len(row['winners'])} won: {' '.join(row['winners'])}"
        terminal.out.print(f"{row['rule']} {given}".strip() + f": {told}", markup=False)
        if "audit" in row:
            terminal.out.print("  " + _audited(row["audit"]), markup=False)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--option", "option", required=True, metavar="ID", help="The option to explain.")
@count_options
@click.option("--seconds", type=click.FloatRange(min=0), default=60.0, show_default=True, help="CPU time for searches.")
@click.option("--json", "as_json", is_flag=True, help="The explanation for a program.")
def explain(file: Path, option: str, seconds: float, as_json: bool, **choices: Any) -> None:
    """Why an option won or lost: its rounds, its margin, who paid, what it would have taken."""

    def why() -> dict[str, Any]:
        loaded, question = _asked(file, choices)
        if option not in question.profile.positions:
            raise Misuse(f"no option {option} in {file.name}")
        document = _outcome(loaded, question)
        named = [step for step in document["rounds"] if _names(step, option)]
        margins = document["margins"]
        return {
            "rule": document["rule"],
            "params": document["params"],
            "option": option,
            "won": option in document["winners"],
            "total": document["totals"].get(option),
            "margin": margins.get(option) if question.budget is not None else margins,
            "rounds": named,
            **explained(question, option, time.process_time, seconds),
            "digest": document["digest"],
        }

    document = _or_fail(why, file, as_json)
    if as_json:
        terminal.print_json(document)
        return
    for name, value in document.items():
        if name != "params":
            terminal.out.print(f"{name}: {json.dumps(value, ensure_ascii=False)}", markup=False)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Keys, ballot kinds, parameters with defaults, for a program.")
def rules(as_json: bool) -> None:
    """The counting rules with their parameters."""
    if as_json:
        terminal.print_json([rule.as_json() for rule in RULES.values()])
        return
    for key, rule in RULES.items():
        kinds = " ".join(sorted(kind.value for kind in rule.kinds))
        terminal.out.print(f"{key}: {rule.name('en')} ({kinds})", markup=False)
        for parameter in rule.parameters:
            told = "|".join(parameter.choices) or parameter.form
            terminal.out.print(f"  {parameter.name}={parameter.default} ({told})", markup=False)


def _audited(audit: Mapping[str, Any]) -> str:
    """The fairness audit of an outcome in a line."""
    told = [f"{audit['voters_with_nothing']} voters with nothing", f"spent {audit['spent']}"]
    if "ejr_plus_violations" in audit:
        violated = len(audit["ejr_plus_violations"])
        told.append(f"EJR+ up to one violated by {violated} projects" if violated else "EJR+ up to one holds")
        priceable = {True: "priceable", False: "not priceable", None: "priceability not decided"}
        told.append(priceable[audit["priceable"]["priceable"]])
    return ", ".join(told)


def _names(step: Mapping[str, Any], option: str) -> bool:
    listed = (*step.get("elected", ()), *step.get("excluded", ()), *step.get("tallies", {}))
    duels = [name for duel in step.get("duels", ()) for name in (duel["option"], duel["rival"])]
    return step.get("option") == option or option in listed or option in duels


def _default(rule: str, name: str) -> str:
    return next(parameter.default for parameter in RULES[rule].parameters if parameter.name == name)


def _asked(file: Path, choices: Mapping[str, Any]) -> tuple[Contents, Asked]:
    loaded = load(file, choices["groups"])
    for warning in loaded.warnings:
        terminal.err.print(f"{file.name}: {warnings.sentence(warning, 'en')}", markup=False)
    return loaded, asked(loaded, Choices(**choices))


def _outcome(loaded: Contents, question: Asked) -> dict[str, Any]:
    return count(
        question.rule,
        question.profile,
        question.params,
        question.policy,
        budget=question.budget,
        unit=question.unit,
        warnings=loaded.warnings,
    ).as_json()


def _or_fail(work: Callable[[], T], file: Path | None, as_json: bool) -> T:
    try:
        return work()
    except (FormatError, CountError, OSError, Misuse) as error:
        _fail(error, file, as_json)


async def _of_consultation(slug: str) -> dict[str, Any]:
    """The official count of a consultation, kept; once published, the count that was made again and is equal."""
    from analytics.tallies import count_consultation
    from deliberation import clock
    from deliberation.actor import COMMAND_LINE
    from deliberation.errors import Conflict

    try:
        counts = await count_consultation(slug, at=clock.now(), actor=COMMAND_LINE)
    except Conflict as error:
        if error.code == "tally.lot_needed":
            raise TieError("lot_needed", tied=error.parameters.get("tied")) from error
        raise
    official = [one for one in counts if one.is_official]
    if official and official[0].pot is None:
        return dict(official[0].outcome)
    return _over_all(slug, {one.pot.key: one.outcome for one in official if one.pot})


def _over_all(slug: str, outcomes: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The counts of a budget in pots, with one digest over all."""
    from deliberation.consultations.pots.values import digest_of_all

    digest = digest_of_all({key: str(outcome["digest"]) for key, outcome in outcomes.items()})
    return {"consultation": slug, "pots": {key: dict(outcome) for key, outcome in outcomes.items()}, "digest": digest}


def _in_pots(document: Mapping[str, Any], as_json: bool, language: str) -> None:
    """Every pot as a count of its own, then the digest over all."""
    if as_json:
        minutes = {key: transcript.render(one, language) for key, one in document["pots"].items()} if language else {}
        terminal.print_json({**document, **({"transcripts": minutes} if minutes else {})})
        return
    for key, outcome in document["pots"].items():
        terminal.out.print(f"pot {key}", markup=False)
        if language:
            sys.stdout.write(transcript.render(outcome, language).rstrip("\n") + "\n")
        else:
            _summary(outcome)
    terminal.out.print(f"digest over all {document['digest']}")


def _fail(error: Exception, file: Path | None, as_json: bool) -> NoReturn:
    line = error.line if isinstance(error, FormatError) else None
    where = f"{file}: " if file else ""
    message = where + (
        sentence(error)
        if isinstance(error, FormatError | CountError)
        else str(error)
        if isinstance(error, Misuse)
        else f"not readable: {error}"
    )
    if as_json:
        code = "usage" if isinstance(error, Misuse) else getattr(error, "code", "unreadable")
        terminal.print_json({"error": {"code": code, "line": line, "message": message}})
    bad_usage = isinstance(error, Misuse) or getattr(error, "code", "") in USAGE
    code = terminal.MISUSED if bad_usage else TIE_OPEN if isinstance(error, TieError) else terminal.BAD_INPUT
    terminal.stop(message, code)


def _summary(document: Mapping[str, Any]) -> None:
    from rich.table import Table

    names = {option["id"]: option.get("name") or option["id"] for option in document["options"]}
    table = Table("id", "option", "total", "")
    order = [option for group in document["ranking"] for option in group]
    for option in order:
        won = "won" if option in document["winners"] else ""
        table.add_row(option, names[option], document["totals"][option], won)
    terminal.out.print(f"{document['rule']}: {document['n_ballots']} ballots, {document['n_blank']} blank")
    terminal.out.print(table)
    terminal.out.print(f"digest {document['digest']}")
