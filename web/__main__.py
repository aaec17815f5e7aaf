# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command line: `rione`, or `python -m web`. Exit codes are in web/commands/terminal.py."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from typing import Any

import click

from web.commands import terminal
from web.http import logs

COMMANDS = {
    "serve": "server:serve",
    "setup-link": "first_start.links:setup_link",
    "comune": "first_start.folders:comune",
    "migrate": "schema:migrate",
    "worker": "server:worker",
    "doctor": "health.doctor:doctor",
    "account": "accounts:account",
    "people": "people:people",
    "register": "loading.registers:register",
    "consultation": "consultations.acts:consultation",
    "import": "imports:import_",
    "tally": "tallies:tally",
    "compare": "tallies:compare",
    "explain": "tallies:explain",
    "rules": "tallies:rules",
    "export": "exports:export",
    "sortition": "sortitions:sortition",
    "backup": "backups:backup",
    "restore": "backups:restore",
    "mail": "mails.bounces:mail",
    "map": "places.maps:map_",
    "demo": "demo:demo",
}


def _needs_site(error: ModuleNotFoundError) -> str:
    """Why a command cannot run where only what counts is installed. A module of our own that is missing is a fault."""
    if (error.name or "").partition(".")[0] in ("voting", "deliberation", "analytics", "web"):
        raise error
    return f"This needs the whole program (rione[site]), and what counts is installed alone: no {error.name}."


def _absent(name: str, error: ModuleNotFoundError) -> click.Command:
    """Stands for a command of the site, so that the others can be listed beside it."""
    sentence = _needs_site(error)
    settings = {"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}
    told = "Needs the whole program (rione[site])."
    return click.Command(name, settings, lambda: terminal.stop(sentence, terminal.MISUSED), help=told)


class Commands(click.Group):
    """The commands by name, each imported when it is called: a small one must not wait for numpy or Piccolo."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        try:
            found: click.Command = getattr(import_module(f"web.commands.{module}"), name)
        except ModuleNotFoundError as error:
            return _absent(cmd_name, error)
        return found

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """As click's own; a wrong use of a command that was to answer a program answers it too."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        words = list(sys.argv[1:] if args is None else args)
        try:
            found = super().main(words, prog_name, complete_var, standalone_mode=False, **extra)
        except ModuleNotFoundError as error:
            terminal.stop(_needs_site(error), terminal.MISUSED)
        except click.ClickException as error:
            if "--json" in words:
                fault = {"code": "usage", "line": None, "message": error.format_message()}
                terminal.print_json({"error": fault})
            error.show()
            sys.exit(error.exit_code)
        except click.Abort:
            click.echo("Aborted.", err=True)
            sys.exit(terminal.CHECK_FAILED)
        sys.exit(found if isinstance(found, int) else terminal.DONE)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("rione"), prog_name="rione")
def rione() -> None:
    """Rione: participatory deliberation and voting for a comune. Settings are read from the environment.

    Exit codes: 0 done, 1 a check failed, 2 wrong usage, 3 bad input, 4 a tie is left open.
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
