# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""rione tally: count a file or a consultation. Exit codes: 0 counted, 2 usage, 3 bad input, 4 a tie is left open."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

import click

from voting import RULES, CountError, FormatError, Profile, TieError, TiePolicy, count, transcript
from voting.exchange import pabulib
from web.commands import terminal

TIE_OPEN = 4


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--consultation", metavar="SLUG", help="Count a closed consultation and keep the count.")
@click.option("--rule", metavar="KEY", help="A rule of `rione rules`; a .pb file has its own.")
@click.option("--seats", type=click.IntRange(min=1), help="How many options win.")
@click.option("--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter of the rule.")
@click.option("--ties", metavar="CRITERION,…", help="What breaks a tie, in order.")
@click.option("--lot-seed", metavar="HEX", help="Seed of the public draw.")
@click.option("--json", "as_json", is_flag=True, help="The whole outcome for a program.")
@click.option("--transcript", "as_minutes", is_flag=True, help="The minutes of the count.")
@click.option("--language", type=click.Choice(["it", "en"]), default="it", show_default=True, help="Of the minutes.")
def tally(
    file: Path | None, consultation: str | None, rule: str | None, seats: int | None, params: tuple[str, ...],
    ties: str | None, lot_seed: str | None, as_json: bool, as_minutes: bool, language: str,
) -> None:  # fmt: skip
    """Count a Pabulib file (.pb) or a consultation."""
    if (file is None) == (consultation is None):
        raise click.UsageError("give a FILE or --consultation SLUG, one of the two")
    try:
        if consultation is not None:
            if rule or seats or params or ties or lot_seed:
                raise click.UsageError("a consultation is counted by its own rule: no --rule, --param, --ties")
            document = terminal.run(lambda: _of_consultation(str(consultation)))
        else:
            assert file is not None
            document = _of_file(file, rule, seats, _pairs(params), ties, lot_seed)
    except (FormatError, CountError, UnicodeDecodeError, OSError) as error:
        _fail(error, file, as_json)
    if as_json:
        terminal.print_json(document)
    elif as_minutes:
        sys.stdout.write(transcript.render(document, language).rstrip("\n") + "\n")
    else:
        _summary(document)


def _pairs(params: tuple[str, ...]) -> dict[str, str]:
    pairs = [param.partition("=") for param in params]
    if any(not equals or not name for name, equals, _ in pairs):
        raise click.UsageError("--param is NAME=VALUE")
    return {name: value for name, _, value in pairs}


def _of_file(
    file: Path, rule: str | None, seats: int | None, params: dict[str, str], ties: str | None, seed: str | None
) -> dict[str, Any]:
    """The outcome of a file."""
    if file.suffix != ".pb":
        raise click.UsageError(f"{file.suffix or file.name}: this version counts .pb files")
    election = pabulib.read(file.read_text(encoding="utf-8-sig"))
    for warning in election.warnings:
        terminal.err.print(f"{file.name}: {warning}", markup=False)
    if rule is None:
        key, given, policy = _own_rule(election, seed)
    elif rule in RULES:
        key, given, policy = rule, {}, TiePolicy(RULES[rule].ties, seed)
    else:
        raise click.UsageError(f"unknown rule {rule}: one of {', '.join(RULES)}")
    if ties:
        policy = TiePolicy.of(ties, seed)
    if seats:
        given = {**given, "seats": str(seats)}
    return _counted(key, election.profile, {**given, **params}, policy, election)


def _own_rule(election: pabulib.Election, seed: str | None) -> tuple[str, Mapping[str, str], TiePolicy]:
    try:
        own = election.rule(seed)
    except TieError:
        raise
    except CountError as error:
        raise click.UsageError(f"the file's rule {election.rule_name!r} needs --rule") from error
    if own.warning:
        terminal.err.print(own.warning, markup=False)
    return own.key, own.params, own.ties


def _counted(
    rule: str, profile: Profile, params: Mapping[str, str], policy: TiePolicy, election: pabulib.Election
) -> dict[str, Any]:
    try:
        return count(rule, profile, params, policy, budget=election.budget).as_json()
    except TieError:
        raise
    except CountError as error:
        if error.code in ("unknown_parameter", "bad_parameter", "wrong_ballot_kind", "equal_ranks"):
            raise click.UsageError(str(error)) from error
        raise


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
    return dict(counts[0].outcome)


def _fail(error: Exception, file: Path | None, as_json: bool) -> NoReturn:
    line = error.line if isinstance(error, FormatError) else None
    where = f"{file}: " if file else ""
    message = where + (
        f"line {error.line}, {error.field}: expected {error.expected}, found {error.found[:80]!r}"
        if isinstance(error, FormatError)
        else f"{error.code} {error.params or ''}".strip()
        if isinstance(error, CountError)
        else f"not readable: {error}"
    )
    if as_json:
        code = getattr(error, "code", "unreadable")
        terminal.print_json({"error": {"code": code, "line": line, "message": message}})
    bad_usage = isinstance(error, TieError) and error.code in ("unknown_criterion", "bad_seed")
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
