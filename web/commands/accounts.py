# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""rione account: the first account of the office, roles given and taken back, accounts suspended and restored."""

import sys
from dataclasses import asdict

import click

from deliberation.actor import Role
from web.commands import terminal

ROLE = click.Choice([role.value for role in Role])


@click.group()
def account() -> None:
    """Accounts that are made on the server, roles, suspensions."""


@account.command()
@click.option("--email", required=True, help="Address of the person.")
@click.option("--role", type=ROLE, help="Role in the whole city.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input (its first line).")
@click.option("--locale", type=click.Choice(["it", "en"]), default="it", show_default=True, help="Language of mails.")
@click.option("--json", "as_json", is_flag=True, help="Answer for a program.")
def create(email: str, role: str | None, password_stdin: bool, locale: str, as_json: bool) -> None:
    """Make a confirmed account. Without --password-stdin it prints a one-time link to choose a password."""
    from deliberation import clock
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


@account.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Answer for a program.")
def list_holders(as_json: bool) -> None:
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


@account.command()
@click.option("--email", required=True, help="Address of an account that is confirmed.")
@click.option("--role", required=True, type=ROLE, help="The role.")
@click.option("--neighbourhood", "slugs", multiple=True, help="A moderator's neighbourhood (slug); may be repeated.")
@click.option("--city", is_flag=True, help="A moderator of the whole city.")
@click.option("--json", "as_json", is_flag=True, help="Answer for a program.")
def grant(email: str, role: str, slugs: tuple[str, ...], city: bool, as_json: bool) -> None:
    """Give a role to somebody who has an account. A second time it changes nothing."""
    from deliberation import clock
    from deliberation.actor import COMMAND_LINE
    from deliberation.people import roles

    _check_scope(role, slugs, city)

    async def appoint() -> int:
        scope = [roles.CITY] if not slugs else [await roles.scope_of(slug) for slug in slugs]
        return await roles.appoint(COMMAND_LINE, email, Role(role), scope, at=clock.now())

    new = terminal.run(appoint)
    if as_json:
        terminal.print_json({"email": email, "role": role, "neighbourhoods": list(slugs), "new": new})
    else:
        done = "Role given" if new else "Held already, nothing changed"
        terminal.out.print(f"{done}: {email} ({_scope(role, slugs)})", markup=False)


@account.command()
@click.option("--email", required=True, help="Address of the account.")
@click.option("--role", required=True, type=ROLE, help="The role.")
@click.option("--neighbourhood", "slug", default="", help="Of a moderator's neighbourhoods, this one (slug).")
@click.option("--json", "as_json", is_flag=True, help="Answer for a program.")
def revoke(email: str, role: str, slug: str, as_json: bool) -> None:
    """Take a role back. The last person of the office keeps theirs until another one is appointed."""
    from deliberation import clock
    from deliberation.actor import COMMAND_LINE
    from deliberation.people import queries, roles

    _check_scope(role, (slug,) if slug else (), not slug)

    async def take_back() -> None:
        holder = await queries.account_of(COMMAND_LINE, email)
        await roles.revoke(COMMAND_LINE, holder, Role(role), slug, at=clock.now())

    terminal.run(take_back)
    if as_json:
        terminal.print_json({"email": email, "role": role, "neighbourhood": slug, "revoked": True})
    else:
        terminal.out.print(f"Role taken back: {email} ({_scope(role, (slug,) if slug else ())})", markup=False)


@account.command()
@click.option("--email", required=True, help="Address of the account.")
@click.option("--json", "as_json", is_flag=True, help="Answer for a program.")
def suspend(email: str, as_json: bool) -> None:
    """Suspend an account: it is signed out, does not sign in, and its ballots in open votes are set aside."""
    _suspend(email, "suspended", as_json)


@account.command()
@click.option("--email", required=True, help="Address of the account.")
@click.option("--json", "as_json", is_flag=True, help="Answer for a program.")
def restore(email: str, as_json: bool) -> None:
    """End a suspension: the person signs in again, and is on the rolls of votes that have not closed as before."""
    _suspend(email, "restored", as_json)


def _suspend(email: str, done: str, as_json: bool) -> None:
    from deliberation import clock
    from deliberation.actor import COMMAND_LINE
    from deliberation.ballots import rights
    from deliberation.people import queries

    async def change() -> None:
        holder = await queries.account_of(COMMAND_LINE, email)
        act = rights.suspend_account if done == "suspended" else rights.restore_account
        await act(COMMAND_LINE, holder, at=clock.now())

    terminal.run(change)
    if as_json:
        terminal.print_json({"email": email, done: True})
    else:
        terminal.out.print(f"Account {done}: {email}", markup=False)


def _check_scope(role: str, slugs: tuple[str, ...], city: bool) -> None:
    """Wrong use is told before the database is opened."""
    if role != "moderator" and slugs:
        raise click.UsageError(f"The role {role} holds in the whole city: leave --neighbourhood out.")
    if role == "moderator" and bool(slugs) == city:
        raise click.UsageError("A moderator has either --neighbourhood (one or more) or --city.")


def _scope(role: str, slugs: tuple[str, ...]) -> str:
    return f"{role}, {', '.join(slugs) or 'whole city'}"
