# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""rione migrate: bring the database up to date."""

import asyncio

import click

from web.commands import terminal


@click.command()
@click.option("--check", is_flag=True, help="Only say what would run; exit 1 when something would.")
@click.option("--json", "as_json", is_flag=True, help="Answer for a program.")
def migrate(check: bool, as_json: bool) -> None:
    """Create or update the tables. Safe to run at every start, by several processes at once."""
    from deliberation.schema import migrations

    names = asyncio.run(migrations.pending() if check else migrations.migrate())
    if as_json:
        terminal.print_json({"pending" if check else "ran": names})
    else:
        verb = "would run" if check else "ran"
        terminal.out.print("\n".join(f"{verb} {name}" for name in names) or "nothing to run", markup=False)
    if check and names:
        raise SystemExit(terminal.CHECK_FAILED)
