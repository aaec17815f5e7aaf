# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""rione people: the key under which fiscal codes are kept, and its rotation."""

import contextlib
import os
import secrets
from dataclasses import asdict
from pathlib import Path

import click

from deliberation.people.identity.queries import KeyUse
from web import settings
from web.commands import terminal


@click.group()
def people() -> None:
    """Verified people: the key of their fiscal codes."""


@people.command()
@click.option("--json", "as_json", is_flag=True, help="Answer for a program.")
def keys(as_json: bool) -> None:
    """How many people's fiscal codes are kept under which key. Exit 1 when a key is missing here."""
    found = terminal.run(_uses)
    if as_json:
        terminal.print_json([asdict(use) for use in found])
    else:
        for use in found:
            known = "today's key" if use.is_today else "known" if use.is_known else "NOT KNOWN HERE"
            terminal.out.print(
                f"{use.name}  {use.people} people, {use.entries} lines of the register  {known}", markup=False
            )
    if any(not use.is_known for use in found):
        raise SystemExit(terminal.CHECK_FAILED)


@people.command(name="rotate-key")
@click.option("--finish", is_flag=True, help="Take the earlier key away, once nobody is kept under it.")
@click.option("--json", "as_json", is_flag=True, help="Answer for a program.")
def rotate_key(finish: bool, as_json: bool) -> None:
    """Draw a new key for fiscal codes and keep the earlier one beside it. Then restart every process.

    A hash cannot be made anew without the code: each goes over to the new key when its person is next seen.
    """
    uses = terminal.run(_uses)
    earlier = sum(use.people + use.entries for use in uses if not use.is_today)
    if settings.is_identity_key_given():
        _explain_given(earlier)
        return
    folder = settings.load().data_dir
    key, old = folder / settings.IDENTITY_KEY_FILE, folder / f"{settings.IDENTITY_KEY_FILE}.old"
    if earlier:
        terminal.stop(
            f"{earlier} fiscal codes are still kept under an earlier key: they would not be recognised without it. "
            "Load the register again, and wait until people have been seen again (rione people keys).",
            terminal.BAD_INPUT,
        )
    old.unlink(missing_ok=True)
    if not finish:
        _rotate(key, old)
    if as_json:
        terminal.print_json({"rotated": not finish, "key": str(key), "earlier": None if finish else str(old)})
        return
    done = "The earlier key is gone." if finish else f"New key in {key}, the earlier one in {old}. Keep both safe."
    terminal.out.print(f"{done} Now restart every process of Rione.", markup=False)


async def _uses() -> tuple[KeyUse, ...]:
    from deliberation.people.identity.queries import key_uses

    return await key_uses()


def _explain_given(earlier: int) -> None:
    """The key is a setting of the server's, which no command of ours writes."""
    if earlier:
        terminal.stop(f"{earlier} fiscal codes are still kept under an earlier key: wait.", terminal.BAD_INPUT)
    terminal.out.print("The key is given by a setting. Put today's into IDENTITY_KEY_OLD, and into IDENTITY_KEY:")
    terminal.out.print(secrets.token_urlsafe(48), markup=False)
    terminal.out.print("Then restart every process of Rione.")


def _rotate(key: Path, old: Path) -> None:
    """The earlier key has its second name before the first one is taken: killed at any moment, none is lost."""
    fresh = key.with_name(f".{key.name}.new")
    fresh.unlink(missing_ok=True)
    settings.draw_key(fresh)
    with contextlib.suppress(FileNotFoundError):
        os.link(key, old)
    os.replace(fresh, key)
