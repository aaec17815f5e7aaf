# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""rione account: the first account of the office, and who holds which role."""

import sys
from dataclasses import asdict

import click

from web.commands import terminal


@click.group()
def account() -> None:
    """Accounts that are made on the server, and roles."""


@account.command()
@click.option("--email", required=True, help="Address of the person.")
@click.option("--role", type=click.Choice(["office", "moderator", "councillor"]), help="Role in the whole city.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input (its first line).")
@click.option("--locale", type=click.Choice(["it", "en"]), default="it", show_default=True, help="Language of mails.")
@click.option("--json", "as_json", is_flag=True, help="Answer for a program.")
def create(email: str, role: str | None, password_stdin: bool, locale: str, as_json: bool) -> None:
    """Make a confirmed account. Without --password-stdin it prints a one-time link to choose a password."""
    from deliberation import clock
    from deliberation.actor import Role
    from deliberation.people.accounts import create_by_command
    from web import settings

    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    chosen = Role(role) if role else None
    made = terminal.run(lambda: create_by_command(email, password, chosen, at=clock.now(), locale=locale))
    link = settings.load().base_url + made.set_up_path if made.set_up_path else ""
    if as_json:
        terminal.print_json({"email": made.email, "public_id": made.public_id, "role": role, "link": link or None})
        return
    terminal.out.print(f"Account made: {made.email}" + (f" ({role})" if role else ""), markup=False)
    if link:
        terminal.out.print("Choose a password within a week, on this page (it opens once):", markup=False)
        terminal.out.print(link, markup=False)


@account.command()
@click.option("--json", "as_json", is_flag=True, help="Answer for a program.")
def roles(as_json: bool) -> None:
    """Who holds which role now."""
    from rich.table import Table

    from deliberation.actor import COMMAND_LINE
    from deliberation.people.queries import holders

    found = terminal.run(lambda: holders(COMMAND_LINE))
    if as_json:
        terminal.print_json([asdict(holder) for holder in found])
        return
    table = Table("address", "role", "where", "since")
    for holder in found:
        table.add_row(
            holder.email, str(holder.role), holder.neighbourhood or "whole city", f"{holder.granted_at:%Y-%m-%d}"
        )
    terminal.out.print(table)
