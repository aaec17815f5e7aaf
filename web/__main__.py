# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command line: `rione`, or `python -m web`. Exit codes are in web/commands/terminal.py."""

import os
from importlib.metadata import version

import click

from web.commands import accounts, backups, demo, doctor, imports, schema, server, tallies, terminal

COMMANDS: list[click.Command] = [
    server.serve,
    schema.migrate,
    server.worker,
    doctor.doctor,
    accounts.account,
    imports.import_,
    tallies.tally,
    backups.backup,
    backups.restore,
    demo.demo,
]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("rione"), prog_name="rione")
def rione() -> None:
    """Rione: participatory deliberation and voting for a comune. Settings are read from the environment.

    Exit codes: 0 done, 1 a check failed, 2 wrong usage, 3 bad input.
    """


for command in COMMANDS:
    rione.add_command(command)


def main() -> None:
    """Run a command; a refusal is one sentence on stderr, never a traceback."""
    os.environ.setdefault("PICCOLO_CONF", "web.piccolo_conf")
    try:
        rione(prog_name="rione")
    except Exception as error:
        terminal.explain(error)


if __name__ == "__main__":
    main()
