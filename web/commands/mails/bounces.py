# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""rione mail bounces: reports that come back from the mail server."""

import sys

import click

from web.commands import terminal

TRY_AGAIN = 75  # EX_TEMPFAIL of sysexits.h: mail servers keep the message and call again


@click.group()
def mail() -> None:
    """Mails that come back."""


@mail.command()
@click.option("--recipient", default="", help="The address that the message came to, as the mail server knows it.")
@click.option("--json", "as_json", is_flag=True, help="Answer for a program.")
def bounces(recipient: str, as_json: bool) -> None:
    """Read one message from standard input, as a mail server's pipe gives it, and note what could not be delivered.

    Anything that is no report of ours is let go with exit 0: what is refused here would travel on. Exit 75 when the
    database cannot be used now: the mail server calls again.
    """
    import sqlite3

    import asyncpg

    from deliberation import clock
    from deliberation.announcements.letters import note_bounce
    from deliberation.outages import Unavailable
    from web import settings
    from web.mail import bounces as reports

    settings.load()  # what cannot be understood is said before a message is read, and not only when it is a report
    found = reports.read(sys.stdin.buffer.read(reports.LARGEST), recipient)
    noted = False
    if found:
        kept = found
        try:
            noted = terminal.run(
                lambda: note_bounce(kept.word, about_the_address=kept.is_about_the_address, at=clock.now())
            )
        except (Unavailable, OSError, sqlite3.Error, asyncpg.PostgresError):
            terminal.stop("The database cannot be used now: try again.", TRY_AGAIN)
    said = {"noted": noted, "status": found.status if found else None}
    if as_json:
        terminal.print_json(said)
    else:
        terminal.out.print(f"noted: {said['status']}" if noted else "no report about a mail of ours", markup=False)
