# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""rione export: the ballots of a closed consultation as a file that anybody can count."""

from pathlib import Path

import click

from voting.errors import FormatError
from voting.exchange.elections import Election
from voting.exchange.writers import WRITERS
from web.commands import terminal


@click.command()
@click.argument("slug")
@click.option("--format", "form", type=click.Choice(list(WRITERS)), default="json", show_default=True, help="Format.")
@click.option("--pot", default="", metavar="KEY", help="Of a budget in pots: the pot whose ballots are written.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write there; else to standard output.")
def export(slug: str, form: str, pot: str, output: Path | None) -> None:
    """Write the ballots of the closed consultation SLUG, without who cast them, for `rione tally FILE --rule …`.

    Equal ballots are written once with their number, money in cents (json, csv) or euros (pb). A long ranking can be
    recognised by who cast it: think before you publish the file. Exit code 3: the vote is not over, or the format
    cannot hold such ballots.
    """
    election = terminal.run(lambda: _election(slug, pot))
    try:
        text = WRITERS[form](election)
    except FormatError as error:
        terminal.stop(f"{form} holds {error.expected}; these ballots are {error.found}", terminal.BAD_INPUT)
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        with output.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except OSError as error:
        terminal.stop(f"{output}: {error.strerror}", terminal.BAD_INPUT)
    terminal.out.print(f"{output}: {election.profile.n_ballots} ballots", markup=False)


async def _election(slug: str, pot: str) -> Election:
    """The ballots that count, with the options in the order of the ballot; money in cents (unit 100)."""
    from analytics.ballot_files import election_of
    from deliberation import clock
    from deliberation.ballots import queries
    from deliberation.errors import TooLate

    asked = await queries.question(slug)
    if not asked.is_over(clock.now()):
        raise TooLate("tally.not_closed")
    if bool(asked.pots) != bool(pot) or (pot and pot not in [one.key for one in asked.pots]):
        keys = ", ".join(one.key for one in asked.pots)
        terminal.stop(f"give --pot, one of: {keys}" if keys else f"{slug} has one budget: no --pot", terminal.MISUSED)
    asked = next((asked.in_pot(one) for one in asked.pots if one.key == pot), asked)
    if not asked.choices:
        terminal.stop(f"no project in the pot {pot}", terminal.BAD_INPUT)
    return election_of(asked, await queries.profile_of(asked))
