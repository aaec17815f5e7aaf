# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""rione demo: the demonstration city, made once in an empty database."""

import time
from functools import partial

import click

from web.commands import terminal


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Answer for a program.")
@click.option(
    "--size",
    type=click.Choice(("full", "small", "large")),
    default="full",
    help="full: 12,000 people; small: 1,500 and no house numbers; large: 400,000, to measure with (minutes).",
)
def demo(as_json: bool, size: str) -> None:
    """Make the demonstration city (Bologna) if the database is empty, and print its accounts.

    Zones, residents, streets and titles of projects are real; people, texts, costs and ballots are simulated from a
    fixed seed. The accounts sign in from this machine only. A database with another comune is left alone (exit 1).
    """
    from deliberation.places.queries import city
    from web.demo.story import ACCOUNTS

    made, seconds = terminal.run(partial(_make, size))
    here = terminal.run(city)
    if not here.is_demo:
        terminal.stop(f"This database serves {here.name}: the demonstration needs an empty one.", terminal.CHECK_FAILED)
    if as_json:
        terminal.print_json(
            {
                "made": made,
                "seconds": round(seconds, 1),
                "accounts": [{"email": a.email, "password": a.password, "what": a.what} for a in ACCOUNTS],
            }
        )
        return
    done = f"made in {seconds:.1f} s" if made else "already here"
    terminal.out.print(f"Demonstration city: {done}. Accounts (password: {ACCOUNTS[0].password}):", markup=False)
    for account in ACCOUNTS:
        terminal.out.print(f"  {account.email:30} {account.what}", markup=False)


async def _make(size: str) -> tuple[bool, float]:
    from deliberation import clock
    from deliberation.places.queries import city, forget_city
    from web.demo.sizes import SIZES
    from web.demo.story import tell

    if (await city()).id:
        return False, 0.0
    started = time.perf_counter()
    await tell(clock.now(), SIZES[size])
    forget_city()
    return True, time.perf_counter() - started
