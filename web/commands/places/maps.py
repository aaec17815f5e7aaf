# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""rione map: the tiles of the map that one moves."""

import click

from web.commands import terminal


@click.group(name="map")
def map_() -> None:
    """The map that one moves."""


@map_.command()
@click.option("--json", "as_json", is_flag=True, help="Answer for a program.")
def tiles(as_json: bool) -> None:
    """Cut the tiles of the base layers and house numbers. The worker does it by itself when they change."""
    from web import settings
    from web.tiles import building

    data_dir = settings.load().data_dir
    try:
        version = terminal.run(lambda: building.cut(data_dir))
    except building.NoTiles as error:
        terminal.stop(f"The tiles were not cut. {error}", terminal.CHECK_FAILED)
    if as_json:
        terminal.print_json({"version": version})
    elif version:
        terminal.out.print(f"tiles: {building.folder(data_dir) / version}", markup=False, soft_wrap=True)
    else:
        terminal.out.print("no base layers: the map has outlines only", markup=False)
