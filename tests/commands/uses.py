# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One use of every command of `rione`, for tests that hold for all of them: a new command has to say how it is used."""

from collections.abc import Iterator
from pathlib import Path

import click

from web.__main__ import rione

ELECTION = """META
key;value
description;prova
country;Italia
unit;Prova
num_projects;2
num_votes;2
budget;100
rule;greedy
vote_type;approval
min_length;1
max_length;2
date_begin;01.06.2026
date_end;10.06.2026
PROJECTS
project_id;cost;votes;name
1;60;2;Uno
2;50;1;Due
VOTES
voter_id;vote
a;1
b;1,2
"""

IDEAS = """format = 1
template = "gathering-ideas"
title = "Idee"
[phases]
informing = ["2099-01-01 12:00", "2099-01-02 12:00"]
proposing = ["2099-01-02 12:00", "2099-01-03 12:00"]
publishing = ["2099-01-03 12:00", "2099-01-04 12:00"]
"""

USES: dict[str, tuple[str, ...]] = {
    "serve": ("--port", "0"),
    "setup-link": (),
    "comune load": ("{folder}/files/comune", "--yes"),
    "comune save": ("{folder}/saved",),
    "migrate": (),
    "worker": (),
    "worker --once": (),
    "doctor": (),
    "doctor --journal": (),
    "account create": ("--email", "ufficio@comune.example", "--role", "office"),
    "account list": (),
    "account grant": ("--email", "ufficio@comune.example", "--role", "councillor"),
    "account revoke": ("--email", "ufficio@comune.example", "--role", "office"),
    "account suspend": ("--email", "ufficio@comune.example"),
    "account restore": ("--email", "ufficio@comune.example"),
    "people keys": (),
    "people rotate-key": (),
    "register load": ("{folder}/files/register.csv", "--date", "2026-11-01", "--dry-run"),
    "consultation load": ("{folder}/files/consultation.toml",),
    "consultation show": ("bilancio",),
    "consultation admit": ("bilancio", "abc=10"),
    "consultation freeze": ("bilancio",),
    "consultation publish": ("bilancio",),
    "import": ("{folder}/files",),
    "tally": ("--consultation", "bilancio"),
    "compare": ("{folder}/files/x.pb",),
    "explain": ("{folder}/files/x.pb", "--option", "1", "--seconds", "0"),
    "rules": (),
    "sortition": ("{folder}/files/people.csv", "--size", "1", "--seed", "5eed" * 16),
    "export": ("bilancio",),
    "backup": ("{folder}/new.backup",),
    "restore": ("{folder}/old.backup", "--force"),
    "mail bounces": (),
    "map tiles": (),
    "demo": ("--size", "small"),
}
WITHOUT_DATABASE = frozenset({"compare", "explain", "rules", "sortition"})  # they read no settings either
STAYING = frozenset({"serve", "worker"})


def words(use: str, folder: Path) -> list[str]:
    """The command line of a use; `folder` has `files/` of an election and `old.backup`."""
    return [*use.split(), *(word.format(folder=folder) for word in USES[use])]


def make_files(folder: Path) -> None:
    (folder / "files" / "comune").mkdir(parents=True)
    (folder / "files" / "comune" / "comune.toml").write_text('format = 1\n[comune]\nname = "Prova"\n', encoding="utf-8")
    (folder / "files" / "x.pb").write_text(ELECTION, encoding="utf-8")
    (folder / "files" / "consultation.toml").write_text(IDEAS, encoding="utf-8")
    (folder / "files" / "register.csv").write_text(
        "CF;Nato il;Zona\nRSSMRA80B43A944R;03/02/1980;Navile\n", encoding="utf-8"
    )


def commands() -> Iterator[str]:
    """Every command by its words, as the program lists them."""
    context = click.Context(rione)

    def below(command: click.Command, path: tuple[str, ...]) -> Iterator[str]:
        if not isinstance(command, click.Group):
            yield " ".join(path)
            return
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from below(found, (*path, name))

    yield from below(rione, ())
