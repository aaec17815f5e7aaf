# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""rione setup-link: the link that makes the first account of the office. `rione serve` prints one too."""

import click

from web.commands import terminal


async def new_link(base_url: str) -> str:
    """A whole address; '' when somebody of the office has an account."""
    from deliberation import clock
    from deliberation.installation import links

    if await links.has_office():
        return ""
    return base_url + await links.make(at=clock.now())


def print_link_where_needed(base_url: str) -> None:
    """Where nobody of the office can sign in yet, how the first one does."""
    if link := terminal.run(lambda: new_link(base_url)):
        _print(link)


def _print(link: str) -> None:
    terminal.out.print("The office has no account yet. Make the first one here (once, within a day):", markup=False)
    terminal.out.print(link, markup=False)


@click.command("setup-link")
@click.option("--json", "as_json", is_flag=True, help="Answer for a program.")
def setup_link(as_json: bool) -> None:
    """Print a one-time link that makes the first account of the office. Earlier ones stop working."""
    from web import settings

    link = terminal.run(lambda: new_link(settings.load().base_url))
    if as_json:
        terminal.print_json({"link": link or None})
    elif link:
        _print(link)
    if not link:
        terminal.stop("The office has an account: sign in with it, or rione account create.", terminal.CHECK_FAILED)
