# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command line: `rione`, or `python -m web`. Exit codes are in web/commands/terminal.py."""

import os
from importlib import import_module
from importlib.metadata import version

import click

from web import logs
from web.commands import terminal

COMMANDS = {
    "serve": "server:serve",
    "migrate": "schema:migrate",
    "worker": "server:worker",
    "doctor": "doctor:doctor",
    "account": "accounts:account",
    "import": "imports:import_",
    "tally": "tallies:tally",
    "compare": "tallies:compare",
    "explain": "tallies:explain",
    "rules": "tallies:rules",
    "backup": "backups:backup",
    "restore": "backups:restore",
    "demo": "demo:demo",
}


class Commands(click.Group):
    """The commands by name, each imported when it is called: a small one must not wait for numpy or Piccolo."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        found: click.Command = getattr(import_module(f"web.commands.{module}"), name)
        return found


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("rione"), prog_name="rione")
def rione() -> None:
    """Rione: participatory deliberation and voting for a comune. Settings are read from the environment.

    Exit codes: 0 done, 1 a check failed, 2 wrong usage, 3 bad input.
    """


def main() -> None:
    """Run a command; a refusal is one sentence on stderr, never a traceback."""
    os.environ.setdefault("PICCOLO_CONF", "web.piccolo_conf")
    logs.take_over()
    try:
        rione(prog_name="rione")
    except Exception as error:
        terminal.explain(error)


if __name__ == "__main__":
    main()
