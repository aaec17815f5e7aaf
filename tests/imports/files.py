# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A small city's file and its districts, and commands on the database of a test."""

import asyncio

import pytest
from click.testing import CliRunner, Result

from web.__main__ import rione
from web.commands import terminal

SMALL = """META
key;value
unit;Piccola
subunit;1 - Centro
instance;2022
num_projects;3
num_votes;4
budget;100
vote_type;approval
rule;{rule}
date_begin;03.10.2022
date_end;31.10.2022
max_length;2
PROJECTS
project_id;cost;votes;name;category
1;60;2;Parco;verde
2;50.50;2;Orto;verde
3;40;1;Luci;strade
VOTES
voter_id;vote
a;1,2
b;1
c;2,3
d;
"""
POLYGONS = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"quartier": 1, "nom_quartier": "Centro"},
            "geometry": {"type": "MultiPolygon", "coordinates": [[[[1, 43], [2, 43], [2, 44], [1, 44], [1, 43]]]]},
        }
    ],
}


async def command(monkeypatch: pytest.MonkeyPatch, *args: str) -> Result:
    """Run `rione …` on the database of the test, in this event loop's thread of work."""
    loop = asyncio.get_running_loop()
    monkeypatch.setattr(terminal, "run", lambda work: asyncio.run_coroutine_threadsafe(work(), loop).result())

    def invoke() -> Result:
        result = CliRunner().invoke(rione, list(args))
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            try:
                terminal.explain(result.exception)  # type: ignore[arg-type]
            except SystemExit as leaving:
                result.exit_code = int(leaving.code or 0)
        return result

    return await asyncio.to_thread(invoke)
