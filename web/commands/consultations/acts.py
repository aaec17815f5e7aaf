# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""rione consultation: what the office does with a consultation. What residents do has no command, on purpose."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from web.commands import terminal

if TYPE_CHECKING:
    from deliberation.errors import CivicError

T = TypeVar("T")
JSON = click.option("--json", "as_json", is_flag=True, help="Answer for a program.")


@click.group()
def consultation() -> None:
    """A consultation: made from a file, its proposals admitted, its list and roll fixed, its result published.

    `rione tally --consultation` counts it. Nobody proposes or votes by command: people do, each for themselves.
    """


@consultation.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@JSON
def load(file: Path, as_json: bool) -> None:
    """Make the consultation that FILE describes (docs/formats/consultation.md) and publish it.

    Exit code 3: something in it is wrong or missing, and nothing was made.
    """
    from deliberation import clock
    from deliberation.actor import COMMAND_LINE
    from web.comune import consultation as files
    from web.comune.fields import FolderError

    try:
        asked = files.read(file)
        slug = _done(lambda: files.publish(COMMAND_LINE, asked, at=clock.now()), as_json)
    except FolderError as error:
        _stop("file", str(error), as_json)
    _say({"slug": slug}, f"Published: /consultazioni/{slug}", as_json)


@consultation.command()
@click.argument("slug")
@JSON
def show(slug: str, as_json: bool) -> None:
    """Where SLUG stands: its phases, its pots, its proposals with their ids."""
    said = _done(lambda: _shown(slug), as_json)
    lines = [f"{said['title']}: {said['state']}"]
    lines += [f"  {phase['kind']}: {phase['opens_at']} – {phase['closes_at']}" for phase in said["phases"]]
    lines += [f"  pot {pot['key']}: {pot['amount_cents'] / 100:.2f} euro" for pot in said["pots"]]
    lines += [f"  {one['id']} {one['state']}: {one['title']} ({one['place'] or '–'})" for one in said["proposals"]]
    _say(said, "\n".join(lines), as_json)


@consultation.command()
@click.argument("slug")
@click.argument("costs", nargs=-1, required=True, metavar="ID=EURO…")
@JSON
def admit(slug: str, costs: tuple[str, ...], as_json: bool) -> None:
    """Admit proposals of SLUG to its ballot, each at its cost, as sc46jrkzq5=20.000. All of them, or none."""
    pairs = [text.partition("=") for text in costs]
    for text, (public_id, equals, euro) in zip(costs, pairs, strict=True):
        if not (public_id and equals and euro):
            raise click.UsageError(f"Expected ID=EURO, not {text!r}.")
    done = _done(lambda: _admit(slug, [(public_id, euro) for public_id, _, euro in pairs]), as_json)
    _say({"admitted": done}, f"Admitted: {', '.join(done)}", as_json)


@consultation.command()
@click.argument("slug")
@JSON
def freeze(slug: str, as_json: bool) -> None:
    """Fix the list on the ballot of SLUG and who may vote. Neither changes afterwards."""
    said = _done(lambda: _freeze(slug), as_json)
    _say(said, f"Fixed: {said['options']} options, {said['entitled']} people may vote.", as_json)


@consultation.command()
@click.argument("slug")
@JSON
def publish(slug: str, as_json: bool) -> None:
    """Publish the result of SLUG, once it is counted."""
    digest, winners = _done(lambda: _publish(slug), as_json)
    _say({"digest": digest, "winners": winners}, f"Published: {len(winners)} chosen, {digest}", as_json)


async def _shown(slug: str) -> dict[str, Any]:
    from deliberation.consultations.consultation import stored

    held = await stored(slug)
    return {
        "slug": slug,
        "title": held.title,
        "state": str(held.state),
        "phases": [
            {"kind": str(phase.kind), "opens_at": phase.opens_at, "closes_at": phase.closes_at} for phase in held.phases
        ],
        "pots": [{"key": pot.key, "name": pot.name, "amount_cents": pot.amount_cents} for pot in held.pots],
        "proposals": [
            {"id": one.public_id, "state": one.state, "title": one.title, "place": one.place, "cost_cents": cost}
            for one in await _proposals(slug)
            for cost in [one.asked_cents if one.cost_cents is None else one.cost_cents]
        ],
    }


async def _proposals(slug: str) -> Any:
    from deliberation.actor import COMMAND_LINE
    from deliberation.ballots import desk

    _, found, _, _ = await desk.examined(COMMAND_LINE, slug, size=100_000)
    return found


async def _admit(slug: str, costs: list[tuple[str, str]]) -> list[str]:
    from deliberation import clock
    from deliberation.actor import COMMAND_LINE
    from deliberation.consultations.states import ProposalState
    from deliberation.database import writing
    from deliberation.errors import NotFound
    from deliberation.money import cents
    from deliberation.proposals.assessments import assess

    async with writing():
        versions = {one.public_id: one.version for one in await _proposals(slug)}
        for public_id, euro in costs:
            if public_id not in versions:
                raise NotFound("proposal.unknown")
            verdict, version = ProposalState.ADMISSIBLE, versions[public_id]
            await assess(COMMAND_LINE, public_id, verdict, cents(euro), "", version, at=clock.now())
    return [public_id for public_id, _ in costs]


async def _freeze(slug: str) -> dict[str, int]:
    import secrets

    from deliberation import clock
    from deliberation.actor import COMMAND_LINE
    from deliberation.ballots import lists, roll
    from deliberation.consultations.consultation import stored
    from deliberation.consultations.states import ProposalState

    held, at = await stored(slug), clock.now()
    if not held.ballot_frozen_at:
        await lists.freeze(COMMAND_LINE, slug, secrets.token_hex(32), at=at)
    await roll.freeze(COMMAND_LINE, held.id, at=at)
    on_ballot = [one for one in await _proposals(slug) if one.state == ProposalState.ON_BALLOT]
    return {"options": len(on_ballot), "entitled": sum((await roll.on_roll(held.id)).values())}


async def _publish(slug: str) -> tuple[str, list[str]]:
    from deliberation import clock
    from deliberation.actor import COMMAND_LINE
    from deliberation.ballots import tallies
    from deliberation.consultations.consultation import stored

    await tallies.publish(COMMAND_LINE, slug, at=clock.now())
    digest, winners = await tallies.official_result((await stored(slug)).id)
    return digest, list(winners)


def _done(work: Callable[[], Awaitable[T]], as_json: bool) -> T:
    """A use case; a refusal is told with each field that is wrong."""
    from deliberation.errors import CivicError

    try:
        return terminal.run(work)
    except CivicError as error:
        _stop(error.code, _sentence(error), as_json)


def _sentence(error: "CivicError") -> str:
    from web.http.problems import words

    fields = [f"{name}: {words('en', code, error.parameters)}" for name, code in error.fields.items()]
    return "\n".join([words("en", error.code, error.parameters), *fields])


def _say(value: Any, text: str, as_json: bool) -> None:
    if as_json:
        terminal.print_json(value)
    else:
        terminal.out.print(text, markup=False)


def _stop(code: str, message: str, as_json: bool) -> NoReturn:
    if as_json:
        terminal.print_json({"error": {"code": code, "message": message}})
    terminal.stop(message, terminal.BAD_INPUT)
